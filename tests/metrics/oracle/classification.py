"""How registrations are classed, and which of them were classed otherwise before or by others."""

import datetime as dt

from tests.metrics.oracle.context import differs_from_peers
from tests.metrics.oracle.currency import contents
from tests.metrics.oracle.register import Known
from tests.metrics.oracle.words import NOT_STATED, Version


def share_of(version: Version, category: str) -> tuple[int, int]:
    """Return whether a category is stated, and whether it is this one."""
    return (1, int(version.category == category)) if version.category != NOT_STATED else (0, 0)


def not_stated(version: Version) -> tuple[int, int]:
    return 1, int(version.category == NOT_STATED)


def moved(known: Known, day: dt.date) -> dict[str, bool]:
    """Return whether those that state a category stated another one first."""
    found = {}
    for one in known.public(day):
        if one.version.category != NOT_STATED:
            stated = [version.category for _, version in contents(known, one.lars, day)]
            first = next(category for category in stated if category != NOT_STATED)
            found[one.lars] = first != one.version.category
    return found


def differs(known: Known, day: dt.date) -> dict[str, bool]:
    return {lars: not alike for lars, alike in differs_from_peers(known, day).items()}
