"""Two days in the URL: the chosen day, and the one before it that it is compared with."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from dashboard.blocks import Links
from dashboard.forms import Entry
from dashboard.view import DATE, OPENED, BadDateError, View

FROM: Final = "van"
#: So many whole months are offered.
_MONTHS: Final = 6


def month_before(day: date) -> date:
    """Return the same day of the month before, or the last one that it has; never before the register opened."""
    first = day.replace(day=1) - timedelta(days=1)
    return max(first.replace(day=min(day.day, first.day)), OPENED)


def year_before(day: date) -> date:
    """Return the day a year of weeks before, never before the register opened."""
    return max(day - timedelta(weeks=52), OPENED)


def start(view: View) -> date:
    """Return the first of the two days, by default a month before the chosen one; raises BadDateError."""
    if not view.query.get(FROM):
        return month_before(view.as_of)
    try:
        asked = date.fromisoformat(view.query[FROM])
    except ValueError:
        msg = "period.bad"
        raise BadDateError(msg) from None
    if not OPENED <= asked <= view.as_of:
        msg = "period.order"
        raise BadDateError(msg)
    return asked


def entries(view: View) -> tuple[Entry, Entry]:
    """Return the inputs for both days, with the days that are shown."""
    days = ((FROM, "period.from", start(view)), (DATE, "period.to", view.as_of))
    first, last = (view.day_entry(name, view.t(key), day.isoformat()) for name, key, day in days)
    return first, last


def asked(view: View) -> dict[str, str]:
    """Return what a link must hold to be about these two days; a relative period stays relative."""
    return {FROM: view.query[FROM]} if view.query.get(FROM) else {}


def days_of(begin: date, end: date) -> dict[str, str]:
    """Return what a link must hold to be about two given days."""
    return {FROM: begin.isoformat(), DATE: end.isoformat()}


def months(view: View, **kept: str) -> Links:
    """Return the way to each of the last months, from the end of the month before to its own end."""
    ends: list[date] = []
    end = view.mart.last_day or view.as_of
    while len(ends) < _MONTHS and end > OPENED:
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    here = (start(view), view.as_of)
    items = []
    for one in ends:
        before = max(one.replace(day=1) - timedelta(days=1), OPENED)
        whole = one.day == monthrange(one.year, one.month)[1]
        name = view.f.month_in_full(one)
        text = name if whole else view.t("period.so_far", month=name)
        items.append((text, view.url(**days_of(before, one), **kept), here == (before, one)))
    return Links(view.t("period.choose"), items)
