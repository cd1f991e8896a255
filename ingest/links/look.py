"""One look at one link: where it leads, each step of the way asked as gently as the first."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import httpx

from ingest.links.outcomes import NOT_PUBLIC, REDIRECTS, Look, NoAnswerError, of_status
from ingest.links.web import Reply, Web

_MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
#: Hosts that say this to HEAD can mean HEAD: nothing is called gone that was not asked for by GET.
_HEAD_MEANT: Final = frozenset({400, 403, 404, 405, 406, 410, 500, 501})
#: A name without a dot is one of somebody's own network.
_HOST: Final = rb"[a-z0-9_.:-]*[.:][a-z0-9_.:-]*"
#: Nor do these exist outside: asking for them tells others what somebody calls his servers.
_OWN: Final = (b".local", b".localhost", b".internal", b".intern", b".lan", b".home.arpa")


@dataclass
class Pace:
    """Leaves each host alone for some seconds after every request."""

    seconds: float
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    _free: dict[str, float] = field(default_factory=dict)

    def free(self, host: str) -> float:
        """Return from when on a host may be asked, by the clock; long ago if it never was."""
        return self._free.get(host, float("-inf"))

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for a host's turn; the block asks it once."""
        early = self.free(host) - self.clock()
        if early > 0:
            self.sleep(early)
        try:
            yield
        finally:
            self._free[host] = self.clock() + self.seconds


@dataclass(frozen=True)
class Looker:
    """Looks at links, one request at a time."""

    web: Web
    user_agent: str
    pace: Pace

    def look(self, link: str) -> Look:
        """Follow a link to its end; whatever happens is an outcome."""
        try:
            return self._followed(_address(link))
        except NoAnswerError as error:
            return Look(error.outcome)

    def _followed(self, url: httpx.URL) -> Look:
        passed = set()
        for _ in range(_MOST_REDIRECTS + 1):
            passed.add(url)
            reply = self._asked(url)
            if reply.status not in _REDIRECTS:
                return Look(of_status(reply.status), reply.status, reply.wait)
            if not reply.location:
                break
            url = _next(url, reply.location)
            if url in passed:
                break
        return Look(REDIRECTS, reply.status, reply.wait)

    def _asked(self, url: httpx.URL) -> Reply:
        """Ask for the head of a page alone, and for the page where a host does not know that."""
        try:
            reply = self._once("HEAD", url)
        except NoAnswerError as error:
            if not error.spoken:
                raise
            return self._once("GET", url)
        return self._once("GET", url) if reply.status in _HEAD_MEANT else reply

    def _once(self, method: str, url: httpx.URL) -> Reply:
        with self.pace.turn(url.host):
            return self.web.ask(method, url, self.user_agent)


def host_of(link: str) -> str:
    """Return the host that a link asks first; empty when it is none that can be asked."""
    try:
        return _address(link).host
    except NoAnswerError:
        return ""


def _address(link: str) -> httpx.URL:
    """Read a link. Raises NoAnswerError when it is not to be asked, whatever its address."""
    try:
        url = httpx.URL(link).copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise NoAnswerError(NOT_PUBLIC, f"no address: {error}") from error
    return _askable(url)


def _next(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return _askable(url.join(location).copy_with(fragment=None))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise NoAnswerError(NOT_PUBLIC, f"redirects to no address: {error}") from error


def _askable(url: httpx.URL) -> httpx.URL:
    host = url.raw_host
    if url.scheme not in {"http", "https"} or url.userinfo or not re.fullmatch(_HOST, host) or host.endswith(_OWN):
        raise NoAnswerError(NOT_PUBLIC, "not http or https, no host of the public web, or a password in it")
    return url
