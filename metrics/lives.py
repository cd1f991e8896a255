"""Each registration's life, cut at every day from which something about it may be otherwise.

There are millions of versions, so nothing here looks for a registration by its number of eight
digits: each has a place in their order, and with a day that makes one number, which sorts fast.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.absences import FAR
from metrics.facts import REDUCED, day

#: Days are numbered from before the first that there is, and are no more than so many.
_BEFORE: Final = 1_000_000
_DAYS: Final = 10_000_000


@dataclass(frozen=True)
class Lives:
    """All registrations in the order of lars, a row each: lars, place, begun (a day) and first_published."""

    rows: pl.DataFrame

    @classmethod
    def of(cls, versions: pl.DataFrame) -> "Lives":
        """Return those of versions, sorted by lars.

        A reduced table tells the day of the version that was current, which as a first publication is
        only better than nothing; null where no source tells it.
        """
        reduced = pl.col("basis") == REDUCED
        published = pl.col("published_at")
        first = pl.coalesce(published.filter(~reduced).min(), published.filter(reduced).min())
        rows = versions.group_by("lars", maintain_order=True).agg(
            day("valid_from").min().alias("begun"), first.alias("first_published")
        )
        return cls(rows.with_row_index("place"))

    def placed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add ``place`` to rows with a lars, in their order; others are left out."""
        return frame.join(self.rows.select("lars", "place"), on="lars", maintain_order="left")

    def cut(self, marks: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """Cut each life at the days (``at``) of some rows with a place.

        Returns place, lars, first_published, from_day and to_day, sorted; nothing from before it began.
        """
        keys = pl.concat(_keys(frame, "at") for frame in marks).sort()
        place = (keys // _DAYS).cast(pl.UInt32).alias("place")
        cut = pl.DataFrame([place, (keys % _DAYS - _BEFORE).cast(pl.Int32).cast(pl.Date).alias("from_day")])
        cut = cut.filter((keys != keys.shift(1)).fill_null(value=True))
        about = self.rows.select(pl.col("lars", "begun", "first_published").gather(cut["place"]))
        cut = cut.hstack(about).filter(pl.col("from_day") >= pl.col("begun")).drop("begun")
        goes_on = pl.col("place") == pl.col("place").shift(-1)
        until = pl.when(goes_on).then(pl.col("from_day").shift(-1)).otherwise(pl.lit(FAR))
        return cut.with_columns(to_day=until).filter(pl.col("from_day") < FAR)


def last_word(cut: pl.DataFrame, told: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return, for each stretch, columns of the last row told up to its first day, null where there is none.

    Rows are told with a place and ``at``; those of one place and day stand in the order in which they hold.
    """
    order = pl.DataFrame({"key": _keys(told, "at")}).with_row_index("row").sort("key", maintain_order=True)
    found = order["key"].search_sorted(_keys(cut, "from_day"), side="right").cast(pl.Int64) - 1
    last = order.select(pl.all().gather(found.clip(0))) if order.height else order.clear(cut.height)
    same = (found >= 0) & (last["key"] // _DAYS == cut["place"].cast(pl.Int64))
    row = last.select(pl.when(same).then("row")).to_series()
    return told.select(pl.col(columns).gather(row))


def _keys(frame: pl.DataFrame, column: str) -> pl.Series:
    """Return place and day as one number."""
    day_number = pl.col(column).to_physical().cast(pl.Int64) + _BEFORE
    return frame.select((pl.col("place").cast(pl.Int64) * _DAYS + day_number).alias("key")).to_series()


def in_order(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return a frame sorted by columns: as it is where it was already, which is quicker to see than to do."""
    sorted_ = pl.lit(value=True)
    for one in reversed(columns):
        before = pl.col(one).shift(1)
        sorted_ = (before < pl.col(one)) | ((before == pl.col(one)) & sorted_)
    already = frame.select(sorted_.slice(1).fill_null(value=False).all()).item()
    return frame if already else frame.sort(*columns)
