"""Tables written in every format, as organisations deliver them."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import openpyxl
import orjson

Table = Sequence[Sequence[str]]
HEADER = ["local_id", "name", "category", "status", "start_date", "lars"]
ROW = ["1", "Systeem", "A", "In gebruik", "2024-01", ""]
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def as_csv(table: Table, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue().encode(encoding)


def as_json(table: Table) -> bytes:
    return orjson.dumps([dict(zip(table[0], row, strict=True)) for row in table[1:]])


def as_xlsx(sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(at, column)
                cell.value = value
                if isinstance(value, str) and not value.startswith("=1"):
                    cell.data_type = "s"
        for place in merged:
            sheet.merge_cells(place)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(sheets: Mapping[str, Table], cells: str = "") -> bytes:
    """Write a workbook by hand; ``cells`` are attributes of the first cell under each header."""
    tables = "".join(_table(name, rows, cells) for name, rows in sheets.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return as_zip({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content.encode()})


def _table(name: str, rows: Table, cells: str) -> str:
    lines = "".join(_row(row, cells if at == 1 else "") for at, row in enumerate(rows))
    # As office programs write it: a million rows that hold nothing.
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return f'<table:table table:name="{name}">{lines}{rest}</table:table>'


def _row(row: Sequence[str], first: str) -> str:
    cells = "".join(_cell(text, first if at == 0 else "") for at, text in enumerate(row))
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(text: str, more: str) -> str:
    if not text:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string" {more}><text:p>{escape(text)}</text:p></table:table-cell>'


def as_zip(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name, body, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def changed(book: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with something in one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    return as_zip(parts)
