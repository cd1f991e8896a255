"""Laws of figures that follow inventories, over worlds in which everything about a target happens."""

import random
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.catalogue import CATALOGUE
from metrics.engine import figures
from metrics.facts import Facts
from metrics.registry import BY_BODY
from metrics.systems import STATES
from tests.metrics.target_world import DAYS, WORLDS, World, built, shuffled

ON_TIME = ["on_time.high_risk" if one == "on_time" else f"on_time.{one}" for one in STATES]
COVERAGE = ("coverage.high_risk", "coverage.declared", "coverage.in_development", "coverage.out_of_use")
SCOPES = st.sampled_from([None, {"scope": "with"}])
LAWS = settings(max_examples=15, deadline=None, derandomize=True)


def rows(facts: Facts, metric: str, by: str, where: dict[str, str] | None) -> list[dict[str, Any]]:
    return figures(facts, metric, DAYS, by=by, where=where).to_dicts()


def keyed(facts: Facts, metric: str, by: str, where: dict[str, str] | None) -> dict[Any, dict[str, Any]]:
    return {(row["as_of"], row["group"], row["org_id"]): row for row in rows(facts, metric, by, where)}


def sides(row: dict[str, Any]) -> list[tuple[int, int]]:
    return [
        (row[n], row["asked"] if row[of] is None else row[of])
        for n, of in (("low", "low_asked"), ("passed", "asked"), ("high", "high_asked"))
    ]


@given(WORLDS, SCOPES)
@LAWS
def test_strict_is_at_most_central_and_central_at_most_generous(world: World, where: dict[str, str] | None) -> None:
    facts = built(world).build()
    for metric in (*COVERAGE, *ON_TIME):
        for row in (row for by in BY_BODY for row in rows(facts, metric, by, where)):
            if row["state"] == "reporting_error":
                assert row["passed"] > row["asked"], row
                assert row["low"] is None, row
                continue
            assert (row["passed"] is None) == (row["state"] in {"not_reported", "declared_zero", "partial"}), row
            assert (row["asked"] == 0) == (row["state"] == "declared_zero"), row
            assert 0 <= row["covers"] <= row["covers_asked"], row
            if row["passed"] is None:
                continue
            (low, most), (passed, asked), (high, least) = sides(row)
            # As fractions, without dividing: nothing asked in a bound says nothing.
            assert low * asked <= passed * most, row
            assert passed * least <= high * asked, row
            assert 0 <= low <= most, row
            assert 0 <= passed <= asked, row
            assert 0 <= high <= least, row
            if metric in COVERAGE:
                assert least <= asked <= most, row


@given(WORLDS, SCOPES)
@LAWS
def test_parts_make_the_whole(world: World, where: dict[str, str] | None) -> None:
    facts = built(world).build()
    every = {by: {metric: keyed(facts, metric, by, where) for metric in (*ON_TIME, *COVERAGE)} for by in BY_BODY}
    for by in BY_BODY:
        for key, row in every[by]["on_time.high_risk"].items():
            states = [every[by][metric][key] for metric in ON_TIME]
            assert {one["asked"] for one in states} == {row["asked"]}
            assert not row["asked"] or sum(one["passed"] for one in states) == row["asked"]
            covered = every[by]["coverage.high_risk"][key]
            if covered["n_source"] == "inventory" and covered["covers"] == row["covers"]:
                assert covered["asked"] == row["asked"], (row, covered)
    for metric in (*ON_TIME, "coverage.in_development", "coverage.out_of_use"):
        for day in DAYS:
            asked = [
                sum(row["asked"] or 0 for key, row in every[by][metric].items() if key[0] == day) for by in BY_BODY
            ]
            assert len(set(asked)) == 1, (metric, day, asked)


@given(WORLDS, SCOPES)
@LAWS
def test_the_coverage_of_a_group_is_the_sum_of_its_bodies(world: World, where: dict[str, str] | None) -> None:
    """Of those with a list to go by; more registrations than systems are more in every group."""
    facts = built(world).build()
    for metric in ("coverage.high_risk", "coverage.in_development", "coverage.out_of_use"):
        bodies = [row for row in rows(facts, metric, "organisation", where) if row["n_source"] == "inventory"]
        for total in rows(facts, metric, "all", where):
            if total["n_source"] == "inventory":
                ours = [row for row in bodies if row["as_of"] == total["as_of"]]
                told = [total[one] or 0 for one in ("passed", "asked")]
                assert told == [sum(row[one] or 0 for row in ours) for one in ("passed", "asked")], (metric, total)


@given(WORLDS)
@LAWS
def test_the_backlog_is_what_is_overdue_and_the_rest_is_not_asked(world: World) -> None:
    facts = built(world).build()
    for by in BY_BODY:
        overdue, backlog = keyed(facts, "on_time.overdue", by, None), keyed(facts, "pace.backlog", by, None)
        assert backlog.keys() == overdue.keys()
        for key, row in backlog.items():
            if key[0] <= date(2025, 12, 31):
                assert (row["state"], row["passed"], row["asked"]) == ("not_asked", None, None)
            else:
                counts = ("asked", "passed", "low", "low_asked", "high", "high_asked", "state", "covers")
                assert [row[one] for one in counts] == [overdue[key][one] for one in counts]


@given(WORLDS, SCOPES, st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_the_order_of_rows_never_matters(world: World, where: dict[str, str] | None, chance: random.Random) -> None:
    one, other = built(world).build(), shuffled(built(world), chance)
    for metric in CATALOGUE:
        if metric.inventories or metric.family == "coverage":
            asked = where if "scope" in metric.filters else None
            for by in metric.by:
                told = [figures(facts, metric.name, DAYS, by=by, where=asked) for facts in (one, other)]
                assert told[0].equals(told[1]), (metric.name, by)


@given(WORLDS)
@settings(max_examples=8, deadline=None, derandomize=True)
def test_what_was_known_then_is_not_moved_by_what_came_to_be_known(world: World) -> None:
    """Without what later collections and deliveries told, the same figures."""
    facts = built(world).build()
    day = date(2026, 1, 20)
    before = built({**world, "again": None, "counts": world["counts"]}).build()
    if world["delivered"] > "2026-01-20":
        return
    for metric in (*ON_TIME, "coverage.high_risk", "pace.weeks_to_clear"):
        known = [figures(one, metric, [day], known_on=day).rows() for one in (facts, before)]
        assert known[0] == known[1], metric
