"""Average link: a chain of neighbours is no cluster, known systems stay apart, and order does not matter."""

import random

from hypothesis import given
from hypothesis import strategies as st

from metrics.clusters.joining import joined

NONE: frozenset[int] = frozenset()


def test_two_that_are_alike_are_one() -> None:
    assert joined([3, 1, 1], {(0, 1): 0.9}, NONE) == [0, 0, 2]


def test_a_chain_is_cut() -> None:
    """Each is like the next, and the ends are not alike at all: single link would make one of four."""
    assert joined([1] * 4, {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.9}, NONE) == [0, 0, 2, 2]


def test_one_that_is_like_all_of_them_on_average_is_in() -> None:
    assert joined([1] * 3, {(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.5}, NONE) == [0, 0, 0]


def test_two_known_systems_are_never_one_and_the_nearest_gets_what_lies_between() -> None:
    alike = {(0, 1): 1.0, (0, 2): 0.9, (1, 2): 0.8}
    assert joined([1] * 3, alike, frozenset({0, 1})) == [0, 1, 0]


def test_large_groups_weigh_more() -> None:
    """The third is like the group that many use, and not like the one that a single body uses."""
    alike = {(0, 1): 0.9, (0, 2): 0.8}
    assert joined([64, 1, 1], alike, NONE) == [0, 0, 0]
    assert joined([1, 1, 1], alike, NONE) == [0, 0, 2]


@given(st.randoms(use_true_random=False))
def test_order_does_not_matter(chance: random.Random) -> None:
    size = 8
    pairs = {(one, other): round(chance.random(), 2) for other in range(size) for one in range(other)}
    sizes = [chance.randint(1, 9) for _ in range(size)]
    told = joined(sizes, pairs, NONE)
    assert joined(sizes, dict(reversed(pairs.items())), NONE) == told
    assert all(told[first] == first for first in told)
