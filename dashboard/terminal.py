"""Figures on a terminal: as a table, as CSV, or as JSON for a machine to read."""

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import orjson
import polars as pl

from dashboard.formats import Share
from dashboard.monitor import Trouble
from metrics import changes, declarations, engine, method
from metrics.catalogue import CATALOGUE
from metrics.facts import Facts, facts_in
from metrics.issue_kinds import KINDS
from metrics.issues import issues
from metrics.register import listed
from metrics.registrations import registrations as registered
from sql import mart
from sql.arguments import UseError
from sql.cells import spreadsheet, visible
from sql.status import read_status

GOOD, NOTHING_PUBLISHED = 0, 5
#: What stands where there is no figure.
NO_VALUE: Final = "\N{EN DASH}"


class NothingPublishedError(Exception):
    """There is no figure yet."""


def published(data: Path, audience: str) -> tuple[str, Facts]:
    """Return the name and the facts of the published mart; raises NothingPublishedError."""
    name = mart.pointer(data)
    if name is None:
        msg = f"nothing has been published in {data} yet; run: vulgraad ingest --data {data}"
        raise NothingPublishedError(msg)
    frames = mart.read(data, name, audience).frames
    return name, facts_in(frames, audience)


def not_collected(facts: Facts, last: date | None, day: date | None) -> str:
    """Say why nothing is known of a day: it is after the last collection (of those that count), or before the first."""
    if last is not None:
        return f"no collection after {last}: nothing is known of {day}"
    first = facts.first_day()
    if first is None:
        return "the register was never collected yet"
    return f"the first collection was on {first}: nothing was known on {day}"


def metric(args: argparse.Namespace) -> int:
    """Print figures of one metric."""
    _, facts = published(args.data, args.audience)
    as_of = args.as_of or facts.last_day(args.known_on)
    if as_of is None:
        msg = f"{not_collected(facts, None, args.known_on)}; give --as-of for the day it is about"
        raise UseError(msg)
    rows = engine.figures(
        facts,
        args.name,
        [as_of],
        known_on=args.known_on,
        by=args.by,
        where=dict(args.where),
        target=args.target,
        restated=args.restated,
    )
    about = {"metric": args.name, "version": rows["metric_version"][0] if rows.height else None}
    about |= {"as_of": as_of, "known_on": rows["known_on"][0] if rows.height else args.known_on}
    about |= {"restated": True} if args.restated else {}
    show_figures(rows.drop("metric", "metric_version", "as_of", "known_on"), args.format, about)
    return GOOD


def show_figures(rows: pl.DataFrame, form: str, about: Mapping[str, Any]) -> None:
    """Print figures of the metric that ``about`` names; people see the share beside its two numbers."""
    # Only figures about inventories cover some bodies and not others.
    without = [name for name in ("covers", "covers_asked") if rows[name].null_count() == rows.height]
    told = rows.drop(without)
    if form == "table" and CATALOGUE[about["metric"]].ratio:
        # A machine makes the ratio of the two whole numbers itself.
        told = told.insert_column(told.columns.index("passed") + 1, _shares(told))
    show(told, form, about)


def _shares(rows: pl.DataFrame) -> pl.Series:
    """Return what people read: passed of asked, as a percentage; null under the smallest number of cases."""
    counts = rows.select("passed", "asked").iter_rows()
    shares = [None if None in {passed, asked} else Share(passed, asked).percent for passed, asked in counts]
    return pl.Series("share", [None if one is None else f"{one:.1f}%" for one in shares], pl.String)


def registrations(args: argparse.Namespace) -> int:
    """Print the registrations of a day."""
    _, facts = published(args.data, args.audience)
    last = facts.last_day(args.known_on)
    as_of = args.as_of or last
    if as_of is None or last is None or as_of > last:
        msg = not_collected(facts, last, as_of if last else args.known_on)
        raise UseError(msg)
    rows = registered(facts, as_of, args.known_on).drop("content")
    show(rows, args.format, {"as_of": as_of, "known_on": args.known_on or last})
    return GOOD


def changed(args: argparse.Namespace) -> int:
    """Print what changed between two days."""
    name, facts = published(args.data, args.audience)
    last = facts.last_day()
    if last is None or max(args.start, args.end) > last or args.start > args.end:
        msg = f"give --from and --to in that order, and none after the last collection ({last})"
        raise UseError(msg)
    found = changes.changes(
        facts, args.start, args.end, lambda wanted: mart.texts(args.data, name, args.audience, wanted)
    )
    if args.format == "json":
        print_json({"from": args.start, "to": args.end, **found})
        return GOOD
    rows = [
        {
            "change": kind,
            "lars": one["lars"],
            "organisation": one["organisation"],
            "name": one["name"],
            "fields": " ".join(one.get("fields", ())),
        }
        for kind, items in found.items()
        for one in items
    ]
    columns = ("change", "lars", "organisation", "name", "fields")
    show(pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String)), args.format, {})
    return GOOD


def declared(args: argparse.Namespace) -> int:
    """Print what each body declared of its systems, and where documents contradict themselves."""
    _, facts = published(args.data, args.audience)
    known_on = args.known_on or declarations.last_heard(facts)
    as_of = args.as_of or known_on
    if as_of is None or known_on is None or as_of > known_on:
        msg = (
            f"nothing was heard after {known_on}: nothing is known of {as_of}" if known_on else "nothing was heard yet"
        )
        raise UseError(msg)
    rows = declarations.declarations(facts, as_of, known_on, args.target)
    odd = declarations.contradictions(facts, as_of, known_on)
    about = {"as_of": as_of, "known_on": known_on}
    if args.format == "json":
        print_json({**about, "rows": rows.to_dicts(), "contradictions": odd.to_dicts()})
        return GOOD
    shown = rows if args.format == "csv" else rows.drop("ministry_id", "ministry", "link", "quote", "document")
    show(shown, args.format, about)
    if args.format == "table" and odd.height:
        print("\nThe documents contradict themselves:")
        show(odd, args.format, {})
    return GOOD


def organisations(args: argparse.Namespace) -> int:
    """Print the register of organisations as of a day, or what in it is to be resolved."""
    _, facts = published(args.data, args.audience)
    known_on = args.known_on or facts.last_day()
    if known_on is None:
        msg = "nothing has been collected yet"
        raise NothingPublishedError(msg)
    as_of = args.as_of or known_on
    about = {"as_of": as_of, "known_on": known_on}
    if args.issues:
        about = {"known_on": known_on}
        rows = issues(facts, known_on, every=args.all)
        todo = pl.col("kind").replace_strict({key: kind.todo.en for key, kind in KINDS.items()}, return_dtype=pl.String)
        rows = rows.with_columns(todo=todo)
    else:
        rows = listed(facts, as_of, known_on)
    show(rows, args.format, about)
    return GOOD


def status(args: argparse.Namespace) -> int:
    """Print the state of every source."""
    found = read_status(args.data)
    if args.json:
        told = {"sources": found.get("sources", []), "mart": found.get("mart", {"published_at": None, "runs": []})}
        print_json(told | ({"problem": found["problem"]} if found.get("problem") else {}))
        return GOOD if found else NOTHING_PUBLISHED
    if not found:
        msg = f"no run ever wrote a status in {args.data}"
        raise NothingPublishedError(msg)
    columns = ("name", "state", "rows", "collected_at", "last_good_run", "reason")
    rows = [[str(one[key]) if one[key] is not None else NO_VALUE for key in columns] for one in found["sources"]]
    print_table(columns, rows)
    for one in found["sources"]:
        for held in one["held"]:
            print(f"held: {one['name']} in run {held['run']}, observed {held['observed_at']}: {held['reason']}")
    if found.get("problem"):
        print(f"not published: {found['problem']}")
    off = [one for one in found.get("totals", []) if one["ours"] not in {None, one["register"]}]
    for one in off:
        print(f"differs: {one['name']} is {one['register']} by the register, {one['ours']} by us on {one['as_of']}")
    return GOOD


def check(troubles: Sequence[Trouble]) -> int:
    """Print what goes wrong, one sentence a line; return the worst exit code."""
    print("\n".join(one.words for one in troubles) or "all is well")
    return max((one.code for one in troubles), default=GOOD)


def print_method(_: argparse.Namespace) -> int:
    """Print the method: every metric, from its declaration, as Markdown."""
    sys.stdout.write(method.markdown())
    return GOOD


def show(rows: pl.DataFrame, form: str, about: Mapping[str, Any]) -> None:
    """Print rows as a table, CSV, or JSON with what they are about.

    What others wrote cannot steer the terminal, nor run in a spreadsheet.
    """
    if form == "json":
        print_json({**about, "rows": rows.to_dicts()})
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(rows.columns)
        writer.writerows([_for_csv(cell) for cell in row] for row in rows.rows())
    else:
        cells = [[NO_VALUE if cell is None else str(cell) for cell in row] for row in rows.rows()]
        print_table(rows.columns, cells)
        print("  ".join(f"{key}: {visible(str(value))}" for key, value in about.items()))


def _for_csv(cell: object) -> object:
    """Leave numbers what they are; a list is written as text."""
    return "" if cell is None else cell if isinstance(cell, (bool, int, float)) else spreadsheet(str(cell))


def print_json(content: object) -> None:
    """Print JSON for a machine to read."""
    sys.stdout.write(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() + "\n")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print aligned columns, each row on one line."""
    cells = [[visible(cell) for cell in row] for row in [columns, *rows]]
    widths = [max(len(row[at]) for row in cells) for at in range(len(columns))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
