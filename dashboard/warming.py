"""A mart that was just published is asked what readers are about to ask, so that few of them wait for it.

Nobody is shown an older mart meanwhile: a reader who comes first waits for the same computation.
"""

import logging
from collections.abc import Iterator
from threading import Event, Thread
from typing import Final

import dash
import polars as pl

from dashboard.data import Edition
from dashboard.pages import pages
from dashboard.router import Router
from dashboard.view import DUTCH
from sql.mart import MartError

_LOG: Final = logging.getLogger(__name__)
#: So long after it was published at the latest, in seconds, somebody looks.
EVERY: Final = 1.0


def addresses(edition: Edition) -> Iterator[str]:
    """Return every page that is about nothing in particular, of each target, and some of a body and of a registration.

    What those last ones compute of one, they compute of all.
    """
    yield from (f"/{DUTCH}{page.path}" for page in pages() if "<" not in page.path)
    if edition.last_day is None:
        return
    targets = edition.facts.targets.filter(pl.col("known_to").is_null())["target"].unique().sort()
    yield from (f"/{DUTCH}/doel/{target}" for target in targets)
    public = edition.registrations(edition.last_day).filter(state="public")
    for lars, org_id in public.select("lars", "org_id").head(1).iter_rows():
        yield f"/{DUTCH}/organisatie/{org_id}"
        yield f"/{DUTCH}/velden?organisatie={org_id}"
        yield f"/{DUTCH}/registratie/{lars}"


class Watch(Thread):
    """Opens what is published, and asks it first; ends with its process, or when it is told to."""

    def __init__(self, app: dash.Dash, router: Router, every: float = EVERY) -> None:
        """Prepare to look at the pointer after each so many seconds."""
        super().__init__(name="warming", daemon=True)
        self._app, self._router, self._every = app, router, every
        self._ended, self._last = Event(), ""

    def run(self) -> None:
        """Look until told to stop."""
        while not self._ended.wait(self._every):
            self.look()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()

    def look(self) -> bool:
        """Ask a mart that was not asked yet; return whether there was one."""
        try:
            edition = self._router.library.edition()
        except MartError as error:
            # Readers are told; the next one may be whole.
            _LOG.warning("a mart cannot be opened", extra={"reason": str(error)})
            return False
        if edition is None or edition.name == self._last:
            return False
        self._last = edition.name
        for path in addresses(edition):
            self._ask(path)
        return True

    def _ask(self, address: str) -> None:
        path, _, search = address.partition("?")
        try:
            with self._app.server.test_request_context(address):
                self._router.visit(path, search, "http://localhost/")
        # Any error of any page: this thread must outlive it, or nothing would be asked beforehand ever after. It is
        # logged with its traceback, and the reader who asks for that page meets it and is told.
        except Exception:  # noqa: BLE001
            _LOG.exception("a page could not be asked beforehand", extra={"path": address})
