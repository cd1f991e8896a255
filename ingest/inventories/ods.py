"""What the XML of an ODS workbook says of its sheets before a value is read."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from defusedxml.ElementTree import iterparse

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
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

    def cell(self, element: Any) -> None:  # noqa: ANN401 - defusedxml ships no types
        """Take in one cell, which may stand for several alike."""
        many = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        at = (self.row, self.column)
        valued = element.get(f"{_OFFICE}value-type") is not None or element.find(f"{_TEXT}p") is not None
        if element.get(f"{_TABLE}formula") is not None:
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
        self.row, self.column = self.row + many, 0

    def scan(self) -> tuple[Any, ...]:
        """Return the fields of ``workbook.Scan``."""
        places = tuple(self.formulas), tuple(self.uncached), tuple(self.merged)
        return self.name, self.rows, self.columns, self.filled, False, *places


def scan(packed: zipfile.ZipFile) -> Iterator[tuple[Any, ...]]:
    """Go through the sheets; the fields of ``workbook.Scan`` for each. Raises KeyError, ValueError."""
    reading = _Reading("")
    with packed.open("content.xml") as handle:
        for event, element in iterparse(handle, events=("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                reading = _Reading(element.get(f"{_TABLE}name", ""))
            elif event == "end" and element.tag in _CELLS:
                reading.cell(element)
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                reading.end_row(int(element.get(f"{_TABLE}number-rows-repeated", "1")))
                element.clear()
            elif event == "end" and element.tag == f"{_TABLE}table":
                yield reading.scan()
