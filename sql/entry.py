"""An entry of a ledger, checked: every cell that is wrong is named at once, with what would do."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sql.ledger import SUBJECTS, Ledger, LedgerField


class LedgerError(ValueError):
    """An entry or a ledger cannot be used as it is; says what is wrong, where, and what would do."""


_ORG: Final = re.compile(r"[a-z]{2,8}_?\d{1,10}")
_LARS: Final = re.compile(r"\d{8}")
#: The fields that say when a document spoke.
_OF_DOCUMENTS: Final = ("as_of", "stated_on", "said_on", "replied_on")
_LINK: Final = re.compile(r"https?://[^\s/]+\.[^\s]+")


def read_entry(ledger: Ledger, given: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the values of an entry by field, empty ones left out, and what is wrong with it in words.

    Values are text, whole numbers or shares; days stay text in the form YYYY-MM-DD.
    """
    known = {one.key: one.key for one in ledger.fields}
    known |= {alias: one.key for one in ledger.fields for alias in one.aliases if alias not in known}
    problems = [_unknown(ledger, key) for key in given if key not in known]
    cells: dict[str, str] = {}
    for key, text in given.items():
        if key in known and text.strip():
            if known[key] in cells and cells[known[key]] != text.strip():
                problems.append(f"{key}: {known[key]} is given twice, and differs; leave one out")
            cells[known[key]] = text.strip()
    values: dict[str, Any] = {}
    for one in ledger.fields:
        text = cells.get(one.key, one.default)
        try:
            if text:
                values[one.key] = _read(one, text)
            elif one.required:
                problems.append(f"{one.key}: is missing; give {_wanted(one)}")
        except LedgerError as error:
            problems.append(f"{one.key}: {error}")
    return values, problems + list(_together(ledger, values, set(cells)))


def late(values: Mapping[str, Any], today: date) -> list[str]:
    """Return what is wrong with the dates of documents, in words: none can be from after the day of writing."""
    return [
        f"{key}: {values[key]} is after today, {today}; a document cannot be from then"
        for key in _OF_DOCUMENTS
        if str(values.get(key, "")) > today.isoformat()
    ]


def _unknown(ledger: Ledger, key: str) -> str:
    names = [one.key for one in ledger.fields]
    near = difflib.get_close_matches(key, names, n=1, cutoff=0)
    return f"{key}: {ledger.name} has no such field; did you mean {near[0]}? It has: {', '.join(names)}"


def _read(one: LedgerField, text: str) -> str | int | float:
    """Return what a cell says; raises LedgerError when it is not of the kind of its field."""
    if any(ord(char) < ord(" ") and char not in "\n\t" for char in text):
        msg = "holds a control character; type the text again"
        raise LedgerError(msg)
    if one.kind == "text":
        return _subject(text, one.words or SUBJECTS) if one.key == "subject" else text
    if one.kind == "choice":
        chosen = {word.casefold(): word for word in one.words} | {s.casefold(): word for s, word in one.spellings}
        found: str | int | float | None = chosen.get(text.casefold())
    elif text in one.words:
        found = text
    else:
        found = _READERS[one.kind](text)
    if found is None:
        msg = f"{text!r} is not {_wanted(one)}"
        raise LedgerError(msg)
    return found


def _subject(text: str, kinds: tuple[str, ...]) -> str:
    if not text.startswith(kinds) or text in kinds:
        msg = f"{text!r} names nothing; write {', '.join(kinds)} and then which one"
        raise LedgerError(msg)
    return text


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == len("2026-01-01") else None
    except ValueError:
        return None


def _integer(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000000000") else None


def _share(text: str) -> float | None:
    return float(text) if re.fullmatch(r"0(\.\d{1,6})?|1(\.0{1,6})?", text) else None


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda text: text if pattern.fullmatch(text) else None


_READERS: Final[Mapping[str, Callable[[str], str | int | float | None]]] = {
    "day": _day,
    "org": lambda text: _matching(_ORG)(text.lower()),
    "lars": _matching(_LARS),
    "integer": _integer,
    "share": _share,
    "link": _matching(_LINK),
}
_WANTED: Final = {
    "text": "a text",
    "day": "a day, as YYYY-MM-DD",
    "org": "the code of an organisation, such as mnre1034",
    "lars": "a lars, eight digits",
    "integer": "a whole number, 0 or more, without separators",
    "share": "a share from 0 to 1, as 0.5",
    "link": "a link, beginning with https://",
}


def _wanted(one: LedgerField) -> str:
    if one.kind == "choice":
        return f"one of {', '.join(one.words)}"
    return _WANTED[one.kind] + "".join(f", or {word}" for word in one.words)


def _together(ledger: Ledger, values: Mapping[str, Any], given: set[str]) -> Iterator[str]:
    """Go through what is wrong between fields that are each right."""
    for group in ledger.one_of:
        if not given & set(group):
            yield f"{group[0]}: is missing; give at least one of {', '.join(group)}"
    for first, last in ledger.order:
        if first in values and last in values and values[last] < values[first]:
            yield f"{last}: {values[last]} is before {first} {values[first]}"
    for key, start, needed in ledger.needs:
        if key in values and str(values[key]).startswith(start):
            for other in needed:
                if other not in given:
                    yield f"{other}: is missing; an entry with {key} {start} needs it"
