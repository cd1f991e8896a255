"""Running totals say what counting every row on every day says."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import engine
from metrics.catalogue import CATALOGUE
from metrics.engine import figures, figures_of
from metrics.registry import Score
from metrics.sums import sums
from tests.metrics.facts_builder import FactsBuilder

START = date(2024, 1, 1)
DAYS = st.integers(0, 12).map(lambda number: START + timedelta(days=number))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "group": st.sampled_from(["a", "b", "in between"]),
            "code": st.sampled_from([None, "1", "2"]),
            "from_day": DAYS,
            "length": st.integers(1, 20),
            "low": st.booleans(),
            "worth": st.none() | st.integers(-2, 5),
            "owed": st.integers(0, 9),
        }
    ),
    max_size=12,
)
SCHEMA = {"group": pl.String, "code": pl.String, "from_day": pl.Date, "to_day": pl.Date, "low": pl.Boolean}
#: More than are added up at a time, and one that looks at no column.
SCORES = [Score(pl.lit(1, pl.Int64)), *(Score(pl.col("worth") * number, pl.col("owed")) for number in range(10))]


def by_hand(rows: list[dict[str, Any]], days: list[date], always: list[str], number: int) -> list[tuple[object, ...]]:
    """Look at every row on every day."""
    groups = {(one["group"], one["code"]) for one in rows}
    groups |= {(name, None) for name in always if name not in {group for group, _ in groups}}
    found: list[tuple[object, ...]] = []
    for as_of in days:
        for group, code in sorted(groups, key=lambda one: (one[0], one[1] or "")):
            begun = [one for one in rows if (one["group"], one["code"]) == (group, code) and one["from_day"] <= as_of]
            if begun or group in always:
                there = [one for one in begun if one["to_day"] > as_of]
                worth = [(one["low"], *_worth(one, number)) for one in there]
                low, high = [one[1:] for one in worth if one[0]], [one[1:] for one in worth]
                sums = [
                    sum(column) for kept in (low, high) for column in (zip(*kept, strict=True) if kept else ([], []))
                ]
                found.append((as_of, group, code, *sums))
    return found


def _worth(row: dict[str, Any], number: int) -> tuple[int, int]:
    if number == 0:
        return 1, 0
    worth, owed = row["worth"], row["owed"]
    return (worth * (number - 1) if worth is not None else 0), owed


@settings(deadline=None)
@given(ROWS, st.lists(DAYS, min_size=1, unique=True).map(sorted), st.sampled_from([[], ["a"], ["a", "never there"]]))
def test_totals_are_those_of_every_row_on_every_day(
    rows: list[dict[str, Any]], days: list[date], always: list[str]
) -> None:
    rows = [one | {"to_day": one["from_day"] + timedelta(days=one["length"])} for one in rows]
    frame = pl.DataFrame(rows, schema=SCHEMA | {"worth": pl.Int64, "owed": pl.Int64})
    shuffled = frame.sample(fraction=1, shuffle=True, seed=1)
    for number, found in enumerate(sums(shuffled, days, always, SCORES).counts(SCORES)):
        assert found.rows() == by_hand(rows, days, always, number)


@pytest.mark.parametrize("together", [1, 7, 10_000])
def test_many_figures_at_once_are_those_of_each_alone(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_TOGETHER", together)
    built = FactsBuilder("2024-02-01", "2024-05-01").body("gm0001", "gemeente")
    built = built.registration("10000001", "2024-01-10", org_id="gm0001", bits=(-1, 5, 4))
    facts = built.registration("10000002", "2024-01-12", withdrawn="2024-03-01").build()
    names = [one.name for one in CATALOGUE if isinstance(one.measure, Score)]
    days = [date(2024, 1, 1), date(2024, 1, 10), date(2024, 6, 1)]
    for by in ("all", "organisation", "category"):
        for name, many in zip(names, figures_of(facts, names, days, by=by), strict=True):
            assert many.equals(figures(facts, name, days, by=by)), name
