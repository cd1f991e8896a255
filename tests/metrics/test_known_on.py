"""What was known on a day does not move when more becomes known: the store, asked before and after."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import pytest

from ingest.http import Answer
from ingest.source import Parsed, facts
from ingest.sources import BY_NAME
from metrics.engine import figures
from metrics.facts import Facts
from metrics.record import facts_of, judge, with_clusters
from sql.store import Store

#: What a source showed on a day of June 2026: facts by key, or the rows of an export.
Shown: TypeAlias = Mapping[str, Mapping[str, Any]] | Sequence[tuple[str, str, str]]
Seen: TypeAlias = tuple[str, int, Shown]

LARS, OTHER_LARS = "11111111", "22222222"
JANUARY, MARCH = "2026-01-05T10:00:00Z", "2026-03-05T10:00:00Z"
KNOWN_ON = date(2026, 6, 12)
TWO = {"gm0001": {"name": "X"}, "gm0002": {"name": "Y"}}
ONE = {"gm0001": {"name": "X"}}
OWNERS = {f"owner/{LARS}": {"org_id": "gm0001"}, f"owner/{OTHER_LARS}": {"org_id": "gm0002"}}
#: The words of the first registration came back in March, after they had been away; the second's were new.
HISTORY = [(LARS, JANUARY, "a"), (LARS, MARCH, "a"), (OTHER_LARS, JANUARY, "a"), (OTHER_LARS, MARCH, "b")]
CURRENT = [(LARS, MARCH, "a"), (OTHER_LARS, MARCH, "b")]
BEFORE: list[Seen] = [
    ("history", 1, HISTORY),
    ("current", 1, CURRENT),
    ("listing", 1, OWNERS),
    ("municipalities", 1, TWO),
    ("municipalities", 10, ONE),
    ("history", 10, HISTORY),
    ("current", 10, CURRENT),
]
NAMED = {"organisation/gm0001": {"name": "Gemeente X", "type": "gemeente"}}
PROVINCE = {"organisation/gm0001": {"name": "Provincie X", "type": "provincie"}}
LATER: dict[str, list[Seen]] = {
    "a list names a body again": [("municipalities", 20, TWO)],
    "a list loses a body": [("municipalities", 20, {"gm0002": {"name": "Y"}})],
    "another list names the body": [("provinces", 20, ONE)],
    "the first site data come after the lists": [("site_data", 20, NAMED | OWNERS)],
    "the site data contradict the list": [("site_data", 20, PROVINCE | OWNERS)],
    "an old publication no longer has the words of the next": [
        ("history", 20, [(LARS, JANUARY, "b"), *HISTORY[1:]]),
        ("current", 20, CURRENT),
    ],
    "an old publication now has the words of the next": [
        ("history", 20, [*HISTORY[:2], (OTHER_LARS, JANUARY, "b"), HISTORY[3]]),
        ("current", 20, CURRENT),
    ],
    "the newest publication has the words of the one before": [
        ("history", 20, [*HISTORY[:3], (OTHER_LARS, MARCH, "a")]),
        ("current", 20, [CURRENT[0], (OTHER_LARS, MARCH, "a")]),
    ],
    "both are withdrawn": [("history", 20, HISTORY), ("current", 20, [(LARS, MARCH, "c")])],
    "the owner changes": [("listing", 20, {f"owner/{LARS}": {"org_id": "gm0002"}})],
    "a list and site data": [("municipalities", 20, TWO), ("site_data", 20, NAMED | OWNERS)],
}
QUESTIONS = [
    ("connected.organisations", "type"),
    ("size.registrations", "all"),
    ("size.registrations", "type"),
    ("size.registrations", "organisation"),
    ("size.organisations", "type"),
    ("completeness.valid", "type"),
]
DAYS = [date(2026, 1, 10), date(2026, 2, 1), date(2026, 4, 1), date(2026, 6, 1), date(2026, 6, 9), date(2026, 6, 10)]


def parsed(source: str, shown: Shown) -> Parsed:
    if isinstance(shown, Mapping):
        return Parsed(facts(shown), len(shown), len(shown))
    head = "algorithm_id,publication_dt,goal,name,organization,status,standard_version"
    rows = [f"{lars},{moment},{goal},Naam,Gemeente X,In gebruik,1.0" for lars, moment, goal in shown]
    return BY_NAME[source].parse([Answer("GET", "/", 200, (), "\n".join((head, *rows, "")).encode())])


def observed(store: Store, seen: Sequence[Seen], first_line: int = 1) -> Facts:
    for line, (source, day, shown) in enumerate(seen, start=first_line):
        found = parsed(source, shown)
        with store.transaction():
            store.observe(source, datetime(2026, 6, day, 8, tzinfo=UTC), found.facts, line)
            if found.records is not None:
                store.add_records(found.records)
    judge(store)
    return with_clusters(store, facts_of(store))


def answers(known: Facts) -> dict[tuple[str, str], list[dict[str, Any]]]:
    return {
        (metric, by): figures(known, metric, DAYS, known_on=KNOWN_ON, by=by)
        .sort("as_of", "group", pl.col("org_id").fill_null(""))
        .to_dicts()
        for metric, by in QUESTIONS
    }


@dataclass(frozen=True)
class Then:
    """The store of 10 June, closed, what it knew, and what it answered."""

    path: Path
    facts: Facts
    answers: dict[tuple[str, str], list[dict[str, Any]]]

    def and_then(self, folder: Path, seen: Sequence[Seen]) -> Facts:
        """Return what a copy of the store knows once more was seen."""
        shutil.copy(self.path, folder)
        with Store(folder / self.path.name) as store:
            return observed(store, seen, len(BEFORE) + 1)


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> Then:
    path = tmp_path_factory.mktemp("then") / "store.duckdb"
    with Store(path) as store:
        known = observed(store, BEFORE)
    return Then(path, known, answers(known))


@pytest.mark.parametrize("later", LATER.values(), ids=LATER.keys())
def test_what_was_known_then_stays_so(tmp_path: Path, then: Then, later: list[Seen]) -> None:
    after = answers(then.and_then(tmp_path, later))
    for question, rows in then.answers.items():
        assert after[question] == rows, question


def test_the_questions_see_what_changes(tmp_path: Path, then: Then) -> None:
    """Asked with all that is known now, the same questions do have other answers."""
    (size,) = figures(then.facts, "size.registrations", [date(2026, 2, 1)], known_on=KNOWN_ON).to_dicts()
    # The first may have been away between January and March: its words came back.
    assert (size["low"], size["high"]) == (1, 2)
    now = then.and_then(tmp_path, LATER["a list and site data"])
    assert figures(then.facts, "connected.organisations", [date(2026, 6, 10)])["asked"].to_list() == [1]
    # The current list was not collected again: this asks about 10 June with all that is known now.
    named = figures(now, "size.registrations", [date(2026, 6, 10)], known_on=date(2026, 6, 20), by="organisation")
    assert "Gemeente X" in named["group"].to_list()
