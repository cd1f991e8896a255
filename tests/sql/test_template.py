"""The template: its header, its lists and its explanation agree with the canonical line."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

import vulgraad
from sql.line_help import FORMS, HELP
from sql.lines import (
    EXPLANATION_SHEETS,
    LINE_BY_KEY,
    LINE_FIELDS,
    LINES_SHEET,
    REQUIRED_MARK,
    SEPARATOR,
    UNREAD,
    WORDS,
)
from sql.template import Language, as_csv, as_workbook, headers, said

LANGUAGES: tuple[Language, ...] = ("nl", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    asked: Language = request.param
    return asked


@pytest.fixture(scope="module")
def book(language: Language) -> Workbook:
    return load_workbook(io.BytesIO(as_workbook(language)))


def test_every_column_is_explained() -> None:
    assert list(HELP) == [one.key for one in LINE_FIELDS]
    assert {one.kind for one in LINE_FIELDS} <= set(FORMS)


def test_every_choice_has_words_and_no_word_means_two_things(language: Language) -> None:
    for one in LINE_FIELDS:
        if one.kind in {"choice", "choices"}:
            words = [said(word, language) for word in WORDS[one.key].values()]
            assert set(one.choices) - {UNREAD} == set(WORDS[one.key]) - {UNREAD}
            assert len({word.casefold() for word in words}) == len(words)
            assert not [word for word in words if SEPARATOR in word]
        else:
            assert one.key not in WORDS


def test_an_example_of_a_choice_is_one_of_its_words(language: Language) -> None:
    for key, words in WORDS.items():
        parts = said(HELP[key].example, language).split(SEPARATOR)
        assert {part.strip() for part in parts} <= {said(word, language) for word in words.values()}


def test_the_lines_come_first_and_then_what_explains_them(book: Workbook, language: Language) -> None:
    assert book.sheetnames == [LINES_SHEET, EXPLANATION_SHEETS[LANGUAGES.index(language)]]
    lines, explained = book.worksheets
    assert [cell.value for cell in lines[1]] == headers(language)
    assert (lines.max_row, lines.freeze_panes) == (1, "B2")
    assert [explained.cell(row, 1).value for row in range(2, explained.max_row + 1)] == [
        said(one.title, language) for one in LINE_FIELDS
    ]


def test_every_choice_offers_its_words(book: Workbook, language: Language) -> None:
    lines, explained = book.worksheets
    offered = {}
    for rule in lines.data_validations.dataValidation:
        key = LINE_FIELDS[next(iter(rule.sqref.ranges)).min_col - 1].key
        place = rule.formula1.partition("!")[2].replace("$", "")
        offered[key] = [row[0].value for row in explained[place]]
        assert rule.showErrorMessage == (LINE_BY_KEY[key].kind == "choice")
    assert offered == {key: [said(word, language) for word in words.values()] for key, words in WORDS.items()}


def test_dates_are_dates_and_ids_are_text(book: Workbook) -> None:
    lines = book.worksheets[0]
    formats = {
        one.key: lines.column_dimensions[cell.column_letter].number_format
        for one, cell in zip(LINE_FIELDS, lines[1], strict=True)
    }
    assert {key: formats[key] for key in ("local_id", "lars", "start_date", "end_date")} == {
        "local_id": "@",
        "lars": "@",
        "start_date": "yyyy-mm-dd",
        "end_date": "yyyy-mm-dd",
    }


def test_the_required_columns_are_marked(language: Language) -> None:
    marked = [title.endswith(REQUIRED_MARK) for title in headers(language)]
    assert marked == [one.required for one in LINE_FIELDS]


def test_csv_opens_in_dutch_excel(language: Language) -> None:
    written = as_csv(language)
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";")) == [headers(language)]


@pytest.mark.parametrize(
    ("arguments", "name", "start"),
    [
        ([], "inventory.xlsx", b"PK"),
        (["--format", "csv"], "inventory.csv", b"\xef\xbb\xbfEigen kenmerk"),
        (["--out", "lijst.csv", "--language", "en"], "lijst.csv", b"\xef\xbb\xbfOwn id"),
        (["--out", "lijst.csv", "--format", "xlsx"], "lijst.csv", b"PK"),
    ],
)
def test_the_command_writes_a_new_file(
    arguments: list[str], name: str, start: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert vulgraad.main(["template", *arguments]) == vulgraad.GOOD
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_name_that_tells_no_format_needs_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vulgraad.main(["template", "--out", str(tmp_path / "lijst.txt")]) == vulgraad.WRONG_USE
    assert "or give --format" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_command_never_writes_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "mine.xlsx"
    there.write_text("filled in", "utf-8")
    assert vulgraad.main(["template", "--out", str(there)]) == vulgraad.WRONG_USE
    assert there.read_text("utf-8") == "filled in"
    assert "exists" in capsys.readouterr().err
