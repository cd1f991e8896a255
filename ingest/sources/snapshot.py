"""Reduced tables of the register, made by others: what was public on a day, without its texts.

They show presence, name, organisation, status, the category where they have it, and the day of the
version that was current. Texts in them are cut, or left out: nothing is read from those.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
import polars as pl

from ingest.canonical import read_reduced
from ingest.guard import SAME_ROW
from ingest.http import Answer, Door, FetchError
from ingest.source import Expect, Parsed, Source, SourceChangedError, filled, need
from ingest.table import read_table
from sql.store import digest

#: What each thing is called in the tables that are known, the first that occurs counts.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "lars": ("algorithm_id", "lars", "id"),
    "name": ("name", "title", "naam"),
    "organization": ("organization", "organisatie"),
    "status": ("status",),
    "publication_category": ("publication_category", "publicatiecategorie"),
    "version_date": ("publication_dt", "laatst_gewijzigd", "geregistreerd"),
}
_NEEDED: Final = ("lars", "name", "organization", "status")
#: A table that has one of these is an export, and is to be complete.
_OF_AN_EXPORT: Final = frozenset(
    {
        "standard_version",
        "schema_metadata",
        "description_short",
        "goal",
        "proportionality",
        "human_intervention",
        "risks",
    }
)
_FILLED: Final = {"name": 0.98, "organization": 0.98, "status": 0.9}
_CLASH: Final = "another row has its id, and differs"


def is_reduced(body: bytes) -> bool:
    """Whether a file looks like such a table, and not like an export (or an error page)."""
    if body.lstrip()[:1] in {b"{", b"["}:
        return True
    header = body[:4096].split(b"\n", 1)[0].decode("utf-8-sig", "replace").replace('"', "").strip().split(",")
    short = {column.rpartition(".")[2] for column in header}
    return all(short & set(_NAMES[one]) for one in _NEEDED) and not short & _OF_AN_EXPORT


def parse(answers: Sequence[Answer]) -> Parsed:
    """Read a table (CSV, or JSON with one list of objects): facts by lars."""
    rows = _rows(answers[0].body)
    reading = read_reduced(rows)
    said = [
        orjson.dumps(_said(row), option=orjson.OPT_SORT_KEYS).decode() for row in reading.rows.iter_rows(named=True)
    ]
    known = reading.rows.with_columns(pl.Series("body", said, dtype=pl.String)).with_columns(
        pl.col("body").map_elements(digest, return_dtype=pl.String).alias("content")
    )
    distinct = known.unique(["lars", "content"], maintain_order=True)
    one_each = distinct.unique("lars", keep="first", maintain_order=True)
    aside = {**reading.set_aside, SAME_ROW: known.height - distinct.height, _CLASH: distinct.height - one_each.height}
    breaches = (f"{aside[_CLASH]} rows share an id with another row, and differ",) if aside[_CLASH] else ()
    return Parsed(
        facts=one_each.select("content", "body", key="lars").select("key", "content", "body").sort("key"),
        records=_records(one_each),
        rows_in=rows.height,
        rows_accepted=one_each.height,
        set_aside={reason: count for reason, count in aside.items() if count},
        remaps=reading.remaps,
        warnings=reading.warnings,
        breaches=breaches,
        filled=filled(one_each, ("name", "organization", "status", "publication_category")),
    )


def _said(row: Mapping[str, Any]) -> dict[str, str]:
    # The id is not called lars: what an export says of a registration is never the same content.
    named = {("id" if key == "lars" else key): value for key, value in row.items() if not key.startswith("_")}
    return {key: value for key, value in named.items() if value}


def _records(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "content",
        "lars",
        pl.col("_published_at").alias("published_at"),
        pl.col("name").str.strip_chars(),
        pl.col("organization").str.strip_chars().alias("organisation"),
        pl.lit(None, pl.String).alias("org_id"),
        pl.col("_status").alias("status"),
        pl.col("_category").alias("category"),
        pl.col("_standard").alias("standard"),
        pl.col("content").alias("text"),
    )


def _rows(body: bytes) -> pl.DataFrame:
    """Return the columns that mean something, as text, by our names. Raises SourceChangedError."""
    table = _listed(body) if body.lstrip()[:1] in {b"{", b"["} else read_table(body, (), {})
    found = {key: next((one for one in names if one in table.columns), None) for key, names in _NAMES.items()}
    missing = [f"{key} ({' or '.join(_NAMES[key])})" for key in _NEEDED if found[key] is None]
    if missing:
        msg = f"missing fields: {', '.join(missing)}; the table has: {', '.join(table.columns)[:200]}"
        raise SourceChangedError(msg)
    return table.select(
        pl.lit(None, pl.String).alias(key) if column is None else pl.col(column).alias(key)
        for key, column in found.items()
    )


def _listed(body: bytes) -> pl.DataFrame:
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        msg = f"not a whole JSON file: {error}"
        raise SourceChangedError(msg) from error
    lists = [one for one in given.values() if isinstance(one, list)] if isinstance(given, dict) else [given]
    if len(lists) != 1 or not isinstance(lists[0], list):
        msg = f"expected one list of registrations in the JSON, found {len(lists)}"
        raise SourceChangedError(msg)
    rows = [need(one, where=f"row {number}") for number, one in enumerate(lists[0], start=1)]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[None if row.get(key) is None else str(row[key]) for key in columns] for row in rows]
    return pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row")


def _ask(_door: Door, _known: Sequence[str]) -> list[Answer]:
    request, reason = "asking for a snapshot", "the register gives none; take one in with vulgraad import"
    raise FetchError(request, reason)


SOURCE: Final = Source("snapshot", "", _ask, parse, Expect(floor=0.9, ceiling=1.5, filled=_FILLED))
