"""Our own files, under addresses that name their content: a browser asks for each once, ever."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from flask import Flask, Response

from dashboard.packing import BETTER, Packed

FOLDER: Final = Path(__file__).with_name("assets")
#: Draws lines, bars and points; the version of plotly.js that the ``plotly`` package was made for. Kept here as the
#: package has only the whole of it, four times the size, and nothing is fetched at run time (docs/dependencies.md).
PLOTLY: Final = "plotly-basic-4.1.1.min.js"
#: Which kinds of trace it draws.
DRAWS: Final = frozenset({"scatter", "bar", "pie"})
STYLE, PAGE, CHARTS = "style.css", "page.js", "charts.js"
_TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_EVER: Final = "public, max-age=31536000, immutable"


@cache
def files() -> Mapping[str, Packed]:
    """Return every file by name, compressed."""
    return {
        file.name: Packed.of(file.read_bytes(), _TYPES[file.suffix], quality=BETTER)
        for file in sorted(FOLDER.iterdir())
        if file.suffix in _TYPES
    }


@cache
def link(name: str) -> str:
    """Return the address of a file."""
    return f"/static/{files()[name].etag}/{name}"


def install(server: Flask) -> None:
    """Serve the files."""
    server.add_url_rule("/static/<etag>/<name>", "own", _own)


def _own(etag: str, name: str) -> Response | tuple[str, int]:
    found = files().get(name)
    if found is None:
        return "404", 404
    # A page from before an update asks for a file that is no more: it gets the new one, to be asked for again.
    return found.response(_FOR_EVER if etag == found.etag else "no-cache")
