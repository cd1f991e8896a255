"""Intervals of whole days (from_day, and to_day that is the first day after), by steps and one running total.

Every interval is a step up on its first day and a step down on the day after its last. So the steps of
one key add up to nought, and a single running total over all keys, in order, is that of each of them.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

_ENDS: Final = ("from_day", "to_day")


def merged(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the longest intervals that those of each key make together: the keys, from_day, to_day."""
    return rises(_steps(rows, keys), keys)


def shared(rows: pl.DataFrame, keys: Sequence[str], member: str, least: int) -> pl.DataFrame:
    """Return when at least so many different members have a key: the keys, from_day, to_day."""
    alone = merged(rows, [*keys, member])
    return rises(_steps(alone, keys), keys, least)


def without(rows: pl.DataFrame, other: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the intervals of each key less those of the other frame."""
    taken = _steps(merged(other, keys), keys).with_columns(-pl.col("step"))
    return rises(pl.concat([_steps(merged(rows, keys), keys), taken]), keys)


def clipped(rows: pl.DataFrame, intervals: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the part of each row that lies in an interval of its key, once an interval, in the columns of both."""
    both = rows.join(intervals, on=list(keys), suffix="_within")
    both = both.with_columns(
        pl.max_horizontal("from_day", "from_day_within").alias("from_day"),
        pl.min_horizontal("to_day", "to_day_within").alias("to_day"),
    )
    return both.filter(pl.col("from_day") < pl.col("to_day")).drop(f"{one}_within" for one in _ENDS)


def rises(steps: pl.DataFrame, keys: Sequence[str], least: int = 1) -> pl.DataFrame:
    """Return when the running total of steps (the keys, day, step) is at least some number."""
    summed = steps.group_by(*keys, "day").agg(pl.col("step").sum()).filter(pl.col("step") != 0).sort(*keys, "day")
    above = summed.select((pl.col("step").cum_sum() >= least).alias("above")).to_series()
    before = above.shift(1, fill_value=False)
    begun = summed.filter(above & ~before).select(*keys, from_day="day")
    # A key ends at nought, so that beginnings and ends alternate.
    return begun.with_columns(summed.filter(before & ~above).select(to_day="day").to_series())


def _steps(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    begun = rows.select(*keys, day="from_day", step=pl.lit(1, pl.Int64))
    ended = rows.select(*keys, day="to_day", step=pl.lit(-1, pl.Int64))
    return pl.concat([begun, ended])
