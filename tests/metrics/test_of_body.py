"""Figures of a body, out of those of all bodies: the same as when they are asked of it alone."""

from datetime import date, timedelta
from typing import Final

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from metrics.catalogue import CATALOGUE
from metrics.engine import figures, figures_of_bodies
from metrics.facts import Facts
from metrics.of_body import of_body
from metrics.registry import QuestionError, Score
from tests.dashboard.small_register import AGENCY, CITY, make_facts

#: A count, shares of points and of registrations, and some of every sort of check.
SCORES: Final = ["size.registrations", *[one.name for one in CATALOGUE if isinstance(one.measure, Score)][1::12]]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return make_facts()


def days(facts: Facts) -> list[date]:
    last = facts.last_day()
    assert last
    return [last - timedelta(weeks=back) for back in range(200, -1, -5)]


def test_each_figure_is_the_one_that_is_asked_alone(facts: Facts) -> None:
    """Before there was anything, in between, and on the last day; of a body with registrations and one without."""
    for day in days(facts)[::20]:
        for body in (AGENCY, CITY, *facts.organisations["org_id"].unique().sort()):
            together = of_body(facts, SCORES, [day], body)
            for name, frame in zip(SCORES, together, strict=True):
                assert_frame_equal(frame, figures(facts, name, [day], where={"organisation": body}))


def test_a_trend_begins_before_the_first_registration(facts: Facts) -> None:
    every = days(facts)
    (trend,) = of_body(facts, ["size.registrations"], every, CITY)
    assert_frame_equal(trend, figures(facts, "size.registrations", every, where={"organisation": CITY}))
    assert trend["as_of"].to_list() == every
    assert trend["high"][0] == 0


def test_a_day_that_is_to_come_is_told_as_such(facts: Facts) -> None:
    last = days(facts)[-1]
    asked = [last, last + timedelta(days=1)]
    (found,) = of_body(facts, ["size.registrations"], asked, CITY)
    assert_frame_equal(found, figures(facts, "size.registrations", asked, where={"organisation": CITY}))
    assert found["state"].to_list() == ["ok", "stale"]


def test_nobody_and_nothing_are_refused(facts: Facts) -> None:
    with pytest.raises(QuestionError, match="no organisation 'nobody'"):
        of_body(facts, ["size.registrations"], days(facts)[-1:], "nobody")
    with pytest.raises(QuestionError, match="no metric"):
        of_body(facts, ["size.nothing"], days(facts)[-1:], CITY)


def test_all_bodies_are_asked_of_scores_on_days_that_are_known(facts: Facts) -> None:
    last = days(facts)[-1]
    with pytest.raises(ValueError, match="not all of these are scores"):
        figures_of_bodies(facts, ["size.organisations"], [last])
    with pytest.raises(ValueError, match="on which the register was known"):
        figures_of_bodies(facts, ["size.registrations"], [last + timedelta(days=1)])


def test_every_body_with_a_registration_has_a_place(facts: Facts) -> None:
    last = days(facts)[-1]
    found = figures_of_bodies(facts, ["size.registrations"], [last])
    counted = figures(facts, "size.registrations", [last], by="organisation")
    ours = {code: found.of("size.registrations", code)["high"][0] for code in found.places}
    theirs = dict(counted.filter(pl.col("org_id").is_not_null()).select("org_id", "high").iter_rows())
    assert {code: number for code, number in ours.items() if number} == {
        code: number for code, number in theirs.items() if number
    }
