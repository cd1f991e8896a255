"""A ministry with an agency that has a list of its own: what the cases of inventories begin with."""

from tests.metrics.cases.parts import COLLECTED
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder


def a_list(deadline: str = "2025-12-31") -> FactsBuilder:
    """A list without a line, nine months before the day that cases are about."""
    builder = FactsBuilder(*COLLECTED).target(deadline=deadline)
    return builder.body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY).inventory(AGENCY, "2025-06-02")


def numbered(number: int) -> str:
    """The lars of one of many registrations."""
    return f"{10_000_000 + number}"
