"""Checks of the context, currency and peers: what is asked of a registration and of others beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from metrics.facts import Facts
from sql.fields import HIGH_RISK, IMPACTFUL, NOT_STATED, OUT_OF_USE
from tests.metrics.cases.parts import COLLECTED, LARS, Cases, Told, one
from tests.metrics.facts_builder import FactsBuilder

LINK: Final = "https://example.org/a"
PASSES, FAILS, ASKED_NOT = Told(1, 1, "too_few"), Told(0, 1, "too_few"), Told(None, None, "not_asked")


def beside(count: int = 1, others: Mapping[str, Any] | None = None, **said: Any) -> Facts:  # noqa: ANN401 - as the builder takes
    """One registration of gm0, and some of other bodies."""
    builder = FactsBuilder(*COLLECTED).registration(LARS, "2025-05-01", **{"org_id": "gm0", **said})
    for number in range(1, count + 1):
        builder.registration(f"2000000{number}", "2025-05-01", **{"org_id": f"gm{number}", **(others or {})})
    return builder.build()


def ended(day: str | None) -> Facts:
    builder = FactsBuilder(*COLLECTED).registration(LARS, "2025-05-01")
    builder.succession("ag0001", "ag0002", day)
    return builder.build()


def looked(*states: tuple[str, str]) -> Facts:
    builder = FactsBuilder(*COLLECTED).registration(LARS, "2025-05-01", links=[LINK])
    for state, since in states:
        builder.look(LINK, state, since)
    return builder.build()


def translated(*told: tuple[str, str]) -> Facts:
    builder = FactsBuilder(*COLLECTED).registration(LARS, "2025-05-01")
    for languages, since in told:
        builder.languages(LARS, languages, since)
    return builder.build()


def stale(months: int) -> Cases:
    begun = {12: ("2025-03-02", "2025-03-01"), 24: ("2024-03-02", "2024-03-01")}[months]
    recent, old = (FactsBuilder(*COLLECTED).registration(LARS, day, real=1).build() for day in begun)
    out = FactsBuilder(*COLLECTED).registration(LARS, begun[1], real=1, status=OUT_OF_USE).build()
    return Cases((recent, PASSES), (old, FAILS), (out, ASKED_NOT))


def within(months: int) -> Cases:
    fresh, late, _ = stale(months)
    none = one(withdrawn="2026-01-15")
    return Cases(fresh, late, (none, ASKED_NOT))


def alike(category: str, **said: Any) -> Facts:  # noqa: ANN401 - as the builder takes
    return beside(1, {"cluster": "a", "category": HIGH_RISK}, cluster="a", category=category, **said)


def peers(count: int, *, has: bool, kind: str = "gemeente") -> Facts:
    """Some bodies of one kind with a system, and one more body of that kind that has it or not."""
    builder = FactsBuilder(*COLLECTED).registration(LARS, "2025-05-01", org_id="gm0", cluster="a" if has else "b")
    for number in range(count + 1):
        builder.body(f"gm{number}", kind)
    for number in range(1, count + 1):
        builder.registration(f"2000000{number}", "2025-05-01", org_id=f"gm{number}", cluster="a")
    return builder.build()


CASES: Final[Mapping[str, Cases]] = {
    # Without the four others that carry the text too, and have no share in the figure of gm0.
    "validity.boilerplate": Cases(
        (beside(3, {"prints": [1]}, prints=[1]), Told(4, 4, "too_few")),
        (beside(4, {"prints": [1]}, prints=[1]), Told(0, 5, "ok")),
        (beside(4, {}, prints=[None]), ASKED_NOT),
    ),
    "validity.duplicate": Cases(
        (beside(1, {"title": 7}, title=7), Told(2, 2, "too_few")),
        (beside(1, {"title": 7, "org_id": "gm0"}, title=7), Told(0, 2, "too_few")),
        (one(), ASKED_NOT),
    ),
    "validity.ended_body": Cases(
        (ended("2026-03-02"), PASSES),
        (ended("2026-03-01"), FAILS),
        (one(org_id="unknown"), ASKED_NOT),
    ),
    "validity.stale_12": stale(12),
    "validity.stale_24": stale(24),
    "validity.dead_link": Cases(
        (looked(("dead", "2025-07-01"), ("alive", "2026-02-01")), PASSES),
        (looked(("alive", "2025-07-01"), ("dead", "2026-02-01")), FAILS),
        (looked(("dead", "2025-07-01"), ("unsure", "2026-02-01")), ASKED_NOT),
    ),
    "validity.translation": Cases(
        (translated(("NLD", "2025-07-01"), ("ENG NLD", "2026-02-01")), PASSES),
        (translated(("NLD", "2025-07-01")), FAILS),
        (translated(("NLD", "2026-03-02")), ASKED_NOT),
    ),
    "validity.differs_from_peers": Cases(
        (alike(HIGH_RISK), Told(2, 2, "too_few")),
        (alike(IMPACTFUL), Told(0, 2, "too_few")),
        (alike(NOT_STATED), ASKED_NOT),
    ),
    "classification.differs_from_peers": Cases(
        (alike(IMPACTFUL), Told(2, 2, "too_few")),
        (alike(HIGH_RISK), Told(0, 2, "too_few")),
        (alike(HIGH_RISK, org_id="gm1"), ASKED_NOT),
    ),
    "currency.within_12_months": within(12),
    "currency.within_24_months": within(24),
    "currency.days": Cases(
        (one(), Told((date(2026, 3, 1) - date(2025, 5, 1)).days, None, "ok")),
        (beside(1, {}), Told(304, None, "ok")),
        (one(withdrawn="2026-01-15"), Told(None, None, "not_asked")),
    ),
    "peers.common": Cases(
        (peers(5, has=True), Told(6, 6, "ok")),
        (peers(5, has=False), Told(5, 6, "ok")),
        (peers(4, has=False), ASKED_NOT),
    ),
}
