"""Parts of a whole as bars that lie down, the name of each above it, so that they fit a telephone; a plain dict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.figures import BLUE, GREY, ORANGE, Labels, house

#: The height of one bar with its name, and of what stands above and below all of them.
_ROW: Final = 40
_ROUND: Final = 110
_WHOLE: Final = 100
_TICKS: Final = (0, 25, 50, 75, 100)
_STRIPES: Final = {"shape": "/", "size": 6, "solidity": 0.5}
#: Told apart without colour too: full, striped, and only an outline.
_LOOKS: Final = (
    {"color": BLUE, "line": {"color": BLUE, "width": 1}},
    {"color": ORANGE, "pattern": _STRIPES, "line": {"color": ORANGE, "width": 1}},
    {"color": "rgba(0,0,0,0)", "line": {"color": GREY, "width": 1}},
)


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its parts in percent, and what a reader sees who points at each."""

    name: str
    parts: Sequence[float]
    texts: Sequence[str]


def bars(found: Sequence[Bar], names: Sequence[str], labels: Labels) -> dict[str, Any]:
    """Return bars from the top down; ``names`` are those of the parts, up to three."""
    places = list(range(len(found)))
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "x": [bar.parts[at] for bar in found],
            "y": places,
            "width": 0.4,
            "hovertext": [bar.texts[at] for bar in found],
            "hoverinfo": "text",
            "marker": _LOOKS[at],
        }
        for at, name in enumerate(names)
    ]
    layout = house(labels, {"height": _ROW * len(found) + _ROUND, "barmode": "stack"})
    ticks = {"tickvals": list(_TICKS), "ticktext": [f"{one}%" for one in _TICKS]}
    # The first and the last tick have room for their labels, and the last bar for its edge.
    layout["margin"] = {**layout["margin"], "l": 10, "r": 28}
    layout["xaxis"] = {**layout["xaxis"], "type": "linear", "range": [0, _WHOLE + 1], **ticks}
    layout["yaxis"] = {
        **layout["yaxis"],
        "showticklabels": False,
        "ticks": "",
        "showgrid": False,
        "range": [len(found) - 0.6, -0.9],
        "rangemode": "normal",
    }
    layout["legend"] = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"}
    layout["annotations"] = [_name(bar.name, place) for place, bar in enumerate(found)]
    return {"data": traces, "layout": layout}


def _name(text: str, place: int) -> Mapping[str, Any]:
    at = {"x": 0, "xanchor": "left", "y": place - 0.22, "yanchor": "bottom"}
    return {**at, "text": text, "showarrow": False, "font": {"size": 12}, "align": "left", "borderpad": 0}
