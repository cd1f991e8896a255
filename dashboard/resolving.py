"""What sources of organisations do not agree on, for whoever can resolve it."""

from collections.abc import Mapping
from typing import Any

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
        Column(view.t("column.severity")),
        Column(view.t("column.issue")),
        Column(view.t("column.organisation")),
        Column(view.t("column.code")),
        Column(view.t("column.register_says")),
        Column(view.t("column.said_here")),
        Column(view.t("column.first_seen"), "day"),
        Column(view.t("column.todo")),
    )
    rows = [_row(view, row) for row in found.iter_rows(named=True)]
    return [Paragraph(view.t("issues.text", n=number)), Table("issues", view.t("issues.caption"), columns, rows)]


def _row(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    kind = KINDS[row["kind"]]
    return (
        Cell(view.t(f"severity.{row['severity']}")),
        Cell(kind.title[view.language]),
        Cell(row["name"], href=view.url(f"/organisatie/{row['org_id']}"), lang=DUTCH),
        Cell(row["org_id"]),
        Cell(row["register_says"], lang=ENGLISH),
        Cell(row["said_here"], lang=ENGLISH),
        Cell(row["first_seen"]),
        Cell(kind.todo[view.language]),
    )
