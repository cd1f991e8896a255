"""A table as an inventory gives it: text cells, each with the place where a person finds it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.inventories.limits import CELLS
from ingest.source import SourceChangedError

#: Columns that nobody names any more; a table this wide is something else.
_MOST_COLUMNS: Final = 2_000


@dataclass(frozen=True)
class Sheet:
    """The cells of one inventory, trimmed, without rows that are empty.

    ``labels`` say of each row what a person would call it after ``noun``: row 2, item 3, card x.yaml.
    ``serials`` tells that a bare number in a date column may count days, as spreadsheets do; they
    begin in ``epoch`` (1900 or 1904).
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    noun: str = "row"
    format: str = "csv"
    warnings: tuple[str, ...] = ()
    epoch: int = 1900

    def place(self, index: int) -> str:
        """Return where a row stands, in words."""
        return f"{self.noun} {self.labels[index]}"


def tabulate(
    cells: Sequence[Sequence[str]], header_row: int | None, form: str, warnings: Sequence[str] = (), epoch: int = 1900
) -> Sheet:
    """Return the sheet of a grid, its header on row ``header_row`` (from 1) or on the first that is filled.

    Raises SourceChangedError for no header, a name that stands twice, and a cell under no name.
    """
    top = _header(cells, header_row)
    _check_text(cells)
    names = [" ".join(cell.split()) for cell in cells[top]]
    _check_names(names, top + 1)
    width = len(names)
    kept = [(number, row) for number, row in enumerate(cells[top + 1 :], start=top + 2) if any(map(str.strip, row))]
    for number, row in kept:
        astray = next((at for at, cell in enumerate(row) if cell.strip() and (at >= width or not names[at])), None)
        if astray is not None:
            msg = (
                f"row {number}, column {letters(astray)}: {row[astray][:40]!r} stands under no column name; "
                f"give the column a name on row {top + 1}"
            )
            raise SourceChangedError(msg)
    named = [at for at, name in enumerate(names) if name]
    rows = tuple(tuple(row[at].strip() if at < len(row) else "" for at in named) for _, row in kept)
    labels = tuple(str(number) for number, _ in kept)
    return Sheet(tuple(names[at] for at in named), rows, labels, "row", form, tuple(warnings), epoch)


def of_records(records: Iterable[tuple[str, dict[str, str]]], noun: str, form: str) -> Sheet:
    """Return the sheet of labelled records; a column that a record lacks is empty there."""
    listed = list(records)
    columns = tuple(dict.fromkeys(key for _, record in listed for key in record))
    if len(columns) > _MOST_COLUMNS:
        msg = f"{len(columns)} different fields, more than the {_MOST_COLUMNS} that an inventory can have"
        raise SourceChangedError(msg)
    filled = [(label, record) for label, record in listed if any(record.values())]
    if len(filled) * len(columns) > CELLS:
        msg = (
            f"{len(filled)} {noun}s with {len(columns)} different fields: more than {CELLS} cells; "
            "leave out the fields that say nothing of a system"
        )
        raise SourceChangedError(msg)
    rows = tuple(tuple(record.get(key, "") for key in columns) for _, record in filled)
    return Sheet(columns, rows, tuple(label for label, _ in filled), noun, form)


def letters(index: int) -> str:
    """Return a column's letters as spreadsheets show them, counting from 0."""
    name, left = "", index + 1
    while left:
        left, rest = divmod(left - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _check_text(cells: Sequence[Sequence[str]]) -> None:
    """Refuse a NUL: workbooks can write one as ``_x0000_``."""
    for number, row in enumerate(cells, start=1):
        at = next((at for at, cell in enumerate(row) if "\0" in cell), None)
        if at is not None:
            msg = f"row {number}, column {letters(at)}: a NUL byte, which no text has"
            raise SourceChangedError(msg)


def _header(cells: Sequence[Sequence[str]], header_row: int | None) -> int:
    filled = [at for at, row in enumerate(cells) if any(map(str.strip, row))]
    if not filled:
        msg = "it is empty; a header without lines would declare that there are no systems"
        raise SourceChangedError(msg)
    if header_row is None:
        return filled[0]
    if header_row - 1 not in filled:
        msg = f"row {header_row} is empty, and the mapping says that the header stands there (header_row)"
        raise SourceChangedError(msg)
    return header_row - 1


def _check_names(names: Sequence[str], row: int) -> None:
    if len(names) > _MOST_COLUMNS:
        msg = f"row {row} has {len(names)} columns, more than the {_MOST_COLUMNS} that an inventory can have"
        raise SourceChangedError(msg)
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        where = ", ".join(letters(at) for at, name in enumerate(names) if name == twice[0])
        msg = f"row {row}: column name {twice[0]!r} stands more than once (columns {where}); give each its own name"
        raise SourceChangedError(msg)
