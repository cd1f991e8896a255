"""The review of possible matches on the command line: what to decide on, and both texts side by side."""

import argparse
import shutil
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dashboard import deciding
from dashboard.formats import Formats
from dashboard.side_by_side import columns, marked
from dashboard.terminal import GOOD, NO_VALUE, print_json, print_table, show
from dashboard.text import Words, words
from dashboard.validated import shortened
from metrics.differences import ADDED, REMOVED
from metrics.evidence import FIELDS, in_words
from metrics.review import Queue, about, every_pair, queue
from metrics.sides import Compared, compared
from sql import journal
from sql.arguments import UseError

#: So many rows of a table fit a screen.
_SHOWN: Final = 20
_PAIR: Final = ("org_id", "local_id", "lars")


def listed(args: argparse.Namespace) -> int:
    """List the pairs that may be the same, those first of which a decision narrows the headline's range most."""
    if args.limit is not None and args.limit < 1:
        msg = f"--limit {args.limit}: write 1 or more"
        raise UseError(msg)
    facts, days, said = deciding.opened(args.data)
    org_id = deciding.known_body(facts, args.org) if args.org else None
    found = queue(facts, days, target=args.target, org_id=org_id)
    rows = found.rows.head(args.limit or (_SHOWN if args.format == "table" else found.rows.height))
    if args.format == "table":
        _print(words(args.language), found, rows)
        return GOOD
    machine = [
        _machine(row, fields, args.language)
        for row, fields in zip(rows.to_dicts(), compared(facts, days, rows, said), strict=True)
    ]
    if args.format == "json":
        print_json({**about(found), "rows": machine})
    else:
        show(pl.DataFrame([_flat(one) for one in machine], schema=_CSV), "csv", {})
    return GOOD


def _machine(row: Mapping[str, Any], fields: Sequence[Compared], language: str) -> dict[str, Any]:
    """Return a row of the queue with both texts, as a page needs it."""
    evidence = row["evidence"]
    return {
        **row,
        "evidence": dict(zip(FIELDS, evidence, strict=True)) if evidence else None,
        "evidence_said": in_words(evidence, language),
        "fields": [_field(one) for one in fields],
    }


def _field(one: Compared) -> dict[str, Any]:
    return {
        "field": one.key,
        "title": {"nl": one.title.nl, "en": one.title.en},
        "registration_title": {"nl": one.other_title.nl, "en": one.other_title.en},
        "line": one.line,
        "registration": one.registration,
        "conflicts": one.conflicts,
        "differences": [{"kind": run.kind, "text": run.text} for run in one.runs],
    }


_LISTS: Final = ("rivals_of_line", "rivals_of_registration")
_KEPT: Final = (
    "org_id", "local_id", "name", "lars", "registration", "registered_by", "organisation", "shown", "state", "by",
    "entry", "probability", "score", "narrows", "narrows_same", "narrows_not_same", *_LISTS, "evidence_said",
)  # fmt: skip
_TEXTS: Final = ("description", "process", "vendor", "category", "status", "start_date", "end_date")
_CSV: Final = {
    **{key: pl.Float64 if key in {"probability", "score"} or key.startswith("narrows") else pl.String for key in _KEPT},
    **{f"{side}_{key}": pl.String for key in _TEXTS for side in ("line", "registration")},
    "conflicts": pl.String,
}


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    fields = {one["field"]: one for one in row["fields"]}
    said = {f"{side}_{key}": fields[key][side] for key in _TEXTS for side in ("line", "registration")}
    conflicts = " ".join(key for key, one in fields.items() if one["conflicts"])
    lists = {key: "; ".join(row[key]) for key in _LISTS}
    return {key: row[key] for key in _KEPT} | lists | said | {"conflicts": conflicts}


def _print(t: Words, found: Queue, rows: pl.DataFrame) -> None:
    formats = Formats(t.language)
    days = {"day": formats.day(found.days.as_of), "known": formats.day(found.days.known_on)}
    if rows.is_empty():
        print(t("review.nothing", **days))
        return
    heads = ("organisation", "local_id", "line", "lars", "registration", "probability", "narrows", "rivals", "link")
    print_table([t(f"review.{one}") for one in heads], [_cells(t, row) for row in rows.iter_rows(named=True)])
    total = formats.number(found.rows.height)
    print(t("review.summary", shown=formats.number(rows.height), pairs=total, **days))
    if found.range:
        ends = {key: formats.number(getattr(found.range, key)) for key in ("low", "low_asked", "high", "high_asked")}
        print(t("review.range", **ends))
    else:
        print(t("review.no_range"))


def _cells(t: Words, row: Mapping[str, Any]) -> list[str]:
    formats = Formats(t.language)
    likely = NO_VALUE if row["probability"] is None else _likely(formats, row["probability"])
    narrows = NO_VALUE if row["narrows"] is None else formats.number(round(100 * row["narrows"], 2))
    rivals = str(len(row["rivals_of_line"]) + len(row["rivals_of_registration"]))
    named = [shortened(row[key] or NO_VALUE) for key in ("name", "registration")]
    return [row["org_id"], row["local_id"], named[0], row["lars"], named[1], likely, narrows, rivals, _link(t, row)]


def _likely(formats: Formats, probability: float) -> str:
    """Write a probability with two decimals; nothing is quite sure."""
    least, most = 0.01, 0.99
    sign = "< " if probability < least else "> " if probability > most else ""
    return sign + formats.number(round(min(max(probability, least), most), 2))


def _link(t: Words, row: Mapping[str, Any]) -> str:
    """Return how a pair stands, and by what."""
    state, by = row["state"] or "none", row["by"]
    return t(f"review.state.{state}") + (f" ({t(f'review.by.{by}')})" if by else "")


def shown(args: argparse.Namespace) -> int:
    """Show what a line and a registration say side by side, with marks where they differ; or all it may be."""
    facts, days, said = deciding.opened(args.data)
    org_id, local_id = deciding.known_line(facts, args.org, args.local_id)
    rows = every_pair(facts, days).filter(org_id=org_id, local_id=local_id)
    if args.lars is not None:
        lars = deciding.known_registration(facts, args.lars)
        rows = rows.filter(lars=lars) if lars in rows["lars"] else _bare(rows, org_id, local_id, lars)
    both = list(zip(rows.to_dicts(), compared(facts, days, rows, said), strict=True))
    decided = {line.entry: line for line in journal.in_force(journal.read(args.data, deciding.LEDGER))}
    if args.format == "json":
        machine = [_machine(row, fields, args.language) for row, fields in both]
        print_json({"as_of": days.as_of, "known_on": days.known_on, "rows": machine})
        return GOOD
    t, width = words(args.language), shutil.get_terminal_size((100, 24)).columns
    if not both:
        print(t("review.no_match", line=f"{org_id} {local_id}"))
    for row, fields in both:
        for line in (*_heading(t, row, decided), "", *columns(_rows(t, fields), width)):
            print(line)
    return GOOD


def _bare(rows: pl.DataFrame, org_id: str, local_id: str, lars: str) -> pl.DataFrame:
    """Return a pair of which nothing is known, as a row."""
    nothing: dict[str, Any] = {"org_id": org_id, "local_id": local_id, "lars": lars} | {key: [] for key in _LISTS}
    return pl.DataFrame([nothing], schema=rows.schema)


def _heading(t: Words, row: Mapping[str, Any], decided: Mapping[str, journal.Line]) -> list[str]:
    """Return what is known of a pair beside its texts, a line each."""
    told = [f"{row['org_id']} {row['local_id']} | {row['lars']}: {_link(t, row)}"]
    if row["probability"] is not None:
        told.append(t("review.likely", probability=_likely(Formats(t.language), row["probability"])))
    if said := in_words(row["evidence"], t.language):
        told.append(said)
    if row["entry"] in decided:
        line = decided[row["entry"]]
        values = {"author": line.content["author"], "day": str(line.content["at"])[:10], "entry": line.entry}
        told.append(t("review.decided", **values, proof=line.content["proof"]))
    told += [t(f"review.{key}", names=", ".join(row[key])) for key in _LISTS if row[key]]
    return told


def _rows(t: Words, fields: Sequence[Compared]) -> list[tuple[str, str, str]]:
    """Return the fields that either side says anything in, under who says it."""
    rows = [("", t("review.by_the_line"), t("review.by_the_registration"))]
    for one in fields:
        if one.line or one.registration:
            titles = dict.fromkeys(getattr(title, t.language) for title in (one.title, one.other_title))
            title = " / ".join(titles) + (f" ({t('review.differs')})" if one.conflicts else "")
            # Where one side says nothing, that is seen without marks.
            both = one.line and one.registration
            sides = (marked(one.runs, ADDED), marked(one.runs, REMOVED)) if both else (one.line, one.registration)
            rows.append((title, sides[0] or NO_VALUE, sides[1] or NO_VALUE))
    return rows
