"""A table and a mapping into canonical lines, with every change counted and every row accounted for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.guard import SAME_ROW
from ingest.inventories import columns
from ingest.inventories.canonical import Reading, canonical
from ingest.inventories.mapping import InventoryMapping
from ingest.inventories.sheet import Sheet
from ingest.inventories.words import plain

NO_ID: Final = "no local_id"
_SHARED_ID: Final = "local_id stands on more than one row"
_CLASH: Final = "another row has its local_id, and differs"
_SHARED_MADE: Final = "no local_id, and what the mapping makes one of stands on more than one row"
_NO_BODY: Final = "its organisation is not in the mapping"
#: More warnings than this are only counted.
_TOLD: Final = 20


@dataclass(frozen=True)
class Line:
    """One row that was understood: its number in the sheet, and the body of its fact."""

    index: int
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Understood:
    """What a sheet says: rows in are lines and rows set aside, each with its reason.

    ``declared`` counts the rows that the mapping itself says to leave out.
    """

    sheet: Sheet
    lines: tuple[Line, ...]
    aside: Mapping[int, str]
    declared: int
    remaps: Mapping[str, int]
    warnings: tuple[str, ...]
    breaches: tuple[str, ...]
    columns: Mapping[str, str]

    def set_aside(self) -> dict[str, int]:
        """Return how many rows were set aside, by reason."""
        return dict(sorted(Counter(self.aside.values()).items()))


@dataclass
class _Rows:
    """The rows on their way: each gets an id, or is set aside."""

    sheet: Sheet
    mapping: InventoryMapping
    found: columns.Columns
    aside: dict[int, str] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)
    breaches: list[str] = field(default_factory=list)

    def leave(self) -> int:
        """Set aside what the mapping says to leave out; return how many rows that are."""
        for index, row in enumerate(self.sheet.rows):
            for one in self.mapping.leave:
                if plain(row[self.found.others[one.column]]) in one.words:
                    self.aside.setdefault(index, one.reason)
        return len(self.aside)

    def identify(self) -> None:
        """Give each row its id: its own, else one made of the columns that the mapping names."""
        for index, row in enumerate(self.sheet.rows):
            if index in self.aside:
                continue
            own = self.found.cells["local_id"].read(row)
            parts = [row[self.found.others[name]] for name in self.mapping.id_from]
            identity = own or " / ".join(part for part in parts if part)
            if not identity:
                self.aside[index] = NO_ID
                continue
            self.ids[index] = identity
            if not own:
                self.made.add(index)

    def part(self) -> None:
        """Set aside, or tell, the rows that share an id."""
        shared: dict[str, list[int]] = {}
        for index, identity in self.ids.items():
            shared.setdefault(identity, []).append(index)
        clashes = [group for group in shared.values() if len(group) > 1]
        held = [index for group in clashes for index in self._settle(group)]
        if held:
            told = ", ".join(self.sheet.labels[index] for index in sorted(held)[:5])
            first = self.ids[min(held)]
            self.breaches.append(f"local_id {first!r} and others stand more than once ({self.sheet.noun}s {told})")
        for index in self.aside:
            self.ids.pop(index, None)

    def _settle(self, group: Sequence[int]) -> Sequence[int]:
        """Settle the rows of one id; return those that hold the run."""
        own = [index for index in group if index not in self.made]
        if own and not self.mapping.twice_aside:
            for index in group:
                if index in self.made:
                    self.aside[index] = _SHARED_MADE
            seen = {self.sheet.rows[own[0]]}
            for index in own[1:]:
                row = self.sheet.rows[index]
                self.aside[index] = SAME_ROW if row in seen else _CLASH
                seen.add(row)
            return own if len(own) > 1 else ()
        alike = {self.sheet.rows[index]: index for index in reversed(group)}
        for index in group:
            if len(alike) > 1:
                self.aside[index] = _SHARED_MADE if index in self.made else _SHARED_ID
            elif index != group[0]:
                self.aside[index] = SAME_ROW
        return ()

    def place(self, index: int) -> str | None:
        """Return the organisation's code of a row by the mapping's table; sets aside a row of an unknown one."""
        text = self.sheet.rows[index][self.found.others[self.mapping.org_column]]
        code = self.mapping.org_codes.get(plain(text))
        if code is None:
            self.aside[index] = _NO_BODY
        return code


def understand(sheet: Sheet, mapping: InventoryMapping, org_id: str) -> Understood:
    """Return what a sheet says through a mapping. Raises SourceChangedError when what is required is missing."""
    found = columns.find(sheet, mapping)
    rows = _Rows(sheet, mapping, found)
    declared = rows.leave()
    rows.identify()
    rows.part()
    reading = Reading(sheet, mapping, found)
    lines = [line for index in list(rows.ids) if (line := _line(rows, reading, index, org_id))]
    unplaced = Counter(
        sheet.rows[index][found.others[mapping.org_column]] for index, why in rows.aside.items() if why == _NO_BODY
    )
    missing = [f"organisation {name!r} is not in [organisations]: {count} rows" for name, count in unplaced.items()]
    warnings = [*sheet.warnings, *found.warnings, *_few(missing), *reading.missed(), *_few(reading.told())]
    return Understood(
        sheet,
        tuple(lines),
        dict(sorted(rows.aside.items())),
        declared,
        dict(sorted(reading.remaps.items())),
        tuple(warnings),
        tuple(rows.breaches),
        {key: cells.told() for key, cells in found.cells.items()},
    )


def _line(rows: _Rows, reading: Reading, index: int, org_id: str) -> Line | None:
    code = rows.place(index) if rows.mapping.org_column else org_id
    if code is None:
        return None
    body = {"org_id": code} | canonical(reading, index) | {"local_id": rows.ids[index]}
    if index in rows.made:
        named = ", ".join(rows.mapping.id_from)
        reading.remaps[f"local_id: (empty) → made from {named}"] += 1
    return Line(index, body)


def _few(told: Sequence[str]) -> list[str]:
    more = [f"and {len(told) - _TOLD} more"] if len(told) > _TOLD else []
    return [*told[:_TOLD], *more]
