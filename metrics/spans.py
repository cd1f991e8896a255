"""Which registration was public on which days, and how sure that is.

The register never says when something was withdrawn. So each registration's life is cut into
stretches of whole days, Amsterdam time, within which nothing about it changes; each is counted in
``high`` (may have been public) and, where that is certain, in ``low`` too.
"""

from datetime import date
from typing import Final

import polars as pl

from metrics.absences import absences, last_shown, publications_of, republications, unsure_ends
from metrics.bodies import UNKNOWN, placed
from metrics.facts import RETRO, Facts, day, known
from metrics.lives import Lives, in_order, last_word
from metrics.memo import with_facts
from metrics.real_changes import with_changes
from metrics.statements import statements
from sql.days import ZONE
from sql.fields import NOT_STATED

#: The register went live; what was filled in afterwards may have been there from this day on.
LAUNCH: Final = date(2022, 12, 21)
NO_MINISTRY: Final = "not under a ministry"


def spans(facts: Facts, known_on: date, only: pl.Series | None = None) -> pl.DataFrame:
    """Return the stretches of days of every registration, or of some, as known at the end of a day.

    Columns: lars, from_day, to_day (the first day after it; 9999-12-31 when open), low, high,
    retro (before the date that was filled in afterwards), first_published, published_at, content,
    name, status, category, standard, asked, filled, valid, due, failed, broken, traits, themes, real,
    title, cluster, printed (whether one of its texts is long enough to be compared), changed_on (the day of its
    last real change up to then), basis, identity, org_id, organisation, type, ministry_id, ministry.
    Sorted by lars and from_day.
    """
    mine = pl.lit(value=True) if only is None else pl.col("lars").is_in(only.implode())
    versions = _ready(known(facts.versions.filter(mine), known_on))
    moments = facts.collected(known_on)
    if versions.is_empty() or not moments:
        return _no_spans(versions)
    collections = pl.DataFrame({"moment": moments}, schema={"moment": versions.schema["valid_from"]})
    seen = last_shown(known(facts.seen.filter(mine), known_on), collections)
    versions = _backdated(versions, seen)
    lives = Lives.of(versions)
    versions = lives.placed(versions)
    said = statements(versions, facts, known_on)
    away = absences(versions, seen, collections)
    unsure = pl.concat([unsure_ends(away, versions, seen), republications(versions, seen, collections)])
    gone, doubt = (lives.placed(frame.select("lars", "from_day", "to_day")) for frame in (away, unsure))
    owners = lives.placed(_owners(facts, versions, known_on).with_columns(at=day("known_from")))
    ends = (frame.select("place", at=end) for frame in (gone, doubt) for end in ("from_day", "to_day"))
    cut = lives.cut([frame.select("place", "at") for frame in (said, owners, *ends)])
    cut = cut.hstack(last_word(cut, said, ("organisation", *_CONTENT)))
    cut = cut.with_columns(_within(cut, gone).alias("gone"), _within(cut, doubt).alias("doubt"))
    cut = cut.filter(~pl.col("gone")).with_columns(
        low=~pl.col("doubt"), high=pl.lit(value=True), retro=pl.lit(value=False)
    )
    cut = pl.concat([cut, _before_retro(cut, versions, moments[0].astimezone(ZONE).date())])
    cut = cut.with_columns(pl.col("themes").fill_null(NOT_STATED)).drop("gone", "doubt")
    cut = _owned(with_changes(in_order(cut, "lars", "from_day")), owners)
    return in_order(placed(cut, facts, known_on).select(SPANS), "lars", "from_day")


def counting(facts: Facts, as_of: date, known_on: date | None) -> pl.Expr:
    """Say of stretches of a day whether they count: before the first collection only what is sure does."""
    first = facts.first_day(known_on)
    return pl.lit(value=True) if first is not None and as_of >= first else pl.col("low")


@with_facts(8)
def stretches(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return ``spans``, kept for the facts and days last asked about, or as the mart has them."""
    return in_order(facts.cut, "lars", "from_day") if facts.holds(facts.cut, known_on) else spans(facts, known_on)


def _ready(versions: pl.DataFrame) -> pl.DataFrame:
    """Put versions in order; lists are for what looks at whole texts, here each registration has many rows."""
    printed = pl.col("prints").list.drop_nulls().list.len().fill_null(0) > 0
    return in_order(versions.with_columns(printed=printed).drop("prints", "links"), *_ORDER)


def _no_spans(versions: pl.DataFrame) -> pl.DataFrame:
    columns = {name: versions.schema[name] for name in _CONTENT}
    text = dict.fromkeys(("organisation", "type", "ministry_id", "ministry"), pl.String)
    flags = dict.fromkeys(("low", "high", "retro"), pl.Boolean)
    moment = {"first_published": versions.schema["published_at"]}
    days = dict.fromkeys(("from_day", "to_day", "changed_on"), pl.Date)
    return pl.DataFrame(schema={"lars": pl.String, **days, **flags, **moment, **columns, **text}).select(SPANS)


def _backdated(versions: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """Begin a registration when a collection showed it, where its own date is later than that."""
    first_seen = seen.group_by("lars").agg(pl.col("known_from").min().alias("seen"))
    joined = versions.join(first_seen, on="lars", how="left", maintain_order="left")
    first = pl.col("valid_from") == pl.col("valid_from").min().over("lars")
    early = first & (pl.col("seen") < pl.col("valid_from"))
    begun = pl.when(early).then("seen").otherwise("valid_from")
    return in_order(joined.with_columns(begun.alias("valid_from")).drop("seen"), *_ORDER)


_ORDER: Final = ("lars", "valid_from", "known_from", "content")
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
    "due",
    "failed",
    "broken",
    "traits",
    "themes",
    "real",
    "title",
    "cluster",
    "printed",
    "basis",
    "identity",
)
#: The columns of ``spans``, in order.
SPANS: Final = (
    "lars",
    "from_day",
    "to_day",
    "low",
    "high",
    "retro",
    "first_published",
    *_CONTENT,
    "changed_on",
    "organisation",
    "type",
    "ministry_id",
    "ministry",
)


def _within(cut: pl.DataFrame, intervals: pl.DataFrame) -> pl.Series:
    """Say of each stretch whether it lies in one of some intervals of the same registration."""
    begun = intervals.sort("from_day", "to_day").select("place", at="from_day", ends="to_day")
    ends = last_word(cut, begun, ["ends"])["ends"]
    return (cut["from_day"] < ends).fill_null(value=False)


def _before_retro(cut: pl.DataFrame, versions: pl.DataFrame, first_collection: date) -> pl.DataFrame:
    """Return the days on which registrations may have been there, of which no date tells the beginning.

    Their date was filled in afterwards, or they have none and the first collection showed them.
    """
    end = min(RETRO.date(), first_collection)
    cut = cut.filter(pl.col("from_day").is_in([end, first_collection]))
    filled_in = (pl.col("first_published") == RETRO) & (pl.col("from_day") == end)
    dated = publications_of(versions.join(cut, on="lars", how="semi"))["lars"].unique().implode()
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
    owners = _owners_named(facts, known_on)
    unowned = versions.join(owners, on="lars", how="anti")
    if unowned.height:
        orphans = unowned.group_by("lars").agg(
            _name("organisation").last(), pl.col("valid_from").min().alias("known_from")
        )
        found = orphans.join(_by_name(facts, owners, known_on), on="organisation")
        owners = pl.concat([owners, found.select("lars", "known_from", "owner")])
    return owners.sort("known_from", "owner")


def _owners_named(facts: Facts, known_on: date) -> pl.DataFrame:
    return known(facts.owners, known_on).select("lars", "known_from", owner="org_id").filter(pl.col("owner") != "")


def _by_name(facts: Facts, owners: pl.DataFrame, known_on: date) -> pl.DataFrame:
    """Return the names that one body alone carries (organisation, owner), whichever registrations are asked about."""
    said = known(facts.versions, known_on).select("lars", "organisation").unique()
    carried = said.join(owners.select("lars", "owner"), on="lars").select("organisation", "owner").unique()
    official = known(facts.organisations, known_on).select(organisation="name", owner="org_id")
    named = pl.concat([carried, official]).with_columns(_name("organisation")).unique().drop_nulls()
    return named.filter(~pl.col("organisation").is_duplicated())


def orphans(facts: Facts, known_on: date) -> pl.Series:
    """Return the registrations of which no source names the owner: whose they are depends on others."""
    said = known(facts.versions, known_on).select("lars").unique()
    return said.join(_owners_named(facts, known_on), on="lars", how="anti")["lars"]


def _name(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()


def _owned(cut: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """Give each stretch its owner: as then known, or as first known; an export's own id wins."""
    first = owners.group_by("place").agg(pl.col("owner").first().alias("first_owner"))
    joined = cut.hstack(last_word(cut, owners, ["owner"])).join(first, on="place", how="left", maintain_order="left")
    owner = pl.coalesce("org_id", "owner", "first_owner", pl.lit(UNKNOWN))
    return joined.with_columns(owner.alias("org_id")).drop("owner", "first_owner", "place")
