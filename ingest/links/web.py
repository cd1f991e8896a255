"""One request to one host of the web at large: to an address that was checked, and never for long.

The door to the register (``ingest.http``) trusts the address that it was configured with. Here the
address comes out of what strangers wrote, so the name is resolved once, every address it has is
checked, and the connection is made to one of those: DNS cannot say something else in between. No
proxy, no cookie, no redirect; of an answer only the head is read.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Final

import httpx

from ingest.links.addresses import addresses_of, of_public_web
from ingest.links.outcomes import BROKEN, CERTIFICATE, NOT_PUBLIC, TIMEOUT, UNREACHABLE, NoAnswerError

_STANDARD_PORTS: Final = {"http": 80, "https": 443}
#: So many addresses of a host are tried, one after the other.
_TRIED: Final = 2


@dataclass(frozen=True)
class Reply:
    """The head of an answer; ``wait`` is its Retry-After in seconds."""

    status: int
    location: str = ""
    wait: float | None = None


@cache
def trusted() -> ssl.SSLContext:
    """Return what certificates are judged by; made once, when it is needed."""
    return httpx.create_ssl_context()


@dataclass(frozen=True)
class Web:
    """The way to the web. Tests hand in another ``allowed`` to ask a server of their own, and another clock.

    ``seconds`` bounds a connection and each piece of an answer, ``whole_seconds`` the two together.
    """

    allowed: Callable[[str, int], bool] = of_public_web
    resolve: Callable[[str], Sequence[str]] = addresses_of
    seconds: float = 10.0
    whole_seconds: float = 20.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    tls: Callable[[], ssl.SSLContext] = trusted

    def ask(self, method: str, url: httpx.URL, user_agent: str) -> Reply:
        """Ask once, of an address that is allowed. Raises NoAnswerError."""
        port = _STANDARD_PORTS[url.scheme] if url.port is None else url.port
        host = url.raw_host.decode("ascii")
        begun = time.monotonic()
        with closing(self._connected(self._checked(host, port), port)) as connection:
            late = threading.Event()
            # A piece in time is no answer in time: a host can send a letter every nine seconds.
            left = max(self.whole_seconds - (time.monotonic() - begun), 0.1)
            timer = threading.Timer(left, _cut, (connection, late))
            timer.start()
            try:
                reply = self._spoken(connection, method, url, user_agent)
            except (OSError, HTTPException, ValueError) as error:
                raise _misheard(error, late=late.is_set()) from error
            finally:
                timer.cancel()
                timer.join()
        if late.is_set():
            # What was cut off can look whole.
            raise NoAnswerError(TIMEOUT, "no whole answer in time", spoken=True)
        return reply

    def _checked(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of a host. Raises NoAnswerError when even one of them may not be asked."""
        addresses = self.resolve(host)
        refused = [one for one in addresses if not self.allowed(one, port)]
        if refused:
            raise NoAnswerError(NOT_PUBLIC, f"{host} is {refused[0]} port {port}, which is not of the public web")
        return addresses

    def _connected(self, addresses: Sequence[str], port: int) -> socket.socket:
        failed: OSError = OSError("it has no address")
        for address in addresses[:_TRIED]:
            try:
                return socket.create_connection((address, port), timeout=self.seconds)
            except OSError as error:
                failed = error
        outcome = TIMEOUT if isinstance(failed, TimeoutError) else UNREACHABLE
        raise NoAnswerError(outcome, str(failed)) from failed

    def _spoken(self, plain: socket.socket, method: str, url: httpx.URL, user_agent: str) -> Reply:
        host = url.raw_host.decode("ascii")
        if url.scheme == "http":
            return _exchange(plain, method, url, user_agent)
        with self.tls().wrap_socket(plain.dup(), server_hostname=host, do_handshake_on_connect=False) as secured:
            secured.settimeout(self.seconds)
            secured.do_handshake()
            return _exchange(secured, method, url, user_agent)


def _exchange(connected: socket.socket, method: str, url: httpx.URL, user_agent: str) -> Reply:
    """Send a request over a connection, and read the head of what comes back."""
    # It is never asked to connect, so the port only keeps it from looking for one in an IPv6 address.
    speaker = HTTPConnection(url.raw_host.decode("ascii"), 0)
    speaker.sock = connected
    speaker.putrequest(method, url.raw_path.decode("ascii"), skip_host=True, skip_accept_encoding=True)
    for name, value in (
        ("Host", url.netloc.decode("ascii")),
        ("User-Agent", user_agent),
        ("Accept", "*/*"),
        ("Connection", "close"),
    ):
        speaker.putheader(name, value)
    speaker.endheaders()
    with closing(HTTPResponse(connected, method=method)) as response:
        response.begin()
        wait = _seconds(response.getheader("retry-after", ""), response.getheader("date", ""))
        return Reply(response.status, response.getheader("location", ""), wait)


def _seconds(given: str, sent: str) -> float | None:
    """Return a Retry-After in seconds: a number, or a date beside the one on which the answer was sent."""
    if given.strip().isdigit():
        return float(given)
    try:
        until, now = parsedate_to_datetime(given), parsedate_to_datetime(sent)
    except (TypeError, ValueError):
        return None
    return max((_aware(until) - _aware(now)).total_seconds(), 0.0)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _cut(connection: socket.socket, late: threading.Event) -> None:
    """End a connection that takes too long, whatever is being waited for."""
    late.set()
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was first


def _misheard(error: Exception, *, late: bool) -> NoAnswerError:
    if late or isinstance(error, TimeoutError):
        return NoAnswerError(TIMEOUT, "no answer in time", spoken=True)
    if isinstance(error, ssl.SSLError):
        return NoAnswerError(CERTIFICATE, str(error))
    return NoAnswerError(BROKEN, str(error) or type(error).__name__, spoken=True)
