"""What changed between two days: registrations that came, went, or say something else."""

import html
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import orjson
import polars as pl

from metrics.facts import REDUCED, Facts
from metrics.registrations import registrations
from metrics.texts import Said
from sql.days import ZONE
from sql.fields import NOT_STATED, STANDARD_SPELLINGS

_ID: Final = "lars"
#: What the register adds of its own; no change of what is said.
_BOOKKEEPING: Final = frozenset({"publication_dt", "lars", "released"})
_TAG: Final = re.compile(r"<[^<>]*>")


def changes(facts: Facts, start: date, end: date, texts: Said) -> dict[str, list[dict[str, Any]]]:
    """Return what was added, removed and changed between the ends of two days, by lars.

    A changed registration lists its fields with the old and the new value, as the register wrote
    them; the moment of publication is given apart, since it is no change of what is said.
    A day on which the register was collected stands for what that collection showed; any other
    for what is now known of it. ``texts`` finds what registrations said by content.
    """
    return compared(public_on(facts, start), public_on(facts, end), texts)


def compared(then: pl.DataFrame, now: pl.DataFrame, texts: Said) -> dict[str, list[dict[str, Any]]]:
    """Return ``changes`` between what was public on one day and on another (``public_on``)."""
    both = then.join(now, on=_ID, suffix="_now").filter(pl.col("content") != pl.col("content_now"))
    said = texts(pl.concat([both["content"], both["content_now"]]))
    return {
        "added": _rows(now.join(then, on=_ID, how="anti")),
        "removed": _rows(then.join(now, on=_ID, how="anti")),
        "changed": [one for one in (_changed(row, said) for row in both.iter_rows(named=True)) if one["fields"]],
    }


def public_on(facts: Facts, as_of: date) -> pl.DataFrame:
    """Return the registrations that were public on a day, as ``metrics.registrations`` tells of them."""
    return registrations(facts, as_of, known_by(facts, as_of)).filter(pl.col("state") == "public")


def known_by(facts: Facts, as_of: date) -> date | None:
    """Return the day whose knowledge tells of a day: its own if it was collected then, else None for the last."""
    collected = {moment.astimezone(ZONE).date() for moment in facts.collected()}
    return as_of if as_of in collected else None


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    columns = ("lars", "name", "org_id", "organisation", "first_published", "status", "category", "standard")
    return frame.select(columns).sort(_ID).to_dicts()


def _changed(row: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "lars": row["lars"],
        "name": row["name_now"],
        "org_id": row["org_id_now"],
        "organisation": row["organisation_now"],
        "published_from": row["published_at"],
        "published_to": row["published_at_now"],
        "fields": fields(row, said),
    }


def fields(row: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return what differs between a registration and what it says later, whose columns end in ``_now``.

    By the register's names for its fields, with the value ``from`` and ``to``; of a reduced table by our own
    names for category, name and status. ``said`` holds what both contents say.
    """
    return _canonical(row) if REDUCED in {row["basis"], row["basis_now"]} else _fields(row, said)


def _fields(row: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the fields that differ; in another kind of export, another form of the same words does not."""
    before, after = (orjson.loads(said[row[key]]) for key in ("content", "content_now"))
    form = _unchanged if row["basis"] == row["basis_now"] else plain
    return {
        key: {"from": before.get(key), "to": after.get(key)}
        for key in sorted((before.keys() | after.keys()) - _BOOKKEEPING)
        if form(before.get(key)) != form(after.get(key))
    }


def _canonical(row: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what differs of the little that a reduced table tells; what it leaves out is no change."""
    return {
        key: {"from": row[key], "to": row[f"{key}_now"]}
        for key in ("category", "name", "status")
        if row[key] != row[f"{key}_now"] and NOT_STATED not in {row[key], row[f"{key}_now"]}
    }


def _unchanged(value: str | None) -> str | None:
    return value


def plain(value: str | None) -> str | None:
    """Return the words of a text without its form: markup, entities, spelling of characters, white space."""
    text = html.unescape(_TAG.sub(" ", STANDARD_SPELLINGS.get(value or "", value or "")))
    return " ".join(unicodedata.normalize("NFKC", text).split()) or None
