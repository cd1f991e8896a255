"""The template, filled in with its own examples, is read back: every value as what it stands for."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

import vulgraad
from ingest.inventories.mapping import InventoryMapping
from ingest.sources import inventory
from sql.fields import IMPACTFUL, IN_USE
from sql.line_help import HELP
from sql.lines import ASSESSED, LINE_FIELDS
from sql.template import Language, as_csv, as_workbook, said

FORMS = ("xlsx", "csv")
LANGUAGES: tuple[Language, ...] = ("nl", "en")


def filled(language: Language, form: str) -> bytes:
    cells = [said(HELP[one.key].example, language) for one in LINE_FIELDS]
    if form == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerow(cells)
        return as_csv(language) + text.getvalue().encode()
    book = load_workbook(io.BytesIO(as_workbook(language)))
    day = [one.key for one in LINE_FIELDS].index("start_date")
    book.worksheets[0].append([*cells[:day], date.fromisoformat(cells[day]), *cells[day + 1 :]])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_understood_whole(
    language: Language, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"list.{form}"
    path.write_bytes(filled(language, form))
    (line,) = inventory.read([(path.name, path.read_bytes())], InventoryMapping(), "mnre1034").lines
    understood = {key: line.body.get(key) for key in ("category", "assessment", "status", "role", "start_date", "lars")}
    assert understood == {
        "category": IMPACTFUL,
        "assessment": ASSESSED,
        "status": IN_USE,
        "role": "deployer",
        "start_date": "2024-03-01",
        "lars": "12345678",
    }
    assert line.body["reasons"] == "impactful; woo"
    assert vulgraad.main(["validate", str(path), "--language", "en"]) == vulgraad.GOOD, capsys.readouterr()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_declares_no_systems(language: Language, form: str) -> None:
    empty = as_csv(language) if form == "csv" else as_workbook(language)
    assert inventory.read([(f"list.{form}", empty)], InventoryMapping(), "mnre1034").lines == ()
