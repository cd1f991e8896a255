"""Taking in what a reviewer decides of pairs: checked, and appended to the ledger as the command line does."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from dashboard import deciding, pairing, receiving
from dashboard.data import Edition
from dashboard.deciding import Pair
from dashboard.desk import Desk
from dashboard.receiving import RefusedError, Why
from dashboard.router import Router
from dashboard.text import words
from dashboard.view import CHOICE, address
from sql import append
from sql.append import Signature
from sql.arguments import UseError
from sql.entry import LedgerError

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Posted:
    """What was sent, by somebody who may write."""

    router: Router
    desk: Desk
    edition: Edition
    form: Mapping[str, str]

    def check_ticket(self, subject: str) -> None:
        """Raise RefusedError unless the form was one of ours, about this subject, and not too old."""
        if not self.desk.knows(self.form.get("ticket", ""), subject):
            raise RefusedError(Why.EXPIRED)

    def signature(self) -> Signature:
        """Return who signs, on what proof; raises RefusedError."""
        author, proof = (self.form.get(name, "").strip() for name in pairing.SIGNED)
        if not author or not proof:
            raise RefusedError(Why.UNSIGNED)
        if any(len(said) > pairing.SIGNED[name] for name, said in zip(pairing.SIGNED, (author, proof), strict=True)):
            raise RefusedError(Why.TOO_LONG)
        return Signature(author, proof, self.router.clock())

    def kept(self) -> dict[str, str]:
        """Return what the next form begins with."""
        return {name: self.form.get(name, "").strip() for name in pairing.SIGNED}


def install(server: Flask, router: Router, desk: Desk) -> None:
    """Take decisions in, at the address of the page that asks for them."""

    def take(language: str) -> Answer:
        try:
            query = _taken(router, desk)
        except RefusedError as refused:
            return _refusal(language, refused)
        return redirect(address(language, pairing.PATH, query), 303)

    server.add_url_rule(f"/<any(nl, en):language>{pairing.PATH}", "review", take, methods=["POST"])


def _taken(router: Router, desk: Desk) -> dict[str, str]:
    """Return what the page is asked that follows; raises RefusedError."""
    receiving.check_size()
    if router.settings.audience != deciding.AUDIENCE:
        raise RefusedError(Why.ELSEWHERE)
    receiving.check_sender(local=router.settings.local)
    edition = receiving.published(router.library)
    work = _WORK.get(request.form.get("work", ""))
    if work is None:
        raise RefusedError(Why.UNKNOWN)
    return _written(work, Posted(router, desk, edition, request.form))


def _written(work: Callable[[Posted], dict[str, str]], posted: Posted) -> dict[str, str]:
    try:
        return work(posted)
    except UseError as error:
        _LOG.warning("a decision was refused", extra={"reason": str(error)})
        raise RefusedError(Why.OTHERS) from error
    except (LedgerError, OSError) as error:
        _LOG.error("a decision could not be written", extra={"reason": str(error)})
        raise RefusedError(Why.FAILED) from error


def _decide(posted: Posted) -> dict[str, str]:
    """Write a verdict on a pair; go on to the next one."""
    said = [posted.form.get(name, "") for name in pairing.PAIR]
    posted.check_ticket(pairing.subject(Pair(*said)))
    verdict, facts = posted.form.get(CHOICE, ""), posted.edition.facts
    if verdict not in deciding.VERDICTS:
        raise RefusedError(Why.UNKNOWN)
    try:
        pair = Pair(*deciding.known_line(facts, said[0], said[1]), deciding.known_registration(facts, said[2]))
    except UseError as error:
        raise RefusedError(Why.UNKNOWN) from error
    data = posted.router.settings.data
    done = deciding.put(data, pair, verdict, posted.signature())
    entry = done.names[0] if done.names else done.before.entry if done.before else ""
    following = pairing.following(posted.edition, data, pair)
    return {**pairing.asked_of(following), pairing.RECEIVED: entry, **posted.kept()}


def _undo(posted: Posted) -> dict[str, str]:
    """Withdraw a decision; go back to the pair that it was about."""
    entry, data = posted.form.get(pairing.DECISION, ""), posted.router.settings.data
    posted.check_ticket(pairing.subject_of_undo(entry))
    try:
        names = append.withdraw(data, deciding.LEDGER, entry, posted.signature())
    except LedgerError as error:
        raise UseError(str(error)) from error
    return {pairing.RECEIVED: names[0], **posted.kept()}


def _accept(posted: Posted) -> dict[str, str]:
    """Write that all pairs are the same of which nobody needs to read the texts: those that were shown, or none."""
    data = posted.router.settings.data
    pairs = deciding.to_accept(data, pairing.alike(posted.edition))
    posted.check_ticket(pairing.subject_of_all(pairs))
    if not pairs:
        raise RefusedError(Why.UNKNOWN)
    names = deciding.put_same(data, pairs, posted.signature())
    return {pairing.RECEIVED: names[0], pairing.UP_TO: names[-1], **posted.kept()}


_WORK: Final[Mapping[str, Callable[[Posted], dict[str, str]]]] = {
    "decide": _decide,
    "undo": _undo,
    "accept": _accept,
}


def _refusal(language: str, refused: RefusedError) -> Response:
    """Say why nothing was written; the browser's way back leads to what was typed."""
    link, text = address(language, pairing.PATH, {}), words(language)("match.to_list")
    return receiving.refusal(language, "match", refused, f'<p><a href="{link}">{escape(text)}</a></p>')
