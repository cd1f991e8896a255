"""What belongs to the whole site: embedding, the foot, the statements, and every text of the catalogue."""

import ast
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import dash
import pytest

import dashboard
from dashboard.blocks import Links, Paragraph, Section
from dashboard.embed import charts, code
from dashboard.pages import accessibility, colophon, overview
from dashboard.text import words
from dashboard.view import View
from tests.dashboard.small_register import NOW, FakeShelf, addresses, make_app, make_facts

ROOM = Path(dashboard.__file__).parent
NL, EN = words("nl"), words("en")
PATHS = addresses()


@pytest.mark.parametrize("path", ["/nl/?inbed=1", "/nl/?inbed=1&grafiek=trend", "/en/organisatie/gm0344?inbed=1"])
def test_a_chart_alone_may_stand_on_another_page(app: dash.Dash, path: str) -> None:
    answer = app.server.test_client().get(path)
    assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert [part for part in ("<nav", "<form") if part in answer.text] == []
    assert answer.text.count("data-figure=") == 1
    assert re.search(r"Stand van 8 augustus 2026|As of 8 August 2026", answer.text)
    assert re.search(r"Bron: |Source: ", answer.text)


@pytest.mark.parametrize("path", ["/nl/", "/nl/?inbed=0", "/nl/?inbed=", "/nl/methode", "/healthz"])
def test_nothing_else_may(app: dash.Dash, path: str) -> None:
    answer = app.server.test_client().get(path)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_internal_pages_are_never_embedded(internal: dash.Dash) -> None:
    answer = internal.server.test_client().get("/nl/?inbed=1", headers={"Host": "localhost"})
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "<nav" in answer.text
    assert "&lt;iframe" not in answer.text


def test_a_page_without_that_chart_says_so(app: dash.Dash) -> None:
    for path in ("/nl/methode?inbed=1", "/nl/?inbed=1&grafiek=x"):
        assert NL("embed.none") in app.server.test_client().get(path).text


def test_the_code_to_embed_keeps_what_was_chosen(view: Callable[..., View]) -> None:
    shown = view("/", "en", make_facts("public"), peildatum="2026-07-01")
    chart = next(charts(overview.content(shown).blocks))
    written = code(shown, chart)
    assert 'src="http://localhost/en/?peildatum=2026-07-01&amp;inbed=1&amp;grafiek=' in written
    assert 'title="' in written


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_whole_without_scripts(app: dash.Dash, path: str, language: str) -> None:
    page = app.server.test_client().get(f"/{language}{path}").text
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
    title = re.search("<title>(.*?) - Vulgraad</title>", page)
    heading = re.search("<h1>(.*?)</h1>", page)
    assert title is not None
    assert heading is not None
    assert title[1].replace("&#x27;", "'") == heading[1]
    levels = [int(level) for level in re.findall(r"<h(\d)[ >]", page)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert f'href="/{language}/colofon' in page
    assert f'href="/{language}/toegankelijkheid' in page


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_a_long_page_has_the_ways_to_all_its_parts_and_back(internal: dash.Dash, path: str, language: str) -> None:
    page = internal.server.test_client().get(f"/{language}{path}", headers={"Host": "localhost"}).text
    parts = re.findall(r'<section id="([^"]+)"><h2>(.*?)</h2>', page)
    found = re.search(r'<div id="contents">(.*?)</div>', page)
    if len(parts) < 4 or "<table" not in page:
        assert found is None
        return
    assert found is not None
    assert re.findall(r'<a href="#([^"]+)">(.*?)</a>', found[1]) == parts
    assert len({anchor for anchor, _ in parts}) == len(parts)
    assert page.count('class="back"><a href="#contents">') == len(parts)
    assert page.index('id="contents"') < page.index("<h2>")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_what_a_box_for_a_day_holds_is_told_in_words(app: dash.Dash, path: str, language: str) -> None:
    ask = app.server.test_client().get
    page = ask(f"/{language}{path}?peildatum=2026-07-30").text
    for one in re.findall(r'<label for="[^"]+-peildatum">(.*?)</label>', ask(f"/{language}{path}").text):
        assert re.search("31 december 2025|31 December 2025|8 augustus 2026|8 August 2026", one)
    for one in re.findall(r'<label for="[^"]+-peildatum">(.*?)</label>', page):
        assert re.search("(Gekozen: 30 juli 2026|Chosen: 30 July 2026)</span>", one)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_titles_of_pages_differ(app: dash.Dash, language: str) -> None:
    titles = [app.router.visit(f"/{language}{path}", "", "http://localhost/")[1].title for path in PATHS]
    assert len(set(titles)) == len(titles)


def said(blocks: object) -> Iterator[str]:
    for block in blocks if isinstance(blocks, list | tuple) else []:
        if isinstance(block, Section):
            yield from said(block.blocks)
        elif isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Links):
            yield from (text for text, _, _ in block.items)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ["geen naam ingevuld", "geen adres ingevuld", "geen licentie ingevuld"]),
        (
            {"operator": "Rekenkamer Proef", "contact": "post@example.org", "licence": "CC0 1.0"},
            ["beheerd door Rekenkamer Proef.", "post@example.org", "onder de licentie CC0 1.0."],
        ),
    ],
)
def test_the_colophon_says_only_what_was_filled_in(given: dict[str, str], told: list[str]) -> None:
    contact, operator, licence = (given.get(name, "") for name in ("contact", "operator", "licence"))
    shown = View(
        "nl", "/colofon", {}, None, {}, NOW, "http://localhost", contact=contact, operator=operator, licence=licence
    )
    text = " ".join(said(colophon.content(shown).blocks))
    assert [one for one in told if one not in text] == []


def test_the_accessibility_statement_claims_nothing_that_was_not_tested(view: Callable[..., View]) -> None:
    text = " ".join(said(accessibility.content(view("/toegankelijkheid")).blocks))
    assert "onafhankelijk onderzoek is er nog niet geweest" in text
    assert "niet met de hand getest met schermlezers" in text
    assert "voldoet volledig" not in text


def literals() -> set[str]:
    """Return every text in the code of the pages, and of what declares things for them; f-strings as patterns."""
    found: set[str] = set()
    for path in [*ROOM.rglob("*.py"), *(ROOM.parent / "metrics").rglob("*.py"), *(ROOM.parent / "sql").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values]
                found.add("".join(parts))
    return found


def test_no_text_is_left_that_no_page_uses() -> None:
    # A pattern that begins with anything would match everything.
    named = {text for text in literals() if not text.startswith(".+")}
    used = [re.compile(text) for text in named if ".+" in text and r"\." in text.split(".+")[0]]
    unused = []
    for key in NL.texts:
        counted = re.sub(r"\.(one|other)$", "", key)
        if (
            re.escape(counted) not in named
            and re.escape(key) not in named
            and not any(p.fullmatch(counted) or p.fullmatch(key) for p in used)
        ):
            unused.append(key)
    assert unused == []


#: What is the same in both languages: names, formats, signs.
SAME = re.compile(r"^[\W\d]*(?:\{\w+\}[\W\d]*)*$")


#: Words in a row that may be a name in both.
_NAME = 3


def test_no_text_is_left_untranslated() -> None:
    same = [key for key, text in NL.texts.items() if EN.texts[key] == text and not SAME.match(text)]
    allowed = {text for text in (NL.texts[key] for key in same) if len(text.split()) <= _NAME}
    assert [key for key in same if NL.texts[key] not in allowed] == []


DUTCH = re.compile(r"\b(het|een|van|zijn|niet|voor|deze|worden|wij|uw)\b")
ENGLISH = re.compile(r"\b(the|not|for|these|and|your|with|which|from|they)\b", re.IGNORECASE)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_text_is_in_its_own_language(language: str) -> None:
    own, other = (DUTCH, ENGLISH) if language == "nl" else (ENGLISH, DUTCH)
    texts = (NL if language == "nl" else EN).texts
    wrong = []
    for key, text in texts.items():
        plain = re.sub(r"\u2018[^\u2019]*\u2019|\{\w+\}", "", text)
        if len(other.findall(plain)) > max(1, len(own.findall(plain))):
            wrong.append(f"{key}: {text}")
    assert wrong == []


def test_a_page_needs_no_internal_mart_to_say_who_made_it() -> None:
    app = make_app(FakeShelf(None))
    for path in ("/nl/colofon", "/en/toegankelijkheid"):
        assert app.server.test_client().get(path).status_code == 200
