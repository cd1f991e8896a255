"""Connected, on time and declared: what is asked of bodies."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from metrics.facts import Facts
from sql.fields import IMPACTFUL, OTHER
from tests.metrics.cases.parts import COLLECTED, LARS, Cases, Told
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder


def connected() -> Cases:
    def listed(org_id: str, since: str = COLLECTED[0]) -> Facts:
        builder = FactsBuilder(*COLLECTED).member("gemeente", "gm0344", since)
        return builder.registration(LARS, "2025-05-01", org_id=org_id).build()

    before_the_list = listed("gm0344", "2026-03-20")
    return Cases(
        (listed("gm0344"), Told(1, 1, "too_few")),
        (listed("gm0345"), Told(0, 1, "too_few")),
        (before_the_list, Told(1, None, "reconstructed")),
    )


#: How a system in scope gets into each state: publication, and what else is said of it.
STATES: Final[Mapping[str, tuple[str | None, Mapping[str, str]]]] = {
    "on_time.high_risk": ("2025-05-01", {}),
    "on_time.late": ("2026-01-15", {}),
    "on_time.overdue": (None, {}),
    "on_time.not_due": (None, {"start_date": "2026-02-20"}),
    "on_time.in_grace": (None, {"start_date": "2026-02-20"}),
    "on_time.exempt": (None, {"local_id": "explained"}),
    "on_time.inconsistent": ("2025-05-01", {"lars": "22222222"}),
}


def system(state: str, category: str = "") -> Facts:
    published, said = STATES[state]
    lag, grace = (30, 0) if state == "on_time.not_due" else (0, 10)
    builder = FactsBuilder(*COLLECTED).target(lag, grace)
    builder.body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.inventory(AGENCY, "2025-06-02").explanation("explained", "2026-12-31")
    builder.line(**({"lars": LARS, "local_id": "1"} | dict(said) | ({"category": category} if category else {})))
    if published:
        builder.registration(LARS, published).registration("22222222", published, category=OTHER)
    return builder.build()


def followed(state: str) -> Cases:
    other = "on_time.overdue" if state != "on_time.overdue" else "on_time.high_risk"
    return Cases(
        (system(state), Told(1, 1, "too_few")),
        (system(other), Told(0, 1, "too_few")),
        (system(state, IMPACTFUL), Told(None, 0, "declared_zero")),
    )


def declared(column: str) -> Cases:
    def said(count: int | None) -> Facts:
        builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie")
        row = {"org_id": MINISTRY, "as_of": date(2025, 8, 25), "document": "A letter", "state": "reported"}
        builder.rows["declared"] += [] if count is None else [row | {column: count}]
        return builder.build()

    return Cases(
        (said(3), Told(3, None, "ok")),
        (said(0), Told(0, None, "ok")),
        (said(None), Told(None, None, "not_reported")),
    )


CASES: Final[Mapping[str, Cases]] = {
    "connected.organisations": connected(),
    **{name: followed(name) for name in STATES},
    "declared.high_risk": declared("category_a"),
    "declared.impactful": declared("category_b"),
    "declared.other": declared("category_c"),
}
