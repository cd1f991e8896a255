"""Which groups are looked at beside each other: those that share what few others have."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import polars as pl

#: What more groups than this have in common tells none of them apart.
_COMMON: Final = 60
#: Goals that are alike share at least so many pairs of words.
_PAIRS: Final = 4
#: The pairs of so many groups are looked at a time: all of them at once could fill the memory.
_AT_ONCE: Final = 20_000


def candidates(titles: pl.DataFrame, goals: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of groups (one, other; the lower first) that share a word, or some pairs of words of goals.

    ``titles`` holds the words of titles (at, words) and ``goals`` what is said (at, said), both with spaces between.
    """
    words = titles.select("at", thing=pl.col("words").str.split(" ")).explode("thing")
    said = goals.select("at", word=pl.col("said").str.split(" ")).with_columns(following=pl.col("word").list.shift(-1))
    pairs = said.explode("word", "following").drop_nulls("following")
    # A number stands for a pair of words: a text of millions of pairs would fill the memory.
    things = pairs.select("at", thing=pl.struct("word", "following").hash())
    shared = [_sharing(words, 1), _sharing(things, _PAIRS)]
    return pl.concat(shared).unique().sort("one", "other")


def _sharing(told: pl.DataFrame, least: int) -> pl.DataFrame:
    """Return the pairs of groups that have so many things in common which few others have."""
    having = told.unique().filter(pl.len().over("thing").is_between(2, _COMMON)).sort("at")
    return pl.concat(
        [_none(), *(_some(part, having, least) for part in _parts(having))],
    )


def _some(part: pl.DataFrame, having: pl.DataFrame, least: int) -> pl.DataFrame:
    both = part.join(having, on="thing", suffix="_other").filter(pl.col("at") < pl.col("at_other"))
    counted = both.group_by(one="at", other="at_other").agg(many=pl.len())
    return counted.filter(pl.col("many") >= least).select("one", "other")


def _parts(having: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Go through the groups, some at a time; they stand in order."""
    last = having["at"].max()
    edges = [*range(0, int(str(last)) + 1, _AT_ONCE), int(str(last)) + 1] if last is not None else []
    for first, end in pairwise(edges):
        yield having.filter(pl.col("at").is_between(first, end, closed="left"))


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema={"one": pl.Int64, "other": pl.Int64})
