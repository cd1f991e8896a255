"""What sources of organisations do not agree on, for whoever can resolve it."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.blocks import Block, Cell, Column, Paragraph, Table
from dashboard.view import DUTCH, ENGLISH, View
from metrics.issue_kinds import KINDS


def section(view: View) -> list[Block]:
    """Return how many issues there are, and the table of them; without a register of organisations, that."""
    if view.edition is None:
        return [Paragraph(view.t("issues.no_register"))]
    found = view.mart.issues()
    if not found.height:
        compared = not view.mart.facts.bodies.is_empty()
        return [Paragraph(view.t("issues.none" if compared else "issues.no_register"))]
    number = view.count("count.issues", found.height)
    columns = (
        Column(view.t("column.issue")),
        Column(view.t("column.organisation")),
        Column(view.t("column.code")),
        Column(view.t("column.register_says")),
        Column(view.t("column.said_here")),
    )
    rows = [_row(view, row) for row in found.iter_rows(named=True)]
    return [
        Paragraph(view.t("issues.text", n=number)),
        _kinds(view, found),
        Table("issues", view.t("issues.caption"), columns, rows),
    ]


def _kinds(view: View, found: pl.DataFrame) -> Table:
    columns = (
        Column(view.t("column.severity")),
        Column(view.t("column.issue")),
        Column(view.t("column.number"), "number"),
        Column(view.t("column.todo")),
    )
    counted = found.group_by("severity", "kind", maintain_order=True).len()
    rows = [
        (
            Cell(view.t(f"severity.{severity}")),
            Cell(KINDS[kind].title[view.language]),
            Cell(count),
            Cell(KINDS[kind].todo[view.language]),
        )
        for severity, kind, count in counted.iter_rows()
    ]
    return Table("issue_kinds", view.t("issues.kinds_caption"), columns, rows)


def _row(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    kind = KINDS[row["kind"]]
    return (
        Cell(kind.title[view.language]),
        Cell(row["name"], href=view.url(f"/organisatie/{row['org_id']}"), lang=DUTCH),
        Cell(row["org_id"]),
        Cell(row["register_says"], lang=ENGLISH),
        Cell(row["said_here"], lang=ENGLISH),
    )
