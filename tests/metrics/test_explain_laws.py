"""Every share of the catalogue can be explained, and the laws hold for it in any world."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.catalogue import CATALOGUE
from metrics.facts import Facts
from sql.fields import HIGH_RISK, IN_USE, NOT_STATED, OTHER, OUT_OF_USE
from tests.metrics.explanations import COLLECTED, every_law
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder
from tests.metrics.target_world import COLLECTED as COLLECTED_THERE
from tests.metrics.target_world import DAYS, WORLDS, World, built
from tests.metrics.world import EVENTS, Event, played

SHARES = [one.name for one in CATALOGUE if one.ratio]
OF_LISTS = [one for one in SHARES if CATALOGUE[one].inventories or one.startswith("coverage.")]
OF_REGISTERS = [one for one in SHARES if one not in OF_LISTS]
#: What others beside a registration, or its age, decide.
BESIDE = [one for one in OF_REGISTERS if CATALOGUE[one].units]
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def test_every_share_can_be_explained_and_nothing_else() -> None:
    assert {one.name for one in CATALOGUE if one.explainable} == set(SHARES)


VALUES = {
    "scope": "with",
    "organisation": AGENCY,
    "ministry": MINISTRY,
    "type": "agentschap",
    "category": OTHER,
    "status": IN_USE,
}


def wheres(metric: str, values: Mapping[str, str] = VALUES) -> st.SearchStrategy[dict[str, str]]:
    """Return what a metric may be restricted to, of what a world has."""
    can = CATALOGUE[metric].filters
    return st.sampled_from([{}, *({key: value} for key, value in values.items() if key in can)])


@given(WORLDS, st.data())
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=QUIET)
def test_the_laws_hold_for_every_target(world: World, data: st.DataObject) -> None:
    facts = built(world).build()
    day = st.sampled_from([*DAYS, date(2024, 6, 1), date(2026, 2, 20)])
    collected = st.sampled_from([date.fromisoformat(one) for one in COLLECTED_THERE[1:]])
    for metric in data.draw(st.lists(st.sampled_from(OF_LISTS), min_size=2, max_size=3, unique=True)):
        where = data.draw(wheres(metric))
        every_law(facts, metric, (data.draw(day), data.draw(day)), where=where)
        every_law(facts, metric, (data.draw(collected), data.draw(collected)), where=where, as_known=True)
    metric = data.draw(st.sampled_from(OF_REGISTERS))
    every_law(facts, metric, (data.draw(day), data.draw(day)), where=data.draw(wheres(metric)))


SIX = [f"gm{number}" for number in range(1, 7)]
TURN = st.sampled_from(["2025-06-02", "2025-08-01", "2025-12-01", "2026-01-05", "2026-02-01"])
TEXT: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "title": st.sampled_from([1, 1, 1, 2, None]),
        "cluster": st.sampled_from(["a", "a", "a", "b", None]),
        "prints": st.sampled_from([[1], [1], [1], [2], [None]]),
        "links": st.sampled_from([[], ["https://example.org/a"]]),
        "real": st.sampled_from([1, 2, None]),
        "category": st.sampled_from([HIGH_RISK, HIGH_RISK, OTHER, NOT_STATED]),
        "status": st.sampled_from([IN_USE, IN_USE, OUT_OF_USE]),
    }
)


@st.composite
def crowds(draw: st.DrawFn) -> Facts:
    """Six municipalities that mostly have one system under one name and in one text, which come and go and change."""
    builder = FactsBuilder("2024-01-02", *COLLECTED)
    for number, org_id in enumerate(SIX):
        builder.body(org_id, "gemeente")
        since = draw(st.sampled_from(["2024-02-01", "2025-05-01", "2025-12-01"]))
        withdrawn = draw(st.sampled_from([None, None, "2026-01-10"]))
        builder.registration(f"2000000{number}", since, org_id=org_id, withdrawn=withdrawn, **draw(TEXT))
    turns = st.tuples(TURN, st.integers(0, 7), st.sampled_from(SIX), TEXT)
    every = draw(st.lists(turns, max_size=5, unique_by=lambda one: one[:2]))
    for day, number, org_id, text in sorted(every, key=lambda one: one[:2]):
        builder.registration(f"2000000{number}", day, org_id=org_id, **text)
    for day, number, languages in draw(
        st.lists(st.tuples(TURN, st.integers(0, 5), st.sampled_from(["NLD", "ENG NLD"])), max_size=3)
    ):
        builder.languages(f"2000000{number}", languages, day)
    for day, state in draw(st.lists(st.tuples(TURN, st.sampled_from(["alive", "dead", "unsure"])), max_size=3)):
        builder.look("https://example.org/a", state, day)
    if draw(st.booleans()):
        builder.succession("gm1", "gm2", draw(TURN), since=draw(TURN))
    return builder.build()


@given(crowds(), st.data())
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=QUIET)
def test_the_laws_hold_beside_others(facts: Facts, data: st.DataObject) -> None:
    day = st.dates(date(2025, 6, 2), date(2026, 3, 1))
    collected = st.sampled_from([date.fromisoformat(one) for one in COLLECTED])
    values = {"organisation": "gm1", "type": "gemeente", "category": HIGH_RISK, "status": IN_USE}
    for metric in data.draw(st.lists(st.sampled_from(BESIDE), min_size=3, max_size=3, unique=True)):
        where = data.draw(wheres(metric, values))
        every_law(facts, metric, (data.draw(day), data.draw(day)), where=where)
        every_law(facts, metric, (data.draw(collected), data.draw(collected)), where=where, as_known=True)


@given(EVENTS, st.data())
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=QUIET)
def test_the_laws_hold_in_every_register(tmp_path: Path, events: list[Event], data: st.DataObject) -> None:
    world = played(events, tmp_path)
    facts, day = world.facts[-1], st.sampled_from(world.days())
    values = {"organisation": "gm0344", "category": OTHER, "type": "unknown"}
    for metric in data.draw(st.lists(st.sampled_from(OF_REGISTERS), min_size=2, max_size=2, unique=True)):
        every_law(facts, metric, (data.draw(day), data.draw(day)), where=data.draw(wheres(metric, values)))


@pytest.mark.parametrize(
    "metric", ["validity.boilerplate", "currency.within_12_months", "classification.moved", "peers.common"]
)
def test_on_the_captured_register(captured: Facts, metric: str) -> None:
    last = captured.last_day()
    assert last
    assert every_law(captured, metric, (date(2025, 6, 15), last))
