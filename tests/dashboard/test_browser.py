"""In a real browser: a clean console, no serious axe violation, keyboard, nothing cut off."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dash
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from dashboard.app import warm
from tests.dashboard.small_register import STATUS, FakeShelf, addresses, make_app, make_facts

# Flask-Compress leaves the files that it compressed to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
CHROMIUM = Path("/usr/bin/chromium")
# A busy machine is slow, which is not what these tests are about.
expect.set_options(timeout=30_000)
WIDTHS = (320, 768, 1440)
PATHS = [*addresses(), "/nergens", "/?peildatum=bad"]


@contextmanager
def serving(app: dash.Dash) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium at /usr/bin/chromium")
        pytest.skip("no chromium at /usr/bin/chromium")
    app = make_app(FakeShelf(make_facts(), STATUS), "internal")
    warm(app)
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    del site
    options = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def serious(page: Page) -> list[str]:
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['html'][:200]}"
        for v in violations
        if v["impact"] in {"serious", "critical"}
        for node in v["nodes"][:2]
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_page(page: Page, site: str, path: str, language: str) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/{language}{path}")
        expect(page.locator("main h1")).to_be_visible()
        if page.locator(".js-plotly-plot").count():
            expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        assert serious(page) == [], width
    assert page.evaluate("document.documentElement.lang") == language
    assert page.title().endswith("- Vulgraad")
    told = ("404 (NOT FOUND)", "400 (BAD REQUEST)")
    assert [line for line in heard if not any(status in line for status in told)] == []


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


def test_empty_page_fills_itself(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.app.REFRESH", 300)
    shelf = FakeShelf(None, STATUS)
    app = make_app(shelf)
    warm(app)
    with serving(app) as address:
        page = browser.new_page()
        page.goto(f"{address}/nl/")
        expect(page.locator("main h1")).to_have_text("Er zijn nog geen cijfers")
        shelf.facts = make_facts("public")
        expect(page.locator("main h1")).to_have_text("Hoe vol is het Algoritmeregister?")
        page.close()


def test_dark_mode_has_contrast_too(browser: Browser, site: str) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{site}/nl/")
    expect(page.locator("main h1")).to_be_visible()
    found = serious(page)
    context.close()
    assert found == []
