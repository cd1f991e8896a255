"""What the XML of an ODS workbook says of its sheets before a value is read."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from defusedxml.ElementTree import iterparse

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
#: The answers of formulas that have none, in the languages of office programs.
_ERROR: Final = re.compile(r"Err:\d+|#[A-Z/0-9]+[!?]|#N/?[ABV]")
Place = tuple[int, int]


@dataclass
class _Reading:
    """One sheet while it is read; places are (row, column) from 0."""

    name: str
    row: int = 0
    column: int = 0
    rows: int = 0
    columns: int = 0
    filled: int = 0
    formulas: list[Place] = field(default_factory=list)
    uncached: list[Place] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    errors: list[tuple[Place, str]] = field(default_factory=list)
    characters: int = 0
    row_characters: int = 0

    def cell(self, element: Any) -> None:  # noqa: ANN401 - defusedxml ships no types
        """Take in one cell, which may stand for several alike."""
        many = _count(element, f"{_TABLE}number-columns-repeated")
        at = (self.row, self.column)
        valued = element.get(f"{_OFFICE}value-type") is not None or element.find(f"{_TEXT}p") is not None
        text = "".join("".join(one.itertext()) for one in element.iterfind(f"{_TEXT}p")).strip()
        formula = element.get(f"{_TABLE}formula")
        kinds = [value for key, value in element.items() if key.endswith("}value-type")]
        if "error" in kinds or (formula is not None and _ERROR.fullmatch(text)):
            self.errors.append((at, text))
        if valued or formula is not None:
            self.row_characters += many * _length(element)
        if formula is not None:
            self.formulas.append(at)
            if not valued:
                self.uncached.append(at)
        down = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
        aside = int(element.get(f"{_TABLE}number-columns-spanned", "1"))
        if down > 1 or aside > 1:
            self.merged.append((at, (self.row + down - 1, self.column + aside - 1)))
        self.column += many
        if valued:
            self.filled += 1
            self.rows, self.columns = self.row + 1, max(self.columns, self.column)

    def end_row(self, many: int) -> None:
        """Go to the next row; one that holds something may stand for several alike."""
        if self.rows == self.row + 1:
            self.rows = self.row + many
        self.characters += many * self.row_characters
        self.row, self.column, self.row_characters = self.row + many, 0, 0

    def scan(self) -> tuple[Any, ...]:
        """Return the fields of ``workbook.Scan``."""
        places = tuple(self.formulas), tuple(self.uncached), tuple(self.merged)
        return self.name, self.rows, self.columns, self.filled, False, *places, tuple(self.errors), self.characters


def scan(packed: zipfile.ZipFile) -> Iterator[tuple[Any, ...]]:
    """Go through the sheets; the fields of ``workbook.Scan`` for each. Raises KeyError, ValueError."""
    reading = _Reading("")
    with packed.open("content.xml") as handle:
        for event, element in iterparse(handle, events=("start-ns", "start", "end")):
            if event == "start-ns":
                _check_prefix(*element)
                continue
            if event == "start" and element.tag == f"{_TABLE}table":
                # The library reads all sheets at once, so their characters add up.
                reading = _Reading(element.get(f"{_TABLE}name", ""), characters=reading.characters)
            elif event == "end" and element.tag in _CELLS:
                reading.cell(element)
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                reading.end_row(_count(element, f"{_TABLE}number-rows-repeated"))
                element.clear()
            elif event == "end" and element.tag == f"{_TABLE}table":
                yield reading.scan()


def _check_prefix(prefix: str, name: str) -> None:
    """Refuse other prefixes than all programs write: the library goes by those, and not by what they stand for."""
    usual = {"table": _TABLE, "office": _OFFICE, "text": _TEXT}
    if (prefix in usual or f"{{{name}}}" in usual.values()) and usual.get(prefix) != f"{{{name}}}":
        msg = f"prefix {prefix!r} stands for {name!r}"
        raise ValueError(msg)


def _count(element: Any, name: str) -> int:  # noqa: ANN401 - defusedxml ships no types
    many = int(element.get(name, "1"))
    if many < 0:
        msg = f"{name.rpartition('}')[2]} is {many}"
        raise ValueError(msg)
    return many


def _length(element: Any) -> int:  # noqa: ANN401 - defusedxml ships no types
    """Return the most characters that a cell can show or hold: text, spaces that are counted, values, formula."""
    spaces = sum(_count(one, f"{_TEXT}c") for one in element.iter(f"{_TEXT}s"))
    given = sum(len(value) for key, value in element.items() if key.startswith(_OFFICE) or key == f"{_TABLE}formula")
    return spaces + given + sum(map(len, element.itertext()))
