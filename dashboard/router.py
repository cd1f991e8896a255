"""From an address to a page: finds it, asks it, and says so when there is nothing to show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from dashboard import freshness
from dashboard.blocks import Block, Content, Links, Paragraph
from dashboard.data import Edition, Library
from dashboard.formats import instant
from dashboard.pages import Place, find, pages
from dashboard.text import LANGUAGES
from dashboard.view import BadDateError, View, address
from sql.mart import MartError


@dataclass(frozen=True)
class WebSettings:
    """What a web process is told: whose data, for whom, under which address."""

    data: Path
    audience: str
    sample: Path | None
    base_url: str = ""
    contact: str = ""
    #: Whether only this machine can reach it: then a reader may write a remark.
    local: bool = False
    operator: str = ""
    licence: str = ""


def now() -> datetime:
    """Return the present moment; the only clock of the pages."""
    return datetime.now(UTC)


def nobody() -> None:
    """Let nobody write."""


@dataclass(frozen=True)
class Asked:
    """Who asks what: a view, where its address leads, and whether the mart cannot be read."""

    view: View
    place: Place | None
    broken: bool = False

    def content(self) -> Content:
        """Return the page that answers."""
        if self.place is None:
            return _not_found(self.view)
        return _unreadable(self.view) if self.broken else answer(self.view, self.place)


@dataclass(frozen=True)
class Router:
    """Answers for every address; reads the clock and the pointer, once for each request."""

    settings: WebSettings
    library: Library
    clock: Callable[[], datetime] = now
    #: Returns what gives a reader tickets to write, None for a reader who may not.
    desk: Callable[[], Callable[[str], str] | None] = nobody

    def visit(self, path: str, search: str, origin: str, language: str = "nl") -> tuple[View, Content]:
        """Return who asks what, and the page that answers."""
        asked = self.ask(path, search, origin, language)
        return asked.view, asked.content()

    def ask(self, path: str, search: str, origin: str, language: str = "nl") -> Asked:
        """Return who asks what, before anything is computed."""
        place = find(path)
        query = dict(parse_qsl(search.removeprefix("?")))
        try:
            edition, broken = self.library.edition(), False
        except MartError:
            edition, broken = None, True
        return Asked(self._view(place, path, query, edition, origin, language), place, broken)

    def _view(  # noqa: PLR0913, PLR0917  (a request has this many parts)
        self,
        place: Place | None,
        path: str,
        query: Mapping[str, str],
        edition: Edition | None,
        origin: str,
        language: str,
    ) -> View:
        spoken, inner = (place.language, place.path) if place else _split(path, language)
        return View(
            spoken,
            inner,
            query,
            edition,
            self.library.status(),
            self.clock(),
            (self.settings.base_url or origin).rstrip("/"),
            self.settings.audience,
            self.settings.contact,
            self.library.reason() if edition is not None and edition.sample else "",
            None if edition is None or edition.sample else self.desk(),
            self.settings.data if self.settings.audience == "internal" and edition and not edition.sample else None,
            self.settings.operator,
            self.settings.licence,
        )


def answer(view: View, place: Place) -> Content:
    """Return the page, or why it cannot be shown now."""
    if place.page.needs_facts and (view.edition is None or view.edition.last_day is None):
        return nothing_yet(view)
    try:
        return place.page.content(view, **place.values)
    except BadDateError as bad:
        return _bad_date(view, str(bad))
    except MartError:
        # The worker may have swept this mart since it was opened; the next request finds the newer one.
        return _unreadable(view)


def nothing_yet(view: View) -> Content:
    """Say that nothing was collected yet, and what is going on."""
    blocks: list[Block] = [Paragraph(view.t("empty.lead"), lead=True), Paragraph(view.t("empty.refresh"))]
    for source in freshness.sources(view):
        name, state = freshness.source_name(view, source["name"]), freshness.state_words(view, source["state"])
        said = view.t("empty.source", name=name, state=state, reason=source.get("reason") or "")
        blocks.append(Paragraph(said.strip()))
    return Content(view.t("empty.title"), blocks, waiting=True)


def _unreadable(view: View) -> Content:
    blocks = [Paragraph(view.t("unreadable.text"), lead=True), Paragraph(view.t("empty.refresh"))]
    return Content(view.t("unreadable.title"), blocks, status=503, waiting=True)


def _bad_date(view: View, key: str) -> Content:
    last = view.mart.last_day
    said = view.t(key, day=view.f.day(last), asked=view.query.get("peildatum", ""))
    latest = (view.t("date.latest"), address(view.language, view.path, {}), False)
    blocks: list[Block] = [Paragraph(said, lead=True), view.date_form(), Links(latest[0], (latest,))]
    return Content(view.t("date.title"), blocks, status=400)


def _not_found(view: View) -> Content:
    ways = [(view.t(page.label), address(view.language, page.path, {}), False) for page in pages() if page.label]
    blocks: list[Block] = [Paragraph(view.t("not_found.text"), lead=True), Links(view.t("not_found.ways"), ways)]
    return Content(view.t("not_found.title"), blocks, status=404)


def _split(path: str, language: str) -> tuple[str, str]:
    """Return the language of an address that leads nowhere, and the start page as the way out."""
    head = path.removeprefix("/").partition("/")[0]
    return head if head in LANGUAGES else language, "/"


def health(library: Library, moment: datetime) -> tuple[dict[str, Any], int]:
    """Say whether this process can read what it has to show, and how old that is."""
    try:
        edition = library.edition()
    except MartError as error:
        return {"status": "failed", "reason": str(error)}, 503
    if edition is None:
        return {"status": "never_ran"}, 200
    keys = ("number", "published_at", "collected_at")
    state = {"status": "sample" if edition.sample else "ok"}
    collected = instant(edition.meta.get("collected_at"))
    age = round((moment - collected).total_seconds()) if collected else None
    return state | {key: edition.meta.get(key, "") for key in keys} | {"age_seconds": age}, 200
