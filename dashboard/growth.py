"""How the register fills up for a target: month by month, against what is to be in it and the date of the target."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from dashboard import coverage, figures, targets, trends
from dashboard.blocks import Block, Cell, Chart, Column, Paragraph, Table
from dashboard.view import View
from metrics.sources import DECLARED, INVENTORY

_BEFORE: Final = 12
_COUNTED: Final = "coverage.declared"


def blocks(view: View, target: Mapping[str, Any]) -> list[Block]:
    """Return the burn-up by lists, else by declared counts, else why there is none."""
    chart = burn_up(view, target)
    if chart:
        return [chart, Paragraph(view.t("growth.note"))]
    counted = by_counts(view, target)
    public = view.audience != "internal"
    why = Paragraph(view.t("target.growth_not_public" if public else "target.no_growth"))
    return [why, counted] if counted else [why]


def months(first: date, last: date) -> list[date]:
    """Return the last day of each month from that of ``first`` on, and ``last``; oldest first."""
    found, begin = [last], date(last.year, last.month, 1)
    while (before := begin - timedelta(days=1)) >= first:
        found.append(before)
        begin = before.replace(day=1)
    return found[::-1]


def _days(view: View, target: Mapping[str, Any]) -> list[date]:
    last = min(view.as_of, target["deadline"])
    first = date(last.year - _BEFORE // 12, last.month, 1)
    around = {target["deadline"]} if target["deadline"] <= view.as_of else set()
    return sorted({*months(first, view.as_of), *around})


def burn_up(view: View, target: Mapping[str, Any]) -> Chart | None:
    """Return how many systems there were, within which bounds, and how many were in the register; None if untold."""
    days = _days(view, target)
    rows = _joined(view, target["target"], days)
    if not rows or not rows[-1]["asked"] or targets.together(rows[-1]["passed"], rows[-1]["late"]) is None:
        return None
    t, f = view.t, view.f
    done = [targets.together(row["passed"], row["late"]) for row in rows]
    asked = [_asked(view, row) for row in rows]
    passed = [_point(view, row["as_of"], number) for row, number in zip(rows, done, strict=True)]
    lines = [
        figures.Series(t("target.asked"), asked, figures.GREY, "dash"),
        figures.Series(t("target.registered"), passed),
    ]
    count = {"n": f.number(done[-1]), "of": f.number(rows[-1]["asked"]), "day": f.day(days[-1])}
    count["detail"] = t("target.aged") if rows[-1]["state"] == "stale" else ""
    said = t("target.burn_up", **count, according=targets.according(view, target, days[-1]))
    source = trends.source(view, targets.source(view, target, days[-1]))
    table = _table(view, said, rows)
    return Chart(said, _figure(view, target, lines, days), table, source, t("chart.alternative", title=said))


def _joined(view: View, target: str, days: Sequence[date]) -> list[dict[str, Any]]:
    """Return a row a day: the figure on time, with late, and least and most (N in the narrow and the wide sense)."""
    main = _by_day(view, targets.ON_TIME, target, days)
    late = _by_day(view, "on_time.late", target, days)
    bounds = _by_day(view, coverage.COVERAGE, target, days)
    return [{**row, **_of(late.get(day)), **_bounds(row, bounds.get(day))} for day, row in sorted(main.items())]


def _by_day(view: View, metric: str, target: str, days: Sequence[date]) -> dict[date, Mapping[str, Any]]:
    frame = view.mart.figures(metric, days, target=target)
    return {row["as_of"]: row for row in frame.iter_rows(named=True)}


def _of(late: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"late": late["passed"] if late else None, "late_state": late["state"] if late else "not_reported"}


def _bounds(row: Mapping[str, Any], cover: Mapping[str, Any] | None) -> dict[str, int | None]:
    """Return between which numbers of systems N lies, by the lists of the same bodies."""
    if cover is None or cover["n_source"] != INVENTORY or cover["asked"] != row["asked"] or row["asked"] is None:
        return {"least": row["asked"], "most": row["asked"]}
    ends = [row["asked"], *(cover[one] for one in ("low_asked", "high_asked") if cover[one] is not None)]
    return {"least": min(ends), "most": max(ends)}


def _asked(view: View, row: Mapping[str, Any]) -> figures.Point:
    point = _point(view, row["as_of"], row["asked"])
    return figures.Point(point.day, point.value, row["least"], row["most"], point.text)


def _point(view: View, day: date, value: int | None) -> figures.Point:
    return figures.Point(day, value, text=f"{view.f.day(day)}: {view.f.number(value)}")


def _figure(
    view: View, target: Mapping[str, Any], lines: Sequence[figures.Series], days: Sequence[date]
) -> dict[str, Any]:
    name = view.t("target.deadline", day=view.f.day(target["deadline"]))
    band = view.t("growth.band")
    labels = figures.Labels(view.f.separators, trends.ticks(view, days), band=band, deadline=name)
    shown = days[0] <= target["deadline"] <= days[-1]
    return figures.trend(lines, labels, deadline=target["deadline"] if shown else None)


def _table(view: View, caption: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    t = view.t
    columns = (
        Column(t("column.day"), "day"),
        Column(t("target.asked"), "number"),
        Column(t("on_time.on_time"), "number"),
        Column(t("on_time.late"), "number"),
        Column(t("growth.least"), "number"),
        Column(t("growth.most"), "number"),
    )
    return Table("burn-up", caption, columns, [_cells(view, row) for row in rows])


def _cells(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    late = Cell(row["late"], "" if row["late"] is not None else view.missing(row["late_state"]))
    why = "" if row["asked"] is not None else view.missing(row["state"])
    ends = [view.aged(row, Cell(row[one], why)) for one in ("least", "most")]
    return Cell(row["as_of"]), view.figure(row, "asked"), view.figure(row), view.aged(row, late), *ends


def by_counts(view: View, target: Mapping[str, Any]) -> Chart | None:
    """Return the registrations beside what public documents declared, month by month; None where none did."""
    days = _days(view, target)
    found = view.mart.figures(_COUNTED, days, target=target["target"]).sort("as_of").to_dicts()
    rows = [row for row in found if row["asked"] is not None and row["passed"] is not None]
    if not rows or rows[-1]["n_source"] != DECLARED:
        return None
    t, f = view.t, view.f
    lines = [
        figures.Series(
            t("growth.declared"), [_point(view, r["as_of"], r["asked"]) for r in found], figures.GREY, "dash"
        ),
        figures.Series(t("chart.registrations"), [_point(view, r["as_of"], r["passed"]) for r in found]),
    ]
    last = rows[-1]
    values = {"day": f.day(last["as_of"]), "n": view.count("count.registrations", last["passed"])}
    said = t("growth.counts", **values, of=f.number(last["asked"]), covers=targets.covers(view, last))
    columns = (
        Column(t("column.day"), "day"),
        Column(t("growth.declared"), "number"),
        Column(t("column.registrations"), "number"),
    )
    cells = [(Cell(row["as_of"]), view.figure(row, "asked"), view.figure(row)) for row in found]
    table = Table("burn-up", said, columns, cells)
    source = trends.source(view, t("growth.documents"))
    return Chart(said, _figure(view, target, lines, days), table, source, t("chart.alternative", title=said))
