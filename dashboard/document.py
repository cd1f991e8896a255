"""The HTML round a page: complete as it arrives, so that it can be read before any script runs, or without."""

import json
from collections.abc import Iterator
from html import escape
from typing import Final

from dashboard import embed, feeds, files
from dashboard.blocks import Content
from dashboard.looks import LOOKS
from dashboard.markup import markup
from dashboard.shell import shell
from dashboard.text import LANGUAGES
from dashboard.view import View, address

#: What only works with scripts, is not there without.
_WITHOUT: Final = "<noscript><style>.plot,[data-image],[data-copy]{display:none}</style></noscript>"
_CHARTED: Final = "data-figure="


def document(view: View, content: Content) -> str:
    """Return a whole page as HTML."""
    body = markup(embed.frame(view, content) if embed.wanted(view) else shell(view, content))
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{view.language}"{_mode(view)}>',
            "<head>",
            *head(view, content),
            *(charts() if _CHARTED in body else ()),
            _WITHOUT,
            "</head>",
            f"<body>{body}</body>",
            "</html>",
        )
    )


def title(view: View, content: Content) -> str:
    """Return what a page is called in the window and in the list of bookmarks."""
    return f"{content.title} - {view.t('site.name')}"


def head(view: View, content: Content) -> Iterator[str]:
    """Return what every page has in its head."""
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f"<title>{escape(title(view, content))}</title>"
    yield f'<link rel="icon" type="image/svg+xml" href="{files.link("icon.svg")}">'
    yield f'<link rel="stylesheet" href="{files.link(files.STYLE)}">'
    for language in LANGUAGES:
        here = view.origin + address(language, view.path, view.query)
        yield f'<link rel="alternate" hreflang="{language}" href="{escape(here)}">'
    yield feeds.head(view.language, escape(view.t("changes.feed_title")))
    yield f'<script src="{files.link(files.PAGE)}" defer></script>'


def charts(*, wanted: bool = True) -> Iterator[str]:
    """Return the scripts that draw charts; where not yet ``wanted``, the large one is fetched when there is one."""
    looks, large = escape(json.dumps(LOOKS)), files.link(files.PLOTLY)
    if wanted:
        yield f'<script id="plotly" src="{large}" async></script>'
    yield f'<script src="{files.link(files.CHARTS)}" data-looks="{looks}" data-plotly="{large}" defer></script>'


def _mode(view: View) -> str:
    return ' class="embedded"' if embed.wanted(view) else ""
