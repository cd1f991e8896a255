"""Trends: from figures per week to a chart, its table and a title that says what it shows."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from dashboard import figures
from dashboard.blocks import Cell, Chart, Column, Table
from dashboard.view import DUTCH, OPENED, Bounds, View, exact, one

#: What the cabinet promised for central government; drawn on trends that are about it and reach it.
DEADLINE: Final = date(2025, 12, 31)
_TICKS: Final = 5


@dataclass(frozen=True)
class Check:
    """A count that somebody else published, with who did."""

    day: date
    registrations: int
    nl: str
    en: str

    def source(self, language: str) -> str:
        """Who published it."""
        return self.nl if language == DUTCH else self.en


@cache
def checks() -> tuple[Check, ...]:
    """Return the published counts, oldest first."""
    found = tomllib.loads(Path(__file__).with_name("checkpoints.toml").read_text("utf-8"))["point"]
    return tuple(Check(**point) for point in found)


def weekly(first: date, last: date) -> tuple[date, ...]:
    """Return the days of a trend: the last one and every week before it."""
    weeks = max((last - first).days, 0) // 7
    return tuple(last - timedelta(weeks=back) for back in range(weeks, -1, -1))


def since_opening(last: date) -> tuple[date, ...]:
    """Return the weeks since the register opened."""
    return weekly(OPENED, last)


def points(view: View, frame: pl.DataFrame) -> list[figures.Point]:
    """Return the points of a trend, marked where the first collection had yet to come."""
    found = []
    for row in frame.iter_rows(named=True):
        shown = view.counted("count.registrations", row) or view.missing(row["state"])
        text = f"{view.f.day(row['as_of'])}: {shown}"
        found.append(figures.Point(row["as_of"], row["passed"], row["low"], row["high"], text, _rebuilt(view, row)))
    return found


def ticks(view: View, days: Sequence[date]) -> list[tuple[date, str]]:
    """Return at most a few marks for the time axis: years, or else months."""
    first, last = days[0], days[-1]
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    if len(years) > 2:  # noqa: PLR2004  (three years say more than months do)
        return [(day, str(day.year)) for day in years]
    months = [date(m // 12, m % 12 + 1, 1) for m in range(_month(first) + 1, _month(last) + 1)]
    step = max(1, -(-len(months) // _TICKS))
    return [(day, view.f.month(day)) for day in months[::-step][::-1]]


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def labels(view: View, days: Sequence[date]) -> figures.Labels:
    """Return the words of a chart."""
    return figures.Labels(
        view.f.separators,
        ticks(view, days),
        rebuilt=view.t("chart.rebuilt"),
        band=view.t("chart.band"),
        checks=view.t("chart.checks"),
        deadline=view.t("chart.deadline"),
    )


def count_chart(view: View, frame: pl.DataFrame, title: str, *, check: bool = False, promised: bool = False) -> Chart:
    """Return the chart of a number of registrations over time.

    ``promised`` draws the date that was promised: only on what the promise was about.
    """
    days = frame["as_of"].to_list()
    marks = [_mark(view, found) for found in checks() if found.day <= days[-1]] if check else []
    line = figures.Series(view.t("chart.registrations"), points(view, frame))
    deadline = DEADLINE if promised and days[0] <= DEADLINE <= days[-1] else None
    figure = figures.trend([line], labels(view, days), deadline=deadline, checks=marks)
    table = count_table(view, "trend", title, frame)
    return Chart(title, figure, table, source(view), view.t("chart.alternative", title=title))


def _mark(view: View, found: Check) -> figures.Point:
    number, who = view.f.number(found.registrations), found.source(view.language)
    return figures.Point(found.day, found.registrations, text=f"{view.f.day(found.day)}: {number}. {who}")


def count_table(view: View, name: str, caption: str, frame: pl.DataFrame) -> Table:
    """Return the numbers of a trend: day, count, bounds, and how it came about."""
    t = view.t
    columns = (
        Column(t("column.day"), "day"),
        Column(t("column.registrations"), "number"),
        Column(t("column.low"), "number"),
        Column(t("column.high"), "number"),
        Column(t("column.state")),
    )
    rows = [
        (
            Cell(row["as_of"]),
            replace(view.figure(row), bounds=""),
            Cell(row["low"]),
            Cell(row["high"]),
            Cell(_state(view, row)),
        )
        for row in frame.iter_rows(named=True)
    ]
    return Table(name, caption, columns, rows)


def _rebuilt(view: View, row: Mapping[str, Any]) -> bool:
    """Whether a day lies before the first collection."""
    first = view.mart.first_day
    return row["state"] == "reconstructed" or first is None or row["as_of"] < first


def _state(view: View, row: Mapping[str, Any]) -> str:
    rebuilt = row["state"] in {"ok", "too_few"} and _rebuilt(view, row)
    return view.missing("reconstructed" if rebuilt else row["state"])


def check_table(view: View) -> Table:
    """Return the published counts with their sources."""
    columns = (
        Column(view.t("column.day"), "day"),
        Column(view.t("column.registrations"), "number"),
        Column(view.t("column.source")),
    )
    rows = [(Cell(c.day), Cell(c.registrations), Cell(c.source(view.language))) for c in checks()]
    return Table("checks", view.t("overview.checks"), columns, rows)


def source(view: View, names: str = "") -> str:
    """Return the line that says where the numbers come from and from when they are."""
    day = view.f.day(view.mart.last_day)
    if view.mart.sample:
        return view.t("chart.sample", day=day)
    return view.t("chart.source", day=day, source=names or view.t("from.register"))


def about(view: View, row: Mapping[str, Any], shown: str) -> str:
    """Write a count in a title: exact, or at least or at most so many."""
    bounds = Bounds.of(row)
    if bounds is None or not bounds.apart:
        return shown
    lowest, highest = row["passed"] == bounds.low, row["passed"] == bounds.high
    return view.t("figure.least" if lowest else "figure.most", n=shown) if lowest or highest else shown


def growth_title(view: View, frame: pl.DataFrame) -> str:
    """Say what a year brought, or only what there is when a year ago is not known."""
    last = frame.row(-1, named=True)
    year_ago = frame.filter(pl.col("as_of") <= last["as_of"] - timedelta(days=364)).tail(1)
    number, before, day = exact(last), one(year_ago), view.f.day(last["as_of"])
    if number is None:
        between = view.counted("count.registrations", last)
        return view.t("overview.growth.now", now=between, day=day) if between else view.t("overview.growth.unknown")
    now, then = about(view, last, view.count("count.registrations", number)), exact(before)
    if before is None or then is None:
        return capital(view.t("overview.growth.now", now=now, day=day))
    said = about(view, before, view.f.number(then))
    return capital(view.t(f"overview.growth.{_direction(before, then, last, number)}", now=now, then=said))


def _direction(before: Mapping[str, Any], then: int, last: Mapping[str, Any], now: int) -> str:
    """Return whether it grew; where the bounds of two counts overlap nobody can say."""
    old, new = Bounds.of(before) or Bounds(then, then), Bounds.of(last) or Bounds(now, now)
    if new.low > old.high:
        return "up"
    if new.high < old.low:
        return "down"
    return "beside" if old.apart or new.apart else "same"


def capital(text: str) -> str:
    """Begin a sentence with a capital; the rest stays as it is."""
    return text[:1].upper() + text[1:]
