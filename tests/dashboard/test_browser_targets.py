"""In a real browser: the page of a target and the review, from a question to an answer, and by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.app import WebSettings, create_app
from tests.dashboard.browsing import QUIET, clean, visiting
from tests.dashboard.small_register import NOW, TARGET
from tests.dashboard.test_matching_page import ONE, ledger, published, world
from tests.metrics.facts_builder import AGENCY

pytestmark = QUIET


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(world(), tmp_path_factory.mktemp("review") / "data")


@pytest.fixture(scope="module")
def desk(data: Path) -> Iterator[str]:
    app = create_app(WebSettings(data, "internal", None, local=True), clock=lambda: NOW)
    with visiting(app) as address:
        yield address


@pytest.mark.parametrize("language", ["nl", "en"])
def test_target_for_one_ministry(page: Page, site: str, language: str) -> None:
    clean(page, f"{site}/{language}/doel/{TARGET}?ministerie=mnre1034&stand=late")


def test_how_many_were_late_and_which_in_three_clicks(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/")
    page.get_by_role("link", name="Afspraak eind 2025").first.click()
    row = page.locator("#ministeries tbody tr", has_text="Ministerie van Voorbeelden")
    row.locator("td").nth(2).get_by_role("link").click()
    page.wait_for_url("**stand=late#werklijst")
    answer = page.locator("#werklijst")
    expect(answer.locator(".lead")).to_contain_text("1 van de 7 systemen te laat geregistreerd")
    expect(answer.locator("tbody tr")).to_have_count(1)
    expect(answer.locator("tbody th")).to_contain_text("Systeem 5")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [720, 768, 1184])
def test_tables_of_many_columns_fit_between_telephone_and_desk(
    page: Page, site: str, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/{language}/doel/{TARGET}")
    cut = "e => e.closest('.scroll').scrollWidth > e.closest('.scroll').clientWidth"
    tables = page.locator("table.wide")
    expect(tables.first).to_be_visible()
    assert [table.evaluate(cut) for table in tables.all()] == [False] * tables.count()
    # Without columns each value stands behind its heading.
    cell = page.locator("#werklijst tbody td:visible").first
    assert cell.get_attribute("data-head") in cell.evaluate("e => getComputedStyle(e, '::before').content")


def test_an_image_is_as_high_as_its_chart_and_its_title_is_whole(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/doel/{TARGET}")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    # As with a bar for each of many ministries, and a finding of three lines.
    page.evaluate(
        """() => {
        const plot = document.querySelector('[data-image=png]').closest('figure').querySelector('.plot');
        const figure = JSON.parse(plot.dataset.figure);
        figure.layout.height = 1400;
        plot.dataset.figure = JSON.stringify(figure);
        plot.dataset.title = 'Nog niet gevonden in het register. '.repeat(6);
        Plotly.downloadImage = (made, size) => {
          const at = document.body.appendChild(document.createElement('div'));
          at.id = 'made';
          return Plotly.newPlot(at, made.data, Object.assign(made.layout, size)); }; }"""
    )
    page.locator("[data-image=png]").first.click()
    expect(page.locator("#made .gtitle")).to_be_attached()
    image = page.locator("#made .main-svg").first.bounding_box()
    title = page.locator("#made .gtitle").bounding_box()
    assert image
    assert title
    assert image["height"] > 1400
    assert image["y"] + 10 <= title["y"]
    assert title["y"] + title["height"] < image["y"] + 120


def test_on_paper_words_stay_whole_and_a_table_that_is_open_beside_its_chart_is_there(page: Page, site: str) -> None:
    # So wide is a sheet of A4 between its margins.
    page.set_viewport_size({"width": 688, "height": 970})
    page.emulate_media(media="print")
    page.goto(f"{site}/nl/doel/{TARGET}")
    expect(page.locator("figure details.whole table").first).to_be_visible()
    expect(page.locator("figure details:not(.whole) table").first).to_be_hidden()
    page.goto(f"{site}/nl/organisatie/gm0344")
    number = page.locator("#registraties tbody tr").first.locator("td", has_text="10000")
    line = number.evaluate("e => parseFloat(getComputedStyle(e).lineHeight)")
    text = number.evaluate(
        "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().height; }"
    )
    assert text < 1.5 * line


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("search", ["", f"?organisatie={AGENCY}&kenmerk=1&lars={ONE}"])
def test_review(page: Page, desk: str, language: str, search: str) -> None:
    clean(page, f"{desk}/{language}/koppelen{search}")


def test_a_decision_by_keyboard_alone(page: Page, desk: str, data: Path) -> None:
    page.goto(f"{desk}/nl/koppelen?organisatie={AGENCY}&kenmerk=1&lars={ONE}")
    page.get_by_label("Wie besluit?").focus()
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    page.keyboard.type("Beide teksten")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Niet dezelfde")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**ontvangen=matches-1**")
    expect(page.get_by_text("Het telt mee vanaf de volgende run.").first).to_be_visible()
    assert [line["verdict"] for line in ledger(data)] == ["not_same"]
    # The next pair has the name and the proof by now; undo is one link away.
    expect(page.get_by_label("Wie besluit?")).to_have_value("Ada")
    page.get_by_role("link", name="Maak dit besluit ongedaan").click()
    page.get_by_role("button", name="Maak ongedaan").click()
    page.wait_for_url("**ontvangen=matches-2**")
    assert ledger(data)[-1]["withdraws"] == "matches-1"
