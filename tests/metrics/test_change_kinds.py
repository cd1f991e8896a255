"""What kind of change each registration went through, between two days and one after the other."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.change_kinds import (
    ALTERED,
    BACK,
    EDITED,
    KINDS,
    MOVED,
    NEW,
    RECLASSIFIED,
    RETRACTED,
    STATUS_CHANGED,
    between,
)
from metrics.changes import changes
from metrics.happenings import happenings
from sql.fields import HIGH_RISK, IN_DEVELOPMENT, OTHER
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder
from tests.metrics.world import BEGIN, EVENTS, Event, World, played

LARS = "12345678"
COLLECTED = ("2026-01-10", "2026-02-10", "2026-03-10")
START, END = date(2026, 1, 10), date(2026, 3, 10)


def texts(contents: pl.Series) -> dict[str, str]:
    """Return a text with the day of each publication in its goal, but for those that say the same."""
    return {one: json.dumps({"goal": "" if "same" in one else one, "lars": one[:8]}) for one in contents}


def unchanged(contents: pl.Series) -> dict[str, str]:
    return {one: json.dumps({"goal": "always this"}) for one in contents}


def register() -> FactsBuilder:
    return FactsBuilder(*COLLECTED).body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"category": OTHER}, [(RECLASSIFIED, HIGH_RISK, OTHER)]),
        ({}, {"status": IN_DEVELOPMENT}, [(STATUS_CHANGED, "In gebruik", IN_DEVELOPMENT)]),
        ({}, {"org_id": MINISTRY}, [(MOVED, f"Body {AGENCY}", f"Body {MINISTRY}")]),
        ({}, {"category": OTHER, "status": IN_DEVELOPMENT}, [(RECLASSIFIED, HIGH_RISK, OTHER),
                                                            (STATUS_CHANGED, "In gebruik", IN_DEVELOPMENT)]),
        ({}, {}, []),
    ],
)  # fmt: skip
def test_what_a_registration_became(
    before: dict[str, Any], after: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    facts = register().registration(LARS, "2026-01-05", **before).registration(LARS, "2026-02-01", **after).build()
    found = between(facts, START, END, unchanged)
    assert [(one.kind, one.before, one.after) for one in found] == expected
    assert {one.day for one in found} <= {date(2026, 2, 1)}


def test_an_edit_tells_its_fields_by_our_names() -> None:
    facts = register().registration(LARS, "2026-01-05").registration(LARS, "2026-02-01").build()
    (one,) = between(facts, START, END, texts)
    assert (one.kind, one.fields) == (EDITED, ("goal",))


@pytest.mark.parametrize(
    ("published", "withdrawn", "kind", "last", "day"),
    [
        ("2026-02-01", None, NEW, None, date(2026, 2, 1)),
        ("2026-01-05", "2026-01-20", RETRACTED, date(2026, 1, 10), date(2026, 2, 10)),
    ],
)
def test_came_and_went(published: str, withdrawn: str | None, kind: str, last: date | None, day: date) -> None:
    facts = register().registration(LARS, published, withdrawn=withdrawn).build()
    (one,) = between(facts, START, END, texts)
    assert (one.kind, one.last, one.day) == (kind, last, day)


def test_what_was_gone_and_is_there_again_came_back() -> None:
    facts = register().registration(LARS, "2026-01-05", withdrawn="2026-01-20").registration(LARS, "2026-03-01").build()
    assert [one.kind for one in between(facts, date(2026, 2, 10), END, texts)] == [BACK]
    assert Counter(one.changes[0].kind for one in happenings(facts, START, texts)) == {RETRACTED: 1, BACK: 1}
    # Whoever reads from a day on which it was gone, is told as well.
    assert [one.changes[0].kind for one in happenings(facts, date(2026, 2, 15), texts)] == [BACK]


def test_nothing_between_a_day_and_itself() -> None:
    facts = register().registration(LARS, "2026-01-05").registration(LARS, "2026-02-01").build()
    assert between(facts, END, END, texts) == ()


def test_happenings_are_those_of_each_registration_in_turn() -> None:
    facts = (
        register()
        .registration(LARS, "2026-01-05")
        .registration(LARS, "2026-01-20")
        .registration(LARS, "2026-02-20", category=OTHER)
        .registration("22222222", "2026-02-01", withdrawn="2026-02-20")
        .build()
    )
    found = happenings(facts, START, texts)
    assert [(one.changes[0].lars, [each.kind for each in one.changes]) for one in found] == [
        ("22222222", [RETRACTED]),
        (LARS, [RECLASSIFIED, EDITED]),
        ("22222222", [NEW]),
        (LARS, [EDITED]),
    ]
    assert len({one.key for one in found}) == len(found)


def test_what_was_gone_when_somebody_first_looked_is_not_told_as_news() -> None:
    facts = register().registration(LARS, "2025-12-20", withdrawn="2025-12-25").build()
    assert [one.changes[0].kind for one in happenings(facts, date(2025, 12, 1), texts)] == [NEW]


def test_a_key_stays_when_more_is_collected() -> None:
    builder = register().registration(LARS, "2026-01-05").registration(LARS, "2026-02-01", category=OTHER)
    early = FactsBuilder(*COLLECTED[:2]).body(AGENCY, "agentschap")
    early.registration(LARS, "2026-01-05").registration(LARS, "2026-02-01", category=OTHER)
    since = date(2026, 1, 1)
    assert {one.key for one in happenings(early.build(), since, texts)} <= {
        one.key for one in happenings(builder.build(), since, texts)
    }


def told_of(world: World) -> Callable[[pl.Series], dict[str, str]]:
    return lambda contents: {one: world.bodies[one] for one in contents}


@given(EVENTS, st.tuples(st.integers(0, 99), st.integers(0, 99)))
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_kinds_agree_with_what_changed(tmp_path: Path, events: list[Event], picks: tuple[int, int]) -> None:
    """Every registration that came, went or changed is told of, and no other; what happened has a key of its own."""
    world = played(events, tmp_path)
    facts, days = world.facts[-1], world.days()
    start, end = sorted(days[one % len(days)] for one in picks)
    told, found = changes(facts, start, end, told_of(world)), between(facts, start, end, told_of(world))
    of = {kind: {one.lars for one in found if one.kind == kind} for kind in KINDS}
    assert of[NEW] | of[BACK] == {one["lars"] for one in told["added"]}
    assert of[RETRACTED] == {one["lars"] for one in told["removed"]}
    assert {one["lars"] for one in told["changed"]} <= {one.lars for one in found if one.kind in ALTERED}
    keys = [one.key for one in happenings(facts, BEGIN.date(), told_of(world))]
    assert len(set(keys)) == len(keys)
