"""The app: one shell, one callback that shows the page of an address, and the web round it."""

from collections.abc import Callable
from datetime import datetime
from html import escape

import dash
from dash import ClientsideFunction, Input, Output, dcc, html
from dash.development.base_component import Component
from flask import g, request

from dashboard import feeds, posting, remarking, web
from dashboard.data import Disk, Library, Shelf
from dashboard.desk import Desk
from dashboard.router import Router, WebSettings, now
from dashboard.shell import shell

__all__ = ["WebSettings", "create_app", "warm"]

PAGE, URL, HEAD, HEAD_DONE, AGAIN = "page", "url", "head", "head-done", "again"
#: While there is nothing to show, a page looks again after this many milliseconds.
REFRESH = 15_000
_NEVER = 0
_INDEX = """<!DOCTYPE html>
<html lang="{%lang%}">
<head>
{%metas%}
<meta name="color-scheme" content="light dark">
<title>{%title%}</title>
{%feed%}
{%favicon%}
{%css%}
</head>
<body>
<noscript>{%noscript%}</noscript>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>"""


class Site(dash.Dash):
    """Dash, with the language, title and status of the page already right in the first answer."""

    router: Router

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]  # Dash names each
        """Return the first HTML of a page."""
        view, content = self.router.visit(request.path, request.query_string.decode(), request.host_url, web.spoken())
        g.status = content.status
        index = _INDEX.replace("{%lang%}", view.language)
        index = index.replace("{%noscript%}", f'<p lang="{view.language}">{escape(view.t("shell.noscript"))}</p>')
        index = index.replace("{%feed%}", feeds.head(view.language, escape(view.t("changes.feed_title"))))
        parts["title"] = escape(_title(view.t("site.name"), content.title))
        for key, value in parts.items():
            index = index.replace("{%" + key + "%}", value)
        return index


def _title(site: str, page: str) -> str:
    return f"{page} - {site}"


def create_app(
    settings: WebSettings,
    *,
    shelf: Shelf | None = None,
    clock: Callable[[], datetime] | None = None,
) -> dash.Dash:
    """Return the app for one audience; ``shelf`` and ``clock`` are there for tests."""
    library = Library(settings.data, settings.sample, settings.audience, shelf or Disk())
    desk = Desk(clock or now)
    router = Router(settings, library, clock or now, remarking.tickets(desk, local=settings.local))
    app = Site(__name__, compress=True, title="Vulgraad", update_title="", pages_folder="", use_pages=False)
    app.router = router
    app.layout = _layout
    _register(app, router)
    web.install(app.server, router, list(app.csp_hashes()))
    remarking.install(app.server, router, desk)
    posting.install(app.server, router, desk)
    return app


def _layout() -> Component:
    return html.Div(
        [
            dcc.Location(id=URL, refresh=False),
            dcc.Store(id=HEAD),
            dcc.Store(id=HEAD_DONE),
            dcc.Interval(id=AGAIN, interval=REFRESH, max_intervals=_NEVER),
            html.Div(id=PAGE),
        ]
    )


def _register(app: Site, router: Router) -> None:
    @app.callback(
        Output(PAGE, "children"),
        Output(HEAD, "data"),
        Output(AGAIN, "max_intervals"),
        Input(URL, "pathname"),
        Input(URL, "search"),
        Input(AGAIN, "n_intervals"),
    )
    def show(path: str, search: str, _again: int | None) -> tuple[list[Component], dict[str, str], int]:
        view, content = router.visit(path or "/", search or "", request.host_url, web.spoken())
        head = {"title": _title(view.t("site.name"), content.title), "lang": view.language}
        return shell(view, content), head, -1 if content.waiting else _NEVER

    app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash does not type this one
        ClientsideFunction("vulgraad", "head"), Output(HEAD_DONE, "data"), Input(HEAD, "data")
    )


def warm(app: dash.Dash) -> None:
    """Register the callbacks before the first reader comes; for gunicorn's post_worker_init."""
    client = app.server.test_client()
    for path in ("/nl/", "/_dash-layout", "/_dash-dependencies"):
        client.get(path, headers={"Host": "localhost"})
