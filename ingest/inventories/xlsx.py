"""What the XML of an XLSX workbook says of its sheets before a value is read."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final, TypeVar

from defusedxml.ElementTree import DefusedXMLParser, fromstring

_LINKS: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_PLACE: Final = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_LONGEST: Final = 5_000
_PIECE: Final = 1024 * 1024
Place = tuple[int, int]


@dataclass
class _Reading:
    """One sheet while its XML goes by, without keeping any of it; places are (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    filled: int = 0
    formulas: list[Place] = field(default_factory=list)
    uncached: list[Place] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    errors: list[tuple[Place, str]] = field(default_factory=list)
    characters: int = 0
    shared: Sequence[int] = ()
    _at: Place = (-1, -1)
    _formula: bool = False
    _value: bool = False
    _inside: bool = False
    _inline: bool = False
    _type: str = ""
    _shown: str = ""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """Go into an element."""
        name = tag.rpartition("}")[2]
        if name == "c":
            self._at = place(given["r"]) if "r" in given else (self._at[0], self._at[1] + 1)
            self._type = given.get("t", "")
            self._formula, self._value = False, False
        elif name == "v":
            self._inside, self._shown = True, ""
        elif name == "f":
            self._formula = True
        elif name == "is":
            self._value = self._inline = True
        elif name == "row":
            self._at = int(given.get("r", self._at[0] + 2)) - 1, -1
        elif name == "mergeCell":
            first, _, last = given["ref"].partition(":")
            self.merged.append((place(first), place(last or first)))

    def data(self, text: str) -> None:
        """Take in some text."""
        if self._inside or self._inline:
            self.characters += len(text)
        if self._inside and text:
            self._value = True
            # No number is this long; what is cut here is refused as none.
            self._shown = (self._shown + text)[:_LONGEST]

    def end(self, tag: str) -> None:
        """Go out of an element."""
        name = tag.rpartition("}")[2]
        if name == "v":
            self._inside = False
            self._end_value()
        elif name == "is":
            self._inline = False
        elif name == "c":
            self._end_cell()

    def close(self) -> None:
        """End the sheet."""

    def _end_value(self) -> None:
        if self._type == "e":
            self.errors.append((self._at, self._shown.strip()))
        elif self._type == "s" and self._shown:
            index = int(self._shown)
            self.characters += self.shared[index] if 0 <= index < len(self.shared) else 0

    def _end_cell(self) -> None:
        row, column = self._at
        if self._formula:
            self.formulas.append(self._at)
            # A formula whose answer is an empty text has an answer.
            if not (self._value or self._type == "str"):
                self.uncached.append(self._at)
        if self._value or self._formula:
            self.filled += 1
            self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def epoch(packed: zipfile.ZipFile) -> int:
    """Return the year in which this workbook's days begin."""
    about = _book(packed).find("{*}workbookPr")
    return 1904 if about is not None and about.get("date1904") in {"1", "true"} else 1900


def scan(packed: zipfile.ZipFile) -> Iterator[tuple[Any, ...]]:
    """Go through the sheets; the fields of ``workbook.Scan`` for each. Raises KeyError, ValueError."""
    links = fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    paths = {link.get("Id"): link.get("Target", "") for link in links}
    shared = _shared(packed)
    for sheet in _book(packed).iterfind("{*}sheets/{*}sheet"):
        target = paths[next((sheet.get(one) for one in _LINKS if sheet.get(one)), "")]
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if "worksheets/" in path:
            found = _read(packed, path, _Reading(shared=shared))
            places = tuple(found.formulas), tuple(found.uncached), tuple(found.merged)
            hidden = sheet.get("state", "visible") != "visible"
            yield (
                sheet.get("name"),
                found.rows,
                found.columns,
                found.filled,
                hidden,
                *places,
                tuple(found.errors),
                found.characters,
            )


def _book(packed: zipfile.ZipFile) -> Any:  # noqa: ANN401 - defusedxml ships no types
    return fromstring(packed.read("xl/workbook.xml"))


@dataclass
class _Lengths:
    """How long each text is that cells refer to by its number."""

    found: list[int] = field(default_factory=list)
    _inside: bool = False

    def start(self, tag: str, _given: Mapping[str, str]) -> None:
        """Go into an element."""
        if tag.rpartition("}")[2] == "si" and not self._inside:
            self._inside = True
            self.found.append(0)

    def data(self, text: str) -> None:
        """Take in some text."""
        if self._inside:
            self.found[-1] += len(text)

    def end(self, tag: str) -> None:
        """Go out of an element; as the library reads it, the first end of a text ends it."""
        if tag.rpartition("}")[2] == "si":
            self._inside = False

    def close(self) -> None:
        """End the texts."""


_Target = TypeVar("_Target", _Reading, _Lengths)


def _shared(packed: zipfile.ZipFile) -> list[int]:
    """Return the lengths of the shared texts; of several such parts the longest, as one of them is read."""
    names = [one for one in packed.namelist() if one.replace("\\", "/").casefold() == "xl/sharedstrings.xml"]
    parts = [_read(packed, one, _Lengths()).found for one in names]
    return [max(some) for some in zip_longest(*parts, fillvalue=0)]


def _read(packed: zipfile.ZipFile, path: str, reading: _Target) -> _Target:
    parser = DefusedXMLParser(target=reading)
    with packed.open(path) as handle:
        while piece := handle.read(_PIECE):
            parser.feed(piece)
    parser.close()
    return reading


def place(text: str) -> Place:
    """Return the row and column, from 0, of a cell's name; raises ValueError when it is none."""
    found = _PLACE.match(text)
    if not found:
        msg = f"{text!r} is no name of a cell"
        raise ValueError(msg)
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)) - 1, column - 1
