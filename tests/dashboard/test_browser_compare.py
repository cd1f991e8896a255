"""Comparing bodies, and remarking on one, in a real browser: clean, accessible, by keyboard, on a telephone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboard.app import WebSettings, create_app, warm
from sql import journal
from sql.ledger import BY_NAME
from tests.dashboard.many_bodies import many
from tests.dashboard.small_register import NOW, STATUS, FakeShelf
from tests.dashboard.test_browser import CHROMIUM, WIDTHS, serious, serving

# Flask-Compress leaves the files that it compressed to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
PATHS = (
    "/vergelijk?organisatie=gm0003",
    "/vergelijk?cijfer=size.registrations&sorteer=aantal-af",
    "/vergelijk?cijfer=on_time.high_risk&organisatie=ag0001",
    "/organisatie/gm0003?bevindingen=bestond-al",
    "/organisatie/ag0001",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house") / "data"


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[str]:
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium at /usr/bin/chromium")
        pytest.skip("no chromium at /usr/bin/chromium")
    settings = WebSettings(data, "internal", None, contact="a@example.org", local=True)
    app = create_app(settings, shelf=FakeShelf(many(), STATUS), clock=lambda: NOW)
    warm(app)
    with serving(app) as address:
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
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


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
    assert heard == []


def test_a_body_is_marked_and_the_table_sorted_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/vergelijk")
    choice = page.get_by_label("Wijs een organisatie aan")
    choice.focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Vergelijk").press("Enter")
    page.wait_for_url("**organisatie=gm0005**")
    expect(page.locator(".lead")).to_contain_text("Body gm0005 staat bij")
    expect(page.get_by_label("Wijs een organisatie aan")).to_have_value("gm0005")
    page.locator("#tabel").get_by_role("link", name="Aandeel").press("Enter")
    page.wait_for_url("**sorteer=aandeel#tabel")
    heading = page.locator("#tabel").get_by_role("columnheader", name="Aandeel")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    expect(page.locator("#tabel").get_by_role("columnheader", name="Organisatie")).to_have_attribute(
        "aria-sort", "ascending"
    )


def test_a_remark_is_sent_and_said_to_be_received(page: Page, site: str, data: Path) -> None:
    page.goto(f"{site}/nl/organisatie/gm0003")
    text = "<b>Twee</b> registraties staan er dubbel."
    page.get_by_label("Wat klopt er niet?").fill(text)
    page.get_by_label("Naam die erbij komt te staan").fill("Team Data")
    page.get_by_role("button", name="Verstuur de opmerking").press("Enter")
    page.wait_for_url("**ontvangen=remarks-1#reageren")
    expect(page.locator("#reageren .notice")).to_contain_text("is ontvangen, met nummer remarks-1")
    (line,) = journal.read(data, BY_NAME["remarks"])
    assert (line.values["text"], line.values["name"]) == (text, "Team Data")


def test_a_refusal_can_be_read(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/organisatie/gm0003")
    page.get_by_label("Wat klopt er niet?").fill("Kort.")
    page.get_by_role("button", name="Verstuur de opmerking").click()
    expect(page.locator("h1")).to_have_text("Uw opmerking is niet geplaatst")
    violations = [one for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}]
    assert violations == []
    page.go_back()
    expect(page.locator("main h1")).to_have_text("Body gm0003")
