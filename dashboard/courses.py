"""A share over time, week by week, in which a reader picks the two days to compare."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from dashboard import figures, moving, periods, trends
from dashboard.blocks import Block, Cell, Chart, Column, Table
from dashboard.data import Asked
from dashboard.formats import Share
from dashboard.periods import FROM
from dashboard.view import DATE, View, address
from metrics.catalogue import CATALOGUE

#: A line has two ends.
_ENDS: Final = 2


def course(view: View, question: Asked) -> list[Block]:
    """Return the figure of every week of the last year, or from the first day asked about; nothing without a line."""
    if moving.refusal(view, question):
        return []
    last = view.mart.last_day or view.as_of
    days = {*trends.weekly(min(question.start, periods.year_before(last)), last), question.start, question.end}
    frame = view.mart.figures(question.metric, sorted(days), where=question.where, target=question.target)
    rows = frame.sort("as_of").to_dicts()
    shown = [row for row in rows if share(row) is not None]
    return [_chart(view, question, rows, shown)] if len(shown) >= _ENDS else []


def share(row: Mapping[str, Any]) -> float | None:
    """Return the percentage of a figure; None where there is none, or too few cases for one."""
    known = row["passed"] is not None and row["asked"] and row["state"] != "reporting_error"
    return Share(row["passed"], row["asked"]).percent if known else None


def _chart(view: View, question: Asked, rows: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, Any]]) -> Chart:
    name = CATALOGUE[question.metric].title[view.language]
    days = [row["as_of"] for row in rows]
    labels = figures.Labels(
        view.f.separators, trends.ticks(view, days), view.t("chart.rebuilt"), checks=view.t("why.picked")
    )
    points = [_point(view, row) for row in rows]
    picked = [one for one in points if one.day in {question.start, question.end} and one.value is not None]
    figure = figures.trend([figures.Series(view.t("why.line"), points)], labels, checks=picked)
    figure["layout"]["yaxis"] |= {"ticksuffix": "%", "tickformat": "", "nticks": 6}
    ends = [view.f.percent(Share(row["passed"], row["asked"])) for row in (shown[0], shown[-1])]
    marks = {"start": view.f.day(shown[0]["as_of"]), "end": view.f.day(shown[-1]["as_of"])}
    title = view.t("why.course", title=name, was=ends[0], is_now=ends[1], **marks)
    table, source = _table(view, title, rows), trends.source(view, moving.source(view, question))
    return Chart(title, figure, table, source, view.t("chart.alternative", title=title), pick=_pick(view))


def _point(view: View, row: Mapping[str, Any]) -> figures.Point:
    first, value = view.mart.first_day, share(row)
    said = f"{view.f.percent(Share(row['passed'], row['asked']))}" if value is not None else view.missing(row["state"])
    rebuilt = first is None or row["as_of"] < first
    return figures.Point(row["as_of"], value, text=f"{view.f.day(row['as_of'])}: {said}", rebuilt=rebuilt)


def _pick(view: View) -> str:
    """Return where two picked days lead; the days stand in it unquoted, to be filled in."""
    days = {FROM: "{first}", DATE: "{last}"}
    href = address(view.language, moving.PATH, moving.kept(view, FROM) | days)
    return href.replace("%7B", "{").replace("%7D", "}")


def _table(view: View, caption: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    t = view.t
    columns = (
        Column(t("column.day"), "day"),
        Column(t("column.passed"), "number"),
        Column(t("column.asked"), "number"),
        Column(t("column.share"), "share"),
        Column(t("why.column.from_here")),
        Column(t("why.column.to_here")),
    )
    return Table("course", caption, columns, [_row(view, row) for row in rows])


def _row(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    day: date = row["as_of"]
    begin = view.url(**moving.kept(view, FROM), **{FROM: day.isoformat()}) if day <= view.as_of else ""
    end = view.url(**moving.kept(view), **{DATE: day.isoformat()}) if day >= periods.start(view) else ""
    return (
        Cell(day),
        view.figure(row),
        view.figure(row, "asked"),
        view.share(row),
        Cell(view.t("why.from_here") if begin else None, "" if begin else view.t("why.later"), href=begin),
        Cell(view.t("why.to_here") if end else None, "" if end else view.t("why.earlier"), href=end),
    )
