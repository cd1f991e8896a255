"""Which column of a table holds which part of a canonical line."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.inventories.mapping import UNDECIDED, InventoryMapping, Pick, columns_named
from ingest.inventories.sheet import Sheet
from ingest.source import SourceChangedError
from sql.lines import LINE_BY_KEY, LINE_FIELDS

#: An error page can be one long line; no more of its "columns" is shown than this.
_SHOWN: Final = 200
ALL_OTHERS: Final = "*"


@dataclass(frozen=True)
class Cells:
    """Where the value of one key stands in a row: column numbers, or a constant."""

    label: str
    at: tuple[int, ...] = ()
    join: str | None = None
    constant: str | None = None
    #: Of an id: nothing unless every part is filled.
    whole: bool = False

    def told(self) -> str:
        """Return the source of the value, in words."""
        return self.label or (f"always {self.constant!r}" if self.constant is not None else "(nowhere)")

    def read(self, row: Sequence[str]) -> str:
        """Return the text of a row; empty when there is none."""
        if self.constant is not None:
            return self.constant
        texts = [row[at] for at in self.at]
        if self.join is None:
            return next((text for text in texts if text), "")
        return "" if self.whole and not all(texts) else self.join.join(text for text in texts if text)


@dataclass(frozen=True)
class Columns:
    """The columns of one table, found: by key, and by the names that the rest of a mapping uses."""

    cells: Mapping[str, Cells]
    others: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def header(text: str) -> str:
    """Return a column's name as names are compared: without capitals, odd blanks and the mark of required ones."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold().removesuffix(" *")


_CANONICAL: Final = {header(name): one for one in LINE_FIELDS for name in (one.title.en, one.title.nl, one.key)}


def find(sheet: Sheet, mapping: InventoryMapping) -> Columns:
    """Return where everything stands. Raises SourceChangedError when what is required is not there."""
    if sheet.noun == "item" and not sheet.columns:
        # A list without an object declares that there are no systems, as a header without lines does.
        return Columns({})
    places = {header(name): at for at, name in reversed(list(enumerate(sheet.columns)))}
    picks = mapping.columns or _by_title(sheet)
    required = [one.key for one in LINE_FIELDS if one.required and not (one.key == "local_id" and mapping.id_from)]
    # A card leaves out what it does not say; in a table the column is there.
    sparse = sheet.noun == "card"
    lacking = [key for key in required if not (_found(picks.get(key), places) or (sparse and key in picks))]
    if lacking:
        named = ", ".join(_missing(key, picks.get(key)) for key in lacking)
        msg = f"missing fields: {named}; the file has: {_listed(sheet)}"
        raise SourceChangedError(msg)
    gone = [name for name in columns_named(mapping) if header(name) not in places]
    if gone:
        msg = f"missing columns that the mapping counts on: {', '.join(gone)}; the file has: {_listed(sheet)}"
        raise SourceChangedError(msg)
    wanted = {one.key: Pick() for one in LINE_FIELDS if one.required} | dict(picks)
    cells = {
        key: _cells(key, pick, sheet, places)
        for key, pick in wanted.items()
        if _found(pick, places) or LINE_BY_KEY[key].required
    }
    others = {name: places[header(name)] for name in columns_named(mapping)}
    return Columns(cells, others, _warnings(sheet, mapping, picks, places))


def _by_title(sheet: Sheet) -> dict[str, Pick]:
    """Return the columns that are called as the canonical line calls them; personal ones are left alone."""
    found: dict[str, Pick] = {}
    for name in sheet.columns:
        one = _CANONICAL.get(header(name))
        if one and not one.personal:
            found.setdefault(one.key, Pick((name,)))
    return found


def _found(pick: Pick | None, places: Mapping[str, int]) -> bool:
    """Whether a value can be read: a join needs all of its columns, since half an id is another id."""
    if pick is None or pick.constant is not None:
        return pick is not None
    enough = any if pick.join is None else all
    return enough(header(name) in places for name in pick.columns)


def _missing(key: str, pick: Pick | None) -> str:
    if pick is None:
        return key
    if pick.columns == (UNDECIDED,):
        return f"{key} (still {UNDECIDED!r} in the mapping)"
    return f"{key} (column {' or '.join(map(repr, pick.columns))})"


def _listed(sheet: Sheet) -> str:
    return ", ".join(sheet.columns)[:_SHOWN]


def _cells(key: str, pick: Pick, sheet: Sheet, places: Mapping[str, int]) -> Cells:
    at = tuple(places[header(name)] for name in pick.columns if header(name) in places)
    return Cells(" + ".join(sheet.columns[one] for one in at), at, pick.join, pick.constant, whole=key == "local_id")


def _warnings(
    sheet: Sheet, mapping: InventoryMapping, picks: Mapping[str, Pick], places: Mapping[str, int]
) -> tuple[str, ...]:
    named = {header(name) for pick in picks.values() for name in pick.columns}
    named |= {header(name) for name in (*columns_named(mapping), *mapping.ignored)}
    unknown = [name for name in sheet.columns if header(name) not in named]
    personal = [name for name in unknown if (one := _CANONICAL.get(header(name))) and one.personal]
    rest = [name for name in unknown if name not in personal]
    absent = [
        f"{name} ({key})"
        for key, pick in picks.items()
        for name in pick.columns
        if header(name) not in places and name != UNDECIDED and sheet.noun != "card"
    ]
    told = []
    if absent:
        told.append(f"columns that the mapping names and the file lacks: {', '.join(absent)}")
    if personal and not mapping.columns:
        told.append(f"personal data, not taken in: column {', '.join(personal)}; a mapping can ask for it by name")
    if ALL_OTHERS not in mapping.ignored and (rest or (personal and mapping.columns)):
        several = [*rest, *(personal if mapping.columns else [])]
        told.append(f"columns not understood, and not read: {', '.join(several)[: _SHOWN * 2]}")
    return tuple(told)
