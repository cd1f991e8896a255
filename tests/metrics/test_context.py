"""Checks of the context on days: from when to when each holds, and what moves it."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from metrics.context import CONTEXT_CHECKS, findings
from metrics.context.declare import ContextCheck
from metrics.engine import figures
from metrics.facts import Facts
from metrics.registry import BadDeclarationError, Text
from metrics.spans import stretches
from sql.fields import HIGH_RISK, IMPACTFUL, OTHER
from tests.metrics.cases.context import CASES
from tests.metrics.cases.parts import LARS
from tests.metrics.facts_builder import FactsBuilder

FAR = date(9999, 12, 31)
LOOKS = ("2025-01-10", "2025-02-10", "2025-03-10", "2025-03-31", "2025-10-27", "2026-02-01", "2026-06-01")


def days(facts: Facts, check: str, lars: str = LARS, *, known_on: date | None = None) -> list[tuple[str, str, str]]:
    """Return outcome and days of one registration, open ends as a dash."""
    on = known_on or facts.last_day()
    assert on
    rows = findings(facts, on).filter(check=check, lars=lars).sort("from_day", "outcome", "field")
    return [
        (outcome, str(begin), "-" if end == FAR else str(end))
        for outcome, begin, end in rows.select("outcome", "from_day", "to_day").iter_rows()
    ]


def copied(*published: str, withdrawn: str | None = None) -> Facts:
    """One text, at one body after the other; the last may be withdrawn."""
    builder = FactsBuilder(*LOOKS)
    for number, day in enumerate(published):
        end = withdrawn if number == len(published) - 1 else None
        builder.registration(f"1234567{number}", day, org_id=f"gm{number}", prints=[None, 5], withdrawn=end)
    return builder.build()


FIVE = ("2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04", "2025-03-02")


def test_a_text_is_boilerplate_from_the_day_of_the_fifth_body_on() -> None:
    facts = copied(*FIVE)
    assert days(facts, "boilerplate", "12345670") == [("failed", "2025-03-02", "-")]
    assert days(facts, "boilerplate", "12345674") == [("failed", "2025-03-02", "-")]
    assert findings(facts, date(2026, 6, 1)).filter(check="boilerplate")["field"].unique().to_list() == ["goal"]
    assert days(copied(*FIVE[:4]), "boilerplate", "12345670") == []


def test_a_body_that_withdraws_its_copy_today_leaves_earlier_days_as_they_were() -> None:
    gone = copied(*FIVE, withdrawn="2026-03-01")
    assert days(gone, "boilerplate", "12345670") == [("failed", "2025-03-02", "2026-06-01")]
    earlier = [date(2025, 3, 1), date(2025, 3, 2), date(2026, 5, 31)]
    told = [
        figures(facts, "validity.boilerplate", earlier).drop("known_on", "n_date", "low", "low_asked")
        for facts in (copied(*FIVE), gone)
    ]
    assert_frame_equal(told[0], told[1])


def test_the_unknown_body_is_none_of_five() -> None:
    facts = copied(*FIVE)
    versions = facts.versions.with_columns(
        org_id=facts.versions["org_id"].replace({"gm4": None}), organisation=pl.lit(None, pl.String)
    )
    assert days(replace(facts, versions=versions), "boilerplate", "12345670") == []


def pair(one: str, other: str, **said: Any) -> Facts:  # noqa: ANN401 - as the builder takes
    same: dict[str, Any] = {"title": 7, "cluster": "a"}
    builder = FactsBuilder(*LOOKS).registration(LARS, one, org_id="gm1", category=said.pop("category", OTHER), **same)
    return builder.registration("22222222", other, org_id=said.pop("org_id", "gm1"), **same, **said).build()


def test_a_duplicate_lasts_as_long_as_both_are_there() -> None:
    assert days(pair("2025-01-01", "2025-02-01"), "duplicate") == [("failed", "2025-02-01", "-")]
    gone = pair("2025-01-01", "2025-02-01", withdrawn="2025-10-01")
    assert days(gone, "duplicate") == [("failed", "2025-02-01", "2025-10-27")]
    assert days(pair("2025-01-01", "2025-02-01", org_id="gm2"), "duplicate") == []


@pytest.mark.parametrize(
    ("published", "first_day"),
    [
        pytest.param("2025-03-29T22:59:00", "2025-03-29", id="the evening before summer time"),
        pytest.param("2025-03-29T23:01:00", "2025-03-30", id="the night of summer time"),
        pytest.param("2025-03-30T21:59:00", "2025-03-30", id="the end of that day, an hour earlier in UTC"),
        pytest.param("2025-03-30T22:01:00", "2025-03-31", id="the day after"),
        pytest.param("2025-10-25T22:01:00", "2025-10-26", id="the night of winter time"),
        pytest.param("2025-10-26T22:59:00", "2025-10-26", id="the end of that long day"),
        pytest.param("2025-10-26T23:01:00", "2025-10-27", id="the day after it"),
    ],
)
def test_a_day_begins_at_midnight_in_amsterdam(published: str, first_day: str) -> None:
    assert days(pair("2025-01-01", published), "duplicate") == [("failed", first_day, "-")]


def test_who_differs_from_peers() -> None:
    facts = pair("2025-01-01", "2025-02-01", org_id="gm2", category=HIGH_RISK)
    assert days(facts, "differs_from_peers") == [("passed", "2025-02-01", "-")]
    builder = FactsBuilder(*LOOKS).registration(LARS, "2025-01-01", org_id="gm1", cluster="a", category=HIGH_RISK)
    builder.registration("22222222", "2025-02-01", org_id="gm2", cluster="a", category=IMPACTFUL)
    builder.registration("22222222", "2025-03-05", org_id="gm2", cluster="a", category=HIGH_RISK)
    told = [("failed", "2025-02-01", "2025-03-05"), ("passed", "2025-03-05", "-")]
    assert days(builder.build(), "differs_from_peers") == told
    # A second one of its own in another category is no peer; that of another body differs from it.
    builder.registration("33333333", "2025-10-01", org_id="gm1", cluster="a", category=OTHER)
    assert days(builder.build(), "differs_from_peers") == told
    assert days(builder.build(), "differs_from_peers", "33333333") == [("failed", "2025-10-01", "-")]
    assert days(builder.build(), "differs_from_peers", "22222222") == [
        *told[:1],
        ("passed", "2025-03-05", "2025-10-01"),
        ("failed", "2025-10-01", "-"),
    ]


def edited(*told: tuple[str, int]) -> Facts:
    builder = FactsBuilder(*LOOKS)
    for day, real in told:
        builder.registration(LARS, day, real=real)
    return builder.build()


@pytest.mark.parametrize(
    ("told", "stale"),
    [
        pytest.param([("2024-02-29", 1)], [("failed", "2025-02-28", "-")], id="a leap day"),
        pytest.param(
            [("2024-03-01", 1), ("2025-02-01", 1)], [("failed", "2025-03-01", "-")], id="the same words again"
        ),
        pytest.param([("2024-03-01", 1), ("2025-02-01", 2)], [("failed", "2026-02-01", "-")], id="other words"),
        pytest.param(
            [("2024-01-01", 1), ("2025-02-01", 2), ("2025-03-01", 1)],
            [("failed", "2025-01-01", "2025-02-01"), ("failed", "2026-03-01", "-")],
            id="too late, and back to the first words",
        ),
    ],
)
def test_staleness_counts_from_the_last_real_change(
    told: Sequence[tuple[str, int]], stale: list[tuple[str, str, str]]
) -> None:
    assert days(edited(*told), "stale_12") == stale


def test_a_look_after_the_day_of_knowledge_does_not_count() -> None:
    builder = FactsBuilder(*LOOKS).registration(LARS, "2025-01-01", links=["a", "b"])
    builder.look("a", "alive", "2025-02-10", "2025-03-10").look("a", "dead", "2025-03-10", "2026-02-01")
    builder.look("b", "unsure", "2025-02-10").look("a", "alive", "2026-02-01").look("c", "dead", "2025-02-10")
    then, now = date(2025, 2, 10), date(2026, 6, 1)
    facts = builder.build()
    assert days(facts, "dead_link", known_on=then) == [("passed", "2025-02-10", "-")]
    assert days(facts, "dead_link", known_on=date(2025, 10, 27)) == [
        ("passed", "2025-02-10", "2025-03-10"),
        ("failed", "2025-03-10", "-"),
    ]
    assert days(facts, "dead_link", known_on=now)[-1] == ("passed", "2026-02-01", "-")


def test_languages_are_asked_from_the_first_look_at_any_on() -> None:
    builder = FactsBuilder(*LOOKS).registration(LARS, "2025-01-01").registration("22222222", "2025-01-01")
    builder.languages("22222222", "NLD", "2025-02-10", "2025-10-27").languages("22222222", "ENG NLD", "2025-10-27")
    facts = builder.build()
    assert days(facts, "translation", "22222222") == [
        ("failed", "2025-02-10", "2025-10-27"),
        ("passed", "2025-10-27", "-"),
    ]
    # The first look at languages did not show this one in any.
    assert days(facts, "translation") == [("failed", "2025-02-10", "-")]
    assert days(facts, "translation", known_on=date(2025, 1, 10)) == []


def test_a_body_is_no_more_after_its_last_day() -> None:
    builder = FactsBuilder(*LOOKS).body("ag0001", "agentschap").registration(LARS, "2025-01-01")
    builder.known_body("ag0001", "agentschap", valid_until="2025-05-31")
    assert days(builder.build(), "ended_body") == [("failed", "2025-06-01", "-")]
    builder.succession("ag0001", "ag0002", "2025-03-01", since="2026-02-01")
    assert days(builder.build(), "ended_body") == [("failed", "2025-03-01", "-")]
    assert days(builder.build(), "ended_body", known_on=date(2025, 10, 27)) == [("failed", "2025-06-01", "-")]


def test_neither_order_of_rows_nor_what_was_worked_out_before_matters() -> None:
    for name, cases in CASES.items():
        facts = cases.failing[0]
        assert isinstance(facts, Facts)
        last = facts.last_day()
        assert last
        names = [one.name for one in fields(Facts) if one.name != "audience"]
        turned = replace(facts, **{one: getattr(facts, one).reverse() for one in names})
        told = figures(facts, name, [last], by="organisation")
        assert_frame_equal(figures(turned, name, [last], by="organisation"), told)
        kept = replace(turned, cut=stretches(facts, last).reverse(), found=findings(facts, last).reverse())
        assert_frame_equal(figures(kept, name, [last], by="organisation"), told)


def test_a_check_without_its_words_is_refused() -> None:
    said, empty = Text("a", "b"), Text("a", "")
    with pytest.raises(BadDeclarationError, match="x: fix"):
        ContextCheck("x", said, said, empty, said, said, said, "warning")
    with pytest.raises(BadDeclarationError, match="norm"):
        ContextCheck("x", said, said, said, said, said, said, "warning", norm=0)
    assert set(CONTEXT_CHECKS) == {name.removeprefix("validity.") for name in CASES if name.startswith("validity.")}
