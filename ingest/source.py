"""What a source is: how to ask, how to read the answer, and what a healthy answer looks like."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import polars as pl

from ingest.http import Answer, Door
from sql.store import FACT_SCHEMA, Store, digest


class SourceChangedError(Exception):
    """An answer is not what this source is known to give; nothing of it is taken in."""


@dataclass(frozen=True)
class Parsed:
    """An answer, understood.

    ``facts`` has the columns of ``sql.store.FACT_SCHEMA``; ``records`` the canonical reading of
    registrations, where the source brings any. Every row that came in is either accepted or set
    aside with a reason; ``filled`` counts the accepted rows that have a value, by field.
    ``breaches`` are reasons to hold the run; ``doubt`` one to ask once more.
    """

    facts: pl.DataFrame
    rows_in: int
    rows_accepted: int
    records: pl.DataFrame | None = None
    set_aside: Mapping[str, int] = field(default_factory=dict)
    remaps: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()
    doubt: bool = False
    #: Of the rows set aside, those that a declaration says to leave out: no sign of trouble.
    left_out: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Expect:
    """What a healthy run looks like, against the last good one: shares of its rows.

    ``filled`` gives fields that have a value in at least that share of rows, whatever the last run had;
    ``few`` is how many rows that cannot be used are no trouble, however few there are in all.
    """

    floor: float
    ceiling: float = 3.0
    least: int = 1
    filled: Mapping[str, float] = field(default_factory=dict)
    few: int = 2


@dataclass(frozen=True)
class Source:
    """One source. ``ask`` fetches, given what is known so far; ``parse`` is pure.

    ``standby`` names a source instead of which this one is asked, when that one fails.
    """

    name: str
    cron: str
    ask: Callable[[Door, Sequence[str]], list[Answer]]
    parse: Callable[[Sequence[Answer]], Parsed]
    expect: Expect
    standby: str | None = None
    #: The base URL of a source that is not at the register, and the environment variable that holds its token.
    address: str = ""
    token_env: str = ""
    #: Whether to ask only for what is newer than the last good answer.
    conditional: bool = False
    #: Whether what it gives is kept encrypted, with a key of its own.
    sealed: bool = False
    #: Why an answer does not continue what this source showed last (body by key); for what may only grow.
    continues: Callable[[Sequence[Answer], Mapping[str, str]], list[str]] | None = None
    #: What the parser needs beside the answers; kept in the manifest for a rebuild.
    context: Mapping[str, str] = field(default_factory=dict)
    #: Whether it is collected when named, or on its own schedule, and never along with the others.
    apart: bool = False
    #: Return the source as it is asked at a moment, for what must know what the store holds by then.
    informed: Callable[[Store, datetime], "Source"] | None = None


def facts(pairs: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """Return facts by key as a frame; bodies are JSON with sorted keys, so that equal is equal."""
    rows = []
    for key, value in sorted(pairs.items()):
        body = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        rows.append((key, digest(body), body))
    return pl.DataFrame(rows, schema=FACT_SCHEMA, orient="row")


def filled(rows: pl.DataFrame, columns: Collection[str]) -> dict[str, int]:
    """Return how many rows have a value, for each of some columns of text that is there."""
    there = sorted(set(rows.columns) & set(columns))
    counts = rows.select((pl.col(one).fill_null("").str.strip_chars() != "").sum() for one in there)
    return {name: int(counts[name][0]) for name in there}


def json_of(answer: Answer) -> Any:  # noqa: ANN401 - JSON can be anything; the parsers check
    """Return the JSON of an answer; raises SourceChangedError when it is none."""
    try:
        return orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        start = answer.body[:60].decode("utf-8", "replace")
        msg = f"{answer.path}: expected JSON, got {answer.content_type or 'no type'} beginning {start!r}"
        raise SourceChangedError(msg) from error


def need(item: object, *keys: str, where: str) -> dict[str, Any]:
    """Return an object that has these keys; raises SourceChangedError naming what is missing."""
    if not isinstance(item, dict):
        msg = f"{where}: expected an object, got {type(item).__name__}"
        raise SourceChangedError(msg)
    missing = [key for key in keys if key not in item]
    if missing:
        msg = f"{where}: missing {', '.join(missing)}"
        raise SourceChangedError(msg)
    return item


def need_list(value: object, where: str) -> list[Any]:
    """Return a list; raises SourceChangedError for anything else."""
    if not isinstance(value, list):
        msg = f"{where}: expected a list, got {type(value).__name__}"
        raise SourceChangedError(msg)
    return value
