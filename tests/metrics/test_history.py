"""The versions of a registration: when it said something else, and in which fields."""

import json
from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from metrics.differences import ADDED, KEPT, REMOVED
from metrics.facts import Facts
from metrics.history import Version, versions
from sql.fields import NOT_STATED
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.test_registrations import COLLECTED, LARS

LAST = date(2026, 3, 10)
FIRST, SECOND = "2026-01-05", "2026-02-01"


def told(
    builder: FactsBuilder, said: Mapping[str, Mapping[str, str]], day: date = LAST, facts: Facts | None = None
) -> tuple[Version, ...]:
    bodies = {f"{LARS}/{one}": json.dumps(fields) for one, fields in said.items()}

    def texts(contents: pl.Series) -> Mapping[str, str]:
        return {one: bodies[one] for one in contents.unique() if one in bodies}

    return versions(facts or builder.build(), LARS, day, texts)


def two(basis: str = "publication") -> FactsBuilder:
    builder = FactsBuilder(*COLLECTED).registration(LARS, FIRST, name="Een")
    return builder.registration(LARS, SECOND, name="Een", basis=basis)


def test_of_each_field_that_differs_the_words_before_and_after() -> None:
    before, after = {"goal": "Het doel is hulp", "risks": "geen"}, {"goal": "Het doel is snelle hulp", "risks": "geen"}
    first, second = told(two(), {FIRST: before, SECOND: after})
    assert (first.since, first.first, first.changes) == (date(2026, 1, 5), True, ())
    assert (second.since, second.first, second.away) == (date(2026, 2, 1), False, None)
    (change,) = second.changes
    assert (change.key, change.before, change.after) == ("goal", "Het doel is hulp", "Het doel is snelle hulp")
    assert [(run.kind, run.text) for run in change.runs] == [(KEPT, "Het doel is"), (ADDED, "snelle"), (KEPT, "hulp")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"goal": "a"}, {"goal": "a"}, []),
        ({"goal": "a  b"}, {"goal": " a b "}, []),
        ({}, {"goal": "a"}, [("goal", [ADDED])]),
        ({"goal": "a"}, {}, [("goal", [REMOVED])]),
        ({"goal": "a"}, {"goal": "b"}, [("goal", [REMOVED, ADDED])]),
        # In the order of the fields, whatever the export's.
        ({}, {"risks": "r", "goal": "g"}, [("goal", [ADDED]), ("risks", [ADDED])]),
    ],
)
def test_what_counts_as_a_change(
    before: dict[str, str], after: dict[str, str], expected: list[tuple[str, list[str]]]
) -> None:
    _, second = told(two(), {FIRST: before, SECOND: after})
    assert [(one.key, [run.kind for run in one.runs]) for one in second.changes] == expected


def test_another_standard_is_told_with_the_fields_that_only_one_has() -> None:
    builder = FactsBuilder(*COLLECTED).registration(LARS, FIRST, standard="0.4").registration(LARS, SECOND)
    _, second = told(builder, {FIRST: {"uuid": "u-1"}, SECOND: {"publication_category": "Overige algoritmes"}})
    found = {one.key: one for one in second.changes}
    assert (found["standard"].before, found["standard"].after) == ("0.4", "1.0")
    assert (found["uuid"].dropped, found["uuid"].arose) == (True, False)
    assert (found["publication_category"].dropped, found["publication_category"].arose) == (False, True)


def test_an_absence_begins_a_version_without_a_change() -> None:
    builder = FactsBuilder(*COLLECTED).registration(LARS, FIRST, withdrawn="2026-01-20")
    builder.registration(LARS, "2026-02-15")
    _, back = told(builder, {FIRST: {"goal": "a"}, "2026-02-15": {"goal": "a"}})
    assert (back.since, back.away, back.changes) == (date(2026, 2, 15), date(2026, 2, 10), ())


def test_a_day_knows_nothing_of_later_versions() -> None:
    said = {FIRST: {"goal": "a"}, SECOND: {"goal": "b"}}
    assert [one.since for one in told(two(), said, date(2026, 1, 31))] == [date(2026, 1, 5)]
    assert told(two(), said, date(2026, 1, 4)) == ()
    assert told(FactsBuilder(), said) == ()


def test_words_that_are_not_kept_show_no_difference() -> None:
    _, second = told(two(), {SECOND: {"goal": "b"}})
    assert second.changes == ()


def test_of_a_reduced_table_only_what_it_tells() -> None:
    builder = FactsBuilder(*COLLECTED).registration(LARS, FIRST, name="Een", category=NOT_STATED, basis="reduced")
    _, second = told(builder.registration(LARS, SECOND, name="Twee"), {SECOND: {"goal": "a"}})
    assert [(one.key, one.before, one.after) for one in second.changes] == [("name", "Een", "Twee")]


def test_another_form_of_the_same_words_is_no_change_in_another_kind_of_export() -> None:
    said = {FIRST: {"goal": "<p>Hulp &amp; raad</p>"}, SECOND: {"goal": "Hulp & raad"}}
    assert told(two(basis="listed"), said)[-1].changes == ()
    assert [one.key for one in told(two(), said)[-1].changes] == ["goal"]
