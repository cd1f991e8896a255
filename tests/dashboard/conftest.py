"""Fixtures over the small register."""

from collections.abc import Callable

import dash
import pytest

from dashboard.data import Edition
from dashboard.view import View
from metrics.facts import Facts
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
