"""What there is to check about one field: the checks that look at it, and the registrations that one finds."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dashboard import entries
from dashboard.blocks import Block, Cell, Column, Links, Paragraph, Section, Table
from dashboard.filling import CHECK, FIELD, Choice, Filling, filters, scope, title_of
from dashboard.formats import Share
from dashboard.view import View, exact
from metrics.checks import CHECKS, Check
from metrics.checks.content import CONTENT
from metrics.families.completeness import Requirement
from metrics.finding_list import Asked, breaking

#: So many registrations stand on the page; a filter shows the others.
SHOWN: Final = 100


def blocks(view: View, choice: Choice, found: Filling) -> list[Block]:
    """Return the page of one field."""
    sentence = _sentence(view, choice, found)
    part = found.part
    back = Links(view.t("links.more"), ((view.t("fields.back"), view.url(**choice.query), False),))
    checks = _checks(view, choice, part)
    asked = view.query.get(CHECK, "")
    now = next((one for one, _ in checks if one.name == asked), None)
    now = now or next((one for one, row in checks if _failing(row)), None)
    said: list[Block] = [view.lead(sentence), view.citation(sentence), back]
    said += filters(view, choice, **{FIELD: part.key}, **({CHECK: asked} if asked else {}))
    said.append(Section(view.t("fields.checks"), [_table(view, choice, part, checks, now)], "checks"))
    if now is not None:
        said.append(Section(view.t("fields.found", title=now.title[view.language]), _found(view, choice, now), "found"))
    return said


def _sentence(view: View, choice: Choice, found: Filling) -> str:
    share, usable = found.share, found.usable
    about = {"field": title_of(view, found.part), "scope": scope(view, choice), "day": view.f.day(view.as_of)}
    if share is None or usable is None:
        return view.t("fields.one.none", **about, reason=view.missing(found.filled["state"]))
    told = {"filled": _share(view, share), "usable": _share(view, usable)}
    return view.t("fields.one.sentence", **about, of=view.count("count.registrations", share.asked), **told)


def _share(view: View, share: Share) -> str:
    """Write a count with its percentage, where there are enough to speak of one."""
    number = view.f.number(share.passed)
    return number if share.too_few else view.t("fields.with_percent", n=number, percent=view.f.percent(share))


def _checks(view: View, choice: Choice, part: Requirement) -> list[tuple[Check, Mapping[str, Any]]]:
    """Return the checks that look at a part and were asked, whether it is filled first, then those that find most."""
    about = [one for one in (*CONTENT, *CHECKS) if {*one.fields} & {*part.fields}]
    names = tuple(f"validity.{one.name}" for one in about)
    rows = view.mart.several(names, view.as_of, choice.where)
    asked = [(one, row) for one in about if (row := rows.get(f"validity.{one.name}")) and row["asked"]]
    return sorted(asked, key=lambda each: (each[0].name != f"content_{part.key}", -_failing(each[1])))


def _failing(row: Mapping[str, Any]) -> int:
    passed = exact(row)
    return 0 if passed is None else (row["asked"] or 0) - passed


def _table(
    view: View, choice: Choice, part: Requirement, checks: Sequence[tuple[Check, Mapping[str, Any]]], now: Check | None
) -> Table:
    columns = (
        Column(view.t("fields.check")),
        Column(view.t("column.severity")),
        Column(view.t("fields.to_check"), "number"),
        Column(view.t("fields.asked"), "number"),
        Column(view.t("fields.passes"), "share"),
    )
    rows = []
    for one, row in checks:
        wider = "" if {*one.fields} <= {*part.fields} else view.t("fields.wider")
        here = view.t("fields.shown_below") if now is not None and one.name == now.name else ""
        where = view.url(**choice.query, **{FIELD: part.key, CHECK: one.name}) + "#found"
        title = Cell(one.title[view.language], " ".join(part for part in (here, wider) if part), href=where)
        failing = view.figure(row) if row["passed"] is None else Cell(_failing(row))
        cells = (title, Cell(view.t(f"severity.{one.severity}")), failing)
        rows.append((*cells, view.figure(row, "asked"), view.share(row)))
    caption = view.t("fields.checks_caption", field=title_of(view, part), day=view.f.day(view.as_of))
    return Table("checks", caption, columns, rows, bars=True)


def _found(view: View, choice: Choice, now: Check) -> list[Block]:
    """Return what to do, and the registrations that do not pass a check, as many as fit."""
    such = _registrations(view, choice, now)
    todo = Paragraph(now.fix[view.language])
    if such.is_empty():
        return [todo, Paragraph(view.t("fields.none_found"))]
    number = view.count("count.registrations", such.height)
    said: list[Block] = [todo]
    if such.height > SHOWN:
        said.append(Paragraph(view.t("fields.first", n=view.f.number(SHOWN), of=number)))
    caption = view.t("fields.found_caption", n=number, title=now.title[view.language], day=view.f.day(view.as_of))
    return [*said, entries.table(view, "found", caption, such.head(SHOWN), body=choice.body is None)]


def _registrations(view: View, choice: Choice, now: Check) -> pl.DataFrame:
    where = dict(choice.where)
    asked = Asked(where.pop("organisation", None), check=now.name)
    found = view.mart.kept(breaking, view.as_of, asked)
    such = view.mart.registrations(view.as_of).filter(pl.col("lars").is_in(found.implode()))
    return such.filter(*(pl.col(key) == value for key, value in where.items())).sort("organisation", "name", "lars")
