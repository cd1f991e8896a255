"""What changed lately in the registrations of one body."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from dashboard import entries
from dashboard.blocks import Block, Cell, Column, Links, Paragraph, Section, Table
from dashboard.findings_of import LATELY
from dashboard.pages import find
from dashboard.view import DUTCH, View
from metrics.facts import Facts
from metrics.spans import stretches

ADDED, CHANGED, REMOVED, MOVED = "added", "changed", "removed", "moved"
KINDS: Final = (ADDED, CHANGED, REMOVED, MOVED)
ANCHOR: Final = "gewijzigd"
_MOST: Final = 50


def section(view: View, org_id: str) -> Section:
    """Return what was added, said otherwise and no longer found, and where all changes are."""
    before = view.as_of - LATELY
    rows = view.mart.kept(lately, org_id, before, view.as_of)
    days = {"since": view.f.day(before), "day": view.f.day(view.as_of)}
    blocks: list[Block] = []
    if rows.height:
        numbers = {one: view.f.number(rows.filter(what=one).height) for one in KINDS}
        blocks += [Paragraph(view.t("lately.sentence", **days, **numbers)), _table(view, rows, days)]
    else:
        blocks.append(Paragraph(view.t("lately.none", **days)))
    if find(f"/{view.language}/wijzigingen"):
        way = (view.t("lately.all"), view.url("/wijzigingen", organisatie=org_id), False)
        blocks.append(Links(way[0], (way,)))
    return Section(view.t("lately.title"), blocks, ANCHOR)


def lately(facts: Facts, org_id: str, before: date, as_of: date) -> pl.DataFrame:
    """Return what happened to a body's registrations after one day and up to another: what, on (day), lars, name.

    The newest first. Added: the first day that a date tells. Changed: it says something else, which a mere
    republication does not. Removed: not found any more, on the day from which it surely was not; moved: found
    at another body since.
    """
    begun = pl.col("from_day") <= as_of, ~pl.col("retro")
    every = stretches(facts, facts.last_day() or as_of)
    cut = every.filter(pl.col("org_id") == org_id, *begun)
    elsewhere = every.filter(pl.col("lars").is_in(cut["lars"].implode()), pl.col("org_id") != org_id, *begun)
    each = cut.sort("lars", "from_day").group_by("lars", maintain_order=True)
    last = each.agg(pl.col("from_day").first().alias("first"), pl.col("changed_on", "to_day", "name").last()).join(
        elsewhere.group_by("lars").agg(away=pl.col("from_day").max()), on="lars", how="left"
    )
    within = {one: (pl.col(one) > before) & (pl.col(one) <= as_of) for one in ("first", "changed_on", "to_day")}
    what = (
        pl.when(within["to_day"] & (pl.col("away") >= pl.col("to_day")))
        .then(pl.lit(MOVED))
        .when(within["to_day"])
        .then(pl.lit(REMOVED))
        .when(within["first"])
        .then(pl.lit(ADDED))
        .when(within["changed_on"])
        .then(pl.lit(CHANGED))
    )
    on = pl.when(within["to_day"]).then("to_day").when(within["first"]).then("first").otherwise("changed_on")
    told = last.select("lars", "name", what=what, on=on).drop_nulls("what")
    return told.sort("on", "lars", descending=[True, False])


def _table(view: View, rows: pl.DataFrame, days: Mapping[str, str]) -> Table:
    t = view.t
    columns = (Column(t("column.name")), Column(t("lately.what")), Column(t("column.day"), "day"))
    cells = [_cells(view, row) for row in rows.head(_MOST).iter_rows(named=True)]
    more = t("lately.more", n=view.f.number(_MOST), of=view.f.number(rows.height)) if rows.height > _MOST else ""
    return Table("lately", t("lately.caption", **days), columns, cells, more)


def _cells(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    name = Cell(row["name"] or view.t("entry.no_name"), href=entries.way(view, row["lars"]), lang=DUTCH)
    return name, Cell(view.t(f"lately.{row['what']}")), Cell(row["on"])
