"""The ledgers that people keep, taken in like any other source: a file that may only grow."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import orjson

from ingest.http import Answer, Door
from ingest.inventories.deliveries import file_answer
from ingest.source import Expect, Parsed, Source, SourceChangedError, facts
from sql.entry import LedgerError
from sql.journal import chained, check, in_force, path_of
from sql.ledger import BY_NAME, LEDGERS, PREFIX
from sql.store import digest

_MEGABYTES: Final = 64
#: The fact that says how far the file went.
_FILE: Final = "file"
_ABOUT: Final = ("at", "author", "proof")


def files(data: Path, taken_in_once: Collection[str] = ()) -> dict[str, Path]:
    """Return the file of each ledger that was ever written to, by the name of its source.

    One that was taken in once is among them, also when its file is gone: that must be noticed.
    """
    paths = {PREFIX + one.name: path_of(data, one) for one in LEDGERS}
    there = {name for name, path in paths.items() if path.exists() and path.stat().st_size}
    return {name: path for name, path in paths.items() if name in there or name in taken_in_once}


def source(name: str, path: Path) -> Source:
    """Return the source that reads a ledger; ``name`` is the source's."""
    ledger = name.removeprefix(PREFIX)
    return Source(
        name,
        "5 4 * * *",
        partial(_ask, path=path),
        partial(parse, name=ledger),
        # A ledger holds what people know: one entry is healthy, and so are a thousand at once.
        Expect(floor=0.0, ceiling=float("inf"), least=0),
        continues=partial(continues, name=ledger),
    )


def parse(answers: Sequence[Answer], *, name: str) -> Parsed:
    """Read the entries that are in force (key: the entry), and under ``file`` how far the file goes."""
    body = answers[0].body
    try:
        found, _ = chained(body, name)
        problems = check(body, BY_NAME[name])
    except LedgerError as error:
        raise SourceChangedError(str(error)) from error
    pairs = {line.entry: line.values | {key: line.content[key] for key in _ABOUT} for line in in_force(found)}
    pairs[_FILE] = {"lines": len(found), "line": found[-1].sha256 if found else "", "sha256": digest(body)}
    return Parsed(facts(pairs), len(found), len(found), breaches=tuple(problems))


def continues(answers: Sequence[Answer], shown: Mapping[str, str], *, name: str) -> list[str]:
    """Return why a file does not continue the one that was taken in last; nothing when it does."""
    if _FILE not in shown:
        return []
    last = orjson.loads(shown[_FILE])
    found, _ = chained(answers[0].body, name)
    if last["lines"] == 0 or (len(found) >= last["lines"] and found[last["lines"] - 1].sha256 == last["line"]):
        return []
    said = (
        f"ledger {name}: the {last['lines']} lines that were taken in before are not all there as they were; "
        f"put {name}.jsonl back from a backup or the archive, and correct with a new entry"
    )
    return [said]


def taken_in(shown: Mapping[str, str]) -> str:
    """Return the hash of the file that was taken in last; empty when none was."""
    return str(orjson.loads(shown[_FILE])["sha256"]) if _FILE in shown else ""


def _ask(_door: Door, _known: Sequence[str], *, path: Path) -> list[Answer]:
    return [file_answer(path, _MEGABYTES)]
