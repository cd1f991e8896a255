"""Numbers that are shown together add up to what is shown below them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.apportion import apportioned

TENTH = Fraction(1, 10)
FRACTIONS = st.fractions(-5, 5, max_denominator=97)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], []),
        ([Fraction(1, 3)] * 3, [4, 3, 3]),
        ([Fraction(1, 20), Fraction(-1, 20)], [1, -1]),
        ([Fraction(2, 3), Fraction(-1, 3)], [7, -4]),
        ([Fraction(0), Fraction(1, 25), Fraction(1, 25)], [0, 1, 0]),
        ([Fraction(-1, 3)] * 3, [-3, -3, -4]),
    ],
)
def test_by_largest_remainder(parts: list[Fraction], expected: list[int]) -> None:
    assert apportioned(parts, TENTH) == [one * TENTH for one in expected]


@given(st.lists(FRACTIONS, max_size=9))
def test_they_add_up_and_none_is_a_unit_off(parts: list[Fraction]) -> None:
    found = apportioned(parts, TENTH)
    assert sum(found, Fraction()) == round(sum(parts, Fraction()) / TENTH) * TENTH
    assert all(abs(one - other) < TENTH for one, other in zip(found, parts, strict=True))
    assert all(one == 0 for one, other in zip(found, parts, strict=True) if other == 0)
