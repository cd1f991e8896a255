"""How a registration stands on a day, and between which days that turned."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.facts import RETRO
from metrics.registrations import registrations
from metrics.standing import Standing, standing
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.test_registrations import COLLECTED, LARS


def on(day: str) -> date:
    return date.fromisoformat(day)


def told(day: str, withdrawn: str | None = None, again: str | None = None) -> Standing:
    builder = FactsBuilder(*COLLECTED).registration(LARS, "2026-01-05", withdrawn=withdrawn)
    if again:
        builder.registration(LARS, again)
    found = standing(builder.build(), LARS, on(day))
    assert found
    return found


@pytest.mark.parametrize(
    ("day", "withdrawn", "state", "counts", "sure_until", "gone_by"),
    [
        ("2026-01-04", None, "before", False, None, None),
        ("2026-01-05", None, "public", True, None, None),
        ("2026-03-10", None, "public", True, None, None),
        # The last collection that shows it is sure; from then on it may have gone.
        ("2026-01-10", "2026-01-20", "public", True, None, None),
        ("2026-01-11", "2026-01-20", "perhaps", True, "2026-01-10", "2026-02-10"),
        ("2026-02-09", "2026-01-20", "perhaps", True, "2026-01-10", "2026-02-10"),
        ("2026-02-10", "2026-01-20", "withdrawn", False, "2026-01-10", "2026-02-10"),
        ("2026-03-10", "2026-01-20", "withdrawn", False, "2026-01-10", "2026-02-10"),
        # Before the first collection only what is sure counts.
        ("2026-01-06", "2026-01-07", "perhaps", False, "2026-01-05", "2026-01-10"),
    ],
)
def test_state_and_bounds(
    day: str, withdrawn: str | None, state: str, counts: bool, sure_until: str | None, gone_by: str | None
) -> None:
    found = told(day, withdrawn)
    assert (found.state, found.counts) == (state, counts)
    assert (found.sure_until, found.gone_by) == tuple(on(one) if one else None for one in (sure_until, gone_by))
    assert (found.row is None) == (state == "before")
    assert found.first_day == on("2026-01-05")


def test_it_may_come_back() -> None:
    found = told("2026-02-12", "2026-01-20", again="2026-02-15")
    assert (found.state, found.gone_by, found.back_on) == ("withdrawn", on("2026-02-10"), on("2026-02-15"))
    assert told("2026-02-15", "2026-01-20", again="2026-02-15").state == "public"


def test_before_a_date_that_was_filled_in_nobody_knows() -> None:
    facts = FactsBuilder("2025-06-01").registration(LARS, RETRO.isoformat()).build()
    early, then = (standing(facts, LARS, on(day)) for day in ("2023-01-01", "2023-04-01"))
    assert early
    assert then
    assert (early.state, early.counts, early.row) == ("perhaps", False, None)
    assert then.state == "public"


def test_nobody_knows_it() -> None:
    assert standing(FactsBuilder(*COLLECTED).registration(LARS, "2026-01-05").build(), "0", on("2026-02-01")) is None
    assert standing(FactsBuilder().build(), LARS, on("2026-02-01")) is None


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 10))


@settings(deadline=None, max_examples=40)
@given(day=DAYS, withdrawn=st.none() | DAYS, again=st.none() | DAYS)
def test_it_counts_where_the_register_of_that_day_has_it(day: date, withdrawn: date | None, again: date | None) -> None:
    builder = FactsBuilder(*COLLECTED).registration(
        LARS, "2026-01-05", withdrawn=withdrawn.isoformat() if withdrawn and withdrawn > on("2026-01-05") else None
    )
    if again and withdrawn and again > withdrawn:
        builder.registration(LARS, again.isoformat())
    facts = builder.build()
    found, there = standing(facts, LARS, day), registrations(facts, day).filter(pl.col("state") == "public")
    assert (bool(found) and found is not None and found.counts) == bool(there.height)
    if found and found.state == "withdrawn":
        assert found.gone_by is None or (found.gone_by <= day or found.sure_until is None)
