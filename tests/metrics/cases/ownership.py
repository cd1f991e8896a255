"""Ownership: what the lines of a list say beside the system itself."""

from collections.abc import Mapping
from typing import Final

from metrics.facts import Facts
from sql.fields import IMPACTFUL, OUT_OF_USE
from tests.metrics.cases.lists import a_list
from tests.metrics.cases.parts import LARS, Cases, Told


def listed(**said: str) -> Facts:
    return a_list().line(**said).registration(LARS, "2025-05-01").build()


def says(column: str, passing: str, failing: str, **not_asked: str) -> Cases:
    return Cases(
        (listed(**{column: passing}), Told(1, 1, "too_few")),
        (listed(**{column: failing}), Told(0, 1, "too_few")),
        (listed(**({column: passing} | not_asked)), Told(None, 0, "declared_zero")),
    )


CASES: Final[Mapping[str, Cases]] = {
    "ownership.owner": says("owner", "Directie Dienstverlening", " N.v.t. ", status=OUT_OF_USE),
    "ownership.reason": says("reasons", "media; woo", "zomaar", status=OUT_OF_USE),
    "ownership.eu_database": says("eu_database_id", "EU-123", "-", category=IMPACTFUL),
}
