"""How does this body stand?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from dashboard import declared, entries, findings_of, fixes_of, groups, lately, peers_of, reconciled, remarks, trends
from dashboard.blocks import Block, Cell, Column, Content, Facts, Links, Notice, Paragraph, Section, Table
from dashboard.bodies import Body, bodies
from dashboard.view import DUTCH, Page, View, exact, few, one, place_of
from metrics.families.completeness import REQUIREMENTS
from metrics.registry import CATALOGUE

MINISTRY = "ministerie"
#: More registrations than any body has today: who has more finds the rest in the file.
_SHOWN = 100
_WHOLE = ("completeness.valid", "completeness.filled")


def content(view: View, organisation: str) -> Content:
    """Return the page, or say that nobody has this code."""
    body = bodies(view.mart.facts, view.mart.last_day or view.as_of).get(organisation.lower())
    if body is None:
        link = (view.t("nav.organisations"), view.url("/organisatie"), False)
        text = view.t("organisation.unknown_text", code=organisation)
        found = (Paragraph(text), Links(view.t("links.more"), (link,)))
        return Content(view.t("organisation.unknown_title"), found, status=404)
    return Content(body.name, _blocks(view, body))


def _blocks(view: View, body: Body) -> list[Block]:
    where = (("organisation", body.org_id),)
    sentence = _sentence(view, body, where)
    blocks: list[Block] = [view.lead(sentence), view.citation(sentence)]
    blocks += [Notice(view.t("organisation.ended"))] if body.ended else []
    blocks += [view.date_form(), _about(view, body)]
    own: list[Block] = []
    if body.type == MINISTRY:
        own.append(Section(view.t("organisation.roll_up"), _roll_up(view, body), "onderdelen"))
    if said := declared.history(view, body.org_id, body.name):
        own.append(Section(view.t("declared.own"), said, "opgaven"))
    parts = [
        Section(view.t("organisation.registrations"), _registrations(view, body), "registraties"),
        Section(view.t("organisation.trend"), _trend(view, where, promised=body.central), "verloop"),
        Section(view.t("organisation.completeness"), _completeness(view, where), "volledigheid"),
        findings_of.section(view, body.org_id),
        fixes_of.section(view, body.org_id),
        peers_of.section(view, body.org_id),
        lately.section(view, body.org_id),
        reconciled.section(view, body.org_id),
        remarks.section(view, f"organisation/{body.org_id}", body.name),
    ]
    return [*blocks, *own, *parts]


def _sentence(view: View, body: Body, where: tuple[tuple[str, str], ...]) -> str:
    row = one(view.mart.figures("size.registrations", [view.as_of], where=where))
    values = {"day": view.f.day(view.as_of), "name": body.name, "collected": view.f.day(view.mart.last_day)}
    number, said = exact(row), view.counted("count.registrations", row)
    if row is None or said is None:
        reason = view.missing(row["state"] if row else "not_reported")
        return view.t("organisation.unknown_count", **values, reason=reason)
    if number is None:
        bounds = {"low": view.f.number(row["low"]), "high": view.f.number(row["high"])}
        return view.t("organisation.between", **values, **bounds, reason=view.missing(row["state"]))
    if number == 0 and not row["high"]:
        return view.t("organisation.none", **values)
    return view.t("organisation.sentence.one" if number == 1 else "organisation.sentence.other", **values, n=said)


def _about(view: View, body: Body) -> Facts:
    under = Cell(body.ministry, href=view.url(f"/organisatie/{body.ministry_id}"), lang=DUTCH)
    kind = groups.label(view, "type", {"group": body.type, "org_id": None})
    items = [(view.t("column.code"), Cell(body.org_id)), (view.t("by.type"), kind)]
    if body.ministry_id and body.ministry_id != body.org_id:
        items.append((view.t("by.ministry"), under))
    if body.heir:
        items.append(
            (view.t("organisation.heir"), Cell(body.heir_name, href=view.url(f"/organisatie/{body.heir}"), lang=DUTCH))
        )
    return Facts(items)


def _roll_up(view: View, body: Body) -> list[Block]:
    where = (("ministry", body.org_id),)
    frame = view.mart.figures(
        "size.registrations", [view.as_of], by="organisation", where=where, restated=view.restated
    )
    ways: list[Block] = [view.ways()] if view.mart.reorganised else []
    if not frame.height:
        return [*ways, Paragraph(view.t("organisation.no_roll_up"))]
    return [*ways, Paragraph(view.t("organisation.roll_up_text")), groups.parts_table(view, "organisation", frame)]


def _registrations(view: View, body: Body) -> list[Block]:
    frame = view.mart.registrations(view.as_of).filter(pl.col("org_id") == body.org_id)
    row = one(view.mart.figures("size.registrations", [view.as_of], where=(("organisation", body.org_id),)))
    unsure = row is not None and exact(row) is None and bool(row["high"])
    note: list[Block] = [Paragraph(view.t("organisation.not_all"))] if unsure else []
    if not frame.height:
        return note or [Paragraph(view.t("organisation.not_found"))]
    shown = frame.sort("state", "name", "lars")
    caption = view.t("organisation.table", day=view.f.day(view.as_of))
    table = entries.table(view, "registrations", caption, shown, body=False, state=True)
    if frame.height > _SHOWN:
        said = view.t("organisation.first", n=view.f.number(_SHOWN), of=view.f.number(frame.height))
        table = replace(table, note=said, most=_SHOWN)
    return [*note, table]


def _trend(view: View, where: tuple[tuple[str, str], ...], *, promised: bool) -> list[Block]:
    frame = view.mart.figures("size.registrations", trends.since_opening(view.as_of), where=where)
    if not frame.height or not any(frame["high"].fill_null(0)):
        return [Paragraph(view.t("organisation.no_trend"))]
    return [trends.count_chart(view, frame, trends.growth_title(view, frame), promised=promised)]


def _completeness(view: View, where: tuple[tuple[str, str], ...]) -> list[Block]:
    titles = [(name, CATALOGUE[name].title[view.language]) for name in _WHOLE]
    titles = [(name, view.t("organisation.in_points", title=title)) for name, title in titles]
    for part in REQUIREMENTS:
        titles.append((f"completeness.{part.key}", part.title.nl if view.language == DUTCH else part.title.en))
    found = view.mart.several(tuple(name for name, _ in titles), view.as_of, where)
    # The score first, then the fields of which most is missing.
    titles[len(_WHOLE) :] = sorted(titles[len(_WHOLE) :], key=lambda one: _fullness(found.get(one[0])))
    small = few(view, *where)
    rows = [_field(view, name, title, found.get(name), small=small) for name, title in titles]
    columns = (
        Column(view.t("column.field")),
        Column(view.t("column.passed"), "number"),
        Column(view.t("column.asked"), "number"),
        Column(view.t("column.share"), "share"),
    )
    caption = view.t("organisation.fields", day=view.f.day(view.as_of))
    table = Table("fields", caption, columns, rows, bars=True)
    empty = view.t("organisation.empty"), view.url("/velden", organisatie=dict(where)["organisation"]), False
    return [Paragraph(view.t("organisation.points")), table, Links(empty[0], (empty,))]


def _fullness(row: Mapping[str, Any] | None) -> float:
    """Return which part of what is asked is there; what is not asked, or not known, counts as full."""
    return row["passed"] / row["asked"] if row and row["asked"] and row["passed"] is not None else 1.0


def _field(view: View, name: str, title: str, row: Mapping[str, Any] | None, *, small: bool) -> tuple[Cell, ...]:
    head = Cell(title, href=view.url("/methode") + f"#{place_of(name)}")
    if row is None or not row["asked"]:
        gone = Cell(None, view.missing("not_asked" if row is None or row["state"] == "ok" else row["state"]))
        return head, gone, gone, gone
    share = Cell(None, view.t("completeness.few")) if name in _WHOLE and small else view.share(row)
    return head, view.figure(row), view.figure(row, "asked"), share


PAGE = Page("organisation", "/organisatie/<organisation>", content)
