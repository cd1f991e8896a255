"""Inventories as workbooks (XLSX, ODS): values as they are shown, and what a table cannot hold by cell."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError
from python_calamine import CalamineError, CalamineWorkbook

from ingest.inventories import ods, xlsx
from ingest.inventories.json_file import as_text
from ingest.inventories.limits import CELLS, CHARACTERS, opened
from ingest.inventories.sheet import Sheet, letters, tabulate
from ingest.source import SourceChangedError
from sql.lines import EXPLANATION_SHEETS

_TOLD: Final = 10
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Scan:
    """What the XML of one sheet tells before anything is read: places are (row, column) from 0.

    ``merged`` are ranges, both corners included; ``uncached`` formulas have no value in the file.
    ``errors`` are values like #N/A; ``characters`` is how long the texts of all cells are together.
    """

    name: str
    rows: int
    columns: int
    filled: int
    hidden: bool = False
    formulas: tuple[tuple[int, int], ...] = ()
    uncached: tuple[tuple[int, int], ...] = ()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    errors: tuple[tuple[tuple[int, int], str], ...] = ()
    characters: int = 0


def read_workbook(body: bytes, wanted: str | None, header_row: int | None) -> Sheet:
    """Return the cells of one sheet of a workbook; raises SourceChangedError naming what is in the way."""
    with opened(body) as packed:
        form, scans, epoch = _scanned(packed)
    if form == "ods":
        # The library reads all sheets of this format at once.
        scans = [_bounded(one) for one in scans]
    scan, warnings = _chosen(scans, wanted)
    _check_formulas(scan)
    if scan.formulas:
        warnings.append(f"{_cells(scan.formulas)} hold formulas; read as the values they had when the file was saved")
    grid = _grid(body, scan.name)
    warnings += _spread(grid, scan, header_row)
    try:
        return tabulate(grid, header_row, form, warnings, epoch)
    except SourceChangedError as error:
        msg = f"sheet {scan.name!r}: {error}"
        raise SourceChangedError(msg) from error


def form_of(packed: zipfile.ZipFile) -> str:
    """Return ``xlsx`` or ``ods``; raises SourceChangedError for any other zip file."""
    names = set(packed.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names and packed.read("mimetype").strip() == _ODS:
        return "ods"
    msg = "a zip file that is no workbook; save the table as .xlsx, .ods or .csv"
    raise SourceChangedError(msg)


def sheets_of(body: bytes) -> list[str]:
    """Return the names of the sheets that hold something and explain nothing."""
    with opened(body) as packed:
        _, scans, _ = _scanned(packed)
    return [one.name for one in scans if _counts(one)]


def _scanned(packed: zipfile.ZipFile) -> tuple[str, list[Scan], int]:
    """Return the format, what is known of each sheet, and the year in which days begin."""
    form = form_of(packed)
    try:
        scans = [Scan(*one) for one in (ods.scan(packed) if form == "ods" else xlsx.scan(packed))]
        return form, scans, 1900 if form == "ods" else xlsx.epoch(packed)
    except (ParseError, DefusedXmlException, KeyError, ValueError, zipfile.BadZipFile) as error:
        msg = f"the workbook cannot be read ({type(error).__name__}: {error}); save it again as .xlsx"
        raise SourceChangedError(msg) from error


def _counts(scan: Scan) -> bool:
    return bool(scan.filled) and not scan.hidden and scan.name.casefold() not in EXPLANATION_SHEETS


def _chosen(scans: Sequence[Scan], wanted: str | None) -> tuple[Scan, list[str]]:
    named = ", ".join(repr(one.name) for one in scans)
    if wanted is not None:
        found = next((one for one in scans if one.name == wanted), None)
        if found is None:
            msg = f"no sheet {wanted!r}, which the mapping names; there are: {named}"
            raise SourceChangedError(msg)
        return _bounded(found), []
    full = [one for one in scans if _counts(one)]
    if len(full) > 1:
        filled = ", ".join(repr(one.name) for one in full)
        example = f'sheet = "{full[0].name}"'
        msg = f"more than one sheet holds something: {filled}; say which one in the mapping, like {example}"
        raise SourceChangedError(msg)
    if not full:
        msg = f"no sheet holds anything (sheets: {named}); a header without lines would declare zero systems"
        raise SourceChangedError(msg)
    unseen = [one.name for one in scans if one.hidden and one.filled and one.name.casefold() not in EXPLANATION_SHEETS]
    return _bounded(full[0]), [f"sheet {name!r} is hidden and was not read" for name in unseen]


def _bounded(scan: Scan) -> Scan:
    if scan.rows * max(scan.columns, 1) > CELLS:
        msg = (
            f"sheet {scan.name!r} reaches to row {scan.rows}, column {letters(scan.columns - 1)}: more than {CELLS} "
            "cells; delete the empty rows and columns below and beside the table"
        )
        raise SourceChangedError(msg)
    if scan.characters > CHARACTERS:
        msg = (
            f"sheet {scan.name!r} shows {scan.characters} characters: more than {CHARACTERS}; "
            "shorten the long texts that stand in many cells"
        )
        raise SourceChangedError(msg)
    return scan


def _check_formulas(scan: Scan) -> None:
    if scan.uncached:
        msg = (
            f"sheet {scan.name!r}: {_cells(scan.uncached)} hold a formula without a value; open the file in a "
            "spreadsheet program, save it, and deliver it again"
        )
        raise SourceChangedError(msg)
    if scan.errors:
        told = [
            f"{letters(column)}{row + 1} holds an error value {text}" for (row, column), text in scan.errors[:_TOLD]
        ]
        told += [f"and {len(scan.errors) - _TOLD} more"] if len(scan.errors) > _TOLD else []
        msg = f"sheet {scan.name!r}: {', '.join(told)}; put right the formulas, or empty the cells"
        raise SourceChangedError(msg)


def _cells(places: Sequence[tuple[int, int]]) -> str:
    told = ", ".join(f"{letters(column)}{row + 1}" for row, column in places[:_TOLD])
    more = f" and {len(places) - _TOLD} more" if len(places) > _TOLD else ""
    return f"cells {told}{more}"


def _grid(body: bytes, name: str) -> list[list[str]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(body)) as book:
            values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        msg = f"sheet {name!r} cannot be read ({error}); save the workbook again and deliver it anew"
        raise SourceChangedError(msg) from error
    return [[as_text(value) for value in row] for row in values]


def _spread(grid: list[list[str]], scan: Scan, header_row: int | None) -> list[str]:
    """Give every row of a cell that was merged downwards its value; refuse one that was merged sideways."""
    top = header_row - 1 if header_row else next((at for at, row in enumerate(grid) if any(row)), 0)
    warnings = []
    for (first, left), (last, right) in scan.merged:
        if last < top or first >= len(grid):
            continue
        where = f"{letters(left)}{first + 1}:{letters(right)}{last + 1}"
        if left != right or first <= top:
            what = "the header cannot hold merged cells" if first <= top else "a row cannot be told from its neighbours"
            msg = (
                f"sheet {scan.name!r}: row {first + 1}, column {letters(left)}: cells {where} are merged, and {what}; "
                "unmerge them, or say in the mapping on which row the header stands (header_row)"
            )
            raise SourceChangedError(msg)
        value = grid[first][left] if left < len(grid[first]) else ""
        for row in grid[first : last + 1]:
            row.extend([""] * (left + 1 - len(row)))
            row[left] = value
        warnings.append(f"cells {where} are merged: {value!r} was read in each of the rows {first + 1} to {last + 1}")
    return warnings if len(warnings) <= _TOLD else [*warnings[:_TOLD], f"and {len(warnings) - _TOLD} more merged cells"]
