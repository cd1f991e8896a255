"""The canonical record of a body, and what becomes of a whole file of them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from typing import Any, Final

from ingest.guard import SAME_ROW
from ingest.organisations.types import word_of
from ingest.source import Parsed, SourceChangedError, facts

#: No sign of trouble: much of a register of organisations has no code by which anybody else could name it.
_NO_CODE: Final = "no TOOI code"
_NO_NAME: Final = "no name"
_NOBODYS: Final = "an earlier version of a body that is not named"
_TWICE: Final = "the code stands twice with the same begin"
#: TOOI's code for an earlier version of a body, which is history and no body of its own.
_VERSION: Final = "hv_"
#: What registers write when they do not know when a body began.
_UNKNOWN_BEGIN: Final = "1900-01-01"
_TOLD: Final = 20


@dataclass(frozen=True)
class Record:
    """One body as a register of organisations gives it; text everywhere, empty where it says nothing.

    ``where`` names the row or element for whoever has to look; ``own_id`` is the register's own id,
    by which ``parent`` and ``successor`` may name another body. ``version_of`` is the code of the
    body of which this is an earlier version. Dates are days; ``valid_until`` is the last one.
    """

    where: str
    code: str
    name: str
    type: str
    own_id: str = ""
    roo_id: str = ""
    other_name: str = ""
    abbreviation: str = ""
    ministry_id: str = ""
    parent: str = ""
    valid_from: str = ""
    valid_until: str = ""
    successor: str = ""
    version_of: str = ""


def canonical(given: Sequence[Record]) -> Parsed:
    """Return the facts of a whole file (key ``ORG_ID``, or ``ORG_ID/VALID_FROM`` of several).

    Raises SourceChangedError when there is no body in it at all. A row without a TOOI code, a name
    or a body to belong to is set aside and counted.
    """
    if not given:
        msg = "no body in it: is this the whole register of organisations?"
        raise SourceChangedError(msg)
    warnings: list[str] = []
    # A register gives its rows in any order; the same rows are the same facts.
    records = sorted((_dated(one, warnings) for one in given), key=_order)
    resolve = _resolver(records)
    records = [_resolved(one, resolve) for one in records]
    aside: Counter[str] = Counter()
    remaps: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    taken: dict[tuple[str, str], dict[str, Any]] = {}
    for one in records:
        begun = (one.code, one.valid_from)
        reason = _unfit(one)
        if not reason:
            body = _body(one, remaps, unknown)
            before = taken.setdefault(begun, body)
            reason = "" if before is body else SAME_ROW if before == body else _TWICE
        if reason == _TWICE:
            warnings.append(
                f"{one.where}: code {one.code} stands twice with the same begin; {taken[begun]['name']} counts"
            )
        aside.update([reason] if reason else [])
    warnings += [f"type {word!r} is not known: kept as it is, in {n} rows" for word, n in sorted(unknown.items())]
    pairs = _keyed(taken)
    return Parsed(
        facts(pairs),
        rows_in=len(given),
        rows_accepted=len(pairs),
        set_aside=dict(aside),
        remaps=dict(remaps),
        warnings=_told(warnings),
        left_out=aside[_NO_CODE],
    )


def _keyed(taken: Mapping[tuple[str, str], dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Name each record by its code; where a code has several, by its begin too, whatever their order."""
    times = Counter(code for code, _ in taken)
    return {code if times[code] == 1 else f"{code}/{begin}": body for (code, begin), body in taken.items()}


def code_of(uri: str) -> str:
    """Return a TOOI code, lower case, from its address or from itself; empty for nothing."""
    return uri.strip().rstrip("/").rsplit("/", 1)[-1].lower()


def _order(one: Record) -> tuple[str, ...]:
    return astuple(one)[1:]


def _unfit(one: Record) -> str:
    """Return why a record cannot be taken in; nothing when it can."""
    if not one.code:
        return _NO_CODE
    if not one.name:
        return _NO_NAME
    return _NOBODYS if one.code.startswith(_VERSION) and not one.version_of else ""


def _body(one: Record, remaps: Counter[str], unknown: Counter[str]) -> dict[str, Any]:
    kind, understood = word_of(one.type)
    if not understood:
        unknown[one.type] += 1
    elif kind != one.type:
        remaps[f"type: {one.type} → {kind or '(none)'}"] += 1
    said = {
        "type": kind,
        "name": one.name,
        "other_name": one.other_name if one.other_name != one.name else "",
        "abbreviation": one.abbreviation,
        "roo_id": one.roo_id,
        "ministry_id": one.ministry_id,
        "parent": one.parent,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "successor": one.successor,
        "version_of": one.version_of,
    }
    return {"org_id": one.code} | {key: value for key, value in said.items() if value}


def _dated(one: Record, warnings: list[str]) -> Record:
    days = {}
    for column in ("valid_from", "valid_until"):
        text = getattr(one, column)
        try:
            days[column] = date.fromisoformat(text[:10]).isoformat() if text else ""
        except ValueError:
            warnings.append(f"{one.where}, {column}: {text!r} is no day; write YYYY-MM-DD. It counts as not given")
            days[column] = ""
    if days["valid_from"] == _UNKNOWN_BEGIN:
        days["valid_from"] = ""
    return replace(one, **days)


def _resolver(records: Sequence[Record]) -> Callable[[str], str]:
    """Return what finds the code of a body by the id that a register uses for it itself.

    An earlier version stands for its body: the one it is said to be a version of, or the one that
    its successors lead to.
    """
    codes = {one.own_id: one.code for one in records if one.own_id and one.code}
    leads_to: dict[str, str] = {}
    for one in records:
        if one.code.startswith(_VERSION):
            leads_to[one.code] = one.version_of or codes.get(one.successor, one.successor) or leads_to.get(one.code, "")

    def resolve(given: str) -> str:
        code, passed = codes.get(given, given), set[str]()
        while code in leads_to and code not in passed:
            passed.add(code)
            code = leads_to[code]
        return "" if code in passed else code

    return resolve


def _resolved(one: Record, resolve: Callable[[str], str]) -> Record:
    parent = resolve(one.parent)
    if one.code.startswith(_VERSION):
        return replace(one, parent=parent, version_of=resolve(one.code), successor="")
    heirs = " ".join(sorted({resolve(heir) or heir for heir in one.successor.split()} - {one.code}))
    return replace(one, parent=parent, successor=heirs)


def _told(warnings: Sequence[str]) -> tuple[str, ...]:
    more = len(warnings) - _TOLD
    return (*warnings[:_TOLD], *([f"and {more} more"] if more > 0 else []))


def texts(row: Mapping[str, str | None], columns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Go through the cells of a row under the names of a record; an empty cell is empty text."""
    for field, column in columns.items():
        yield field, (row.get(column) or "").strip()
