"""Every figure about registrations of the captured days is that of the oracle, which shares no line with us."""

from datetime import date, timedelta

import pytest

from metrics.catalogue import CATALOGUE
from metrics.facts import Facts
from tests.metrics.comparison import SPLITS, differences, of_targets, of_the_register, report, unanswered
from tests.metrics.oracle import Oracle

JUNE, AUGUST = date(2026, 6, 15), date(2026, 8, 8)
#: Days on which clocks change, the deadline, and what lies around the collections.
DAYS = [
    date(2023, 4, 1),
    date(2024, 2, 29),
    date(2025, 7, 8),
    date(2025, 10, 26),
    date(2025, 12, 30),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 3, 29),
    JUNE,
    date(2026, 7, 1),
    AUGUST,
]
#: Known on the first collection only: what both days decide is fewer days apart.
FEW_DAYS = [date(2025, 7, 8), date(2025, 12, 31), JUNE]
#: Of a split with many groups a few days say enough.
WIDE = ("type", "organisation", "theme")
#: Sums, and figures that are worked out in a way of their own.
EVERY_SPLIT = {
    "size.registrations",
    "size.organisations",
    "completeness.valid",
    "completeness.filled",
    "validity.all",
    "currency.days",
    "peers.common",
    "classification.moved",
}
#: Answered in test_captures, against the register's own lists.
ELSEWHERE = {"connected.organisations"}


def test_no_metric_goes_without_a_second_opinion(second_opinion: Oracle) -> None:
    missing = unanswered({**of_the_register(second_opinion.form), **of_targets()})
    assert set(missing) <= ELSEWHERE, f"nobody holds these against the oracle: {missing}"


@pytest.mark.parametrize("name", [one.name for one in CATALOGUE])
def test_a_figure_is_that_of_the_oracle(captured: Facts, second_opinion: Oracle, name: str) -> None:
    answers = of_the_register(second_opinion.form)
    if name not in answers:
        return
    wrong = []
    for known_on, days in ((AUGUST, DAYS), (JUNE + timedelta(days=5), FEW_DAYS)):
        known = second_opinion.known(known_on)
        for by in _splits(name, known_on):
            some = [one for one in days if by not in WIDE or one in FEW_DAYS]
            wrong += differences(captured, known, CATALOGUE[name], answers[name], some, [by])
    assert not wrong, report(wrong)


def _splits(name: str, known_on: date) -> list[str]:
    """Return every split of a few metrics, and of the others the whole and one or two in turn."""
    if name in EVERY_SPLIT:
        return list(SPLITS)
    number = [one.name for one in CATALOGUE].index(name) + (known_on == AUGUST)
    turn = SPLITS[1 + number % (len(SPLITS) - 1)]
    return ["all", turn] if known_on == AUGUST else [turn]
