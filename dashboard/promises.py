"""What was promised, for when and by whom, and what happened; and the dates of targets, also those that were moved."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from dashboard import targets
from dashboard.blocks import Block, Cell, Column, Notice, Paragraph, Table
from dashboard.view import DUTCH, View, exact
from metrics.bodies import bodies_of
from metrics.facts import in_force

#: Under which name the ledger keeps what was promised for all of central government.
_GOVERNMENT: Final = "government"


def kept(view: View, target: Mapping[str, Any]) -> list[Block]:
    """Return what was promised by the day beside what the register held then, and holds now."""
    rows = promised(view)
    if rows.is_empty():
        return [Paragraph(view.t("promises.none"))]
    t = view.t
    columns = (
        Column(t("promises.who")),
        Column(t("promises.what")),
        Column(t("promises.number"), "number"),
        Column(t("promises.due"), "day"),
        Column(t("promises.then")),
        Column(t("promises.now", day=view.f.day(view.as_of))),
        Column(t("promises.stated"), "day"),
        Column(t("promises.document")),
    )
    names = _names(view)
    cells = [_cells(view, target, row, names) for row in rows.iter_rows(named=True)]
    return [Paragraph(t("promises.text")), Table("promises", t("promises.caption"), columns, cells)]


def promised(view: View) -> pl.DataFrame:
    """Return the promises that were made by the day, those first that were due first."""
    frame = in_force(view.mart.facts.commitments, view.mart.last_day or view.as_of)
    return frame.filter(pl.col("stated_on") <= view.as_of).sort("date", "stated_on", "org_id", "promise_nl")


def _names(view: View) -> Mapping[str, str]:
    bodies = bodies_of(view.mart.facts, view.mart.last_day or view.as_of)
    return dict(bodies.select("org_id", "organisation").iter_rows())


def _cells(view: View, target: Mapping[str, Any], row: Mapping[str, Any], names: Mapping[str, str]) -> Sequence[Cell]:
    code = row["org_id"]
    who = Cell(view.t("promises.government"))
    if code != _GOVERNMENT:
        who = Cell(names.get(code, code), href=view.url(f"/organisatie/{code}"), lang=DUTCH)
    not_yet = Cell(None, view.t("promises.not_yet"))
    return (
        who,
        Cell(view.told(row, "promise"), view.t("promises.passage", text=view.told(row, "passage"))),
        Cell(row["number"], "" if row["number"] is not None else view.t("promises.no_number")),
        Cell(row["date"]),
        _happened(view, target, code, row["date"]) if row["date"] <= view.as_of else not_yet,
        _happened(view, target, code, view.as_of),
        Cell(row["stated_on"]),
        Cell(view.told(row, "document"), href=row["link"] or ""),
    )


def _happened(view: View, target: Mapping[str, Any], code: str, day: date) -> Cell:
    """Return what there is to say of a promise on a day: of all systems, or of the registrations of one body."""
    if code == _GOVERNMENT:
        return _of_government(view, target, day)
    for by in ("ministry", "organisation"):
        frame = view.mart.figures("size.registrations", [day], by=by).filter(pl.col("org_id") == code)
        if frame.height:
            row = frame.row(0, named=True)
            count = exact(row)
            said = view.counted("count.registrations", row)
            return Cell(said, view.t("promises.all_categories")) if count is not None or said else _unknown(view, row)
    return Cell(view.count("count.registrations", 0), view.t("promises.all_categories"))


def _of_government(view: View, target: Mapping[str, Any], day: date) -> Cell:
    row = targets.row_on(view, target["target"], day)
    late = targets.row_on(view, target["target"], day, "on_time.late")
    number = targets.together(row["passed"] if row else None, late["passed"] if late else None)
    if row is None or number is None or not row["asked"]:
        return _unknown(view, row)
    values = {"n": view.f.number(number), "of": view.f.number(row["asked"])}
    return view.aged(row, Cell(view.t("promises.registered", **values)))


def _unknown(view: View, row: Mapping[str, Any] | None) -> Cell:
    return Cell(None, view.missing(row["state"] if row else "not_reported"))


def stated(view: View) -> pl.DataFrame:
    """Return every statement of every target by the day (columns of the frame ``targets``), the newest of each last."""
    frame = in_force(view.mart.facts.targets, view.mart.last_day or view.as_of)
    return frame.sort("target", "stated_on", "deadline")


def moved(view: View, target: Mapping[str, Any]) -> list[Block]:
    """Say where the date of a target was stated otherwise before, or after the day; nothing where it was not."""
    rows = stated(view).filter(pl.col("target") == target["target"])
    others = rows.filter(pl.col("deadline") != target["deadline"]).iter_rows(named=True)
    f = view.f
    told = [
        view.t(
            "dates.moved.before" if row["stated_on"] <= target["stated_on"] else "dates.moved.after",
            deadline=f.day(row["deadline"]),
            day=f.day(row["stated_on"]),
            now=f.day(target["deadline"]),
        )
        for row in others
    ]
    return [Notice(" ".join([*told, view.t("dates.moved.kept")]))] if told else []


def dates(view: View) -> Table:
    """Return every date that a target ever had, with who stated it and whether it counts on the day."""
    t = view.t
    columns = (
        Column(t("dates.target")),
        Column(t("target.fact.deadline"), "day"),
        Column(t("target.fact.stated"), "day"),
        Column(t("column.state")),
        Column(t("target.fact.source")),
    )
    now = {row["target"]: (row["deadline"], row["stated_on"]) for row in targets.current(view)}
    rows = [
        (
            Cell(targets.title(view, row), href=view.url(f"/doel/{row['target']}")),
            Cell(row["deadline"]),
            Cell(row["stated_on"]),
            Cell(t(_standing(row, now.get(row["target"]), view.as_of))),
            Cell(view.told(row, "source")),
        )
        for row in stated(view).iter_rows(named=True)
    ]
    return Table("dates", t("dates.caption", day=view.f.day(view.as_of)), columns, rows)


def _standing(row: Mapping[str, Any], counts: tuple[date, date] | None, as_of: date) -> str:
    if counts == (row["deadline"], row["stated_on"]):
        return "dates.counts"
    return "dates.replaced" if row["stated_on"] <= as_of else "dates.later"
