"""When a registration was not there: from the first look without it until something brought it back."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import polars as pl

from metrics.facts import REDUCED, RETRO, day
from metrics.schemas import INSTANT
from sql.days import ZONE

#: A day that never comes: what is open ends on it.
FAR: Final = date(9999, 12, 31)
_OPENED: Final = datetime(2022, 12, 21, tzinfo=UTC)
_DAY: Final = timedelta(days=1)


def last_shown(seen: pl.DataFrame, collections: pl.DataFrame) -> pl.DataFrame:
    """Add to each stretch in the current list the last collection that showed it."""
    newest = collections["moment"].max()
    ended = seen.drop_nulls("known_to").sort("known_to")
    ended = ended.join_asof(
        collections.rename({"moment": "last_shown"}),
        left_on="known_to",
        right_on="last_shown",
        allow_exact_matches=False,
    )
    still = seen.filter(pl.col("known_to").is_null()).with_columns(
        pl.lit(newest).cast(seen.schema["known_from"]).alias("last_shown")
    )
    return pl.concat([ended, still]).sort("lars", "known_from")


def absences(versions: pl.DataFrame, seen: pl.DataFrame, collections: pl.DataFrame) -> pl.DataFrame:
    """Return when each registration was gone: lars, from_day, to_day, since (an instant).

    Gone is from the first collection without it to its next publication, or the next collection
    that showed it, whichever is first.
    """
    published = publications_of(versions).filter(pl.col("published_at") != RETRO)
    unshown = _unshown(pl.concat([_born(versions), published]), seen, collections)
    ended = seen.drop_nulls("known_to").select("lars", moment="known_to")
    gone = pl.concat([unshown, ended]).unique().sort("moment")
    published, seen = _those(published, gone), _those(seen, gone)
    again = gone.join_asof(
        published.sort("published_at"),
        left_on="moment",
        right_on="published_at",
        by="lars",
        strategy="forward",
        allow_exact_matches=False,
        check_sortedness=False,
    ).join_asof(
        seen.select("lars", until="known_from").sort("until"),
        left_on="moment",
        right_on="until",
        by="lars",
        strategy="forward",
        check_sortedness=False,
    )
    back = pl.min_horizontal("until", "published_at")
    return again.filter((pl.col("until") > pl.col("moment")).fill_null(value=True)).select(
        "lars",
        from_day=day("moment"),
        to_day=back.dt.convert_time_zone(ZONE.key).dt.date().fill_null(FAR),
        since="moment",
    )


def _those(frame: pl.DataFrame, few: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows about the registrations of another frame, of which there are few: the rest is never looked at."""
    return frame.join(few.select("lars").unique(), on="lars", how="semi")


def _born(versions: pl.DataFrame) -> pl.DataFrame:
    """Return from when on each registration could have been shown: lars, published_at."""
    # What was filled in afterwards says "on or before": any collection could have shown it.
    filled_in = (pl.col("published_at") == RETRO) & (pl.col("valid_from") == RETRO)
    since = pl.when(filled_in).then(pl.lit(_OPENED, INSTANT)).otherwise("valid_from")
    return versions.group_by("lars").agg(since.min().alias("published_at"))


def _unshown(published: pl.DataFrame, seen: pl.DataFrame, collections: pl.DataFrame) -> pl.DataFrame:
    """Return the first collection at or after each publication, where that one did not show it."""
    looked = published.sort("published_at").join_asof(
        collections, left_on="published_at", right_on="moment", strategy="forward"
    )
    looked = looked.drop_nulls("moment").select("lars", "moment")
    open_ = pl.col("known_to").is_null() | (pl.col("known_to") > pl.col("moment"))
    here = (pl.col("known_from") <= pl.col("moment")) & open_
    # Nearly all were shown in one stretch, so that nothing has to be put in order.
    several = pl.col("lars").is_duplicated()
    once, often = seen.filter(~several), seen.filter(several).sort("known_from")
    first = looked.join(once.select("lars", "known_from", "known_to"), on="lars", how="left")
    missed = first.filter(~here.fill_null(value=False)).select("lars", "moment")
    again = _those(missed, often).sort("moment")
    shown = again.join_asof(
        often.select("lars", "known_from", "known_to"),
        left_on="moment",
        right_on="known_from",
        by="lars",
        check_sortedness=False,
    )
    return pl.concat(
        [
            missed.join(often, on="lars", how="anti"),
            shown.filter(~here.fill_null(value=False)).select("lars", "moment"),
        ]
    )


def publications_of(versions: pl.DataFrame) -> pl.DataFrame:
    """Return when each registration was published: of a reduced table the day is known, not the moment."""
    dated = versions.filter(pl.col("basis") != REDUCED).select("lars", "published_at")
    return dated.drop_nulls().unique()


def unsure_ends(gone: pl.DataFrame, versions: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Return the days before an absence on which it may have begun: lars, from_day, to_day.

    It was still there at its last publication, and at the last collection that showed it.
    """
    versions, seen = _those(versions, gone), _those(seen, gone)
    published = publications_of(versions).rename({"published_at": "at"}).sort("at")
    ends = gone.sort("since").join_asof(published, left_on="since", right_on="at", by="lars", check_sortedness=False)
    stretches = seen.sort("known_from").select("lars", "known_from", "known_to", "last_shown")
    ends = ends.join_asof(
        stretches, left_on="since", right_on="known_from", by="lars", allow_exact_matches=False, check_sortedness=False
    )
    sure = pl.max_horizontal("at", "last_shown").dt.convert_time_zone(ZONE.key).dt.date()
    unsure = ends.select("lars", from_day=sure + _DAY, to_day="from_day")
    return unsure.filter(pl.col("from_day") < pl.col("to_day"))


def republications(versions: pl.DataFrame, seen: pl.DataFrame, collections: pl.DataFrame) -> pl.DataFrame:
    """Return the days between two publications of the same words: withdrawn some time in between.

    Not before the last collection in between that still showed it.
    """
    versions = _those(versions, versions.filter("repeats"))
    seen = _those(seen, versions)
    publications = (
        versions.filter(pl.col("published_at").is_not_null(), pl.col("basis") != REDUCED)
        .group_by("lars", "published_at")
        .agg(pl.col("repeats").sort_by("known_from").first())
        .sort("lars", "published_at")
    )
    before = publications.with_columns(pl.col("published_at").shift(1).over("lars").alias("before"))
    again = before.filter(pl.col("repeats") & pl.col("before").is_not_null()).sort("published_at")
    looked = again.join_asof(
        collections, left_on="published_at", right_on="moment", allow_exact_matches=False, check_sortedness=False
    )
    stretches = seen.select("lars", "known_from", "last_shown").sort("known_from")
    shown = looked.sort("moment").join_asof(
        stretches, left_on="moment", right_on="known_from", by="lars", check_sortedness=False
    )
    last_shown = pl.when(pl.col("last_shown").is_not_null()).then(pl.min_horizontal("moment", "last_shown"))
    sure = pl.max_horizontal("before", last_shown)
    between = shown.select(
        "lars", from_day=sure.dt.convert_time_zone(ZONE.key).dt.date() + _DAY, to_day=day("published_at")
    )
    return between.filter(pl.col("from_day") < pl.col("to_day"))
