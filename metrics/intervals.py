"""Intervals of whole days (from_day, and to_day that is the first day after), by steps and one running total.

Every interval is a step up on its first day and a step down on the day after its last. So the steps of
one key add up to nought, and a single running total over all keys, in order, is that of each of them.
Keys are numbered first, and with a day make one number: there are millions, and those sort fast.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

_ENDS: Final = ("from_day", "to_day")
#: Days are numbered from before the first that there is, and are no more than so many.
_BEFORE: Final = 1_000_000
_DAYS: Final = 10_000_000


def merged(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the longest intervals that those of each key make together: the keys, from_day, to_day."""
    names, place = _numbered(rows, keys)
    return _rises(_steps(rows, place), names)


def shared(rows: pl.DataFrame, keys: Sequence[str], member: str, least: int) -> pl.DataFrame:
    """Return when at least so many different members have a key: the keys, from_day, to_day."""
    alone = merged(rows, [*keys, member])
    names, place = _numbered(alone, keys)
    return _rises(_steps(alone, place), names, least)


def without(rows: pl.DataFrame, other: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the intervals of each key less those of the other frame."""
    kept, taken = merged(rows, keys), merged(other, keys)
    both = pl.concat([kept, taken.select(kept.columns)])
    names, place = _numbered(both, keys)
    size = kept.height
    steps = [_steps(kept, place.head(size)), _steps(taken, place.slice(size), -1)]
    return _rises(pl.concat(steps), names)


def clipped(rows: pl.DataFrame, intervals: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the part of each row that lies in an interval of its key, once an interval, in the columns of both."""
    both = rows.join(intervals, on=list(keys), suffix="_within")
    both = both.with_columns(
        pl.max_horizontal("from_day", "from_day_within").alias("from_day"),
        pl.min_horizontal("to_day", "to_day_within").alias("to_day"),
    )
    return both.filter(pl.col("from_day") < pl.col("to_day")).drop(f"{one}_within" for one in _ENDS)


def _numbered(rows: pl.DataFrame, keys: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    """Return the keys there are, in order, and of each row the place of its key in them."""
    found = rows.select(keys)
    if found.width == 1 and not found.to_series().null_count() and found.to_series().is_sorted():
        return found.unique(maintain_order=True), found.to_series().rle_id()
    names = found.unique().sort(*keys)
    placed = found.join(names.with_row_index("_place"), on=keys, nulls_equal=True, how="left", maintain_order="left")
    return names, placed["_place"]


def _steps(rows: pl.DataFrame, place: pl.Series, step: int = 1) -> pl.DataFrame:
    """Return a step up on the first day and one down after the last: at (place and day), step."""
    first = place.cast(pl.Int64) * _DAYS + _BEFORE
    ends = zip(_ENDS, (step, -step), strict=True)
    return pl.concat(
        pl.DataFrame({"at": first + rows[end].to_physical().cast(pl.Int64)}).with_columns(step=pl.lit(one, pl.Int8))
        for end, one in ends
    )


def _rises(steps: pl.DataFrame, names: pl.DataFrame, least: int = 1) -> pl.DataFrame:
    """Return when the running total of steps is at least some number: names, from_day, to_day, in order."""
    summed = steps.sort("at").select("at", total=pl.col("step").cast(pl.Int64).cum_sum())
    last = summed.filter((pl.col("at") != pl.col("at").shift(-1)).fill_null(value=True))
    above = last["total"] >= least
    before = above.shift(1, fill_value=False)
    # A key ends at nought, so that beginnings and ends alternate.
    begun, ended = last["at"].filter(above & ~before), last["at"].filter(before & ~above)
    days = ((one % _DAYS - _BEFORE).cast(pl.Int32).cast(pl.Date) for one in (begun, ended))
    return names.select(pl.all().gather(begun // _DAYS)).with_columns(
        one.alias(end) for one, end in zip(days, _ENDS, strict=True)
    )
