"""By how much a decision narrows the headline: by hand, and as the figure itself says once it was taken."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.engine import figures
from metrics.evidence import FIELDS
from metrics.facts import Facts
from metrics.narrowing import Headline, Range
from metrics.schemas import SCHEMAS
from sql.fields import IN_DEVELOPMENT, OTHER
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder, at
from tests.metrics.target_world import DAYS, WORLDS, World, built

ONE, TWO, THREE = "11111111", "22222222", "33333333"
COLLECTED = ("2024-01-02", "2025-06-02", "2026-03-01")
MARCH = date(2026, 3, 1)


def decided(builder: FactsBuilder, local_id: str, lars: str, verdict: str = "unsure") -> FactsBuilder:
    about = {"entry": f"{local_id}/{lars}", "org_id": AGENCY, "local_id": local_id, "known_from": at("2025-06-02")}
    builder.rows["matches"].append(about | {"lars": lars, "verdict": verdict, "known_to": None})
    return builder


def lists() -> FactsBuilder:
    """Four lines of which the fourth is registered; three registrations that nobody matched for sure."""
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.body("gm0344", "gemeente").inventory(AGENCY, "2025-06-02")
    builder.line("1").line("2").line("3").line("4", "44444444").registration("44444444", "2025-01-01")
    return builder


def after(facts: Facts, local_id: str, lars: str, org_id: str = AGENCY) -> tuple[Range | None, Range | None]:
    pairs = pl.DataFrame({"org_id": [org_id], "local_id": [local_id], "lars": [lars]})
    (found,) = Headline(facts, None, MARCH, MARCH).after(pairs)
    return found


class Case(NamedTuple):
    """Who may be whom, beside the pair of line 1 and ``ONE``; and both sides before, after same and after not_same."""

    unsure: tuple[tuple[str, str], ...] = (("1", ONE),)
    registration: dict[str, str] = {}  # noqa: RUF012 - never changed
    explained: bool = False
    said: dict[str, str] = {}  # noqa: RUF012 - never changed
    same: tuple[tuple[str, str], ...] = ()


CASES = {
    "alone": (Case(), (1, 4, 2, 4), (2, 4, 2, 4), (1, 4, 1, 4)),
    "two that it may be": (Case((("1", ONE), ("1", TWO))), (1, 4, 2, 4), (2, 4, 2, 4), (1, 4, 2, 4)),
    "two that may be it": (Case((("1", ONE), ("2", ONE))), (1, 4, 3, 4), (2, 4, 3, 4), (1, 4, 2, 4)),
    "nobody said anything": (Case(()), (1, 4, 1, 4), (2, 4, 2, 4), (1, 4, 1, 4)),
    "in another category there": (Case(registration={"category": OTHER}), (1, 4, 2, 4), (1, 4, 1, 3), (1, 4, 1, 4)),
    "withdrawn": (Case(registration={"withdrawn": "2025-12-01"}), (1, 4, 1, 4), (1, 4, 1, 4), (1, 4, 1, 4)),
    "explained": (Case(explained=True), (1, 4, 1, 3), (2, 4, 2, 4), (1, 4, 1, 3)),
    "not in use on the list": (Case(said={"status": IN_DEVELOPMENT}), (1, 3, 1, 3), (1, 4, 1, 3), (1, 3, 1, 3)),
    "a family already": (Case(same=(("1", TWO),)), (2, 4, 2, 4), (2, 4, 2, 4), (2, 4, 2, 4)),
    "a family of more than the list": (
        Case(same=(("2", TWO), ("2", THREE), ("3", "55555555"))), (3, 4, 4, 4), None, (3, 4, 3, 4),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("case", "now", "same", "not_same"), CASES.values(), ids=CASES)
def test_by_hand(
    case: Case, now: tuple[int, ...], same: tuple[int, ...] | None, not_same: tuple[int, ...] | None
) -> None:
    builder = lists().registration(ONE, "2025-01-01", **case.registration)  # type: ignore[arg-type]
    for lars in (TWO, THREE, "55555555"):
        builder.registration(lars, "2025-01-01")
    builder.rows["inventory"][0] |= case.said
    for local_id, lars in case.unsure:
        decided(builder, local_id, lars)
    for local_id, lars in case.same:
        decided(builder, local_id, lars, "same")
    if case.explained:
        builder.explanation("1", "2026-12-31")
    facts = builder.build()
    assert Headline(facts, None, MARCH, MARCH).range() == Range(*now)
    assert after(facts, "1", ONE) == tuple(Range(*one) if one else None for one in (same, not_same))


def test_a_line_of_a_body_that_the_target_is_not_about_moves_nothing() -> None:
    builder = lists().registration(ONE, "2025-01-01", org_id="gm0344").inventory("gm0344", "2025-06-02").line("9")
    assert after(builder.build(), "9", ONE, "gm0344") == (Range(1, 4, 1, 4),) * 2


@pytest.mark.parametrize(
    ("builder", "why"),
    [(FactsBuilder(*COLLECTED).target(), "no list"), (lists().line("5", status=OTHER), "a list")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_without_a_list_there_is_no_range(builder: FactsBuilder, why: str) -> None:
    found = Headline(builder.build(), None, MARCH, MARCH).range()
    assert (found is None) == (why == "no list")


def test_a_range_is_as_wide_as_its_sides_are_apart() -> None:
    assert Range(1, 4, 3, 4).width == Fraction(1, 2)
    assert Range(1, 3, 1, 2).width == Fraction(1, 6)


def told(facts: Facts, as_of: date, known_on: date) -> Range | None:
    """Return the range of the figure itself."""
    (row,) = figures(facts, "coverage.high_risk", [as_of], known_on=known_on).to_dicts()
    ends: list[Any] = [row["low"], row["low_asked"], row["high"], row["high_asked"]]
    if row["n_source"] != "inventory" or row["low"] is None:
        return None
    ends = [row["asked"] if place % 2 and one is None else one for place, one in enumerate(ends)]
    return Range(*ends) if ends[1] and ends[3] else None


def with_decision(facts: Facts, pair: dict[str, str], verdict: str) -> Facts:
    """Return the facts after a decision; what was decided of the pair before is withdrawn."""
    known = {"entry": "new", "verdict": verdict, "known_from": at("2024-01-02"), "known_to": None}
    row = pl.DataFrame([pair | known], schema=SCHEMAS["matches"])
    return replace(facts, matches=pl.concat([facts.matches.join(row, on=list(pair), how="anti"), row]))


#: Which line may be which registration by its texts, and how much these speak for it.
ALIKE = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 5), st.sampled_from([-1.0, 0.5, 2.0, 8.0])),
    max_size=12,
    unique_by=lambda one: one[:2],
)


def linked_by_text(builder: FactsBuilder, world: World, alike: list[tuple[int, int, float]]) -> Facts:
    for which, number, score in alike:
        if which < len(world["lines"]):
            row = {"org_id": world["lines"][which]["org_id"], "local_id": str(which), "basis": "text", "score": score}
            evidence = [score, *[0.0] * (len(FIELDS) - 1)]
            row |= {"lars": f"{10_000_000 + number}", "evidence": evidence, "parts": 0}
            row["known_from"] = at("2025-06-02")
            builder.rows["pairs"].append(row)
    return builder.build()


@settings(max_examples=12, deadline=None)
@given(WORLDS, ALIKE, st.randoms(use_true_random=False))
def test_it_is_what_the_figure_says_once_it_was_decided(
    world: World, alike: list[tuple[int, int, float]], chance: random.Random
) -> None:
    facts = linked_by_text(built(world), world, alike)
    as_of = known_on = DAYS[3]
    keys = facts.inventory.select("org_id", "local_id").unique().sort("org_id", "local_id")
    every = keys.join(facts.versions.select("lars").unique().sort("lars"), how="cross")
    pairs = pl.DataFrame(chance.sample(every.to_dicts(), min(every.height, 6)), schema=every.schema)
    headline = Headline(facts, None, as_of, known_on)
    assert headline.range() == told(facts, as_of, known_on)
    for pair, found in zip(pairs.to_dicts(), headline.after(pairs), strict=True):
        expected = tuple(told(with_decision(facts, pair, verdict), as_of, known_on) for verdict in ("same", "not_same"))
        assert found == expected, pair
