"""An organisation's own inventory of algorithms, one line a system, from a CSV file.

Internal: its lines never reach a public mart.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from ingest.canonical import status
from ingest.guard import SAME_ROW
from ingest.http import Answer, Door, FetchError
from ingest.source import Expect, Parsed, Source, SourceChangedError, facts
from ingest.table import read_table
from sql.fields import (
    CATEGORIES,
    CATEGORY_LETTERS,
    HIGH_RISK,
    IMPACTFUL,
    IN_DEVELOPMENT,
    IN_USE,
    NOT_STATED,
    OTHER,
    OUT_OF_USE,
    STATUSES,
)

_REQUIRED: Final = ("local_id", "name", "category", "status", "start_date", "lars")
_KEPT: Final = (*_REQUIRED, "end_date", "org_id")
_DATES: Final = ("start_date", "end_date")
_LARS: Final = r"^\d{8}$"
_NO_ID: Final = "no local_id"
PREFIX: Final = "inventory:"
#: What organisations write for a category, in lower case and without hyphens.
_CATEGORY_WORDS: Final = {
    **{letter.lower(): word for letter, word in CATEGORY_LETTERS.items()},
    **{word.lower().replace("-", " "): word for word in CATEGORIES},
    "hoog risico": HIGH_RISK,
    "high risk": HIGH_RISK,
    "impactvol": IMPACTFUL,
    "impactful": IMPACTFUL,
    "overig": OTHER,
    "other": OTHER,
    "niet beoordeeld": NOT_STATED,
    "not assessed": NOT_STATED,
}
#: The register's own spellings of a status are known; these are the English ones.
_STATUS_WORDS: Final = {
    "in use": IN_USE,
    "in development": IN_DEVELOPMENT,
    "out of use": OUT_OF_USE,
    "retired": OUT_OF_USE,
}
_WOULD_DO: Final = {
    "category": "no category; write A, B, C, the register's words, or 'not assessed'",
    "status": f"no status; write {', '.join(STATUSES)}",
    **dict.fromkeys(_DATES, "no date; write YYYY-MM-DD, YYYY-MM or YYYY"),
    "lars": "no id of eight digits",
}
#: More warnings than this are only counted.
_TOLD: Final = 20


def source(name: str, org_id: str, path: Path) -> Source:
    """Return the source that reads one organisation's inventory from a file."""
    return Source(
        PREFIX + name,
        "50 4 * * *",
        partial(_ask, path=path),
        partial(parse, org_id=org_id),
        # A body may empty its inventory (a declared zero); half of it gone at once is to be looked at.
        Expect(floor=0.5, ceiling=3.0, least=0),
        sealed=True,
        context={"org_id": org_id},
    )


def parse(answers: Sequence[Answer], *, org_id: str) -> Parsed:
    """Read the lines (key ``line/LOCAL_ID``), and under ``inventory`` whose they are.

    An empty file is an error; one with a header and no line declares zero systems. What is written
    in a way that nobody understands is kept as a line, and told.
    """
    rows = _read(answers[0])
    given = rows.with_columns(pl.col(pl.String).str.strip_chars()).with_row_index("row", offset=2)
    identified = given.filter(pl.col("local_id").fill_null("") != "")
    twice = identified.filter(pl.col("local_id").is_duplicated())
    breaches = []
    if twice.height:
        numbers = ", ".join(str(number) for number in twice["row"].head(5))
        breaches.append(f"local_id {twice['local_id'][0]!r} and others stand more than once (rows {numbers})")
    written = identified.unique("local_id", keep="first", maintain_order=True)
    lines = written.with_columns(category=_category(), status=_status())
    pairs = {
        f"line/{row['local_id']}": {"org_id": org_id} | {key: row[key] for key in _KEPT if row.get(key)}
        for row in lines.iter_rows(named=True)
    }
    pairs["inventory"] = {"org_id": org_id}
    aside = {_NO_ID: rows.height - identified.height, SAME_ROW: identified.height - written.height}
    return Parsed(
        facts(pairs),
        rows_in=rows.height,
        rows_accepted=lines.height,
        set_aside={reason: count for reason, count in aside.items() if count},
        remaps=_remaps(written, lines, "category") | _remaps(written, lines, "status"),
        warnings=_warnings(written, lines),
        breaches=tuple(breaches),
    )


def _read(answer: Answer) -> pl.DataFrame:
    try:
        return read_table(answer.body, _REQUIRED, {})
    except SourceChangedError as error:
        msg = f"{Path(answer.path).name}: {error}"
        raise SourceChangedError(msg) from error


def _plain(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.to_lowercase().str.replace_all(r"[-_\s]+", " ")


def _category() -> pl.Expr:
    return _plain("category").replace_strict(_CATEGORY_WORDS, default=NOT_STATED, return_dtype=pl.String)


def _status() -> pl.Expr:
    english = _plain("status").replace_strict(_STATUS_WORDS, default=None, return_dtype=pl.String)
    return pl.coalesce(english, status("status"))


def _remaps(written: pl.DataFrame, lines: pl.DataFrame, column: str) -> dict[str, int]:
    """Count the cells that were read as another word than they hold."""
    pairs = pl.DataFrame({"old": written[column].fill_null(""), "new": lines[column]})
    counted = pairs.filter(pl.col("old") != pl.col("new")).group_by("old", "new").len().sort("old", "new")
    return {f"{column}: {old or '(empty)'} → {new}": count for old, new, count in counted.iter_rows()}


def _warnings(written: pl.DataFrame, lines: pl.DataFrame) -> tuple[str, ...]:
    """Return what of the lines will be missed: first how many are in no figure, then cell by cell."""
    not_assessed = [word for word, meaning in _CATEGORY_WORDS.items() if meaning == NOT_STATED]
    # One row per line and column: whether there is no reading of the cell, filled or not.
    unread = written.select(
        category=(lines["category"] == NOT_STATED) & ~_plain("category").is_in(not_assessed),
        status=lines["status"] == NOT_STATED,
        **{column: ~_is_date(column) for column in _DATES if column in written.columns},
        lars=~pl.col("lars").fill_null("").str.contains(_LARS),
    )
    counted = [(column, unread[column].sum()) for column in ("category", "status")]
    missed = [
        f"{count} {'line has' if count == 1 else 'lines have'} no {column} that can be read and "
        f"{'is' if count == 1 else 'are'} in no figure"
        for column, count in counted
        if count
    ]
    cells = [*_odd(written, unread), *_shared(written)]
    told = [words for _, words in sorted(cells)]
    more = [f"and {len(told) - _TOLD} more"] if len(told) > _TOLD else []
    return (*missed, *told[:_TOLD], *more)


def _is_date(column: str) -> pl.Expr:
    text = pl.col(column).fill_null("")
    # The first day of a month or year that is given alone: 2024-02-30 has the form, and is no day.
    first = (text + "-01-01").str.head(10).str.to_date("%Y-%m-%d", strict=False)
    return text.str.contains(r"^\d{4}(-\d\d){0,2}$") & first.is_not_null()


def _odd(written: pl.DataFrame, unread: pl.DataFrame) -> list[tuple[int, str]]:
    """Return row and words of every cell that is filled and was not understood."""
    return [
        (row["row"], _cell(row, column, f"is {_WOULD_DO[column]}"))
        for column in unread.columns
        for row in written.filter(unread[column] & (pl.col(column).fill_null("") != "")).iter_rows(named=True)
    ]


def _shared(written: pl.DataFrame) -> list[tuple[int, str]]:
    """Return row and words of every line whose lars stands on another line too."""
    readable = written.filter(pl.col("lars").fill_null("").str.contains(_LARS))
    twice = readable.filter(pl.col("lars").is_duplicated())
    return [(row["row"], _cell(row, "lars", "stands on another line too")) for row in twice.iter_rows(named=True)]


def _cell(row: Mapping[str, object], column: str, words: str) -> str:
    return f"row {row['row']}, column {column}: {row[column]!r} {words}"


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
