"""Every metric has a case that passes, one that fails and one that is not asked, or a reason why not."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

import pytest

from metrics.catalogue import CATALOGUE
from metrics.completeness import REQUIREMENTS
from metrics.engine import figures
from metrics.facts import Facts
from sql.fields import BIT, BY_KEY, FIELDS, IMPACTFUL, OTHER
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder

LARS, DAY = "12345678", date(2026, 3, 1)
COLLECTED = ("2025-06-02", "2026-02-01", "2026-03-01", "2026-04-01")
ALL_BITS = (1 << len(FIELDS)) - 1


class Told(NamedTuple):
    """What a figure came to."""

    passed: int | None
    asked: int | None
    state: str


class Cases(NamedTuple):
    """Facts and what they must come to; instead of facts, a reason why there can be none."""

    passing: tuple[Facts, Told] | str
    failing: tuple[Facts, Told] | str
    not_asked: tuple[Facts, Told] | str


def one(**said: object) -> Facts:
    """A register with one registration."""
    return FactsBuilder(*COLLECTED).registration(LARS, "2025-05-01", **said).build()  # type: ignore[arg-type]


def counted() -> Cases:
    # Nothing is collected on the day asked about: a gap.
    late = FactsBuilder("2025-06-02").registration(LARS, "2025-05-01").build()
    return Cases(
        (one(), Told(1, None, "ok")),
        (one(withdrawn="2026-01-15"), Told(0, None, "ok")),
        (late, Told(None, None, "stale")),
    )


def scored(mask: int, weight: int = 1) -> Cases:
    nothing = (one(bits=(0, ALL_BITS, ALL_BITS)), Told(None, None, "not_asked"))
    return Cases(
        (one(bits=(mask, mask, mask)), Told(weight, weight, "too_few")),
        (one(bits=(mask, 0, 0)), Told(0, weight, "too_few")),
        nothing,
    )


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


def test_without_any_list_there_is_no_denominator() -> None:
    """The lists of members may fail while the export does not."""
    told = figures(one(), "connected.organisations", [DAY], by="type").row(0, named=True)
    assert Told(told["passed"], told["asked"], told["state"]) == Told(None, None, "never_ran")


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


def bit(*keys: str) -> int:
    return sum(1 << BIT[key] for key in keys)


CASES: Final[Mapping[str, Cases]] = {
    "size.registrations": counted(),
    "size.organisations": counted(),
    "connected.organisations": connected(),
    "completeness.valid": scored(bit("goal"), 3),
    "completeness.filled": scored(bit("goal"), 3),
    **{f"completeness.{key}": scored(bit(key)) for key in BY_KEY},
    **{f"completeness.{each.key}": scored(bit(each.fields[0])) for each in REQUIREMENTS},
    **{name: followed(name) for name in STATES},
    "declared.high_risk": declared("category_a"),
    "declared.impactful": declared("category_b"),
    "declared.other": declared("category_c"),
}


def test_every_metric_has_its_cases() -> None:
    assert set(CASES) == {each.name for each in CATALOGUE}


@pytest.mark.parametrize("name", [each.name for each in CATALOGUE])
def test_it_passes_it_fails_it_is_not_asked(name: str) -> None:
    for case in CASES[name]:
        if isinstance(case, str):
            assert len(case.split()) > 3, "a reason, please"
            continue
        facts, expected = case
        row = figures(facts, name, [DAY]).row(0, named=True)
        assert Told(row["passed"], row["asked"], row["state"]) == expected
