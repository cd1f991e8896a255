"""What is on screen as a file: the same rows in every format, each with what it needs to be quoted."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import dash
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dashboard.blocks import Cell, Column, Table, tables
from dashboard.export import FORMATS, Line, to_csv, to_json
from dashboard.formats import Share
from dashboard.sheets import Names, to_ods, to_xlsx
from metrics import method
from tests.dashboard.small_register import TARGET

COLUMNS = (Column("Naam"), Column("Aantal", "number"), Column("Dag", "day"), Column("Deel", "share"))
ROWS = (
    (Cell("=1+1 <&>"), Cell(3), Cell(date(2026, 8, 8)), Cell(Share(5, 8))),
    (Cell("twee\x07"), Cell(None, "niet gemeld"), Cell(None), Cell(Share(1, 2), "te weinig", bounds="1 tot 2")),
)
TABLE = Table("t", "Een tabel", COLUMNS, ROWS)
ABOUT = [Line("title", "titel", "Een tabel"), Line("warning", "let op", "a"), Line("warning", "let op", "b")]
NAMES = Names("Cijfers", "Over", "toelichting")
HEADS = ["Naam", "Aantal", "Dag", "Deel", "toelichting"]
WHY = "niet gemeld; Deel: 1 tot 2; te weinig"


def test_csv() -> None:
    lines = to_csv(TABLE, ABOUT, "toelichting").split("\r\n")
    assert lines[:3] == ["# titel: Een tabel", "# let op: a", "# let op: b"]
    rows = list(csv.reader(io.StringIO("\r\n".join(lines[3:]))))
    assert rows[:2] == [HEADS, ["'=1+1 <&>", "3", "2026-08-08", "62.5", ""]]
    assert rows[2][1:] == ["", "", "", WHY]


def test_json_has_the_counts_of_a_share_and_why_a_value_is_missing() -> None:
    told = json.loads(to_json(TABLE, ABOUT))
    assert told["metadata"] == {"title": "Een tabel", "warning": ["a", "b"]}
    assert [column["kind"] for column in told["columns"]] == ["text", "number", "day", "share"]
    assert told["rows"][0][1:] == [{"value": 3}, {"value": "2026-08-08"}, {"value": 62.5, "n": 5, "of": 8}]
    assert told["rows"][1][1] == {"value": None, "reason": "niet gemeld"}
    assert told["rows"][1][3] == {"value": None, "n": 1, "of": 2, "reason": "te weinig", "bounds": "1 tot 2"}


def test_xlsx_has_typed_cells_and_no_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(TABLE, ABOUT, NAMES)))
    assert book.sheetnames == ["Cijfers", "Over"]
    rows = list(book["Cijfers"].iter_rows())
    assert [cell.value for cell in rows[0]] == HEADS
    assert [cell.data_type for cell in rows[1]] == ["s", "n", "d", "n", "inlineStr"]
    assert (rows[1][0].value, rows[1][2].value.date(), rows[1][3].value) == ("=1+1 <&>", date(2026, 8, 8), 62.5)
    assert [cell.value for cell in rows[2]] == ["twee", None, None, None, WHY]
    assert [cell.value for cell in next(book["Over"].iter_rows())] == ["titel", "Een tabel"]


def test_ods_is_read_by_others_and_says_what_it_is() -> None:
    made = to_ods(TABLE, ABOUT, NAMES)
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["Cijfers", "Over"]
    rows = book.get_sheet_by_name("Cijfers").to_python()
    assert rows[0] == HEADS
    assert rows[1] == ["=1+1 <&>", 3.0, date(2026, 8, 8), 62.5, ""]
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        for name in ("content.xml", "META-INF/manifest.xml"):
            assert ET.fromstring(file.read(name)) is not None  # noqa: S314  (we wrote it)


def rows_of(kind: str, body: bytes) -> list[list[Any]]:
    """Return the rows of a file as texts; its headings first."""
    if kind == "csv":
        lines = [line for line in body.decode("utf-8-sig").split("\r\n") if not line.startswith("# ")]
        return [list(row) for row in csv.reader(io.StringIO("\r\n".join(lines)))]
    if kind == "json":
        told = json.loads(body)
        return [[column["title"] for column in told["columns"]], *([c["value"] for c in row] for row in told["rows"])]
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


def plain(value: object) -> str:
    """Return what a value is, however a format writes it."""
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value).lstrip("'")
    try:
        return str(float(text))
    except ValueError:
        return text


@pytest.mark.parametrize("path", ["/", "/organisatie/gm0344", f"/doel/{TARGET}", "/bronnen", "/zoeken?q=utrecht"])
def test_every_format_has_the_rows_that_are_on_screen(internal: dash.Dash, path: str) -> None:
    page, _, query = path.partition("?")
    _, content = internal.router.visit(f"/nl{page}", query, "http://localhost/")
    for table in tables(content.blocks):
        found = {}
        for kind in FORMATS:
            answer = internal.server.test_client().get(f"/nl/download{page.rstrip('/')}/{table.name}.{kind}?{query}")
            assert answer.status_code == 200
            assert answer.headers["Content-Disposition"].endswith(f'vulgraad-{table.name}.{kind}"')
            rows = rows_of(kind, answer.data)
            found[kind] = [[plain(value) for value in row[: len(table.columns)]] for row in rows]
        assert len(found["csv"]) == len(table.rows) + 1
        assert found["csv"] == found["xlsx"] == found["ods"] == found["json"], table.name


@pytest.mark.parametrize(
    ("query", "chosen"),
    [("", "niets; alles staat erin, op de laatste dag"), ("?peildatum=2026-01-05", "peildatum: 2026-01-05")],
)
def test_a_file_says_what_it_is(app: dash.Dash, query: str, chosen: str) -> None:
    told = app.server.test_client().get(f"/nl/download/per-category.json{query}").get_json()["metadata"]
    assert told["filters"] == chosen
    assert told["method"].startswith(f"versie {method.version()} ")
    assert "Algoritmeregister" in told["source"]
    assert told["citation"].startswith("Op ")
    assert "peildatum=2026-0" in told["citation"]
    assert told["link"].startswith("http://localhost/nl/?peildatum=2026-0")


def test_a_format_that_we_do_not_have(app: dash.Dash) -> None:
    assert app.server.test_client().get("/nl/download/per-category.pdf").status_code == 404
