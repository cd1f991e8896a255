"""Fixtures over the small register, and a browser to look at it."""

import os
from collections.abc import Callable, Iterator

import dash
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.data import Edition
from dashboard.view import View
from metrics.facts import Facts
from tests.dashboard.browsing import CHROMIUM, visiting
from tests.dashboard.small_register import META, NOW, STATUS, FakeShelf, make_app, make_facts


@pytest.fixture
def facts() -> Facts:
    """The small register."""
    return make_facts()


@pytest.fixture
def shelf() -> FakeShelf:
    """A shelf with the small register on it."""
    return FakeShelf(make_facts("public"), STATUS)


@pytest.fixture
def app(shelf: FakeShelf) -> dash.Dash:
    """The public app."""
    return make_app(shelf)


@pytest.fixture
def internal() -> dash.Dash:
    """The internal app."""
    return make_app(FakeShelf(make_facts(), STATUS), "internal")


@pytest.fixture
def view() -> Callable[..., View]:
    """Return a way to make views of the small register."""

    def make(path: str = "/", language: str = "nl", facts: Facts | None = None, **query: str) -> View:
        found = facts or make_facts()
        edition = Edition("data/7", META, found)
        return View(language, path, query, edition, STATUS, NOW, "http://localhost", found.audience, "a@example.org")

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser; without one tests are skipped, but never in CI."""
    if not CHROMIUM.exists():
        reason = f"no chromium at {CHROMIUM}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    options = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a window on nothing yet."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def visited() -> dash.Dash:
    """The app that a browser looks at: the internal one over the small register, unless a module has its own."""
    return make_app(FakeShelf(make_facts(), STATUS), "internal")


@pytest.fixture(scope="module")
def site(visited: dash.Dash) -> Iterator[str]:
    """Return the address of the app that is visited."""
    with visiting(visited) as address:
        yield address
