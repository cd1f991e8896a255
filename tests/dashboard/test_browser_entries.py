"""In a real browser: the page of a registration and that about fields, by axe, keyboard, and on a telephone."""

import json

import dash
import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.browsing import QUIET, clean, serious, visiting
from tests.dashboard.small_register import STATUS, FakeShelf, make_app
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.judged_register import register

pytestmark = QUIET
LARS = "10000000"
PATHS = (
    f"/registratie/{LARS}",
    "/registratie/99999999",
    "/velden",
    "/velden?veld=goal&controle=content_goal",
    "/velden?categorie=A&sorteer=-leeg",
)


@pytest.fixture(scope="module")
def visited() -> dash.Dash:
    facts, said = register()
    return make_app(FakeShelf(facts, STATUS, said=said), "internal")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_page(page: Page, site: str, path: str, language: str) -> None:
    clean(page, f"{site}/{language}{path}", "404 (NOT FOUND)")


def test_a_finding_leads_to_its_field_by_keyboard(page: Page, site: str) -> None:
    # A smooth scroll that goes on would be what a key press interrupts.
    page.emulate_media(reduced_motion="reduce")
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


def test_changes_open_by_keyboard(page: Page) -> None:
    said = {"2026-01-05": {"goal": "hulp aan wie belt"}, "2026-02-01": {"goal": "hulp aan wie schrijft"}}
    said["2026-02-20"] = {"goal": "hulp aan wie mailt"}
    builder = FactsBuilder("2026-01-10", "2026-02-10", "2026-03-10").body("gm1", "gemeente")
    for day in said:
        builder.registration(LARS, day, org_id="gm1")
    bodies = {f"{LARS}/{day}": json.dumps(one) for day, one in said.items()}
    app = make_app(FakeShelf(builder.build(), STATUS, said=bodies), "internal")
    with visiting(app) as address:
        page.goto(f"{address}/nl/registratie/{LARS}")
        expect(page.locator("#history ins").first).to_be_visible()
        closed = page.locator("#history summary").nth(1)
        closed.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#history del").last).to_be_visible()
        assert serious(page) == []
