"""In a real browser: the page of a registration and that about fields, by axe, keyboard, and on a telephone."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dashboard.app import warm
from tests.dashboard.small_register import STATUS, FakeShelf, make_app
from tests.dashboard.test_browser import CHROMIUM, WIDTHS, serious, serving
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.judged_register import register

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium at /usr/bin/chromium"),
]
LARS = "10000000"
PATHS = (
    f"/registratie/{LARS}",
    "/registratie/99999999",
    "/velden",
    "/velden?veld=goal&controle=content_goal",
    "/velden?categorie=A&sorteer=-leeg",
)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    facts, said = register()
    app = make_app(FakeShelf(facts, STATUS, said=said), "internal")
    warm(app)
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    options = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    # A smooth scroll that goes on would be what a key press interrupts.
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
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
    assert [line for line in heard if "404 (NOT FOUND)" not in line] == []


def test_a_finding_leads_to_its_field_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/registratie/{LARS}")
    link = page.locator("#check td a").first
    link.focus()
    target = link.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page.locator(str(target))).to_be_in_viewport()


def test_a_heading_sorts_and_a_field_opens_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/velden")
    page.get_by_role("link", name="Leeg", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/nl/velden?sorteer=leeg#table")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Leeg ▲")
    page.locator("#table tbody a").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**veld=*")
    expect(page.locator("main h1")).to_contain_text("Wat is er na te kijken bij")


def test_changes_open_by_keyboard(browser: Browser) -> None:
    said = {"2026-01-05": {"goal": "hulp aan wie belt"}, "2026-02-01": {"goal": "hulp aan wie schrijft"}}
    said["2026-02-20"] = {"goal": "hulp aan wie mailt"}
    builder = FactsBuilder("2026-01-10", "2026-02-10", "2026-03-10").body("gm1", "gemeente")
    for day in said:
        builder.registration(LARS, day, org_id="gm1")
    bodies = {f"{LARS}/{day}": json.dumps(one) for day, one in said.items()}
    app = make_app(FakeShelf(builder.build(), STATUS, said=bodies), "internal")
    warm(app)
    with serving(app) as address:
        page = browser.new_page()
        page.goto(f"{address}/nl/registratie/{LARS}")
        expect(page.locator("#history ins").first).to_be_visible()
        closed = page.locator("#history summary").nth(1)
        closed.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#history del").last).to_be_visible()
        assert serious(page) == []
        page.close()
