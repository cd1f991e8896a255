"""What a registration said on which days, when several sources tell: the one that saw it that day wins.

A publication holds from its moment on. An export without moments of publication saw words from its
first collection with them to its last, and on those days they hold; after them the publications do
again. A reduced table only speaks where nothing else does.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

import polars as pl

from metrics.facts import LISTED, REDUCED, Facts, day

_DAY: Final = timedelta(days=1)


def statements(versions: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Return the versions with ``at``, the day from which each holds; those of one day in the order in which they do.

    ``versions`` are as known at the end of a day, sorted by lars, valid_from, known_from and content. A
    version can stand in it twice, and some in it not at all.
    """
    dated = versions.with_columns(at=day("valid_from"))
    if not dated["basis"].is_in([LISTED, REDUCED]).any():
        return dated
    listed = _looked(dated.filter(pl.col("basis") == LISTED), facts.collected(known_on, ("current",)))
    published = dated.filter(~pl.col("basis").is_in([LISTED, REDUCED]))
    told = _not_seen_otherwise(published, listed)
    again = _after(published, listed)
    full = pl.concat([told, listed.select(told.columns), again.select(told.columns)])
    return pl.concat([full, _alone(dated.filter(pl.col("basis") == REDUCED), full)]).sort(
        "at", "lars", "valid_from", "known_from", "content"
    )


def _looked(listed: pl.DataFrame, moments: Sequence[datetime]) -> pl.DataFrame:
    """Add ``until``, the day of the last export that still showed the words, and whether others followed."""
    looks = pl.DataFrame({"look": moments}, schema={"look": listed.schema["known_from"]})
    newest = pl.lit(max(moments, default=None), listed.schema["known_from"])
    ended = listed.sort("known_to").join_asof(
        looks, left_on="known_to", right_on="look", allow_exact_matches=False, check_sortedness=False
    )
    last = pl.when(pl.col("known_to").is_null()).then(newest).otherwise("look")
    followed = listed.select("lars", known_to="known_from", followed=pl.lit(value=True)).unique()
    told = ended.with_columns(look=last).join(followed, on=["lars", "known_to"], how="left")
    return told.with_columns(until=day("look"), followed=pl.col("followed").fill_null(value=False))


def _not_seen_otherwise(published: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Return the publications that did not begin while an export showed other words."""
    if listed.is_empty():
        return published
    windows = listed.select("lars", "until", begins="at").sort("begins")
    looked = published.sort("at").join_asof(windows, left_on="at", right_on="begins", by="lars", check_sortedness=False)
    within = (pl.col("at") <= pl.col("until")).fill_null(value=False)
    return looked.filter(~within).select(published.columns)


def _after(published: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Return the publication in force when the exports stopped, from the day after the last of them."""
    ends = listed.filter(pl.col("known_to").is_not_null(), ~pl.col("followed")).select("lars", "until").sort("until")
    back = ends.join_asof(published.sort("at"), left_on="until", right_on="at", by="lars", check_sortedness=False)
    return back.drop_nulls("content").with_columns(at=pl.col("until") + _DAY)


def _alone(reduced: pl.DataFrame, full: pl.DataFrame) -> pl.DataFrame:
    """Return what reduced tables showed of registrations of which nothing else was known by then."""
    first = full.group_by("lars").agg(pl.col("at").min().alias("first"))
    known = reduced.join(first, on="lars", how="left")
    return known.filter(pl.col("first").is_null() | (pl.col("first") > pl.col("at"))).drop("first")
