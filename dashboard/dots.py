"""Charts that compare bodies: dots of which each is one, and small trends; plain dicts, as ``figures`` makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from dashboard.figures import BLUE, GREY, ORANGE, Labels, Point, house, numbered

Kind = Literal["marked", "near", "other"]
#: How each kind is drawn: its shape tells it apart, also in grey.
_LOOK: Final[dict[Kind, dict[str, Any]]] = {
    "other": {"symbol": "circle-open", "color": GREY, "line": {"width": 1.5}},
    "near": {"symbol": "square", "color": BLUE},
    "marked": {"symbol": "diamond", "color": ORANGE, "line": {"width": 2}},
}
#: So many places side by side in which dots are stacked.
_PLACES: Final = 50
#: Dots get smaller where more than so many stand on each other.
_ROOMY, _TIGHT = 14, 28
_HEIGHT: Final = 300
_SMALL: Final = 120


@dataclass(frozen=True)
class Dot:
    """One body: its value, and what a reader sees who points at it."""

    value: float
    text: str
    kind: Kind = "other"


@dataclass(frozen=True)
class Axis:
    """The scale of values: from nought to ``top``, with the sign behind each; ``middle`` is the median."""

    top: float
    suffix: str = ""
    middle: float | None = None


def strip(dots: Sequence[Dot], axis: Axis, separators: str, names: dict[str, str], mark: str = "") -> dict[str, Any]:
    """Return a dot for each body on one scale, stacked where they are close; ``names`` names kinds and ``middle``.

    The marked one has another shape and its name, ``mark``, above it.
    """
    heights = _stacked(dots, axis.top)
    highest = max(heights, default=1)
    size = 10 if highest <= _ROOMY else 7 if highest <= _TIGHT else 4
    traces = [_dots(dots, heights, kind, names[kind], size) for kind in _LOOK if any(d.kind == kind for d in dots)]
    if axis.middle is not None:
        traces.insert(0, _middle(axis.middle, highest, names["middle"]))
    layout = numbered(separators, {"height": _HEIGHT})
    layout["xaxis"] |= {"range": [-0.02 * axis.top, 1.02 * axis.top], "ticksuffix": axis.suffix}
    layout["yaxis"] |= {"visible": False, "range": [0, max(highest, 8) + 1]}
    layout["annotations"] = [_mark(dot, axis, mark) for dot in dots if dot.kind == "marked" and mark]
    return {"data": traces, "layout": layout}


def _stacked(dots: Sequence[Dot], top: float) -> list[int]:
    """Return how high each dot stands: on those before it in the same place."""
    standing: dict[int, int] = {}
    found = []
    for dot in dots:
        place = round(dot.value / top * _PLACES) if top else 0
        standing[place] = standing.get(place, 0) + 1
        found.append(standing[place])
    return found


def _dots(dots: Sequence[Dot], heights: Sequence[int], kind: Kind, name: str, size: int) -> dict[str, Any]:
    mine = [(dot, height) for dot, height in zip(dots, heights, strict=True) if dot.kind == kind]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [dot.value for dot, _ in mine],
        "y": [height for _, height in mine],
        "hovertext": [dot.text for dot, _ in mine],
        "hoverinfo": "text",
        "marker": _LOOK[kind] | {"size": size + 5 if kind == "marked" else size},
    }


def _middle(value: float, highest: int, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [value, value],
        "y": [0, max(highest, 8) + 1],
        "hoverinfo": "skip",
        "line": {"color": GREY, "width": 1.5, "dash": "dash"},
    }


def _mark(dot: Dot, axis: Axis, name: str) -> dict[str, Any]:
    """Return the name of the marked body, above the plot and to the side where there is room."""
    side = "left" if dot.value < axis.top / 2 else "right"
    place = {"x": dot.value, "y": 1, "yref": "paper", "xanchor": side, "yanchor": "bottom"}
    return place | {"text": f"◆ {name}", "showarrow": False, "font": {"size": 13}}


def small(points: Sequence[Point], top: float, labels: Labels, *, suffix: str = "", marked: bool) -> dict[str, Any]:
    """Return one small trend on the scale that all share: dotted where rebuilt, with its last point marked."""
    seen = [point for point in points if not point.rebuilt]
    rebuilt = [point for point in points if point.rebuilt]
    colour = ORANGE if marked else BLUE
    # The dots go on up to the first collection.
    before = [*rebuilt, *seen[:1]] if rebuilt else []
    traces = [_line(part, colour, dash) for part, dash in ((before, "dot"), (seen, "solid")) if part]
    if points and points[-1].value is not None:
        traces.append(_last(points[-1], colour, marked=marked))
    layout = house(labels, {"height": _SMALL, "showlegend": False, "margin": {"l": 4, "r": 8, "t": 6, "b": 4}})
    ticks = {"tickvals": [0, top / 2, top] if suffix else [0, top], "ticksuffix": suffix}
    layout["yaxis"] |= {"range": [0, top * 1.08]} | ticks
    layout["font"] |= {"size": 11}
    return {"data": traces, "layout": layout}


def _line(points: Sequence[Point], colour: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [point.day.isoformat() for point in points],
        "y": [point.value for point in points],
        "hoverinfo": "skip",
        "line": {"color": colour, "width": 2, "dash": dash},
        "connectgaps": False,
    }


def _last(point: Point, colour: str, *, marked: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.day.isoformat()],
        "y": [point.value],
        "hoverinfo": "skip",
        "marker": {"color": colour, "size": 9, "symbol": "diamond" if marked else "square"},
    }
