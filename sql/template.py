"""An empty inventory for a body to fill in: as a workbook with lists, or as CSV."""

import csv
import io
from collections.abc import Callable
from typing import Final, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sql.fields import Title
from sql.line_help import FORMS, HELP
from sql.lines import EXPLANATION_SHEETS, LINE_FIELDS, LINES_SHEET, REQUIRED_MARK, WORDS, LineField

Language = Literal["nl", "en"]

#: Lists are offered in this many rows below the header.
_ROWS: Final = 5000
_HEADS: Final = (
    Title("Kolom", "Column"),
    Title("Verplicht", "Required"),
    Title("Betekenis", "Meaning"),
    Title("Vorm", "Form"),
    Title("Waarden", "Values"),
    Title("Voorbeeld", "Example"),
)
_YES_NO: Final = {True: Title("ja", "yes"), False: Title("nee", "no")}
_WIDTHS: Final = (28, 10, 60, 40, 50, 40)
_FILL: Final = PatternFill("solid", start_color="FFDCE6F1")
_FORMATS: Final = {"date": "yyyy-mm-dd"}


def said(title: Title, language: Language) -> str:
    """Return a title in a language."""
    return title.nl if language == "nl" else title.en


def headers(language: Language) -> list[str]:
    """Return the header of the template: each column's title, the required ones marked."""
    return [said(one.title, language) + REQUIRED_MARK * one.required for one in LINE_FIELDS]


def as_csv(language: Language) -> bytes:
    """Return the header as Dutch Excel opens it: UTF-8 with a mark, semicolons."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(headers(language))
    return text.getvalue().encode("utf-8-sig")


def as_workbook(language: Language) -> bytes:
    """Return a workbook: the sheet to fill in first, then the one that explains it."""
    book = Workbook()
    lines = book.active
    lines.title = LINES_SHEET
    explained = book.create_sheet(EXPLANATION_SHEETS[0 if language == "nl" else 1])
    _head(lines, headers(language), "B2")
    _explain(explained, language)
    for number, one in enumerate(LINE_FIELDS, start=1):
        column = lines.column_dimensions[get_column_letter(number)]
        column.width = max(16, len(said(one.title, language)) + 4)
        # As text, an id keeps its noughts in front.
        column.number_format = _FORMATS.get(one.kind, "@")
        if one.key in WORDS:
            _offer(lines, explained, number, one, language)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


MAKERS: Final[dict[str, Callable[[Language], bytes]]] = {"xlsx": as_workbook, "csv": as_csv}


def _head(sheet: Worksheet, titles: list[str], below: str) -> None:
    sheet.append(titles)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _FILL
    sheet.freeze_panes = below


def _explain(sheet: Worksheet, language: Language) -> None:
    _head(sheet, [said(one, language) for one in _HEADS], "A2")
    for one in LINE_FIELDS:
        told = HELP[one.key]
        values = "\n".join(_values(one, language))
        words = [one.title, _YES_NO[one.required], told.meaning, FORMS[one.kind]]
        sheet.append([*(said(word, language) for word in words), values, said(told.example, language)])
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _values(one: LineField, language: Language) -> list[str]:
    return [said(word, language) for word in WORDS.get(one.key, {}).values()]


def _offer(lines: Worksheet, explained: Worksheet, number: int, one: LineField, language: Language) -> None:
    """Offer a column's values as a list; they stand in a hidden column of the explanation.

    A list in the rule itself could hold no value with a comma, nor more than 255 characters.
    """
    values, letter = _values(one, language), get_column_letter(len(_HEADS) + 1 + number)
    for row, value in enumerate(values, start=2):
        explained[f"{letter}{row}"] = value
    explained.column_dimensions[letter].hidden = True
    place = f"'{explained.title}'!${letter}$2:${letter}${len(values) + 1}"
    # Several values in a cell are none of the list: offered, not enforced.
    rule = DataValidation("list", place, showErrorMessage=one.kind == "choice", allow_blank=True)
    rule.errorTitle = said(one.title, language)
    rule.error = said(FORMS[one.kind], language)
    lines.add_data_validation(rule)
    column = get_column_letter(number)
    rule.add(f"{column}2:{column}{_ROWS}")
