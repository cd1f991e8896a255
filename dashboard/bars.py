"""Figures of bars that lie: amounts, and parts that add up to a difference; under the one house template."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from dashboard.figures import BAND, BLUE, GREY, ORANGE, numbered

#: Room for one bar, and for the axis under them.
_ROW: Final = 40
_ABOVE: Final = 52
#: What an axis reaches beyond the longest bar, so that its number fits beside it.
_OUTSIDE: Final = 1.3
#: What it reaches to the left of all where a bar has its number there: the names of the steps come next.
_LEFT: Final = 0.5


@dataclass(frozen=True)
class Bar:
    """A named amount; ``shown`` is how it is written beside its bar, ``text`` what a reader sees who points at it."""

    name: str
    value: float
    shown: str
    text: str = ""


def bars(amounts: Sequence[Bar], separators: str) -> dict[str, Any]:
    """Return amounts one under the other, each with its number beside it."""
    highest = max((one.value for one in amounts), default=0) or 1
    trace = _lying(amounts, [0.0] * len(amounts), [BLUE] * len(amounts))
    return {"data": [trace], "layout": _layout(amounts, separators, (0, highest * _OUTSIDE))}


def waterfall(parts: Sequence[Bar], total: Bar, separators: str) -> dict[str, Any]:
    """Return parts that each begin where the one before ended, from nought, and the total that they add up to."""
    ends = [*accumulate((one.value for one in parts), initial=0.0)]
    colours = [ORANGE if one.value < 0 else BLUE for one in parts]
    steps = [*parts, total]
    low, high = min(*ends, total.value, 0.0), max(*ends, total.value, 0.0)
    across = high - low or 1.0
    left = _LEFT if any(one.value < 0 for one in steps) else _OUTSIDE - 1
    layout = _layout(steps, separators, (low - across * left, high + across * (_OUTSIDE - 1)))
    layout["xaxis"] |= {"zeroline": True, "zerolinecolor": GREY, "zerolinewidth": 2}
    thin = {"color": GREY, "width": 1, "dash": "dot"}
    joints = [
        {"type": "line", "x0": end, "x1": end, "y0": at, "y1": at + 1, "line": thin, "layer": "below"}
        for at, end in enumerate(ends[1:])
    ]
    return {"data": [_lying(steps, [*ends[:-1], 0.0], [*colours, GREY])], "layout": layout | {"shapes": joints}}


def _lying(amounts: Sequence[Bar], base: Sequence[float], colours: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [*range(len(amounts))],
        "x": [one.value for one in amounts],
        "base": [*base],
        "text": [one.shown for one in amounts],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [one.text or f"{one.name}: {one.shown}" for one in amounts],
        "hoverinfo": "text",
        "marker": {"color": [*colours]},
        "width": 0.6,
        "showlegend": False,
    }


def _layout(amounts: Sequence[Bar], separators: str, reach: tuple[float, float]) -> dict[str, Any]:
    """Return the house layout with the names at the left, the first on top."""
    size = {"height": _ABOVE + _ROW * len(amounts), "margin": {"l": 8, "r": 8, "t": 8, "b": 8}}
    layout = numbered(separators, size)
    names = {"tickvals": [*range(len(amounts))], "ticktext": [one.name for one in amounts]}
    down = {"range": [len(amounts) - 0.5, -0.5], "tickformat": "", "rangemode": "normal", "showgrid": False}
    layout["yaxis"] |= {"type": "linear", "ticks": "", "showline": False} | down | names
    layout["xaxis"] |= {"range": [*reach], "nticks": 5, "showgrid": True, "gridcolor": BAND}
    return layout
