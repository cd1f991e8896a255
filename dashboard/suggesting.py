"""Suggestions for the search box, while somebody types."""

from collections.abc import Callable, Mapping

import orjson
from flask import Flask, Response, request

from dashboard import searching
from dashboard.packing import Packed
from dashboard.router import Router
from dashboard.view import DUTCH, BadDateError

#: As many as can be taken in at a glance.
MOST = 8
_FEWEST_SIGNS = 2


def install(server: Flask, router: Router) -> None:
    """Answer ``/nl/suggesties?q=…``."""
    server.add_url_rule("/<any(nl, en):language>/suggesties", "suggestions", _suggest(router))


def _suggest(router: Router) -> Callable[[str], Response]:
    def suggest(language: str) -> Response:
        view = router.ask(f"/{language}/zoeken", request.query_string.decode(), request.host_url).view
        text, items = view.query.get("q", "").strip(), []
        if view.edition is not None and view.edition.last_day is not None and len(text) >= _FEWEST_SIGNS:
            try:
                found = searching.find(view, text).head(MOST)
            except BadDateError:
                found = searching.find(router.ask(f"/{language}/zoeken", "", request.host_url).view, text).head(MOST)
            items = [
                {
                    "name": row["name"] or view.t("entry.no_name"),
                    "about": _about(row) or view.t(f"search.kind.{row['kind']}"),
                    "href": searching.href(view, row["kind"], row["key"]),
                    "lang": DUTCH,
                    "about_lang": DUTCH if _about(row) else language,
                }
                for row in found.iter_rows(named=True)
            ]
        told = {"items": items, "said": view.t("search.suggestions", n=len(items))}
        return Packed.of(orjson.dumps(told), "application/json").response("no-cache")

    return suggest


def _about(row: Mapping[str, str]) -> str:
    """Return what a suggestion belongs to; a ministry is under no other."""
    return row["about"] if row["about"] != row["name"] else ""
