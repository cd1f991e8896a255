"""Ageing: a denominator has an expected refresh; past it a figure is stale, past twice that it has none."""

from datetime import date, timedelta
from typing import Final

import polars as pl

#: Months of the calendar after which a source is expected anew, and after which it says nothing any more.
EXPECTED: Final = 12
OUT: Final = 2 * EXPECTED


def is_stale(n_date: pl.Expr, as_of: date) -> pl.Expr:
    """Whether a source of a day is older than expected on another; of a later day it is new, null stays null."""
    return n_date.dt.offset_by(f"{EXPECTED}mo") < pl.lit(as_of, pl.Date)


def is_out(n_date: pl.Expr, as_of: date) -> pl.Expr:
    """Whether a source is so old that no figure may rest on it; null stays null."""
    return n_date.dt.offset_by(f"{OUT}mo") < pl.lit(as_of, pl.Date)


def turns(days: pl.Series) -> set[date]:
    """Return the first days on which sources of these days are stale, and on which they are out."""
    aged = (days.dt.offset_by(f"{months}mo") for months in (EXPECTED, OUT))
    return {one + timedelta(days=1) for each in aged for one in each.drop_nulls()}
