"""The links between two lists, on a terminal: as a table, as CSV, or as JSON for a machine to read."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from dashboard.terminal import print_json, show
from dashboard.text import LANGUAGES
from dashboard.validated import shortened
from metrics.evidence import in_words
from metrics.linked import CERTAIN, POSSIBLE
from metrics.lists import Linked
from sql.arguments import UseError, value
from sql.cells import visible

STATES: Final = (CERTAIN, POSSIBLE)
#: The state of a row that has no link.
NONE: Final = "none"
_COLUMNS: Final = {
    **dict.fromkeys(("left", "right", "body", "left_name", "right_name"), pl.String),
    "probability": pl.Float64,
    **dict.fromkeys(("state", "by", "evidence"), pl.String),
}
_BASES: Final = {
    "code": "bodies are told apart by code",
    "name": "bodies are told apart by name",
    "none": "a list names no bodies: every row was compared with all of the other list",
}


@dataclass(frozen=True)
class Side:
    """One of the lists: its file, its rows (local_id, org_id, organisation, name), and how they were read.

    ``columns`` has the heading of each field; ``older`` earlier publications were left out, and ``unnumbered``
    rows have the place where they stand as their id; ``header_row`` is where the header stands, if not on top.
    """

    file: str
    rows: pl.DataFrame
    columns: Mapping[str, str]
    older: int = 0
    unnumbered: int = 0
    header_row: int | None = None


@dataclass(frozen=True)
class Wanted:
    """Which links are shown: those at least so likely (those by an id are sure), of one state; and in which form."""

    form: str
    language: str
    least: float | None = None
    only: str | None = None


def add_options(one: argparse.ArgumentParser) -> None:
    """Add what may be asked of the command."""
    for name, said in (
        ("left", "a list, such as an inventory"),
        ("right", "another, such as an export of the register"),
    ):
        one.add_argument(name, type=Path, metavar=name.upper(), help=f"{said}: CSV, XLSX, ODS or JSON, packed or not")
        one.add_argument(
            f"--{name}-column",
            type=value,
            action="append",
            default=[],
            metavar="FIELD=HEADING",
            help="which column holds what (default: by its name); without a heading: none does",
        )
    one.add_argument("--least", type=float, metavar="P", help="only links that are at least so likely, from 0 to 1")
    one.add_argument("--only", choices=STATES, help="only these, and no rows without a link")
    one.add_argument("--language", choices=LANGUAGES, default="nl", help="of the evidence")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")


def check(wanted: Wanted) -> None:
    """Raise UseError for what is no probability."""
    if wanted.least is not None and not 0 <= wanted.least <= 1:
        msg = f"--least {wanted.least}: a probability is between 0 and 1"
        raise UseError(msg)


def report(left: Side, right: Side, found: Linked, wanted: Wanted) -> None:
    """Print links, then what has none; tell on the standard error how many rows of each list that makes.

    With ``only`` no other rows are printed; all are counted.
    """
    links = found.links.filter(pl.col("probability").fill_null(1.0) >= (wanted.least or 0.0))
    told = [_counts(left, links, "left"), _counts(right, links, "right")]
    rows = list(_rows(left, right, links.filter(state=wanted.only) if wanted.only else links, wanted))
    if wanted.form == "json":
        print_json({"left": told[0], "right": told[1], "bodies_by": found.basis, "joined": found.joined, "rows": rows})
    else:
        cells = rows if wanted.form == "csv" else [_short(row) for row in rows]
        show(pl.DataFrame(cells, schema=_COLUMNS), wanted.form, {})
    _summarise((left, right), told, found)


def _rows(left: Side, right: Side, links: pl.DataFrame, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Give links in the order of the left list, its rows without one in their place, and then those of the right."""
    ours, theirs = left.rows.rows(named=True), right.rows.rows(named=True)
    met: dict[int, list[dict[str, Any]]] = {}
    for link in links.sort("left", "state", "probability", "right", descending=[False, False, True, False]).to_dicts():
        met.setdefault(link["left"], []).append(link)
    for at, one in enumerate(ours):
        for link in met.get(at, ()):
            other = theirs[link["right"]]
            words = in_words(link["evidence"], wanted.language)
            yield _row(one, other, link["state"]) | {
                "probability": link["probability"],
                "by": link["by"],
                "evidence": words,
            }
        if at not in met and not wanted.only:
            yield _row(one, {}, NONE)
    if not wanted.only:
        linked = set(links["right"])
        yield from (_row({}, one, NONE) for at, one in enumerate(theirs) if at not in linked)


def _row(ours: Mapping[str, str], theirs: Mapping[str, str], state: str) -> dict[str, Any]:
    body = next((side[key] for side in (ours, theirs) for key in ("organisation", "org_id") if side.get(key)), "")
    return {
        "left": ours.get("local_id"),
        "right": theirs.get("local_id"),
        "body": body,
        "left_name": ours.get("name"),
        "right_name": theirs.get("name"),
        "probability": None,
        "state": state,
        "by": None,
        "evidence": None,
    }


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: shortened(visible(text)) if isinstance(text, str) and key != "evidence" else text
        for key, text in row.items()
    }


def _counts(side: Side, links: pl.DataFrame, which: str) -> dict[str, Any]:
    """Return how many rows a list has, and how many of them are linked: certainly, else possibly."""
    best = links.group_by(which).agg(certain=(pl.col("state") == CERTAIN).any())
    certain = int(best["certain"].sum())
    counts = {"certain": certain, "possible": best.height - certain, "without": side.rows.height - best.height}
    about = {"file": side.file, "rows": side.rows.height, "linked": best.height, **counts}
    return about | {"older": side.older, "unnumbered": side.unnumbered, "columns": dict(side.columns)}


def _summarise(sides: tuple[Side, Side], told: list[dict[str, Any]], found: Linked) -> None:
    for side, counts in zip(sides, told, strict=True):
        columns = ", ".join(f"{field} \N{LEFTWARDS ARROW} {column}" for field, column in side.columns.items())
        notes = [f"read {columns}"]
        if side.header_row:
            notes.append(f"the header stands on row {side.header_row}; what is above it was not read")
        if side.older:
            notes.append(f"{side.older} earlier publications of the same id were left out")
        if side.unnumbered:
            notes.append(f"{side.unnumbered} rows have no id and go by where they stand")
        linked = f"{counts['linked']} linked ({counts['certain']} certain, {counts['possible']} possible)"
        sums = f"{counts['rows']} rows = {linked} + {counts['without']} without a link"
        sys.stderr.write(visible(f"{side.file}: {sums}; {'; '.join(notes)}") + "\n")
    sys.stderr.write(f"{_BASES[found.basis]}\n")
    for ours, theirs in found.joined:
        sys.stderr.write(visible(f"taken for one body: {ours!r} and {theirs!r}") + "\n")
