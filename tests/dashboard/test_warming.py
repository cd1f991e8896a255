"""A mart that was published is asked before readers come; nobody is shown another one meanwhile."""

import gc
import weakref
from threading import Event
from typing import Any

import pytest

from dashboard.warming import Watch, addresses
from metrics import of_body
from sql.mart import MartError
from tests.dashboard.small_register import STATUS, FakeShelf, make_app, make_facts


@pytest.fixture
def shelf() -> FakeShelf:
    return FakeShelf(make_facts("public"), STATUS)


def test_each_mart_is_asked_once(shelf: FakeShelf) -> None:
    app = make_app(shelf)
    watch = Watch(app, app.router)
    assert [watch.look(), watch.look()] == [True, False]
    shelf.facts, shelf.name = make_facts("public"), "00000008"
    assert [watch.look(), watch.look()] == [True, False]
    assert shelf.opened == 2


def test_what_a_reader_of_any_body_asks_is_there(shelf: FakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(shelf)
    Watch(app, app.router).look()

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(of_body, "figures_of_bodies", refuse)
    edition = app.router.library.edition()
    assert edition is not None
    assert edition.last_day is not None
    bodies = edition.registrations(edition.last_day).filter(state="public")["org_id"].unique()
    assert bodies.len() > 1
    for body in bodies:
        for path in (f"/nl/organisatie/{body}", f"/nl/velden?organisatie={body}"):
            assert app.server.test_client().get(path).status_code == 200


def test_a_reader_is_shown_what_the_pointer_says_at_once(shelf: FakeShelf) -> None:
    """Warm or not: no page is older than the pointer."""
    app = make_app(shelf)
    Watch(app, app.router).look()
    shelf.facts, shelf.name = make_facts("public", versions=make_facts().versions.head(2)), "00000008"
    edition = app.router.library.edition()
    assert edition is not None
    assert edition.name.endswith("/00000008")
    assert edition.facts.versions.height == 2


def test_an_older_mart_is_let_go_with_all_that_followed_from_it(shelf: FakeShelf) -> None:
    app = make_app(shelf)
    watch = Watch(app, app.router)
    watch.look()
    edition = app.router.library.edition()
    assert edition is not None
    older: list[weakref.ref[Any]] = [weakref.ref(one) for one in (edition, edition.facts, edition.facts.memo)]
    shelf.facts, shelf.name, edition = make_facts("public"), "00000008", None
    watch.look()
    gc.collect()
    assert [one() for one in older] == [None] * 3


def test_a_mart_that_cannot_be_opened_is_looked_at_again(shelf: FakeShelf, caplog: pytest.LogCaptureFixture) -> None:
    app = make_app(shelf)
    watch = Watch(app, app.router)
    shelf.error = MartError("half written")
    assert not watch.look()
    assert "a mart cannot be opened" in caplog.text
    shelf.error = None
    assert watch.look()


def test_a_page_that_fails_keeps_no_other_from_being_asked(
    shelf: FakeShelf, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(shelf)
    edition = app.router.library.edition()
    assert edition is not None
    asked: list[str] = []

    def visit(_: object, path: str, search: str, *_more: object) -> None:
        asked.append(f"{path}?{search}" if search else path)
        raise LookupError(path)

    monkeypatch.setattr(type(app.router), "visit", visit)
    assert Watch(app, app.router).look()
    assert asked == list(addresses(edition))
    assert caplog.text.count("a page could not be asked beforehand") == len(asked)


def test_it_looks_until_it_is_told_to_stop(shelf: FakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(shelf)
    watch, looked = Watch(app, app.router, every=0.01), Event()

    def look(_: Watch) -> None:
        looked.set()

    monkeypatch.setattr(Watch, "look", look)
    watch.start()
    assert looked.wait(10)
    watch.stop()
    watch.join(10)
    assert not watch.is_alive()
