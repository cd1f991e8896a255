"""Targets: what was promised, who answers for it, and the sentence that says how it stands."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from dashboard import figures, groups, trends
from dashboard.blocks import Block, Cell, Chart, Column, Links, Paragraph, Table
from dashboard.formats import Share
from dashboard.view import DUTCH, View, one, sides
from metrics.spans import NO_MINISTRY
from metrics.systems import stated

#: In the order of a row: what is there, what is not, what is not asked.
STATES: Final = ("late", "overdue", "not_due", "in_grace", "exempt", "inconsistent")
ON_TIME: Final = "on_time.high_risk"
#: The group of a figure that is not split, also where a split has nothing to show.
_WHOLE: Final = "all"
_BEFORE: Final = timedelta(days=365)


def current(view: View) -> list[dict[str, Any]]:
    """Return each target as it was stated by the day, earliest deadline first."""
    rows = stated(view.mart.facts.targets, view.as_of, view.mart.last_day or view.as_of)
    return rows.sort("deadline", "target").to_dicts()


def title(view: View, target: Mapping[str, Any]) -> str:
    """Return the name of a target in the reader's language."""
    return str(target["title_nl" if view.language == DUTCH else "title_en"])


def row_on(view: View, target: str, day: date, metric: str = ON_TIME) -> Mapping[str, Any] | None:
    """Return one figure of a target for the whole of its scope."""
    return one(view.mart.figures(metric, [day], target=target))


def sentence(view: View, target: Mapping[str, Any]) -> str:
    """Return the one sentence: how many of how many were there in time, or why nobody can say."""
    frozen = min(view.as_of, target["deadline"])
    row = row_on(view, target["target"], frozen)
    values = {"title": title(view, target), "deadline": view.f.day(target["deadline"]), "day": view.f.day(frozen)}
    if row is None or row["passed"] is None or not row["asked"]:
        state = row["state"] if row is not None else "not_reported"
        key = "target.not_public" if state == "suppressed" else "target.unknown"
        return view.t(key, **values, reason=view.missing(state))
    share = Share(row["passed"], row["asked"])
    values |= {"n": view.f.number(share.passed), "of": view.f.number(share.asked)}
    error = row["state"] == "reporting_error"
    few = "" if error else view.missing("too_few")
    shown = few if share.too_few else view.f.percent(share)
    values["detail"] = _detail(view, row, shown)
    values["according"] = _dated(view, target, frozen)
    return view.t("target.error" if error else "target.sentence", **values)


def _detail(view: View, row: Mapping[str, Any], *said: str) -> str:
    """Return what must be read with n of N: what was said already, the bounds, and that the list is old."""
    aged = view.t("figure.aged") if row["state"] == "stale" else ""
    details = [text for text in (*said, _bounds(view, row), aged) if text]
    return f" ({'; '.join(details)})" if details else ""


def _bounds(view: View, row: Mapping[str, Any]) -> str:
    """Write the bounds of n of N; nothing where they are the same."""
    ends = sides(row)
    if len(ends) != 2 or ends[0] == ends[1]:  # noqa: PLR2004  (a low one and a high one)
        return ""
    low, high = ends
    if not low.asked or not high.asked:
        return view.t("figure.maybe_none")
    said = {"low": view.f.number(low.passed), "high": view.f.number(high.passed)}
    if low.asked == high.asked:
        return view.t("figure.sides", **said)
    return view.t("target.sides", **said, low_of=view.f.number(low.asked), high_of=view.f.number(high.asked))


def according(view: View, target: Mapping[str, Any], day: date) -> str:
    """Return who gave the lists that a figure counts."""
    frame = _per_ministry(view, ON_TIME, target["target"], day)
    said = view.t("target.according.some")
    if frame.height:
        reported = frame.filter(pl.col("state") != "not_reported").height
        said = view.t("target.according", n=view.f.number(reported), of=view.f.number(frame.height))
    return said


def _dated(view: View, target: Mapping[str, Any], day: date) -> str:
    """Return who gave the lists, and how old the newest is."""
    said, newest = according(view, target, day), _newest_list(view, target, day)
    return view.t("target.newest", said=said, day=view.f.day(newest)) if newest else said


def source(view: View, target: Mapping[str, Any], day: date) -> str:
    """Return where the figures of a target come from: the bodies' own lists, and the register."""
    row, register = row_on(view, target["target"], day), view.t("from.register")
    if row is None or row["n_source"] != "inventory":
        return register
    newest = _newest_list(view, target, day)
    dated = view.t("from.inventories.dated", day=view.f.day(newest)) if newest else view.t("from.inventories")
    return view.t("list.and", first=dated, last=register)


def _newest_list(view: View, target: Mapping[str, Any], day: date) -> date | None:
    row = row_on(view, target["target"], day)
    newest: date | None = row["n_date"] if row else None
    return newest


def summaries(view: View) -> list[Block]:
    """Return every target with its sentence and the way to its page."""
    blocks: list[Block] = []
    for target in current(view):
        link = (view.t("target.more", title=title(view, target)), view.url(f"/doel/{target['target']}"), False)
        blocks += [Paragraph(sentence(view, target)), Links(view.t("links.more"), (link,))]
    return blocks or [Paragraph(view.t("target.none"))]


def covered(view: View, target: str) -> str:
    """Return how many of the ministries reported their systems."""
    frame = _per_ministry(view, ON_TIME, target, view.as_of)
    silent = frame.filter(pl.col("state") == "not_reported").height
    if not frame.height:
        return view.t("target.no_ministries")
    return view.t("target.covered", n=view.f.number(frame.height - silent), of=view.f.number(frame.height))


def states_table(view: View, target: str) -> Table:
    """Return each ministry's systems by state; a ministry that reported nothing says so."""
    main = _groups(view, ON_TIME, target, view.as_of)
    others = {state: _by_group(_groups(view, f"on_time.{state}", target, view.as_of)) for state in STATES}
    t = view.t
    columns = [Column(t("by.ministry")), Column(t("column.systems"), "number"), Column(t("on_time.on_time"), "number")]
    columns += [Column(t(f"on_time.{state}"), "number") for state in STATES]
    columns.append(Column(t("column.on_time_share"), "share"))
    rows = [_states(view, row, others) for row in main.iter_rows(named=True)]
    return Table("states", t("target.states", day=view.f.day(view.as_of)), columns, rows)


def per_ministry(view: View, target: str, day: date) -> pl.DataFrame:
    """Return how many systems of each ministry were on time on a day, of how many."""
    return _per_ministry(view, ON_TIME, target, day)


def _groups(view: View, metric: str, target: str, day: date) -> pl.DataFrame:
    """Return the figures of each ministry, and those of the bodies that hang under none."""
    frame = view.mart.figures(metric, [day], by="ministry", target=target)
    return frame.filter(pl.col("group") != _WHOLE)


def _per_ministry(view: View, metric: str, target: str, day: date) -> pl.DataFrame:
    return _groups(view, metric, target, day).filter(pl.col("group") != NO_MINISTRY)


def _by_group(frame: pl.DataFrame) -> dict[str, Mapping[str, Any]]:
    return {row["group"]: row for row in frame.iter_rows(named=True)}


def _states(
    view: View, row: Mapping[str, Any], others: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> tuple[Cell, ...]:
    name = groups.label(view, "ministry", row)
    # Of a group that is told of in one figure and not in another, that is what is held back.
    untold = dict.fromkeys(("passed", "low", "high")) | {"state": "suppressed" if row["passed"] else row["state"]}
    cells = [view.figure(found.get(row["group"], {**row, **untold})) for found in others.values()]
    return (name, view.figure(row, "asked"), view.figure(row), *cells, view.share(row))


def burn_up(view: View, target: Mapping[str, Any]) -> Chart | None:
    """Return how many systems there were and how many were in the register, week by week."""
    days = trends.weekly(min(target["deadline"] - _BEFORE, view.as_of), view.as_of)
    on_time = view.mart.figures(ON_TIME, days, target=target["target"])
    late = view.mart.figures("on_time.late", days, target=target["target"])
    rows = (
        on_time.join(late.select("as_of", late="passed", late_state="state"), on="as_of", how="left")
        .sort("as_of")
        .to_dicts()
    )
    if not rows or not rows[-1]["asked"] or rows[-1]["passed"] is None:
        return None
    t, f = view.t, view.f
    asked = [_point(view, row, row["asked"]) for row in rows]
    passed = [_point(view, row, together(row["passed"], row["late"])) for row in rows]
    if passed[-1].value is None:
        return None
    lines = [
        figures.Series(t("target.asked"), asked, figures.GREY, "dash"),
        figures.Series(t("target.registered"), passed),
    ]
    name = t("target.deadline", day=f.day(target["deadline"]))
    labels = figures.Labels(f.separators, trends.ticks(view, days), deadline=name)
    shown = days[0] <= target["deadline"] <= days[-1]
    figure = figures.trend(lines, labels, deadline=target["deadline"] if shown else None)
    count = {"n": f.number(passed[-1].value), "of": f.number(asked[-1].value), "day": f.day(days[-1])}
    count["detail"] = view.t("target.aged") if rows[-1]["state"] == "stale" else ""
    said = t("target.burn_up", **count, according=according(view, target, days[-1]))
    table, names = _burn_table(view, said, rows), source(view, target, days[-1])
    return Chart(said, figure, table, trends.source(view, names), t("chart.alternative", title=said))


def together(on_time: int | None, late: int | None) -> int | None:
    """Return how many were registered in time or later; None when either is not known, or not told."""
    return None if on_time is None or late is None else on_time + late


def _point(view: View, row: Mapping[str, Any], value: int | None) -> figures.Point:
    return figures.Point(row["as_of"], value, text=f"{view.f.day(row['as_of'])}: {view.f.number(value)}")


def _burn_table(view: View, caption: str, rows: list[dict[str, Any]]) -> Table:
    t = view.t
    columns = (
        Column(t("column.day"), "day"),
        Column(t("target.asked"), "number"),
        Column(t("on_time.on_time"), "number"),
        Column(t("on_time.late"), "number"),
    )
    cells = [(Cell(row["as_of"]), view.figure(row, "asked"), view.figure(row), _late(view, row)) for row in rows]
    return Table("burn-up", caption, columns, cells)


def _late(view: View, row: Mapping[str, Any]) -> Cell:
    return view.aged(row, Cell(row["late"], "" if row["late"] is not None else view.missing(row["late_state"])))
