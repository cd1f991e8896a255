"""Every bad delivery: a message with row and column, an exit code, and nothing half stored."""

import gzip
import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.ingest.inventories.books import HEADER, ROW, as_csv, as_ods, as_xlsx, as_zip, changed
from tests.ingest.inventories.conftest import Desk

TITLED = [["Lijst 2026", "", ""], HEADER, ROW]
FORMULA = as_xlsx({"Blad1": [HEADER, [*ROW[:4], "=1+2023", ""]]})
BOOK = as_xlsx({"Blad1": [HEADER, ROW]})
PART = "xl/worksheets/sheet1.xml"


def zeros(size: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * size)
    return out.getvalue()


ALIASES = b"".join(b"b%d: &b%d [*b%d, *b%d, *b%d]\n" % (n, n, n - 1, n - 1, n - 1) for n in range(1, 14))
CONTENT = "content.xml"
STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si/><si><t>%s</t></si></sst>'


def shown_often(text: bytes, cells: int) -> bytes:
    """Write a workbook with one text that many cells refer to by its number."""
    book = changed(BOOK, PART, b"</sheetData>", b'<row r="3">%s</row></sheetData>' % (b'<c t="s"><v>1</v></c>' * cells))
    with zipfile.ZipFile(BytesIO(book)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return as_zip(parts | {"xl/sharedStrings.xml": STRINGS % text})


#: Name, bytes, exit code, and what is said.
BAD = {
    "empty": ("list.csv", b"", 4, "list.csv: it is empty"),
    "blanks": ("list.csv", b" \r\n\n", 4, "list.csv: it is empty"),
    "cp1252": (
        "list.csv", as_csv([HEADER, ["1", "Één", *ROW[2:]]], encoding="cp1252"), 4,
        "list.csv: row 2, column name: byte 0xC9 cannot be read as utf-8; not UTF-8: save the file as UTF-8, or say",
    ),
    "UTF-16 without a mark": (
        "list.csv", as_csv([HEADER, ROW], encoding="utf-16-le"), 4, "list.csv: row 1, column A: a NUL byte",
    ),
    "NUL": (
        "list.csv", as_csv([HEADER, ROW, ["2", "a\0b", *ROW[2:]]]), 4, "list.csv: row 3, column name: a NUL byte",
    ),
    "UTF-16 without a mark, and no UTF-8": (
        "list.csv", as_csv([HEADER, ["1", "\u00c9\u00e9n", *ROW[2:]]], encoding="utf-16-be"), 4,
        'a NUL byte, which no text has; if the file is UTF-16 without a mark, say encoding = "utf-16-be"',
    ),
    "a row too wide": ("list.csv", as_csv([HEADER, ROW, [*ROW, "x"]]), 4, "row 3 has 7 cells, the header 6"),
    "a torn file": ("list.csv", as_csv([HEADER, ROW])[:-9], 4, "row 2 has 5 cells, the header 6"),
    "an open quote": ("list.csv", as_csv([HEADER, ROW]) + b'2,"x', 4, "not a whole CSV file: row 3"),
    "a web page": ("list.csv", b"<!doctype html><p>Inloggen</p>", 4, "a web page or XML, not an inventory"),
    "missing columns": ("list.csv", b"local_id,name\n1,x\n", 4, "missing fields: category, status; the file has: loc"),
    "a name twice": (
        "list.csv", as_csv([[*HEADER, "name"], [*ROW, "x"]]), 4,
        "row 1: column name 'name' stands more than once (columns B, G)",
    ),
    "an id twice": ("list.csv", as_csv([HEADER, ROW, ["1", "Ander", *ROW[2:]]]), 3, "local_id '1'"),
    "many without an id": (
        "list.csv", as_csv([HEADER, *[["", *ROW[1:]]] * 3]), 3, "3 of 3 rows could not be used",
    ),
    "a broken gzip file": ("list.csv.gz", gzip.compress(as_csv([HEADER, ROW]))[:-9], 4, "the gzip file is damaged"),
    "a gzip bomb": ("list.csv.gz", gzip.compress(b"a" * 40_000_000), 4, "refused as a zip bomb"),
    "an old workbook": ("list.xls", b"\xd0\xcf\x11\xe0rest", 4, "save it as .xlsx without a password"),
    "a workbook that is none": ("list.xlsx", b"local_id,name", 4, "its name ends in .xlsx, and it is no workbook"),
    "a workbook named csv": ("list.csv", BOOK, 4, "its name ends in .csv, and it is a zip file or workbook"),
    "another zip file": ("list.xlsx", as_zip({"a.txt": b"x"}), 4, "a zip file that is no workbook"),
    "a broken workbook": ("list.xlsx", BOOK[:-40], 4, "the workbook is damaged"),
    "a broken part": ("list.xlsx", changed(BOOK, PART, b"<sheetData>", b"<sheet"), 4, "the workbook cannot be read"),
    "a zip bomb": ("list.xlsx", zeros(60_000_000), 4, "unpacks to 57 MB; refused as a zip bomb"),
    "a part a thousand times": (
        "list.xlsx", as_zip({f"{n}": b"" for n in range(2_001)}), 4,
        "2001 parts, more than 2000; refused as a zip bomb",
    ),
    "an entity bomb": (
        "list.xlsx",
        changed(BOOK, PART, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'), 4,
        "the workbook cannot be read",
    ),
    "a cell at the far end": (
        "list.xlsx", changed(BOOK, PART, b'r="D2"', b'r="XFD1048576"'), 4,
        "reaches to row 1048576, column XFD",
    ),
    "a formula without a value": (
        "list.xlsx", FORMULA, 4, "sheet 'Blad1': cells E2 hold a formula without a value; open the file",
    ),
    "an error value": (
        "list.xlsx", changed(BOOK, PART, b't="inlineStr"><is><t>A</t></is>', b't="e"><v>#N/A</v>'), 4,
        "sheet 'Blad1': C2 holds an error value #N/A; put right",
    ),
    "an error value, ODS": (
        "list.ods",
        changed(
            as_ods({"a": [HEADER, ROW]}, 'xmlns:c="urn:c" c:value-type="error"'), CONTENT, b">1<", b">#VERW!<",
        ), 4, "sheet 'a': A2 holds an error value #VERW!",
    ),
    "an error of a formula, ODS": (
        "list.ods", as_ods({"a": [HEADER, ["Err:502", *ROW[1:]]]}, 'table:formula="of:=x()"'), 4,
        "sheet 'a': A2 holds an error value Err:502",
    ),
    "a long text in many cells": (
        "list.xlsx", shown_often(b"x" * 1_000_000, 10_000), 4, "characters: more than 64000000",
    ),
    "a long text repeated, ODS": (
        "list.ods",
        changed(
            as_ods({"a": [HEADER, ["x" * 10_000, *ROW[1:]]]}, 'table:number-columns-repeated="100"'), CONTENT,
            b'<table:table-row><table:table-cell office:value-type="string" table',
            b'<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="string" table',
        ), 4, "characters: more than 64000000",
    ),
    "spaces that are counted, ODS": (
        "list.ods", changed(as_ods({"a": [HEADER, ROW]}), CONTENT, b">1<", b'>1<text:s text:c="99000000"/><'), 4,
        "characters: more than 64000000",
    ),
    "another prefix, ODS": (
        "list.ods", changed(as_ods({"a": [HEADER, ROW]}), CONTENT, b"<table:table ", b'<table:table xmlns:table="x" '),
        4,
        "prefix 'table' stands for 'x'",
    ),
    "repeated less than never, ODS": (
        "list.ods", as_ods({"a": [HEADER, ROW]}, 'table:number-columns-repeated="-9"'), 4,
        "the workbook cannot be read (ValueError: number-columns-repeated is -9)",
    ),
    "a NUL, XLSX": (
        "list.xlsx", as_xlsx({"Blad1": [HEADER, ["1", "a_x0000_", *ROW[2:]]]}), 4, "row 2, column B: a NUL byte",
    ),
    "a merged header": (
        "list.xlsx", as_xlsx({"Blad1": TITLED}, ["A1:C1"]), 4,
        "sheet 'Blad1': row 1, column A: cells A1:C1 are merged, and the header cannot hold merged cells",
    ),
    "a row merged sideways": (
        "list.xlsx", as_xlsx({"Blad1": [HEADER, ROW, ["Afdeling"]]}, ["A3:C3"]), 4,
        "row 3, column A: cells A3:C3 are merged",
    ),
    "two sheets": (
        "list.xlsx", as_xlsx({"2025": [HEADER, ROW], "2026": [HEADER, ROW]}), 4,
        "more than one sheet holds something: '2025', '2026'; say which one in the mapping, like sheet = \"2025\"",
    ),
    "no sheet with anything": ("list.xlsx", as_xlsx({"Blad1": []}), 4, "no sheet holds anything (sheets: 'Blad1')"),
    "two sheets, ODS": ("list.ods", as_ods({"a": [HEADER, ROW], "b": [ROW]}), 4, "more than one sheet holds something"),
    "merged, ODS": (
        "list.ods", as_ods({"a": [HEADER, ROW]}, 'table:number-columns-spanned="2"'), 4,
        "sheet 'a': row 2, column A: cells A2:B2 are merged",
    ),
    "repeated without end, ODS": (
        "list.ods", as_ods({"a": [HEADER, ROW]}, 'table:number-columns-repeated="9000000"'), 4,
        "more than 5000000 cells",
    ),
    "a cell without a name": (
        "list.xlsx", as_xlsx({"Blad1": [HEADER, [*ROW, "los"]]}), 4,
        "row 2, column G: 'los' stands under no column name",
    ),
    "broken JSON": ("list.json", b'[{"local_id": 1,\n "name" "x"}]', 4, "list.json: not JSON: line 2, column"),
    "JSON of something else": ("list.json", b'{"a": [], "b": []}', 4, "an object with 2 lists (a, b)"),
    "JSON of texts": ("list.json", b'["x"]', 4, "item 1: expected an object with a name for each value, got str"),
    "JSON without a bottom": ("list.json", b'[{"a":' * 300 + b"1" + b"}]" * 300, 4, "nested more than 20 deep"),
    "JSON with a NUL": ("list.json", b'[{"local_id": 1, "name": "a\\u0000b"}]', 4, "item 1, name: a NUL byte"),
    "JSON that a table makes huge": (
        "list.json", b"[{%s}%s]" % (b",".join(b'"%d":1' % n for n in range(1_900)), b',{"1":1}' * 3_000), 4,
        "3001 items with 1900 different fields: more than 5000000 cells",
    ),
    "broken YAML": ("card.yaml", b"name: x\n  y: [", 4, "card.yaml: not YAML: line 2, column 4"),
    "no card": ("card.yaml", b"title: x", 4, "card card.yaml: expected a system card with at least a name"),
    "an alias bomb": (
        "card.yaml",
        b"name: x\nb0: &b0 [1, {x: 1}]\n" + ALIASES, 4,
        "more than 20000 values in one system",
    ),
    "a card within itself": ("card.yaml", b"name: x\na: &a\n  b: *a\n", 4, "nested more than 20 deep"),
    "merge keys": ("card.yaml", b"a: &a {name: x}\n<<: *a\n", 4, "merge keys (<<) are not read"),
    "a Python object": ("card.yaml", b"name: !!python/object/apply:os.system [ls]", 4, "not YAML: line 1"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "body", "code", "says"), BAD.values(), ids=BAD.keys())
def test_a_bad_delivery_changes_nothing(desk: Desk, name: str, body: bytes, code: int, says: str) -> None:
    before = desk.facts_hash()
    path = desk.deliver(name, body)
    done = desk.ingest()
    assert done.code == code, done.err
    assert says in desk.source()["reason"]
    assert desk.facts_hash() == before
    assert "Traceback" not in done.err
    seen = desk.preview(path)
    assert seen.code == code
    assert says in seen.out + seen.err
    assert not (desk.folder / "none").exists()


def large(desk: Desk) -> Path:
    path = desk.deliver("list.csv", b"")
    with path.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    return path


def directory(desk: Desk) -> Path:
    path = desk.folder / "list.csv"
    path.mkdir()
    desk.configure(path=str(path))
    return path


def gone(desk: Desk) -> Path:
    desk.configure(path=str(desk.folder / "gone.csv"))
    return desk.folder / "gone.csv"


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (large, "list.csv: 200 MB, more than the 64 MB that an inventory may have"),
        (directory, "Is a directory"),
        (gone, "No such file"),
    ],
)
def test_what_is_no_file_to_read_changes_nothing(desk: Desk, made: Callable[[Desk], Path], says: str) -> None:
    before = desk.facts_hash()
    made(desk)
    assert desk.ingest().code == 4
    assert says in desk.source()["reason"]
    assert desk.facts_hash() == before


def test_a_file_that_may_not_be_read(desk: Desk) -> None:
    path = desk.deliver("list.csv", as_csv([HEADER, ROW]))
    path.chmod(0)
    # Root may read everything, so a child that is root first becomes nobody.
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:
            os.setuid(65534)
        done = desk.preview(path)
        os._exit(done.code if "Permission denied" in done.err else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 4


#: Odd, and understood all the same: the bytes, and what line 1 then says.
UNDERSTOOD = {
    "semicolons and Dutch decimals": (
        "list.csv", as_csv([[*HEADER, "vendor"], [*ROW, "1.234,50"]], ";"),
        {"vendor": "1.234,50", "name": "Systeem"}, "",
    ),
    "tabs": ("list.csv", as_csv([HEADER, ROW], "\t"), {"name": "Systeem"}, ""),
    "bars": ("list.csv", as_csv([HEADER, ROW], "|"), {"name": "Systeem"}, ""),
    "a mark": ("list.csv", as_csv([HEADER, ROW], encoding="utf-8-sig"), {"name": "Systeem"}, ""),
    "UTF-16": ("list.csv", as_csv([HEADER, ["1", "é", *ROW[2:]]], encoding="utf-16"), {"name": "é"}, ""),
    "Excel says its sign": ("list.csv", b"sep=;\r\n" + as_csv([HEADER, ROW], ";"), {"name": "Systeem"}, ""),
    "packed": ("list.csv.gz", gzip.compress(as_csv([HEADER, ROW])), {"name": "Systeem"}, ""),
    "titles": (
        "list.csv",
        as_csv([["Eigen kenmerk *", "NAAM *", "Publicatiecategorie *", "Status *", "In use since", "Lars"], ROW]),
        {"name": "Systeem", "start_date": "2024-01"}, "",
    ),
    "a formula with a value": (
        "list.xlsx", changed(FORMULA, PART, b"<v />", b"<v>2024</v>"), {"start_date": "2024"},
        "cells E2 hold formulas; read as the values they had",
    ),
    "cells merged downwards": (
        "list.xlsx", as_xlsx({"Blad1": [HEADER, ROW, ["2", "", *ROW[2:]]]}, ["B2:B3"]), {"name": "Systeem"},
        "cells B2:B3 are merged: 'Systeem' was read in each of the rows 2 to 3",
    ),
    "a serial number": (
        "list.xlsx", as_xlsx({"Blad1": [HEADER, [*ROW[:4], 45292, ""]]}), {"start_date": "2024-01-01"}, "",
    ),
    "ids that are numbers": (
        "list.xlsx", as_xlsx({"Blad1": [HEADER, [1, *ROW[1:5], 12345678]]}), {"lars": "12345678"}, "",
    ),
    "an explanation beside it": (
        "list.xlsx", as_xlsx({"inventory": [HEADER, ROW], "uitleg": [["Kolom"]]}), {"name": "Systeem"}, "",
    ),
    "a formula, ODS": (
        "list.ods", as_ods({"a": [HEADER, ROW]}, 'table:formula="of:=1"'), {"name": "Systeem"},
        "cells A2 hold formulas",
    ),
    "ODS": ("list.ods", as_ods({"a": [HEADER, ROW]}), {"name": "Systeem"}, ""),
    "JSON in an object": (
        "list.json",
        b'{"at": 1, "all": [{"local_id": 1, "name": "x", "category": null, "status": "pilot", "vendor": ["a", 2]}]}',
        {"name": "x", "status": "In gebruik", "vendor": "a; 2"}, "1 line has no category that can be read",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "body", "said", "warns"), UNDERSTOOD.values(), ids=UNDERSTOOD.keys())
def test_an_odd_delivery_is_understood(desk: Desk, name: str, body: bytes, said: dict[str, str], warns: str) -> None:
    desk.deliver(name, body)
    done = desk.ingest()
    assert done.code == 0, (done.err, desk.source()["reason"])
    line = desk.lines()["1"]
    assert {key: line[key] for key in said} == said
    assert warns in " ".join(desk.source()["warnings"])


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "list.ods", "list.json"])
def test_a_header_alone_declares_zero(desk: Desk, name: str) -> None:
    makers = {
        "list.json": b"[]",
        "list.csv": as_csv([HEADER]),
        "list.xlsx": as_xlsx({"a": [HEADER]}),
        "list.ods": as_ods({"a": [HEADER]}),
    }
    desk.deliver(name, makers[name])
    seen = desk.preview(desk.folder / name)
    assert (seen.code, "0 rows in = 0 accepted + 0 set aside" in seen.out) == (0, True)
