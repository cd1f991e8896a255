"""Explanations in tests: a register to begin with, one cause as a case, and the laws of every explanation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from metrics.causes import CAUSES
from metrics.engine import figures
from metrics.explain import Explanation, explain
from metrics.facts import Facts
from metrics.registry import QuestionError
from tests.metrics.cases.parts import bit
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder, at

COLLECTED = ("2025-06-02", "2025-09-01", "2026-01-05", "2026-03-01")
START, END = date(2025, 9, 1), date(2026, 3, 1)
LARS, STAYS, OTHER_LARS = "10000001", "10000009", "10000002"
GOAL, GOAL_TOO = (bit("goal", "risks"), bit("goal"), bit("goal")), (bit("goal", "risks"),) * 3
VALID, ON_TIME, CONNECTED = "completeness.valid", "on_time.high_risk", "connected.organisations"
SECOND_MINISTRY, OTHER_AGENCY = "mnre1058", "ag0002"


def register(*collections: str) -> FactsBuilder:
    """Two ministries with an agency each, and a registration that always stays as it is."""
    builder = FactsBuilder(*(collections or COLLECTED)).target()
    builder.body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.body(SECOND_MINISTRY, "ministerie").body(OTHER_AGENCY, "agentschap", SECOND_MINISTRY)
    return builder.registration(STAYS, "2025-05-01", bits=GOAL)


def listed(*collections: str) -> FactsBuilder:
    """The same, with an inventory of the agency that lists the registration that stays."""
    return register(*collections).inventory(AGENCY, "2025-06-02").line("0", STAYS)


def gone(builder: FactsBuilder, local_id: str, known_to: str) -> FactsBuilder:
    for row in builder.rows["inventory"]:
        if row["local_id"] == local_id and row["known_to"] is None:
            row["known_to"] = at(known_to)
    return builder


def explained(builder: FactsBuilder, valid_from: str, valid_until: str, **more: object) -> FactsBuilder:
    days = {"valid_from": date.fromisoformat(valid_from), "valid_until": date.fromisoformat(valid_until)}
    row = {"entry": "1", "org_id": AGENCY, "local_id": "1", "reason": "Being replaced."}
    builder.rows["explanations"].append(row | days | more)
    return builder


@dataclass(frozen=True)
class Case:
    """Facts, a question, and what one unit did: its cause, and what it added to n and N."""

    facts: FactsBuilder
    cause: str
    moved: tuple[int, int]
    metric: str = VALID
    unit: str = LARS
    start: date = START
    end: date = END
    asked: Mapping[str, Any] = field(default_factory=dict)


def parts(found: Explanation) -> dict[str, tuple[int, int, list[str]]]:
    return {one.cause: (one.passed, one.asked, one.units["unit"].to_list()) for one in found.parts}


def holds(found: Explanation) -> None:
    """The parts add up exactly; every unit that moved is counted once, and none that did not."""
    assert sum((one.share for one in found.parts), Fraction()) == found.difference
    for ours, name in (("passed", "n"), ("asked", "asked")):
        total = getattr(found.end, ours) - getattr(found.start, ours)
        assert sum(getattr(one, ours) for one in found.parts) == total
        assert sum(int((one.units[f"{name}_to"] - one.units[name]).sum()) for one in found.parts) == total
    units = [unit for one in found.parts for unit in one.units["unit"]]
    assert len(units) == len(set(units))
    still = (pl.col("n") == pl.col("n_to")) & (pl.col("asked") == pl.col("asked_to"))
    assert all(one.units.height and one.units.filter(still).is_empty() for one in found.parts)
    assert [one.cause for one in found.parts] == [one for one in CAUSES if one in parts(found)]


def every_law(facts: Facts, metric: str, days: tuple[date, date], **asked: Any) -> Explanation | None:  # noqa: ANN401
    try:
        found = explain(facts, metric, *days, **asked)
    except QuestionError as refused:
        assert "no figure" in str(refused)  # noqa: PT017 - the law is about what it says
        return None
    holds(found)
    rest = {key: value for key, value in asked.items() if key != "as_known"}
    for point in (found.start, found.end):
        told = figures(facts, metric, [point.as_of], known_on=point.known_on, **rest)
        assert told.select("passed", "asked").row(0) == (point.passed, point.asked)
    back = explain(facts, metric, *days[::-1], **asked)
    assert {one.cause: -one.share for one in back.parts} == {one.cause: one.share for one in found.parts}
    assert (back.difference, explain(facts, metric, days[0], days[0], **asked).parts) == (-found.difference, ())
    return found


def pairs(days: list[date], picks: tuple[int, int]) -> tuple[date, date]:
    return days[picks[0] % len(days)], days[picks[1] % len(days)]
