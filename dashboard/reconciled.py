"""A body's own list beside the register: how much of it is found, and which lines ask for a look. Internal only."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from dashboard import entries
from dashboard.blocks import Block, Cell, Column, Links, Paragraph, Section, Table
from dashboard.formats import Share
from dashboard.pages import find
from dashboard.view import DUTCH, View, part
from metrics.both_ways import STATES, UNLISTED, registrations_both_ways, systems_both_ways
from metrics.deliveries import listed
from metrics.matches import links_on

ANCHOR: Final = "lijst"
#: What somebody has to look at, the most urgent first.
_WORK: Final = ("missing", "inconsistent", "uncertain")
_MOST: Final = 100


def section(view: View, org_id: str) -> Section:
    """Return list and register side by side; on a public web only why that is not told."""
    blocks = [Paragraph(view.t("list.not_public"))] if view.audience == "public" else _blocks(view, org_id)
    return Section(view.t("list.title"), blocks, ANCHOR)


def _blocks(view: View, org_id: str) -> list[Block]:
    facts, day, known_on = view.mart.facts, view.as_of, view.mart.last_day or view.as_of
    if org_id not in listed(facts, day, known_on)["org_id"]:
        return [Paragraph(view.t("list.none", day=view.f.day(day)))]
    systems = systems_both_ways(facts, None, day, known_on, zbos=True).filter(org_id=org_id)
    beside = registrations_both_ways(facts, None, day, known_on, zbos=True)
    unlisted = beside.filter(org_id=org_id, state=UNLISTED).height
    counts = {state: systems.filter(state=state).height for state in STATES}
    values = {"of": view.count("count.systems", systems.height), "day": view.f.day(day)}
    values |= {"n": view.f.number(counts["registered"]), "unlisted": view.count("count.registrations", unlisted)}
    blocks: list[Block] = [Paragraph(view.t("list.sentence", **values)), _states(view, counts, systems.height)]
    return [*blocks, *_work(view, systems, org_id)]


def _states(view: View, counts: Mapping[str, int], every: int) -> Table:
    t = view.t
    columns = (
        Column(t("column.state")),
        Column(t("column.passed"), "number"),
        Column(t("column.asked"), "number"),
        Column(t("column.share"), "share"),
    )
    rows = [
        (Cell(t(f"list.{state}")), Cell(number), Cell(every), part(Share(number, every), view.missing("too_few")))
        for state, number in counts.items()
    ]
    return Table("list-states", t("list.caption", day=view.f.day(view.as_of)), columns, rows, bars=True)


def _work(view: View, systems: pl.DataFrame, org_id: str) -> list[Block]:
    """Return the lines that ask for a look, with the registrations that they may be."""
    order = {state: place for place, state in enumerate(_WORK)}
    mine = systems.filter(pl.col("state").is_in(_WORK))
    if mine.is_empty():
        return [Paragraph(view.t("list.no_work"))]
    rows = mine.sort(pl.col("state").replace_strict(order, return_dtype=pl.Int8), "local_id")
    links = links_on(view.mart.facts, view.as_of, view.mart.last_day or view.as_of)
    maybe: dict[str, list[str]] = {}
    for line, lars in links.join(rows, on="line", how="semi").select("line", "lars").iter_rows():
        maybe.setdefault(line, []).append(lars)
    t = view.t
    columns = (
        Column(t("column.name")),
        Column(t("column.local_id")),
        Column(t("column.state")),
        Column(t("list.maybe")),
        Column(t("list.next")),
    )
    cells = [_cells(view, row, maybe.get(row["line"], [])) for row in rows.head(_MOST).iter_rows(named=True)]
    total = view.count("count.systems", rows.height)
    note = t("list.more", n=view.f.number(_MOST), of=total) if rows.height > _MOST else ""
    table = Table("list-work", t("list.work", n=total, day=view.f.day(view.as_of)), columns, cells, note)
    if not find(f"/{view.language}/koppelen"):
        return [table]
    way = (t("list.link"), view.url("/koppelen", organisatie=org_id), False)
    return [table, Links(way[0], (way,))]


def _cells(view: View, row: Mapping[str, Any], maybe: list[str]) -> tuple[Cell, ...]:
    first = Cell(", ".join(maybe), href=entries.way(view, maybe[0])) if maybe else Cell(None, view.t("work.not_found"))
    return (
        Cell(row["name"] or view.t("entry.no_name"), lang=DUTCH),
        Cell(row["local_id"]),
        Cell(view.t(f"list.{row['state']}")),
        first,
        Cell(view.t(f"list.next.{row['state']}")),
    )
