"""What every form that writes has in common: who may send it, what of it is refused, and the page that says why."""

from collections.abc import Callable
from enum import Enum
from html import escape
from typing import Final

from flask import Response, has_request_context, request

from dashboard import bare
from dashboard.data import Edition, Library
from dashboard.desk import Desk, direct, from_this_site, on_this_machine
from dashboard.text import words
from sql.mart import MartError

#: A form with all fields full takes less, also when every character is several bytes.
_BYTES: Final = 32_768


class Why(Enum):
    """Why nothing is written: each desk has its text under this word, and this is the status of the answer."""

    ELSEWHERE = "elsewhere", 403
    EXPIRED = "expired", 403
    UNKNOWN = "unknown", 400
    UNSIGNED = "unsigned", 400
    TOO_SHORT = "too_short", 400
    UNUSABLE = "unusable", 400
    OTHERS = "others", 409
    TWICE = "twice", 409
    TOO_LONG = "too_long", 413
    TOO_OFTEN = "too_often", 429
    NOTHING = "nothing", 503
    FAILED = "failed", 503


class RefusedError(Exception):
    """What was sent cannot be taken in; says why."""

    def __init__(self, why: Why) -> None:
        """Remember why, for whoever answers."""
        super().__init__(why.name)
        self.word, self.status = why.value


def may_write(*, local: bool) -> bool:
    """Whether whoever asks now may write: on this machine, without anything between, on a web of this machine."""
    return local and on_this_machine(request.host, request.remote_addr or "") and direct(request.headers)


def tickets(desk: Desk, *, local: bool) -> Callable[[], Callable[[str], str] | None]:
    """Return what tells of whoever asks now: what gives tickets, or None where nobody may write."""

    def given() -> Callable[[str], str] | None:
        return desk.ticket if has_request_context() and may_write(local=local) else None

    return given


def check_size() -> None:
    """Raise RefusedError for more than a full form takes, before any of it is read."""
    if (request.content_length or _BYTES + 1) > _BYTES:
        raise RefusedError(Why.TOO_LONG)


def check_sender(*, local: bool) -> None:
    """Raise RefusedError unless who sends may write here, and does so from a page of this site."""
    if not may_write(local=local):
        raise RefusedError(Why.ELSEWHERE)
    if not from_this_site(request.headers, request.host):
        raise RefusedError(Why.EXPIRED)


def published(library: Library) -> Edition:
    """Return the mart that a form is about; raises RefusedError where there is none, or only a sample."""
    try:
        edition = library.edition()
    except MartError:
        edition = None
    if edition is None or edition.sample:
        raise RefusedError(Why.NOTHING)
    return edition


def refusal(language: str, desk: str, refused: RefusedError, rest: str = "") -> Response:
    """Say why nothing was written, in the words of a desk; ``rest`` is what else stands there, as HTML."""
    t, said = words(language), f"refused.{desk}"
    back = f"<p>{escape(t(f'{said}.back'))}</p>"
    return bare.page(language, refused.status, t(said), t(f"{said}.{refused.word}"), f"{back}{rest}")
