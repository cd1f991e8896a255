"""A page of words alone, for when there is no page to show: without data, menus or scripts."""

from html import escape

from flask import Response

from dashboard import files
from dashboard.text import words


def page(language: str, status: int, title: str, lead: str, rest: str = "") -> Response:
    """Return a page with a title and a sentence; ``rest`` is what else stands there, as HTML."""
    body = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} - {escape(words(language)('site.name'))}</title>"
        f'<link rel="stylesheet" href="{files.link(files.STYLE)}"></head>'
        f'<body><main id="main"><h1>{escape(title)}</h1><p class="lead">{escape(lead)}</p>{rest}</main></body></html>'
    )
    return Response(body, status=status, content_type="text/html; charset=utf-8")
