"""The one door to the network: honest, patient, bounded; its errors are ours."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, Literal

import httpx
import stamina

_LOG = logging.getLogger(__name__)
_RETRIED: Final = frozenset({429, 500, 502, 503, 504})
_LOCAL: Final = ("all://127.0.0.1", "all://localhost", "all://[::1]")
#: After this many sources in a row without an answer, the rest of a run is not asked.
PATIENCE: Final = 3


def unheard(*_: object) -> None:
    """Let something pass that nobody asked to hear of."""


#: More of an error's page is not read.
_TOLD_BYTES: Final = 4096


class FetchError(Exception):
    """A request brought no usable answer; says which one, and why."""

    def __init__(self, request: str, reason: str, *, retry: bool = False, wait: float | None = None) -> None:
        """Keep the reason; ``retry`` and ``wait`` (seconds) say whether and when to ask again."""
        super().__init__(f"{request}: {reason}")
        self.retry = retry
        self.wait = wait
        self.timed_out = False


@dataclass(frozen=True)
class Limits:
    """What one request may take. Seconds, bytes, and bytes a second."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    whole_seconds: float = 600.0
    attempts: int = 3
    max_bytes: int = 256 * 1024 * 1024
    min_rate: float = 4096.0
    rate_after_seconds: float = 10.0


@dataclass(frozen=True)
class Answer:
    """What came back, as received, and what had been asked."""

    method: str
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    payload: str | None = None

    @property
    def content_type(self) -> str:
        """The media type, in lower case and without parameters; empty when not given."""
        value = next((v for k, v in self.headers if k.lower() == "content-type"), "")
        return value.split(";")[0].strip().lower()


@dataclass
class Door:
    """Asks one host, one request at a time. ``heard`` is told of each piece that arrives."""

    base_url: str
    user_agent: str
    limits: Limits = field(default_factory=Limits)
    heard: Callable[[int], None] = unheard
    #: A secret that is sent with every request; never logged, never kept.
    token: str = field(default="", repr=False)
    #: The last good answer, which stands when the host says that nothing changed since.
    last: Answer | None = None

    def __post_init__(self) -> None:
        """Open the client; proxies of the environment count, but never for this machine."""
        headers = {"user-agent": self.user_agent, "accept": "*/*"}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        if self.base_url.startswith("http://"):
            # Without TLS, as on this machine, a new connection costs less than the 40 ms that a kept
            # one can wait for an acknowledgement when a server answers in small pieces.
            headers["connection"] = "close"
        timeout = httpx.Timeout(self.limits.read_seconds, connect=self.limits.connect_seconds)
        self._client = httpx.Client(
            headers=headers,
            timeout=timeout,
            limits=httpx.Limits(max_connections=1),
            mounts=dict.fromkeys(_LOCAL, None),
        )
        self._silent = 0

    def at(self, address: str, token: str = "", last: Answer | None = None) -> "Door":
        """Return a door to another host, as patient as this one; whoever opens it closes it."""
        return Door(address, self.user_agent, self.limits, self.heard, token, last)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    @contextmanager
    def source(self) -> Iterator[None]:
        """Count, around one source, whether the host answered at all."""
        try:
            yield
        except FetchError as error:
            # Those that were not asked any more say nothing about the host.
            self._silent = min(self._silent + 1, PATIENCE) if error.retry or error.timed_out else 0
            raise
        self._silent = 0

    def ask(self, method: Literal["GET", "POST"], path: str, payload: dict[str, object] | None = None) -> Answer:
        """Ask once and again as the limits allow; raises FetchError when no good answer came."""
        request = f"{method} {path}"
        if self._silent >= PATIENCE:
            msg = f"not asked: {self._silent} sources in a row got no answer from {self.base_url}"
            raise FetchError(request, msg, retry=True)
        timeouts = 0

        def again(error: Exception) -> bool | float:
            nonlocal timeouts
            if not isinstance(error, FetchError) or not error.retry:
                return False
            timeouts += error.timed_out
            _LOG.info("asking again", extra={"request": request, "reason": str(error)})
            # A host that has just kept another source waiting is not waited for twice.
            return False if timeouts + bool(self._silent) > 1 else error.wait or True

        for attempt in stamina.retry_context(
            on=again, attempts=self.limits.attempts, timeout=None, wait_initial=0.3, wait_jitter=0.5
        ):
            with attempt:
                return self._once(method, path, payload)
        raise AssertionError(request)  # retry_context returns or raises

    def _once(self, method: str, path: str, payload: dict[str, object] | None) -> Answer:
        request = f"{method} {path}"
        self.heard(0)  # whoever listens may have had enough
        try:
            url, known = self.base_url.rstrip("/") + path, self._unless_changed(method, path)
            with self._client.stream(method, url, json=payload, headers=known) as response:
                if known and self.last and response.status_code == httpx.codes.NOT_MODIFIED:
                    return replace(self.last, status=response.status_code)
                _check_status(request, response)
                body = self._read(request, response)
        except httpx.TimeoutException as error:
            failure = FetchError(request, f"no answer in time ({type(error).__name__})", retry=True)
            failure.timed_out = True
            raise failure from error
        except httpx.HTTPError as error:
            raise FetchError(request, f"connection failed ({error or type(error).__name__})", retry=True) from error
        sent = response.request.content.decode() if payload is not None else None
        return Answer(method, path, response.status_code, tuple(response.headers.multi_items()), body, sent)

    def _unless_changed(self, method: str, path: str) -> dict[str, str]:
        """Return the headers that ask for an answer only if it differs from the last one."""
        if self.last is None or (method, path) != (self.last.method, self.last.path):
            return {}
        given = {key.lower(): value for key, value in self.last.headers}
        asked = {"if-none-match": given.get("etag", ""), "if-modified-since": given.get("last-modified", "")}
        return {key: value for key, value in asked.items() if value}

    def _read(self, request: str, response: httpx.Response) -> bytes:
        limits, begun, parts, size = self.limits, time.monotonic(), [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            self.heard(len(part))
            spent = time.monotonic() - begun
            if size > limits.max_bytes:
                raise FetchError(request, f"the answer is larger than {limits.max_bytes} bytes; stopped reading")
            if spent > limits.whole_seconds or (spent > limits.rate_after_seconds and size / spent < limits.min_rate):
                failure = FetchError(request, f"too slow: {size} bytes in {spent:.0f} seconds")
                failure.timed_out = True
                raise failure
        return b"".join(parts)


def _check_status(request: str, response: httpx.Response) -> None:
    status = response.status_code
    if status == httpx.codes.OK:
        return
    if response.is_redirect:
        where = response.headers.get("location", "nowhere")
        raise FetchError(request, f"answered with a redirect to {where}, which is not followed")
    said = b"".join(islice(response.iter_bytes(_TOLD_BYTES), 1))
    text = said.decode("utf-8", "replace").strip()
    secret = response.request.headers.get("authorization", "").removeprefix("Bearer ")
    # A host may say back what it was told; what it says is kept and shown.
    text = (text.replace(secret, "…") if secret else text)[:200]
    retry = status in _RETRIED
    wait = response.headers.get("retry-after", "")
    seconds = min(float(wait), 120.0) if wait.isdigit() else None
    raise FetchError(request, f"answered {status} ({text})", retry=retry, wait=seconds)
