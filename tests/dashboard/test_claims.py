"""What a page says is no more than is known: ranges, who reported, too few, where it comes from."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard import blocks
from dashboard.blocks import Block, Cell, Chart, Content, Paragraph, Section, Table, tables
from dashboard.bodies import bodies
from dashboard.data import Library
from dashboard.formats import Share
from dashboard.pages import pages
from dashboard.router import Router, WebSettings
from dashboard.view import Bounds, View
from metrics.facts import Facts
from tests.dashboard.small_register import (
    AGENCY,
    CITY,
    MINISTRY,
    STATUS,
    TARGET,
    FakeShelf,
    at_first,
    make_app,
    make_facts,
    withdrawn,
)
from tests.dashboard.test_pages import address, rendered, router
from tests.metrics.facts_builder import FactsBuilder

#: Gone at the last collection, so that on the days before it nobody knows.
GONE = "10000001"
UNSURE, FIRST_DAYS = "peildatum=2025-07-01", "peildatum=2023-01-15"


def page(facts: Facts, path: str, search: str = "") -> Content:
    app = make_app(FakeShelf(facts, STATUS), facts.audience)
    return router(app).visit(path, search, "http://localhost/")[1]


def flat(found: Sequence[Block]) -> Iterator[Block]:
    for block in found:
        yield block
        if isinstance(block, Section):
            yield from flat(block.blocks)


def texts(content: Content) -> list[str]:
    return [block.text for block in flat(content.blocks) if isinstance(block, Paragraph)]


def lead(content: Content) -> str:
    return next(block.text for block in flat(content.blocks) if isinstance(block, Paragraph) and block.lead)


def named(content: Content, name: str) -> Table:
    return next(table for table in tables(content.blocks) if table.name == name)


def chart(content: Content) -> Chart:
    return next(block for block in flat(content.blocks) if isinstance(block, Chart))


def shown(cell: Cell) -> tuple[object, str]:
    return cell.value, cell.bounds


@pytest.fixture
def small(view: Callable[..., View]) -> View:
    return view()


# Days of which the dates of the first registrations are not known.


@pytest.mark.parametrize(
    ("language", "caption", "between", "reason"),
    [
        ("nl", "Verdeling naar publicatiecategorie: 0 tot 6 registraties", "0 tot 6", "later afgeleid"),
        ("en", "By publication category: 0 to 6 registrations", "0 to 6", "reconstructed"),
    ],
)
def test_unknown_is_a_dash_with_its_range(language: str, caption: str, between: str, reason: str) -> None:
    table = named(page(at_first(6), f"/{language}/", FIRST_DAYS), "per-category")
    assert table.caption == caption
    other = next(row for row in table.rows if row[0].value == "Overige algoritmes")
    assert shown(other[1]) == (None, between)
    assert other[1].reason.startswith(reason)
    assert [row[2].value for row in table.rows] == [None] * len(table.rows)
    assert all(row[2].reason.startswith(reason) for row in table.rows)


@pytest.mark.parametrize(
    ("search", "said", "rows"),
    [
        (FIRST_DAYS, "De eerste registraties kregen achteraf", None),
        ("peildatum=2023-02-10", "Ten minste 1 registratie voor het eerst gepubliceerd na 10 januari 2023", 1),
        ("peildatum=2023-04-20", "De eerste registraties kregen achteraf", None),
        ("peildatum=2023-09-20", "1 registratie voor het eerst gepubliceerd na 20 augustus 2023", 1),
    ],
)
def test_what_is_new_does_not_count_dates_that_were_filled_in(search: str, said: str, rows: int | None) -> None:
    content = page(at_first(6), "/nl/", search)
    found = {table.name: table for table in tables(content.blocks)}
    heard = texts(content) + [table.caption for table in found.values()]
    assert any(text.startswith(said) for text in heard)
    assert (len(found["recent"].rows) if "recent" in found else None) == rows


@pytest.mark.parametrize(("number", "rows", "note"), [(100, 100, ""), (103, 100, "U ziet de laatste 100 van 103.")])
def test_of_very_much_that_is_new_the_last_is_shown(number: int, rows: int, note: str) -> None:
    register = FactsBuilder("2026-06-01", "2026-08-08")
    for one in range(number):
        register.registration(f"{20_000_000 + one}", "2026-07-20")
    content = page(register.build(), "/nl/")
    recent = next(table for table in tables(content.blocks) if table.name == "recent")
    assert (len(recent.rows), recent.note) == (rows, note)


@pytest.mark.parametrize(
    ("facts", "search", "path", "said"),
    [
        (at_first(6), FIRST_DAYS, "/nl/", "stonden er minstens 0 en hoogstens 6 registraties"),
        (at_first(6), FIRST_DAYS, f"/nl/organisatie/{CITY}", "stonden er minstens 0 en hoogstens 6 registraties"),
        (at_first(6), FIRST_DAYS, f"/nl/organisatie/{AGENCY}", "is er geen registratie gevonden"),
        (withdrawn(GONE), UNSURE, "/nl/", "3 registraties (minstens 2, hoogstens 3) van 1 organisatie in het"),
        (withdrawn(GONE), UNSURE, "/en/", "held 3 registrations (at least 2, at most 3) by 1 organisation,"),
        (withdrawn(GONE), UNSURE, f"/nl/organisatie/{CITY}", "3 registraties (minstens 2, hoogstens 3) in het"),
        (withdrawn(GONE), "", f"/nl/organisatie/{CITY}", "stonden er 2 registraties in het"),
        (make_facts(), "", f"/nl/organisatie/{MINISTRY}", "Ministerie van Voorbeelden: op 8 augustus 2026 stond er 1"),
        (make_facts(), "", f"/en/organisatie/{MINISTRY}", "on 8 August 2026 there was 1 registration in"),
    ],
)
def test_the_sentence_to_quote_carries_its_range(facts: Facts, search: str, path: str, said: str) -> None:
    content = page(facts, path, search)
    assert said in lead(content)
    assert said in rendered(make_app(FakeShelf(facts, STATUS), facts.audience), path, search)


def test_tables_show_the_range_where_there_is_one() -> None:
    rows = {row[0].value: row for row in named(page(withdrawn(GONE), "/nl/", UNSURE), "per-category").rows}
    assert shown(rows["Overige algoritmes"][1]) == (2, "1 tot 2")
    assert shown(rows["niet ingevuld"][1]) == (1, "")
    sure = named(page(withdrawn(GONE), "/nl/"), "per-category")
    assert {cell.bounds for row in sure.rows for cell in row} == {""}
    assert "(1 tot 2)" in rendered(make_app(FakeShelf(withdrawn(GONE), STATUS), "internal"), "/nl/", UNSURE)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"passed": 5, "low": 5, "high": 5}, "5 registraties"),
        ({"passed": 5, "low": 5, "high": 6}, "5 registraties (minstens 5, hoogstens 6)"),
        ({"passed": None, "low": 10, "high": 123}, "10 tot 123 registraties"),
        ({"passed": None, "low": 1, "high": 1}, "1 registratie"),
        ({"passed": 7, "low": None, "high": None}, "7 registraties"),
        ({"passed": 7, "low": 7, "high": None}, "7 registraties"),
        ({"passed": None, "low": None, "high": None}, None),
    ],
)
def test_a_count_in_words(small: View, row: dict[str, int | None], text: str | None) -> None:
    assert small.counted("count.registrations", row | {"asked": None}) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ((8, 24), (9, 25), "33,3% tot 36,0%"),
        ((9, None), (9, None), ""),
        ((8, None), (9, None), "32,0% tot 36,0%"),
        ((9, 25), (8, 24), "33,3% tot 36,0%"),
        ((None, None), (None, None), ""),
        ((1, 4), (2, 4), ""),
    ],
)
def test_the_range_of_a_share(
    small: View, low: tuple[int | None, int | None], high: tuple[int | None, int | None], text: str
) -> None:
    row = {"low": low[0], "low_asked": low[1], "high": high[0], "high_asked": high[1]}
    row |= {"passed": 9, "asked": 25}
    assert small.share_bounds(row) == text
    found = small.share(row | {"state": "ok"})
    assert (found.value, found.bounds) == (Share(9, 25), text)


@pytest.mark.parametrize("column", ["passed", "asked"])
def test_bounds_that_were_not_told_are_none(column: str) -> None:
    row = {"passed": 9, "asked": 25, "low": None, "high": None, "low_asked": None, "high_asked": None}
    assert Bounds.of(row, column) is None


@pytest.mark.parametrize(
    ("facts", "search", "said"),
    [
        (make_facts(), "", "Van 3 een jaar eerder naar 6 registraties."),
        (withdrawn(GONE), "", "Van ten hoogste 3 een jaar eerder naar 5 registraties."),
        (withdrawn(GONE), UNSURE, "Ten hoogste 3 registraties. Een jaar eerder: 2."),
        (at_first(6), FIRST_DAYS, "0 tot 6 registraties op 15 januari 2023."),
    ],
)
def test_growth_says_what_is_a_bound(facts: Facts, search: str, said: str) -> None:
    assert chart(page(facts, "/nl/", search)).title == said


@pytest.mark.parametrize(
    ("path", "drawn"),
    [
        ("/nl/", True),
        (f"/nl/doel/{TARGET}", True),
        (f"/nl/organisatie/{MINISTRY}", True),
        (f"/nl/organisatie/{AGENCY}", True),
        (f"/nl/organisatie/{CITY}", False),
    ],
)
def test_the_promised_date_stands_where_the_promise_was_made(path: str, *, drawn: bool) -> None:
    drawings = [block.figure for block in flat(page(make_facts(), path).blocks) if isinstance(block, blocks.Chart)]
    assert any("shapes" in one["layout"] for one in drawings) is drawn


def test_central_government_is_whom_the_promise_was_about() -> None:
    found = bodies(make_facts(), date(2026, 8, 8))
    assert {code for code, body in found.items() if body.central} == {MINISTRY, AGENCY, "mnre1058"}


# Targets: who reported, and where N comes from.


@pytest.mark.parametrize(
    ("language", "according", "source"),
    [
        (
            "nl",
            "op tijd in het register, volgens opgave van 1 van de 2 ministeries (nieuwste lijst: 1 juni 2025).",
            "lijsten van de organisaties zelf (de nieuwste van 1 juni 2025) en Algoritmeregister",
        ),
        (
            "en",
            "in the register on time, as reported by 1 of the 2 ministries (newest list: 1 June 2025).",
            "the organisations' own lists (the newest of 1 June 2025) and Dutch Algorithm Register",
        ),
    ],
)
def test_a_target_names_who_reported_and_where_n_comes_from(language: str, according: str, source: str) -> None:
    app = make_app(FakeShelf(make_facts(), STATUS), "internal")
    path = f"/{language}/doel/{TARGET}"
    content = page(make_facts(), path)
    assert according in lead(content)
    assert according in rendered(app, f"/{language}/")
    assert source in json.dumps(rendered(app, path)).replace("\\", "")
    assert source in chart(content).source
    client = app.server.test_client()
    lines = client.get(f"/{language}/download/doel/{TARGET}/then-and-now.csv").text.split("\r\n")
    assert any(source in line for line in lines if line.startswith("# "))


def _kept(day: date, **changed: object) -> dict[str, object]:
    row = {"metric": "on_time.high_risk", "metric_version": 1, "as_of": day, "known_on": date(2026, 8, 8)}
    row |= {"by": "all", "group": "all", "org_id": None, "asked": 25, "passed": 9, "low": 8, "low_asked": 24}
    row |= {"high": 9, "high_asked": None, "state": "ok", "n_source": "inventory", "n_date": date(2026, 3, 1)}
    return row | changed


def _public(*rows: dict[str, object]) -> Facts:
    schema = make_facts("public").kept.schema
    return make_facts("public", kept=pl.DataFrame(list(rows), schema=schema))


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({}, "9 van de 25 gemelde systemen (36,0%; minstens 8 van de 24, hoogstens 9 van de 25) op tijd"),
        ({"low_asked": None}, "9 van de 25 gemelde systemen (36,0%; minstens 8, hoogstens 9) op tijd"),
        ({"low": 9, "low_asked": None}, "9 van de 25 gemelde systemen (36,0%) op tijd"),
        (dict.fromkeys(("low", "high", "low_asked"), None), "9 van de 25 gemelde systemen (36,0%) op tijd"),
    ],
)
def test_a_target_shows_its_range(changed: dict[str, object], detail: str) -> None:
    content = page(_public(_kept(date(2025, 12, 31), **changed)), f"/nl/doel/{TARGET}")
    assert detail in lead(content)
    assert "volgens opgave van de ministeries die een lijst gaven (nieuwste lijst: 1 maart 2026)" in lead(content)


def test_the_table_of_a_target_promises_no_frozen_count() -> None:
    caption = named(page(make_facts(), f"/nl/doel/{TARGET}"), "then-and-now").caption
    assert caption.endswith("gerekend met wat nu bekend is")


def test_the_source_of_a_target_is_read_in_the_language_of_the_page() -> None:
    found = [
        block for block in flat(page(make_facts(), f"/nl/doel/{TARGET}").blocks) if isinstance(block, blocks.Facts)
    ]
    cells = dict(found[-1].items)
    assert (cells["Bron van de afspraak"].value, cells["Bron van de afspraak"].lang) == (
        "Brief aan de Tweede Kamer",
        "",
    )


# Too few for a percentage.


def test_points_of_few_registrations_have_no_percentage() -> None:
    rows = named(page(make_facts(), f"/nl/organisatie/{CITY}"), "fields").rows[:2]
    assert [(row[1].value, row[2].value, row[3].value) for row in rows] == [(18, 36, None), (27, 36, None)]
    assert {row[3].reason for row in rows} == {"minder dan 5 registraties: geen percentage"}


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("", "Van alles wat gevraagd wordt, is dit bruikbaar ingevuld: "),
        (UNSURE, "Van alles wat gevraagd wordt, zijn 18 van de 36 punten bruikbaar ingevuld."),
    ],
)
def test_completeness_of_a_small_register_is_in_points(search: str, said: str) -> None:
    found = [
        text for text in texts(page(make_facts(), "/nl/", search)) if text.startswith("Van alles wat gevraagd wordt")
    ]
    assert len(found) == 1
    assert found[0].startswith(said)
    assert ("%" in found[0]) is (not search)


# The state of the sources, however little is known of it.


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", [page.path for page in pages()])
def test_no_status_breaks_no_page(path: str, language: str) -> None:
    app = make_app(FakeShelf(make_facts("public"), {}))
    assert router(app).visit(address(path, language), "", "http://localhost/")[1].status == 200
    assert rendered(app, address(path, language))


def test_no_status_is_not_the_same_as_never_collected() -> None:
    assert lead(page_without_status(make_facts("public"))).startswith("Hoe het ophalen ging, is nu niet te lezen")
    assert lead(page_without_status(None)).startswith("Er is nog nooit iets opgehaald")


def page_without_status(facts: Facts | None) -> Content:
    return router(make_app(FakeShelf(facts, {}))).visit("/nl/bronnen", "", "http://localhost/")[1]


@pytest.mark.parametrize("text", ["", "{", '{"sources": ['])
@pytest.mark.parametrize(("audience", "name"), [("public", "status.public.json"), ("internal", "status.json")])
def test_a_status_that_cannot_be_read_breaks_no_page(tmp_path: Path, audience: str, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    found = Router(WebSettings(tmp_path, audience, None), Library(tmp_path, None, audience))
    for path in ("/nl/", "/nl/bronnen", "/en/methode"):
        assert found.visit(path, "", "http://localhost/")[1].status == 200


@pytest.mark.parametrize(
    ("language", "body", "source"),
    [("nl", "staat op de lijst van het ministerie", "niet volledig"), ("en", "on the ministry's list", "not complete")],
)
def test_partial_means_something_else_of_a_body_than_of_a_source(language: str, body: str, source: str) -> None:
    told = STATUS | {"sources": [STATUS["sources"][0] | {"state": "partial"}]}
    app = make_app(FakeShelf(make_facts("public"), told))
    assert body in json.dumps(rendered(app, f"/{language}/methode")).replace("\\", "")
    assert source in rendered(app, f"/{language}/bronnen")


def test_a_body_on_its_ministrys_list_says_so(small: View) -> None:
    row = {"passed": 3, "asked": None, "state": "partial"} | dict.fromkeys(
        ("low", "high", "low_asked", "high_asked"), None
    )
    assert [small.figure(row), small.figure(row, "asked"), small.share(row)] == [
        Cell(3, "staat op de lijst van het ministerie"),
        Cell(None, "staat op de lijst van het ministerie"),
        Cell(None, "staat op de lijst van het ministerie"),
    ]
