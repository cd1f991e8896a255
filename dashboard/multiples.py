"""Charts as elements that ``charts.js`` draws: one with all that belongs to it, and small ones side by side."""

import json
from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from dashboard import figures
from dashboard.blocks import Panel
from dashboard.elements import html


def plot(figure: Mapping[str, Any], alternative: str, about: Mapping[str, str]) -> Component:
    """Return the place of a chart, as high as it will be; ``about`` is what goes along with an image of it."""
    given: dict[str, Any] = {f"data-{name}": text for name, text in about.items()}
    given |= {"aria-label": alternative, "data-figure": json.dumps(dict(figure), separators=(",", ":"))}
    height = {"height": f"{figure['layout'].get('height', figures.HEIGHT)}px"}
    return html.Div(role="img", className="plot", style=height, **given)


def panel(one: Panel) -> Component:
    """Return one small chart under its finding: there are many, that are looked at; the table tells their numbers."""
    title = html.P(html.Strong(one.title) if one.marked else one.title, className="label")
    drawn = plot(one.figure, one.alternative, {"still": "true"})
    return html.Li([title, drawn], className="marked" if one.marked else None)
