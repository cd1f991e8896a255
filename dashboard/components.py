"""Blocks as Dash components: real tables, real links, a chart in a labelled group."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import singledispatchmethod
from itertools import count
from typing import Any

from dash import dcc
from dash.development.base_component import Component

from dashboard import embed, freshness
from dashboard.blocks import (
    Beside,
    Block,
    Cell,
    Chart,
    Citation,
    Column,
    Facts,
    Fold,
    Links,
    Multiples,
    Notice,
    Paragraph,
    Reaction,
    Revisions,
    Sayings,
    Section,
    Table,
)
from dashboard.elements import html
from dashboard.export import FORMATS
from dashboard.formats import DASH, Points, Share
from dashboard.forms import Form, Writing
from dashboard.inputs import field_parts, form_parts
from dashboard.marks import beside
from dashboard.multiples import panel, plot
from dashboard.view import CHOICE, View, address, place_of
from dashboard.writing import revision, saying

_DEEPEST = 6
#: From so many columns on a table needs a desk: on less it shows each row as a block.
_WIDE = 8
#: Longer tables are cut off on a telephone until all of it is asked for.
_LONG = 15


class Renderer:
    """Turns the blocks of one page into components, in the words of its reader."""

    def __init__(self, view: View) -> None:
        """Remember for whom; number what needs an id."""
        self.view, self._numbers, self._within = view, count(1), ""

    def blocks(self, blocks: Sequence[Block], level: int = 2) -> list[Component]:
        """Render one block after the other."""
        return [self.block(block, level) for block in blocks]

    @singledispatchmethod
    def block(self, block: Block, _level: int) -> Component:
        """Render one block; a kind that nobody knows is a TypeError."""
        raise TypeError(type(block))

    @block.register
    def _(self, block: Paragraph, _level: int) -> Component:
        return html.P(block.text, className="lead" if block.lead else None)

    @block.register
    def _(self, block: Notice, _level: int) -> Component:
        return html.Div(html.P(block.text), className=f"notice{' serious' if block.serious else ''}")

    @block.register
    def _(self, block: Section, level: int) -> Component:
        heading = getattr(html, f"H{min(level, _DEEPEST)}")(block.title)
        anchor = place_of(block.anchor) or f"section-{next(self._numbers)}"
        around, self._within = self._within, block.title
        inside = self.blocks(block.blocks, level + 1)
        self._within = around
        return html.Section([heading, *inside], id=anchor)

    @block.register
    def _(self, block: Fold, level: int) -> Component:
        inside = [html.Summary(block.title), *self.blocks(block.blocks, level)]
        return html.Details(inside, className="fold", open=block.open)

    @block.register
    def _(self, block: Citation, _level: int) -> Component:
        name = f"citation-{next(self._numbers)}"
        quote = html.Blockquote(block.text, id=name, cite=block.link)
        return html.Details([html.Summary(self.view.t("cite.title")), quote, self._copy(name)], className="cite")

    @block.register
    def _(self, block: Facts, _level: int) -> Component:
        items = [html.Div([html.Dt(term), html.Dd(self.inline(cell))]) for term, cell in block.items]
        return html.Dl(items, className="facts")

    @block.register
    def _(self, block: Links, _level: int) -> Component:
        items = [html.Li(_way(text, href, here=here)) for text, href, here in block.items]
        if len(items) == 1:
            return html.P(items[0].children, className="onward")
        # The same words may stand over ways in several parts of a page: whoever only hears them is told which part.
        label: dict[str, Any] = {"aria-label": " - ".join(filter(None, (block.label, self._within)))}
        return html.Nav([html.P(block.label, className="label"), html.Ul(items)], className="ways", **label)

    @block.register
    def _(self, block: Form, _level: int) -> Component:
        kept = [dcc.Input(type="hidden", name=name, value=value) for name, value in block.kept.items()]
        several, shown = len(block.entries) > 1, form_parts(block)
        button = html.Button(block.button, type="submit")
        form = html.Form(
            [*shown, *kept, button], action=block.action, method="get", className=f"ask{' asks' if several else ''}"
        )
        searches = any(entry.kind == "search" for entry in block.entries)
        words = {"data-suggest": block.suggest, "data-suggestions": self.view.t("search.suggestions_label")}
        more: dict[str, Any] = {"aria-label": block.entries[0].label} | (words if block.suggest else {})
        return html.Div(form, role="search", **more) if searches else form

    @block.register
    def _(self, block: Table, _level: int) -> Component:
        return html.Div([self._table(block), *self._rest(block), *self._under(block)], className="tabled")

    def _rest(self, table: Table) -> list[Component]:
        """Return what shows the rows of a long table that a telephone leaves out; it only needs the style sheet."""
        if len(table.rows) <= _LONG:
            return []
        ways = [
            html.Span(self.view.t("table.all", n=self.view.f.number(len(table.rows))), className="all"),
            html.Span(self.view.t("table.fewer"), className="fewer"),
        ]
        said = html.Span(f": {table.caption}", className="unseen")
        return [html.Details(html.Summary([*ways, said]), className="rest")]

    @block.register
    def _(self, block: Chart, _level: int) -> Component:
        table = html.Details(
            [html.Summary(self.view.t("chart.table")), self._table(block.table)],
            open=block.opened,
            className="whole" if block.opened else None,
        )
        return self.picture(block, table)

    def picture(self, block: Chart, *more: Component) -> Component:
        """Render a chart with its title, what it says in words, and its source; then what may be done with it."""
        title = f"chart-{next(self._numbers)}"
        label: dict[str, Any] = {"aria-labelledby": title}
        about = {"name": block.table.name, "title": block.title, "source": block.source}
        about |= {"dates": freshness.dates(self.view)}
        about |= {"pick": block.pick, "picked": self.view.t("chart.picked")} if block.pick else {}
        said = [html.P(self.view.t("chart.pick"), className="note", role="status")] if block.pick else []
        parts = [
            html.Figcaption(block.title, id=title),
            plot(block.figure, block.alternative, about),
            *said,
            html.P(block.source, className="source"),
            *more,
        ]
        if more:
            parts += [*self._under(block.table), self._images(block), *self._embedding(block)]
        return html.Figure(parts, role="group", **label)

    def _images(self, chart: Chart) -> Component:
        """Return what saves a chart as an image; shown only where scripts can do it."""
        t, buttons = self.view.t, []
        for kind in ("png", "svg"):
            said = html.Span(f": {chart.title}", className="unseen")
            given: dict[str, Any] = {"data-image": kind}
            words: list[Component | str] = [t(f"chart.image.{kind}"), said]
            buttons.append(html.Button(words, type="button", className="plain", hidden=True, **given))
        return html.P(buttons, className="source")

    def _embedding(self, chart: Chart) -> list[Component]:
        """Return the HTML with which others show this chart; internal pages are for nobody else's."""
        if self.view.audience != "public":
            return []
        t, name = self.view.t, f"embed-{next(self._numbers)}"
        code = html.Pre(html.Code(embed.code(self.view, chart), id=name), tabIndex=0)
        return [html.Details([html.Summary(t("embed.title")), html.P(t("embed.text")), code, self._copy(name)])]

    def _copy(self, name: str) -> Component:
        """Return what copies the text under an id, and says that it did."""
        t = self.view.t
        attributes: dict[str, Any] = {"data-copy": name, "data-copied": t("cite.copied")}
        button = html.Button(t("cite.copy"), type="button", className="copy", **attributes)
        return html.P([button, html.Span(className="said", role="status")])

    @block.register
    def _(self, block: Sayings, level: int) -> Component:
        items = [saying(self.view, one, level) for one in block.items]
        return html.Div([*items, *self._under(block.table)], className="sayings")

    @block.register
    def _(self, block: Revisions, level: int) -> Component:
        items = [revision(self.view, one, level) for one in block.items]
        return html.Div([*items, *self._under(block.table)], className="revisions")

    @block.register
    def _(self, block: Multiples, _level: int) -> Component:
        title = f"chart-{next(self._numbers)}"
        label: dict[str, Any] = {"aria-labelledby": title}
        table = html.Details([html.Summary(self.view.t("chart.table")), self._table(block.table)])
        return html.Figure(
            [
                html.Figcaption(block.title, id=title),
                html.Ul([panel(one) for one in block.panels], className="multiples"),
                html.P(block.source, className="source"),
                table,
                *self._under(block.table),
            ],
            role="group",
            **label,
        )

    @block.register
    def _(self, block: Writing, _level: int) -> Component:
        tickets = self.view.tickets
        if tickets is None:
            return html.Div()
        unseen = {"subject": block.subject, "ticket": tickets(block.subject), **block.kept}
        kept = [dcc.Input(type="hidden", name=name, value=value) for name, value in unseen.items()]
        shown = [part for field in block.fields for part in field_parts(block.name, field)]
        buttons = [
            html.Button(words, type="submit", name=CHOICE if value else None, value=value or None)
            for value, words in block.choices or (("", block.button),)
        ]
        inside = [*shown, *kept, html.Div(buttons, className="buttons")]
        return html.Form(inside, action=block.action, method="post", className="write")

    @block.register
    def _(self, block: Beside, _level: int) -> Component:
        shown = html.Div(beside(self, block), className="scroll", tabIndex=0, role="region", **_named(block.table))
        return html.Div([shown, *self._under(block.table)], className="tabled")

    @block.register
    def _(self, block: Reaction, _level: int) -> Component:
        said = [html.P(block.about, className="label"), html.Blockquote(block.text)]
        reply = [html.Blockquote(block.reply, className="reply")] if block.reply else []
        return html.Article([*said, html.P(block.replied, className="label"), *reply], className="reaction")

    def _under(self, table: Table) -> list[Component]:
        """Return what stands under a table: its note, and the ways to have it as a file."""
        view, page = self.view, self.view.path.rstrip("/")
        said = html.Span(f": {table.caption}", className="unseen")
        links: list[Component | str] = [view.t("table.download")]
        for kind in FORMATS:
            href = address(view.language, f"/download{page}/{table.name}.{kind}", view.query)
            links += [" ", html.A([view.t(f"table.{kind}"), said], href=href, download=f"vulgraad-{table.name}.{kind}")]
        note = [html.P(table.note, className="note")] if table.note else []
        return [*note, html.P(links, className="downloads")]

    def _table(self, table: Table) -> Component:
        heads = [self._head(column) for column in table.columns]
        rows = [html.Tr(list(self._row(table, row))) for row in table.rows[: table.most]]
        parts = [html.Caption(html.Span(table.caption)), html.Thead(html.Tr(heads)), html.Tbody(rows)]
        kind = "wide" if len(table.columns) >= _WIDE else None
        return html.Div(
            html.Table(parts, className=kind), className="scroll", tabIndex=0, role="region", **_named(table)
        )

    def _head(self, column: Column) -> Component:
        """Return the heading of a column; one that can be sorted by is a link, and says how it is sorted."""
        if not column.href:
            return html.Th(column.title, scope="col", className=column.kind)
        order: dict[str, Any] = {"aria-sort": column.order} if column.order else {}
        sign = {"": "", "ascending": " ▲", "descending": " ▼"}[column.order]
        unread: dict[str, Any] = {"aria-hidden": "true"}
        marked = [html.Span(sign, **unread)] if sign else []
        link = html.A([column.title, *marked], href=column.href)
        return html.Th(link, scope="col", className=column.kind, **order)

    def _row(self, table: Table, row: Sequence[Cell]) -> Iterator[Component]:
        said: set[str] = set()
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            again = bool(cell.reason) and cell.reason in said
            shown = self.inline(cell, unseen=again)
            said.add(cell.reason)
            if place == 0:
                yield html.Th(shown, scope="row", className=column.kind)
            else:
                # Where there is no room for columns, each value stands behind its heading.
                head: dict[str, Any] = {"data-head": column.title}
                nothing = cell.value in {None, ""} and (again or not cell.reason)
                kind = f"{column.kind} nothing" if nothing else column.kind
                yield html.Td(shown, className=kind, style=_bar(table, column, cell), **head)

    def inline(self, cell: Cell, *, unseen: bool = False) -> list[Component | str]:
        """Render one value; a missing one is a dash with its reason in words."""
        text = self.text(cell)
        parts: list[Component | str] = [html.Span(text, lang=cell.lang) if cell.lang else text]
        if cell.faded:
            parts = [html.Span(parts, className="faded")]
        if cell.href:
            parts = [html.A(parts, href=cell.href)]
        if cell.bounds:
            parts += [" ", html.Span(f"({cell.bounds})", className="reason")]
        if cell.reason:
            parts += [" ", html.Span(cell.reason, className="unseen" if unseen else "reason")]
        return parts

    def text(self, cell: Cell) -> str:
        """Write one value as the reader's language does."""
        f, value = self.view.f, cell.value
        if value is None or isinstance(value, Share):
            return f.percent(value)
        if isinstance(value, Points):
            return f.points(value)
        if isinstance(value, date):
            return f.day(value)
        return f.number(value) if isinstance(value, int) else value or DASH


def _named(table: Table) -> dict[str, Any]:
    return {"aria-label": table.caption}


def _way(text: str, href: str, *, here: bool) -> Component:
    current: dict[str, Any] = {"aria-current": "true"} if here else {}
    return html.A(text, href=href, **current)


def _bar(table: Table, column: Column, cell: Cell) -> dict[str, str] | None:
    """Return the length of the bar behind a share, where a table shows them."""
    share = cell.value
    if not table.bars or column.kind != "share" or not isinstance(share, Share) or share.percent is None:
        return None
    return {"--share": f"{share.percent}%"}
