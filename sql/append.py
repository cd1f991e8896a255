"""Writing in a ledger: entries are appended under a lock, all or none, and synced; nothing is ever taken out."""

import errno
import fcntl
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any

import orjson

from sql.days import ZONE
from sql.entry import LedgerError, late
from sql.journal import IN_FORCE, WITHDRAWAL, Line, checked, in_force, judged, key_of, lines, path_of
from sql.ledger import Ledger
from sql.store import digest


@dataclass(frozen=True)
class Signature:
    """Who writes, on what proof, and when."""

    author: str
    proof: str
    at: datetime


def add(
    data: Path, ledger: Ledger, rows: Sequence[Mapping[str, str]], signature: Signature, corrects: str = ""
) -> list[str]:
    """Append entries, all or none; return their names.

    Rows count as in a file whose header is row 1; empty ones are left out.

    Raises LedgerError that names every cell that is wrong, and every entry that is in force already.
    """

    def entries(found: Sequence[Line]) -> list[dict[str, Any]]:
        _correctable(ledger, found, corrects)
        taken = {key_of(ledger, line.values): line.entry for line in in_force(found) if line.entry != corrects}
        read = [
            _checked(ledger, row, taken, (f"row {number}", signature.at)) for number, row in enumerate(rows, 2) if row
        ]
        problems = [words for _, said in read for words in said]
        if problems:
            one = len(read) == 1
            shown = [words.split(": ", 1)[1] if one else words for words in problems]
            msg = f"ledger {ledger.name}: nothing was added\n  " + "\n  ".join(shown)
            raise LedgerError(msg)
        return [{"corrects": corrects or None, "withdraws": None, **values} for values, _ in read]

    return _append(data, ledger, entries, signature)


def withdraw(data: Path, ledger: Ledger, entry: str, signature: Signature) -> list[str]:
    """Withdraw an entry, or an earlier withdrawal; it stays in the file. Raises LedgerError."""

    def entries(found: Sequence[Line]) -> list[dict[str, Any]]:
        line = _find(ledger, found, entry)
        if line.state not in {IN_FORCE, WITHDRAWAL}:
            msg = f"ledger {ledger.name}: {entry} was {line.state} by {line.by} already; withdraw that, if it is wrong"
            raise LedgerError(msg)
        _check_returning(ledger, found, entry)
        return [{"corrects": None, "withdraws": entry}]

    return _append(data, ledger, entries, signature)


def _check_returning(ledger: Ledger, found: Sequence[Line], entry: str) -> None:
    """Refuse a withdrawal that brings back what another entry says by now."""
    said = {"entry": "", "corrects": None, "withdraws": entry}
    now, then = ({line.entry for line in in_force(some)} for some in (found, judged([*found, Line(0, said, "")])))
    keys = {key_of(ledger, line.values): line.entry for line in found if line.entry in now & then}
    for line in found:
        if line.entry in then - now and (other := keys.get(key_of(ledger, line.values))):
            msg = (
                f"ledger {ledger.name}: {line.entry} would count again, and {other} says the same; withdraw that first"
            )
            raise LedgerError(msg)


def _checked(
    ledger: Ledger, row: Mapping[str, str], taken: dict[tuple[Any, ...], str], where: tuple[str, datetime]
) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a row and what is wrong with it, on the day that it is written too."""
    place, moment = where
    values, problems = checked(ledger, row, taken, place)
    return values, problems + [f"{place}: {words}" for words in late(values, moment.astimezone(ZONE).date())]


def _correctable(ledger: Ledger, found: Sequence[Line], corrects: str) -> None:
    if not corrects:
        return
    line = _find(ledger, found, corrects)
    if line.state != IN_FORCE:
        told = f"was {line.state} by {line.by}" if line.by else "is a withdrawal"
        msg = f"ledger {ledger.name}: {corrects} {told}; only an entry in force can be corrected"
        raise LedgerError(msg)


def _find(ledger: Ledger, found: Sequence[Line], entry: str) -> Line:
    line = next((line for line in found if line.entry == entry), None)
    if line is None:
        known = ", ".join(line.entry for line in in_force(found)[-5:]) or "none"
        msg = f"ledger {ledger.name}: no entry {entry!r} was ever added; the last in force: {known}"
        raise LedgerError(msg)
    return line


def _append(
    data: Path,
    ledger: Ledger,
    entries: Callable[[Sequence[Line]], list[dict[str, Any]]],
    signature: Signature,
) -> list[str]:
    if not (signature.author.strip() and signature.proof.strip()):
        msg = f"ledger {ledger.name}: give an author and a proof (a document, a link or a passage): both are kept"
        raise LedgerError(msg)
    path = path_of(data, ledger)
    if not path.exists():
        # What is refused leaves no file behind.
        _written(ledger, entries(()), (), signature)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+", buffering=0) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        found = _mended(handle, ledger)
        names, body = _written(ledger, entries(found), found, signature)
        if handle.write(body) != len(body):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.fsync(handle.fileno())
    return names


def _written(
    ledger: Ledger, entries: Sequence[Mapping[str, Any]], found: Sequence[Line], signature: Signature
) -> tuple[list[str], bytes]:
    """Return the names of new entries, and the lines that are to follow those that were found."""
    about = {"at": signature.at.isoformat(), "author": signature.author.strip(), "proof": signature.proof.strip()}
    before = found[-1].sha256 if found else ""
    names, body = [], b""
    for place, values in enumerate(entries, start=1):
        names.append(f"{ledger.name}-{len(found) + place}")
        chain = {"before": before, "more": len(entries) - place}
        try:
            text = orjson.dumps({"entry": names[-1], **about, **chain, **values})
        except orjson.JSONEncodeError as error:
            msg = f"ledger {ledger.name}: what is given cannot be written as UTF-8 ({error}); nothing was added"
            raise LedgerError(msg) from error
        before = digest(text)
        body += text + b"\n"
    return names, body


def _mended(handle: FileIO, ledger: Ledger) -> list[Line]:
    """Return the lines of an open file, without what somebody was writing when his process died."""
    handle.seek(0)
    body = handle.read()
    found = lines(body, ledger.name)
    handle.truncate(sum(len(text) for text in body.splitlines(keepends=True)[: len(found)]))
    return found
