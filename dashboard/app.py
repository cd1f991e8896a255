"""The app: pages that are whole when they arrive, and Dash's client for those that change by themselves."""

from collections.abc import Callable
from datetime import datetime

import dash
from dash import ClientsideFunction, Input, Output, dcc, html
from dash.development.base_component import Component
from flask import Response, g, request

from dashboard import document, posting, receiving, remarking, web
from dashboard.answers import Answers, asked
from dashboard.blocks import Content
from dashboard.data import Disk, Library, Shelf
from dashboard.desk import Desk
from dashboard.files import files
from dashboard.markup import markup
from dashboard.packing import Packed
from dashboard.router import Asked, Router, WebSettings, now
from dashboard.shell import shell

__all__ = ["Site", "WebSettings", "create_app", "warm"]

PAGE, URL, HEAD, HEAD_DONE, AGAIN = "page", "url", "head", "head-done", "again"
#: While there is nothing to show, a page looks again after this many milliseconds.
REFRESH = 15_000
_NEVER = 0
_HTML = "text/html; charset=utf-8"


class Site(dash.Dash):
    """Dash, that answers with the page itself; its client comes only along with a page that waits for something."""

    router: Router
    answers: Answers

    def index(self, *_args: object, **_kwargs: object) -> Response | str:  # Flask hands over the path
        """Return a page as HTML."""
        found = self.router.ask(request.path, request.query_string.decode(), request.host_url, web.spoken())
        key = asked(found.view, found.place is None, found.broken)
        with self.answers.turn(key):
            page = self.answers.get(key)
            if page is None:
                content = found.content()
                if content.waiting:
                    return self._live(found, content)
                page = Packed.of(document.document(found.view, content).encode(), _HTML, content.status)
                self.answers.put(key, page)
        return page.response("no-cache")

    def _live(self, found: Asked, content: Content) -> str:
        g.visit, g.status = (found.view, content), content.status
        index: str = super().index()  # type: ignore[no-untyped-call]  # Dash does not type this one
        return index

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]  # Dash names each
        """Return the first HTML of a page that changes by itself; without scripts it is read as it is now."""
        view, content = g.get("visit") or self.router.visit("/nl/", "", request.host_url)
        still = f"<noscript>{markup(shell(view, content))}</noscript>"
        again = f'<noscript><meta http-equiv="refresh" content="{max(REFRESH // 1000, 1)}"></noscript>'
        top = [*document.head(view, content), *document.charts(wanted=False), again]
        body = [still, *(parts[name] for name in ("app_entry", "config", "scripts", "renderer"))]
        return "\n".join(
            ("<!DOCTYPE html>", f'<html lang="{view.language}"><head>', *top, "</head><body>", *body, "</body></html>")
        )


def create_app(
    settings: WebSettings,
    *,
    shelf: Shelf | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Site:
    """Return the app for one audience; ``shelf`` and ``clock`` are there for tests."""
    library = Library(settings.data, settings.sample, settings.audience, shelf or Disk())
    desk = Desk(clock or now)
    router = Router(settings, library, clock or now, receiving.tickets(desk, local=settings.local))
    app = Site(__name__, compress=True, update_title="", pages_folder="", use_pages=False, include_assets_files=False)
    app.router, app.answers = router, Answers()
    app.layout = _layout
    _register(app, router)
    web.install(app.server, router, app.answers, list(app.csp_hashes()))
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
        head = {"title": document.title(view, content), "lang": view.language}
        return shell(view, content), head, -1 if content.waiting else _NEVER

    app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash does not type this one
        ClientsideFunction("vulgraad", "head"), Output(HEAD_DONE, "data"), Input(HEAD, "data")
    )


def warm(app: dash.Dash) -> None:
    """Register the callbacks and compress our files before the first reader comes; gunicorn calls it once."""
    files()
    client = app.server.test_client()
    for path in ("/nl/", "/en/", "/_dash-layout", "/_dash-dependencies"):
        client.get(path, headers={"Host": "localhost"})
