"""The registrations of a day, and what changed between two days."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from metrics.changes import changes
from metrics.engine import figures
from metrics.registrations import registrations
from metrics.registry import QuestionError
from sql.fields import IN_USE
from tests.metrics.facts_builder import FactsBuilder, at
from tests.metrics.world import Event, World, played

LARS = "12345678"
COLLECTED = ("2026-01-10", "2026-02-10", "2026-03-10")


@pytest.mark.parametrize(
    ("published", "withdrawn", "as_of", "expected"),
    [
        ("2026-01-05", None, date(2026, 1, 4), None),
        ("2026-01-05", None, date(2026, 1, 5), "public"),
        ("2026-01-05", None, date(2026, 3, 10), "public"),
        # It stays public until a collection does not show it any more.
        ("2026-01-05", "2026-01-20", date(2026, 1, 10), "public"),
        ("2026-01-05", "2026-01-20", date(2026, 2, 9), "public"),
        ("2026-01-05", "2026-01-20", date(2026, 2, 10), "withdrawn"),
        ("2026-01-05", "2026-01-20", date(2026, 3, 10), "withdrawn"),
        # Before the first collection only what is certain counts: the day of its publication.
        ("2026-01-05", "2026-01-07", date(2026, 1, 5), "public"),
        ("2026-01-05", "2026-01-07", date(2026, 1, 6), "withdrawn"),
        ("2026-01-05", "2026-01-07", date(2026, 1, 10), "withdrawn"),
        # A day ends at midnight in Amsterdam.
        ("2026-01-05T23:30:00+00:00", None, date(2026, 1, 5), None),
        ("2026-01-05T22:30:00+00:00", None, date(2026, 1, 5), "public"),
        # After the last collection nobody knows.
        ("2026-01-05", None, date(2026, 3, 11), None),
    ],
)
def test_public_or_withdrawn(published: str, withdrawn: str | None, as_of: date, expected: str | None) -> None:
    facts = FactsBuilder(*COLLECTED).registration(LARS, published, withdrawn=withdrawn).build()
    rows = registrations(facts, as_of)
    assert rows["state"].to_list() == ([expected] if expected else [])


def test_first_published_is_that_of_the_first_version() -> None:
    builder = FactsBuilder(*COLLECTED).registration(LARS, "2026-01-05").registration(LARS, "2026-02-01")
    (row,) = registrations(builder.build(), date(2026, 3, 1)).to_dicts()
    assert (row["first_published"], row["published_at"]) == (at("2026-01-05"), at("2026-02-01"))
    (row,) = registrations(builder.build(), date(2026, 1, 20)).to_dicts()
    assert row["published_at"] == at("2026-01-05")


def test_what_was_not_known_yet() -> None:
    """What only a later collection showed is not known on an earlier day."""
    facts = FactsBuilder(*COLLECTED).registration(LARS, "2026-01-05", withdrawn="2026-01-20").build()
    then = registrations(facts, date(2026, 1, 10), known_on=date(2026, 1, 31))
    assert then["state"].to_list() == ["public"]
    assert registrations(facts, date(2026, 2, 10), known_on=date(2026, 1, 31)).is_empty()


WORDS = {"goal": "", "status": "In gebruik", "publication_category": "Overige algoritmes", "org_id": "gm0344"}
EVENTS: list[Event] = [
    ("publish", 1, 1, WORDS),
    ("publish", 2, 1, WORDS),
    ("collect", 1, 24, {}),
    ("retract", 1, 24, {}),
    ("publish", 2, 1, {**WORDS, "goal": "Beter."}),
    ("publish", 3, 1, WORDS),
    ("edit in place", 2, 1, {}),
]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """One comes, one goes, one says something else, and one stays as it was."""
    return played(EVENTS, tmp_path)


def changed(world: World, start: date, end: date) -> dict[str, dict[str, dict[str, dict[str, str | None]]]]:
    """Return the changes by kind and lars, with the fields."""
    bodies = world.bodies

    def texts(contents: pl.Series) -> dict[str, str]:
        return {one: bodies[one] for one in contents}

    found = changes(world.facts[-1], start, end, texts)
    return {kind: {row["lars"]: row.get("fields", {}) for row in rows} for kind, rows in found.items()}


def test_changes(world: World) -> None:
    first, last = (world.day(one) for one in world.collected)
    assert changed(world, first, last) == {
        "added": {"10000003": {}},
        "removed": {"10000001": {}},
        "changed": {
            "10000002": {
                "goal": {"from": None, "to": "Beter."},
                "name": {"from": "System 10000002", "to": "System 10000002 (hernoemd)"},
            }
        },
    }


@pytest.mark.parametrize("which", [0, 1])
def test_between_a_day_and_itself_nothing_changes(world: World, which: int) -> None:
    day = world.day(world.collected[which])
    assert changed(world, day, day) == {"added": {}, "removed": {}, "changed": {}}


def test_backwards_is_the_other_way_round(world: World) -> None:
    first, last = (world.day(one) for one in world.collected)
    there, back = changed(world, first, last), changed(world, last, first)
    assert (back["added"], back["removed"]) == (there["removed"], there["added"])
    assert back["changed"]["10000002"]["goal"] == {"from": "Beter.", "to": None}
    assert json.dumps(there["changed"].keys() ^ back["changed"].keys(), default=list) == "[]"


@pytest.mark.parametrize(
    ("metric", "by", "where", "message"),
    [
        ("size.nothing", "all", {}, "no metric 'size.nothing'; did you mean size"),
        ("connected.organisations", "status", {}, "cannot be split by 'status'; it can by: all, type"),
        ("size.registrations", "weather", {}, "cannot be split by 'weather'"),
        (
            "size.registrations",
            "all",
            {"weather": "rain"},
            "restricted by 'weather'; it can by: organisation, ministry, type",
        ),
        ("connected.organisations", "type", {"status": IN_USE}, "restricted by 'status'; it can by: type$"),
        ("connected.organisations", "all", {"ministry": "mnre1034"}, "restricted by 'ministry'; it can by: type$"),
        ("on_time.high_risk", "all", {"type": "gemeente"}, "by 'type'; it can by: organisation, ministry, scope$"),
        ("size.registrations", "all", {"status": "in gebruik"}, "no status 'in gebruik'; did you mean In gebruik"),
        ("size.registrations", "all", {"category": "Hoog risico"}, "did you mean Hoog-risico AI-systeem"),
        ("size.registrations", "all", {"standard": "1.1"}, "no standard '1.1'; did you mean 1.0"),
        ("size.organisations", "all", {"type": "gemeentes"}, "no type 'gemeentes'; did you mean gemeente"),
        ("completeness.valid", "all", {"organisation": "gm034"}, "no organisation 'gm034'; did you mean gm0344"),
        ("size.registrations", "all", {"ministry": "gm0344"}, "no ministry 'gm0344'; did you mean mnre1034"),
        # Every part of a question is looked at, not only the first.
        ("size.registrations", "all", {"standard": "1.0", "type": "nobody"}, "no type 'nobody'"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_can(
    metric: str, by: str, where: dict[str, str], message: str
) -> None:
    facts = FactsBuilder(*COLLECTED).body("mnre1034", "ministerie").body("gm0344", "gemeente").build()
    with pytest.raises(QuestionError, match=message):
        figures(facts, metric, [date(2026, 1, 10)], by=by, where=where)


@pytest.mark.parametrize(
    ("metric", "where"),
    [
        ("size.registrations", {"organisation": "unknown"}),
        ("size.registrations", {"status": "not stated", "category": "not stated", "standard": "0.2.3"}),
        ("connected.organisations", {"type": "gemeente"}),
        ("on_time.high_risk", {"ministry": "mnre1034"}),
    ],
)
def test_what_may_be_asked_though_nothing_is_found(metric: str, where: dict[str, str]) -> None:
    builder = FactsBuilder(*COLLECTED).target().body("mnre1034", "ministerie").member("gemeente", "gm0344")
    rows = figures(builder.build(), metric, [date(2026, 1, 10)], where=where)
    assert rows["state"].to_list() in (["ok"], ["too_few"], ["not_reported"])
