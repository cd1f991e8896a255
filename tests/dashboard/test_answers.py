"""What is sent: once made, kept while nothing changed, compressed, and not again to who has it."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import dash
import plotly
import pytest
from werkzeug.test import TestResponse

from dashboard import files
from dashboard.answers import Answers, asked
from dashboard.blocks import Block, Chart, Multiples, Section
from dashboard.components import Renderer
from dashboard.embed import charts
from dashboard.packing import Packed
from dashboard.pages import pages
from dashboard.view import View
from tests.dashboard.small_register import NOW, STATUS, FakeShelf, addresses, make_app, make_facts

BODY = b"a page that is long enough to be worth compressing " * 40


def get(app: dash.Dash, path: str, **headers: str) -> TestResponse:
    named: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
    answer: TestResponse = app.server.test_client().get(path, headers=named)
    return answer


@pytest.mark.parametrize(
    "path",
    ["/nl/", "/en/methode", "/nl/download/per-category.csv", "/nl/download/per-category.json", "/nl/suggesties?q=utr"],
)
def test_what_a_browser_has_is_not_sent_again(app: dash.Dash, path: str) -> None:
    first = get(app, path, Accept_Encoding="br")
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
    again = get(app, path, Accept_Encoding="br", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_an_answer_is_read_by_each_browser(app: dash.Dash) -> None:
    plain = get(app, "/nl/").data
    packed, zipped = get(app, "/nl/", Accept_Encoding="gzip, br"), get(app, "/nl/", Accept_Encoding="gzip")
    assert (packed.headers["Content-Encoding"], brotli.decompress(packed.data)) == ("br", plain)
    assert (zipped.headers["Content-Encoding"], gzip.decompress(zipped.data)) == ("gzip", plain)
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_new_mart_is_a_new_page(shelf: FakeShelf) -> None:
    app = make_app(shelf)
    first = get(app, "/nl/")
    shelf.facts, shelf.name = make_facts("public", versions=make_facts().versions.head(2)), "00000008"
    assert get(app, "/nl/", If_None_Match=first.headers["ETag"]).status_code == 200
    assert get(app, "/nl/").data != first.data


def test_a_page_is_kept_by_all_that_it_shows(view: Callable[..., View]) -> None:
    one = view("/")
    same = [view("/"), view("/", facts=make_facts())]
    later = [
        view("/", "en"),
        view("/bronnen"),
        view("/", peildatum="2026-01-01"),
        View("nl", "/", {}, one.edition, {}, NOW, "http://localhost", "internal", "a@example.org"),
        View(
            "nl",
            "/",
            {},
            one.edition,
            STATUS,
            NOW + timedelta(hours=1),
            "http://localhost",
            "internal",
            "a@example.org",
        ),
    ]
    assert {asked(one)} == {asked(other) for other in same}
    assert len({asked(other) for other in later} | {asked(one)}) == len(later) + 1


def test_what_a_page_is_kept_by_is_short_however_many_sources_there_are(view: Callable[..., View]) -> None:
    """There is one for each page, and their bytes are counted nowhere."""
    few, many = (replace(view("/"), status={f"inventory:{number}": STATUS for number in range(of)}) for of in (1, 500))
    assert len(repr(asked(many))) == len(repr(asked(few)))
    assert asked(many) != asked(few)


@pytest.mark.parametrize("order", [1, -1])
def test_an_address_that_leads_nowhere_is_not_the_start_page(app: dash.Dash, order: int) -> None:
    asked_for = {"/nl/": 200, "/wp-admin": 404, "/nl/nergens": 404}
    told = {path: get(app, path).status_code for path in list(asked_for)[::order]}
    assert told == asked_for


def test_pages_that_are_not_asked_for_go_first() -> None:
    page = Packed.of(BODY, "text/html")
    kept = Answers(most=2 * len(page.packed))
    for key in ("a", "b"):
        kept.put(key, page)
    assert kept.get("a")
    kept.put("c", page)
    assert [bool(kept.get(key)) for key in ("a", "b", "c")] == [True, False, True]
    kept.clear()
    assert kept.get("a") is None


def test_what_was_written_is_seen_at_once(app: dash.Dash) -> None:
    get(app, "/nl/")
    seen = list(app.answers._kept)
    app.server.test_client().post("/_dash-update-component", json={})
    assert list(app.answers._kept) == seen
    app.server.test_client().post("/nl/opmerking", data={"text": "dit klopt niet"})
    assert list(app.answers._kept) == []


@pytest.mark.parametrize("name", [files.STYLE, files.PAGE, files.CHARTS, files.PLOTLY, "icon.svg"])
def test_our_own_files_are_asked_for_once_ever(app: dash.Dash, name: str) -> None:
    answer = get(app, files.link(name), Accept_Encoding="br")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    body = brotli.decompress(answer.data) if answer.headers.get("Content-Encoding") == "br" else answer.data
    assert body == (files.FOLDER / name).read_bytes()
    old = get(app, f"/static/0000/{name}")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")


def test_a_file_that_is_not_ours(app: dash.Dash) -> None:
    assert get(app, "/static/0000/secret.js").status_code == 404


def test_the_charts_bundle_is_the_one_that_was_published_for_our_plotly() -> None:
    bundle = (files.FOLDER / files.PLOTLY).read_bytes()
    assert hashlib.sha256(bundle).hexdigest() == "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"
    full = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    version = re.compile(r"plotly\.js[^v]* v([\d.]+)")
    ours, theirs = version.search(bundle[:200].decode()), version.search(full.read_text("utf-8")[:200])
    assert ours is not None
    assert theirs is not None
    assert ours[1] == theirs[1]


PATHS = addresses()


def figures(blocks: Sequence[Block]) -> Iterator[Mapping[str, Any]]:
    """Return every figure of a page, also the small ones."""
    for block in blocks:
        if isinstance(block, Section):
            yield from figures(block.blocks)
        elif isinstance(block, Multiples):
            yield from (panel.figure for panel in block.panels)
        elif isinstance(block, Chart):
            yield block.figure


@pytest.mark.parametrize("path", PATHS)
def test_the_bundle_draws_every_chart(internal: dash.Dash, path: str) -> None:
    view, content = internal.router.visit(f"/nl{path}", "", "http://localhost/")
    assert content.blocks, view.path
    for figure in figures(content.blocks):
        assert {trace["type"] for trace in figure["data"]} <= files.DRAWS


def test_first_load_is_small(app: dash.Dash) -> None:
    page = get(app, "/nl/").text
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', page)
    assert len(scripts) == 3
    assert sum(len(get(app, script, Accept_Encoding="br").data) for script in scripts) < 400_000
    assert "_dash" not in page


def test_only_pages_with_a_chart_ask_for_its_scripts(app: dash.Dash) -> None:
    assert files.PLOTLY not in get(app, "/nl/colofon").text


def test_a_page_that_waits_comes_with_the_client_of_dash_and_can_be_read_without() -> None:
    page = get(make_app(FakeShelf(None, STATUS)), "/nl/").text
    assert "dash-renderer" in page or "dash_renderer" in page
    assert "<noscript>" in page
    assert "Er zijn nog geen cijfers</h1>" in page


def test_a_chart_says_what_it_shows(view: Callable[..., View]) -> None:
    shown = view()
    content = next(page for page in pages() if page.key == "overview").content(shown)
    chart = next(charts(content.blocks))
    drawn = Renderer(shown).blocks([Section("", [chart])])[0].children[1]
    plot = next(part for part in drawn.children if getattr(part, "className", "") == "plot")
    assert chart.title in getattr(plot, "aria-label")
    assert json.loads(getattr(plot, "data-figure"))["data"]
    assert [getattr(plot, f"data-{name}") for name in ("title", "source")] == [chart.title, chart.source]
    assert "8 augustus 2026" in getattr(plot, "data-dates")
    assert isinstance(chart, Chart)
