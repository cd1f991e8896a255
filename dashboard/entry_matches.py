"""Which lines of inventories a registration is or may be; only where inventories may be shown."""

from collections.abc import Mapping
from typing import Any

from dashboard.blocks import Block, Cell, Column, Paragraph, Table
from dashboard.bodies import Body, bodies
from dashboard.view import DUTCH, View
from metrics.declarations import last_heard
from metrics.evidence import in_words
from metrics.review import Days, every_pair
from metrics.standing import Standing


def blocks(view: View, now: Standing) -> list[Block]:
    """Return the lines that a registration is linked to; on the public site, why none is shown."""
    facts, last = view.mart.facts, view.mart.last_day
    if view.audience != "internal" or last is None:
        return [Paragraph(view.t("registration.matches_not_public"))]
    days = Days(view.as_of, max(last, last_heard(facts) or last))
    pairs = view.mart.kept(every_pair, days).filter(lars=now.lars)
    if pairs.is_empty():
        return [Paragraph(view.t("registration.no_matches"))]
    known = bodies(facts, last)
    columns = (
        Column(view.t("registration.line")),
        Column(view.t("registration.list_of")),
        Column(view.t("column.local_id")),
        Column(view.t("registration.match")),
        Column(view.t("registration.probability"), "number"),
        Column(view.t("registration.rests_on")),
    )
    caption = view.t("registration.matches_caption", day=view.f.day(view.as_of))
    rows = [_row(view, row, known) for row in pairs.iter_rows(named=True)]
    return [Paragraph(view.t("registration.matches")), Table("matches", caption, columns, rows)]


def _row(view: View, row: Mapping[str, Any], known: Mapping[str, Body]) -> tuple[Cell, ...]:
    body, likely = known.get(row["org_id"]), row["probability"]
    none = view.t("registration.not_by_text")
    return (
        Cell(row["name"] or view.t("entry.no_name"), lang=DUTCH if row["name"] else ""),
        Cell(body.name if body else row["org_id"], href=view.url(f"/organisatie/{row['org_id']}"), lang=DUTCH),
        Cell(row["local_id"]),
        Cell(view.t(f"review.state.{row['state']}"), view.t(f"review.by.{row['by']}")),
        Cell(None, none) if likely is None else Cell(view.f.number(round(min(max(likely, 0.01), 0.99), 2))),
        Cell(in_words(row["evidence"], view.language) or none, _rivals(view, row)),
    )


def _rivals(view: View, row: Mapping[str, Any]) -> str:
    others = len(row["rivals_of_line"]) + len(row["rivals_of_registration"])
    return view.t("registration.rivals", n=view.f.number(others)) if others else ""
