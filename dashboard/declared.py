"""What bodies declared of their systems, as printed, with what does not add up said in words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl

from dashboard import targets
from dashboard.blocks import Block, Cell, Column, Paragraph, Table
from dashboard.view import DUTCH, View
from metrics.declarations import COLUMNS, TOTAL, contradictions, declarations, last_heard, over_time

_COUNTS: Final = ("category_a", "category_b", "category_c", "total_printed", "published_on_date")


def ministries(view: View, target: str) -> list[Block]:
    """Return what the ministries declared by the day, and where their documents contradict themselves."""
    frame = declarations(view.mart.facts, view.as_of, _known_on(view), target)
    itself = pl.col("org_id") == pl.col("ministry_id")
    spoken = pl.col("declared_on").is_not_null()
    shown = frame.filter(pl.col("state") != "not_asked", itself.fill_null(value=False) | spoken)
    # What is on lists stands beside what documents say: without a document there is nothing to set it beside.
    if shown.filter(spoken | (pl.col("state") == "forthcoming")).is_empty():
        return [Paragraph(view.t("declared.none"))]
    table = _ministries(
        view, shown, _column(view, target), _on_lists(view, target) if view.audience == "internal" else None
    )
    odd = [_odd(view, row) for row in _contradictions(view).iter_rows(named=True)]
    told = [Paragraph(view.t("declared.odd")), *map(Paragraph, odd)] if odd else []
    return [Paragraph(view.t("declared.text")), table, *told]


def _known_on(view: View) -> date:
    return last_heard(view.mart.facts) or view.as_of


def _contradictions(view: View) -> pl.DataFrame:
    """Return the contradictions below a column; those of a row stand in that row."""
    found = contradictions(view.mart.facts, view.as_of, _known_on(view))
    return found.filter(pl.col("org_id") == TOTAL)


def _odd(view: View, row: Mapping[str, Any]) -> str:
    values = {"printed": view.f.number(row["printed"]), "summed": view.f.number(row["summed"])}
    column = view.t(f"declared.column.{row['what']}")
    return view.t(
        "declared.odd.column", document=row["document"], column=column, day=view.f.day(row["as_of"]), **values
    )


def _column(view: View, target: str) -> str:
    """Return which printed count is of the category of a target."""
    return COLUMNS[next(row["category"] for row in targets.current(view) if row["target"] == target)]


def _on_lists(view: View, target: str) -> dict[str, Mapping[str, Any]]:
    """Return the figure on the systems of each ministry and all that hangs under it, by their own lists."""
    frame = view.mart.figures("on_time.high_risk", [view.as_of], by="ministry", target=target)
    return {row["org_id"]: row for row in frame.iter_rows(named=True) if row["org_id"]}


def _ministries(view: View, frame: pl.DataFrame, asked: str, lists: Mapping[str, Mapping[str, Any]] | None) -> Table:
    t = view.t
    internal = lists is not None
    columns = [Column(t("column.organisation")), Column(t("column.state"))]
    # How many lines a list has is not public.
    columns += [Column(t("declared.column.listed"), "number")] if internal else []
    columns += _columns(view)
    columns += [Column(t("declared.column.rolled"), "number")] if internal else []
    rows = [
        (
            Cell(row["organisation"], href=view.url(f"/organisatie/{row['org_id']}"), lang=DUTCH),
            Cell(_state(view, row)),
            *([_number(view, row, "listed", "declared.no_list")] if internal else []),
            *_cells(view, row, row["declared_on"]),
            *([_beside(view, row, asked, lists.get(row["org_id"]))] if lists is not None else []),
        )
        for row in frame.iter_rows(named=True)
    ]
    return Table("declared", t("declared.caption", day=view.f.day(view.as_of)), columns, rows)


def _beside(view: View, row: Mapping[str, Any], column: str, listed: Mapping[str, Any] | None) -> Cell:
    """Return what all lists of a ministry hold together, with how far the declared number is from it."""
    if listed is None or listed["asked"] is None:
        return Cell(None, view.t("declared.no_list"))
    cell = view.figure(listed, "asked")
    said = row[column]
    if said is None or said == listed["asked"]:
        return cell
    apart = view.t("declared.apart", n=view.f.number(said), of=view.f.number(listed["asked"]))
    return replace(cell, reason=f"{apart} {cell.reason}".strip())


def _columns(view: View) -> list[Column]:
    counts = [Column(view.t(f"declared.column.{one}"), "number") for one in _COUNTS]
    return [*counts, Column(view.t("declared.column.as_of"), "day"), Column(view.t("declared.column.document"))]


def _cells(view: View, row: Mapping[str, Any], day: date | None) -> list[Cell]:
    nothing = view.t("declared.no_document")
    document = Cell(row["document"], _remark(view, row) if row["document"] else nothing, href=row["link"] or "")
    numbers = [_number(view, row, one) for one in _COUNTS]
    return [*numbers, Cell(day, "" if day else nothing), document]


def _number(view: View, row: Mapping[str, Any], key: str, absent: str = "") -> Cell:
    if row[key] is not None:
        return Cell(row[key], _difference(view, row) if key == "total_printed" else "")
    return Cell(None, view.t(absent or ("declared.not_printed" if row["document"] else "declared.no_document")))


def _difference(view: View, row: Mapping[str, Any]) -> str:
    """Return what A, B and C add up to, where that is not what is printed."""
    apart = row["summed"] is not None and row["summed"] != row["total_printed"]
    return view.t("declared.odd.row", summed=view.f.number(row["summed"])) if apart else ""


def _state(view: View, row: Mapping[str, Any]) -> str:
    """Return how a body stands in words; one with nothing to declare says which source said so."""
    listed = row["state"] == "declared_zero" and row["n_source"] == "inventory"
    return view.t("declared.state.empty_list" if listed else f"declared.state.{row['state']}")


def _remark(view: View, row: Mapping[str, Any]) -> str:
    """Return under which name a document counts, what it includes, and the passage."""
    said = []
    if row["printed"] and row["printed"] != row["organisation"]:
        said.append(view.t("declared.printed", name=row["printed"]))
    if row["includes"]:
        said.append(view.t("declared.includes", text=row["includes"]))
    if row["quote"]:
        said.append(view.t("declared.quote", text=row["quote"]))
    return " ".join(said)


def history(view: View, org_id: str, name: str) -> list[Block]:
    """Return all that documents ever said of one body; nothing when none did."""
    frame = over_time(view.mart.facts, org_id, _known_on(view)).filter(pl.col("as_of") <= view.as_of)
    if not frame.height:
        return []
    *counts, day, document = _columns(view)
    # The first column heads its row.
    columns = [day, *counts, document, Column(view.t("column.state"))]
    rows = [
        _moment(view, row | {"printed": row["organisation"], "organisation": name})
        for row in frame.iter_rows(named=True)
    ]
    return [Paragraph(view.t("declared.text")), Table("declared", view.t("declared.over_time"), columns, rows)]


def _moment(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    *counts, day, document = _cells(view, row, row["as_of"])
    coming = row["state"] == "forthcoming" and row["expected_on"] is not None
    state = view.t("declared.expected", day=view.f.day(row["expected_on"])) if coming else ""
    return day, *counts, document, Cell(state or view.t(f"declared.state.{row['state']}"))
