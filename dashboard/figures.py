"""Figures as plain dicts under one house template; know neither Dash nor where data come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

#: Told apart by everyone, also in grey, and readable on white as on near-black.
BLUE: Final = "#2b7bba"
ORANGE: Final = "#c8660a"
GREY: Final = "#7d8790"
BAND: Final = "rgba(43, 123, 186, 0.22)"
HEIGHT: Final = 380
#: Up to here every whole number has its own mark, and nothing between them.
_FEW: Final = 6
#: What an axis of days shows beside the first and the last, as a part of what lies between.
_BESIDE: Final = 0.03
_LINE: Final = 16

_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
_AXIS: Final[dict[str, Any]] = {
    "showgrid": False,
    "zeroline": False,
    "linecolor": GREY,
    "tickcolor": GREY,
    "fixedrange": True,
    "automargin": True,
}


@dataclass(frozen=True)
class Point:
    """One day of a trend; ``text`` is what a reader sees who points at it."""

    day: date
    value: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""
    rebuilt: bool = False


@dataclass(frozen=True)
class Series:
    """A named line."""

    name: str
    points: Sequence[Point]
    colour: str = BLUE
    dash: str = "solid"


@dataclass(frozen=True)
class Labels:
    """The words and signs of a chart in one language."""

    separators: str
    ticks: Sequence[tuple[date, str]]
    rebuilt: str = ""
    band: str = ""
    checks: str = ""
    deadline: str = ""


def house(labels: Labels, layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layout that every chart shares."""
    ticks = {"tickvals": [d.isoformat() for d, _ in labels.ticks], "ticktext": [t for _, t in labels.ticks]}
    return {
        "height": HEIGHT,
        "margin": {"l": 8, "r": 16, "t": 28, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 13, "color": GREY},
        "separators": labels.separators,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": _FONT}},
        "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": -0.18, "yanchor": "top"},
        "xaxis": _AXIS | {"type": "date", "tickangle": 0} | ticks,
        "yaxis": _AXIS | {"rangemode": "tozero", "tickformat": ",d", "showgrid": True, "gridcolor": BAND},
    } | dict(layout)


def numbered(separators: str, layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layout of a chart without days: the axis across is one of numbers."""
    found = house(Labels(separators, ()), layout)
    across = {key: value for key, value in found["xaxis"].items() if key not in {"tickvals", "ticktext"}}
    return found | {"xaxis": across | {"type": "linear"}}


def trend(
    series: Sequence[Series],
    labels: Labels,
    *,
    deadline: date | None = None,
    checks: Sequence[Point] = (),
) -> dict[str, Any]:
    """Return lines over time: solid where collected, dotted where rebuilt, check points apart."""
    traces: list[dict[str, Any]] = []
    for line in series:
        traces += _band(line, labels) + _lines(line, labels)
    if checks:
        traces.append(_checks(checks, labels))
    layout = house(labels, _deadline(deadline, labels) if deadline else {})
    if deadline:
        layout["xaxis"] |= _reach(traces)
        layout["margin"] |= {"t": layout["margin"]["t"] + _LINE * labels.deadline.count("<br>")}
    highest = max((y for trace in traces for y in trace["y"] if y is not None), default=0)
    if highest <= _FEW:
        layout["yaxis"] |= {"dtick": 1, "range": [0, max(highest, 1) * 1.1]}
    return {"data": traces, "layout": layout}


def _reach(traces: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the days that the axis spans: by itself it would make room for the label of the deadline."""
    days = [date.fromisoformat(day) for trace in traces for day in trace["x"]]
    if not days or min(days) == max(days):
        return {}
    beside = (max(days) - min(days)) * _BESIDE
    return {"range": [(min(days) - beside).isoformat(), (max(days) + beside).isoformat()]}


def _lines(line: Series, labels: Labels) -> list[dict[str, Any]]:
    rebuilt = [point for point in line.points if point.rebuilt]
    seen = [point for point in line.points if not point.rebuilt]
    found = []
    if rebuilt:
        name = f"{line.name}, {labels.rebuilt}"
        found.append(_line(rebuilt, name, line.colour, "dot"))
    if seen:
        found.append(_line(seen, line.name, line.colour, line.dash) | _end(seen))
    return found


def _line(points: Sequence[Point], name: str, colour: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [point.day.isoformat() for point in points],
        "y": [point.value for point in points],
        "hovertext": [point.text for point in points],
        "hoverinfo": "text",
        "line": {"color": colour, "width": 2.5, "dash": dash},
        "connectgaps": False,
    }


def _end(points: Sequence[Point]) -> dict[str, Any]:
    """Mark the last point, so that a line of one collection is seen too."""
    sizes = [0] * (len(points) - 1) + [8]
    return {"mode": "lines+markers", "marker": {"size": sizes}}


def _band(line: Series, labels: Labels) -> list[dict[str, Any]]:
    """Return the area between the bounds, for the days on which they differ."""
    apart = [p for p in line.points if p.low is not None and p.high is not None]
    if all(point.low == point.high for point in apart):
        return []
    shared = {"type": "scatter", "mode": "lines", "x": [p.day.isoformat() for p in apart], "hoverinfo": "skip"}
    low = shared | {"y": [p.low for p in apart], "line": {"width": 0}, "showlegend": False, "name": labels.band}
    fill = {"fill": "tonexty", "fillcolor": BAND, "line": {"width": 0}}
    return [low, shared | fill | {"y": [p.high for p in apart], "name": labels.band}]


def _checks(points: Sequence[Point], labels: Labels) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": labels.checks,
        "x": [point.day.isoformat() for point in points],
        "y": [point.value for point in points],
        "hovertext": [point.text for point in points],
        "hoverinfo": "text",
        "marker": {"symbol": "diamond-open", "size": 10, "color": ORANGE, "line": {"width": 2}},
    }


def _deadline(day: date, labels: Labels) -> dict[str, Any]:
    """Return the line of a date that was promised, with its label above the plot."""
    at = day.isoformat()
    line = {"color": ORANGE, "width": 1.5, "dash": "dash"}
    shape = {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line}
    text = {"x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "align": "right", "text": labels.deadline}
    return {"shapes": [shape], "annotations": [text | {"xanchor": "right", "showarrow": False}]}
