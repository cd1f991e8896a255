"""The plain web round the app: who may ask, which headers answer, redirects and health."""

from collections.abc import Callable
from html import escape

from flask import Flask, Response, g, jsonify, redirect, request
from werkzeug.exceptions import InternalServerError
from werkzeug.wrappers import Response as Answer

from dashboard import bare, downloads, embed, feeds, files, suggesting, telemetry
from dashboard.answers import Answers
from dashboard.desk import on_this_machine
from dashboard.router import Router, health
from dashboard.text import LANGUAGES, words

OK = 200
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_NOBODY, _ANYBODY = "frame-ancestors 'none'", "frame-ancestors *"
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
        f"img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; {_NOBODY}"
    )


def install(server: Flask, router: Router, answers: Answers, hashes: list[str]) -> None:
    """Put everything round the app."""
    if router.settings.audience == "internal":
        server.before_request(refuse_strangers)
        telemetry.install(server, router)
    server.before_request(_tidy)
    server.after_request(_finish(policy(hashes), router.settings.audience))
    for path in ("/health", "/healthz"):
        server.add_url_rule(path, path, lambda: _health(router))
    for path in feeds.paths():
        server.add_url_rule(path, path, _feed(router))
    server.register_error_handler(InternalServerError, _broken)
    files.install(server)
    downloads.install(server, router, answers)
    suggesting.install(server, router)
    server.after_request(_written(answers))


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


def _broken(_: Exception) -> Response:
    """Say that we made a mistake, which Flask has logged: a reader is not left with a bare word of the server."""
    language = next((one for one in LANGUAGES if request.path.startswith(f"/{one}/")), spoken())
    t = words(language)
    way = f'<p><a href="/{language}/">{escape(t("broken.way"))}</a></p>'
    return bare.page(language, InternalServerError.code, t("broken.title"), t("broken.text"), way)


def _written(answers: Answers) -> Callable[[Response], Response]:
    def written(response: Response) -> Response:
        # What somebody wrote must be there on the next page that they see.
        if request.method not in _READING and not request.path.startswith("/_dash-"):
            answers.clear()
        return response

    return written


def _finish(content_policy: str, audience: str) -> Callable[[Response], Response]:
    def finish(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", content_policy)
        if audience == "public" and request.args.get(embed.EMBED) == embed.YES and response.mimetype == "text/html":
            # A chart alone may stand on anybody's page; nothing else of this site may.
            del response.headers["X-Frame-Options"]
            response.headers["Content-Security-Policy"] = content_policy.replace(_NOBODY, _ANYBODY)
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
