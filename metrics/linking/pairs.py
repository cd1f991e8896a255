"""Pairs of a line of an inventory and a registration that may be one system, each with what speaks for it."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from metrics.linking.compare import Matrix, Side
from metrics.linking.dating import held
from metrics.linking.features import features
from metrics.linking.joined import Parts, parts_meant
from metrics.linking.score import scored
from metrics.linking.sides import names_of, side
from metrics.schemas import SCHEMAS

#: What is compared of a line and of a registration: rows that say the same in all of it are compared once.
_LINE_TEXTS: Final = ("description", "process")
_REGISTRATION_TEXTS: Final = ("description_short", "goal")
_LINE: Final = ("org_id", "name", *_LINE_TEXTS, "vendor", "start_date", "category")
_REGISTRATION: Final = (
    "org_id",
    "organisation",
    "name",
    *_REGISTRATION_TEXTS,
    "provider",
    "begin_date",
    "category",
)
_KNOWN: Final = ("known_from", "known_to")
_MET: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "left": pl.UInt32,
    "right": pl.UInt32,
    "score": pl.Float64,
    "evidence": pl.List(pl.Float64),
    "parts": pl.Int64,
}


def pairs(lines: pl.DataFrame, registrations: pl.DataFrame, related: pl.DataFrame) -> pl.DataFrame:
    """Return every pair worth looking at (the frame ``pairs`` of ``metrics.facts``), in order.

    ``lines``: org_id, local_id, name, description, process, vendor, start_date, category, known_from,
    known_to. ``registrations``, one row per content and body: lars, org_id, organisation, name,
    description_short, goal, provider, begin_date, category, source_id, known_from, known_to (when a newer
    text of it was known). ``related``: org_id and other, every pair of bodies within which to look.
    """
    own = related.filter(pl.col("org_id") == pl.col("other")).select("org_id")
    found = [_by_source_id(lines.join(own, on="org_id", how="semi"), registrations)]
    found += _by_text(lines, registrations, related)
    kinds = SCHEMAS["pairs"]
    return held(pl.concat(one.select(pl.col(name).cast(kind) for name, kind in kinds.items()) for one in found))


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
        parts=pl.lit(0, pl.Int64),
        known_from=pl.max_horizontal("known_from", "said_from"),
        known_to=pl.min_horizontal("known_to", "said_to"),
    )
    return both.filter(pl.col("known_to").is_null() | (pl.col("known_from") < pl.col("known_to")))


def _by_text(lines: pl.DataFrame, registrations: pl.DataFrame, related: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Return for each body with lines the registrations that these may be, by what both say of themselves.

    A registration is known by all that it ever said: what it is called today is no other system than
    what it was called before.
    """
    for ours, theirs in _by_body(lines, registrations, related):
        left, right = _once(ours, _LINE, "left"), _once(theirs, _REGISTRATION, "right")
        found = scored(*_sides(left, right))
        told = {
            "left": found.left,
            "right": found.right,
            "score": found.score,
            "evidence": found.evidence.tolist(),
            "parts": found.parts,
        }
        met = pl.DataFrame(told, schema=_MET)
        said = ours.join(left, on=_LINE, nulls_equal=True).select("org_id", "local_id", "left", *_KNOWN)
        shown = theirs.join(right, on=_REGISTRATION, nulls_equal=True).select("lars", "right", since="known_from")
        both = met.join(said, on="left").join(shown, on="right")
        yield both.with_columns(basis=pl.lit("text"), known_from=pl.max_horizontal("known_from", "since"))


def compared(
    lines: pl.DataFrame, registrations: pl.DataFrame, related: pl.DataFrame
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame, dict[str, Matrix], Parts]]:
    """Yield of each body its lines, the registrations that these may be, and of every pair each feature, and parts."""
    for ours, theirs in _by_body(lines, registrations, related):
        left, right = _sides(ours, theirs)
        yield ours, theirs, features(left, right), parts_meant(left.parts, right)


def _by_body(
    lines: pl.DataFrame, registrations: pl.DataFrame, related: pl.DataFrame
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    owned = registrations.rename({"org_id": "other"})
    among = related.join(owned, on="other").partition_by("org_id", as_dict=True, include_key=False)
    for key, ours in sorted(lines.partition_by("org_id", as_dict=True).items()):
        if key in among:
            yield ours, among[key].rename({"other": "org_id"})


def _once(rows: pl.DataFrame, said: Sequence[str], place: str) -> pl.DataFrame:
    """Return what rows say, each once, with its place."""
    return rows.select(said).unique(maintain_order=True).with_row_index(place)


def _sides(left: pl.DataFrame, right: pl.DataFrame) -> tuple[Side, Side]:
    # What a body calls itself says nothing in the names of its systems.
    own = names_of(right["organisation"].unique().sort())
    bodies = {org_id: number for number, org_id in enumerate(sorted({*left["org_id"], *right["org_id"]}))}
    ours = side(left, texts=_LINE_TEXTS, vendor="vendor", start="start_date", own=own, bodies=bodies)
    theirs = side(right, texts=_REGISTRATION_TEXTS, vendor="provider", start="begin_date", own=own, bodies=bodies)
    return ours, theirs


def _plain(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.strip_chars().str.to_lowercase()
