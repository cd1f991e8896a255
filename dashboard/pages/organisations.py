"""Where is the body I look for?"""

from collections.abc import Mapping
from typing import Any

from dashboard import entries, groups
from dashboard.blocks import Block, Cell, Column, Content, Links, Paragraph, Table
from dashboard.bodies import Body, bodies
from dashboard.forms import Entry, Form
from dashboard.view import DUTCH, Page, View

QUESTION, TYPE = "q", "soort"


def content(view: View) -> Content:
    """Return the page."""
    asked, kind = view.query.get(QUESTION, "").strip(), view.query.get(TYPE, "")
    known = bodies(view.mart.facts, view.mart.last_day or view.as_of).values()
    shown = [body for body in known if body.matches(asked) and kind in {"", body.type}]
    shown.sort(key=lambda body: (body.name.casefold(), body.org_id))
    counts = _counts(view)
    blocks: list[Block] = [] if asked else _lead(view, shown, counts, kind)
    blocks += [_form(view, asked, kind), _types(view, asked, kind, {body.type for body in known})]
    blocks.append(_table(view, shown, counts) if shown else Paragraph(view.t("organisations.none", asked=asked)))
    if asked:
        blocks += _entries(view, asked)
    return Content(view.t("organisations.title"), blocks)


def _form(view: View, asked: str, kind: str) -> Form:
    entry = Entry(QUESTION, view.t("organisations.search"), "search", asked)
    kept = {TYPE: kind} if kind else {}
    return Form("bodies", view.url(), view.t("search.button"), (entry,), kept)


def _types(view: View, asked: str, kind: str, found: set[str]) -> Links:
    query = {QUESTION: asked} if asked else {}
    ways = [(view.t("organisations.all"), view.url(**query), not kind)]
    named = {key: str(groups.label(view, "type", {"group": key, "org_id": None}).value) for key in found if key}
    for key, name in sorted(named.items(), key=lambda item: item[1]):
        ways.append((name, view.url(**query, **{TYPE: key}), key == kind))
    return Links(view.t("by.type"), ways)


def _counts(view: View) -> dict[str, Mapping[str, Any]]:
    """Return the figure on the registrations of each body that ever had one, by its code."""
    frame = view.mart.figures("size.registrations", [view.as_of], by="organisation")
    return {row["org_id"]: row for row in frame.iter_rows(named=True)}


def _lead(view: View, shown: list[Body], counts: Mapping[str, Mapping[str, Any]], kind: str) -> list[Block]:
    """Say how many of the bodies have a registration; nothing where that is not sure, or the bodies are those of today.

    The list is of the bodies that are known now: of an earlier day it is no denominator.
    """
    rows = [counts[body.org_id] for body in shown if body.org_id in counts]
    unsure = any(row["passed"] is None or row["low"] != row["high"] for row in rows)
    if not shown or unsure or view.as_of != view.mart.last_day:
        return []
    number = view.f.number(sum(row["passed"] > 0 for row in rows))
    key = "organisations.sentence.kind" if kind else "organisations.sentence"
    of = view.count("count.bodies", len(shown))
    return [view.lead(view.t(key, day=view.f.day(view.as_of), n=number, of=of))]


def _table(view: View, shown: list[Body], counts: Mapping[str, Mapping[str, Any]]) -> Table:
    columns = (
        Column(view.t("by.organisation")),
        Column(view.t("column.code")),
        Column(view.t("by.type")),
        Column(view.t("by.ministry")),
        Column(view.t("column.registrations"), "number"),
    )
    caption = view.t("organisations.caption", n=view.count("count.bodies", len(shown)), day=view.f.day(view.as_of))
    return Table("bodies", caption, columns, [_cells(view, body, counts.get(body.org_id)) for body in shown])


def _cells(view: View, body: Body, row: Mapping[str, Any] | None) -> tuple[Cell, ...]:
    return (
        Cell(body.name, href=view.url(f"/organisatie/{body.org_id}"), lang=DUTCH),
        Cell(body.org_id),
        groups.label(view, "type", {"group": body.type, "org_id": None}),
        Cell(body.ministry, lang=DUTCH),
        view.figure(row) if row else Cell(0),
    )


def _entries(view: View, asked: str) -> list[Block]:
    """Return the registrations whose name or number a reader may mean."""
    frame = view.mart.registrations(view.as_of)
    words = asked.casefold().split()
    text = [f"{name or ''} {lars}".casefold() for name, lars in frame.select("name", "lars").iter_rows()]
    found = frame.filter([all(word in line for word in words) for line in text]) if frame.height else frame
    if not found.height:
        return [Paragraph(view.t("organisations.no_entries", asked=asked))]
    caption = view.t("organisations.entries", n=view.count("count.registrations", found.height), asked=asked)
    return [entries.table(view, "entries", caption, found.sort("name", "lars"), body=True, state=True)]


PAGE = Page("organisations", "/organisatie", content, label="nav.organisations", order=2)
