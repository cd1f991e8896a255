"""Rounding numbers that are shown together, so that what a reader adds up is what stands below."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor


def apportioned(parts: Sequence[Fraction], unit: Fraction) -> list[Fraction]:
    """Return parts rounded to whole units, adding up to their rounded sum: by largest remainder.

    Each is less than one unit off. Of equal remainders the earlier part gets the unit.
    """
    scaled = [part / unit for part in parts]
    whole = [floor(one) for one in scaled]
    lacking = round(sum(scaled, Fraction())) - sum(whole)
    order = sorted(range(len(parts)), key=lambda at: (whole[at] - scaled[at], at))
    return [(one + (at in order[:lacking])) * unit for at, one in enumerate(whole)]
