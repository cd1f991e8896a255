"""Many scores over the same rows and days: the rows are put in order once, and added up once a score.

In the order of their first day, what has begun by a day stands before one place; in the order of
the day after their last, what has ended by it before another. So a total on a day is the difference
of two running totals, read at places that are the same for every score.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

import polars as pl

from metrics.registry import Score

#: So many scores are added up at a time: they share what they look at, and the memory of a few columns.
_AT_ONCE: Final = 8
#: A group and a day make one number: days are counted from before the first there is, up to so many.
_BEFORE: Final = 1_000_000
_DAYS: Final = 10_000_000


@dataclass(frozen=True)
class _Order:
    """Rows in the order of a day within their group, and for each figure how many come before it.

    ``before`` counts the rows of earlier groups, ``until`` those up to the figure's day too.
    """

    rows: pl.DataFrame
    before: pl.Series
    until: pl.Series

    def totals(self, values: Sequence[pl.Expr]) -> pl.DataFrame:
        """Return what these values add up to for each figure: a column a value, named by its number."""
        names = [str(number) for number in range(len(values))]
        worth = [value.cast(pl.Int64).fill_null(0).alias(name) for name, value in zip(names, values, strict=True)]
        running = pl.col(names).cum_sum()
        # A total before the first row is null there, and nothing is what it adds up to.
        until, before = (running.gather(_last(one)).fill_null(0) for one in (self.until, self.before))
        return self.rows.lazy().with_columns(worth).select(until - before).collect(engine="in-memory")


def _last(count: pl.Series) -> pl.Expr:
    """Return the place of the last of so many rows; null for none."""
    return pl.lit(count.to_frame("count").select(pl.when(pl.col("count") > 0).then(pl.col("count") - 1)).to_series())


@dataclass(frozen=True)
class Sums:
    """Rows (group, code, from_day, to_day, low, and what scores look at), ready to be added up.

    ``figures`` are the days and groups that there is something to tell of: as_of, group, code.
    """

    figures: pl.DataFrame
    _begun: _Order
    _ended: _Order
    _unsure: tuple[_Order, _Order]

    def counts(self, scores: Sequence[Score]) -> Iterator[pl.DataFrame]:
        """Yield, score by score, ``figures`` with their counts: low, low_asked, high and high_asked."""
        rest = iter(scores)
        while some := list(islice(rest, _AT_ONCE)):
            values = [value for score in some for value in (score.passed, score.owed)]
            high = self._begun.totals(values) - self._ended.totals(values)
            unsure = self._unsure[0].totals(values) - self._unsure[1].totals(values)
            for passed, owed in zip(high.columns[::2], high.columns[1::2], strict=True):
                yield self.figures.with_columns(
                    low=high[passed] - unsure[passed],
                    low_asked=high[owed] - unsure[owed],
                    high=high[passed],
                    high_asked=high[owed],
                )


def sums(rows: pl.DataFrame, days: Sequence[date], always: Collection[str], scores: Sequence[Score]) -> Sums:
    """Put rows in order for figures of some days, oldest first, and keep what these scores look at.

    A group is told of from its first row on, those that are ``always`` there on every day.
    """
    groups = rows.select("group", "code").unique().sort("group", "code").with_row_index("place", offset=1)
    placed = rows.join(groups, on=["group", "code"], nulls_equal=True, maintain_order="left")
    used = {name for score in scores for value in (score.passed, score.owed) for name in value.meta.root_names()}
    kept = placed.select("place", *sorted({"from_day", "to_day", "low"} | used))
    wanted = _wanted(groups, days, always)
    begun = _order(kept, "from_day", wanted)
    told = (begun.until > begun.before) | wanted["group"].is_in(list(always))
    if not told.all():
        wanted = wanted.filter(told)
        begun = _order(kept, "from_day", wanted)
    unsure = kept.filter(~pl.col("low"))
    return Sums(
        wanted.drop("place"),
        begun,
        _order(kept, "to_day", wanted),
        (_order(unsure, "from_day", wanted), _order(unsure, "to_day", wanted)),
    )


def _wanted(groups: pl.DataFrame, days: Sequence[date], always: Collection[str]) -> pl.DataFrame:
    """Return every day with every group, in the order of figures; a group without rows has place 0."""
    missing = pl.DataFrame({"group": list(always)}, schema={"group": pl.String}).join(groups, on="group", how="anti")
    every = pl.concat([groups, missing], how="diagonal").with_columns(pl.col("place").fill_null(0))
    dates = pl.DataFrame({"as_of": list(days)}, schema={"as_of": pl.Date})
    return dates.join(every.sort("group", "code"), how="cross", maintain_order="left_right")


def _order(rows: pl.DataFrame, column: str, wanted: pl.DataFrame) -> _Order:
    """Put rows in order of a day within their group; those whose day comes after all figures are left out."""
    within = rows.filter(pl.col(column) <= pl.lit(wanted["as_of"].max(), pl.Date))
    keys = within.select(_key(column)).to_series()
    order = keys.arg_sort()
    ordered, places = keys.gather(order), wanted.select(day=_key("as_of"), none=pl.col("place").cast(pl.Int64) * _DAYS)
    return _Order(
        within.select(pl.all().gather(order)),
        ordered.search_sorted(places["none"], side="left"),
        ordered.search_sorted(places["day"], side="right"),
    )


def _key(column: str) -> pl.Expr:
    """Return group and day as one number."""
    return pl.col("place").cast(pl.Int64) * _DAYS + pl.col(column).to_physical().cast(pl.Int64) + _BEFORE
