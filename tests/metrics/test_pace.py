"""Pace and estimate: how late, how long still, how many there may be; and when nothing can be said."""

import math
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.engine import figures
from metrics.facts import Facts
from metrics.families.estimate import chapman
from metrics.families.pace import _weeks
from sql.fields import HIGH_RISK, NOT_STATED
from tests.metrics.cases.lists import numbered
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder

COLLECTED = ("2025-01-02", "2025-06-02", "2026-01-01", "2026-03-01", "2026-04-30", "2026-06-01")
MARCH, LATER = date(2026, 3, 1), date(2026, 6, 1)


def facts(*published: str | None, delivered: str = "2025-06-02", deadline: str = "2025-12-31", lag: int = 0) -> Facts:
    """Systems that were published on these days, or never."""
    builder = FactsBuilder(*COLLECTED).target(lag, deadline=deadline).body(MINISTRY, "ministerie")
    builder.body(AGENCY, "agentschap", MINISTRY).inventory(AGENCY, delivered).registration("99999999", "2024-12-01")
    for number, moment in enumerate(published):
        builder.line(str(number), numbered(number))
        if moment:
            builder.registration(numbered(number), moment)
    return builder.build()


def told(known: Facts, metric: str, as_of: date = MARCH) -> dict[str, Any]:
    return figures(known, f"pace.{metric}", [as_of]).row(0, named=True)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param(("2026-01-01",), 1, id="one"),
        pytest.param(("2026-01-01", "2026-01-11"), 1, id="the lower of two"),
        pytest.param(("2026-01-11", "2026-01-01", "2026-02-28"), 11, id="the middle of three"),
        pytest.param(("2026-01-11", None, "2025-12-31"), 11, id="of the late ones alone"),
    ],
)
def test_days_late(published: tuple[str | None, ...], expected: int) -> None:
    row = told(facts(*published), "days_late")
    assert (row["passed"], row["low"], row["high"], row["asked"], row["state"]) == (expected,) * 3 + (None, "ok")


@pytest.mark.parametrize(
    ("backlog", "come", "expected"),
    [
        # 13 * 10 / 4, and at 4 + 3.92 and 4 - 3.92 in thirteen weeks.
        (10, 4, (33, 17, 1625)),
        (10, 3, (44, 21, None)),
        (1, 1, (13, 5, None)),
        (20, 100, (3, 3, 4)),
        (0, 4, (0, 0, 0)),
        (5, 0, (None, None, None)),
    ],
)
def test_weeks_at_a_rate(backlog: int, come: int, expected: tuple[int | None, ...]) -> None:
    assert tuple(_weeks(backlog, come).values()) == expected


@pytest.mark.parametrize(
    ("published", "as_of", "expected"),
    [
        pytest.param(("2025-12-31", None), MARCH, (None, "too_few"), id="on time is no pace"),
        pytest.param(("2026-03-01", None), MARCH, (13, "ok"), id="on the day itself"),
        pytest.param(("2026-03-02", None), LATER, (None, "too_few"), id="91 days before is out"),
        pytest.param(("2026-03-03", None), LATER, (13, "ok"), id="90 days before is in"),
        pytest.param(("2026-01-15", "2026-01-16"), MARCH, (0, "ok"), id="nothing left"),
        pytest.param((None,), date(2025, 12, 31), (None, "not_asked"), id="on the deadline"),
        pytest.param((None,), date(2026, 1, 1), (None, "too_few"), id="the day after"),
    ],
)
def test_weeks_to_clear(published: tuple[str | None, ...], as_of: date, expected: tuple[Any, ...]) -> None:
    row = told(facts(*published), "weeks_to_clear", as_of)
    assert (row["passed"], row["state"]) == expected


@pytest.mark.parametrize(
    ("delivered", "state"),
    [
        # The week ends are 1 March, 22 February, … 7 December.
        ("2026-01-11", "ok"),
        ("2026-01-12", "too_few"),
        ("2026-02-15", "too_few"),
        # It speaks for the day, and there was no list on any week end.
        ("2026-03-02", "too_few"),
    ],
)
def test_under_eight_weeks_with_a_list_there_is_no_rate(delivered: str, state: str) -> None:
    row = told(facts("2026-01-15", None, delivered=delivered), "weeks_to_clear")
    assert (row["state"], row["passed"] is None) == (state, state == "too_few")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        # Five systems: in 28 days, in 29 (five weeks begun), in one.
        (date(2026, 3, 3), (2, "ok")),
        (date(2026, 3, 2), (1, "ok")),
        (date(2026, 3, 30), (5, "ok")),
        (date(2026, 3, 31), (None, "not_asked")),
    ],
)
def test_needed_a_week(as_of: date, expected: tuple[Any, ...]) -> None:
    row = told(facts(*[None] * 5, deadline="2026-03-31"), "needed_per_week", as_of)
    assert (row["passed"], row["state"]) == expected


def test_a_stale_list_still_gives_a_pace() -> None:
    row = told(facts("2026-01-15", None, delivered="2025-02-01"), "weeks_to_clear")
    assert (row["passed"], row["state"]) == (13, "stale")


# Estimate


@pytest.mark.parametrize(
    ("first", "second", "both", "expected"),
    [
        # The textbook: (201 * 301 / 101) - 1 = 598.02; sd of 34.1.
        (200, 300, 100, (598, 531, 665)),
        (9, 9, 8, (10, 10, 11)),
        (7, 7, 7, (7, 7, 7)),
        # Halves to even: 10 * 12 / 8 - 1 = 14 and 11 * 12 / 8 - 1 = 15.5.
        (9, 11, 7, (14, 13, 17)),
        (10, 11, 7, (16, 14, 19)),
    ],
)
def test_chapman(first: int, second: int, both: int, expected: tuple[int, int, int]) -> None:
    assert chapman(first, second, both) == expected


@given(st.integers(7, 200), st.integers(0, 200), st.integers(0, 200))
def test_an_estimate_lies_within_its_interval_and_above_what_is_seen(both: int, more: int, other: int) -> None:
    first, second = both + more, both + other
    estimate, low, high = chapman(first, second, both)
    assert first + second - both <= low <= estimate <= high
    exact = Fraction((first + 1) * (second + 1), both + 1) - 1
    assert abs(estimate - exact) <= Fraction(1, 2)
    assert math.isfinite(high)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({}, (10, "ok"), id="nine of nine and nine"),
        pytest.param({"category": NOT_STATED}, (None, "too_few"), id="without a category: on no list of the register"),
        pytest.param({"withdrawn": "2026-01-01"}, (None, "too_few"), id="withdrawn"),
        pytest.param({"org_id": MINISTRY}, (None, "too_few"), id="of a body without a list"),
    ],
)
def test_who_is_on_the_register_s_list(said: dict[str, str], expected: tuple[Any, ...]) -> None:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.inventory(AGENCY, "2025-06-02").line("only listed").registration(numbered(99), "2025-05-01")
    for number in range(8):
        more: dict[str, Any] = {"category": HIGH_RISK} | said if number else {}
        builder.line(str(number), numbered(number)).registration(numbered(number), "2025-05-01", **more)
    row = figures(builder.build(), "estimate.high_risk", [MARCH]).row(0, named=True)
    assert (row["passed"], row["state"]) == expected
    assert (row["covers"], row["covers_asked"]) == (1, 2)
