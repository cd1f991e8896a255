"""The systems of a list of work as a table: who owns each, and what to do next, in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

import polars as pl

from dashboard import pairing
from dashboard.blocks import Cell, Column, Table
from dashboard.entries import REGISTER
from dashboard.formats import DASH
from dashboard.view import DUTCH, View
from metrics.spans import NO_MINISTRY

_DONE: Final = ("late", "on_time")
#: Columns that stand there only where a system has them: the word above each, and its kind.
_TOLD: Final[Mapping[str, tuple[str, Literal["text", "day"]]]] = {
    "first_published": ("column.first_published", "day"),
    "reason": ("column.explanation", "text"),
}


def table(view: View, frame: pl.DataFrame, total: int, begin: int) -> Table:
    """Return one part of a list of ``total`` systems (columns of ``systems_on``, old), that begins after ``begin``."""
    t, f = view.t, view.f
    columns = [
        Column(t("column.name")),
        Column(t("column.local_id")),
        Column(t("column.organisation")),
        Column(t("column.state")),
        Column(t("work.column.next"), "long"),
        Column(t("work.column.owner")),
        Column(t("column.due"), "day"),
        Column(t("column.days"), "number"),
    ]
    columns += [Column(t(_TOLD[key][0]), _TOLD[key][1]) for key in _told(frame)]
    values = {"n": view.count("count.systems", total), "day": f.day(view.as_of)}
    caption = t("work.caption", **values)
    if frame.height < total:
        ends = {"first": f.number(begin + 1), "last": f.number(begin + frame.height)}
        caption = t("work.caption.part", **values, **ends)
    rows = [_cells(view, row, _told(frame)) for row in frame.iter_rows(named=True)]
    return Table("work-list", caption, columns, rows)


def _told(frame: pl.DataFrame) -> list[str]:
    """Return the columns that only some lists have: where nothing is in them, they would be a wall of dashes."""
    return [key for key in _TOLD if frame[key].drop_nulls().len()]


def _cells(view: View, row: Mapping[str, Any], told: Sequence[str]) -> Sequence[Cell]:
    href = REGISTER + row["lars"] if row["lars"] else ""
    above = "" if row["ministry_id"] in {NO_MINISTRY, row["org_id"]} else row["ministry"]
    cells = {
        "first_published": Cell(row["first_published"], "" if row["first_published"] else view.t("work.not_found")),
        "reason": Cell(_explanation(view, row), "" if row["reason"] else view.t("work.no_explanation")),
    }
    return (
        Cell(row["name"] or view.t("entry.no_name"), href=href, lang=DUTCH),
        Cell(row["local_id"]),
        Cell(row["organisation"], above, href=view.url(f"/organisatie/{row['org_id']}"), lang=DUTCH),
        Cell(view.t(f"on_time.{row['state']}")),
        _next(view, row),
        Cell(row["owner"], lang=DUTCH) if row["owner"] else Cell(None, view.t("work.no_owner")),
        Cell(row["due"]),
        Cell(row["days"]),
        *(cells[key] for key in told),
    )


def _next(view: View, row: Mapping[str, Any]) -> Cell:
    """Return in words what to do; where a match is to be reviewed, with the way there."""
    steps = " ".join(view.t(f"work.step.{key}", day=view.f.day(day)) for key, day in steps_of(row))
    review = row["state"] == "overdue" and row["possible"]
    where = view.url(pairing.PATH, **dict(zip(pairing.PAIR, (row["org_id"], row["local_id"]), strict=False)))
    where = where if review else ""
    return Cell(steps, href=where)


def steps_of(row: Mapping[str, Any]) -> Iterator[tuple[str, date | None]]:
    """Go through the next steps for a system of ``systems_on``, with the day that each is about.

    The first follows from its state. Then, unless it is done: to refresh a list that is old (``old``),
    and to name an owner.
    """
    state = row["state"]
    if state in _DONE:
        yield "done", None
        return
    if state == "overdue":
        yield ("review" if row["possible"] else "again" if row["retracted"] else "register"), None
    elif state == "inconsistent":
        yield "agree", None
    else:
        yield ("expires", row["valid_until"]) if state == "exempt" else ("before", row["due"])
    if row["old"]:
        yield "refresh", row["delivered_on"]
    if not row["owner"]:
        yield "owner", None


def _explanation(view: View, row: Mapping[str, Any]) -> str | None:
    if row["reason"] is None:
        return None
    until = view.f.day(row["valid_until"])
    return view.t("work.explained", reason=row["reason"], ground=row["ground"] or DASH, day=until)
