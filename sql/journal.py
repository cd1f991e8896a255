"""The file of a ledger: one JSON object a line, each holding the hash of the line before it.

Only ever appended to, under an flock, since the pages and the command line may write at once; so
a line that was changed or taken out later is noticed. Each line also says how many more were to
be written with it, so that a last line or a last import that was cut short is known to be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    return judged(found[:whole]), broken


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


def judged(found: Sequence[Line]) -> list[Line]:
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


def check_kept(data: Path, ledger: Ledger, size: int, sha256: str) -> None:
    """Raise TamperedError unless a file still begins with the bytes that were taken in last."""
    path = path_of(data, ledger)
    body = path.read_bytes() if path.exists() else b""
    if digest(body[:size]) == sha256:
        return
    happened = "is not what it was" if len(body) >= size else "lost its end" if path.exists() else "is gone"
    msg = (
        f"ledger {ledger.name}: {path} {happened}; of what was taken in last it had {size} bytes, and has {len(body)}; "
        f"nothing was written; put it back from a backup, or from the archive (body {sha256}), and write then"
    )
    raise TamperedError(msg)


def read(data: Path, ledger: Ledger) -> list[Line]:
    """Return the lines of a ledger in a data folder; none where it was never written to."""
    path = path_of(data, ledger)
    return lines(path.read_bytes(), ledger.name) if path.exists() else []


def key_of(ledger: Ledger, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what no two entries in force may share."""
    return tuple(values.get(key) for key in ledger.unique)


def checked(
    ledger: Ledger, row: Mapping[str, str], taken: dict[tuple[Any, ...], str], where: str
) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a row and what is wrong with it; a good one is taken from then on."""
    values, problems = read_entry(ledger, row)
    key = key_of(ledger, values)
    if not problems and key in taken:
        same = ", ".join(f"{one} {value}" for one, value in zip(ledger.unique, key, strict=True) if value is not None)
        problems = [f"{taken[key]} says it already ({same}); to change that, give --corrects {taken[key]}"]
    elif not problems:
        taken[key] = where
    return values, [f"{where}: {words}" for words in problems]


def check(body: bytes, ledger: Ledger) -> list[str]:
    """Return what is wrong with a file, line by line; nothing when all of it can be used.

    What was corrected or withdrawn no longer counts: it was right when it was written, and fields may have changed
    since.
    """
    found, broken = chained(body, ledger.name)
    problems = [broken] if broken else []
    if len(body.splitlines()) > len(found):
        problems.append(f"ledger {ledger.name}: the last entry was cut short; it does not count, the next one drops it")
    taken: dict[tuple[Any, ...], str] = {}
    for line in in_force(found):
        cells = {key: str(value) for key, value in line.values.items()}
        _, said = checked(ledger, cells, taken, f"line {line.number}")
        problems += [f"ledger {ledger.name}: {words}" for words in said]
    return problems
