"""In a real browser: a clean console, no serious axe violation, keyboard, nothing cut off."""

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.browsing import QUIET, clean, serious, visiting
from tests.dashboard.small_register import STATUS, FakeShelf, addresses, make_app, make_facts

pytestmark = QUIET
PATHS = [*addresses(), "/nergens", "/?peildatum=bad"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_page(page: Page, site: str, path: str, language: str) -> None:
    clean(page, f"{site}/{language}{path}", "404 (NOT FOUND)", "400 (BAD REQUEST)")
    assert page.evaluate("document.documentElement.lang") == language
    assert page.title().endswith("- Vulgraad")


def test_keyboard_reaches_main_content(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/")
    expect(page.locator("main h1")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_forms_ask_with_the_url(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/")
    page.get_by_role("searchbox").first.fill("utrecht")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nl/zoeken?q=utrecht")
    page.get_by_role("link", name="Gemeente Utrecht").first.click()
    expect(page.locator("main h1")).to_have_text("Gemeente Utrecht")
    page.locator("input[type=date]").fill("2025-12-31")
    page.get_by_role("button", name="Toon", exact=True).click()
    page.wait_for_url("**/nl/organisatie/gm0344?peildatum=2025-12-31")
    expect(page.locator(".lead")).to_contain_text("31 december 2025")


def test_nothing_jumps(page: Page, site: str) -> None:
    watch = """window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(
      e => { if (!e.hadRecentInput) window.shifts.push([e.value, e.sources.map(
        s => [(s.node && s.node.outerHTML || '').slice(0, 99), s.previousRect.y, s.currentRect.y])]); }
    )).observe({type: 'layout-shift', buffered: true});"""
    page.add_init_script(watch)
    page.goto(f"{site}/nl/")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    page.wait_for_timeout(500)
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) < 0.1, shifts


def test_nothing_comes_from_elsewhere(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/nl/")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []


def test_empty_page_fills_itself(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.app.REFRESH", 300)
    shelf = FakeShelf(None, STATUS)
    with visiting(make_app(shelf)) as address:
        page.goto(f"{address}/nl/")
        expect(page.locator("main h1")).to_have_text("Er zijn nog geen cijfers")
        shelf.facts = make_facts("public")
        expect(page.locator("main h1")).to_have_text("Hoe vol is het Algoritmeregister?")


def test_dark_mode_has_contrast_too(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/nl/")
    expect(page.locator("main h1")).to_be_visible()
    assert serious(page) == []
