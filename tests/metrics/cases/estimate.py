"""Estimate: from a list of nine and a register of nine with eight in common."""

from collections.abc import Mapping
from typing import Final

from metrics.facts import Facts
from sql.fields import HIGH_RISK, IMPACTFUL
from tests.metrics.cases.lists import a_list, numbered
from tests.metrics.cases.parts import Cases, Told


def lists(both: int, category: str = HIGH_RISK) -> Facts:
    """On both lists so many systems, and one more on each."""
    builder = a_list().line("only listed", category=category).registration(numbered(99), "2025-05-01")
    for number in range(both):
        builder.line(str(number), numbered(number), category=category).registration(numbered(number), "2025-05-01")
    return builder.build()


CASES: Final[Mapping[str, Cases]] = {
    "estimate.high_risk": Cases(
        # 10 * 10 / 9 - 1 = 10.1
        (lists(8), Told(10, None, "ok")),
        (lists(6), Told(None, None, "too_few")),
        (lists(8, IMPACTFUL), Told(None, None, "declared_zero")),
    ),
}
