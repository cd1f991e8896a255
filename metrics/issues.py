"""What sources say of one organisation and does not agree: to be resolved by a person, never by a guess.

An issue is resolved in a ledger: ``corrections`` (subject ``organisation/CODE``, a field, a value) or
``successions``. Only what concerns an organisation that is named here is shown, unless all is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import circles, decided
from metrics.facts import Facts, day, known
from metrics.issue_kinds import SEVERITIES
from metrics.register import Body, agrees, joined, names_used, plain_name, register, same_as, same_kind, shown, unusable
from metrics.spans import stretches

ISSUE_SCHEMA: Final = {
    "severity": pl.String,
    "kind": pl.String,
    "org_id": pl.String,
    "name": pl.String,
    # What the register of organisations says, and what is said here.
    "register_says": pl.String,
    "said_here": pl.String,
    "first_seen": pl.Date,
}
_Issue = tuple[str, str, str, str, str, str]


def issues(facts: Facts, known_on: date, *, every: bool = False) -> pl.DataFrame:
    """Return what is to be resolved, the worst first (columns of ``ISSUE_SCHEMA``).

    ``every`` adds what concerns bodies that no source here names, as information. Without a
    register of organisations nothing can disagree with it, and only the ledgers can with themselves.
    """
    found = [
        *(_identities(facts, known_on) if register(facts, known_on) else ()),
        *_ends(facts, known_on),
        *_decisions(facts, known_on),
        *_names(facts, known_on),
        *_overlaps(facts, known_on),
    ]
    unused = unusable(facts, known_on)
    found += [("warning", "correction_unused", one, "", "", f"{field}: {value}") for one, field, value in unused]
    seen = _first_seen(facts, known_on)
    rows = [(*one, seen.get(one[2])) for one in found if every or one[0] != SEVERITIES[-1]]
    order = pl.Enum(SEVERITIES)
    frame = pl.DataFrame(rows, schema=ISSUE_SCHEMA, orient="row")
    return frame.sort(pl.col("severity").cast(order), "kind", "org_id", "said_here")


def _identities(facts: Facts, known_on: date) -> Iterator[_Issue]:
    """Go through the codes that are used here and are not, or not clearly, those of a known body."""
    every, said_same, ours = register(facts, known_on), same_as(facts, known_on), joined(facts, known_on)
    for code, names in names_used(facts, known_on).items():
        if code in ours:
            continue
        body, name = every.get(said_same.get(code, code)), _name_of(names)
        if body is None:
            yield "warning", "code_unknown", code, name, "", _said(names)
            continue
        differ = {one for one in names if one[1] and not body.called(one[1])}
        if differ:
            yield "warning", "name_differs", code, name, body.name, _said(differ)
            continue
        kinds = {one for one in names if not agrees(body, "", one[2])}
        yield (
            "warning",
            "type_differs",
            code,
            name,
            body.type,
            ", ".join(f"{where}: {kind}" for where, _, kind in sorted(kinds)),
        )


def _name_of(names: Iterable[tuple[str, str, str]]) -> str:
    """Return what a body is called here, by the register before its lists."""
    order = ("register", "list", "relations", "inventory")
    ranked = sorted((order.index(where), name) for where, name, _ in names if name)
    return ranked[0][1] if ranked else ""


def _said(names: Iterable[tuple[str, str, str]]) -> str:
    """Write who calls a body what: ``register: Gemeente Utrecht``."""
    by_name = defaultdict(set)
    for where, name, _ in names:
        by_name[name].add(where)
    return "; ".join(f"{', '.join(sorted(by_name[name]))}: {name}".strip(": ") for name in sorted(by_name) if name) or (
        ", ".join(sorted({where for where, _, _ in names}))
    )


def _ends(facts: Facts, known_on: date) -> Iterator[_Issue]:
    """Go through the bodies that ended, or are said to have successors."""
    every, ours, used = register(facts, known_on), joined(facts, known_on), names_used(facts, known_on)
    people, public = decided(facts, known_on), _public(facts, known_on)
    bodies = {code: body for code, body in every.items() if code not in used} | dict(ours)
    for code, body in bodies.items():
        here = "serious" if public.get(code) else "warning" if code in used else SEVERITIES[-1]
        heirs = body.successor.split()
        ended = body.valid_until is not None and body.valid_until <= known_on
        until = f"ended {body.valid_until}"
        about = (code, body.name)
        if not ended and heirs:
            yield min(here, "warning", key=_rank), "successor_of_living", *about, f"successor {body.successor}", ""
        if not ended or code in people:
            continue
        if not heirs:
            yield here, "ended_without_successor", *about, until, _shown(public.get(code, 0))
        elif len(heirs) > 1:
            yield here, "split_undecided", *about, f"{until}, successors {body.successor}", _shown(public.get(code, 0))
        elif heirs[0] not in every:
            yield here, "successor_unknown", *about, f"{until}, successor {body.successor}", _shown(public.get(code, 0))
        elif public.get(code):
            yield (
                "warning",
                "ended_still_registering",
                *about,
                f"{until}, successor {body.successor}",
                _shown(public[code]),
            )


def _decisions(facts: Facts, known_on: date) -> Iterator[_Issue]:
    """Go through what people decided about successors, and what follows from it."""
    every, used = register(facts, known_on), names_used(facts, known_on)

    def about(kind: str, code: str, heirs: Iterable[str] = ()) -> _Issue:
        name = every[code].name if code in every else _name_of(used.get(code, ()))
        here = "serious" if code in used else SEVERITIES[-1]
        return here, kind, code, name, "", f"ledger: {', '.join(sorted(heirs))}" if heirs else ""

    for code, heirs in decided(facts, known_on).items():
        if len(heirs) > 1:
            yield about("split_undecided", code, heirs)
        elif not heirs <= {*every, *used}:
            yield about("successor_unknown", code, heirs)
    for code in circles(facts, known_on):
        yield about("succession_circle", code)


def _rank(severity: str) -> int:
    return -SEVERITIES.index(severity)


def _shown(count: int) -> str:
    return f"{count} public registration{'' if count == 1 else 's'}" if count else ""


def _public(facts: Facts, known_on: date) -> dict[str, int]:
    """Return how many registrations of each body are public on the last day that is known."""
    last = facts.last_day(known_on)
    if last is None:
        return {}
    cut = stretches(facts, known_on).filter(pl.col("from_day") <= last, pl.col("to_day") > last)
    return dict(cut.group_by("org_id").len().iter_rows())


def _names(facts: Facts, known_on: date) -> Iterator[_Issue]:
    """Go through the bodies of one kind that live at the same time under one name."""
    used = set(joined(facts, known_on))
    alike: dict[str, list[Body]] = defaultdict(list)
    for body in register(facts, known_on).values():
        if not body.ended(known_on):
            alike[plain_name(body.name)].append(body)
    for bodies in alike.values():
        for body in bodies:
            others = [one.org_id for one in bodies if one is not body and same_kind(one.type, body.type)]
            if others:
                severity = "warning" if body.org_id in used else SEVERITIES[-1]
                yield severity, "same_name", body.org_id, body.name, f"also {', '.join(sorted(others))}", ""


def _overlaps(facts: Facts, known_on: date) -> Iterator[_Issue]:
    """Go through the codes of which one source gives two times that overlap."""
    used = names_used(facts, known_on)
    bodies = shown(facts.bodies, known_on).filter(pl.col("version_of").is_null())
    ordered = bodies.sort("source", "org_id", "valid_from", nulls_last=False)
    before = pl.col("valid_until").shift(1).over("source", "org_id")
    again = pl.col("org_id").is_first_distinct().over("source", "org_id").not_()
    for row in ordered.with_columns(before=before).filter(again).iter_rows(named=True):
        if row["before"] is None or row["valid_from"] is None or row["before"] >= row["valid_from"]:
            times = f"until {row['before'] or 'now'}, and from {row['valid_from'] or 'ever'}"
            severity = "warning" if row["org_id"] in used else SEVERITIES[-1]
            yield severity, "overlapping_validity", row["org_id"], row["name"], times, ""


def _first_seen(facts: Facts, known_on: date) -> dict[str, date]:
    """Return since when both sides could be compared: the register of organisations, and the name used here."""
    theirs = known(facts.bodies, known_on)["known_from"].min()
    sides = (facts.organisations, facts.members, facts.owners, facts.versions, facts.bodies)
    frames = [one.select("org_id", "known_from") for one in sides]
    frames += [facts.relations.select("ministry_id", "known_from").rename({"ministry_id": "org_id"})]
    every = known(pl.concat(frames), known_on).group_by("org_id").agg(pl.col("known_from").min())
    since = every.with_columns(pl.max_horizontal("known_from", pl.lit(theirs))).select("org_id", day("known_from"))
    return dict(since.iter_rows())
