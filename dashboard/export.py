"""A table as a file: what is on screen, with what says what it is.

CSV begins with lines that start with ``#`` and hold a name and a value: title, page, dates, source, link. Then one
line of headings and the rows: numbers without separators, days as 2026-08-08, a share as a percentage. A last column
gives the reason of each value that is missing, and the bounds of each that is not certain. JSON has the same under
names that do not change with the language, with of each share its numerator and denominator too; XLSX and ODS
(``dashboard.sheets``) have it on two sheets.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson

from dashboard.blocks import Cell, Column, Table, Value
from dashboard.formats import Points, Share
from sql.cells import inert

#: What a table can be had as, with the type that a browser is told.
FORMATS: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}


@dataclass(frozen=True)
class Line:
    """One thing that is known of a table: a name that never changes, what the reader's language calls it, and it."""

    key: str
    label: str
    value: str


def plain(value: Value) -> str:
    """Write a value as a machine reads it; nothing stays empty."""
    if isinstance(value, Share):
        return "" if value.percent is None else f"{value.percent:.1f}"
    if isinstance(value, Points):
        return f"{value.tenths / 10:.1f}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else inert(value) if isinstance(value, str) else str(value)


def to_csv(table: Table, about: Iterable[Line], remark: str) -> str:
    """Write a table, its metadata first; ``remark`` heads the column of reasons."""
    out = io.StringIO()
    for line in about:
        out.write(f"# {line.label}: {' '.join(line.value.split())}\r\n")
    said = remarks(table)
    last = [remark] if any(said) else []
    write = csv.writer(out).writerow
    write([column.title for column in table.columns] + last)
    for row, reason in zip(table.rows, said, strict=True):
        write([plain(cell.value) for cell in row] + ([reason] if last else []))
    return out.getvalue()


def to_json(table: Table, about: Iterable[Line]) -> bytes:
    """Write a table with its metadata; a key that comes more than once holds a list."""
    told: dict[str, Any] = {}
    for line in about:
        told[line.key] = [*told[line.key], line.value] if line.key in told else [line.value]
    known = {key: values[0] if len(values) == 1 else values for key, values in told.items()}
    rows = [[_told(cell) for cell in row] for row in table.rows]
    columns = [{"title": column.title, "kind": column.kind} for column in table.columns]
    return orjson.dumps({"metadata": known, "columns": columns, "rows": rows}, option=orjson.OPT_INDENT_2)


def _told(cell: Cell) -> dict[str, Any]:
    value = cell.value
    told: dict[str, Any] = {"value": value.percent if isinstance(value, Share) else value}
    if isinstance(value, Points):
        told["value"] = value.tenths / 10
    if isinstance(value, Share):
        told |= {"n": value.passed, "of": value.asked}
    return told | {name: text for name, text in (("reason", cell.reason), ("bounds", cell.bounds)) if text}


def remarks(table: Table) -> list[str]:
    """Return for each row why a value is missing, and between which bounds others lie."""
    return ["; ".join(dict.fromkeys(_remarks(table.columns, row))) for row in table.rows]


def _remarks(columns: Sequence[Column], row: Sequence[Cell]) -> Iterator[str]:
    for column, cell in zip(columns, row, strict=True):
        if cell.bounds:
            yield f"{column.title}: {cell.bounds}"
        if cell.reason:
            yield cell.reason
