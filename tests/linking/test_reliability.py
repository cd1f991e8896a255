"""Is a probability what it says? On bodies that were held out, and on lists of another make."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.linking.by_hand import by_hand
from tests.linking.calibrate import MIXES, of_bodies
from tests.linking.inventories import inventories
from tests.linking.measure import ALL, Bin, measured
from tests.linking.page import Pairs, curve, linked_by_all

#: Seeds that no calibration saw, nor the page.
_SEEDS = range(61, 63)
#: How far a bin may be off that has so many pairs: of fewer a share is too much of chance.
_OFF = {1000: 0.03, 300: 0.06}


@pytest.fixture(scope="module")
def ours(shared: Path) -> Pairs:
    """Return what linking makes of lists of every mix together."""
    given = [
        inventories(registered, seed, mix)
        for registered in of_bodies(shared, held_out=True)
        for mix in MIXES.values()
        for seed in _SEEDS
    ]
    return [(linked_by_all(truth), truth) for truth in given]


@pytest.fixture(scope="module")
def theirs(shared: Path) -> Pairs:
    """Return what linking makes of lists of the other make."""
    given = [
        by_hand(registered, seed)
        for registered in of_bodies(shared, held_out=True)
        for seed in (*_SEEDS, *range(63, 69))
    ]
    return [(linked_by_all(truth), truth) for truth in given]


def far_off(bins: list[Bin]) -> Iterator[str]:
    for one in bins:
        most = next((off for least, off in _OFF.items() if one.pairs >= least), 1.0)
        if abs(one.predicted - one.observed) > most:
            yield f"{one.low}-{one.high}: {one.pairs} pairs said {one.predicted:.3f}, were {one.observed:.3f}"


def test_on_bodies_held_out_a_probability_is_what_it_says(ours: Pairs) -> None:
    bins = curve(ours)
    assert sum(one.pairs >= min(_OFF) for one in bins) >= len(bins) / 2
    assert list(far_off(bins)) == []


def test_on_lists_of_another_make_a_probability_is_what_it_says(theirs: Pairs) -> None:
    assert list(far_off(curve(theirs))) == []


def test_on_lists_of_another_make_certain_is_right(theirs: Pairs) -> None:
    """The rates of the issue: 99.5% right and 85% found of what is certain, 97% found with what is possible."""
    every = [measured(frame, truth)[ALL] for frame, truth in theirs]
    assert sum(one.precision.right for one in every) / sum(one.precision.of for one in every) >= 0.995
    assert sum(one.recall.right for one in every) / sum(one.recall.of for one in every) >= 0.85
    assert sum(one.found.right for one in every) / sum(one.found.of for one in every) >= 0.97
