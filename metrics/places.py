"""Where the rows of each registration stand in a frame: those of a few are taken out without going through all."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Placed:
    """A frame in the order of its column ``lars``, with where each value begins in it, and how many rows it has."""

    rows: pl.DataFrame
    names: pl.Series
    begins: pl.Series
    sizes: pl.Series

    def of(self, lars: pl.Series) -> pl.DataFrame:
        """Return the rows of some registrations, in their order in the frame; of one that has none, none."""
        wanted = lars.unique().sort()
        place = self.names.search_sorted(wanted, side="left")
        there = place < self.names.len()
        place, wanted = place.filter(there), wanted.filter(there)
        place = place.filter(self.names.gather(place) == wanted)
        begins, ends = self.begins.gather(place), self.begins.gather(place) + self.sizes.gather(place)
        index = pl.select(pl.int_ranges(begins, ends, dtype=pl.UInt32).explode(empty_as_null=False)).to_series()
        return self.rows.select(pl.all().gather(index))


def placed(rows: pl.DataFrame) -> Placed:
    """Return a frame by its column ``lars``, of which each value stands together and which is in order of it."""
    runs = rows.select(pl.col("lars").rle()).unnest("lars")
    sizes = runs["len"].cast(pl.UInt32)
    return Placed(rows, runs["value"], sizes.cum_sum() - sizes, sizes)
