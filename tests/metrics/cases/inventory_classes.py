"""Classification beside inventories: where list and register differ, and a zero beside a method like AI."""

from collections.abc import Mapping
from typing import Final

from metrics.facts import Facts
from metrics.families.inventory_classes import AI_LIKE
from sql.fields import HIGH_RISK, IMPACTFUL, NOT_STATED, OTHER
from tests.metrics.cases.lists import a_list
from tests.metrics.cases.parts import LARS, Cases, Told


def both(listed: str, registered: str) -> Facts:
    builder = a_list().line("1", LARS, category=listed)
    return builder.registration(LARS, "2025-05-01", category=registered).build()


def zero(*, like_ai: bool, listed: str = IMPACTFUL) -> Facts:
    builder = a_list().line("1", category=listed).registration(LARS, "2025-05-01", category=OTHER)
    builder.rows["versions"][-1]["traits"] = 1 << AI_LIKE if like_ai else 0
    return builder.build()


CASES: Final[Mapping[str, Cases]] = {
    "classification.contradicts_inventory": Cases(
        (both(IMPACTFUL, OTHER), Told(1, 1, "too_few")),
        (both(IMPACTFUL, IMPACTFUL), Told(0, 1, "too_few")),
        (both(IMPACTFUL, NOT_STATED), Told(None, None, "not_asked")),
    ),
    "classification.zero_beside_ai": Cases(
        (zero(like_ai=True), Told(1, 1, "too_few")),
        (zero(like_ai=False), Told(0, 1, "too_few")),
        (zero(like_ai=True, listed=HIGH_RISK), Told(None, None, "not_asked")),
    ),
}
