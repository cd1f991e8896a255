"""Peers that differ: another body put the same common system in another category."""

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
CHECK: Final = ContextCheck(
    "differs_from_peers",
    Text("Dezelfde categorie als bij andere organisaties", "The same category as at other bodies"),
    Text(
        "Hetzelfde systeem staat bij de ene organisatie als hoog-risico en bij de andere niet: een van beide is "
        "misschien na te kijken.",
        "The same system is high-risk at one body and not at another: one of the two may be worth a check.",
    ),
    Text(
        "Vergelijk uw indeling met die van de andere organisatie. Een verschil kan terecht zijn.",
        "Compare your classification with that of the other body. A difference can be right.",
    ),
    Text(
        "Openbare registraties met een categorie, van een systeem waarvan een andere organisatie er die dag ook een "
        "heeft, met een categorie.",
        "Public registrations with a category, of a system of which another body has one that day, with a category "
        "too.",
    ),
    Text(
        "Registraties zonder categorie, zonder naam, van een onbekende organisatie, of van een systeem dat nergens "
        "anders staat.",
        "Registrations without a category, without a name, of an unknown body, or of a system that nobody else has.",
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


def _find(known: Known, rows: pl.DataFrame) -> pl.DataFrame:
    del known
    together = shared(rows.filter(pl.len().over("key") > 1), ["key"], "body", 2)
    named = rows.join(together, on="key", how="semi")
    asked = clipped(named, together, ["key"])
    differs = merged(pl.concat([_of_others(named), _of_others_too(named)]), ["who"])
    found = {FAILED: differs, PASSED: without(asked, differs, ["who"])}
    return pl.concat(frame.with_columns(outcome=pl.lit(outcome)) for outcome, frame in found.items())


def _of_others(named: pl.DataFrame) -> pl.DataFrame:
    """Return when a system stood in another category, of bodies that never had it there themselves."""
    anywhere = merged(named, ["key", "category"]).rename({"category": "other"})
    apart = clipped(named, anywhere, ["key"]).filter(pl.col("other") != pl.col("category"))
    return apart.join(_both(named), on=["key", "body", "category", "other"], how="anti").select(_INTERVAL)


def _of_others_too(named: pl.DataFrame) -> pl.DataFrame:
    """Return the same of bodies that ever had the system in that category too: less where only they had."""
    both = _both(named)
    at = ["key", "body", "other"]
    stood = named.select("key", "from_day", "to_day", peer="body", other="category")
    peers = both.select(at).unique().join(stood, on=["key", "other"]).filter(pl.col("peer") != pl.col("body"))
    ours = named.join(both, on=["key", "body", "category"])
    return clipped(ours, merged(peers, at), at).select(_INTERVAL)


def _both(named: pl.DataFrame) -> pl.DataFrame:
    """Return the categories in which one body ever had one system: key, body, category, other."""
    had = named.select("key", "body", "category").unique()
    both = had.join(had.rename({"category": "other"}), on=["key", "body"])
    return both.filter(pl.col("category") != pl.col("other"))


LOOKS: Final = (Look(CHECK, _rows, _find, social=True),)
