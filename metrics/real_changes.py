"""When a registration last said something else: a republication, or another standard, is no change."""

import polars as pl

from metrics.facts import REDUCED


def with_changes(cut: pl.DataFrame) -> pl.DataFrame:
    """Return stretches, in order of lars and from_day, with ``changed_on``: the day of the last real change up to then.

    What a registration first said counts as one, from the first day that a date tells; null on days
    before it. Later words do when their fingerprint differs from that of the words before; reduced
    tables say too little to tell.
    """
    ordered = cut.select("lars", "from_day", "retro", "basis", "real").with_row_index("_at")
    dated = ordered.filter(~pl.col("retro"))
    first = dated.filter(pl.col("lars").ne_missing(pl.col("lars").shift(1)))
    full = dated.filter(pl.col("basis") != REDUCED, pl.col("real").is_not_null())
    same = pl.col("lars") == pl.col("lars").shift(1)
    other = full.filter(same & (pl.col("real") != pl.col("real").shift(1)))
    turned = ordered.select(pl.col("_at").is_in(pl.concat([first["_at"], other["_at"]]).implode())).to_series()
    # The first row of a registration that a date tells is a change: nothing is filled in from another.
    changed = pl.when(turned).then("from_day").forward_fill()
    return cut.with_columns(ordered.select(changed_on=pl.when(~pl.col("retro")).then(changed)).to_series())
