"""Which registration was public on which days, and how sure that is.

The register never says when something was withdrawn. So each registration's life is cut into
stretches of whole days, Amsterdam time, within which nothing about it changes; each is counted in
``high`` (may have been public) and, where that is certain, in ``low`` too.
"""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN, placed
from metrics.facts import INSTANT, REDUCED, RETRO, ZONE, Facts, day, known
from metrics.statements import statements

#: The register went live; what was filled in afterwards may have been there from this day on.
LAUNCH: Final = date(2022, 12, 21)
_OPENED: Final = pl.lit(datetime(2022, 12, 21, tzinfo=UTC)).cast(INSTANT)
NO_MINISTRY: Final = "not under a ministry"

_FAR: Final = date(9999, 12, 31)
_DAY: Final = pl.duration(days=1)


def spans(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return the stretches of days of every registration, as known at the end of a day.

    Columns: lars, from_day, to_day (the first day after it; 9999-12-31 when open), low, high,
    retro (before the date that was filled in afterwards), first_published, published_at, content,
    name, status, category, standard, asked, filled, valid, org_id, organisation, type,
    ministry_id, ministry. Sorted by lars and from_day.
    """
    versions = known(facts.versions, known_on).sort("lars", "valid_from", "known_from")
    moments = facts.collected(known_on)
    if versions.is_empty() or not moments:
        return _no_spans(versions)
    collections = pl.DataFrame({"moment": moments}, schema={"moment": versions.schema["valid_from"]})
    seen = _last_shown(known(facts.seen, known_on), collections)
    versions = _backdated(versions, seen)
    said = statements(versions, facts, known_on)
    gone = _absences(versions, seen, collections)
    doubt = pl.concat([_unsure_ends(gone, versions, seen), _republications(versions, seen, collections)])
    owners = _owners(facts, versions, known_on)
    marks = [
        said.select("lars", "at"),
        *(frame.select("lars", at=column) for frame in (gone, doubt) for column in ("from_day", "to_day")),
        owners.select("lars", at=day("known_from")),
    ]
    first = versions.group_by("lars").agg(day("valid_from").min().alias("begun"))
    cuts = pl.concat(marks).unique().join(first, on="lars").filter(pl.col("at") >= pl.col("begun"))
    cut = cuts.select("lars", from_day="at").sort("lars", "from_day")
    cut = cut.with_columns(pl.col("from_day").shift(-1).over("lars").fill_null(_FAR).alias("to_day"))
    cut = _content_of(cut.filter(pl.col("from_day") < _FAR), said, versions)
    cut = cut.with_columns(_within(cut, gone).alias("gone"), _within(cut, doubt).alias("doubt"))
    cut = cut.filter(~pl.col("gone")).with_columns(
        low=~pl.col("doubt"), high=pl.lit(value=True), retro=pl.lit(value=False)
    )
    cut = pl.concat([cut, _before_retro(cut, versions, moments[0].astimezone(ZONE).date())])
    return (
        placed(_owned(cut, owners).drop("organisation"), facts, known_on).drop("gone", "doubt").sort("lars", "from_day")
    )


@lru_cache(maxsize=8)
def stretches(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return ``spans``, kept for the facts and days last asked about."""
    return spans(facts, known_on)


def _no_spans(versions: pl.DataFrame) -> pl.DataFrame:
    columns = {name: versions.schema[name] for name in _CONTENT}
    text = dict.fromkeys(("organisation", "type", "ministry_id", "ministry"), pl.String)
    flags = dict.fromkeys(("low", "high", "retro"), pl.Boolean)
    moment = {"first_published": versions.schema["published_at"]}
    days = {"from_day": pl.Date, "to_day": pl.Date}
    return pl.DataFrame(schema={"lars": pl.String, **days, **flags, **moment, **columns, **text})


def _last_shown(seen: pl.DataFrame, collections: pl.DataFrame) -> pl.DataFrame:
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


def _backdated(versions: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Begin a registration when a collection showed it, where its own date is later than that."""
    first_seen = seen.group_by("lars").agg(pl.col("known_from").min().alias("seen"))
    joined = versions.join(first_seen, on="lars", how="left")
    first = pl.col("valid_from") == pl.col("valid_from").min().over("lars")
    early = first & (pl.col("seen") < pl.col("valid_from"))
    begun = pl.when(early).then("seen").otherwise("valid_from")
    return joined.with_columns(begun.alias("valid_from")).drop("seen").sort("lars", "valid_from", "known_from")


def _absences(versions: pl.DataFrame, seen: pl.DataFrame, collections: pl.DataFrame) -> pl.DataFrame:
    """Return when each registration was gone: lars, from_day, to_day, since (an instant).

    Gone is from the first collection without it to its next publication, or the next collection
    that showed it, whichever is first.
    """
    published = _published(versions).filter(pl.col("published_at") != RETRO)
    unshown = _unshown(pl.concat([_born(versions), published]), seen, collections)
    ended = seen.drop_nulls("known_to").select("lars", moment="known_to")
    gone = pl.concat([unshown, ended]).unique().sort("moment")
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
        to_day=back.dt.convert_time_zone(ZONE.key).dt.date().fill_null(_FAR),
        since="moment",
    )


def _born(versions: pl.DataFrame) -> pl.DataFrame:
    """Return from when on each registration could have been shown: lars, published_at."""
    # What was filled in afterwards says "on or before": any collection could have shown it.
    filled_in = (pl.col("published_at") == RETRO) & (pl.col("valid_from") == RETRO)
    since = pl.when(filled_in).then(_OPENED).otherwise("valid_from")
    return versions.group_by("lars").agg(since.min().alias("published_at"))


def _unshown(published: pl.DataFrame, seen: pl.DataFrame, collections: pl.DataFrame) -> pl.DataFrame:
    """Return the first collection at or after each publication, where that one did not show it."""
    looked = published.sort("published_at").join_asof(
        collections, left_on="published_at", right_on="moment", strategy="forward"
    )
    looked = looked.drop_nulls("moment").select("lars", "moment").unique().sort("moment")
    stretches = seen.select("lars", "known_from", "known_to").sort("known_from")
    shown = looked.join_asof(stretches, left_on="moment", right_on="known_from", by="lars", check_sortedness=False)
    here = pl.col("known_from").is_not_null() & (pl.col("known_to").is_null() | (pl.col("known_to") > pl.col("moment")))
    return shown.filter(~here).select("lars", "moment")


def _published(versions: pl.DataFrame) -> pl.DataFrame:
    """Return when each registration was published: of a reduced table the day is known, not the moment."""
    dated = versions.filter(pl.col("basis") != REDUCED).select("lars", "published_at")
    return dated.drop_nulls().unique()


def _unsure_ends(gone: pl.DataFrame, versions: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Return the days before an absence on which it may have begun: lars, from_day, to_day.

    It was still there at its last publication, and at the last collection that showed it.
    """
    published = _published(versions).rename({"published_at": "at"}).sort("at")
    ends = gone.sort("since").join_asof(published, left_on="since", right_on="at", by="lars", check_sortedness=False)
    stretches = seen.sort("known_from").select("lars", "known_from", "known_to", "last_shown")
    ends = ends.join_asof(
        stretches, left_on="since", right_on="known_from", by="lars", allow_exact_matches=False, check_sortedness=False
    )
    sure = pl.max_horizontal("at", "last_shown").dt.convert_time_zone(ZONE.key).dt.date()
    unsure = ends.select("lars", from_day=sure + _DAY, to_day="from_day")
    return unsure.filter(pl.col("from_day") < pl.col("to_day"))


def _republications(versions: pl.DataFrame, seen: pl.DataFrame, collections: pl.DataFrame) -> pl.DataFrame:
    """Return the days between two publications of the same words: withdrawn some time in between.

    Not before the last collection in between that still showed it.
    """
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


_CONTENT: Final = (
    "content",
    "published_at",
    "name",
    "org_id",
    "status",
    "category",
    "standard",
    "asked",
    "filled",
    "valid",
    "basis",
    "identity",
)


def _content_of(cut: pl.DataFrame, said: pl.DataFrame, versions: pl.DataFrame) -> pl.DataFrame:
    """Give each stretch what the registration said on it: the last word of its first day."""
    told = said.select("lars", "organisation", *_CONTENT, "at").unique(["lars", "at"], keep="last", maintain_order=True)
    joined = cut.sort("from_day").join_asof(told, left_on="from_day", right_on="at", by="lars", check_sortedness=False)
    return joined.drop("at").join(_first_published(versions), on="lars", how="left")


def _first_published(versions: pl.DataFrame) -> pl.DataFrame:
    """Return the first publication of each registration, null where no source tells it.

    A reduced table tells the day of the version that was current, which is only better than nothing.
    """
    reduced = pl.col("basis") == REDUCED
    moment = pl.coalesce(pl.col("published_at").filter(~reduced).min(), pl.col("published_at").filter(reduced).min())
    return versions.group_by("lars").agg(moment.alias("first_published"))


def _within(cut: pl.DataFrame, stretches: pl.DataFrame) -> pl.Series:
    """Say of each stretch whether it lies in one of some intervals of the same registration."""
    intervals = stretches.select("lars", "to_day", begins="from_day").sort("begins", "to_day")
    found = (
        cut.with_row_index("_at")
        .sort("from_day")
        .join_asof(
            intervals.rename({"to_day": "ends"}),
            left_on="from_day",
            right_on="begins",
            by="lars",
            check_sortedness=False,
        )
    )
    inside = (pl.col("from_day") < pl.col("ends")).fill_null(value=False)
    return found.sort("_at").select(inside.alias("inside")).to_series()


def _before_retro(cut: pl.DataFrame, versions: pl.DataFrame, first_collection: date) -> pl.DataFrame:
    """Return the days on which registrations may have been there, of which no date tells the beginning.

    Their date was filled in afterwards, or they have none and the first collection showed them.
    """
    end = min(RETRO.date(), first_collection)
    filled_in = (pl.col("first_published") == RETRO) & (pl.col("from_day") == end)
    dated = _published(versions)["lars"].unique().to_list()
    undated = ~pl.col("lars").is_in(dated) & (pl.col("from_day") == first_collection)
    return (
        cut.filter(filled_in | undated)
        .with_columns(
            from_day=pl.lit(min(LAUNCH, end)), to_day="from_day", low=pl.lit(value=False), retro=pl.lit(value=True)
        )
        .filter(pl.col("from_day") < pl.col("to_day"))
    )


def _owners(facts: Facts, versions: pl.DataFrame, known_on: date) -> pl.DataFrame:
    """Return whose each registration is: lars, owner, known_from.

    As the register lists it; for one that was withdrawn before any list named its owner, the one
    body whose name it carries, if every other registration under that name agrees.
    """
    owners = known(facts.owners, known_on).select("lars", "known_from", owner="org_id").filter(pl.col("owner") != "")
    names = versions.select("lars", _name("organisation")).unique()
    carried = names.join(owners.select("lars", "owner"), on="lars").select("organisation", "owner")
    official = known(facts.organisations, known_on).select(_name("name").alias("organisation"), owner="org_id")
    by_name = pl.concat([carried, official]).unique().drop_nulls().filter(~pl.col("organisation").is_duplicated())
    orphans = versions.group_by("lars").agg(
        _name("organisation").last(), pl.col("valid_from").min().alias("known_from")
    )
    orphans = orphans.join(owners, on="lars", how="anti").join(by_name, on="organisation")
    return pl.concat([owners, orphans.select("lars", "known_from", "owner")]).sort("known_from")


def _name(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()


def _owned(cut: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """Give each stretch its owner: as then known, or as first known; an export's own id wins."""
    dated = owners.select("lars", "owner", at=day("known_from")).sort("at")
    first = owners.group_by("lars").agg(pl.col("owner").first().alias("first_owner"))
    joined = (
        cut.sort("from_day")
        .join_asof(dated, left_on="from_day", right_on="at", by="lars", check_sortedness=False)
        .drop("at")
    )
    joined = joined.join(first, on="lars", how="left")
    owner = pl.coalesce("org_id", "owner", "first_owner", pl.lit(UNKNOWN))
    return joined.with_columns(owner.alias("org_id")).drop("owner", "first_owner")
