"""The cells of one row as canonical values; what was read as another word is counted and kept beside it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.inventories.columns import Columns
from ingest.inventories.dates import read_date
from ingest.inventories.mapping import UNDECIDED, InventoryMapping
from ingest.inventories.sheet import Sheet
from ingest.inventories.words import known, plain
from sql.fields import CATEGORIES, NOT_STATED, STATUSES
from sql.lines import ASSESSED, ASSESSMENTS, LINE_BY_KEY, REASONS, ROLES, SEPARATOR, UNREAD

_LARS: Final = re.compile(r"^\d{8}$")
_WOULD_DO: Final = {
    "category": "no category; write A, B, C, the register's words, or 'not assessed'",
    "assessment": f"no assessment; write {', '.join(ASSESSMENTS)}",
    "status": f"no status; write {', '.join(STATUSES)}",
    "role": f"no role; write {', '.join(ROLES)}",
    "reasons": f"no reason; write {', '.join(REASONS)}",
    "start_date": "no date; write YYYY-MM-DD, YYYY-MM or YYYY",
    "end_date": "no date; write YYYY-MM-DD, YYYY-MM or YYYY",
    "lars": "no id of eight digits",
}
#: A line without one of these is in no figure.
_COUNTED: Final = ("category", "status")
_LONGEST: Final = 80


@dataclass
class Reading:
    """One sheet while it is read: what was changed, and what nobody understands."""

    sheet: Sheet
    mapping: InventoryMapping
    found: Columns
    remaps: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    odd: list[tuple[int, str]] = field(default_factory=list)
    lars: dict[str, list[int]] = field(default_factory=dict)

    def remap(self, key: str, old: str, new: str) -> None:
        """Count a value that was read as another."""
        self.remaps[f"{key}: {old[:_LONGEST] or '(empty)'} → {new or '(empty)'}"] += 1

    def tell(self, index: int, key: str, text: str, words: str | None = None) -> None:
        """Remember a cell that is filled and was not understood."""
        said = words or f"is {_WOULD_DO[key]}"
        self.odd.append((index, f"{self.sheet.place(index)}, column {self.found.cells[key].label}: {text!r} {said}"))

    def missed(self) -> list[str]:
        """Return how many lines are in no figure."""
        return [
            f"{count} {'line has' if count == 1 else 'lines have'} no {key} that can be read and "
            f"{'is' if count == 1 else 'are'} in no figure"
            for key in _COUNTED
            if (count := self.unread[key])
        ]

    def told(self) -> list[str]:
        """Return the cells that were not understood, in the order of the rows."""
        for text, where in self.lars.items():
            if len(where) > 1:
                for index in where:
                    self.tell(index, "lars", text, "stands on another line too")
        self.lars.clear()
        return [words for _, words in sorted(self.odd)]


def canonical(reading: Reading, index: int) -> dict[str, Any]:
    """Return the filled canonical values of a row; under ``said`` what it says where that differs."""
    row = reading.sheet.rows[index]
    raw = {key: cells.read(row) for key, cells in reading.found.cells.items() if key != "local_id"}
    values = {key: text for key, text in raw.items() if text and LINE_BY_KEY[key].kind in {"text", "link", "lars"}}
    values |= {key: _text(reading, key, text) for key, text in values.items()}
    if "org_id" in values:
        values["org_id"] = values["org_id"].lower()
    if not values.get("name"):
        reading.tell(index, "name", "", "is empty, and every system has a name")
    _check_lars(reading, index, values)
    values |= _categorised(reading, index, raw)
    values["status"] = _status(reading, index, raw["status"])
    for key in ("start_date", "end_date", "role", "reasons"):
        if raw.get(key):
            values[key] = _READERS[key](reading, index, key, raw[key])
    said = {key: text for key, text in raw.items() if text and values.get(key) != text}
    filled = {key: value for key, value in values.items() if value}
    return filled | ({"said": said} if said else {})


def _text(reading: Reading, key: str, text: str) -> str:
    mapped = reading.mapping.values.get(key, {}).get(plain(text), text)
    if mapped in {text, UNDECIDED}:
        return text
    reading.remap(key, text, mapped)
    return mapped


def _check_lars(reading: Reading, index: int, values: dict[str, str]) -> None:
    text = values.get("lars", "")
    if text and not _LARS.match(text):
        reading.tell(index, "lars", text)
    elif text:
        reading.lars.setdefault(text, []).append(index)


def _word(reading: Reading, key: str, text: str) -> str | None:
    """Return the canonical word for a text: by the mapping, else by what everybody writes."""
    mapped = reading.mapping.values.get(key, {}).get(plain(text))
    return mapped if mapped and mapped != UNDECIDED else known(key, text)


def _categorised(reading: Reading, index: int, raw: dict[str, str]) -> dict[str, str]:
    """Return category and assessment: words like "not assessed" in the category column tell the second."""
    text = raw["category"]
    word = _word(reading, "category", text)
    category = word if word in CATEGORIES else NOT_STATED
    if word is None or word == UNREAD:
        reading.unread["category"] += 1
    if word is None and text:
        reading.tell(index, "category", text)
    assessment = ASSESSED if word in CATEGORIES else word or UNREAD
    if word == assessment != UNREAD:
        reading.remap("category", text, f"{NOT_STATED} ({assessment})")
    elif text != category:
        reading.remap("category", text, category)
    own = raw.get("assessment", "")
    stated = _word(reading, "assessment", own) if own else None
    if own and stated is None:
        reading.tell(index, "assessment", own)
    if stated and stated not in {own, UNREAD}:
        reading.remap("assessment", own, stated)
    return {"category": category, "assessment": stated if stated and stated != UNREAD else assessment}


def _status(reading: Reading, index: int, text: str) -> str:
    word = _word(reading, "status", text)
    if word is None or word == NOT_STATED:
        reading.unread["status"] += 1
    if word is None and text:
        reading.tell(index, "status", text)
    if text != (word or NOT_STATED):
        reading.remap("status", text, word or NOT_STATED)
    return word or NOT_STATED


def _date(reading: Reading, index: int, key: str, text: str) -> str:
    mapped = reading.mapping.values.get(key, {}).get(plain(text), text)
    found = read_date(mapped, reading.mapping.dates, reading.mapping.language, reading.sheet.epoch)
    if found is None:
        reading.tell(index, key, text)
        return text
    if found[1]:
        reading.remaps[f"{key}: written as {found[1]} → date"] += 1
    return found[0]


def _role(reading: Reading, index: int, key: str, text: str) -> str:
    word = _word(reading, key, text)
    if word is None:
        reading.tell(index, key, text)
    elif word != text:
        reading.remap(key, text, word)
    return word or ""


def _reasons(reading: Reading, index: int, key: str, text: str) -> str:
    found = []
    for part in _parts(text):
        word = _word(reading, key, part)
        if word is None:
            reading.tell(index, key, part)
            continue
        if word != part:
            reading.remap(key, part, word)
        found.append(word)
    return f"{SEPARATOR} ".join(word for word in REASONS if word in found)


def _parts(text: str) -> Iterable[str]:
    return (part.strip() for part in re.split(r"[;,|\n]", text) if part.strip())


_READERS: Final = {"start_date": _date, "end_date": _date, "role": _role, "reasons": _reasons}
