"""Small charts side by side, as Dash components."""

from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import figures
from dashboard.blocks import Panel

#: Many at once: they are looked at, and the table tells their numbers.
_CONFIG: Final[Any] = figures.CONFIG | {"staticPlot": True}


def panel(one: Panel) -> Component:
    """Return one small chart under its finding."""
    alternative: dict[str, Any] = {"aria-label": one.alternative}
    height = f"{one.figure['layout']['height']}px"
    graph = dcc.Graph(figure=dict(one.figure), config=_CONFIG, responsive=True, style={"height": height})
    title = html.P(html.Strong(one.title) if one.marked else one.title, className="label")
    return html.Li([title, html.Div(graph, role="img", **alternative)], className="marked" if one.marked else None)
