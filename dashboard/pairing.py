"""Pairs to decide on, as the page of the review knows them: the queue, what was decided since, and what follows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import polars as pl

from dashboard import deciding
from dashboard.data import Edition
from dashboard.deciding import Pair
from metrics.identical import identical
from metrics.review import Days, Queue, days_of, every_pair, queue
from sql import journal
from sql.journal import Line

PATH: Final = "/koppelen"
#: How an address names a pair.
PAIR: Final = ("organisatie", "kenmerk", "lars")
RECEIVED, UP_TO, DECISION = "ontvangen", "tot", "besluit"
#: Who signs and on what proof: the names in a form, and how many characters fit.
SIGNED: Final[Mapping[str, int]] = {"auteur": 100, "bewijs": 500}


def subject(pair: Pair) -> str:
    """Return what a ticket to decide on a pair is about."""
    return f"pair {pair}"


def subject_of_undo(entry: str) -> str:
    """Return what a ticket to undo a decision is about."""
    return f"undo {entry}"


def subject_of_all(pairs: Sequence[Pair]) -> str:
    """Return what a ticket to accept all these pairs is about: just these."""
    return f"accept {sha256(repr(list(map(str, pairs))).encode()).hexdigest()}"


def asked_of(pair: Pair | None) -> dict[str, str]:
    """Return how an address asks for a pair; none is the list."""
    return dict(zip(PAIR, deciding.key_of(pair), strict=True)) if pair else {}


def days(edition: Edition) -> Days:
    """Return the days to review; there are some where anything was collected."""
    found = days_of(edition.facts)
    if found is None:
        msg = "nothing was collected yet"
        raise LookupError(msg)
    return found


def waiting(edition: Edition) -> Queue:
    """Return the queue of the published mart."""
    return edition.kept(queue, days(edition))


def every(edition: Edition) -> pl.DataFrame:
    """Return every pair that is linked in any way, rejected ones too."""
    return edition.kept(every_pair, days(edition))


def alike(edition: Edition) -> pl.DataFrame:
    """Return the pairs of which nobody needs to read the texts."""
    return edition.kept(identical, days(edition), edition.texts)


def open_rows(edition: Edition, data: Path | None, org_id: str = "") -> Iterator[Mapping[str, Any]]:
    """Go through the queue without the pairs on which somebody decided since; of one body if one is named."""
    decided = deciding.standing(data) if data else {}
    for row in waiting(edition).rows.iter_rows(named=True):
        line = decided.get((row["org_id"], row["local_id"], row["lars"]))
        if org_id in {"", row["org_id"]} and (line is None or line.entry == row["entry"]):
            yield row


def following(edition: Edition, data: Path, done: Pair) -> Pair | None:
    """Return the pair to decide on next: of the same line if there is one, else the first of the queue."""
    rows = [pair for row in open_rows(edition, data) if (pair := pair_of(row)) != done]
    own = [one for one in rows if (one.org_id, one.local_id) == (done.org_id, done.local_id)]
    return next(iter([*own, *rows]), None)


def pair_of(row: Mapping[str, Any]) -> Pair:
    """Return the pair of a row."""
    return Pair(row["org_id"], row["local_id"], row["lars"])


@dataclass(frozen=True)
class Recent:
    """A line of the ledger, the pair that it is about, and whether the published figures count it."""

    line: Line
    pair: Pair
    counts: bool


def recent(edition: Edition, data: Path | None) -> list[Recent]:
    """Return all that was ever decided or withdrawn, newest first."""
    lines = journal.read(data, deciding.LEDGER) if data else []
    found = {line.entry: line for line in lines}
    taken_in = _taken_in(edition)
    return [Recent(line, deciding.about(found, line.entry), _counts(line, taken_in)) for line in reversed(lines)]


def _taken_in(edition: Edition) -> dict[str, bool]:
    """Return the decisions that the mart knows, and whether each was in force as it was made."""
    rows = edition.facts.matches.group_by("entry").agg(live=pl.col("known_to").is_null().any())
    return dict(rows.iter_rows())


def _counts(line: Line, taken_in: Mapping[str, bool]) -> bool:
    """Whether the mart has what a line says: the decision, or that another one is withdrawn."""
    if withdrawn := line.content["withdraws"]:
        return not taken_in.get(withdrawn, False)
    return line.entry in taken_in
