"""Figures that lean on numbers of systems: what is told together tells nothing small, whoever does the sums."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, TypeAlias

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from metrics.schemas import FIGURE_SCHEMA
from metrics.suppress import suppressed
from metrics.told_beside import small

#: What a ministry's systems fall into; the explained ones by whether they are registered.
ATOMS: Final = ("on_time", "late", "overdue", "inconsistent", "exempt and registered", "exempt")
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "on_time.high_risk": ("on_time",),
    "on_time.late": ("late",),
    "on_time.overdue": ("overdue",),
    "on_time.not_due": (),
    "on_time.in_grace": (),
    "on_time.exempt": ("exempt and registered", "exempt"),
    "on_time.inconsistent": ("inconsistent",),
    "pace.backlog": ("overdue",),
    "coverage.high_risk": ("on_time", "late", "exempt and registered", "too many"),
}
NUMBER = st.sampled_from([0, 0, 0, 5, 6, 9, 12, 20, 1, 3])
GROUPS = st.lists(st.tuples(*[NUMBER] * len(ATOMS)), min_size=1, max_size=4)
#: How many registrations of the first groups there are too many: of a body with more of them than systems.
TOO_MANY = st.lists(st.sampled_from([0, 0, 0, 1, 3, 5, 6]), max_size=4)
#: Systems outside the target: high-risk ones, and of another category; and how many in all have an id, and an owner.
BESIDE = st.tuples(NUMBER, NUMBER, st.integers(0, 9), st.integers(0, 9))
#: A sum of unknowns, as how often each counts in it.
Sum: TypeAlias = dict[Any, Fraction]


class Totals:
    """Ministries' systems, as rows of figures; and what each number in them is the sum of."""

    def __init__(
        self, groups: Sequence[tuple[int, ...]], beside: tuple[int, ...], too_many: Sequence[int] = ()
    ) -> None:
        self.groups = [f"M{number}" for number in range(len(groups))]
        self.truth: dict[Any, int] = {
            (group, atom): number
            for group, numbers in zip(self.groups, groups, strict=True)
            for atom, number in zip(ATOMS, numbers, strict=True)
        }
        outside, others, with_id, with_owner = beside
        high_risk = sum(self.truth.values()) + outside
        self.truth |= {"outside": outside, "others": others}
        self.truth |= {(group, "too many"): 0 for group in self.groups}
        self.truth |= {(group, "too many"): number for group, number in zip(self.groups, too_many, strict=False)}
        self.truth |= {"id": min(with_id, high_risk), "owner": min(with_owner, high_risk + others)}

    def systems(self, group: str, atoms: tuple[str, ...] = ATOMS) -> Sum:
        chosen = self.groups if group == "all" else [group]
        return {(one, atom): Fraction(1) for one in chosen for atom in atoms}

    def meaning(self, metric: str, group: str) -> tuple[Sum, Sum]:
        """Return what passed and asked are the sums of."""
        if metric in STATES:
            return self.systems(group, STATES[metric]), self.systems(group)
        high_risk = self.systems("all") | {"outside": Fraction(1)}
        if metric == "ownership.eu_database":
            return {"id": Fraction(1)}, high_risk
        return {"owner": Fraction(1)}, high_risk | {"others": Fraction(1)}

    def value(self, what: Sum) -> int:
        return int(sum(often * self.truth[one] for one, often in what.items()))

    def rows(self) -> pl.DataFrame:
        found = [self._row(metric, group) for metric in STATES for group in (*self.groups, "all")]
        found += [self._row(metric, "all") for metric in ("ownership.eu_database", "ownership.owner")]
        return pl.DataFrame(found, schema={**FIGURE_SCHEMA, "by": pl.String})

    def _row(self, metric: str, group: str) -> dict[str, Any]:
        passed, asked = map(self.value, self.meaning(metric, group))
        return {
            **dict.fromkeys(FIGURE_SCHEMA),
            "metric": metric,
            "group": group,
            "org_id": None if group == "all" else group,
            "by": "all" if group == "all" else "ministry",
            "asked": asked,
            **dict.fromkeys(("passed", "low", "high"), passed if asked else None),
            "n_source": "inventory",
            "state": "ok" if asked else "declared_zero",
            "covers": 1,
        }

    def secrets(self) -> Iterator[Sum]:
        """Go through all that nobody may work out, if it is small."""
        atoms = [*((one,) for one in ATOMS), ("too many",), *STATES.values(), ATOMS]
        for some in (*self.groups, "all"):
            yield from (self.systems(some, one) for one in atoms)
        for one in ("outside", "others", "id", "owner"):
            yield {one: Fraction(1)}
        # Lines in use are systems of the target and other lines in use; of some groups, too, nothing may be told.
        for number in range(len(self.groups) + 1):
            for chosen in combinations(self.groups, number):
                left: Sum = {(group, atom): Fraction(1) for group in chosen for atom in ATOMS}
                yield left | {"outside": Fraction(1), "others": Fraction(1)}
        for metric in ("coverage.high_risk", "ownership.eu_database", "ownership.owner"):
            passed, asked = self.meaning(metric, "all")
            yield _less(asked, passed)


def _less(one: Sum, other: Sum) -> Sum:
    keys = {*one, *other}
    found = {key: one.get(key, Fraction(0)) - other.get(key, Fraction(0)) for key in keys}
    return {key: often for key, often in found.items() if often}


class Known:
    """What is told, solved as far as it can be: who knows these sums, knows every sum of them."""

    def __init__(self) -> None:
        self.pivots: dict[Any, Sum] = {}

    def _rest(self, what: Sum) -> Sum:
        rest = {key: often for key, often in what.items() if often}
        while found := next((key for key in rest if key in self.pivots), None):
            often = rest[found]
            rest = _less(rest, {key: often * one for key, one in self.pivots[found].items()})
        return rest

    def add(self, what: Sum) -> None:
        rest = self._rest(what)
        if not rest:
            return
        pivot, often = next(iter(rest.items()))
        new = {key: one / often for key, one in rest.items()}
        for key, row in self.pivots.items():
            if pivot in row:
                self.pivots[key] = _less(row, {one: row[pivot] * times for one, times in new.items()})
        self.pivots[pivot] = new

    def tells(self, what: Sum) -> bool:
        return not self._rest(what)


@given(GROUPS, BESIDE, TOO_MANY)
@example([(0, 0, 9, 0, 0, 0)], (1, 0, 0, 5), [])
@example([(0, 0, 9, 0, 0, 0), (0, 0, 3, 0, 0, 0)], (0, 1, 0, 5), [])
@settings(max_examples=150, deadline=None, derandomize=True)
def test_nothing_small_can_be_worked_out_from_all_that_is_told(
    groups: list[tuple[int, ...]], beside: tuple[int, ...], too_many: list[int]
) -> None:
    totals = Totals(groups, beside, too_many)
    told, known = suppressed(totals.rows()), Known()
    for row in told.to_dicts():
        passed, asked = totals.meaning(row["metric"], row["group"])
        assert [row[one] for one in ("low", "low_asked", "high", "high_asked")] == [None] * 4
        for number, what in ((row["passed"], passed), (row["asked"], asked)):
            if number is not None:
                assert number == totals.value(what)
                assert not small(number)
                known.add(what)
    for secret in totals.secrets():
        assert not (small(totals.value(secret)) and known.tells(secret)), (secret, told.to_dicts())


LARGE: Final[list[tuple[int, ...]]] = [(9, 6, 12, 5, 5, 6), (5, 5, 20, 9, 6, 5)]


def test_what_is_large_everywhere_is_told() -> None:
    told = suppressed(Totals(LARGE, (6, 5, 8, 12)).rows())
    assert told["state"].unique().to_list() == ["ok"]


@pytest.mark.parametrize(
    ("groups", "beside", "hidden"),
    [
        pytest.param(
            [*LARGE, (9, 6, 12, 5, 3, 5)], (6, 5, 8, 12), {("coverage.high_risk", "M2"), ("coverage.high_risk", "all")},
            id="three are registered and explained: that group, and what is left of the total",
        ),
        pytest.param(
            [*LARGE, (9, 6, 12, 5, 3, 5), (9, 6, 12, 5, 3, 5)], (6, 5, 8, 12),
            {("coverage.high_risk", "M2"), ("coverage.high_risk", "M3")},
            id="two such groups: their sum is large, and the total is told",
        ),
        pytest.param(LARGE, (3, 5, 8, 12), {("ownership.eu_database", "all")}, id="three outside the target"),
        pytest.param(LARGE, (6, 3, 8, 12), {("ownership.eu_database", "all")}, id="three of another category"),
        pytest.param(LARGE, (6, 5, 3, 12), {("ownership.eu_database", "all")}, id="three with an id"),
        pytest.param(LARGE, (6, 5, 8, 3), {("ownership.owner", "all")}, id="three with an owner"),
        pytest.param(
            LARGE, (0, 1, 8, 12), {("ownership.eu_database", "all"), ("ownership.owner", "all")},
            id="one in use beside those of the target",
        ),
        pytest.param(
            LARGE, (2, 2, 8, 12), {("ownership.eu_database", "all"), ("ownership.owner", "all")},
            id="four in use beside those of the target, of two kinds",
        ),
        pytest.param(LARGE, (2, 3, 8, 12), {("ownership.eu_database", "all")}, id="five of two kinds"),
        pytest.param(LARGE, (0, 0, 8, 12), set(), id="none in use beside those of the target"),
    ],
)  # fmt: skip
def test_what_is_hidden(groups: list[tuple[int, ...]], beside: tuple[int, ...], hidden: set[tuple[str, str]]) -> None:
    told = suppressed(Totals(groups, beside).rows()).filter(state="suppressed")
    assert set(told.select("metric", "group").iter_rows()) == hidden
    assert told.select("asked", "passed", "covers", "n_date").null_count().row(0) == (told.height,) * 4


def one(metric: str, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - any column of a figure
    """The figure of a metric about all ministries, of which the states are told."""
    rows = Totals(LARGE, (6, 5, 8, 12)).rows()
    figure = {"metric": metric, "group": "all", "by": "all", "state": "ok", "n_source": "inventory", "passed": 2}
    added = pl.DataFrame([figure | said], schema=rows.schema)
    return suppressed(pl.concat([rows, added])).filter(metric=metric).row(-1, named=True)


@pytest.mark.parametrize(
    ("metric", "said", "state"),
    [
        ("pace.days_late", {}, "ok"),
        ("pace.needed_per_week", {}, "ok"),
        ("estimate.high_risk", {"passed": 99, "low": 90, "high": 120}, "ok"),
        # What it is made of is told nowhere.
        ("pace.weeks_to_clear", {}, "suppressed"),
        ("pace.weeks_to_clear", {"passed": None, "state": "too_few"}, "suppressed"),
        ("pace.weeks_to_clear", {"passed": None, "state": "not_asked"}, "not_asked"),
        ("classification.contradicts_inventory", {"asked": 50, "passed": 20}, "suppressed"),
        ("classification.zero_beside_ai", {"asked": 50, "passed": 20}, "suppressed"),
        # Of these the total alone, and nothing small in it.
        ("coverage.in_development", {"asked": 50, "passed": 20}, "ok"),
        ("coverage.in_development", {"asked": 50, "passed": 46}, "suppressed"),
        # They are none of those in use, so it does not matter how many of those there are.
        ("coverage.out_of_use", {"asked": 89, "passed": 20}, "ok"),
        ("ownership.reason", {"asked": 89, "passed": 20}, "suppressed"),
        ("ownership.reason", {"asked": 93, "passed": 20}, "ok"),
        ("coverage.out_of_use", {"asked": 9, "passed": 12, "state": "reporting_error"}, "suppressed"),
        ("coverage.out_of_use", {"by": "ministry", "group": "M0", "asked": 50, "passed": 20}, "suppressed"),
        # No list, no secret; and what a document says is public.
        ("coverage.out_of_use", {"passed": None, "state": "not_reported", "n_source": None}, "not_reported"),
        (
            "coverage.high_risk",
            {"asked": 3, "passed": 2, "low": 2, "n_source": "declared", "state": "too_few"},
            "too_few",
        ),
        # Nobody thought of it: it is not told.
        ("new.metric", {"asked": 50, "passed": 20}, "suppressed"),
    ],
)
def test_each_by_its_own_rule(metric: str, said: dict[str, Any], state: str) -> None:
    row = one(metric, **said)
    assert row["state"] == state
    assert row["passed"] == (None if state == "suppressed" else said.get("passed", 2))
    # The interval of an estimate follows from what is told.
    assert (row["low"] is not None) == (metric == "estimate.high_risk" or row["n_source"] == "declared")


@pytest.mark.parametrize(
    ("small_one", "outside", "state"),
    [
        pytest.param((0, 0, 3, 0, 0, 0), 1, "suppressed", id="three that are hidden, and one beside them"),
        pytest.param((0, 0, 3, 0, 0, 0), 2, "ok", id="three that are hidden, and two beside them"),
        pytest.param((0, 0, 3, 0, 0, 0), 0, "suppressed", id="three that are hidden"),
    ],
)
def test_where_the_number_of_systems_is_hidden_the_groups_are_subtracted(
    small_one: tuple[int, ...], outside: int, state: str
) -> None:
    told = suppressed(Totals([*LARGE, small_one], (outside, 0, 8, 12)).rows())
    assert told.filter(metric="on_time.high_risk", by="all")["asked"].to_list() == [None]
    assert told.filter(metric="ownership.owner")["state"].to_list() == [state]


def test_where_a_state_is_hidden_the_number_of_systems_is_told_and_subtracted() -> None:
    told = suppressed(Totals([(9, 3, 12, 9, 9, 9), (9, 3, 12, 9, 9, 9)], (0, 3, 8, 12)).rows())
    assert told.filter(metric="on_time.high_risk", by="all")["asked"].to_list() == [102]
    assert told.filter(metric="ownership.owner")["state"].to_list() == ["suppressed"]


@pytest.mark.parametrize(
    "metric", ["pace.days_late", "pace.weeks_to_clear", "pace.needed_per_week", "estimate.high_risk"]
)
def test_where_the_number_of_systems_is_hidden_what_is_made_of_it_is_too(metric: str) -> None:
    rows = Totals([*LARGE, (9, 3, 12, 5, 5, 6)], (6, 5, 8, 12)).rows()
    figure = {"metric": metric, "group": "M2", "org_id": "M2", "by": "ministry", "state": "not_asked"}
    told = suppressed(pl.concat([rows, pl.DataFrame([figure | {"date": date(2026, 3, 1)}], schema=rows.schema)]))
    assert told.filter(metric=metric)["state"].to_list() == ["suppressed"]
