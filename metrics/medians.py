"""Medians over days: one sweep through the days, in which only what comes and goes is looked at.

The values of each group stand in order, latest first, each with how many rows have it on the day. Their
running total says where the middle is.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

_KEYS: Final = ("group", "code")


def middle(rows: pl.DataFrame, value: str, days: Sequence[date]) -> pl.DataFrame:
    """Return as_of, group, code and ``value``: of the rows of a day the one in the middle, the later one of two.

    Rows have group, code, from_day, to_day and ``value``, a day; one without a value does not count. A
    group without any on a day is not told of. ``days`` are in order.
    """
    rows = rows.drop_nulls(value)
    values = rows.select(*_KEYS, value).unique().sort(*_KEYS, value, descending=[False, False, True])
    values = values.with_row_index("place")
    groups = values.group_by(_KEYS, maintain_order=True).agg(
        begins=pl.col("place").min(), ends=pl.col("place").max() + 1
    )
    steps = _steps(rows.join(values, on=[*_KEYS, value], nulls_equal=True), days)
    found = [pl.DataFrame(schema={"place": values.schema["place"], "as_of": pl.Date})]
    found += _sweep(steps, values.height, groups, days)
    return pl.concat(found).join(values, on="place", maintain_order="left").select("as_of", *_KEYS, value)


def _steps(rows: pl.DataFrame, days: Sequence[date]) -> Mapping[date, pl.DataFrame]:
    """Return by day how many more rows have a value, and how many fewer: place, step."""
    wanted = pl.Series("day", list(days), pl.Date)
    ends = [
        rows.select("place", day=end, step=pl.lit(step, pl.Int64)) for end, step in (("from_day", 1), ("to_day", -1))
    ]
    # What comes or goes between two days is seen on the second.
    seen = pl.concat(ends).with_columns(number=wanted.search_sorted(pl.concat(ends)["day"], side="left"))
    summed = seen.group_by("number", "place").agg(pl.col("step").sum())
    kept = summed.filter(pl.col("number") < len(wanted), pl.col("step") != 0)
    return {days[number]: frame for (number,), frame in kept.partition_by("number", as_dict=True).items()}


def _sweep(
    steps: Mapping[date, pl.DataFrame], size: int, groups: pl.DataFrame, days: Sequence[date]
) -> Iterator[pl.DataFrame]:
    """Yield of each day the place of the middle value of each group: place, as_of."""
    counts, middles = pl.zeros(size, pl.Int64, eager=True), pl.DataFrame()
    for one in days:
        if one in steps:
            place, step = steps[one]["place"], steps[one]["step"]
            counts = counts.scatter(place, counts.gather(place) + step)
            middles = _middles(counts, groups)
        if middles.width:
            yield middles.with_columns(as_of=pl.lit(one, pl.Date))


def _middles(counts: pl.Series, groups: pl.DataFrame) -> pl.DataFrame:
    """Return the place of the middle value of each group that has one."""
    totals = pl.concat([pl.zeros(1, pl.Int64, eager=True), counts.cum_sum()])
    before, after = totals.gather(groups["begins"]), totals.gather(groups["ends"])
    there = after > before
    half = before + (after - before - 1) // 2 + 1
    place = totals.search_sorted(half.filter(there), side="left") - 1
    return place.alias("place").to_frame()
