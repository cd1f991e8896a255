"""Marks in texts as Dash components: what one side alone has, by a line under it and in words for who cannot see."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from dash.development.base_component import Component

from dashboard.blocks import Beside, Cell
from dashboard.elements import html
from dashboard.view import View
from metrics.differences import ADDED, KEPT, REMOVED, Run


class _Renders(Protocol):
    """What renders one value of a table, in the words of its reader."""

    view: View

    def inline(self, cell: Cell) -> list[Component | str]:
        """Render one value."""


def beside(renderer: _Renders, block: Beside) -> Component:
    """Render texts side by side as a table; its roles are said, as on a narrow screen it is no table to the eye."""
    title, *heads = (column.title for column in block.table.columns)
    names = [html.Th(name, scope="col", role="columnheader") for name in (title, *heads)]
    rows = [
        html.Tr(
            [
                html.Th(renderer.inline(first), scope="row", role="rowheader"),
                *_sides(renderer, others, runs, heads),
            ],
            role="row",
        )
        for (first, *others), runs in zip(block.table.rows, block.runs, strict=True)
    ]
    caption = html.Caption(html.Span(block.table.caption))
    parts = [caption, html.Thead(html.Tr(names, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")]
    return html.Table(parts, className="beside", role="table")


def _sides(renderer: _Renders, cells: Sequence[Cell], runs: Sequence[Run], heads: Sequence[str]) -> Iterator[Component]:
    """Go through both cells of a row that lays texts side by side; without runs they are shown as they are."""
    for cell, other in zip(cells, (ADDED, REMOVED), strict=True):
        said = _marked(renderer.view, runs, other) if runs else renderer.inline(cell)
        # On a narrow screen the sides stand below each other, each under its own heading.
        head: dict[str, Any] = {"data-head": heads[0 if other == ADDED else 1]}
        yield html.Td(html.Div(said, lang=cell.lang or None), role="cell", **head)


def _marked(view: View, runs: Sequence[Run], other: str) -> list[Component | str]:
    """Return one side of what differs, without the words that only the other side has."""
    only = f"{view.t('match.only')} "
    words: list[Component | str] = []
    for run in runs:
        if run.kind != other:
            marked = html.Mark([html.Span(only, className="unseen"), run.text])
            words += [run.text if run.kind == KEPT else marked, " "]
    return words
