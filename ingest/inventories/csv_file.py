"""Inventories as CSV: the encodings and delimiters that occur, and what is wrong with a file by row and column."""

import codecs
import csv
import io
import re
from typing import Final

from ingest.inventories.sheet import Sheet, letters, tabulate
from ingest.source import SourceChangedError

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS: Final = (",", ";", "\t", "|")
#: Excel's own way to say which delimiter a file has.
_SEP: Final = re.compile(r"^\"?sep=(.)\"?\r?\n", re.IGNORECASE)
_LONGEST_CELL: Final = 10_000_000


def read_csv(body: bytes, encoding: str | None, delimiter: str | None, header_row: int | None) -> Sheet:
    """Return the cells of a CSV file; raises SourceChangedError naming the row and column at fault."""
    text = _decoded(body, encoding)
    told = _SEP.match(text)
    sign = delimiter or (told.group(1) if told else _delimiter(text, header_row or 1))
    if told:
        # The row keeps its place, so that the others keep their numbers.
        text = "\n" + text[told.end() :]
    cells = _cells(text, sign)
    header = next((row for row in (cells if header_row is None else cells[header_row - 1 :]) if any(row)), [])
    _check_whole(cells, len(header), text, sign, header_row)
    return tabulate(cells, header_row, "csv")


def encoding_of(body: bytes) -> str:
    """Return the encoding that the first bytes of a file tell; UTF-8 when they tell nothing."""
    return next((name for mark, name in _MARKS if body.startswith(mark)), "utf-8")


def _decoded(body: bytes, encoding: str | None) -> str:
    name = encoding or encoding_of(body)
    # Before anything else: such a file can be read as cp1252, and then as nonsense.
    if b"\0" in body and not codecs.lookup(name).name.startswith(("utf-16", "utf-32")):
        first = body.index(b"\0")
        raise SourceChangedError(_nul(body[:first].decode(name, "replace"), "be" if first % 2 == 0 else "le"))
    try:
        text = body.decode(name)
    except UnicodeDecodeError as error:
        where = _where(body[: error.start].decode(name, "replace"))
        wrong = f"byte 0x{body[error.start]:02X}" if error.start < len(body) else "the end"
        advice = (
            "the mapping names another encoding than it has"
            if encoding
            else 'not UTF-8: save the file as UTF-8, or say encoding = "cp1252" in the mapping if that is what it is'
        )
        msg = f"{where}: {wrong} cannot be read as {name}; {advice}"
        raise SourceChangedError(msg) from error
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        msg = f"{_where(text[: text.index(chr(0))])}: a NUL byte, which no text has"
        raise SourceChangedError(msg)
    return text


def _nul(before: str, order: str) -> str:
    return (
        f"{_where(before.removeprefix(chr(0xFEFF)))}: a NUL byte, which no text has; if the file is UTF-16 "
        f'without a mark, say encoding = "utf-16-{order}" in the mapping'
    )


def _where(before: str) -> str:
    """Return the row and column in which some text ends."""
    sign = _delimiter(before, 1) if before.strip() else ","
    # The cell in which the text ends may be quoted and open: not strict.
    rows = list(csv.reader(io.StringIO(before + "x", newline=""), delimiter=sign))
    column = letters(len(rows[-1]) - 1)
    name = (
        rows[0][len(rows[-1]) - 1].replace("\0", "").strip() if len(rows) > 1 and len(rows[-1]) <= len(rows[0]) else ""
    )
    return f"row {len(rows)}, column {name or column}"


def _delimiter(text: str, header_row: int) -> str:
    """Return the sign that parts the header into most cells; the comma when none does."""
    counts = {sign: _width(text, sign, header_row) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])


def _width(text: str, sign: str, header_row: int) -> int:
    reader = csv.reader(io.StringIO(text[:_LONGEST_CELL], newline=""), delimiter=sign)
    try:
        return next((len(row) for number, row in enumerate(reader, start=1) if row and number >= header_row), 0)
    except csv.Error:
        return 0


def _cells(text: str, sign: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    cells: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True):
            cells.append(row)  # noqa: PERF402 - the rows before an error say where it is
    except csv.Error as error:
        msg = f"not a whole CSV file: row {len(cells) + 1}: {error}"
        raise SourceChangedError(msg) from error
    return cells


def _check_whole(cells: list[list[str]], width: int, text: str, sign: str, header_row: int | None) -> None:
    """Refuse a row of another width than the header: a torn file would say that its cells are empty."""
    for number, row in enumerate(cells, start=1):
        if number < (header_row or 1) or not any(row) or len(row) == width:
            continue
        hint = f"; the mapping can name another delimiter than {sign!r}" if width == 1 else ""
        msg = f"not a whole CSV file: row {number} has {len(row)} cells, the header {width}{hint}"
        raise SourceChangedError(msg)
    if text.endswith(sign):
        msg = f"not a whole CSV file: it ends in the middle of row {len(cells)}, after {sign!r}"
        raise SourceChangedError(msg)
