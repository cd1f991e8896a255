"""One chart of a page for the page of somebody else: without menus, dated, with its source and the way back."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

from dash.development.base_component import Component

from dashboard import freshness
from dashboard.blocks import Block, Chart, Content, Fold, Section
from dashboard.components import Renderer
from dashboard.elements import html
from dashboard.view import View, address

#: Asks for the chart alone, and for which one: by the name of its table.
EMBED, WHICH = "inbed", "grafiek"
YES: Final = "1"
#: What a chart takes with its title, source and dates, in pixels.
HEIGHT: Final = 640
_ELSEWHERE: Final[dict[str, Any]] = {"target": "_blank", "rel": "noopener"}


def wanted(view: View) -> bool:
    """Whether a reader asks for a chart alone; internal pages are never shown within others."""
    return view.query.get(EMBED) == YES and view.audience == "public"


def charts(blocks: Sequence[Block]) -> Iterator[Chart]:
    """Return every chart of a page."""
    for block in blocks:
        if isinstance(block, Section | Fold):
            yield from charts(block.blocks)
        elif isinstance(block, Chart):
            yield block


def frame(view: View, content: Content) -> list[Component]:
    """Return the chart that was asked for, or the page's first; a page without one says so, with the way there."""
    name = view.query.get(WHICH, "")
    found = [chart for chart in charts(content.blocks) if name in {"", chart.table.name}]
    render = Renderer(view)
    warned = [render.block(notice, 2) for notice in freshness.notices(view)]
    heading = html.H1(content.title, className="unseen" if found else None)
    shown = [render.picture(found[0])] if found else [html.P(view.t("embed.none"))]
    return [html.Main([heading, *warned, *shown, *_foot(view)], id="main", tabIndex=-1)]


def _foot(view: View) -> Iterator[Component]:
    yield html.P(freshness.dates(view), className="source")
    query = {key: value for key, value in view.query.items() if key not in {EMBED, WHICH}}
    there = view.origin + address(view.language, view.path, query)
    yield html.P(html.A(view.t("embed.there"), href=there, **_ELSEWHERE), className="source")


def code(view: View, chart: Chart) -> str:
    """Return the HTML that shows a chart on another page."""
    query = dict(view.query) | {EMBED: YES, WHICH: chart.table.name}
    there = view.origin + address(view.language, view.path, query)
    name = escape(f"{chart.title} ({view.t('site.name')})")
    style = "border: 0; width: 100%"
    return f'<iframe src="{escape(there)}" title="{name}" style="{style}" height="{HEIGHT}" loading="lazy"></iframe>'
