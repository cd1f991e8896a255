"""Totals from inventories: nothing small is told, and nothing small can be worked out."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.schemas import FIGURE_SCHEMA
from metrics.suppress import suppressed
from metrics.told_beside import SMALL

NAMES = ("on_time.high_risk", "on_time.late", "on_time.overdue")
#: Of each ministry, its systems by state.
MINISTRIES = st.lists(st.tuples(*[st.integers(0, 12)] * len(NAMES)), min_size=1, max_size=5)
#: How far the bounds of a number are from it, and what they are a share of.
APART = st.integers(0, 6)
BOUNDS = ("low", "low_asked", "high", "high_asked")


def rows(ministries: list[tuple[int, ...]], apart: int = 0) -> pl.DataFrame:
    """Return one day's figures of these ministries and of all together."""
    groups = [*((f"M{number}", one) for number, one in enumerate(ministries))]
    total = tuple(map(sum, zip(*ministries, strict=True)))
    told = []
    for group, counts in (*groups, ("all", total)):
        asked = sum(counts)
        for name, passed in zip(NAMES, counts, strict=True):
            told.append(
                {
                    "metric": name,
                    "metric_version": 1,
                    "as_of": date(2026, 3, 1),
                    "group": group,
                    "org_id": None if group == "all" else group,
                    "asked": asked,
                    "passed": passed if asked else None,
                    "low": max(0, passed - apart) if asked else None,
                    "low_asked": asked - apart if asked and apart else None,
                    "high": passed + apart if asked else None,
                    "high_asked": asked + apart if asked and apart else None,
                    "state": "ok" if asked else "declared_zero",
                    "by": "all" if group == "all" else "ministry",
                }
            )
    return pl.DataFrame(told, schema={**FIGURE_SCHEMA, "by": pl.String})


def small(number: int | None) -> bool:
    return number is not None and 0 < number < SMALL


@given(MINISTRIES, APART)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_nothing_small_is_told_or_can_be_subtracted(ministries: list[tuple[int, ...]], apart: int) -> None:
    told = suppressed(rows(ministries, apart))
    for row in told.to_dicts():
        assert not any(small(row[one]) for one in ("asked", "passed")), row
        # A bound less its number is how many systems are unsure: no bound is told, of nobody.
        assert [row[one] for one in BOUNDS] == [None] * 4
        if row["state"] == "suppressed":
            assert row["passed"] is None
    groups, total = told.filter(by="ministry"), told.filter(by="all")
    for column in ("passed", "asked"):
        for row in total.to_dicts():
            if row[column] is not None:
                shown = groups.filter(metric=row["metric"])[column].sum()
                assert not small(row[column] - shown), (column, row)
    # The states divide the systems: one hidden state of a body, or of all, would be their difference.
    for one in told.partition_by("by", "group"):
        hidden = one.filter(state="suppressed")
        asked = one["asked"].drop_nulls()
        if hidden.height and not asked.is_empty():
            rest = asked[0] - (one["passed"].sum() or 0)
            assert not small(rest), one
            assert rest == 0 or hidden.height > 1, one


def test_what_is_large_everywhere_is_told() -> None:
    """Not everything is hidden: two ministries with many systems in each state."""
    before = rows([(10, 8, 6), (7, 9, 12)])
    without = before.with_columns(pl.lit(None, pl.Int64).alias(one) for one in BOUNDS)
    assert suppressed(before).sort("by", "group", "metric").equals(without.sort("by", "group", "metric"))


@given(MINISTRIES, APART, APART)
@settings(max_examples=20, deadline=None, derandomize=True)
def test_what_is_told_does_not_depend_on_the_bounds(ministries: list[tuple[int, ...]], one: int, other: int) -> None:
    assert suppressed(rows(ministries, one)).equals(suppressed(rows(ministries, other)))


def test_a_ministry_that_declares_none_may_say_so() -> None:
    told = suppressed(rows([(10, 8, 6), (0, 0, 0)])).filter(group="M1")
    assert told["state"].unique().to_list() == ["declared_zero"]
