"""The middle of a column of days, day by day, is that of every row looked at on every day."""

from datetime import date, timedelta
from statistics import median_low
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.medians import middle

START = date(2024, 1, 1)
DAYS = st.integers(0, 12).map(lambda number: START + timedelta(days=number))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "group": st.sampled_from(["a", "b"]),
            "code": st.sampled_from([None, "1"]),
            "from_day": DAYS,
            "length": st.integers(1, 20),
            "changed": st.none() | DAYS,
        }
    ),
    max_size=14,
)
SCHEMA = {"group": pl.String, "code": pl.String, "from_day": pl.Date, "to_day": pl.Date, "changed": pl.Date}


def by_hand(rows: list[dict[str, Any]], days: list[date]) -> set[tuple[Any, ...]]:
    """Take the lower median of how long ago, of every row there is."""
    found = set()
    for as_of in days:
        for group, code in {(one["group"], one["code"]) for one in rows}:
            there = [one for one in rows if (one["group"], one["code"]) == (group, code) and one["changed"]]
            ages = [(as_of - one["changed"]).days for one in there if one["from_day"] <= as_of < one["to_day"]]
            if ages:
                found.add((as_of, group, code, as_of - timedelta(days=median_low(ages))))
    return found


@settings(deadline=None)
@given(ROWS, st.lists(DAYS, min_size=1, unique=True).map(sorted))
def test_the_middle_is_that_of_every_row_on_every_day(rows: list[dict[str, Any]], days: list[date]) -> None:
    rows = [one | {"to_day": one["from_day"] + timedelta(days=one["length"])} for one in rows]
    frame = pl.DataFrame(rows, schema=SCHEMA).sample(fraction=1, shuffle=True, seed=1)
    found = middle(frame, "changed", days)
    assert set(found.rows()) == by_hand(rows, days)
    assert found.height == len(set(found.rows()))
