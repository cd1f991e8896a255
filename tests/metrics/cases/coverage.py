"""Coverage: of the systems on a list, those in the register; and of those that a document counts."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from metrics.facts import Facts
from sql.fields import IMPACTFUL, IN_DEVELOPMENT, IN_USE, OUT_OF_USE
from tests.metrics.cases.lists import a_list
from tests.metrics.cases.parts import COLLECTED, LARS, Cases, Told
from tests.metrics.facts_builder import MINISTRY, FactsBuilder


def with_status(status: str) -> Cases:
    def listed(**said: str) -> Facts:
        return a_list().line(**({"lars": LARS, "status": status} | said)).registration(LARS, "2025-05-01").build()

    return Cases(
        (listed(), Told(1, 1, "too_few")),
        (listed(lars=""), Told(0, 1, "too_few")),
        (listed(category=IMPACTFUL), Told(None, 0, "declared_zero")),
    )


def declared() -> Cases:
    def said(count: int | None) -> Facts:
        builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie")
        row = {"org_id": MINISTRY, "as_of": date(2025, 8, 25), "document": "A letter", "state": "reported"}
        builder.rows["declared"] += [] if count is None else [row | {"category_a": count}]
        return builder.registration(LARS, "2025-05-01", org_id=MINISTRY).build()

    return Cases(
        (said(1), Told(1, 1, "too_few")),
        (said(7), Told(1, 7, "ok")),
        (said(None), Told(None, None, "not_reported")),
    )


CASES: Final[Mapping[str, Cases]] = {
    "coverage.high_risk": with_status(IN_USE),
    "coverage.declared": declared(),
    "coverage.in_development": with_status(IN_DEVELOPMENT),
    "coverage.out_of_use": with_status(OUT_OF_USE),
}
