"""What is held, and why: its numbers beside the last good ones, and what an operator can do."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard import freshness
from dashboard.blocks import Block, Cell, Column, Paragraph, Section, Table
from dashboard.formats import instant
from dashboard.view import ENGLISH, View

#: A field is told when this share of the rows lost or gained a value.
_NOTABLE: Final = 0.01


def blocks(view: View, found: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Return every held run of some sources; who may decide is told how."""
    runs = [(source, run) for source in found for run in source.get("held") or []]
    if not runs:
        return [Paragraph(view.t("sources.no_held"))]
    told: list[Block] = [_table(view, runs)]
    for number, (source, run) in enumerate(runs, start=1):
        told += _details(view, number, source, run)
    return told


def _table(view: View, runs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Table:
    columns = (
        Column(view.t("column.source")),
        Column(view.t("column.run")),
        Column(view.t("column.collected_at")),
        Column(view.t("column.rows"), "number"),
        Column(view.t("column.rows_last"), "number"),
        Column(view.t("column.reason")),
    )
    rows = [
        (
            Cell(freshness.source_name(view, source["name"])),
            Cell(str(run["run"])),
            _moment(view, run["observed_at"]),
            _number(view, run.get("rows")),
            _number(view, source.get("rows")),
            Cell(run["reason"], lang=ENGLISH),
        )
        for source, run in runs
    ]
    return Table("held", view.t("sources.held_caption"), columns, rows)


def _moment(view: View, text: object) -> Cell:
    moment = instant(text)
    return Cell(view.f.moment(moment)) if moment else Cell(None, view.missing("never_ran"))


def _number(view: View, count: int | None) -> Cell:
    return Cell(None, view.missing("never_ran")) if count is None else Cell(count)


def _details(view: View, number: int, source: Mapping[str, Any], run: Mapping[str, Any]) -> list[Block]:
    fields = _fields(view, number, source, run)
    said: list[Block] = [fields] if fields else []
    if view.audience == "internal":
        commands = [f"vulgraad held {run['run']}", *(_command(what, run) for what in ("release", "drop"))]
        said += [Paragraph(view.t(f"held.{key}", command=one)) for key, one in zip(_TOLD, commands, strict=True)]
    name = freshness.source_name(view, source["name"])
    return [Section(view.t("held.title", source=name, run=str(run["run"])), said)] if said else []


_TOLD: Final = ("look", "release", "drop")


def _command(what: str, run: Mapping[str, Any]) -> str:
    return f'vulgraad {what} {run["run"]} --author "…" --why "…"'


def _fields(view: View, number: int, source: Mapping[str, Any], run: Mapping[str, Any]) -> Table | None:
    """Return the fields that are filled clearly more or less often than in the last good run."""
    last, now = source.get("rows") or 0, run.get("rows") or 0
    if not (last and now):
        return None
    changed = {
        name: pair for name, pair in (run.get("filled") or {}).items() if abs(pair[0] / last - pair[1] / now) > _NOTABLE
    }
    if not changed:
        return None
    columns = (
        Column(view.t("column.field")),
        Column(view.t("column.filled_last"), "number"),
        Column(view.t("column.filled_held"), "number"),
    )
    rows = [(Cell(name), Cell(before), Cell(after)) for name, (before, after) in changed.items()]
    return Table(f"held-{number}", view.t("held.fields"), columns, rows)
