"""A table as CSV: what is on screen, with the lines that say what it is.

The first lines start with ``#`` and hold a name and a value: title, page, dates, source, link.
Then one line of headings and the rows: numbers without separators, days as 2026-08-08, a share
as a percentage. A last column gives the reason of each value that is missing, and the bounds of
each that is not certain.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dashboard.blocks import Cell, Column, Table, Value
from dashboard.formats import Points, Share
from sql.cells import inert


def plain(value: Value) -> str:
    """Write a value as a machine reads it; nothing stays empty."""
    if isinstance(value, Share):
        return "" if value.percent is None else f"{value.percent:.1f}"
    if isinstance(value, Points):
        return f"{value.tenths / 10:.1f}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else inert(value) if isinstance(value, str) else str(value)


def to_csv(table: Table, about: Iterable[tuple[str, str]], remark: str) -> str:
    """Write a table, its metadata first; ``remark`` heads the column of reasons."""
    out = io.StringIO()
    for key, value in about:
        out.write(f"# {key}: {' '.join(value.split())}\r\n")
    reasons = ["; ".join(dict.fromkeys(_remarks(table.columns, row))) for row in table.rows]
    last = [remark] if any(reasons) else []
    write = csv.writer(out).writerow
    write([column.title for column in table.columns] + last)
    for row, reason in zip(table.rows, reasons, strict=True):
        write([plain(cell.value) for cell in row] + ([reason] if last else []))
    return out.getvalue()


def _remarks(columns: Sequence[Column], row: Sequence[Cell]) -> Iterator[str]:
    for column, cell in zip(columns, row, strict=True):
        if cell.bounds:
            yield f"{column.title}: {cell.bounds}"
        if cell.reason:
            yield cell.reason
