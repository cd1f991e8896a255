"""Registrations as rows of a table, each with a link to its page here, on the same day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import polars as pl

from dashboard.blocks import Cell, Column, Table
from dashboard.view import DUTCH, View
from metrics.facts import PROVISIONAL, RETRO, STATED
from sql.days import ZONE
from sql.fields import NOT_STATED

REGISTER: Final = "https://algoritmes.overheid.nl/nl/algoritme/"
#: How the name begins that was made for what was shown without an id.
_NO_ID: Final = "~"
#: Filled in afterwards for all that the register held before; means "on or before".
FILLED_IN: Final = RETRO


def table(  # noqa: PLR0913  (what a list shows is for its page to say)
    view: View, name: str, caption: str, frame: pl.DataFrame, *, body: bool, state: bool = False, most: int = 0
) -> Table:
    """Return registrations, with their body if they are of several; the first ``most`` of them, if it says so."""
    t = view.t
    columns = [Column(t("column.name")), Column(t("column.organisation"))][: 2 if body else 1]
    columns += [
        Column(t("column.category")),
        Column(t("column.status")),
        Column(t("column.first_published"), "day"),
        Column(t("column.lars")),
    ]
    if state:
        columns.append(Column(t("column.shown")))
    shown = frame.head(most or frame.height)
    rows = [_cells(view, row, body=body, state=state) for row in shown.iter_rows(named=True)]
    numbers = {"n": view.f.number(shown.height), "of": view.f.number(frame.height)}
    return Table(name, caption, columns, rows, t("lately.more", **numbers) if shown.height < frame.height else "")


def some_filled_in(view: View) -> bool:
    """Whether there are registrations of which only the latest possible first day is known."""
    return bool((view.mart.facts.versions["published_at"] == FILLED_IN).any())


def _cells(view: View, row: Mapping[str, Any], *, body: bool, state: bool) -> Sequence[Cell]:
    cells = [named(view, row)]
    if body:
        cells.append(Cell(row["organisation"], href=view.url(f"/organisatie/{row['org_id']}"), lang=DUTCH))
    cells += [stated(view, row["category"]), stated(view, row["status"])]
    lars = Cell(row["lars"]) if row["identity"] == STATED else Cell(row["lars"], view.t(f"entry.{row['identity']}"))
    cells += [first(view, row["first_published"]), lars]
    return [*cells, Cell(view.t(f"entry.{row['state']}"))] if state else cells


def way(view: View, lars: str) -> str:
    """Return the way to the page of a registration, on the day that the reader picked."""
    return view.url(f"/registratie/{lars}")


def at_register(row: Mapping[str, Any]) -> str:
    """Return the register's own page; what was shown without an id has none there."""
    return "" if row["identity"] == PROVISIONAL else REGISTER + row["lars"]


def named(view: View, row: Mapping[str, Any]) -> Cell:
    """Return the name of a registration, as a link to its page; one without a name says so."""
    lang = DUTCH if row["name"] else ""
    return Cell(row["name"] or view.t("entry.no_name"), href=way(view, row["lars"]), lang=lang)


def stated(view: View, value: str | None) -> Cell:
    """Return a word of the register, or that there is none."""
    stated = bool(value) and value != NOT_STATED
    return Cell(value, lang=DUTCH) if stated else Cell(view.t("group.not_stated"))


def first(view: View, moment: datetime | None) -> Cell:
    """Return the day of a publication, with what there is to know of it."""
    if moment is None:
        return Cell(None, view.t("entry.no_date"))
    reason = view.t("entry.on_or_before") if moment == FILLED_IN else ""
    return Cell(moment.astimezone(ZONE).date(), reason)
