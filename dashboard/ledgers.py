"""The ledgers on the command line: what stands in them, and a way to write that checks every cell."""

import argparse
import csv
import difflib
import io
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from dashboard.terminal import GOOD, print_json, show
from sql import append, journal
from sql.append import Signature
from sql.arguments import UseError
from sql.entry import LedgerError
from sql.ledger import BY_NAME, LEDGERS, PREFIX, SHIPPED_BY, Ledger, shipped

#: The decisions about runs: a view of the archive's manifest, which is where they are made.
RUNS: Final = "runs"
_WRONG_USE: Final = 2
_DECIDED: Final = ("kind", "run", "source", "observed_at", "author", "why", "finished_at")


def ledger_of(name: str) -> Ledger:
    """Return a ledger; raises UseError for a name that nobody declared."""
    if name in BY_NAME:
        return BY_NAME[name]
    near = difflib.get_close_matches(name, BY_NAME, n=1, cutoff=0)[0]
    msg = f"no ledger {name!r}; did you mean {near}? There are: {', '.join(BY_NAME)}"
    if name == RUNS:
        msg = f"{RUNS} can only be listed: vulgraad release and vulgraad drop write it"
    raise UseError(msg)


def listed(args: argparse.Namespace, decisions: Sequence[Mapping[str, Any]]) -> int:
    """Print the ledgers, or the entries of one that are in force."""
    if args.name is None:
        _print([_summary(args.data, one) for one in LEDGERS] + [_runs(decisions)], args.format)
    elif args.name == RUNS:
        _print([{key: one[key] for key in _DECIDED} for one in decisions], args.format, _DECIDED)
    else:
        ledger = ledger_of(args.name)
        keys = ("entry", *(one.key for one in ledger.fields), "author", "proof", "at")
        _print([*_brought(ledger), *_in_force(args.data, ledger)], args.format, keys)
    return GOOD


def _summary(data: Path, ledger: Ledger) -> dict[str, Any]:
    found = journal.read(data, ledger)
    counts = {"in_force": len(journal.in_force(found)) + shipped(ledger.name).height, "lines": len(found)}
    shown = "internal" if ledger.internal else "public"
    return {"ledger": ledger.name, **counts, "shown": shown, "title": ledger.title.en}


def _runs(decisions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    count = len(decisions)
    return {
        "ledger": RUNS,
        "in_force": count,
        "lines": count,
        "shown": "internal",
        "title": "Released and dropped runs",
    }


def _brought(ledger: Ledger) -> list[dict[str, Any]]:
    rows = shipped(ledger.name).to_dicts()
    return [{"author": SHIPPED_BY, "proof": SHIPPED_BY} | row for row in rows]


def _in_force(data: Path, ledger: Ledger) -> list[Mapping[str, Any]]:
    return [line.content for line in journal.in_force(journal.read(data, ledger))]


def shown(args: argparse.Namespace) -> int:
    """Print what an entry of a ledger says, or which fields the ledger has."""
    ledger = ledger_of(args.name)
    if args.entry is None:
        _print([_field(ledger, place) for place in range(len(ledger.fields))], args.format)
        return GOOD
    entries = {row["entry"]: row for row in _brought(ledger)}
    entries |= {line.entry: _told(line) for line in journal.read(args.data, ledger)}
    if args.entry not in entries:
        msg = f"ledger {ledger.name}: no entry {args.entry!r}; vulgraad ledger history {ledger.name} names them all"
        raise UseError(msg)
    entry = {key: value for key, value in entries[args.entry].items() if value is not None}
    if args.format == "json":
        print_json(entry)
    else:
        _print([{"field": key, "value": value} for key, value in entry.items()], args.format)
    return GOOD


def _field(ledger: Ledger, place: int) -> dict[str, Any]:
    one = ledger.fields[place]
    form = " | ".join(one.words) if one.kind == "choice" else " | ".join((one.kind, *one.words))
    names = {"field": one.key, "form": form, "required": "yes" if one.required else "", "empty means": one.default}
    return names | {"title": one.title.en, "titel": one.title.nl, "also called": ", ".join(one.aliases)}


def _told(line: journal.Line) -> dict[str, Any]:
    frame = ("before", "more")
    # A field of the ledger may be called state.
    state = {"stands": line.state, "by": line.by or None}
    return {"entry": line.entry, **state, **{key: value for key, value in line.content.items() if key not in frame}}


def history(args: argparse.Namespace) -> int:
    """Print every line of a ledger, corrected and withdrawn ones too, or those about one entry."""
    ledger = ledger_of(args.name)
    found = journal.read(args.data, ledger)
    told = [_told(line) for line in found]
    if args.entry is not None:
        names = _related(found, args.entry)
        told = [one for one in told if one["entry"] in names]
        if not told:
            msg = f"ledger {ledger.name}: no entry {args.entry!r}; vulgraad ledger history {ledger.name} names them all"
            raise UseError(msg)
    keys = ("entry", "at", "stands", "by", "corrects", "withdraws", "author", "proof")
    _print(told, args.format, (*keys, *(one.key for one in ledger.fields)))
    return GOOD


def _related(found: Sequence[journal.Line], entry: str) -> set[str]:
    """Return the entries that this one corrects or withdraws, and those that do so to it, all the way."""
    names = {entry}
    for lines in (found, found[::-1]) * 2:
        for line in lines:
            about = line.content["corrects"] or line.content["withdraws"]
            if about and {line.entry, about} & names:
                names |= {line.entry, about}
    return names


def check_kept(data: Path, name: str, manifest: Sequence[Mapping[str, Any]]) -> None:
    """Raise TamperedError unless a ledger still begins with what the archive's manifest says was taken in last."""
    ledger = ledger_of(name)
    parts: dict[int, Mapping[str, Any]] = {}
    taken_in: list[int] = []
    for line in manifest:
        if line.get("source") != PREFIX + ledger.name:
            continue
        number = line.get("held_line", line["line"])
        if line.get("parts"):
            parts[number] = line["parts"][0]
        if line["kind"] == "released" or line.get("state") == "ok":
            taken_in.append(number)
        elif line["kind"] == "dropped" and number in taken_in:
            taken_in.remove(number)
    if taken_in:
        last = parts[taken_in[-1]]
        journal.check_kept(data, ledger, last["bytes"], last["sha256"])


def add(args: argparse.Namespace, now: datetime) -> list[str]:
    """Append one entry, given as FIELD=VALUE; return its name."""
    row: dict[str, str] = {}
    for key, value in args.values:
        if key in row:
            msg = f"{key} is given twice"
            raise UseError(msg)
        row[key] = value
    return append.add(args.data, ledger_of(args.name), [row], _signature(args, now), args.corrects or "")


def bring(args: argparse.Namespace, now: datetime) -> list[str]:
    """Append every row of a CSV file, or none; return the names of the entries."""
    rows = _rows(args.file, dict(args.map))
    return append.add(args.data, ledger_of(args.name), rows, _signature(args, now))


def withdraw(args: argparse.Namespace, now: datetime) -> list[str]:
    """Append that an entry no longer counts; return the name of that line."""
    return append.withdraw(args.data, ledger_of(args.name), args.entry, _signature(args, now))


def _signature(args: argparse.Namespace, now: datetime) -> Signature:
    return Signature(args.author, args.proof, now)


def _rows(path: Path, mapping: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file by field; ``mapping`` renames columns, to nothing to leave one out."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        raise LedgerError(msg) from error
    try:
        given = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        top, header = next((number, row) for number, row in enumerate(given) if row)
    except (csv.Error, StopIteration) as error:
        msg = f"{path}: {error if isinstance(error, csv.Error) else 'is empty; it needs a header and rows'}"
        raise LedgerError(msg) from error
    if len(header) == 1 and ";" in header[0]:
        msg = f"{path}: its header is parted by ';', and a ledger reads ','; save it with commas; nothing was added"
        raise LedgerError(msg)
    rows = given[top + 1 :]
    for number, row in enumerate(rows, start=top + 2):
        if row and len(row) != len(header):
            msg = f"{path}: row {number} has {len(row)} cells, the header {len(header)}; nothing was added"
            raise LedgerError(msg)
    absent = [column for column in mapping if column not in header]
    if absent or not any(rows) or len(set(header)) < len(header):
        problem = f"has no column {absent[0]!r} to map; it has: {', '.join(header)}" if absent else "has no row"
        msg = f"{path}: {problem if absent or not any(rows) else 'names a column twice'}; nothing was added"
        raise LedgerError(msg)
    keys = [mapping.get(column, column) for column in header]
    # Empty rows keep their place, so that the others keep their numbers.
    cells = [{key: cell for key, cell in zip(keys, row, strict=False) if key} for row in rows]
    return [*({} for _ in range(top)), *cells]


def check(args: argparse.Namespace) -> int:
    """Check ledger files, by default all in the data folder: every line, and that none was changed."""
    files = args.files or [path for one in LEDGERS if (path := journal.path_of(args.data, one)).exists()]
    code = GOOD
    for path in files:
        try:
            problems = journal.check(path.read_bytes(), ledger_of(path.stem))
        except LedgerError as error:
            problems = [str(error)]
        for problem in problems:
            sys.stderr.write(f"{path}: {problem}\n")
        sys.stdout.write(f"{path}: {'good' if not problems else f'{len(problems)} to look at'}\n")
        code = _WRONG_USE if problems else code
    if not files:
        sys.stdout.write(f"nothing was written in a ledger in {args.data} yet\n")
    return code


def _print(rows: Sequence[Mapping[str, Any]], form: str, columns: Sequence[str] = ()) -> None:
    keys = list(columns) or list(rows[0])
    if form == "json":
        print_json([{key: row.get(key) for key in keys} for row in rows])
        return
    used = [key for key in keys if form == "csv" or any(row.get(key) is not None for row in rows)]
    cells = {key: [_cell(row.get(key)) for row in rows] for key in used or keys}
    show(pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)), form, {"entries": len(rows)})


def _cell(value: object) -> str | None:
    return None if value is None else str(value)
