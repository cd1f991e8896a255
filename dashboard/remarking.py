"""Taking in what a reader remarks: checked, appended to its ledger, and never shown as anything but text."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from html import escape
from typing import Final

from flask import Flask, Response, has_request_context, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard import files
from dashboard.bodies import bodies
from dashboard.data import Edition
from dashboard.desk import Desk, direct, from_this_site, on_this_machine
from dashboard.router import Router
from dashboard.text import Words, words
from dashboard.view import address
from metrics.facts import ZONE
from sql import append
from sql.entry import LedgerError
from sql.journal import TamperedError
from sql.ledger import BY_NAME
from sql.mart import MartError

PATH: Final = "/opmerking"
#: How many characters fit in each field.
MOST: Final[Mapping[str, int]] = {"text": 2000, "name": 100, "contact": 200}
#: The notice that a remark was received, in the address of the page that it is about.
RECEIVED: Final = "ontvangen"
ANCHOR: Final = "reageren"
_LEDGER: Final = BY_NAME["remarks"]
#: Under this nobody says what is not right.
_LEAST: Final = 10
#: A form with all fields full takes less, also when every character is several bytes.
_BYTES: Final = 32_768
_PAGES: Final = {"organisation": "/organisatie/", "registration": "/registratie/"}
_LOG: Final = logging.getLogger(__name__)


class Why(Enum):
    """Why a remark is not taken in: its text is under this word, and this is the status of the answer."""

    ELSEWHERE = "elsewhere", 403
    EXPIRED = "expired", 403
    UNKNOWN = "unknown", 400
    TOO_SHORT = "too_short", 400
    UNUSABLE = "unusable", 400
    TWICE = "twice", 409
    TOO_LONG = "too_long", 413
    TOO_OFTEN = "too_often", 429
    NOTHING = "nothing", 503
    FAILED = "failed", 503


class RefusedError(Exception):
    """A remark cannot be taken in; says why."""

    def __init__(self, why: Why) -> None:
        """Remember why, for whoever answers."""
        super().__init__(why.name)
        self.key, self.status = f"reaction.{why.value[0]}", why.value[1]


def may_write(*, local: bool) -> bool:
    """Whether whoever asks now may write: on this machine, without anything between, on a web of this machine."""
    return local and on_this_machine(request.host, request.remote_addr or "") and direct(request.headers)


def tickets(desk: Desk, *, local: bool) -> Callable[[], Callable[[str], str] | None]:
    """Return what tells of whoever asks now: what gives tickets, or None where nobody may write."""

    def given() -> Callable[[str], str] | None:
        return desk.ticket if has_request_context() and may_write(local=local) else None

    return given


def install(server: Flask, router: Router, desk: Desk) -> None:
    """Open the desk, at an address for each language."""

    def take(language: str) -> Answer:
        text = ""
        try:
            _check_size()
            said = {key: request.form.get(key, "") for key in ("subject", "ticket", *MOST)}
            text = said["text"]
            entry = _taken(router, desk, said)
        except RefusedError as refused:
            return _refusal(words(language), refused, text)
        place = address(language, _page(said["subject"]), {RECEIVED: entry})
        return redirect(f"{place}#{ANCHOR}", 303)

    server.add_url_rule(f"/<any(nl, en):language>{PATH}", "remark", take, methods=["POST"])


def _check_size() -> None:
    """Refuse more than a full form takes, before any of it is read."""
    if (request.content_length or _BYTES + 1) > _BYTES:
        raise RefusedError(Why.TOO_LONG)


def _page(subject: str) -> str:
    """Return the page that a subject is about."""
    kind, _, code = subject.partition("/")
    return f"{_PAGES[kind]}{code}"


def _taken(router: Router, desk: Desk, said: Mapping[str, str]) -> str:
    """Return the name of the entry that a remark became; raises RefusedError."""
    if not may_write(local=router.settings.local):
        raise RefusedError(Why.ELSEWHERE)
    if not (from_this_site(request.headers, request.host) and desk.knows(said["ticket"], said["subject"])):
        raise RefusedError(Why.EXPIRED)
    _check(router, said)
    if not desk.has_room():
        raise RefusedError(Why.TOO_OFTEN)
    return _written(router, said, router.clock())


def _check(router: Router, said: Mapping[str, str]) -> None:
    try:
        edition = router.library.edition()
    except MartError:
        edition = None
    if edition is None or edition.sample:
        raise RefusedError(Why.NOTHING)
    if not _known(edition, said["subject"]):
        raise RefusedError(Why.UNKNOWN)
    if len(said["text"].strip()) < _LEAST:
        raise RefusedError(Why.TOO_SHORT)
    if any(len(_lines(said[key])) > most for key, most in MOST.items()):
        raise RefusedError(Why.TOO_LONG)


def _known(edition: Edition, subject: str) -> bool:
    kind, _, code = subject.partition("/")
    if kind == "registration":
        return code in edition.facts.versions["lars"]
    return kind == "organisation" and edition.last_day is not None and code in bodies(edition.facts, edition.last_day)


def _lines(text: str) -> str:
    """Return a text with the ends of lines that the ledger has; a form sends two characters for each."""
    return text.replace("\r\n", "\n").strip()


def _written(router: Router, said: Mapping[str, str], now: datetime) -> str:
    row = {"subject": said["subject"], "said_on": now.astimezone(ZONE).date().isoformat()}
    row |= {key: _lines(said[key]) for key in MOST}
    # Who writes is not known; where it was written is.
    signature = append.Signature("a reader", f"{request.host_url.rstrip('/')}{_page(said['subject'])}", now)
    try:
        return append.add(router.settings.data, _LEDGER, [row], signature)[0]
    except TamperedError as error:
        _LOG.error("a remark could not be written", extra={"reason": str(error)})
        raise RefusedError(Why.FAILED) from error
    except LedgerError as error:
        _LOG.warning("a remark was refused", extra={"reason": str(error)})
        raise RefusedError(Why.TWICE if "says it already" in str(error) else Why.UNUSABLE) from error
    except OSError as error:
        _LOG.error("a remark could not be written", extra={"reason": str(error)})
        raise RefusedError(Why.FAILED) from error


def _refusal(t: Words, refused: RefusedError, text: str) -> Response:
    """Say why a remark was not taken in, and give back what was typed."""
    typed = f'<h2>{t("reaction.yours")}</h2><blockquote class="typed">{escape(text)}</blockquote>' if text else ""
    body = (
        f'<!DOCTYPE html><html lang="{t.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(t('reaction.refused'))} - {escape(t('site.name'))}</title>"
        f'<link rel="stylesheet" href="{files.link(files.STYLE)}"></head>'
        f'<body><main id="main"><h1>{escape(t("reaction.refused"))}</h1>'
        f'<p class="lead">{escape(t(refused.key))}</p><p>{escape(t("reaction.back"))}</p>{typed}</main></body></html>'
    )
    return Response(body, status=refused.status, content_type="text/html; charset=utf-8")
