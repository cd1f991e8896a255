"""Deciding whether a line of an inventory is a registration: checked against what is known, then put in the ledger."""

import argparse
import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl

from dashboard.terminal import NothingPublishedError, published
from metrics.facts import Facts
from metrics.identical import identical
from metrics.review import Days, days_of
from metrics.texts import Said
from sql import append, journal, mart
from sql.append import Signature
from sql.arguments import UseError
from sql.entry import LedgerError
from sql.journal import Line
from sql.ledger import BY_NAME

LEDGER: Final = BY_NAME["matches"]
VERDICTS: Final = next(one.words for one in LEDGER.fields if one.key == "verdict")
#: Lines of inventories are in no other mart.
AUDIENCE: Final = "internal"
_NEAR: Final = 5


@dataclass(frozen=True)
class Pair:
    """A line of an inventory, and a registration that it may be."""

    org_id: str
    local_id: str
    lars: str

    def __str__(self) -> str:
        """Return how people name it."""
        return f"{self.org_id} {self.local_id} and {self.lars}"


def opened(data: Path) -> tuple[Facts, Days, Said]:
    """Return the published facts, the days to review, and what finds texts; raises NothingPublishedError."""
    name, facts = published(data, AUDIENCE)
    days = days_of(facts)
    if days is None:
        msg = "the register was never collected yet; run: vulgraad ingest"
        raise NothingPublishedError(msg)
    return facts, days, partial(mart.texts, data, name, AUDIENCE)


def known_body(facts: Facts, org_id: str) -> str:
    """Return the code of a body that ever delivered a list; raises UseError."""
    org_id, every = org_id.strip().lower(), facts.inventory["org_id"]
    if org_id not in every:
        msg = f"no list of {org_id!r} was ever delivered; {_there_are('bodies with a list', org_id, every)}"
        raise UseError(msg)
    return org_id


def known_line(facts: Facts, org_id: str, local_id: str) -> tuple[str, str]:
    """Return a body and one of its lines as they are known, on whichever list it ever stood; raises UseError."""
    org_id, local_id = known_body(facts, org_id), local_id.strip()
    own = facts.inventory.filter(org_id=org_id)["local_id"]
    if local_id not in own:
        msg = f"{org_id} never listed a line {local_id!r}; {_there_are('its lines', local_id, own)}"
        raise UseError(msg)
    return org_id, local_id


def known_registration(facts: Facts, lars: str) -> str:
    """Return the lars of a registration that was ever seen; raises UseError."""
    lars, every = lars.strip(), facts.versions["lars"]
    if lars not in every:
        near = _there_are("registrations", lars, every)
        msg = f"no registration {lars!r} was ever in the register; a lars is eight digits; {near}"
        raise UseError(msg)
    return lars


def _there_are(what: str, wanted: str, every: Collection[str]) -> str:
    names = sorted(set(every))
    if len(names) <= _NEAR:
        return f"{what}: {', '.join(names) or 'none'}"
    near = difflib.get_close_matches(wanted, names, n=_NEAR, cutoff=0)
    return f"nearest of the {len(names)} {what}: {', '.join(near)}"


@dataclass(frozen=True)
class Done:
    """What came of a decision: the names of what was written, none where it was said already; and what it replaced."""

    names: Sequence[str]
    before: Line | None


def put(data: Path, pair: Pair, verdict: str, signature: Signature) -> Done:
    """Write what somebody decided of one pair that is known; raises UseError where another was first, LedgerError."""
    before = standing(data).get(key_of(pair))
    if before is not None and before.values["verdict"] == verdict:
        return Done((), before)
    row = {**asdict(pair), "verdict": verdict}
    try:
        names = append.add(data, LEDGER, [row], signature, before.entry if before else "")
    except LedgerError as error:
        other = standing(data).get(key_of(pair))
        if other == before:
            raise
        happened = _said(other) if other else "somebody withdrew what was decided"
        msg = f"{pair}: {happened} just now, so nothing was written; look at it, and decide again to replace it"
        raise UseError(msg) from error
    return Done(names, before)


def decide(args: argparse.Namespace, now: datetime) -> Sequence[str]:
    """Write what somebody decided of one pair; return the name of the entry, none where it says so already."""
    _, facts = published(args.data, AUDIENCE)
    pair = Pair(*known_line(facts, args.org, args.local_id), known_registration(facts, args.lars))
    done = put(args.data, pair, args.verdict, _signature(args, now))
    if not done.names and done.before:
        print(f"{pair}: {_said(done.before)} already; nothing was written")
    else:
        print(f"{pair}: {args.verdict}" + (f"; this replaces that {_said(done.before)}" if done.before else ""))
    return done.names


def undo(args: argparse.Namespace, now: datetime) -> Sequence[str]:
    """Withdraw a decision, or take back that it was withdrawn; return the name of the entry that says so."""
    names = append.withdraw(args.data, LEDGER, args.entry, _signature(args, now))
    found = {line.entry: line for line in journal.read(args.data, LEDGER)}
    pair = about(found, args.entry)
    holds = standing(args.data).get(key_of(pair))
    print(f"{pair}: {f'{_said(holds)}, and that counts again' if holds else 'nobody decided on it now'}")
    return names


def about(found: Mapping[str, Line], entry: str) -> Pair:
    """Return the pair that an entry is about, or that the entry it withdraws is about."""
    line = found[entry]
    while line.content["withdraws"]:
        line = found[line.content["withdraws"]]
    return Pair(*(str(line.values[key]) for key in LEDGER.unique))


def accept(args: argparse.Namespace, now: datetime) -> Sequence[str]:
    """Decide ``same`` on every identical pair, in one import; return the names of the entries."""
    facts, days, said = opened(args.data)
    org_id = known_body(facts, args.org) if args.org else None
    pairs = to_accept(args.data, identical(facts, days, said, org_id))
    for pair in pairs:
        print(f"{pair}: same")
    if args.dry_run or not pairs:
        print(f"identical pairs to accept: {len(pairs)}{'; nothing was written' if pairs else ''}")
        return ()
    return put_same(args.data, pairs, _signature(args, now))


def to_accept(data: Path, found: pl.DataFrame) -> list[Pair]:
    """Return the pairs of a frame (``LEDGER.unique``) on which nobody decided by now, in its order."""
    decided = standing(data)
    pairs = [Pair(*row) for row in found.select(LEDGER.unique).iter_rows()]
    return [pair for pair in pairs if key_of(pair) not in decided]


def put_same(data: Path, pairs: Sequence[Pair], signature: Signature) -> Sequence[str]:
    """Write that each of these is the same, all or none; raises UseError where another was first, LedgerError."""
    try:
        return append.add(data, LEDGER, [{**asdict(pair), "verdict": "same"} for pair in pairs], signature)
    except LedgerError as error:
        if not {key_of(pair) for pair in pairs} & set(standing(data)):
            raise
        msg = "somebody decided on some of these just now, so nothing was written; do it again for the others"
        raise UseError(msg) from error


def standing(data: Path) -> dict[tuple[Any, ...], Line]:
    """Return the decisions that stand in the ledger now, taken in or not, by what they are about."""
    lines = journal.in_force(journal.read(data, LEDGER))
    return {journal.key_of(LEDGER, line.values): line for line in lines}


def key_of(pair: Pair) -> tuple[str, ...]:
    """Return what no two decisions in force are both about."""
    return pair.org_id, pair.local_id, pair.lars


def _said(line: Line) -> str:
    day = str(line.content["at"])[: len("2026-01-01")]
    return f"{line.content['author']} decided {line.values['verdict']} on {day} ({line.entry})"


def _signature(args: argparse.Namespace, now: datetime) -> Signature:
    return Signature(args.author, args.proof, now)
