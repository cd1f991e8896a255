"""The file of a ledger: one JSON object a line, each holding the hash of the line before it.

Only ever appended to, under an flock, since the pages and the command line may write at once; so
a line that was changed or taken out later is noticed. Each line also says how many more were to
be written with it, so that a last line or a last import that was cut short is known to be.
"""

import errno
import fcntl
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any, Final

import orjson

from sql.entry import LedgerError, read_entry
from sql.ledger import Ledger
from sql.store import digest

#: What a line holds beside the fields of its ledger.
FRAME: Final = ("entry", "at", "author", "proof", "corrects", "withdraws", "before", "more")
IN_FORCE, CORRECTED, WITHDRAWN, WITHDRAWAL = "in force", "corrected", "withdrawn", "withdrawal"


class TamperedError(LedgerError):
    """A line of a ledger is not what was written; says which, and what to do."""


@dataclass(frozen=True)
class Signature:
    """Who writes, on what proof, and when."""

    author: str
    proof: str
    at: datetime


@dataclass(frozen=True)
class Line:
    """One line: what stands in it, and what became of it."""

    number: int
    content: Mapping[str, Any]
    sha256: str
    state: str = IN_FORCE
    by: str = ""

    @property
    def entry(self) -> str:
        """The name under which others correct or withdraw it."""
        return str(self.content["entry"])

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the ledger."""
        return {key: value for key, value in self.content.items() if key not in FRAME}


def path_of(data: Path, ledger: Ledger) -> Path:
    """Return where a ledger stands in a data folder."""
    return data / "ledgers" / f"{ledger.name}.jsonl"


def lines(body: bytes, name: str) -> list[Line]:
    """Return the lines of a file with what became of each; what was cut short at its end is left out.

    Raises LedgerError for a line that is no entry, and TamperedError where the chain is broken.
    """
    found, broken = chained(body, name)
    if broken:
        raise TamperedError(broken)
    return found


def chained(body: bytes, name: str) -> tuple[list[Line], str]:
    """Return the lines of a file, and where the chain of hashes is broken, in words; empty where it holds."""
    found: list[Line] = []
    before, broken = "", ""
    whole = 0
    for number, text in enumerate(body[: body.rfind(b"\n") + 1].splitlines(), start=1):
        content = _content(text, name, number)
        whole = number if content["more"] == 0 else whole
        if content["before"] != before and not broken:
            broken = (
                f"ledger {name}: line {number} does not follow from the line before it, so an earlier line was changed "
                f"or taken out; put {name}.jsonl back from a backup or the archive, and correct with a new entry"
            )
        before = digest(text)
        found.append(Line(number, content, before))
    return _judged(found[:whole]), broken


def _content(text: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        msg = f"ledger {name}: line {number} is no JSON ({error}); put the file back as it was"
        raise LedgerError(msg) from error
    missing = [key for key in FRAME if key not in content] if isinstance(content, dict) else list(FRAME)
    if missing:
        msg = f"ledger {name}: line {number} lacks {', '.join(missing)}; entries are written by vulgraad ledger add"
        raise LedgerError(msg)
    return dict(content)


def _judged(found: Sequence[Line]) -> list[Line]:
    """Say of each line what became of it. What a withdrawn line corrected or withdrew is in force again."""
    withdrawn: dict[str, str] = {}
    for line in reversed(found):
        if line.entry not in withdrawn and line.content["withdraws"]:
            withdrawn[line.content["withdraws"]] = line.entry
    corrected = {line.content["corrects"]: line.entry for line in found if line.entry not in withdrawn}
    return [_state(line, withdrawn, corrected) for line in found]


def _state(line: Line, withdrawn: Mapping[str, str], corrected: Mapping[str, str]) -> Line:
    state, by = (WITHDRAWAL if line.content["withdraws"] else IN_FORCE), ""
    if line.entry in withdrawn:
        state, by = WITHDRAWN, withdrawn[line.entry]
    elif line.entry in corrected:
        state, by = CORRECTED, corrected[line.entry]
    return Line(line.number, line.content, line.sha256, state, by)


def in_force(found: Sequence[Line]) -> list[Line]:
    """Return the entries that count."""
    return [line for line in found if line.state == IN_FORCE]


def read(data: Path, ledger: Ledger) -> list[Line]:
    """Return the lines of a ledger in a data folder; none where it was never written to."""
    path = path_of(data, ledger)
    return lines(path.read_bytes(), ledger.name) if path.exists() else []


def add(
    data: Path, ledger: Ledger, rows: Sequence[Mapping[str, str]], signature: Signature, corrects: str = ""
) -> list[str]:
    """Append entries, all or none; return their names.

    Raises LedgerError that names every cell that is wrong, and every entry that is in force already.
    """

    def entries(found: Sequence[Line]) -> list[dict[str, Any]]:
        _correctable(ledger, found, corrects)
        taken = {_key(ledger, line.values): line.entry for line in in_force(found) if line.entry != corrects}
        checked = [_checked(ledger, row, taken, f"row {number}") for number, row in enumerate(rows, start=1)]
        problems = [words for _, said in checked for words in said]
        if problems:
            one = len(rows) == 1
            shown = [words.split(": ", 1)[1] if one else words for words in problems]
            msg = f"ledger {ledger.name}: nothing was added\n  " + "\n  ".join(shown)
            raise LedgerError(msg)
        return [{"corrects": corrects or None, "withdraws": None, **values} for values, _ in checked]

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
    now, then = ({line.entry for line in in_force(some)} for some in (found, _judged([*found, Line(0, said, "")])))
    keys = {_key(ledger, line.values): line.entry for line in found if line.entry in now & then}
    for line in found:
        if line.entry in then - now and (other := keys.get(_key(ledger, line.values))):
            msg = (
                f"ledger {ledger.name}: {line.entry} would count again, and {other} says the same; withdraw that first"
            )
            raise LedgerError(msg)


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


def _key(ledger: Ledger, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values.get(key) for key in ledger.unique)


def _checked(
    ledger: Ledger, row: Mapping[str, str], taken: dict[tuple[Any, ...], str], where: str
) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a row and what is wrong with it; a good one is taken from then on."""
    values, problems = read_entry(ledger, row)
    key = _key(ledger, values)
    if not problems and key in taken:
        same = ", ".join(f"{one} {value}" for one, value in zip(ledger.unique, key, strict=True) if value is not None)
        problems = [f"{taken[key]} says it already ({same}); to change that, give --corrects {taken[key]}"]
    elif not problems:
        taken[key] = where
    return values, [f"{where}: {words}" for words in problems]


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
        text = orjson.dumps({"entry": names[-1], **about, **chain, **values})
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


def check(body: bytes, ledger: Ledger) -> list[str]:
    """Return what is wrong with a file, line by line; nothing when all of it can be used."""
    found, broken = chained(body, ledger.name)
    problems = [broken] if broken else []
    if len(body.splitlines()) > len(found):
        problems.append(f"ledger {ledger.name}: the last entry was cut short; it does not count, the next one drops it")
    taken: dict[tuple[Any, ...], str] = {}
    for line in found:
        if line.content["withdraws"]:
            continue
        cells = {key: str(value) for key, value in line.values.items()}
        _, said = _checked(ledger, cells, taken if line.state == IN_FORCE else {}, f"line {line.number}")
        problems += [f"ledger {ledger.name}: {words}" for words in said]
    return problems
