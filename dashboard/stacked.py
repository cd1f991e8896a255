"""Bars that lie, each made of the same parts: counts, or shares of a whole; plain dicts, as ``figures`` makes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.figures import BLUE, GREY, ORANGE, numbered

#: The height of one bar with its name, in pixels.
_ROW: Final = 44
#: Room round bars of counts with the legend under them, and round bars of shares with the legend above them.
_AROUND_COUNTS: Final = 176
_AROUND_SHARES: Final = 110
#: Dark enough on every part, in light and in dark.
_INK: Final = "#1b2530"
#: Up to here every whole number has its own mark.
_FEW: Final = 6
#: How strong the bar of something old is.
_OLD: Final = 0.45
_WHOLE: Final = 100
_TICKS: Final = (0, 25, 50, 75, 100)

#: How a part is told apart, as Plotly's marker; these three without colour too: full, striped, and only an outline.
Look = Mapping[str, Any]
FULL: Final[Look] = {"color": BLUE, "line": {"color": BLUE, "width": 1}}
STRIPED: Final[Look] = {
    "color": ORANGE,
    "pattern": {"shape": "/", "size": 6, "solidity": 0.5},
    "line": {"color": ORANGE, "width": 1},
}
OUTLINE: Final[Look] = {"color": "rgba(0,0,0,0)", "line": {"color": GREY, "width": 1}}


@dataclass(frozen=True)
class Part:
    """A part of every bar; ``texts`` is what a reader sees who points at one of them."""

    name: str
    look: Look
    values: Sequence[float | None]
    texts: Sequence[str]


@dataclass(frozen=True)
class Bar:
    """A bar: its name, what stands there instead of parts, and whether it rests on something old."""

    name: str
    instead: str = ""
    old: bool = False


def inked(colour: str, pattern: str = "") -> Look:
    """Return a look with an edge that is seen on every colour, and a pattern where there is one."""
    look: dict[str, Any] = {"color": colour, "line": {"color": _INK, "width": 0.5}}
    if pattern:
        drawn = {"fgcolor": _INK, "bgcolor": colour, "fgopacity": 0.45, "size": 7, "solidity": 0.16}
        look["pattern"] = {"shape": pattern} | drawn
    return look


def counts(of: Sequence[Bar], parts: Sequence[Part], separators: str) -> dict[str, Any]:
    """Return a bar of counts for each name, from the top down, its name above it so that it fits a telephone.

    A part that is nowhere is left out of the legend.
    """
    shown = [part for part in parts if any(part.values)]
    size = {"height": _AROUND_COUNTS + _ROW * len(of), "bargap": 0.3, "showlegend": True}
    layout = _layout(size, separators, {"y": -34 / (_ROW * len(of)), "yanchor": "top"})
    across, down = layout["yaxis"], layout["xaxis"]
    most = max((sum(part.values[place] or 0 for part in shown) for place in range(len(of))), default=0)
    layout["xaxis"] = across | {"showgrid": True} | ({"dtick": 1, "range": [0, max(most, 1)]} if most <= _FEW else {})
    layout["yaxis"] = down | _downward(of)
    layout["uniformtext"] = {"mode": "hide", "minsize": 10}
    layout["annotations"] = [_above(one.name, place) for place, one in enumerate(of)]
    layout["annotations"] += [_instead(one, place) for place, one in enumerate(of) if one.instead]
    return {"data": [_counted(of, part) for part in shown] or [_nothing(of)], "layout": layout}


def shares(names: Sequence[str], parts: Sequence[Part], separators: str) -> dict[str, Any]:
    """Return a bar of percentages for each name, from the top down, its name above it so that it fits a telephone."""
    places = [*range(len(names))]
    layout = _layout({"height": _AROUND_SHARES + _ROW * len(names)}, separators, {"y": 1, "yanchor": "bottom"})
    # The first and the last tick have room for their labels, and the last bar for its edge.
    layout["margin"] |= {"l": 10, "r": 28}
    ticks = {"tickvals": [*_TICKS], "ticktext": [f"{one}%" for one in _TICKS]}
    layout["xaxis"] |= {"range": [-1, _WHOLE + 1]} | ticks
    layout["yaxis"] |= _downward(names)
    layout["annotations"] = [_above(name, place) for place, name in enumerate(names)]
    drawn = [_lying(part, places, {"x": [*part.values], "width": 0.4, "marker": part.look}) for part in parts]
    return {"data": drawn, "layout": layout}


def _layout(size: Mapping[str, Any], separators: str, legend: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layout that both share: parts beside each other, in the order of their legend."""
    layout = numbered(separators, {"barmode": "stack", **size})
    return layout | {"legend": {"orientation": "h", "x": 0, "traceorder": "normal", **legend}}


def _downward(names: Sequence[object]) -> Mapping[str, Any]:
    """Return the axis down: a place for each name, the first on top, with room for the name above its bar."""
    bare = {"showticklabels": False, "ticks": "", "showgrid": False, "rangemode": "normal"}
    return bare | {"range": [len(names) - 0.6, -0.9]}


def _lying(part: Part, places: Sequence[int], drawn: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return one part of every bar; ``drawn`` is how long it is and how it looks."""
    told = {"name": part.name, "hovertext": [*part.texts], "hoverinfo": "text"}
    return {"type": "bar", "orientation": "h", "y": [*places], **told, **drawn}


def _counted(of: Sequence[Bar], part: Part) -> Mapping[str, Any]:
    drawn = {
        "x": [value or None for value in part.values],
        "text": [str(value) if value else "" for value in part.values],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": _INK, "size": 13},
        "width": 0.42,
        "marker": {**part.look, "opacity": [_OLD if one.old else 1 for one in of]},
    }
    return _lying(part, [*range(len(of))], drawn)


def _nothing(of: Sequence[Bar]) -> Mapping[str, Any]:
    """Keep the places where no bar has a part."""
    return {"type": "bar", "orientation": "h", "y": [*range(len(of))], "x": [0] * len(of), "showlegend": False}


def _instead(one: Bar, place: int) -> Mapping[str, Any]:
    text = {"x": 0, "y": place, "text": one.instead, "xanchor": "left", "showarrow": False}
    return text | {"xshift": 4, "font": {"size": 12}}


def _above(text: str, place: int) -> Mapping[str, Any]:
    at = {"x": 0, "xanchor": "left", "y": place - 0.22, "yanchor": "bottom"}
    return {**at, "text": text, "showarrow": False, "font": {"size": 12}, "align": "left", "borderpad": 0}
