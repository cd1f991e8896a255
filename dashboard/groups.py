"""Figures split over groups: what the groups are called, in which order, and their tables."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dashboard.blocks import Cell, Column, Table
from dashboard.formats import Share
from dashboard.view import DUTCH, View, exact, part
from metrics.spans import NO_MINISTRY
from sql.fields import CATEGORIES, NOT_STATED, STANDARDS, STATUSES

#: Groups that have an order of their own; others go by size.
_ORDER: Final = {name: place for place, name in enumerate((*CATEGORIES, *STATUSES, *STANDARDS))}


def label(view: View, by: str, row: Mapping[str, Any]) -> Cell:
    """Return the name of a group; the register's own words stay as they are."""
    group = row["group"]
    if group == NOT_STATED:
        return Cell(view.t("group.not_stated"))
    if by == "ministry" and group == NO_MINISTRY:
        return Cell(view.t("group.no_ministry"))
    if by == "type" and not group:
        return Cell(view.t("group.no_type"))
    if by == "type":
        key = f"type.{group}"
        return Cell(view.t(key)) if key in view.t else Cell(group.replace("_", " ").capitalize(), lang=DUTCH)
    if by in {"organisation", "ministry"} and row["org_id"]:
        return Cell(group, href=view.url(f"/organisatie/{row['org_id']}"), lang=DUTCH)
    return Cell(group, lang=DUTCH if by in {"category", "status"} else "")


def ordered(frame: pl.DataFrame, *, by_size: bool) -> list[dict[str, Any]]:
    """Return the rows by size, or in the order the register gives them; not stated comes last."""

    def place(row: dict[str, Any]) -> tuple[bool, float, str]:
        first = -(_size(row) or 0) if by_size else _ORDER.get(row["group"], 99)
        return row["group"] == NOT_STATED, first, row["group"]

    return sorted(frame.iter_rows(named=True), key=place)


def _size(row: Mapping[str, Any]) -> int | None:
    """Return what a group counts, or at most counts."""
    value = exact(row)
    return row["high"] if value is None else value


def parts_table(view: View, by: str, frame: pl.DataFrame) -> Table:
    """Return how the registrations divide over groups, with the share of each in the whole."""
    rows = ordered(frame, by_size=by not in {"category", "status", "standard"})
    whole = _together(rows)
    shares = [_share(row, whole) for row in rows]
    cells = [
        (label(view, by, row), view.figure(row), _part(view, row, share))
        for row, share in zip(rows, shares, strict=True)
    ]
    columns = (
        Column(view.t(f"by.{by}")),
        Column(view.t("column.registrations"), "number"),
        Column(view.t("column.share"), "share"),
    )
    total = view.counted("count.registrations", whole) or view.missing("unknown")
    caption = view.t("parts.caption", by=view.t(f"by.{by}").lower(), total=total)
    note = "" if _whole(shares) else view.t("parts.rounding")
    return Table(f"per-{by}", caption, columns, cells, note, bars=True)


def _together(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Add groups up that divide one whole; a sum with an unknown part is unknown."""
    columns = {name: [row[name] for row in rows] for name in ("passed", "low", "high")}
    return {name: None if None in found else sum(found) for name, found in columns.items()} | {"asked": None}


def _share(row: Mapping[str, Any], whole: Mapping[str, Any]) -> Share | None:
    passed, asked = exact(row), exact(whole)
    return None if passed is None or asked is None else Share(passed, asked)


def _part(view: View, row: Mapping[str, Any], share: Share | None) -> Cell:
    """Return the share of a group in the whole; a whole that is not known has no shares."""
    if share is None:
        return Cell(None, view.missing("reconstructed" if row["state"] == "ok" else row["state"]))
    return part(share, view.missing("too_few"))


def _whole(shares: Sequence[Share | None]) -> bool:
    """Whether the percentages as shown add up to 100."""
    shown = [share.percent if share else None for share in shares]
    return None in shown or not shown or round(sum(s for s in shown if s is not None), 1) == 100.0  # noqa: PLR2004


def ratio_table(view: View, by: str, frame: pl.DataFrame, name: str, caption: str) -> Table:
    """Return a share per group: how many, of how many, and the percentage or why there is none."""
    columns = (
        Column(view.t(f"by.{by}")),
        Column(view.t("column.passed"), "number"),
        Column(view.t("column.asked"), "number"),
        Column(view.t("column.share"), "share"),
    )
    cells = [
        (label(view, by, row), view.figure(row), view.figure(row, "asked"), view.share(row))
        for row in ordered(frame, by_size=False)
    ]
    return Table(name, caption, columns, cells, bars=True)
