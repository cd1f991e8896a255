"""When a registration last really changed, and how long that is ago."""

import datetime as dt
import re
from calendar import monthrange
from functools import cache

from tests.metrics.oracle.language import tidy
from tests.metrics.oracle.register import Known, Standing
from tests.metrics.oracle.words import GROUPINGS, LISTS, OUT_OF_USE, Version


@cache
def substance(version: Version) -> tuple[tuple[str, object], ...]:
    """Return what a version says, without what makes no difference: its dress, order and language."""
    said: dict[str, object] = {}
    for key, text in version.fields.items():
        plain = tidy(text)
        if key in LISTS:
            said[key] = tuple(sorted(plain.split(", ")))
        elif key in GROUPINGS:
            said[key] = tuple(sorted(part for part in re.split(r"(?:^|\. )[0-9]+: ", plain) if part))
        else:
            said[key] = plain
    return tuple(sorted((key, value) for key, value in said.items() if key != "lang" and value not in {"", ("",)}))


def contents(known: Known, lars: str, until: dt.date) -> list[tuple[dt.date, Version]]:
    """Return in which words a registration stood, from which day on, oldest first."""
    found: list[tuple[dt.date, Version]] = []
    for day in known.turns(lars):
        standing = known.standing(lars, day) if day <= until else None
        if standing and (not found or found[-1][1] is not standing.version):
            found.append((day, standing.version))
    return found


def last_change(known: Known, lars: str, day: dt.date) -> dt.date:
    (since, before), *later = contents(known, lars, day)
    for from_day, version in later:
        if substance(version) != substance(before):
            since = from_day
        before = version
    return since


def months_later(day: dt.date, months: int) -> dt.date:
    """Count on by the calendar; a day that the month has not is its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def stale(known: Known, one: Standing, day: dt.date, months: int) -> bool:
    return day >= months_later(last_change(known, one.lars, day), months)


def stale_check(known: Known, day: dt.date, months: int) -> dict[str, bool]:
    """Return for each registration that is not out of use whether it passes."""
    asked = [one for one in known.public(day) if one.version.status != OUT_OF_USE]
    return {one.lars: not stale(known, one, day, months) for one in asked}


def within(known: Known, day: dt.date, months: int) -> dict[str, bool]:
    return {one.lars: not stale(known, one, day, months) for one in known.public(day)}


def lower_median(numbers: list[int]) -> int | None:
    return sorted(numbers)[(len(numbers) - 1) // 2] if numbers else None


def days_since(known: Known, day: dt.date, chosen: list[Standing]) -> list[int]:
    return [(day - last_change(known, one.lars, day)).days for one in chosen]
