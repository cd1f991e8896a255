"""The register's CSV exports: every publication ever (history), and what is public now (current)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import orjson
import polars as pl

from ingest.canonical import read_rows
from ingest.guard import SAME_ROW
from ingest.http import Answer, Door, FetchError
from ingest.source import Expect, Parsed, Source, SourceChangedError, filled
from ingest.table import read_table
from sql.fields import EXPORT_ALIASES, EXPORT_COLUMNS
from sql.store import digest

_REQUIRED: Final = ("lars", "name", "organization", "status", "publication_dt", "standard_version")
#: What exports of 2023 did not have yet.
_SINCE: Final = frozenset({"lars", "publication_dt"})
#: How far the export may be off from the register's own count: something is published meanwhile.
_TOTAL_MARGIN: Final = 2
#: So many rows at a time become Python's objects, which take a multiple of the room.
_SLICE: Final = 10_000
#: What the register adds of its own: no field that anybody fills.
_BOOKKEEPING: Final = frozenset({"algorithm_id", "lars", "publication_dt", "released", "org_id"})
#: 100% of all in June 2026, and a status of 98% before standard 0.4; in 2023 half of all had none.
_FILLED: Final = {"name": 0.98, "organization": 0.98, "standard_version": 0.98, "description_short": 0.9, "status": 0.9}
_FILLED_OF_OLD: Final = {"name": 0.98, "organization": 0.98}
#: What the manifest says of an export that was collected earlier.
OLD: Final = {"old": "yes"}
_CLASH: Final = "another row has its algorithm_id and publication_dt, and differs"


def read_csv(payload: bytes, *, old: bool = False) -> tuple[pl.DataFrame, list[str]]:
    """Return the rows of an export as text, with ``lars`` as the id, and warnings.

    Raises SourceChangedError for anything that is not such an export: other encodings, error
    pages, torn files, a missing required column. Unknown columns are kept, with a warning. An
    ``old`` export may lack the id and the moment of publication.
    """
    required = [one for one in _REQUIRED if not (old and one in _SINCE)]
    rows = read_table(payload, required, {}, _names)
    unknown = sorted(set(rows.columns) - EXPORT_COLUMNS)
    warnings = [f"unknown column {column!r}: kept as it is, not measured" for column in unknown]
    return rows, warnings


def _names(columns: Sequence[str]) -> dict[str, str]:
    """Return what each column is called now: without the part of the form it once stood in, and by one name."""
    short = {column: column.rpartition(".")[2] or column for column in columns}
    taken = set(short.values())
    aliases = {old: new for old, new in EXPORT_ALIASES.items() if new not in taken}
    names = {column: aliases.get(name, name) for column, name in short.items()}
    twice = next((name for name in names.values() if list(names.values()).count(name) > 1), None)
    if twice:
        both = ", ".join(column for column, name in names.items() if name == twice)
        msg = f"columns {both} both stand for {twice}: which one holds?"
        raise SourceChangedError(msg)
    return names


def bodies(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``_body``, ``_content`` and ``_text`` to rows: what a registration said, and its names.

    ``_body`` holds the cells that have a value; ``_text`` leaves out the moment of publication, so
    that a republication of the same words can be told.
    """
    parts = [_bodies(part) for part in rows.select(pl.exclude(r"^_.*$")).iter_slices(_SLICE)]
    return rows.with_columns(pl.concat(parts)) if parts else rows.with_columns(_bodies(rows))


def _bodies(rows: pl.DataFrame) -> pl.DataFrame:
    kept, texts = [], []
    for row in rows.iter_rows(named=True):
        said = {key: value for key, value in row.items() if value not in {None, ""}}
        if said["lars"].startswith("~"):
            # Our own key is nothing that the register said.
            del said["lars"]
        kept.append(orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode())
        said.pop("publication_dt", None)
        texts.append(digest(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)))
    columns = {"_body": kept, "_content": [digest(body) for body in kept], "_text": texts}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _records(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("_content").alias("content"),
        "lars",
        pl.col("_published_at").alias("published_at"),
        pl.col("name").str.strip_chars(),
        pl.col("organization").str.strip_chars().alias("organisation"),
        # An empty code is none: then others tell whose it is.
        pl.col("org_id").str.strip_chars().str.to_lowercase().replace("", None),
        pl.col("_status").alias("status"),
        pl.col("_category").alias("category"),
        pl.col("_standard").alias("standard"),
        pl.col("_text").alias("text"),
    )


def parse(answers: Sequence[Answer], *, current: bool, old: bool = False) -> Parsed:
    """Read an export; a second answer, if any, is the register's own count of what is public.

    An ``old`` one was collected earlier, by others: it has no count beside it.
    """
    rows, warnings = read_csv(answers[0].body, old=old)
    reading = read_rows(rows, old=old)
    aside = dict(reading.set_aside)
    readable = bodies(reading.rows)
    distinct = readable.unique(["lars", "_published_at", "_content"], maintain_order=True)
    aside[SAME_ROW] = readable.height - distinct.height
    clashing = distinct.filter(pl.struct("lars", "_published_at").is_duplicated())
    breaches = []
    if clashing.height:
        example = clashing["lars"][0]
        breaches.append(
            f"{clashing.height} rows share their algorithm_id and publication_dt and differ, e.g. {example}"
        )
        one_each = distinct.unique(["lars", "_published_at"], keep="first", maintain_order=True)
        aside[_CLASH] = distinct.height - one_each.height
        distinct = one_each
    if current:
        newest = distinct.sort("_published_at", descending=True).unique("lars", keep="first", maintain_order=True)
        aside[SAME_ROW] += distinct.height - newest.height
        distinct = newest
    breaches += _against_total(distinct["lars"].n_unique(), answers, warnings) if current and not old else []
    return Parsed(
        facts=_facts(distinct, current=current),
        records=_records(distinct),
        rows_in=rows.height,
        rows_accepted=distinct.height,
        set_aside={reason: count for reason, count in aside.items() if count},
        remaps=reading.remaps,
        warnings=(*warnings, *reading.warnings),
        breaches=tuple(breaches),
        doubt=bool(breaches),
        filled=filled(distinct, EXPORT_COLUMNS - _BOOKKEEPING),
    )


def _facts(rows: pl.DataFrame, *, current: bool) -> pl.DataFrame:
    key = pl.col("lars") if current else pl.concat_str("lars", "publication_dt", separator="/")
    return rows.select(key.alias("key"), pl.col("_content").alias("content"), pl.col("_body").alias("body")).sort("key")


def _against_total(distinct: int, answers: Sequence[Answer], warnings: list[str]) -> list[str]:
    if len(answers) < 2:  # noqa: PLR2004 - the export, and the count beside it
        warnings.append("the register's own count was not available to compare with")
        return []
    try:
        total = int(answers[1].body)
    except ValueError:
        warnings.append("the register's own count was not a number")
        return []
    if abs(distinct - total) <= _TOTAL_MARGIN:
        return []
    return [f"{distinct} registrations in the export, {total} by the register's own count"]


def _ask_history(door: Door, _: Sequence[str]) -> list[Answer]:
    return [door.ask("GET", "/downloads/history/NLD?filetype=csv")]


def _ask_current(door: Door, _: Sequence[str]) -> list[Answer]:
    export = door.ask("GET", "/downloads/NLD?filetype=csv")
    try:
        return [export, door.ask("GET", "/algoritme/total-count")]
    except FetchError:
        # Trouble with the count must not block the export; the parser warns that it is missing.
        return [export]


#: 2,721 publications in June 2026. History only grows: rows stay when a registration is withdrawn.
HISTORY: Final = Source(
    "history",
    "15 4 * * *",
    _ask_history,
    partial(parse, current=False),
    Expect(floor=0.99, ceiling=1.5, least=1, filled=_FILLED),
)
#: 1,475 registrations in June 2026, 11 withdrawn in 54 days: a tenth at once is no withdrawal.
CURRENT: Final = Source(
    "current",
    "20 4 * * *",
    _ask_current,
    partial(parse, current=True),
    Expect(floor=0.9, ceiling=1.5, least=1, filled=_FILLED),
)


def old() -> Source:
    """Return the current export as it was before the register told ids or moments of publication."""
    expect = replace(CURRENT.expect, filled=_FILLED_OF_OLD)
    return replace(CURRENT, parse=partial(parse, current=True, old=True), context=OLD, expect=expect)
