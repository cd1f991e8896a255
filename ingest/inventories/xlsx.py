"""What the XML of an XLSX workbook says of its sheets before a value is read."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from defusedxml.ElementTree import fromstring, iterparse

_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_LINK: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PLACE: Final = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
Place = tuple[int, int]


def epoch(packed: zipfile.ZipFile) -> int:
    """Return the year in which this workbook's days begin."""
    about = _book(packed).find("{*}workbookPr")
    return 1904 if about is not None and about.get("date1904") in {"1", "true"} else 1900


def scan(packed: zipfile.ZipFile) -> Iterator[tuple[Any, ...]]:
    """Go through the sheets; the fields of ``workbook.Scan`` for each. Raises KeyError, ValueError."""
    links = fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    paths = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in _book(packed).iterfind("{*}sheets/{*}sheet"):
        target = paths[sheet.get(_LINK) or sheet.get(_STRICT_LINK)]
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if "worksheets/" in path:
            yield _sheet(packed, path, sheet.get("name"), hidden=sheet.get("state", "visible") != "visible")


def _book(packed: zipfile.ZipFile) -> Any:  # noqa: ANN401 - defusedxml ships no types
    return fromstring(packed.read("xl/workbook.xml"))


def _sheet(packed: zipfile.ZipFile, path: str, name: str, *, hidden: bool) -> tuple[Any, ...]:
    formulas: list[Place] = []
    uncached: list[Place] = []
    merged: list[tuple[Place, Place]] = []
    row, column = -1, -1
    filled, rows, columns = 0, 0, 0
    with packed.open(path) as handle:
        for event, element in iterparse(handle, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "row":
                    row, column = int(element.get("r") or row + 2) - 1, -1
                continue
            if tag == "c":
                at = place(element.get("r")) if element.get("r") else (row, column + 1)
                column = at[1]
                if _holds(element, at, formulas, uncached):
                    filled, rows, columns = filled + 1, max(rows, at[0] + 1), max(columns, column + 1)
            elif tag == "mergeCell":
                first, _, last = str(element.get("ref")).partition(":")
                merged.append((place(first), place(last or first)))
            if tag == "row":
                element.clear()
    return name, rows, columns, filled, hidden, tuple(formulas), tuple(uncached), tuple(merged)


def _holds(cell: Any, at: Place, formulas: list[Place], uncached: list[Place]) -> bool:  # noqa: ANN401 - untyped
    value = cell.findtext("{*}v")
    if cell.find("{*}f") is not None:
        formulas.append(at)
        # A formula whose answer is an empty text has an answer.
        if not value and cell.get("t") != "str":
            uncached.append(at)
        return True
    return bool(value) or cell.find("{*}is") is not None


def place(text: str | None) -> Place:
    """Return the row and column, from 0, of a cell's name; raises ValueError when it is none."""
    found = _PLACE.match(text or "")
    if not found:
        msg = f"{text!r} is no name of a cell"
        raise ValueError(msg)
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)) - 1, column - 1
