"""Why a figure moved: one table for every cause, and laws over any history of a register and its inventories."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.catalogue import CATALOGUE
from metrics.causes import CAUSES, cause
from metrics.explain import Point, Reported, UnitsError, explain
from metrics.facts import Facts
from metrics.registry import Question, QuestionError, Units
from metrics.units import SCHEMA, of_registrations
from sql.fields import HIGH_RISK, IN_DEVELOPMENT, IN_USE, OTHER
from tests.metrics.cases.parts import ALL_BITS, bit
from tests.metrics.explanations import (
    COLLECTED,
    CONNECTED,
    END,
    GOAL,
    GOAL_TOO,
    LARS,
    ON_TIME,
    OTHER_AGENCY,
    START,
    STAYS,
    VALID,
    Case,
    every_law,
    explained,
    gone,
    holds,
    listed,
    pairs,
    parts,
    register,
)
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder, at
from tests.metrics.world import EVENTS, Event, World, played


def decided(builder: FactsBuilder, known_from: str, verdict: str = "same") -> FactsBuilder:
    about = {"entry": "1", "org_id": AGENCY, "local_id": "1", "lars": LARS, "verdict": verdict}
    builder.rows["matches"].append(about | {"known_from": at(known_from)})
    return builder


def withdrawn_in_between() -> FactsBuilder:
    """A registration that was away some time between two publications of the same words, before anybody looked."""
    builder = register("2026-06-01").registration(LARS, "2025-05-01", bits=GOAL)
    builder.registration(LARS, "2025-11-01", bits=GOAL)
    builder.rows["versions"][-1]["repeats"] = True
    return builder


def delivered_again(local_id: str = "1", **said: str) -> FactsBuilder:
    """A line that says something else from the second delivery on."""
    builder = gone(listed().line("1"), "1", "2025-12-01").inventory(AGENCY, "2025-12-01")
    return builder.line(local_id, **said)


def moved_target(builder: FactsBuilder | None = None, **more: object) -> FactsBuilder:
    """A target of which the deadline is moved, or what is said instead."""
    builder = builder or listed().line("1")
    row, said = builder.rows["targets"][0], more or {"deadline": date(2027, 1, 1)}
    builder.rows["targets"].append(row | said | {"stated_on": date(2026, 2, 1)})
    return builder


def member(*org_ids: str) -> FactsBuilder:
    builder = register()
    for one in (AGENCY, *org_ids):
        builder.member("gemeente", one)
    return builder


def before_the_list(*only_listed: str) -> FactsBuilder:
    """One municipality that the register of organisations has, and the register's own list only later."""
    builder = register().known_body("gm0002", "gemeente").known_body("gm0003", "gemeente")
    for one in ("gm0002", "gm0003", *only_listed):
        builder.member("gemeente", one, "2025-12-01")
    return builder


def left_the_list() -> FactsBuilder:
    builder = member("gm0002")
    builder.rows["members"][-1]["known_to"] = at("2026-01-05")
    return builder


LINE = f"{AGENCY}/1"
AS_KNOWN = {"as_known": True}
CASES = {
    "registered": Case(register().registration(LARS, "2025-12-01", bits=GOAL), "newly_registered", (3, 6)),
    "retracted": Case(
        register().registration(LARS, "2025-05-01", withdrawn="2025-12-01", bits=GOAL), "retracted", (-3, -6)
    ),
    "edited": Case(
        register().registration(LARS, "2025-05-01", bits=GOAL).registration(LARS, "2025-12-01", bits=GOAL_TOO),
        "edited",
        (3, 0),
    ),
    "reclassified: it owes less": Case(
        register()
        .registration(LARS, "2025-05-01", bits=GOAL)
        .registration(LARS, "2025-12-01", category=OTHER, bits=(0, bit("goal"), bit("goal"))),
        "reclassified",
        (-3, -6),
    ),
    "its status takes it out of the group": Case(
        register()
        .registration(LARS, "2025-05-01", bits=GOAL)
        .registration(LARS, "2025-12-01", status=IN_DEVELOPMENT, bits=GOAL),
        "status_changed",
        (-3, -6),
        asked={"where": {"status": IN_USE}},
    ),
    "it moves into the ministry": Case(
        register()
        .registration(LARS, "2025-05-01", org_id=OTHER_AGENCY, bits=GOAL)
        .registration(LARS, "2025-12-01", bits=GOAL),
        "reorganised",
        (3, 6),
        asked={"where": {"ministry": MINISTRY}},
    ),
    "moved and edited: to the whole register only the edit matters": Case(
        register()
        .registration(LARS, "2025-05-01", org_id=OTHER_AGENCY, bits=GOAL)
        .registration(LARS, "2025-12-01", bits=GOAL_TOO),
        "edited",
        (3, 0),
    ),
    "away at some time nobody knows": Case(
        withdrawn_in_between(), "source_outage", (3, 6), start=date(2025, 8, 1), end=date(2025, 12, 1)
    ),
    "and before that": Case(
        withdrawn_in_between(), "source_outage", (-3, -6), start=date(2025, 5, 1), end=date(2025, 8, 1)
    ),
    "published after the collection of that day": Case(
        register().registration(LARS, "2025-09-01T15:00:00+00:00", bits=GOAL),
        "source_outage",
        (3, 6),
        asked=AS_KNOWN,
    ),
    "a system is registered": Case(
        listed().line("1", LARS).registration(LARS, "2025-12-01"), "newly_registered", (1, 0), ON_TIME, LINE
    ),
    "a system's registration is retracted": Case(
        listed().line("1", LARS).registration(LARS, "2025-05-01", withdrawn="2025-12-01"),
        "retracted",
        (-1, 0),
        ON_TIME,
        LINE,
    ),
    "a match is decided": Case(
        decided(listed().line("1").registration(LARS, "2025-05-01"), "2025-12-01"),
        "match_decided",
        (1, 0),
        ON_TIME,
        LINE,
        asked=AS_KNOWN,
    ),
    "a match is decided against": Case(
        decided(listed().line("1", LARS).registration(LARS, "2025-05-01"), "2025-12-01", "not_same"),
        "match_decided",
        (-1, 0),
        ON_TIME,
        LINE,
        asked=AS_KNOWN,
    ),
    "registered, and then decided": Case(
        decided(listed().line("1").registration(LARS, "2025-10-01"), "2025-12-01"),
        "newly_registered",
        (1, 0),
        ON_TIME,
        LINE,
        asked=AS_KNOWN,
    ),
    "a line comes": Case(listed().inventory(AGENCY, "2025-12-01").line("1"), "inventory_grew", (0, 1), ON_TIME, LINE),
    "a line comes, and is registered in the meantime": Case(
        listed().inventory(AGENCY, "2025-12-01").line("1", LARS).registration(LARS, "2025-12-01"),
        "inventory_grew",
        (1, 1),
        ON_TIME,
        LINE,
    ),
    "a line goes": Case(
        gone(listed().line("1"), "1", "2025-12-01").inventory(AGENCY, "2025-12-01"),
        "inventory_shrank",
        (0, -1),
        ON_TIME,
        LINE,
    ),
    "another inventory is delivered for the first time": Case(
        listed().body("ag0003", "agentschap", MINISTRY).inventory("ag0003", "2025-12-01").line("1"),
        "source_outage",
        (0, 1),
        ON_TIME,
        "ag0003/1",
        asked=AS_KNOWN,
    ),
    "another inventory is too old to go by": Case(
        listed(*COLLECTED, "2026-01-02", "2027-08-01")
        .inventory(AGENCY, "2026-01-02")
        .body("ag0003", "agentschap", MINISTRY)
        .inventory("ag0003", "2025-06-02")
        .line("1"),
        "source_outage",
        (0, -1),
        ON_TIME,
        "ag0003/1",
        end=date(2027, 8, 1),
    ),
    "a line is reclassified": Case(delivered_again(category=OTHER), "reclassified", (0, -1), ON_TIME, LINE),
    "the register reclassifies what a line says": Case(
        listed().line("1", LARS).registration(LARS, "2025-05-01").registration(LARS, "2025-12-01", category=OTHER),
        "reclassified",
        (-1, 0),
        ON_TIME,
        LINE,
    ),
    "a line is in use no more": Case(
        delivered_again(status="Buiten gebruik"), "status_changed", (0, -1), ON_TIME, LINE
    ),
    "a line has another start": Case(delivered_again(start_date="2027"), "edited", (0, -1), ON_TIME, LINE),
    "an explanation comes": Case(
        explained(listed().line("1"), "2025-12-01", "2026-12-31"), "explained", (1, 0), "on_time.exempt", LINE
    ),
    "an explanation is withdrawn": Case(
        explained(listed().line("1"), "2025-06-01", "2026-12-31", known_to=at("2025-12-01")),
        "explained",
        (-1, 0),
        "on_time.exempt",
        LINE,
        asked=AS_KNOWN,
    ),
    "an explanation runs out": Case(
        explained(listed().line("1"), "2025-06-01", "2026-02-28"), "time_passed", (-1, 0), "on_time.exempt", LINE
    ),
    "the deadline passes": Case(listed().line("1"), "time_passed", (1, 0), "on_time.overdue", LINE),
    "a system comes into use": Case(listed().line("1", start_date="2026-02-01"), "time_passed", (0, 1), ON_TIME, LINE),
    "the deadline is moved": Case(
        moved_target(), "target_moved", (-1, 0), "on_time.overdue", LINE, start=date(2026, 1, 5)
    ),
    "the deadline is moved, and a system comes into use": Case(
        moved_target(listed().line("1", start_date="2026-02-10")), "time_passed", (0, 1), ON_TIME, LINE
    ),
    "a registered system comes into use": Case(
        listed().line("1", LARS, start_date="2026-02-10").registration(LARS, "2025-05-01"),
        "time_passed",
        (1, 1),
        ON_TIME,
        LINE,
    ),
    "the deadline is moved, and a registered system comes into use": Case(
        moved_target(listed().line("1", LARS, start_date="2026-02-10").registration(LARS, "2025-05-01")),
        "time_passed",
        (1, 1),
        ON_TIME,
        LINE,
    ),
    "the deadline is moved, and a system goes out of use": Case(
        moved_target(listed().line("1", end_date="2026-01-31")), "time_passed", (0, -1), ON_TIME, LINE
    ),
    "the deadline is moved, and an explanation runs out": Case(
        moved_target(explained(listed().line("1"), "2025-06-01", "2026-02-28")),
        "time_passed",
        (-1, 0),
        "on_time.exempt",
        LINE,
    ),
    "the deadline is moved, and an explanation runs out: it is not due": Case(
        moved_target(explained(listed().line("1"), "2025-06-01", "2026-02-28")),
        "time_passed",
        (1, 0),
        "on_time.not_due",
        LINE,
        start=date(2026, 1, 5),
    ),
    "the deadline is moved, and a line comes": Case(
        moved_target(listed().inventory(AGENCY, "2025-12-01").line("1")), "inventory_grew", (0, 1), ON_TIME, LINE
    ),
    "the deadline is moved, and an explanation comes": Case(
        moved_target(explained(listed().line("1"), "2025-12-01", "2026-12-31")),
        "explained",
        (1, 0),
        "on_time.exempt",
        LINE,
    ),
    "the lag is made longer": Case(
        moved_target(listed().line("1", start_date="2025-12-31"), lag_days=90),
        "target_moved",
        (-1, 0),
        "on_time.overdue",
        LINE,
        start=date(2026, 1, 5),
    ),
    "a body connects": Case(
        member("gm0002").registration(LARS, "2025-12-01", org_id="gm0002"),
        "newly_registered",
        (1, 0),
        CONNECTED,
        "gemeente/gm0002",
        asked={"where": {"type": "gemeente"}},
    ),
    "a body has no registration any more": Case(
        member("gm0002").registration(LARS, "2025-05-01", org_id="gm0002", withdrawn="2025-12-01"),
        "retracted",
        (-1, 0),
        CONNECTED,
        "gemeente/gm0002",
        asked={"where": {"type": "gemeente"}},
    ),
    "a registration goes to another body": Case(
        member("gm0002").registration(LARS, "2025-05-01").registration(LARS, "2025-12-01", org_id="gm0002"),
        "reorganised",
        (1, 0),
        CONNECTED,
        "gemeente/gm0002",
        asked={"where": {"type": "gemeente"}},
    ),
    "a body comes on the list": Case(
        member().member("gemeente", "gm0002", "2025-12-01"),
        "inventory_grew",
        (0, 1),
        CONNECTED,
        "gemeente/gm0002",
        asked={"where": {"type": "gemeente"}},
    ),
    "the first list names one that was not known": Case(
        before_the_list("gm0004"),
        "source_outage",
        (0, 1),
        CONNECTED,
        "gemeente/gm0004",
        asked={"where": {"type": "gemeente"}},
    ),
    "a body connects before the first list": Case(
        before_the_list().registration(LARS, "2025-10-01", org_id="gm0002"),
        "newly_registered",
        (1, 0),
        CONNECTED,
        "gemeente/gm0002",
        asked={"where": {"type": "gemeente"}},
    ),
    "a body leaves the list": Case(
        left_the_list(),
        "inventory_shrank",
        (0, -1),
        CONNECTED,
        "gemeente/gm0002",
        asked={"where": {"type": "gemeente"}},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_cause(case: Case) -> None:
    found = explain(case.facts.build(), case.metric, case.start, case.end, **case.asked)
    assert parts(found) == {case.cause: (*case.moved, [case.unit])}
    holds(found)


def test_a_target_that_is_about_other_systems_moved() -> None:
    """What it was about leaves, and what it is about comes; a line that would come by the day comes by that, too."""
    builder = listed().line("1", category=OTHER).line("2", category=OTHER, start_date="2026-02-10")
    found = explain(moved_target(builder, category=OTHER).build(), ON_TIME, START, END)
    assert parts(found) == {"target_moved": (-1, 1, [f"{AGENCY}/{number}" for number in range(3)])}
    holds(found)


def test_every_cause_has_a_case() -> None:
    assert {one.cause for one in CASES.values()} == set(CAUSES) - {"method_changed", "context_changed"}


def test_what_others_decide() -> None:
    """A registration that is what it was, and is judged by what stands beside it."""
    facts = register().registration(LARS, "2025-05-01").build()
    question = Question(CATALOGUE[VALID], [START], END, "all", {})

    def judged(outcome: int, context: str | None) -> Units:
        worth = {"lars": [STAYS, LARS], "n": [1, outcome], "asked": [1, 1], "context": ["", context]}
        return of_registrations(facts, question, pl.DataFrame(worth, schema_overrides={"context": pl.String}))

    def told(before: Units, after: Units) -> dict[str, str]:
        pairs = before.rows.join(after.rows, on="unit", suffix="_to").filter(pl.col("n") != pl.col("n_to"))
        return dict(pairs.select("unit", cause=cause(before, before, after, END)).iter_rows())

    assert told(judged(1, ""), judged(0, "another of that name")) == {LARS: "context_changed"}
    assert told(judged(1, None), judged(0, None)) == {LARS: "time_passed"}


def test_the_formula_in_numbers() -> None:
    """From 3 of 6 to 9 of 12: half by what came, and the denominator takes some of it back."""
    came = register().registration(LARS, "2025-12-01", bits=GOAL_TOO)
    found = explain(came.build(), VALID, START, END)
    (part,) = found.parts
    assert (found.start.share, found.end.share) == (Fraction(1, 2), Fraction(3, 4))
    assert part.share == 6 * (Fraction(1, 6) + Fraction(1, 12)) / 2 - 6 * 6 * Fraction(1, 72)
    assert part.share == found.difference == Fraction(1, 4)


def test_what_was_reported_otherwise_is_the_method() -> None:
    facts = register().registration(LARS, "2025-12-01", bits=GOAL).build()
    reported = Reported("00000003", 1, Point(START, START, 5, 8, "ok"))
    found = explain(facts, VALID, START, END, reported=reported)
    assert {one.cause: (one.passed, one.asked) for one in found.parts} == {
        "method_changed": (-2, -2),
        "newly_registered": (3, 6),
    }
    assert found.start == reported.point
    assert found.difference == Fraction(6, 12) - Fraction(5, 8) == sum(one.share for one in found.parts)
    same = replace(reported, point=replace(reported.point, passed=3, asked=6))
    assert list(parts(explain(facts, VALID, START, END, reported=same))) == ["newly_registered"]


@pytest.mark.parametrize(
    ("metric", "start", "asked", "told"),
    [
        ("size.registrations", START, {}, r"is no share of anything.* connected\.\*.*on_time\.\*.*completeness\.\*"),
        ("size.nonsense", START, {}, "no metric .size.nonsense.; did you mean size"),
        (VALID, date(2026, 3, 2), {}, r"no figure on 2026-03-02.*stale \(nothing was collected that late\)"),
        (VALID, START, {"where": {"ministry": "mnre9999"}}, "no ministry 'mnre9999'"),
        (VALID, START, {"where": {"organisation": OTHER_AGENCY}}, r"no figure .*not_asked"),
        (VALID, date(2025, 9, 2), AS_KNOWN, r"2025-09-02, as known on 2025-09-02: stale"),
        (ON_TIME, START, {}, r"no figure on 2025-09-01.*not_reported \(nobody reported\)"),
        (ON_TIME, START, {"target": "nonsense"}, "no target 'nonsense'"),
        (CONNECTED, START, {}, "never_ran"),
    ],
)
def test_what_cannot_be_explained(metric: str, start: date, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        explain(register().build(), metric, start, END, **asked)


def test_the_public_is_not_told_of_lines() -> None:
    with pytest.raises(QuestionError, match="not public"):
        explain(listed().build("public"), ON_TIME, START, END)


def test_units_that_do_not_add_up_are_no_explanation(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(CATALOGUE[VALID], units=lambda *_: Units(pl.DataFrame(schema=SCHEMA)))
    monkeypatch.setitem(CATALOGUE._metrics, VALID, wrong)
    with pytest.raises(UnitsError, match=r"add up to 0 of 0; the figure is 3 of 6"):
        explain(register().build(), VALID, START, END)


# Laws


WHERE = [
    {},
    {"organisation": "gm0344"},
    {"category": OTHER},
    {"category": HIGH_RISK, "status": IN_USE},
    {"type": "unknown"},
]


@given(EVENTS, st.tuples(st.integers(0, 99), st.integers(0, 99)))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_laws_hold_in_every_register(tmp_path: Path, events: list[Event], picks: tuple[int, int]) -> None:
    world = played(events, tmp_path)
    facts, days = world.facts[-1], pairs(world.days(), picks)
    collected = pairs([World.day(one) for one in world.collected], picks)
    for where in WHERE:
        for metric in (VALID, "completeness.goal"):
            found = every_law(facts, metric, days, where=where)
            assert found is None or "time_passed" not in parts(found)
            every_law(facts, metric, collected, where=where, as_known=True)


LARSES = ("10000001", "10000002", "")
DAY = st.dates(date(2025, 6, 2), date(2026, 3, 1))
SAID = st.fixed_dictionaries(
    {
        "lars": st.sampled_from([*LARSES, *LARSES[:2]]),
        "category": st.sampled_from([HIGH_RISK, HIGH_RISK, HIGH_RISK, OTHER]),
        "status": st.sampled_from([IN_USE, IN_USE, IN_USE, IN_DEVELOPMENT]),
        "start_date": st.sampled_from(["2024", "2025-11-01", ""]),
    }
)
PUBLISHED = st.tuples(
    st.sampled_from(LARSES[:2]),
    DAY,
    st.one_of(st.none(), st.none(), DAY),
    st.sampled_from([HIGH_RISK, HIGH_RISK, OTHER]),
    st.sampled_from([IN_USE, IN_USE, IN_DEVELOPMENT]),
)


@st.composite
def books(draw: st.DrawFn) -> Facts:
    """Two bodies that deliver inventories that grow and shrink, explain, and publish; and a steward who decides."""
    builder = FactsBuilder(*COLLECTED, "2025-12-31").target()
    builder.body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    for lars, day, withdrawn, category, status in sorted(
        draw(st.lists(PUBLISHED, min_size=2, max_size=5)), key=lambda one: one[1]
    ):
        away = str(withdrawn) if withdrawn and withdrawn > day else None
        builder.registration(lars, str(day), withdrawn=away, category=category, status=status)
    for org_id in (AGENCY, MINISTRY):
        first = {date(2025, 6, 2)} if org_id == AGENCY else set()
        for day in sorted(first | draw(st.sets(DAY, max_size=2))):
            for row in builder.rows["inventory"]:
                if row["org_id"] == org_id and row["known_to"] is None:
                    row["known_to"] = at(str(day))
            builder.inventory(org_id, str(day))
            builder.line("0")
            for local_id in sorted(draw(st.sets(st.sampled_from("1234"), min_size=1))):
                builder.line(local_id, **draw(SAID))
    for local_id, until, since in draw(st.lists(st.tuples(st.sampled_from("1234"), DAY, DAY), max_size=2)):
        builder.explanation(local_id, str(until))
        builder.rows["explanations"][-1] |= {"entry": local_id, "known_from": at(str(since))}
    decisions = st.tuples(
        st.sampled_from("1234"), st.sampled_from(LARSES[:2]), st.sampled_from(["same", "not_same"]), DAY
    )
    for number, (local_id, lars, verdict, since) in enumerate(draw(st.lists(decisions, max_size=3))):
        about = {"entry": str(number), "org_id": AGENCY, "local_id": local_id, "lars": lars, "verdict": verdict}
        builder.rows["matches"].append(about | {"known_from": at(str(since))})
    return builder.build()


@given(books(), st.tuples(st.integers(0, 99), st.integers(0, 99)), st.data())
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_the_laws_hold_for_every_inventory(facts: Facts, picks: tuple[int, int], data: st.DataObject) -> None:
    metric = data.draw(
        st.sampled_from(["on_time.high_risk", "on_time.overdue", "on_time.exempt", "on_time.inconsistent"])
    )
    days = (data.draw(DAY), data.draw(DAY))
    every_law(facts, metric, days)
    every_law(facts, metric, days, where={"organisation": AGENCY}, target=TARGET)
    every_law(facts, metric, pairs(sorted(date.fromisoformat(one) for one in COLLECTED), picks), as_known=True)


def test_the_units_of_every_metric_that_says_so_add_up() -> None:
    """A family that declares units must have them for the facts of an ordinary register."""
    builder = listed().line("1", LARS).member("gemeente", AGENCY).registration(LARS, "2025-12-01", bits=(ALL_BITS,) * 3)
    facts = builder.build()
    asked = {CONNECTED: {"type": "gemeente"}}
    for one in CATALOGUE:
        if one.explainable:
            every_law(facts, one.name, (START, END), where=asked.get(one.name, {}))


@pytest.mark.parametrize(
    ("metric", "where", "start"),
    [
        (VALID, {}, date(2025, 1, 1)),
        (VALID, {"type": "gemeente"}, date(2026, 6, 15)),
        ("completeness.impact_assessments", {"category": HIGH_RISK}, date(2026, 1, 1)),
        (CONNECTED, {}, date(2026, 6, 15)),
    ],
)
def test_on_the_captured_register(captured: Facts, metric: str, where: dict[str, str], start: date) -> None:
    last = captured.last_day()
    assert last
    found = every_law(captured, metric, (start, last), where=where)
    assert found
    assert "newly_registered" in parts(found)
    assert "time_passed" not in parts(found)
    every_law(captured, metric, (date(2026, 6, 15), last), where=where, as_known=True)
