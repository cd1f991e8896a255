"""In a real browser: search, images, print, zoom, keyboard, and a site without scripts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from dashboard.app import warm
from tests.dashboard.small_register import STATUS, FakeShelf, addresses, make_app, make_facts
from tests.dashboard.test_browser import serious

# Flask-Compress leaves the files that it compressed to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
CHROMIUM = Path("/usr/bin/chromium")
PATHS = addresses()
CHART = ".js-plotly-plot .main-svg"
#: Everything that the keyboard must come to.
FOCUSABLE = """[...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
  e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.type !== 'hidden')"""


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _said(start: StartResponse, page: str) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/html")])
    return [page.encode()]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    if not CHROMIUM.exists():
        pytest.skip("no chromium at /usr/bin/chromium")
    app = make_app(FakeShelf(make_facts("public"), STATUS))
    warm(app)
    with serving(app.server) as address:
        yield address


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    del site
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    shown = context.new_page()
    shown.set_default_timeout(30_000)
    yield shown
    context.close()


def test_suggestions_by_keyboard(page: Page, site: str) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.goto(f"{site}/nl/")
    box = page.get_by_role("searchbox").first
    box.focus()
    box.press_sequentially("10000")
    expect(page.get_by_role("option")).to_have_count(6)
    assert serious(page) == []
    expect(page.locator("form [role=status]").first).to_have_text("6 suggesties. Kies met de pijltjes.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    box.fill("utre")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("Gemeente Utrecht")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nl/organisatie/gm0344")
    assert heard == []


def test_search_without_choosing_goes_to_the_page(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    page.get_by_role("searchbox").first.fill("10000004")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/zoeken?q=10000004")
    expect(page.locator("main")).to_contain_text("Risicoselectie aanvragen")


def test_everything_is_read_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/nl/zoeken?q=utrecht")
    page.get_by_role("link", name="Gemeente Utrecht").first.click()
    expect(page.locator("h1")).to_have_text("Gemeente Utrecht")
    page.goto(f"{site}/nl/")
    expect(page.locator(".plot").first).to_be_hidden()
    expect(page.locator("[data-image]").first).to_be_hidden()
    page.get_by_text("Toon de cijfers als tabel").first.click()
    expect(page.locator("figure table").first).to_be_visible()
    context.close()


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_an_image_of_a_chart_carries_its_title_source_and_dates(
    page: Page, site: str, kind: str, begins: bytes
) -> None:
    page.goto(f"{site}/nl/")
    page.locator("figure").first.scroll_into_view_if_needed()
    expect(page.locator(CHART).first).to_be_visible()
    with page.expect_download() as waiting:
        page.locator(f"[data-image={kind}]").first.click()
    file = waiting.value
    body = Path(file.path()).read_bytes()
    assert file.suggested_filename.endswith(f".{kind}")
    assert body.startswith(begins)
    if kind == "svg":
        text = body.decode()
        title = page.locator("figcaption").first.inner_text()
        assert title.split()[0] in text
        assert "Bron: Algoritmeregister" in text
        assert "Stand van 8 augustus 2026" in text


def test_paper_has_the_choices_and_dates_and_no_menus(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/?peildatum=2026-07-30")
    expect(page.locator(".paper")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_contain_text("peildatum: 2026-07-30")
    expect(page.locator("footer")).to_contain_text("Stand van 30 juli 2026")
    expect(page.locator("header nav")).to_be_hidden()
    assert page.locator("form:visible, button:visible").count() == 0


def test_charts_follow_the_colours_of_the_reader(page: Page, site: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/nl/?inbed=1")
    tick = page.locator(".js-plotly-plot .xtick text").first
    expect(tick).to_be_visible()
    dark = tick.evaluate("e => getComputedStyle(e).fill")
    page.emulate_media(color_scheme="light")
    page.wait_for_function("was => getComputedStyle(document.querySelector('.xtick text')).fill !== was", arg=dark)


def test_a_chart_within_the_page_of_somebody_else(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/")
    written = page.locator("figure code").first.text_content() or ""
    assert written.startswith("<iframe src=")
    with serving(lambda _, start: _said(start, written)) as other:
        page.goto(other)
        inside = page.frame_locator("iframe")
        expect(inside.locator(CHART).first).to_be_visible()
        expect(inside.locator("nav")).to_have_count(0)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_keyboard_and_zoom(browser: Browser, site: str, path: str, language: str) -> None:
    # A window of 1280 at 200% is one of 640 to a page, with two dots to each pixel.
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{site}/{language}{path}")
    expect(page.locator("main h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    wanted = page.evaluate(f"{FOCUSABLE}.length")
    reached = page.evaluate(f"window.wanted = new Set({FOCUSABLE}); window.lost = []; window.wanted.size")
    assert reached == wanted
    # A date takes a stop for its day, month, year and calendar.
    for _ in range(wanted + 5 + 4 * page.locator("input[type=date]").count()):
        page.keyboard.press("Tab")
        page.evaluate(
            """() => { const at = document.activeElement; wanted.delete(at);
            if (at !== document.body && getComputedStyle(at).outlineStyle === 'none') {
              lost.push(at.outerHTML.slice(0, 120)); } }"""
        )
        if page.evaluate("wanted.size") == 0:
            break
    left = page.evaluate("[...wanted].map(e => e.outerHTML.slice(0, 120))")
    unseen = page.evaluate("lost")
    context.close()
    assert left == []
    assert unseen == []
