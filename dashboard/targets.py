"""Targets: what was promised, who answers for it, and the sentence that says how it stands."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from dashboard import figures, groups, trends
from dashboard.blocks import Block, Cell, Chart, Column, Links, Paragraph, Table
from dashboard.formats import DASH, Share
from dashboard.view import DUTCH, View, one

#: In the order of a row: what is there, what is not, what is not asked.
STATES: Final = ("late", "overdue", "not_due", "in_grace", "exempt", "inconsistent")
ON_TIME: Final = "on_time.high_risk"
#: The group of a figure that is not split, also where a split has nothing to show.
_WHOLE: Final = "all"
_BEFORE: Final = timedelta(days=365)


def current(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return each target as it was last stated, earliest deadline first."""
    newest = frame.sort("stated_on").group_by("target", maintain_order=True).last()
    return newest.sort("deadline", "target").to_dicts()


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
    shown = view.f.percent(share)
    values["percent"] = "" if shown == DASH else f" ({shown})"
    return view.t("target.sentence" if row["state"] != "reporting_error" else "target.error", **values)


def summaries(view: View) -> list[Block]:
    """Return every target with its sentence and the way to its page."""
    blocks: list[Block] = []
    for target in current(view.mart.facts.targets):
        link = (view.t("target.more", title=title(view, target)), view.url(f"/doel/{target['target']}"), False)
        blocks += [Paragraph(sentence(view, target)), Links(view.t("links.more"), (link,))]
    return blocks or [Paragraph(view.t("target.none"))]


def covered(view: View, target: str) -> str:
    """Return how many of the ministries reported their systems."""
    frame = _per_ministry(view, ON_TIME, target)
    silent = frame.filter(pl.col("state") == "not_reported").height
    if not frame.height:
        return view.t("target.no_ministries")
    return view.t("target.covered", n=view.f.number(frame.height - silent), of=view.f.number(frame.height))


def states_table(view: View, target: str) -> Table:
    """Return each ministry's systems by state; a ministry that reported nothing says so."""
    main = _per_ministry(view, ON_TIME, target)
    others = {state: _by_group(_per_ministry(view, f"on_time.{state}", target)) for state in STATES}
    t = view.t
    columns = [Column(t("by.ministry")), Column(t("column.systems"), "number"), Column(t("on_time.on_time"), "number")]
    columns += [Column(t(f"on_time.{state}"), "number") for state in STATES]
    columns.append(Column(t("column.on_time_share"), "share"))
    rows = [_states(view, row, others) for row in main.iter_rows(named=True)]
    return Table("states", t("target.states", day=view.f.day(view.as_of)), columns, rows)


def _per_ministry(view: View, metric: str, target: str) -> pl.DataFrame:
    frame = view.mart.figures(metric, [view.as_of], by="ministry", target=target)
    return frame.filter(pl.col("group") != _WHOLE)


def _by_group(frame: pl.DataFrame) -> dict[str, Mapping[str, Any]]:
    return {row["group"]: row for row in frame.iter_rows(named=True)}


def _states(
    view: View, row: Mapping[str, Any], others: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> tuple[Cell, ...]:
    name = groups.label(view, "ministry", row)
    cells = [view.figure(found.get(row["group"], {**row, "passed": None})) for found in others.values()]
    return (name, view.figure(row, "asked"), view.figure(row), *cells, view.share(row))


def burn_up(view: View, target: Mapping[str, Any]) -> Chart | None:
    """Return how many systems there were and how many were in the register, week by week."""
    days = trends.weekly(min(target["deadline"] - _BEFORE, view.as_of), view.as_of)
    on_time = view.mart.figures(ON_TIME, days, target=target["target"])
    late = view.mart.figures("on_time.late", days, target=target["target"])
    rows = on_time.join(late.select("as_of", late="passed"), on="as_of", how="left").sort("as_of").to_dicts()
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
    said = t("target.burn_up", n=f.number(passed[-1].value), of=f.number(asked[-1].value), day=f.day(days[-1]))
    table = _burn_table(view, said, rows)
    return Chart(said, figure, table, trends.source(view), t("chart.alternative", title=said))


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
    return Cell(row["late"], "" if row["late"] is not None else view.missing(row["state"]))
