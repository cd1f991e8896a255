"""A table as a spreadsheet: one sheet with the rows, one that says what they are; typed cells, no formulas."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from dashboard.blocks import Table, Value
from dashboard.export import Line, remarks
from dashboard.formats import Points, Share

#: What a sheet may hold of one text, and which signs it may not.
_LONGEST: Final = 32_000
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST, _MARGIN = 60, 2
_MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES: Final = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
)


@dataclass(frozen=True)
class Names:
    """What the sheets and the column of reasons are called in the reader's language."""

    rows: str
    about: str
    remark: str


def _grid(table: Table, remark: str) -> Iterator[Sequence[str | float | date | None]]:
    """Yield the headings, then the rows; a share is its percentage."""
    said = remarks(table)
    more = any(said)
    yield [column.title for column in table.columns] + ([remark] if more else [])
    for row, reason in zip(table.rows, said, strict=True):
        yield [_value(cell.value) for cell in row] + ([reason] if more else [])


def _value(value: Value) -> str | float | date | None:
    if isinstance(value, Share):
        return value.percent
    if isinstance(value, Points):
        return value.tenths / 10
    return _FORBIDDEN.sub("", value)[:_LONGEST] if isinstance(value, str) else value


def to_xlsx(table: Table, about: Sequence[Line], names: Names) -> bytes:
    """Write a workbook; texts are texts, also those that begin as a formula does."""
    book = Workbook(write_only=True)
    grid = list(_grid(table, names.remark))
    _sheet(book.create_sheet(names.rows), grid)
    _sheet(book.create_sheet(names.about), [(line.label, _value(line.value)) for line in about], heads=0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: WriteOnlyWorksheet, grid: Sequence[Sequence[str | float | date | None]], heads: int = 1) -> None:
    for place, values in enumerate(zip(*grid, strict=True), 1):
        longest = max(len(str(value)) for value in values if value is not None)
        sheet.column_dimensions[get_column_letter(place)].width = min(longest, _WIDEST) + _MARGIN
    if heads:
        sheet.freeze_panes = "A2"
    for number, row in enumerate(grid):
        sheet.append([_cell(sheet, value, bold=number < heads) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: str | float | date | None, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def to_ods(table: Table, about: Sequence[Line], names: Names) -> bytes:
    """Write an OpenDocument spreadsheet."""
    sheets = _ods_sheet(names.rows, list(_grid(table, names.remark)))
    sheets += _ods_sheet(names.about, [(line.label, _value(line.value)) for line in about])
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.3">'
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {_SPACES} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        # The first, and not compressed: by it others know what this is.
        file.writestr(zipfile.ZipInfo("mimetype"), _MIME)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            file.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _ods_sheet(name: str, grid: Sequence[Sequence[str | float | date | None]]) -> str:
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in grid)
    return f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"


def _ods_cell(value: str | float | date | None) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        given = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        given = 'office:value-type="string"'
    else:
        given = f'office:value-type="float" office:value="{value}"'
    said = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {given}>{said}</table:table-cell>"
