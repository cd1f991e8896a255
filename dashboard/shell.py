"""What stands round every page: skip link, banners, navigation, search, dates and the foot."""

from typing import Any

import polars as pl
from dash.development.base_component import Component

from dashboard import citing, contents, deciding, freshness, pairing
from dashboard.blocks import Content
from dashboard.components import Renderer
from dashboard.elements import html
from dashboard.forms import Entry, Form
from dashboard.pages import pages
from dashboard.text import LANGUAGES
from dashboard.view import DATE, View, address
from metrics.facts import Facts
from metrics.memo import with_facts

MAIN = "main"
SEARCH = "/zoeken"
REGISTER = "https://algoritmes.overheid.nl/"


def shell(view: View, content: Content) -> list[Component]:
    """Return a whole page."""
    render = Renderer(view)
    banners = [render.block(notice, 2) for notice in freshness.notices(view)]
    inside = [html.H1(content.title), *contents.rendered(render, content.blocks)]
    return [
        html.A(view.t("shell.skip"), href=f"#{MAIN}", className="skip"),
        _header(view, render),
        *([_banners(view, banners)] if banners else []),
        html.Main(inside, id=MAIN, tabIndex=-1),
        _footer(view),
    ]


def _banners(view: View, banners: list[Component]) -> Component:
    label: dict[str, Any] = {"aria-label": view.t("shell.banners")}
    return html.Section(banners, className="banners", **label)


def _header(view: View, render: Renderer) -> Component:
    name = html.A(view.t("site.name"), href=view.url("/"), className="name")
    # What was asked stands in the box on the page that answers it.
    asked = view.query.get("q", "") if view.path == SEARCH else ""
    entry, action = Entry("q", view.t("search.label"), "search", asked), address(view.language, SEARCH, {})
    suggest = address(view.language, "/suggesties", {})
    search = Form("search", action, view.t("search.button"), (entry,), _kept(view), suggest)
    top = html.Div([name, html.Span(view.t("site.question"), className="question"), _languages(view)], className="top")
    return html.Header([top, html.Div([_navigation(view), render.block(search, 2)], className="under")])


def _kept(view: View) -> dict[str, str]:
    """Return the day that a reader picked: a search is about it too."""
    return {DATE: view.query[DATE]} if view.query.get(DATE) else {}


def _languages(view: View) -> Component:
    other = next(language for language in LANGUAGES if language != view.language)
    href = address(other, view.path, view.query)
    return html.A(view.t("shell.other_language"), href=href, lang=other, hrefLang=other, className="language")


def _navigation(view: View) -> Component:
    ways = [(view.t(page.label), view.url(page.path), page.path == view.path) for page in pages() if page.label]
    ways[2:2] = _targets(view)
    ways += _review(view)
    items = [html.Li(_link(text, href, here=here)) for text, href, here in ways]
    label: dict[str, Any] = {"aria-label": view.t("shell.navigation")}
    return html.Nav(html.Ul(items), **label)


def _review(view: View) -> list[tuple[str, str, bool]]:
    """Return the way to the pairs to decide on, for who may decide."""
    if view.tickets is None or view.audience != deciding.AUDIENCE:
        return []
    return [(view.t("nav.matching"), view.url(pairing.PATH), view.path == pairing.PATH)]


def _targets(view: View) -> list[tuple[str, str, bool]]:
    """Return the way to the first target, if the mart has one."""
    if view.edition is None:
        return []
    first = _first_target(view.edition.facts)
    if first is None:
        return []
    path = f"/doel/{first}"
    return [(view.t("nav.target"), view.url(path), path == view.path)]


@with_facts(1)
def _first_target(facts: Facts) -> str | None:
    live = facts.targets.filter(pl.col("known_to").is_null()).sort("deadline", "target")
    return str(live["target"][0]) if live.height else None


def _link(text: str, href: str, *, here: bool) -> Component:
    current: dict[str, Any] = {"aria-current": "page"} if here else {}
    return html.A(text, href=href, **current)


def _footer(view: View) -> Component:
    about = [html.P(freshness.dates(view)), html.P(view.t("footer.about")), _paper(view)]
    links = [html.A(view.t(page.foot), href=view.url(page.path)) for page in pages() if page.foot]
    links.append(html.A(view.t("footer.register"), href=REGISTER))
    if view.contact:
        links.append(html.A(view.t("footer.contact"), href=view.letter()))
    return html.Footer([*about, html.Ul([html.Li(link) for link in links])])


def _paper(view: View) -> Component:
    """Return what only a printed page needs: where it is from, and what was asked."""
    said = view.t("footer.paper", link=citing.lasting(view), filters=citing.filters(view))
    return html.P(said, className="paper")
