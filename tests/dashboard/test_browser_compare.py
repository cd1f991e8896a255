"""Comparing bodies, and remarking on one, in a real browser: clean, accessible, by keyboard, on a telephone."""

from pathlib import Path

import dash
import pytest
from playwright.sync_api import Page, expect

from dashboard.app import WebSettings, create_app
from sql import journal
from sql.ledger import BY_NAME
from tests.dashboard.browsing import QUIET, clean, serious
from tests.dashboard.many_bodies import many
from tests.dashboard.small_register import NOW, STATUS, FakeShelf

pytestmark = QUIET
PATHS = (
    "/vergelijk?organisatie=gm0003",
    "/vergelijk?cijfer=size.registrations&sorteer=aantal-af",
    "/vergelijk?cijfer=on_time.high_risk&organisatie=ag0001",
    "/organisatie/gm0003?bevindingen=bestond-al",
    "/organisatie/ag0001",
    "/registratie/10000001",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house") / "data"


@pytest.fixture(scope="module")
def visited(data: Path) -> dash.Dash:
    settings = WebSettings(data, "internal", None, contact="a@example.org", local=True)
    return create_app(settings, shelf=FakeShelf(many(), STATUS), clock=lambda: NOW)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_page(page: Page, site: str, path: str, language: str) -> None:
    clean(page, f"{site}/{language}{path}")
    assert page.evaluate("document.documentElement.lang") == language


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
    assert serious(page) == []
    page.go_back()
    expect(page.locator("main h1")).to_have_text("Body gm0003")
