"""In a real browser: search, images, print, zoom, keyboard, and a site without scripts."""

from pathlib import Path
from wsgiref.types import StartResponse

import dash
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.browsing import QUIET, heard, serious, serving
from tests.dashboard.small_register import STATUS, TARGET, FakeShelf, addresses, make_app, make_facts

pytestmark = QUIET
PATHS = addresses()
CHART = ".js-plotly-plot .main-svg"
#: Everything that the keyboard must come to.
FOCUSABLE = """[...document.querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
  e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.type !== 'hidden')"""


def _said(start: StartResponse, page: str) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/html")])
    return [page.encode()]


@pytest.fixture(scope="module")
def visited() -> dash.Dash:
    return make_app(FakeShelf(make_facts("public"), STATUS))


def test_suggestions_by_keyboard(page: Page, site: str) -> None:
    told = heard(page)
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
    assert told == []


def test_search_without_choosing_goes_to_the_page(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    page.get_by_role("searchbox").first.fill("10000004")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/zoeken?q=10000004")
    expect(page.locator("main")).to_contain_text("Risicoselectie aanvragen")


def test_what_is_folded_away_is_shown_to_whoever_is_led_to_it(page: Page, site: str) -> None:
    told = heard(page)
    page.goto(f"{site}/nl/methode")
    meaning = page.locator("#coverage-high_risk")
    expect(meaning).to_be_hidden()
    page.get_by_role("link", name="Dekking: hoog-risico systemen in het register").first.click()
    expect(meaning).to_be_visible()
    assert serious(page) == []
    page.goto(f"{site}/nl/organisatie/gm0344")
    page.locator("main a[href*='/methode#']").first.click()
    place = page.url.split("#")[1]
    expect(page.locator(f"[id='{place}']")).to_be_in_viewport()
    assert told == []


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
    assert page.locator("#contents:visible, .back:visible, summary:visible").count() == 0


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


@pytest.mark.parametrize("path", ["/", f"/doel/{TARGET}", "/organisatie", "/vergelijk", "/velden", "/wijzigingen"])
def test_on_a_telephone_every_value_of_a_row_is_in_sight_behind_its_heading(
    browser: Browser, site: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site}/nl{path}")
    expect(page.locator("main table").first).to_be_attached()
    wide = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(wide) == 0
    heads = page.evaluate(
        """[...document.querySelectorAll('table')].map(table => {
        const heads = [...table.querySelectorAll('thead th')].slice(1).map(th => th.textContent.replace(/ [▲▼]$/, ''));
        const told = (td, head) => td.dataset.head === head && (getComputedStyle(td).display === 'none'
          || getComputedStyle(td, '::before').content.includes(head));
        return [...table.querySelectorAll('tbody tr')].every(
          tr => [...tr.querySelectorAll('td')].every((td, at) => told(td, heads[at])));
        })"""
    )
    context.close()
    assert heads
    assert all(heads)


def test_a_long_table_is_short_on_a_telephone_until_all_is_asked_for(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site}/nl/methode")
    table = page.locator(".tabled", has=page.locator(".rest")).first
    rows, rest = table.locator("tbody tr"), table.locator("summary")
    assert rows.count() > 15
    expect(rows.filter(visible=True)).to_have_count(10)
    expect(rest).to_contain_text(f"Toon alle {rows.count()} rijen")
    rest.press("Enter")
    expect(rows.filter(visible=True)).to_have_count(rows.count())
    expect(rest).to_contain_text("Toon minder rijen")
    rest.press("Enter")
    expect(rows.filter(visible=True)).to_have_count(10)
    page.emulate_media(media="print")
    expect(rows.filter(visible=True)).to_have_count(rows.count())
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 768, "height": 640})
    expect(rows.filter(visible=True)).to_have_count(rows.count())
    expect(rest).to_be_hidden()
    context.close()


def test_a_chosen_day_is_told_in_the_language_of_the_page_at_once(page: Page, site: str) -> None:
    for language, said in (("nl", "Gekozen: 1 maart 2026"), ("en", "Chosen: 1 March 2026")):
        page.goto(f"{site}/{language}/")
        box, holds = page.locator("input[type=date]"), page.locator("label .holds")
        expect(holds).to_contain_text("2025")
        box.fill("2026-03-01")
        expect(holds).to_have_text(said)
        box.fill("")
        expect(holds).to_contain_text("2025")


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
