"""Honest arithmetic: laws that hold for every register there could be."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from polars.testing import assert_frame_equal

from metrics.engine import figures, stretches
from metrics.facts import Facts
from tests.metrics.world import EVENTS, played

SIZE, VALID = "size.registrations", "completeness.valid"
COUNTS = ["passed", "low", "high"]
laws = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

#: A registration is shown, withdrawn, and published again in the same words after that.
WORDS = {"goal": "", "status": "In gebruik", "publication_category": "Overige algoritmes", "org_id": "gm0344"}
AGAIN = [
    ("publish", 1, 1, WORDS),
    ("collect", 1, 60, {}),
    ("retract", 1, 40, {}),
    ("publish again", 1, 60, {}),
]


@given(EVENTS)
@example(AGAIN)
@laws
def test_a_later_collection_moves_no_earlier_point(tmp_path: Path, events: list[tuple[str, int, int, dict]]) -> None:  # type: ignore[type-arg]
    """Removing, editing or publishing again today leaves every day before the last collection as it was."""
    world = played(events, tmp_path)
    for before, after in zip(world.facts, world.facts[1:], strict=False):
        last = before.last_day()
        days = [one for one in world.days() if last and one < last]
        for by in ("all", "category"):
            told = [figures(facts, SIZE, days, by=by).drop("known_on") for facts in (before, after)]
            told = [one.filter(pl.col("high") > 0) for one in told]
            assert_frame_equal(*told)
        scored = [figures(facts, VALID, days).drop("known_on", "n_date") for facts in (before, after)]
        assert_frame_equal(*scored)


@given(EVENTS)
@laws
def test_what_was_known_stays_known(tmp_path: Path, events: list[tuple[str, int, int, dict]]) -> None:  # type: ignore[type-arg]
    """With ``known_on`` held, whatever is collected afterwards changes nothing at all."""
    world = played(events, tmp_path)
    for facts in world.facts[:-1]:
        known_on = facts.last_day()
        assert known_on
        for metric, by in ((SIZE, "status"), (VALID, "organisation"), ("size.organisations", "all")):
            now = figures(world.facts[-1], metric, world.days(), known_on=known_on, by=by)
            assert_frame_equal(now, figures(facts, metric, world.days(), by=by))


@given(EVENTS)
@laws
def test_the_truth_lies_within(tmp_path: Path, events: list[tuple[str, int, int, dict]]) -> None:  # type: ignore[type-arg]
    """All that was public at the end of a day is in ``high``; all in ``low`` was seen to be public that day."""
    world = played(events, tmp_path)
    facts = world.facts[-1]
    last = world.day(world.collected[-1])
    cut = stretches(facts, last)
    for day in world.days()[:-1]:
        today = cut.filter(pl.col("from_day") <= day, pl.col("to_day") > day)
        truth = world.public_at_end_of(day)
        assert today["lars"].is_unique().all()
        assert truth <= set(today["lars"]), day
        assert set(today.filter("low")["lars"]) <= truth | world.shown_on(day), day
        row = figures(facts, SIZE, [day]).row(0, named=True)
        assert row["low"] - len(world.shown_on(day) - truth) <= len(truth) <= row["high"]


@given(EVENTS)
@laws
def test_bounds_and_totals(tmp_path: Path, events: list[tuple[str, int, int, dict]]) -> None:  # type: ignore[type-arg]
    """0 ≤ passed ≤ asked; low ≤ passed ≤ high; groups add up to the total; a missing day is no zero."""
    world = played(events, tmp_path)
    facts = world.facts[-1]
    days = world.days()
    total = figures(facts, SIZE, days).select("as_of", *COUNTS)
    assert (total["low"] <= total["passed"]).all()
    assert (total["passed"] <= total["high"]).all()
    for by in ("category", "status", "standard", "type", "organisation", "ministry"):
        split = figures(facts, SIZE, days, by=by).group_by("as_of").agg(pl.col(COUNTS).sum()).sort("as_of")
        counted = total.filter(pl.col("high") > 0)
        assert_frame_equal(split.filter(pl.col("high") > 0), counted)
        scored = figures(facts, VALID, days, by=by).drop_nulls("passed")
        assert scored.filter((pl.col("passed") < 0) | (pl.col("passed") > pl.col("asked"))).is_empty()
        whole = figures(facts, VALID, days).drop_nulls("passed").select("as_of", "passed", "asked")
        summed = scored.group_by("as_of").agg(pl.col("passed", "asked").sum()).sort("as_of")
        assert_frame_equal(summed, whole)
    after = figures(facts, SIZE, [days[-1] + timedelta(days=1)]).row(0, named=True)
    assert [after[one] for one in (*COUNTS, "state")] == [None, None, None, "stale"]


@contextmanager
def clock_of(zone: str) -> Iterator[None]:
    """Run a block as on a machine elsewhere."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


@given(EVENTS)
@settings(laws, max_examples=10)
def test_neither_order_nor_clock_matters(tmp_path: Path, events: list[tuple[str, int, int, dict]]) -> None:  # type: ignore[type-arg]
    """The same facts in another order of rows, on a machine elsewhere: the same rows."""
    world = played(events, tmp_path)
    facts = world.facts[-1]
    frames = [one.name for one in fields(Facts) if one.name != "audience"]
    shuffled = replace(facts, **{one: getattr(facts, one).reverse() for one in frames})
    for metric, by in ((SIZE, "organisation"), (VALID, "category"), ("size.organisations", "all")):
        told = figures(facts, metric, world.days(), by=by)
        with clock_of("Pacific/Kiritimati"):
            assert_frame_equal(figures(shuffled, metric, world.days()[::-1], by=by), told)


@pytest.mark.parametrize("metric", [SIZE, VALID, "size.organisations", "connected.organisations"])
def test_nothing_collected_is_no_zero(metric: str) -> None:
    """A register that was never looked at is not an empty one."""
    from tests.metrics.facts_builder import FactsBuilder  # noqa: PLC0415

    facts = FactsBuilder().build()
    row = figures(facts, metric, [played_day]).row(0, named=True)
    assert [row[one] for one in (*COUNTS, "state")] == [None, None, None, "never_ran"]


played_day = __import__("datetime").date(2026, 1, 1)
