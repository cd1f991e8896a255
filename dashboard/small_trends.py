"""Small trends of bodies side by side, on one scale."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal

from dashboard import figures, trends
from dashboard.blocks import Block, Cell, Column, Multiples, Panel, Paragraph, Table
from dashboard.compared import PANELS, top_of, value_in_words
from dashboard.comparing import Comparison, Standing, over_time, placed_by
from dashboard.dots import small
from dashboard.formats import Share
from dashboard.view import OPENED, View

_QUARTER: Final = 3
_YEAR: Final = timedelta(days=365)


def multiples(view: View, found: Comparison) -> Block:
    """Return small trends: of the marked body and those of its size, or of those with most registrations."""
    largest = sorted(found.standings, key=lambda one: (-(one.size or 0), one.body.name))
    chosen = ([found.mine, *found.near] if found.mine else largest)[:PANELS]
    days = quarters(view.as_of)
    every = over_time(view, found.metric, days)
    found_on = [(one, every.get(one.body.org_id) or [None] * len(days)) for one in chosen]
    found_on = [(one, each) for one, each in found_on if any(figure is not None for figure in each)]
    if not found_on:
        return Paragraph(view.t("compare.trend.none"))
    lines = [(one, [placed_by(figure) for figure in each]) for one, each in found_on]
    top = top_of(found, [value for _, values in lines for value in values])
    panels = [_panel(view, found, one, list(zip(days, values, strict=True)), top) for one, values in lines]
    title = _trend_title(view, [values for _, values in lines], days)
    return Multiples(title, panels, _trend_table(view, found, found_on, days, title), trends.source(view))


def quarters(last: date) -> list[date]:
    """Return the first day of each quarter since the register opened, and the last day."""
    months = range(OPENED.year * 12 + 12, last.year * 12 + last.month, _QUARTER)
    firsts = [date(month // 12, month % 12 + 1, 1) for month in months]
    return [*(day for day in firsts if day < last), last]


def _panel(
    view: View, found: Comparison, one: Standing, line: Sequence[tuple[date, float | None]], top: float
) -> Panel:
    first = view.mart.first_day
    points = [figures.Point(day, value, rebuilt=first is None or day < first) for day, value in line]
    years = [(date(year, 1, 1), f"{year}") for year in range(OPENED.year + 1, line[-1][0].year + 1)]
    labels = figures.Labels(view.f.separators, years)
    mine = one.body.org_id == found.marked
    suffix = "%" if found.metric.ratio else ""
    last = view.t("compare.trend.panel", name=one.body.name, value=value_in_words(view, found, line[-1][1]))
    known = [(day, value) for day, value in line if value is not None]
    then = view.t(
        "compare.trend.alternative",
        first=value_in_words(view, found, known[0][1]),
        day=view.f.day(known[0][0]),
        last=last,
    )
    return Panel(last, small(points, top, labels, suffix=suffix, marked=mine), then, mine)


def _trend_title(view: View, lines: Sequence[Sequence[float | None]], days: Sequence[date]) -> str:
    """Say at how many the figure rose in a year."""
    back = max((place for place, day in enumerate(days) if day <= days[-1] - _YEAR), default=0)
    pairs = [(line[back], line[-1]) for line in lines]
    known = [(then, now) for then, now in pairs if then is not None and now is not None]
    values = {"of": view.f.number(len(known)), "since": view.f.day(days[back])}
    if not known:
        return view.t("compare.trend.unknown", since=values["since"])
    rose, fell = sum(now > then for then, now in known), sum(now < then for then, now in known)
    return view.t("compare.trend.title", **values, rose=view.f.number(rose), fell=view.f.number(fell))


def _trend_table(
    view: View,
    found: Comparison,
    lines: Sequence[tuple[Standing, Sequence[Share | int | None]]],
    days: Sequence[date],
    title: str,
) -> Table:
    kind: Literal["share", "number"] = "share" if found.metric.ratio else "number"
    columns = (Column(view.t("column.day"), "day"), *(Column(one.body.name, kind) for one, _ in lines))
    rows = [(Cell(day), *(_point(view, values[place]) for _, values in lines)) for place, day in enumerate(days)]
    return Table("trends", title, columns, rows)


def _point(view: View, value: Share | int | None) -> Cell:
    return Cell(value, view.t("compare.few") if value is None else "")
