"""An organisation's own inventory of algorithms, one line a system, from a CSV file.

Internal: its lines never reach a public mart.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from ingest.canonical import category, status
from ingest.guard import SAME_ROW
from ingest.http import Answer, Door, FetchError
from ingest.source import Expect, Parsed, Source, SourceChangedError, facts
from ingest.table import read_table
from sql.fields import CATEGORY_LETTERS

_REQUIRED: Final = ("local_id", "name", "category", "status", "start_date", "lars")
_KEPT: Final = (*_REQUIRED, "end_date", "org_id")
_NO_ID: Final = "no local_id"
PREFIX: Final = "inventory:"


def source(name: str, org_id: str, path: Path) -> Source:
    """Return the source that reads one organisation's inventory from a file."""
    return Source(
        PREFIX + name,
        "50 4 * * *",
        partial(_ask, path=path),
        partial(parse, org_id=org_id),
        # A body may empty its inventory (a declared zero); half of it gone at once is to be looked at.
        Expect(floor=0.5, ceiling=3.0, least=0),
        context={"org_id": org_id},
    )


def parse(answers: Sequence[Answer], *, org_id: str) -> Parsed:
    """Read the lines (key ``line/LOCAL_ID``), and under ``inventory`` whose they are.

    An empty file is an error; one with a header and no line declares zero systems.
    """
    rows = _read(answers[0])
    given = rows.with_columns(pl.col(pl.String).str.strip_chars()).with_row_index("row", offset=2)
    letters = pl.col("category").str.to_uppercase().replace_strict(CATEGORY_LETTERS, default=pl.col("category"))
    read = given.with_columns(letters).with_columns(
        category("category").alias("category"), status("status").alias("status")
    )
    lines = read.filter(pl.col("local_id").fill_null("") != "")
    twice = lines.filter(pl.col("local_id").is_duplicated())
    breaches = []
    if twice.height:
        numbers = ", ".join(str(number) for number in twice["row"].head(5))
        breaches.append(f"local_id {twice['local_id'][0]!r} and others stand more than once (rows {numbers})")
        lines = lines.unique("local_id", keep="first", maintain_order=True)
    pairs = {
        f"line/{row['local_id']}": {"org_id": org_id} | {key: row[key] for key in _KEPT if row.get(key)}
        for row in lines.iter_rows(named=True)
    }
    pairs["inventory"] = {"org_id": org_id}
    missing = rows.height - read.filter(pl.col("local_id").fill_null("") != "").height
    aside = {_NO_ID: missing, SAME_ROW: twice.height - twice["local_id"].n_unique()}
    return Parsed(
        facts(pairs),
        rows_in=rows.height,
        rows_accepted=lines.height,
        set_aside={reason: count for reason, count in aside.items() if count},
        warnings=_warnings(lines),
        breaches=tuple(breaches),
    )


def _read(answer: Answer) -> pl.DataFrame:
    try:
        return read_table(answer.body, _REQUIRED, {})
    except SourceChangedError as error:
        msg = f"{Path(answer.path).name}: {error}"
        raise SourceChangedError(msg) from error


def _warnings(lines: pl.DataFrame) -> tuple[str, ...]:
    odd = lines.filter(pl.col("lars").fill_null("").str.contains(r"^(\d{8})?$").not_())
    return tuple(
        f"row {row['row']}, column lars: {row['lars']!r} is no id of eight digits" for row in odd.iter_rows(named=True)
    )


def _ask(_door: Door, _known: Sequence[str], *, path: Path) -> list[Answer]:
    return [file_answer(path)]


def file_answer(path: Path) -> Answer:
    """Return a file's bytes as an answer; raises FetchError when it cannot be read."""
    try:
        body = path.read_bytes()
    except OSError as error:
        request, reason = f"reading {path}", error.strerror or str(error)
        raise FetchError(request, reason) from error
    return Answer("FILE", path.name, 200, (), body)
