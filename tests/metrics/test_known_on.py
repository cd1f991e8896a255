"""What was known on a day does not move when more becomes known: the store, asked before and after."""

from collections.abc import Mapping, Sequence
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
from metrics.record import facts_of, judge
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
    "all of it": [],
}
LATER["all of it"] = [one for seen in list(LATER.values())[:1] + list(LATER.values())[3:4] for one in seen]
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
    return facts_of(store)


def answers(known: Facts) -> dict[tuple[str, str], list[dict[str, Any]]]:
    return {
        (metric, by): figures(known, metric, DAYS, known_on=KNOWN_ON, by=by)
        .sort("as_of", "group", pl.col("org_id").fill_null(""))
        .to_dicts()
        for metric, by in QUESTIONS
    }


@pytest.mark.parametrize("later", LATER.values(), ids=LATER.keys())
def test_what_was_known_then_stays_so(tmp_path: Path, later: list[Seen]) -> None:
    with Store(tmp_path / "store.duckdb") as store:
        before = answers(observed(store, BEFORE))
        after = answers(observed(store, later, len(BEFORE) + 1))
    for question, rows in before.items():
        assert after[question] == rows, question


def test_the_questions_see_what_changes(tmp_path: Path) -> None:
    """Asked with all that is known now, the same questions do have other answers."""
    with Store(tmp_path / "store.duckdb") as store:
        then = observed(store, BEFORE)
        now = observed(store, LATER["all of it"], len(BEFORE) + 1)
    (size,) = figures(then, "size.registrations", [date(2026, 2, 1)], known_on=KNOWN_ON).to_dicts()
    # The first may have been away between January and March: its words came back.
    assert (size["low"], size["high"]) == (1, 2)
    days, known_on = [date(2026, 6, 10)], date(2026, 6, 30)
    named = {
        row["group"]
        for row in figures(now, "size.registrations", days, known_on=known_on, by="organisation").to_dicts()
    }
    assert "Gemeente X" in named
    assert figures(then, "connected.organisations", days, by="type", known_on=KNOWN_ON)["asked"].to_list() == [1]
