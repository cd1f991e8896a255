"""Taking in what a reader remarks: checked, appended to its ledger, and never shown as anything but text."""

import logging
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Final

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard import receiving
from dashboard.bodies import bodies
from dashboard.data import Edition
from dashboard.desk import Desk
from dashboard.receiving import RefusedError, Why
from dashboard.router import Router
from dashboard.text import words
from dashboard.view import address
from sql import append
from sql.days import ZONE
from sql.entry import LedgerError
from sql.journal import TamperedError
from sql.ledger import BY_NAME

PATH: Final = "/opmerking"
#: How many characters fit in each field.
MOST: Final[Mapping[str, int]] = {"text": 2000, "name": 100, "contact": 200}
#: The notice that a remark was received, in the address of the page that it is about.
RECEIVED: Final = "ontvangen"
ANCHOR: Final = "reageren"
_LEDGER: Final = BY_NAME["remarks"]
#: Under this nobody says what is not right.
_LEAST: Final = 10
_PAGES: Final = {"organisation": "/organisatie/", "registration": "/registratie/"}
_LOG: Final = logging.getLogger(__name__)


def install(server: Flask, router: Router, desk: Desk) -> None:
    """Open the desk, at an address for each language."""

    def take(language: str) -> Answer:
        text = ""
        try:
            receiving.check_size()
            said = {key: request.form.get(key, "") for key in ("subject", "ticket", *MOST)}
            text = said["text"]
            entry = _taken(router, desk, said)
        except RefusedError as refused:
            return _refusal(language, refused, text)
        place = address(language, _page(said["subject"]), {RECEIVED: entry})
        return redirect(f"{place}#{ANCHOR}", 303)

    server.add_url_rule(f"/<any(nl, en):language>{PATH}", "remark", take, methods=["POST"])


def _page(subject: str) -> str:
    """Return the page that a subject is about."""
    kind, _, code = subject.partition("/")
    return f"{_PAGES[kind]}{code}"


def _taken(router: Router, desk: Desk, said: Mapping[str, str]) -> str:
    """Return the name of the entry that a remark became; raises RefusedError."""
    receiving.check_sender(local=router.settings.local)
    if not desk.knows(said["ticket"], said["subject"]):
        raise RefusedError(Why.EXPIRED)
    _check(router, said)
    if not desk.has_room():
        raise RefusedError(Why.TOO_OFTEN)
    return _written(router, said, router.clock())


def _check(router: Router, said: Mapping[str, str]) -> None:
    if not _known(receiving.published(router.library), said["subject"]):
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


def _refusal(language: str, refused: RefusedError, text: str) -> Response:
    """Say why a remark was not taken in, and give back what was typed."""
    head = escape(words(language)("reaction.yours"))
    typed = f'<h2>{head}</h2><blockquote class="typed">{escape(text)}</blockquote>' if text else ""
    return receiving.refusal(language, "reaction", refused, typed)
