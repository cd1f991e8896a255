"""Honest arithmetic: laws that hold for every register there could be.

Each law is a function of a simulated world; playing one takes longer than judging it, so all laws
judge the same worlds. The name of the law that is broken stands in the traceback.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from polars.testing import assert_frame_equal

from metrics.engine import figures
from metrics.facts import Facts
from metrics.spans import stretches
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.world import EVENTS, Event, World, played

SIZE, BODIES, VALID = "size.registrations", "size.organisations", "completeness.valid"
COUNTS = ["passed", "low", "high"]
LAWS: list[Callable[[World], None]] = []
WORDS = {"goal": "", "status": "In gebruik", "publication_category": "Overige algoritmes", "org_id": "gm0344"}
#: Shown, then withdrawn, and published again in the same words, all after the first collection.
AGAIN: list[Event] = [
    ("publish", 1, 1, WORDS),
    ("collect", 1, 60, {}),
    ("retract", 1, 40, {}),
    ("publish again", 1, 60, {}),
]
#: Withdrawn on the day of its publication, and before anybody looked.
SHORT: list[Event] = [("publish", 1, 24, WORDS), ("retract", 1, 1, {}), ("collect", 1, 60, {})]
#: Renamed in place, after another version had followed it and before.
RENAMED: list[Event] = [
    ("publish", 1, 24, WORDS),
    ("collect", 1, 60, {}),
    ("edit in place", 1, 30, {}),
    ("publish", 1, 30, {**WORDS, "goal": "Beter."}),
    ("collect", 1, 60, {}),
    ("edit in place", 1, 30, {}),
]


def law(function: Callable[[World], None]) -> Callable[[World], None]:
    LAWS.append(function)
    return function


@given(EVENTS)
@example(AGAIN)
@example(SHORT)
@example(RENAMED)
@settings(
    max_examples=int(os.environ.get("VULGRAAD_WORLDS", "15")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_law_holds_in_every_world(tmp_path: Path, events: list[Event]) -> None:
    world = played(events, tmp_path)
    for one in LAWS:
        one(world)


@law
def a_later_collection_moves_no_earlier_point(world: World) -> None:
    """Removing, editing or publishing again today leaves every day before the last collection as it was."""
    for before, after in zip(world.facts, world.facts[1:], strict=False):
        last = before.last_day()
        days = [one for one in world.days() if last and one < last]
        for by in ("all", "category"):
            told = [figures(facts, SIZE, days, by=by).filter(pl.col("high") > 0) for facts in (before, after)]
            assert_frame_equal(*(one.drop("known_on") for one in told))
        scored = [figures(facts, VALID, days).drop("known_on", "n_date") for facts in (before, after)]
        assert_frame_equal(*scored)


@law
def what_was_known_stays_known(world: World) -> None:
    """With ``known_on`` held, whatever is collected afterwards changes nothing at all."""
    for facts in world.facts[:-1]:
        known_on = facts.last_day()
        for metric, by in ((SIZE, "status"), (VALID, "organisation"), (BODIES, "all")):
            now = figures(world.facts[-1], metric, world.days(), known_on=known_on, by=by)
            assert_frame_equal(now, figures(facts, metric, world.days(), by=by))


@law
def the_truth_lies_within(world: World) -> None:
    """What was public at the end of a day is in ``high``; what is in ``low`` was seen to be public that day."""
    facts = world.facts[-1]
    cut = stretches(facts, world.day(world.collected[-1]))
    days = world.days()[:-1]
    told = dict(figures(facts, SIZE, days).select("as_of", pl.struct("low", "high")).iter_rows())
    for day in days:
        today = cut.filter(pl.col("from_day") <= day, pl.col("to_day") > day)
        truth, shown = world.public_at_end_of(day), world.shown_on(day)
        assert today["lars"].is_unique().all()
        assert truth <= set(today["lars"]), day
        assert set(today.filter("low")["lars"]) <= truth | shown, day
        assert told[day]["low"] - len(shown - truth) <= len(truth) <= told[day]["high"]


@law
def the_day_of_a_collection_is_what_it_showed(world: World) -> None:
    """As known on that very day, the count is that of the list of what is public now."""
    for facts, moment in zip(world.facts, world.collected, strict=True):
        day = world.day(moment)
        shown = sum(one.was_public(moment) for one in world.registrations.values())
        assert figures(facts, SIZE, [day]).select(COUNTS).row(0) == (shown, shown, shown)


@law
def bounds_hold_and_groups_add_up(world: World) -> None:
    """0 ≤ passed ≤ asked; low ≤ passed ≤ high; the groups of every split make the total."""
    facts, days = world.facts[-1], world.days()
    total = figures(facts, SIZE, days).select("as_of", *COUNTS).filter(pl.col("high") > 0)
    whole = figures(facts, VALID, days).drop_nulls("passed").select("as_of", "passed", "asked")
    assert (total["low"] <= total["passed"]).all()
    assert (total["passed"] <= total["high"]).all()
    for by in ("category", "status", "standard", "type", "organisation", "ministry"):
        split = figures(facts, SIZE, days, by=by).group_by("as_of").agg(pl.col(COUNTS).sum()).sort("as_of")
        assert_frame_equal(split.filter(pl.col("high") > 0), total)
        scored = figures(facts, VALID, days, by=by).drop_nulls("passed")
        assert scored.filter((pl.col("passed") < 0) | (pl.col("passed") > pl.col("asked"))).is_empty()
        assert_frame_equal(scored.group_by("as_of").agg(pl.col("passed", "asked").sum()).sort("as_of"), whole)


@law
def a_missing_day_is_no_zero(world: World) -> None:
    """After the last collection there is no figure, and a state that says so."""
    row = figures(world.facts[-1], SIZE, [world.days()[-1] + timedelta(days=1)]).row(0, named=True)
    assert [row[one] for one in (*COUNTS, "state")] == [None, None, None, "stale"]


@law
def neither_order_nor_clock_matters(world: World) -> None:
    """The same facts in another order of rows, on a machine elsewhere: the same rows."""
    facts = world.facts[-1]
    frames = [one.name for one in fields(Facts) if one.name != "audience"]
    turned = replace(facts, **{one: getattr(facts, one).reverse() for one in frames})
    for metric, by in ((SIZE, "organisation"), (VALID, "category"), (BODIES, "all")):
        told = figures(facts, metric, world.days(), by=by)
        with clock_of("Pacific/Kiritimati"):
            assert_frame_equal(figures(turned, metric, world.days()[::-1], by=by), told)


@contextmanager
def clock_of(zone: str) -> Iterator[None]:
    """Run a block as on a machine elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("metric", [SIZE, VALID, BODIES, "connected.organisations", "on_time.high_risk"])
def test_a_register_that_was_never_looked_at_is_not_an_empty_one(metric: str) -> None:
    row = figures(FactsBuilder().target().build(), metric, [date(2026, 1, 1)]).row(0, named=True)
    assert [row[one] for one in (*COUNTS, "state")] == [None, None, None, "never_ran"]
