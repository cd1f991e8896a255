"""Every page, in both languages, with facts, with empty facts and with no mart at all."""

import json
from datetime import timedelta
from pathlib import Path

import dash
import polars as pl
import pytest
from dash._utils import to_json

from dashboard.blocks import tables
from dashboard.pages import pages
from dashboard.router import Router
from dashboard.shell import shell
from metrics.facts import Facts
from sql.mart import MartError
from tests.dashboard.small_register import NOW, STATUS, TARGET, FakeShelf, make_app, make_facts, no_facts

PLACES = {"<organisation>": "gm0344", "<target>": TARGET, "<lars>": "10000001"}
PATHS = [page.path for page in pages()]


def address(path: str, language: str = "nl") -> str:
    for name, value in PLACES.items():
        path = path.replace(name, value)
    return f"/{language}{path}"


def router(app: dash.Dash) -> Router:
    found: Router = app.router
    return found


def rendered(app: dash.Dash, path: str, search: str = "") -> str:
    view, content = router(app).visit(path, search, "http://localhost/")
    # Dash does not type the way it writes JSON.
    return str(json.loads(to_json(shell(view, content))))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_page_renders_with_facts(path: str, language: str, audience: str) -> None:
    app = make_app(FakeShelf(make_facts(audience), STATUS), audience)
    assert router(app).visit(address(path, language), "", "http://localhost/")[1].status == 200
    assert rendered(app, address(path, language))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("facts", [no_facts(), None], ids=["empty facts", "no mart"])
def test_page_renders_without_facts(path: str, language: str, facts: Facts | None) -> None:
    assert rendered(make_app(FakeShelf(facts)), address(path, language))


def test_without_a_mart_says_so_and_looks_again() -> None:
    view, content = router(make_app(FakeShelf(None, STATUS))).visit("/nl/", "", "http://localhost/")
    assert (content.title, content.status, content.waiting) == (view.t("empty.title"), 200, True)
    assert "rows fell by half" in rendered(make_app(FakeShelf(None, STATUS)), "/nl/")


def test_unreadable_mart_is_a_503_that_says_so() -> None:
    app = make_app(FakeShelf(make_facts(), error=MartError("half written")))
    assert router(app).visit("/en/", "", "http://localhost/")[1].status == 503


def test_quotable_sentence(app: dash.Dash) -> None:
    expected = "Op 8 augustus 2026 stonden er 6 registraties van 3 organisaties in het Algoritmeregister"
    assert expected in rendered(app, "/nl/")
    assert "held 6 registrations by 3 organisations" in rendered(app, "/en/")


def test_citation_carries_date_and_fixed_link(app: dash.Dash) -> None:
    page = rendered(app, "/nl/organisatie/gm0344")
    assert "geteld door Vulgraad: http://localhost/nl/organisatie/gm0344?peildatum=2026-08-08" in page


@pytest.mark.parametrize(
    ("search", "key"),
    [("peildatum=gisteren", "date.bad"), ("peildatum=2027-01-01", "date.late"), ("peildatum=2020-01-01", "date.early")],
)
def test_a_date_without_figures_is_a_message(app: dash.Dash, search: str, key: str) -> None:
    view, content = router(app).visit("/nl/", search, "http://localhost/")
    assert (content.title, content.status) == (view.t("date.title"), 400)
    assert "Stand van" not in rendered(app, "/nl/", search)
    assert "Gegevens opgehaald op 8 augustus 2026" in rendered(app, "/nl/", search)
    assert view.t(key, asked=search[10:], day=view.f.day(view.mart.last_day)) in rendered(app, "/nl/", search)


def test_picked_date_goes_along_and_latest_stays_relative(app: dash.Dash) -> None:
    assert "/nl/bronnen?peildatum=2026-01-05" in rendered(app, "/nl/", "peildatum=2026-01-05")
    assert "'/nl/bronnen'" in rendered(app, "/nl/")


def test_language_switch_keeps_path_and_query(app: dash.Dash) -> None:
    assert "/en/organisatie/gm0344?peildatum=2026-01-05" in rendered(
        app, "/nl/organisatie/gm0344", "peildatum=2026-01-05"
    )


@pytest.mark.parametrize("path", ["/nl/organisatie/nobody", "/nl/doel/nothing", "/nl/nergens", "/elders"])
def test_what_is_not_there_is_a_404_that_helps(app: dash.Dash, path: str) -> None:
    assert router(app).visit(path, "", "http://localhost/")[1].status == 404
    assert rendered(app, path)


def test_target_is_frozen_at_the_deadline(internal: dash.Dash) -> None:
    page = rendered(internal, f"/nl/doel/{TARGET}")
    assert "op 31 december 2025 stonden 1 van de 7 gemelde systemen (14,3%) op tijd" in page
    assert "1 van de 2 ministeries hebben hun systemen gemeld" in page


def test_work_list_is_for_the_internal_audience_only(app: dash.Dash, internal: dash.Dash) -> None:
    assert "Systeem 1" in rendered(internal, f"/nl/doel/{TARGET}")
    assert "Systeem 1" not in rendered(app, f"/nl/doel/{TARGET}")


def test_public_sources_name_no_inventory(app: dash.Dash, internal: dash.Dash) -> None:
    assert "ag0001" not in rendered(app, "/nl/bronnen")
    assert "Inventaris van Agentschap Proef (ag0001)" in rendered(internal, "/nl/bronnen")
    assert "Inventory of Agentschap Proef (ag0001)" in rendered(internal, "/en/bronnen")


def test_a_held_run_stands_beside_the_last_good_one(app: dash.Dash, internal: dash.Dash) -> None:
    for page in (rendered(app, "/nl/bronnen"), rendered(internal, "/nl/bronnen")):
        assert "Velden die vaker of minder vaak zijn gevuld" in page
        assert "goal" in page
        assert "Elke registratie heeft een nummer van het register" in page
    assert "vulgraad release 42 --author" in rendered(internal, "/nl/bronnen")
    assert "vulgraad release" not in rendered(app, "/nl/bronnen")


def test_what_was_shown_without_a_number_says_so() -> None:
    facts = make_facts()
    early = facts.versions.with_columns(
        lars=pl.when(pl.col("lars") == "10000001").then(pl.lit("~0123456789abcdef")).otherwise("lars"),
        identity=pl.when(pl.col("lars") == "10000001").then(pl.lit("provisional")).otherwise(pl.lit("inferred")),
    )
    seen = facts.seen.with_columns(
        lars=pl.when(pl.col("lars") == "10000001").then(pl.lit("~0123456789abcdef")).otherwise("lars"),
        identity=pl.when(pl.col("lars") == "10000001").then(pl.lit("provisional")).otherwise(pl.lit("inferred")),
    )
    made = make_app(FakeShelf(make_facts(versions=early, seen=seen), STATUS), "internal")
    page = rendered(made, "/nl/organisatie/gm0344")
    assert "voorlopig kenmerk" in page
    assert "nummer afgeleid" in page
    assert "/algoritme/~" not in page
    said = rendered(made, "/nl/bronnen")
    assert "afgeleid uit naam en tekst bij: 5." in said
    assert "telt apart, bij: 1." in said


def test_search_finds_bodies_and_registrations(app: dash.Dash) -> None:
    assert "Gemeente Utrecht" in rendered(app, "/nl/organisatie", "q=utrecht")
    assert "Parkeercontrole" in rendered(app, "/nl/organisatie", "q=10000001")
    assert "Geen organisatie gevonden" in rendered(app, "/nl/organisatie", "q=xyzzy")


@pytest.mark.parametrize(
    ("search", "told"),
    [
        pytest.param("", "Op 8 augustus 2026 stond bij 3 van de 4 organisaties minstens", id="all"),
        pytest.param("soort=gemeente", "stond bij 1 van de 1 organisatie van deze soort minstens", id="of a kind"),
    ],
)
def test_how_many_organisations_have_a_registration_is_told_first(app: dash.Dash, search: str, told: str) -> None:
    assert told in rendered(app, "/nl/organisatie", search)


def test_the_organisations_of_today_are_no_denominator_of_an_earlier_day(app: dash.Dash) -> None:
    assert "organisaties minstens" not in rendered(app, "/nl/organisatie", "peildatum=2026-08-07")


def test_organisations_are_in_the_order_of_the_alphabet(app: dash.Dash) -> None:
    content = router(app).visit("/nl/organisatie", "", "http://localhost/")[1]
    names = [str(row[0].value) for table in tables(content.blocks) for row in table.rows]
    assert names == sorted(names, key=str.casefold)


def test_totals_of_a_month_name_it() -> None:
    status = {**STATUS, "totals": [{"name": "month/7-2026", "register": 5, "ours": 5, "as_of": "2026-08-08"}]}
    made = make_app(FakeShelf(make_facts(), status), "internal")
    assert "gepubliceerd tot en met juli 2026" in rendered(made, "/nl/bronnen")
    assert "published up to and including July 2026" in rendered(made, "/en/bronnen")


def test_small_numbers_have_counts_and_no_percentage(app: dash.Dash) -> None:
    page = rendered(app, "/nl/organisatie/gm0344")
    assert "te weinig voor een percentage" in page
    assert "33,3%" not in page


def test_late_held_and_sample_banners(tmp_path: Path) -> None:
    facts = make_facts("public")
    late = make_app(FakeShelf(facts, STATUS), now=NOW + timedelta(days=2))
    assert "meer dan 36 uur geleden" in rendered(late, "/nl/")
    assert "meer dan 36 uur geleden" not in rendered(make_app(FakeShelf(facts, STATUS)), "/nl/")
    assert "wachten op controle bij: Geschiedenis" in rendered(make_app(FakeShelf(facts, STATUS)), "/nl/")
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "reason.txt").write_text("The register cannot be reached.", "utf-8")
    invented = make_app(FakeShelf(facts, folder="sample"), sample=sample)
    for path in PATHS:
        assert "verzonnen voorbeeld" in rendered(invented, address(path))
        assert "The register cannot be reached." in rendered(invented, address(path))


def test_a_sample_cannot_be_quoted_by_mistake(tmp_path: Path) -> None:
    invented = make_app(FakeShelf(make_facts("public"), folder="sample"), sample=tmp_path / "sample")
    for path in ("/", "/organisatie/gm0344", f"/doel/{TARGET}"):
        page = rendered(invented, f"/nl{path}")
        assert "VERZONNEN VOORBEELD, geen echt cijfer" in page
        assert "Voorbeeld (verzonnen): " in page
        assert "geteld door Vulgraad: http" not in page


def test_table_names_are_unique_on_a_page(internal: dash.Dash) -> None:
    for path in PATHS:
        names = [table.name for table in tables(router(internal).visit(address(path), "", "http://x/")[1].blocks)]
        assert len(names) == len(set(names)), path


def test_mart_is_opened_once_and_again_when_the_pointer_moves() -> None:
    shelf = FakeShelf(make_facts("public"))
    app = make_app(shelf)
    for _ in range(3):
        rendered(app, "/nl/")
    assert shelf.opened == 1
    shelf.name = "00000008"
    rendered(app, "/nl/")
    assert shelf.opened == 2
