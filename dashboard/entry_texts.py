"""What a registration says, field by field, with what there is to check in each."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dashboard.blocks import Block, Cell, Column, Paragraph, Remark, Saying, Sayings, Table
from dashboard.view import DUTCH, View
from metrics.families.completeness import REQUIREMENTS
from metrics.finding_list import Asked, Listed, listed
from metrics.standing import Standing
from metrics.texts import texts
from sql.fields import BIT, BY_KEY, FIELDS, Field

#: The fields that every registration must have, and those that count for its score.
_COUNTS: Final = {one.key for one in FIELDS if one.tier == 0} | {key for one in REQUIREMENTS for key in one.fields}
_SHARED: Final = {key: one for one in REQUIREMENTS if len(one.fields) > 1 for key in one.fields}


def found(view: View, now: Standing) -> list[Listed]:
    """Return what there is to check in a registration on the day; of one that does not count then, nothing."""
    if not now.counts:
        return []
    return view.mart.kept(listed, view.as_of, view.mart.texts, Asked(lars=now.lars))


def words_of(view: View, now: Standing) -> Mapping[str, Any] | None:
    """Return what a registration says, last said, in each field (columns of ``metrics.texts``); None if not kept."""
    if now.row is None:
        return None
    bodies = view.mart.texts(pl.Series([now.row["content"]]))
    if now.row["content"] not in bodies:
        return None
    kept = ("content", "lars", "published_at", "standard", "category", "status")
    row = {key: now.row[key] for key in kept} | {"body": bodies[now.row["content"]]}
    return texts(pl.DataFrame([row])).row(0, named=True)


def anchor(key: str) -> str:
    """Return the address of a field on the page."""
    return f"veld-{key.replace('_', '-')}"


def title_of(view: View, one: Field) -> str:
    """Return the name of a field, as the register prints it or in English."""
    return one.title.nl if view.language == DUTCH else one.title.en


# What there is to check


def to_check(view: View, now: Standing, findings: Sequence[Listed]) -> list[Block]:
    """Return how much there is to check, and the table of it; or why nothing is told."""
    if not now.counts:
        return [Paragraph(view.t("registration.not_checked"))]
    if not findings:
        return [Paragraph(view.t("registration.nothing_found"))]
    severities = [one.finding.severity for one in findings]
    counts = [
        view.t("registration.of_severity", n=view.f.number(severities.count(one)), severity=view.t(f"severity.{one}"))
        for one in dict.fromkeys(severities)
    ]
    said = view.t("registration.findings", n=view.count("count.findings", len(findings)), counts=", ".join(counts))
    columns = (
        Column(view.t("registration.finding")),
        Column(view.t("column.severity")),
        Column(view.t("column.field")),
        Column(view.t("registration.since"), "day"),
        Column(view.t("column.todo")),
    )
    caption = view.t("registration.findings_caption", day=view.f.day(view.as_of))
    rows = [_row(view, one) for one in findings]
    return [Paragraph(said), Table("findings", caption, columns, rows, note=view.t("registration.since_note"))]


def _row(view: View, one: Listed) -> tuple[Cell, ...]:
    finding = one.finding
    titles = " / ".join(title_of(view, BY_KEY[key]) for key in finding.fields)
    href = f"#{anchor(finding.fields[0])}" if finding.fields else ""
    return (
        Cell(finding.title[view.language]),
        Cell(view.t(f"severity.{finding.severity}")),
        Cell(titles or view.t("registration.whole"), href=href),
        Cell(one.since),
        Cell(finding.fix[view.language]),
    )


# The fields


def fields(view: View, now: Standing, findings: Sequence[Listed]) -> list[Block]:
    """Return every field that says something or is asked for, with what it says and what there is to check."""
    said = words_of(view, now)
    if said is None or now.row is None:
        return [Paragraph(view.t("registration.no_texts"))]
    has = [one for one in FIELDS if now.row["standard"] in one.limits]
    found_in = {key for each in findings for key in each.finding.fields}
    wanted = [one.key for one in has if one.key in _COUNTS and _bit(now.row, "asked", one.key)]
    shown = [one for one in has if said[f"field.{one.key}"] or one.key in {*found_in, *wanted}]
    items = [_saying(view, now.row, one, said[f"field.{one.key}"], findings) for one in shown]
    blocks: list[Block] = [Sayings(items, _table(view, items))]
    if rest := [title_of(view, one) for one in has if one not in shown]:
        blocks.append(Paragraph(view.t("registration.rest", fields=", ".join(rest))))
    return blocks


def _saying(view: View, row: Mapping[str, Any], one: Field, text: str, findings: Sequence[Listed]) -> Saying:
    mine = [each for each in findings if one.key in each.finding.fields]
    remarks = [_remark(view, each, one.key) for each in mine]
    return Saying(anchor(one.key), title_of(view, one), text, _note(view, row, one), DUTCH, remarks)


def _remark(view: View, one: Listed, key: str) -> Remark:
    """Return a finding; one of several fields is told in full at the first of them."""
    finding = one.finding
    severity, title = view.t(f"severity.{finding.severity}"), finding.title[view.language]
    first = finding.fields[0]
    if key != first:
        at = view.t("registration.told_at", title=title, field=title_of(view, BY_KEY[first]))
        return Remark(severity, at, "", f"#{anchor(first)}")
    told = view.t("registration.by_check", title=title, day=view.f.day(one.since))
    return Remark(severity, finding.fix[view.language], told)


def _note(view: View, row: Mapping[str, Any], one: Field) -> str:
    asked, filled, valid = (_bit(row, mask, one.key) for mask in ("asked", "filled", "valid"))
    if filled:
        return "" if valid or not asked else view.t("registration.not_usable")
    shared = _SHARED.get(one.key)
    others = [key for key in shared.fields if key != one.key and _bit(row, "filled", key)] if shared else []
    if others:
        return view.t("registration.one_is_enough", field=title_of(view, BY_KEY[others[0]]))
    return view.t("registration.empty" if asked else "registration.not_asked")


def _bit(row: Mapping[str, Any], mask: str, key: str) -> bool:
    return bool((row[mask] or 0) >> BIT[key] & 1)


def _table(view: View, items: Sequence[Saying]) -> Table:
    columns = (
        Column(view.t("column.field")),
        Column(view.t("registration.text")),
        Column(view.t("registration.checks")),
    )
    rows = [
        (
            Cell(one.title),
            Cell(one.text or None, one.note, lang=one.lang),
            Cell(" ".join(f"{view.t('remark.head', severity=each.severity)} {each.todo}" for each in one.remarks)),
        )
        for one in items
    ]
    return Table("texts", view.t("registration.texts_caption", day=view.f.day(view.as_of)), columns, rows)
