"""How each ministry stands: its systems by state, as bars and as a table that leads to the list of work."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dashboard import groups, targets, trends, work
from dashboard.blocks import Block, Cell, Chart, Column, Notice, Paragraph, Table
from dashboard.bodies import MINISTRY_OF
from dashboard.stacked import Bar, Part, counts, inked
from dashboard.view import View
from metrics.spans import NO_MINISTRY

#: Each state has a colour and, but for the two that matter most, a pattern.
LOOKS: Final = {
    "on_time": inked("#5aa5d8"),
    "late": inked("#b4d9f1", "/"),
    "overdue": inked("#e8963c"),
    "in_grace": inked("#f7d9ad", "\\"),
    "not_due": inked("#dde2e7"),
    "exempt": inked("#bcc4cb", "x"),
    "inconsistent": inked("#e5c3df", "."),
}


def blocks(view: View, target: Mapping[str, Any]) -> list[Block]:
    """Return how each ministry stands: the picture, the table of the same numbers, and what the words mean."""
    name, t = target["target"], view.t
    told: list[Block] = [Paragraph(targets.covered(view, name))]
    rows = targets.by_ministry(view, name)
    if rows:
        told.append(_chart(view, target, rows) or _table(view, rows))
        told += [Paragraph(t("target.not_reported")), Paragraph(t("target.states_explained"))]
    return told if view.audience == "internal" else [*told, Notice(t("target.suppressed"))]


def _chart(view: View, target: Mapping[str, Any], rows: Sequence[targets.States]) -> Chart | None:
    """Return the systems of each ministry by state; None where no number of them may be told."""
    known = [row for row in rows if row.main["asked"] is not None]
    if not any(row.main["asked"] for row in known):
        return None
    of = [_bar(view, row) for row in rows]
    parts = [_part(view, state, rows) for state in LOOKS]
    title = _title(view, rows)
    figure = counts(of, parts, view.f.separators)
    source = trends.source(view, targets.source(view, target, view.as_of))
    # Its table leads to the list of work, so it is seen at once.
    return Chart(title, figure, _table(view, rows), source, view.t("chart.alternative", title=title), opened=True)


def _title(view: View, rows: Sequence[targets.States]) -> str:
    """Return what is found: where most is missing, or that nothing is; only what is shown, where much is held back."""
    known = [row for row in rows if row.main["asked"] is not None]
    missing = [(row.counts.get("overdue") or 0, str(groups.label(view, "ministry", row.main).value)) for row in known]
    most, where = max(missing, key=lambda one: one[0])
    if hidden := sum(row.main["state"] == "suppressed" for row in rows):
        # Where no number of what is missing is told, none is nought either.
        key = "states.title.part.most" if most else "states.title.part"
        shown = {"n": view.count("count.systems", most), "where": where}
        return view.t(key, day=view.f.day(view.as_of), others=view.count("count.ministries", hidden), **shown)
    total = sum(number for number, _ in missing)
    key = "states.title.most" if most else "states.title.none"
    values = {"n": view.count("count.systems", total), "most": view.f.number(most), "where": where}
    old = view.t("target.aged") if any(row.main["state"] == "stale" for row in known) else ""
    return view.t(key, day=view.f.day(view.as_of), **values) + old


def _bar(view: View, row: targets.States) -> Bar:
    name = str(groups.label(view, "ministry", row.main).value)
    short = name.removeprefix(MINISTRY_OF)
    asked, state = row.main["asked"], row.main["state"]
    instead = "" if asked else _instead(view, state if state != "ok" else "declared_zero")
    return Bar(short, instead, old=state == "stale")


def _instead(view: View, state: str) -> str:
    """Return what stands in the place of a bar, as short as can be: there is little room."""
    key = f"states.instead.{state}"
    return view.t(key) if key in view.t else view.missing(state)


def _part(view: View, state: str, rows: Sequence[targets.States]) -> Part:
    said = view.t(f"on_time.{state}")
    values = [row.counts.get(state) for row in rows]
    names = [groups.label(view, "ministry", row.main).value for row in rows]
    texts = [f"{name}: {view.f.number(value)} {said.lower()}" for name, value in zip(names, values, strict=True)]
    return Part(said, LOOKS[state], values, texts)


def _table(view: View, rows: Sequence[targets.States]) -> Table:
    """Return each ministry's systems by state; a ministry that reported nothing says so."""
    t = view.t
    columns = [Column(t("by.ministry")), Column(t("column.systems"), "number")]
    columns += [Column(t(f"on_time.{state}"), "number") for state in LOOKS]
    columns += [Column(t("column.on_time_share"), "share"), Column(t("states.column.covers"))]
    cells = [_cells(view, row) for row in rows]
    return Table("states", t("target.states", day=view.f.day(view.as_of)), columns, cells)


def _cells(view: View, row: targets.States) -> tuple[Cell, ...]:
    code = row.main["org_id"] or (NO_MINISTRY if row.main["group"] == NO_MINISTRY else "")
    counts = [_linked(view, code, state, row.cell(view, state)) for state in LOOKS]
    covers = Cell(_lists(view, row.main), "" if row.main["covers"] is not None else row.why(view))
    asked = view.figure(row.main, "asked")
    return (groups.label(view, "ministry", row.main), asked, *counts, view.share(row.main), covers)


def _lists(view: View, row: Mapping[str, Any]) -> str | None:
    """Return of how many of how many bodies there is a list; None where that is not told."""
    if row["covers"] is None or row["covers_asked"] is None:
        return None
    return view.t("states.lists", n=view.f.number(row["covers"]), of=view.f.number(row["covers_asked"]))


def _linked(view: View, code: str, state: str, cell: Cell) -> Cell:
    """Lead from a number to the systems that it counts, where those may be shown."""
    if view.audience != "internal" or not cell.value or not code:
        return cell
    return replace(cell, href=work.url(view, work.Chosen(code, "", state)))
