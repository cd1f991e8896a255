"""The house template of charts in three looks: on light, on dark, and on paper. ``charts.js`` puts them on."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard.figures import BLUE, GREY, ORANGE

#: For each look: the colours of text, lines and background; which colour of a trace is another one there.
LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "light": {
        "text": "#4c5a67",
        "line": GREY,
        "grid": "rgba(86, 98, 109, 0.18)",
        "paper": "rgba(0,0,0,0)",
        "label": "#ffffff",
        "swap": {},
    },
    "dark": {
        "text": "#aab6c1",
        "line": "#8b98a4",
        "grid": "rgba(170, 182, 193, 0.22)",
        "paper": "rgba(0,0,0,0)",
        "label": "#1b232b",
        "swap": {BLUE: "#6cb0e8", ORANGE: "#f0a04b", GREY: "#98a4af"},
    },
    "print": {
        "text": "#1b2530",
        "line": "#4c5a67",
        "grid": "rgba(0, 0, 0, 0.15)",
        "paper": "#ffffff",
        "label": "#ffffff",
        "swap": {},
    },
}
