"""Peers that differ: another body put the same common system in another category."""

from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN
from metrics.checks.declare import INFORMATION
from metrics.context.declare import FAILED, PASSED, ContextCheck, Known, Look, of_keys
from metrics.fingerprints import number
from metrics.intervals import clipped, merged, shared, without
from metrics.registry import Text
from sql.fields import CATEGORIES

_INTERVAL: Final = ("who", "from_day", "to_day")
_SPAN: Final = ("key", "from_day", "to_day")
_AT: Final = ("key", "body", "other")
_PAIR: Final = ("key", "body", "category", "other")
#: Parts of the level.
_TOGETHER, _ANYWHERE, _BOTH, _PEERS = range(4)
_LEVEL: Final = {
    **dict.fromkeys(("part", "key", "body", "category", "other"), pl.Int64),
    **dict.fromkeys(("from_day", "to_day"), pl.Date),
}
CHECK: Final = ContextCheck(
    "differs_from_peers",
    Text("Dezelfde categorie als bij andere organisaties", "The same category as at other organisations"),
    Text(
        "Hetzelfde systeem staat bij de ene organisatie als hoog-risico en bij de andere niet: een van beide is "
        "misschien na te kijken.",
        "The same system is high-risk at one organisation and not at another: one of the two may be worth a check.",
    ),
    Text(
        "Vergelijk uw indeling met die van de andere organisatie. Een verschil kan terecht zijn.",
        "Compare your classification with that of the other organisation. A difference can be right.",
    ),
    Text(
        "Openbare registraties met een categorie, van een systeem waarvan een andere organisatie er die dag ook een "
        "heeft, met een categorie.",
        "Public registrations with a category, of a system of which another organisation has one that day, with a "
        "category too.",
    ),
    Text(
        "Registraties zonder categorie, zonder naam, van een onbekende organisatie, of van een systeem dat nergens "
        "anders staat.",
        "Registrations without a category, without a name, of an unknown organisation, or of a system that nobody "
        "else has.",
    ),
    Text(
        "Regel van Vulgraad; welke registraties van hetzelfde systeem zijn, volgt uit hun naam en hun doel.",
        "Rule by Vulgraad; which registrations are of the same system follows from their names and goals.",
    ),
    INFORMATION,
    version=2,
)


def _rows(known: Known, keys: pl.Series | None) -> pl.DataFrame:
    stated = pl.col("cluster").is_not_null() & (pl.col("org_id") != UNKNOWN) & pl.col("category").is_in(CATEGORIES)
    columns = ("who", "from_day", "to_day", "org_id", "body", "category")
    named = known.cut.filter(stated).with_columns(pl.col("category").cast(pl.Enum(CATEGORIES)).to_physical())
    return of_keys(named.select(*columns, key=number(pl.col("cluster"))), keys)


def _level(rows: pl.DataFrame) -> pl.DataFrame:
    """Return all of one system's registrations that bears on another one of it (``_LEVEL``), in parts.

    That is when at least two bodies have it; when it stands in each category; which bodies had it in several;
    and when it stood at others in a category that such a body had it in too.
    """
    stood = _stood(rows.filter(pl.len().over("key") > 1))
    together = shared(stood, ["key"], "body", 2)
    stood = stood.join(together, on="key", how="semi")
    both = _both(stood)
    anywhere = merged(stood, ["key", "category"]).rename({"category": "other"})
    parts = {_TOGETHER: together, _ANYWHERE: anywhere, _BOTH: both, _PEERS: _peers(stood, both)}
    found = [frame.with_columns(part=pl.lit(part)) for part, frame in parts.items()]
    # What a part has no use for is the same in all of its rows: a null would not be equal to itself.
    return pl.concat([pl.DataFrame(schema=_LEVEL), *found], how="diagonal_relaxed").with_columns(
        pl.col("body", "category", "other").fill_null(-1), pl.col("from_day", "to_day").fill_null(date.min)
    )


def _stood(rows: pl.DataFrame) -> pl.DataFrame:
    """Return when a body had a system in a category: key, body, category, from_day, to_day.

    Most rows lie within the one that lasts longest and began first: only what began before it is put together.
    """
    at = ["key", "body", "category"]
    last = pl.col("from_day").filter(pl.col("to_day") == pl.col("to_day").max()).min()
    longest = rows.group_by(at).agg(pl.col("to_day").max(), from_day=last)
    before = rows.join(longest.select(*at, since="from_day"), on=at).filter(pl.col("from_day") < pl.col("since"))
    columns = [*at, "from_day", "to_day"]
    return merged(pl.concat([longest.select(columns), before.select(columns)]), at)


def _both(stood: pl.DataFrame) -> pl.DataFrame:
    """Return the categories in which one body ever had one system: key, body, category, other."""
    had = stood.select("key", "body", "category").unique()
    both = had.join(had.rename({"category": "other"}), on=["key", "body"])
    return both.filter(pl.col("category") != pl.col("other"))


def _peers(stood: pl.DataFrame, both: pl.DataFrame) -> pl.DataFrame:
    """Return when a system stood, at others, in a category that a body had it in beside another (``_AT``)."""
    of_others = stood.select("key", "from_day", "to_day", peer="body", other="category")
    peers = both.select(_AT).unique().join(of_others, on=["key", "other"]).filter(pl.col("peer") != pl.col("body"))
    return merged(peers, list(_AT))


def _find(known: Known, rows: pl.DataFrame, level: pl.DataFrame) -> pl.DataFrame:
    del known
    together, anywhere, both, peers = (
        level.filter(pl.col("part") == part).drop("part") for part in (_TOGETHER, _ANYWHERE, _BOTH, _PEERS)
    )
    ours = rows.with_columns(pl.col("category").cast(_LEVEL["category"])).join(together, on="key", how="semi")
    asked = clipped(ours, together.select(_SPAN), ["key"])
    # A body's own registrations in another category are no peers: those that have some look at others alone.
    anywhere_else = clipped(ours, anywhere.select(*_SPAN, "other"), ["key"])
    of_others = anywhere_else.filter(pl.col("other") != pl.col("category")).join(both, on=_PAIR, how="anti")
    of_mine = ours.join(both.select(_PAIR), on=["key", "body", "category"])
    of_others_too = clipped(of_mine, peers.select(*_AT, "from_day", "to_day"), list(_AT))
    differs = merged(pl.concat([one.select(_INTERVAL) for one in (of_others, of_others_too)]), ["who"])
    found = {FAILED: differs, PASSED: without(asked, differs, ["who"])}
    return pl.concat(frame.with_columns(outcome=pl.lit(outcome)) for outcome, frame in found.items())


LOOKS: Final = (Look(CHECK, _rows, _find, level=_level),)
