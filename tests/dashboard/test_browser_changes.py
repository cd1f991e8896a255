"""In a real browser: what changed and why a figure moved, for every width, by keyboard and by picking in the chart."""

import dash
import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.browsing import QUIET, clean, serious
from tests.dashboard.small_register import STATUS, FakeShelf, make_app
from tests.dashboard.test_changing import SAID, edited

pytestmark = QUIET
PATHS = (
    "/wijzigingen?van=2025-10-01",
    "/wijzigingen?soort=categorie",
    "/verklaring?van=2025-10-01",
    "/verklaring?van=2025-10-01&type=gemeente",
    "/verklaring?cijfer=size.registrations",
)


@pytest.fixture(scope="module")
def visited() -> dash.Dash:
    return make_app(FakeShelf(edited(), STATUS, said=SAID))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_page(page: Page, site: str, path: str, language: str) -> None:
    clean(page, f"{site}/{language}{path}")


def test_a_figure_and_two_days_are_chosen_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/verklaring?van=2025-10-01")
    choice = page.get_by_label("Welk cijfer")
    choice.focus()
    choice.select_option("completeness.goal")
    page.get_by_role("button", name="Verklaar").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/nl/verklaring?cijfer=completeness.goal&van=2025-10-01&peildatum=2026-08-08")
    expect(page.get_by_label("Welk cijfer")).to_have_value("completeness.goal")
    page.locator("summary", has_text="Alleen voor een deel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Soort organisatie")).to_be_visible()


def test_two_points_in_the_chart_lead_to_what_is_between_them(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/verklaring?van=2025-10-01")
    expect(page.locator("[data-pick][data-ready] .main-svg").first).to_be_visible()
    page.evaluate(
        """() => { const graph = document.querySelector('[data-pick].js-plotly-plot');
        graph.emit('plotly_click', { points: [{ x: '2026-05-02' }] }); }"""
    )
    expect(page.locator("figure > [role=status]").first).to_contain_text("2026-05-02")
    page.evaluate(
        """() => { const graph = document.querySelector('[data-pick].js-plotly-plot');
        graph.emit('plotly_click', { points: [{ x: '2026-02-07' }] }); }"""
    )
    page.wait_for_url("**/nl/verklaring?van=2026-02-07&peildatum=2026-05-02")


def test_filters_of_changes_ask_with_the_url(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/wijzigingen")
    page.get_by_label("Organisatie", exact=True).select_option("gm0344")
    page.get_by_role("button", name="Toon", exact=True).click()
    page.wait_for_url("**/nl/wijzigingen?van=2026-07-08&peildatum=2026-08-08&organisatie=gm0344*")
    expect(page.locator(".lead")).to_contain_text("(Gemeente Utrecht)")
    page.go_back()
    expect(page.locator(".lead")).not_to_contain_text("(Gemeente Utrecht)")


def test_dark_mode_has_contrast_too(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/nl/verklaring?van=2025-10-01")
    expect(page.locator("main h1")).to_be_visible()
    assert serious(page) == []
