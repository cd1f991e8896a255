"""What is still missing after a target's date: how old that is, and how long it will take at this pace."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from dashboard import targets, trends
from dashboard.blocks import Block, Cell, Chart, Column, Facts, Paragraph, Table
from dashboard.stacked import Bar, Part, counts
from dashboard.states import LOOKS
from dashboard.view import View

#: From how many months on a system is in each class, the last without an end.
AGES: Final = (("months_3", 0), ("months_6", 3), ("months_12", 6), ("longer", 12))
_MISSED: Final = ("overdue", "late")


def blocks(view: View, target: Mapping[str, Any]) -> list[Block]:
    """Return the backlog by age and the pace; before the date, what is needed a week."""
    if view.as_of <= target["deadline"]:
        return [Paragraph(view.t("pace.before", day=view.f.day(target["deadline"]))), _needed(view, target["target"])]
    return [Paragraph(_sentence(view, target["target"])), *_by_age(view, target), _pace(view, target["target"])]


def aged(frame: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return how many systems missed their date, by how long: age, and a column for each of overdue and late.

    A late one counts by how late it came, one that is not there by how long ago it was due.
    """
    until = pl.when(pl.col("state") == "late").then("first_published").otherwise(pl.lit(as_of, pl.Date))
    age = pl.lit(AGES[0][0])
    for name, months in AGES[1:]:
        age = pl.when(until > pl.col("due").dt.offset_by(f"{months}mo")).then(pl.lit(name)).otherwise(age)
    counted = frame.filter(pl.col("state").is_in(_MISSED)).with_columns(age=age)
    every = pl.DataFrame({"age": [name for name, _ in AGES]})
    found = counted.group_by("age").agg((pl.col("state") == one).sum().cast(pl.Int64).alias(one) for one in _MISSED)
    return every.join(found, on="age", how="left", maintain_order="left").fill_null(0)


def _by_age(view: View, target: Mapping[str, Any]) -> list[Block]:
    if view.audience != "internal":
        return [Paragraph(view.t("backlog.not_public"))]
    rows = aged(view.mart.work_list(target["target"], view.as_of), view.as_of).to_dicts()
    if not any(row[one] for row in rows for one in _MISSED):
        return [Paragraph(view.t("backlog.none"))]
    t = view.t
    names = [t(f"backlog.{row['age']}") for row in rows]
    parts = [_part(view, one, names, [row[one] for row in rows]) for one in _MISSED]
    old = sum(row["overdue"] for row in rows[-1:])
    total = sum(row["overdue"] for row in rows)
    title = t("backlog.title", n=view.count("count.systems", total), old=view.f.number(old), day=view.f.day(view.as_of))
    columns = [Column(t("backlog.age")), *(Column(t(f"backlog.{one}"), "number") for one in _MISSED)]
    cells = [(Cell(name), *(Cell(row[one]) for one in _MISSED)) for name, row in zip(names, rows, strict=True)]
    table = Table("backlog", title, columns, cells)
    figure = counts([Bar(name) for name in names], parts, view.f.separators)
    source = trends.source(view, targets.source(view, target, view.as_of))
    return [Chart(title, figure, table, source, t("chart.alternative", title=title), opened=True)]


def _part(view: View, state: str, names: list[str], values: list[int]) -> Part:
    said = view.t(f"backlog.{state}")
    texts = [f"{name}: {view.f.number(value)} {said.lower()}" for name, value in zip(names, values, strict=True)]
    return Part(said, LOOKS[state], values, texts)


def _sentence(view: View, target: str) -> str:
    """Return how many are not there yet, how late the others came, and how long it will take."""
    row = targets.row_on(view, target, view.as_of, "pace.backlog")
    if row is None or row["passed"] is None:
        return view.t("backlog.unknown", reason=view.missing(row["state"] if row else "not_reported"))
    values = {"n": view.f.number(row["passed"]), "of": view.count("count.systems", row["asked"])}
    aged_list = view.t("target.aged") if row["state"] == "stale" else ""
    said = view.t("backlog.sentence", day=view.f.day(view.as_of), **values, detail=aged_list)
    return f"{said} {_weeks(view, target)}" if row["passed"] else said


def _weeks(view: View, target: str) -> str:
    """Return in how many weeks it would be done, as a range; or why nobody can say."""
    row = targets.row_on(view, target, view.as_of, "pace.weeks_to_clear")
    if row is None or row["passed"] is None:
        state = row["state"] if row else "not_reported"
        key = {"too_few": "pace.withheld", "suppressed": "pace.not_public"}.get(state, "pace.unknown")
        return view.t(key, reason=view.missing(state))
    ends = {"low": view.f.number(row["low"]), "high": view.f.number(row["high"])}
    key = "pace.weeks" if row["high"] is not None else "pace.weeks.open"
    return view.t(key, n=view.count("count.weeks", row["passed"]), **ends)


def _pace(view: View, target: str) -> Block:
    """Return the figures of the pace, each with its bounds or the reason why there is none."""
    t = view.t
    missed = (t("pace.fact.backlog"), _figure(view, target, "pace.backlog"))
    late = (t("pace.fact.days_late"), _figure(view, target, "pace.days_late", "pace.none_late"))
    return Facts((missed, late, (t("pace.fact.weeks"), _weeks_cell(view, target))))


def _figure(view: View, target: str, metric: str, not_asked: str = "state.not_asked") -> Cell:
    """Return a figure of a target after its date; ``not_asked`` says why it may then have no value."""
    row = targets.row_on(view, target, view.as_of, metric)
    if row and row["state"] == "not_asked":
        return Cell(None, view.t(not_asked))
    return view.figure(row) if row else Cell(None, view.missing("not_reported"))


def _weeks_cell(view: View, target: str) -> Cell:
    row = targets.row_on(view, target, view.as_of, "pace.weeks_to_clear")
    if row is None or row["passed"] is None:
        withheld = row is not None and row["state"] == "too_few"
        reason = view.missing(row["state"] if row else "not_reported")
        return Cell(None, view.t("pace.why_withheld") if withheld else reason)
    ends = {"low": view.f.number(row["low"]), "high": view.f.number(row["high"])}
    open_ended = row["high"] is None
    bounds = view.t("figure.least", n=ends["low"]) if open_ended else view.t("figure.between", **ends)
    return view.aged(row, Cell(row["passed"], bounds=bounds))


def _needed(view: View, target: str) -> Block:
    row = targets.row_on(view, target, view.as_of, "pace.needed_per_week")
    return Facts(((view.t("pace.fact.needed"), view.figure(row) if row else Cell(None, view.missing("not_reported"))),))
