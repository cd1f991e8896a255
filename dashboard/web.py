"""The plain web round the app: who may ask, which headers answer, redirects, health and CSV."""

from flask import Flask, Response, g, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard import feeds, freshness, telemetry
from dashboard.blocks import Content, Table, tables
from dashboard.desk import on_this_machine
from dashboard.export import to_csv
from dashboard.router import Router, health
from dashboard.text import LANGUAGES
from dashboard.view import BadDateError, View, address

OK = 200
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(hashes: list[str]) -> str:
    """Return the content policy: our own files only; Plotly and React write style attributes."""
    scripts = " ".join(["'self'", *hashes])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


def install(server: Flask, router: Router, hashes: list[str]) -> None:
    """Put everything round the app."""
    if router.settings.audience == "internal":
        server.before_request(refuse_strangers)
        telemetry.install(server, router)
    server.before_request(_tidy)
    server.after_request(_finish(policy(hashes)))
    for path in ("/health", "/healthz"):
        server.add_url_rule(path, path, lambda: _health(router))
    for path in feeds.paths():
        server.add_url_rule(path, path, _feed(router))
    server.add_url_rule("/<any(nl, en):language>/download/<path:target>", "download", _download(router))


def refuse_strangers() -> tuple[str, int] | None:
    """Refuse whoever is not on this machine, and names that only pretend to be this machine."""
    return None if on_this_machine(request.host, request.remote_addr or "") else ("403", 403)


def spoken() -> str:
    """Return the language that a reader's browser asks for; Dutch unless it says otherwise."""
    wanted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def _tidy() -> Answer | None:
    """Send ``/`` to a language, and every page to its one address."""
    path, query = request.path, f"?{request.query_string.decode()}" if request.query_string else ""
    if path == "/":
        return redirect(f"/{spoken()}/{query}")
    if path.strip("/") in LANGUAGES and path != f"/{path.strip('/')}/":
        return redirect(f"/{path.strip('/')}/{query}", 301)
    if path.endswith("/") and path.strip("/") not in LANGUAGES and "//" not in path:
        return redirect(path.rstrip("/") + query, 301)
    return None


def _finish(content_policy: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def finish(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", content_policy)
        if "status" in g and response.status_code == OK:
            response.status_code = g.status
        if request.path == "/" or request.path.startswith(("/nl", "/en")):
            response.headers.setdefault("Cache-Control", "no-cache")
            response.headers.setdefault("Vary", "Accept-Language")
        return response

    return finish


def _health(router: Router) -> tuple[Response, int]:
    state, code = health(router.library, router.clock())
    return jsonify(state), code


def _about(view: View, content: Content, table: Table) -> list[tuple[str, str]]:
    """Return what a table is: its title, its dates, where it comes from, and what to know before quoting it."""
    t, sample = view.t, view.edition is not None and view.edition.sample
    source = t("csv.sample") if sample else t("csv.source_text", source=content.source or t("from.register"))
    return [
        (t("csv.title"), table.caption),
        (t("csv.page"), content.title),
        (t("csv.dates"), freshness.dates(view)),
        (t("csv.source"), source),
        (t("csv.link"), _lasting(view)),
        *[(t("csv.warning"), notice.text) for notice in freshness.notices(view)],
    ]


def _lasting(view: View) -> str:
    """Return the link to this page that stays; where there is no day to name, the link as it was asked."""
    try:
        return view.fixed_url()
    except (BadDateError, LookupError):
        return view.origin + address(view.language, view.path, view.query)


def _feed(router: Router):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def feed() -> Response | tuple[str, int]:
        view, content = router.visit(
            request.path.removesuffix(".atom"), request.query_string.decode(), request.host_url
        )
        if content.status != OK or view.edition is None:
            return content.title, content.status if content.status != OK else 503
        answer = Response(feeds.feed(view), content_type=f"{feeds.TYPE}; charset=utf-8")
        answer.add_etag()
        answer.make_conditional(request)
        # The server writes it, and only once.
        answer.headers.pop("Date", None)
        return answer

    return feed


def _download(router: Router):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def download(language: str, target: str) -> Response | tuple[str, int]:
        page, _, name = f"/{target}".rpartition("/")
        search = request.query_string.decode()
        view, content = router.visit(f"/{language}{page or '/'}", search, request.host_url)
        found = {f"{table.name}.csv": table for table in tables(content.blocks)}
        if name not in found:
            return (content.title, content.status) if content.status != OK else (view.t("not_found.title"), 404)
        table = found[name]
        head = {"Content-Disposition": f'attachment; filename="vulgraad-{name}"'}
        body = "\ufeff" + to_csv(table, _about(view, content, table), view.t("csv.remark"))
        return Response(body, content_type="text/csv; charset=utf-8", headers=head)

    return download
