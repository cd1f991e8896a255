"""The one door to the network, against a server that misbehaves in every way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.http import PATIENCE, Door, FetchError, Limits

SHORT = Limits(
    connect_seconds=5, read_seconds=1.5, whole_seconds=20, attempts=2, max_bytes=50_000, rate_after_seconds=0.3
)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.seen.append(f"{self.command} {self.path} {body.decode()}".strip())
        self.server.agents.append(self.headers["user-agent"])
        self.server.times.append(time.monotonic())
        behave = self.server.script[min(len(self.server.seen), len(self.server.script)) - 1]
        behave(self)

    do_GET = do_POST = do  # noqa: N815 - http.server calls these names

    def answer(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def hang_up(self) -> None:
        self.close_connection = True


Behaviour = Callable[[Handler], None]


@dataclass
class Server(ThreadingHTTPServer):
    """Answers request N with step N of its script; the last step stays."""

    script: list[Behaviour]
    seen: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what is tested."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"


@contextmanager
def serving(*script: Behaviour) -> Iterator[tuple[Server, Door]]:
    server = Server(list(script))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        with closing(Door(server.url, "Vulgraad/test (someone@example.org)", SHORT)) as door:
            yield server, door
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def good(handler: Handler) -> None:
    handler.answer(200, b"goed", content_type="Text/CSV; charset=utf-8", x_one="1")


def status(code: int, **headers: str) -> Behaviour:
    return lambda handler: handler.answer(code, b"niet goed", None, **headers)


def closing_500(handler: Handler) -> None:
    handler.answer(500, b"Internal Server Error")
    handler.hang_up()


def reset(handler: Handler) -> None:
    handler.hang_up()
    handler.connection.close()


def truncate(handler: Handler) -> None:
    handler.answer(200, b"half", length=100)
    handler.hang_up()


def hang(handler: Handler) -> None:
    handler.server.over.wait(5)
    handler.hang_up()


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "4000")
    handler.end_headers()
    for _ in range(40):
        if handler.server.over.wait(0.1):
            break
        handler.wfile.write(b"x" * 20)
        handler.wfile.flush()
    handler.hang_up()


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    while not handler.server.over.is_set():
        handler.wfile.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([good], id="at once"),
        pytest.param([closing_500, good], id="after a 500 that closed the connection"),
        pytest.param([status(502), good], id="after a 502"),
        pytest.param([status(503), good], id="after a 503"),
        pytest.param([status(504), good], id="after a 504"),
        pytest.param([status(429), good], id="after a 429"),
        pytest.param([reset, good], id="after a reset"),
        pytest.param([truncate, good], id="after half an answer"),
        pytest.param([hang, good], id="after no answer in time"),
    ],
)
def test_an_answer_comes(script: list[Behaviour]) -> None:
    with serving(*script) as (server, door):
        answer = door.ask("GET", "/one?x=1")
    assert (answer.status, answer.body, answer.content_type) == (200, b"goed", "text/csv")
    assert ("x-one", "1") in answer.headers
    assert server.seen == ["GET /api/one?x=1"] * len(script)
    assert set(server.agents) == {"Vulgraad/test (someone@example.org)"}


@pytest.mark.parametrize(
    ("behave", "asked", "says"),
    [
        pytest.param(closing_500, 2, "answered 500 (Internal Server Error)", id="500"),
        pytest.param(status(503), 2, "answered 503 (niet goed)", id="503"),
        pytest.param(reset, 2, "connection failed", id="reset"),
        pytest.param(truncate, 2, "connection failed", id="half an answer"),
        pytest.param(hang, 2, "no answer in time (ReadTimeout)", id="no answer"),
        pytest.param(drip, 1, "too slow", id="drips"),
        pytest.param(endless, 1, "larger than 50000 bytes; stopped reading", id="endless"),
        pytest.param(status(404), 1, "answered 404 (niet goed)", id="404"),
        pytest.param(status(422), 1, "answered 422", id="422"),
        pytest.param(status(204), 1, "answered 204", id="no content"),
        pytest.param(
            status(302, location="http://127.0.0.2:9/x"), 1, "redirect to http://127.0.0.2:9/x", id="another host"
        ),
        pytest.param(status(301, location="/api/two"), 1, "redirect to /api/two", id="the same host"),
    ],
)
def test_no_answer_comes(behave: Behaviour, asked: int, says: str) -> None:
    begun = time.monotonic()
    with serving(behave) as (server, door), pytest.raises(FetchError) as failed:
        door.ask("GET", "/one")
    assert str(failed.value).startswith("GET /one: ")
    assert says in str(failed.value)
    assert len(server.seen) == asked
    assert time.monotonic() - begun < 10


def test_nobody_listens() -> None:
    with serving(good) as (server, door):
        door.base_url = door.base_url.replace(str(server.server_address[1]), "1")
        with pytest.raises(FetchError, match="connection failed"):
            door.ask("GET", "/one")
    assert server.seen == []


@pytest.mark.parametrize(("given", "least"), [("1", 1.0), ("0", 0.0), ("later", 0.0)])
def test_retry_after_is_obeyed(given: str, least: float) -> None:
    with serving(status(429, retry_after=given), good) as (server, door):
        assert door.ask("GET", "/one").body == b"goed"
    assert server.times[1] - server.times[0] >= least


def test_what_is_sent_is_kept_with_the_answer() -> None:
    with serving(good) as (server, door):
        answer = door.ask("POST", "/two", {"page": 1})
    assert server.seen == ['POST /api/two {"page":1}']
    assert (answer.method, answer.path, answer.payload) == ("POST", "/two", '{"page":1}')


def test_every_piece_is_heard() -> None:
    sizes: list[int] = []
    with serving(lambda handler: handler.answer(200, b"x" * 40_000)) as (_, door):
        door.heard = sizes.append
        door.ask("GET", "/one")
    assert sum(sizes) == 40_000


def test_whoever_hears_may_break_off() -> None:
    def enough(size: int) -> None:
        if size:
            raise FetchError("stopped", "enough")  # noqa: EM101 - as the worker does

    with serving(good) as (server, door):
        door.heard = enough
        with pytest.raises(FetchError, match="enough"):
            door.ask("GET", "/one")
    assert len(server.seen) == 1


def fail(door: Door) -> None:
    with pytest.raises(FetchError), door.source():
        door.ask("GET", "/one")


def test_a_silent_host_is_soon_left_alone() -> None:
    with serving(reset) as (server, door):
        for _ in range(PATIENCE):
            fail(door)
        asked = len(server.seen)
        with pytest.raises(FetchError, match="not asked: 3 sources in a row got no answer"):
            door.ask("GET", "/one")
    assert len(server.seen) == asked


def test_a_host_that_refuses_is_not_silent() -> None:
    with serving(status(404)) as (server, door):
        for _ in range(PATIENCE + 2):
            fail(door)
    assert len(server.seen) == PATIENCE + 2


def test_a_token_that_is_said_back_is_not_told() -> None:
    def echo(handler: Handler) -> None:
        handler.answer(403, f"no: {handler.headers['authorization']}".encode())

    with serving(echo) as (server, door), closing(door.at(server.url, "s3cret-t0ken")) as other:
        with pytest.raises(FetchError) as told:
            other.ask("GET", "/one")
        assert "s3cret-t0ken" not in str(told.value)
        assert "answered 403 (no: Bearer …)" in str(told.value)
