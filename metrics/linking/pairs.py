"""Pairs of a line of an inventory and a registration that may be one system, each with what speaks for it."""

import polars as pl

from metrics.facts import SCHEMAS
from metrics.linking.dating import held


def pairs(lines: pl.DataFrame, registrations: pl.DataFrame, related: pl.DataFrame) -> pl.DataFrame:
    """Return every pair worth looking at (the frame ``pairs`` of ``metrics.facts``), in order.

    ``lines``: org_id, local_id, name, description, process, vendor, start_date, category, known_from,
    known_to. ``registrations``, one row per content and body: lars, org_id, organisation, name,
    description_short, goal, provider, begin_date, category, source_id, known_from, known_to (when a newer
    text of it was known). ``related``: org_id and other, every pair of bodies within which to look.
    """
    own = related.filter(pl.col("org_id") == pl.col("other")).select("org_id")
    found = _by_source_id(lines.join(own, on="org_id", how="semi"), registrations)
    return held(found.select(pl.col(name).cast(kind) for name, kind in SCHEMAS["pairs"].items()))


def _by_source_id(lines: pl.DataFrame, registrations: pl.DataFrame) -> pl.DataFrame:
    """Return the registrations that name a line of their own body by its id, as long as their text says so.

    Each body has ids of its own: another one's "34" is no line of ours.
    """
    said = registrations.select(
        "org_id", "lars", key=_plain("source_id"), said_from="known_from", said_to="known_to"
    ).filter(pl.col("key").str.len_chars() > 0)
    met = lines.with_columns(key=_plain("local_id")).join(said, on=["org_id", "key"])
    both = met.select(
        "org_id",
        "local_id",
        "lars",
        basis=pl.lit("source_id"),
        score=pl.lit(None, pl.Float64),
        evidence=pl.lit(None, pl.List(pl.Float64)),
        known_from=pl.max_horizontal("known_from", "said_from"),
        known_to=pl.min_horizontal("known_to", "said_to"),
    )
    return both.filter(pl.col("known_to").is_null() | (pl.col("known_from") < pl.col("known_to")))


def _plain(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.strip_chars().str.to_lowercase()
