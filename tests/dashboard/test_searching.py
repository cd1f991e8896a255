"""Search: by name, abbreviation, code and number; the likeliest first; the same with and without scripts."""

import gc
from collections.abc import Callable

import dash
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import searching
from dashboard.blocks import Block, Content, Links, Section, tables
from dashboard.pages import search
from dashboard.searching import abbreviations, find
from dashboard.view import View
from metrics.schemas import SCHEMAS
from tests.dashboard.small_register import AGENCY, FIRST, STATUS, FakeShelf, make_app, make_facts


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ministerie van Justitie en Veiligheid", {"jv", "jenv"}),
        ("Ministerie van Binnenlandse Zaken en Koninkrijksrelaties", {"bzk", "bzenk"}),
        ("Ministerie van Infrastructuur en Waterstaat", {"iw", "ienw"}),
        ("Dienst Uitvoering Onderwijs", {"duo"}),
        ("Immigratie- en Naturalisatiedienst", {"in", "ienn"}),
        ("Politie", set()),
        ("", set()),
    ],
)
def test_abbreviations(name: str, short: set[str]) -> None:
    assert abbreviations(name) == short


@pytest.mark.parametrize(
    ("asked", "first", "number"),
    [
        ("gemeente utrecht", "gm0344", 1),
        ("UTRECHT", "gm0344", 1),
        ("ütrecht", "gm0344", 1),
        ("gm0344", "gm0344", 1),
        ("10000004", "10000004", 1),
        ("1000000", "10000006", 6),
        ("verkeerslichten slimme", "10000002", 1),
        ("proef", AGENCY, 1),
        ("ap", AGENCY, 1),
        ("MinVb", None, 0),
        ("geheim ding", None, 0),
        ("  ", None, 0),
        ("[a-z]+ .* |", None, 0),
    ],
)
def test_find(view: Callable[..., View], asked: str, first: str | None, number: int) -> None:
    found = find(view("/zoeken"), asked)
    assert found.height == number or (first and found["key"][0] == first and asked == "ap")
    assert found["key"].to_list()[:1] == ([first] if first else [])


def test_what_it_is_exactly_goes_before_what_has_it(view: Callable[..., View]) -> None:
    row = {"org_id": AGENCY, "abbreviation": "Zoek", "source": "roo", "name": "Agentschap Proef", "known_from": FIRST}
    facts = make_facts(bodies=pl.DataFrame([row], schema=SCHEMAS["bodies"]))
    assert find(view("/zoeken", facts=facts), "zoek")["key"].to_list() == [AGENCY, "10000006"]


@settings(deadline=None)
@given(st.text(max_size=30))
def test_whatever_somebody_types_is_no_error(text: str) -> None:
    app = make_app(FakeShelf(make_facts("public"), STATUS))
    shown, _ = app.router.visit("/nl/zoeken", "", "http://localhost/")
    assert find(shown, text).columns[:3] == ["kind", "key", "name"]


def parts(content: Content) -> list[Block]:
    """Return the blocks of the only section of a page."""
    return [part for block in content.blocks if isinstance(block, Section) for part in block.blocks]


def test_the_page_shows_some_and_then_all(view: Callable[..., View], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_SHOWN", 2)
    some = search.content(view("/zoeken", q="1000000"))
    (table,), more = list(tables(some.blocks)), parts(some)[1]
    assert (len(table.rows), table.caption) == (2, view().t("search.entries.caption", asked="1000000", n=2, of=6))
    assert isinstance(more, Links)
    assert more.items[0][1] == "/nl/zoeken?q=1000000&alles=entries"
    (every,) = tables(search.content(view("/zoeken", q="1000000", alles="entries")).blocks)
    assert len(every.rows) == 6


@pytest.mark.parametrize(
    ("query", "lead"),
    [
        ("", "Zoek een organisatie op naam"),
        ("q=utrecht", "Voor \u2018utrecht\u2019 vonden wij 1 organisatie en 0 registraties"),
        ("q=niemand", "Voor \u2018niemand\u2019 vonden wij niets"),
    ],
)
def test_the_page_without_scripts(app: dash.Dash, query: str, lead: str) -> None:
    answer = app.server.test_client().get(f"/nl/zoeken?{query}")
    assert answer.status_code == 200
    assert f'<p class="lead">{lead}' in answer.text


def test_every_page_has_the_box(app: dash.Dash) -> None:
    for path in ("/nl/", "/nl/nergens", "/nl/colofon", "/en/methode?peildatum=2026-01-05"):
        page = app.server.test_client().get(path).text
        assert f'action="/{path[1:3]}/zoeken"' in page
        assert ('name="peildatum" type="hidden" value="2026-01-05"' in page) == ("peildatum" in path)


def test_suggestions(app: dash.Dash) -> None:
    told = app.server.test_client().get("/en/suggesties?q=utr").get_json()
    assert told["items"] == [
        {
            "name": "Gemeente Utrecht",
            "about": "organisation",
            "href": "/en/organisatie/gm0344",
            "lang": "nl",
            "about_lang": "en",
        }
    ]
    assert told["said"] == "1 suggestions. Choose with the arrow keys."


@pytest.mark.parametrize("query", ["", "q=u", "q=%20", "q=utr&peildatum=gisteren"])
def test_suggestions_of_little_or_of_no_day(app: dash.Dash, query: str) -> None:
    answer = app.server.test_client().get(f"/nl/suggesties?{query}")
    assert (answer.status_code, len(answer.get_json()["items"])) == (200, int("utr" in query))


def test_suggestions_before_anything_was_collected() -> None:
    app = make_app(FakeShelf(None, STATUS))
    assert app.server.test_client().get("/nl/suggesties?q=utrecht").get_json()["items"] == []


def test_an_index_goes_with_its_mart(view: Callable[..., View]) -> None:
    shown = view("/zoeken")
    find(shown, "utrecht")
    assert shown.edition in searching._indexes
    kept = len(searching._indexes)
    del shown
    gc.collect()
    assert len(searching._indexes) < kept
