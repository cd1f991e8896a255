"""Rows of some registrations are taken out as a filter would take them, without going through all."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from metrics.places import placed

NAMES = st.sampled_from(["1", "10", "2", "a", "é", "z"])


@given(st.lists(NAMES).map(sorted), st.lists(NAMES))
def test_rows_are_those_of_a_filter(names: list[str], asked: list[str]) -> None:
    frame = pl.DataFrame({"lars": names, "number": range(len(names))}, schema={"lars": pl.String, "number": pl.Int64})
    wanted = pl.Series(asked, dtype=pl.String)
    assert placed(frame).of(wanted).equals(frame.filter(pl.col("lars").is_in(wanted.implode())))
