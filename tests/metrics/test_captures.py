"""Our figures of the captured register are those of the oracle, which shares no line with them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from metrics.engine import figures
from metrics.facts import Facts
from metrics.families.completeness import REQUIREMENTS
from sql.fields import FIELDS, STANDARDS
from tests.metrics import oracle
from tests.metrics.comparison import group_of
from tests.metrics.oracle import PARENT, QUESTIONS, UNKNOWN, Count, Known, Oracle, Share, day_end
from tests.replay import JUNE_AT

JUNE, AUGUST = date(2026, 6, 15), date(2026, 8, 8)
FIRST_CERTAIN = date(2023, 4, 1)
LAUNCH = date(2022, 12, 21)
MONTHS = [date(year, month, 1) for year in range(2022, 2027) for month in range(1, 13)]
#: Days on which something withdrawn or published twice was published or was shown.
TURNS = [
    date(2023, 3, 31),
    date(2023, 4, 2),
    date(2025, 7, 7),
    date(2025, 7, 8),
    date(2025, 7, 15),
    date(2025, 7, 28),
    date(2025, 7, 29),
    date(2025, 12, 9),
    date(2025, 12, 10),
    date(2025, 12, 18),
    date(2025, 12, 19),
    date(2026, 2, 23),
    date(2026, 2, 24),
    date(2026, 3, 1),
    JUNE - timedelta(days=1),
    JUNE,
    JUNE + timedelta(days=1),
    AUGUST - timedelta(days=1),
    AUGUST,
]
DAYS = sorted({*(one for one in MONTHS if date(2022, 12, 1) <= one <= AUGUST), *TURNS})
KNOWN_ON = [date(2026, 6, 20), AUGUST]
FEW_DAYS = [LAUNCH, date(2023, 4, 1), date(2023, 11, 1), date(2025, 1, 1), date(2025, 7, 8), JUNE, date(2026, 7, 1)]
SPLITS = ["all", "category", "status", "standard", "type", "organisation"]


@pytest.fixture(params=KNOWN_ON, ids=str)
def known(request: pytest.FixtureRequest, second_opinion: Oracle) -> Known:
    """What was known, to the oracle, on each of two days."""
    return second_opinion.known(request.param)


def rows(facts: Facts, metric: str, days: list[date], known: Known, by: str) -> dict[date, dict[str, dict[str, Any]]]:
    # With only the first collection known, every third month shows the same code at work.
    every_day = known.last_day == AUGUST
    asked = [one for one in days if one <= known.last_day and (every_day or one in TURNS or one.month % 3 == 0)]
    told: dict[date, dict[str, dict[str, Any]]] = {one: {} for one in asked}
    for row in figures(facts, metric, asked, known_on=known.last_day, by=by).iter_rows(named=True):
        told[row["as_of"]][group_of(row, by)] = row
    return told


def shown(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[one] for one in ("passed", "low", "high", "state"))


@pytest.mark.parametrize("by", SPLITS)
def test_registrations(captured: Facts, known: Known, by: str) -> None:
    """Every count, with its bounds, on every first of a month and on every turn."""
    for day, groups in rows(captured, "size.registrations", DAYS, known, by).items():
        if day < FIRST_CERTAIN:
            continue
        expected = known.registrations(day, by)
        told = {group: shown(row) for group, row in groups.items() if row["high"]}
        assert told == {key: (one.passed, one.low, one.high, "ok") for key, one in expected.items()}, day


def test_before_the_dates_that_were_filled_in_afterwards(captured: Facts, known: Known) -> None:
    """What is certain, what may have been there as well, and no figure."""
    days = [LAUNCH, date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 31)]
    for day, groups in rows(captured, "size.registrations", days, known, "all").items():
        count = known.registrations(day)["all"]
        expected = (None, count.low, count.high + known.filled_in_afterwards(), "reconstructed")
        assert shown(groups["all"]) == expected, day
    assert known.filled_in_afterwards() == 113


def test_organisations(captured: Facts, known: Known) -> None:
    """Bodies with at least one registration; one that nobody can name is not a body."""
    for day, groups in rows(captured, "size.organisations", DAYS, known, "all").items():
        if day >= FIRST_CERTAIN:
            count = known.organisations(day)["all"]
            assert shown(groups["all"]) == (count.passed, count.low, count.high, "ok"), day


def test_connected(captured: Facts, known: Known) -> None:
    """By the register's own lists, from the first one on."""
    days = [JUNE, JUNE + timedelta(days=1), date(2026, 7, 1), AUGUST - timedelta(days=1), AUGUST]
    for day, groups in rows(captured, "connected.organisations", days, known, "type").items():
        told = {group: Share(row["passed"], row["asked"]) for group, row in groups.items()}
        assert told == known.connected(day), day


def test_a_series_is_its_single_days(captured: Facts) -> None:
    """One sum for all days, or one for each: the same figures."""
    for metric, by in (("size.registrations", "type"), ("completeness.valid", "category")):
        series = figures(captured, metric, FEW_DAYS, by=by)
        for day in FEW_DAYS:
            # A group that only later has a registration stands in a series as an empty one.
            has, alone = (
                one.filter(~((one["high"] == 0) & one["low"].eq(0)))
                for one in (series.filter(as_of=day), figures(captured, metric, [day], by=by))
            )
            assert has.equals(alone), (metric, day)


def test_what_a_new_collection_leaves_alone(captured: Facts, second_opinion: Oracle) -> None:
    """No day before a collection moves with the next one; on its day only what came in later that day."""
    days = [one for one in DAYS if one < JUNE]
    before, after = (figures(captured, "size.registrations", days, known_on=one) for one in KNOWN_ON)
    for column in ("passed", "low", "high", "state"):
        assert before[column].to_list() == after[column].to_list(), column
    june = [figures(captured, "size.registrations", [JUNE], known_on=one)["passed"].item() for one in KNOWN_ON]
    collected, end = datetime.fromisoformat(JUNE_AT), day_end(JUNE)
    published = {one.lars for one in second_opinion.collections[1].publications if collected < one.moment < end}
    assert june[1] - june[0] == len(published - second_opinion.collections[0].public)


def in_standard(second_opinion: Oracle) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Go through what the publication standard says of each column that a canonical field takes."""
    for one in FIELDS:
        for standard in STANDARDS:
            for column in one.sources(standard):
                yield one.key, standard, column, second_opinion.form.fields.get(column, {}).get(standard, {})


def test_our_fields_are_those_of_the_publication_standard(second_opinion: Oracle, shared: Path) -> None:
    """Every column that we read exists, with our limit and permitted values; none is left out."""
    by_key = {one.key: one for one in FIELDS}
    wrong = []
    used: dict[str, set[str]] = {standard: set() for standard in STANDARDS}
    for key, standard, column, rule in in_standard(second_opinion):
        used[standard].add(column)
        if not rule:
            wrong.append((key, standard, column, "the standard has no such column"))
        elif (rule["max_length"] or 0) != by_key[key].limits[standard]:
            wrong.append((key, standard, column, rule["max_length"]))
        permitted = rule.get("permitted_values")
        if permitted and key != "status":
            assert set(by_key[key].permitted.get(standard, ())) == set(permitted), (key, standard)
    assert not wrong
    ours = {"standard_version", "lars", "publication_dt"}
    fields = oracle.standard_fields(shared / "register" / "publication_standard.json")
    for standard in STANDARDS:
        has = {key for key, versions in fields.items() if standard in versions}
        assert has - ours == used[standard], standard


def test_the_score_asks_what_the_oracle_asks() -> None:
    """The same questions, with the same tier."""
    ours = {one.key: (one.tier, tuple(one.fields)) for one in REQUIREMENTS}
    assert ours == {name: (one.tier, one.fields) for name, one in QUESTIONS.items()}
    assert set(PARENT) <= set(ours)


def test_the_oracle_knows_what_the_register_said(second_opinion: Oracle) -> None:
    """The oracle is checked too: the totals of both days, and every registration has an owner."""
    for day, registrations, organisations in ((JUNE, 1_475, 328), (AUGUST, 1_530, 336)):
        known = second_opinion.known(day)
        assert known.registrations(day)["all"] == Count(registrations, registrations, registrations)
        assert known.organisations(day)["all"].passed == organisations
        assert not any(one.startswith(UNKNOWN) for one in known.registrations(day, "organisation"))
