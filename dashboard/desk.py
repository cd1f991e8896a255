"""Who may write here: a reader on this machine, from a page of this site, and not too often.

Until there is sign-in nobody else may. A page that offers to write carries a ticket: the moment until
which it is good and what it is about, signed with a secret that only this process has.
"""

import hmac
import ipaddress
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_bytes
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
#: What a proxy adds: then the reader is somewhere else, whatever the address says.
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
#: A page may stay open for a working day.
_GOOD_FOR: Final = timedelta(hours=12)
#: So many remarks in so much time, of all readers together.
_MOST: Final = 10
_WITHIN: Final = timedelta(minutes=10)


def on_this_machine(host: str, remote: str) -> bool:
    """Whether somebody on this machine asks, by its own name and not by one that only pretends to be."""
    name = urlsplit(f"//{host}").hostname or ""
    return _loopback(remote) and name in _LOCAL_NAMES


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def direct(headers: Headers) -> bool:
    """Whether a request came straight from a browser, as far as it says."""
    return not any(headers.get(name) for name in _FORWARDED)


def from_this_site(headers: Headers, host: str) -> bool:
    """Whether a browser says that a page of this site asks; one that does not say is refused."""
    told = headers.get("Origin") or headers.get("Referer") or ""
    return urlsplit(told).netloc == host and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


@dataclass
class Desk:
    """Gives tickets and takes them back; ``clock`` is the only clock."""

    clock: Callable[[], datetime]
    _secret: bytes = field(default_factory=lambda: token_bytes(32))
    _taken: deque[datetime] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    def ticket(self, subject: str) -> str:
        """Return a ticket to write one remark about a subject."""
        until = int((self.clock() + _GOOD_FOR).timestamp())
        return f"{until}.{self._signed(until, subject)}"

    def knows(self, ticket: str, subject: str) -> bool:
        """Whether this desk gave a ticket for a subject, and it is still good."""
        until, _, signature = ticket.partition(".")
        if not (until.isascii() and until.isdecimal() and signature.isascii()):
            return False
        good = hmac.compare_digest(signature, self._signed(int(until), subject))
        return good and self.clock().timestamp() <= int(until)

    def _signed(self, until: int, subject: str) -> str:
        return hmac.new(self._secret, f"{until} {subject}".encode(), sha256).hexdigest()

    def has_room(self) -> bool:
        """Whether one more remark may be written now; if so it is counted."""
        now = self.clock()
        with self._lock:
            while self._taken and self._taken[0] <= now - _WITHIN:
                self._taken.popleft()
            if len(self._taken) >= _MOST:
                return False
            self._taken.append(now)
            return True
