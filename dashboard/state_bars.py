"""Bars of parts as plain dicts, under the house template of ``figures``: each part has a pattern beside its colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard import figures

#: Dark enough on every part, in light and in dark.
_INK: Final = "#1b2530"
_ROW: Final = 40
_AROUND: Final = 56
_LEGEND: Final = 120
_ONE: Final = 6
#: How strong the bar of something old is.
_OLD: Final = 0.45


@dataclass(frozen=True)
class Look:
    """How a part is told apart: by colour, and by a pattern where there is one."""

    colour: str
    pattern: str = ""


@dataclass(frozen=True)
class Part:
    """A part of every bar; ``texts`` is what a reader sees who points at one of them."""

    name: str
    look: Look
    values: Sequence[int | None]
    texts: Sequence[str]


@dataclass(frozen=True)
class Bar:
    """A bar: its name, what stands there instead of parts, and whether it rests on something old."""

    name: str
    instead: str = ""
    old: bool = False


def bars(of: Sequence[Bar], parts: Sequence[Part], separators: str) -> dict[str, Any]:
    """Return lying bars, one below the other in this order, each made of the same parts.

    Names are broken with ``<br>`` by whoever makes them. A part that is nowhere is left out of the legend.
    """
    shown = [part for part in parts if any(part.values)]
    height = _AROUND + _ROW * len(of) + _LEGEND
    layout = figures.house(
        figures.Labels(separators, ()), {"height": height, "barmode": "stack", "bargap": 0.3, "showlegend": True}
    )
    days, counts = layout["xaxis"], layout["yaxis"]
    names = {key: value for key, value in days.items() if key not in {"tickvals", "ticktext"}}
    most = max((sum(part.values[place] or 0 for part in shown) for place in range(len(of))), default=0)
    layout["xaxis"] = counts | {"showgrid": True} | ({"dtick": 1, "range": [0, max(most, 1)]} if most <= _ONE else {})
    layout["yaxis"] = names | {"type": "category", "autorange": "reversed", "ticklabelstandoff": 4}
    layout["legend"] = {
        "orientation": "h",
        "x": 0,
        "y": -34 / (_ROW * len(of)),
        "yanchor": "top",
        "traceorder": "normal",
    }
    layout["uniformtext"] = {"mode": "hide", "minsize": 10}
    layout["annotations"] = [_instead(one) for one in of if one.instead]
    return {"data": [_trace(of, part) for part in shown] or [_nothing(of)], "layout": layout}


def _trace(of: Sequence[Bar], part: Part) -> Mapping[str, Any]:
    marker: dict[str, Any] = {"color": part.look.colour, "opacity": [_OLD if one.old else 1 for one in of]}
    marker["line"] = {"color": _INK, "width": 0.5}
    if part.look.pattern:
        marker["pattern"] = {
            "shape": part.look.pattern,
            "fgcolor": _INK,
            "bgcolor": part.look.colour,
            "fgopacity": 0.45,
            "size": 7,
            "solidity": 0.16,
        }
    return {
        "type": "bar",
        "orientation": "h",
        "name": part.name,
        "y": [one.name for one in of],
        "x": [value or None for value in part.values],
        "text": [str(value) if value else "" for value in part.values],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": _INK, "size": 13},
        "hovertext": list(part.texts),
        "hoverinfo": "text",
        "marker": marker,
    }


def _nothing(of: Sequence[Bar]) -> Mapping[str, Any]:
    """Keep the names where no bar has a part."""
    names = [one.name for one in of]
    return {"type": "bar", "orientation": "h", "y": names, "x": [0] * len(of), "showlegend": False}


def _instead(one: Bar) -> Mapping[str, Any]:
    text = {"x": 0, "y": one.name, "text": one.instead, "xanchor": "left", "showarrow": False}
    return text | {"xshift": 4, "font": {"size": 12}}
