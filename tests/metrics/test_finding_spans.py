"""Since when findings stand: they are those that are listed on both days, with the day on which each began."""

from datetime import date
from itertools import pairwise

import pytest

from metrics import finding_list
from metrics.finding_list import Asked
from metrics.finding_spans import GONE, NEW, PERSISTING, RESOLVED, finding_spans
from tests.metrics.judged_register import CHANGED, ENDED, register

DAYS = [date.fromisoformat(one) for one in ("2025-02-01", "2025-04-01", "2025-12-01", CHANGED, "2026-03-01")]
LAST = DAYS[-1]
BODIES = [f"gm{number:04}" for number in range(1, 10)]


def spans(org_id: str, before: date, as_of: date) -> dict[tuple[str, str], tuple[str, date, date | None]]:
    rows = finding_spans(register()[0], org_id, before, as_of).iter_rows(named=True)
    return {(row["lars"], row["check"]): (row["state"], row["since"], row["until"]) for row in rows}


def listed(org_id: str, day: date) -> set[tuple[str, str]]:
    facts, said = register()
    return {
        (one.lars, one.finding.check) for one in finding_list.listed(facts, day, lambda _: said, Asked(org_id=org_id))
    }


@pytest.mark.parametrize(("before", "as_of"), [*pairwise(DAYS), (DAYS[0], LAST)], ids=str)
@pytest.mark.parametrize("org_id", BODIES)
def test_what_stood_and_stands_is_what_is_listed(org_id: str, before: date, as_of: date) -> None:
    found = spans(org_id, before, as_of)
    then, now = listed(org_id, before), listed(org_id, as_of)
    assert {key for key, (state, *_) in found.items() if state in {NEW, PERSISTING}} == now
    assert {key for key, (state, *_) in found.items() if state == NEW} == now - then
    assert {key for key, (state, *_) in found.items() if state in {RESOLVED, GONE}} == then - now


@pytest.mark.parametrize("org_id", BODIES)
def test_days_are_in_order(org_id: str) -> None:
    for state, since, until in spans(org_id, DAYS[0], LAST).values():
        assert since <= LAST
        assert (until is None) == (state in {NEW, PERSISTING})
        assert since > DAYS[0] if state == NEW else since <= DAYS[0]
        assert until is None or DAYS[0] < until <= LAST


def test_another_text_that_breaks_the_same_rule_begins_nothing_anew() -> None:
    found = spans(ENDED, DAYS[2], LAST)
    changed = date.fromisoformat(CHANGED)
    assert found["10000000", "placeholder"] == (NEW, changed, None)
    # It says something else since the change, and is as long a finding as it was before.
    older = [key for key, (state, since, _) in found.items() if state == PERSISTING and since < changed]
    assert {lars for lars, _ in older} >= {"10000000"}


def test_what_went_with_its_registration_is_gone_and_not_resolved() -> None:
    gone = {
        (lars, state)
        for org_id in BODIES
        for (lars, _), (state, *_) in spans(org_id, DAYS[1], LAST).items()
        if state in {GONE, RESOLVED}
    }
    withdrawn = max(lars for lars, _ in {key for one in BODIES for key in listed(one, DAYS[1])})
    assert {state for lars, state in gone if lars == withdrawn} == {GONE}
    assert withdrawn in {lars for lars, _ in gone}


def test_a_body_without_registrations_has_none() -> None:
    assert spans("gm0010", DAYS[0], LAST) == {}
