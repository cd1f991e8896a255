"""A web of made-up hosts, all on this machine: what is at a path decides how it behaves."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ingest.links.outcomes import NO_SUCH_NAME, NoAnswerError
from ingest.links.web import Web


@dataclass
class Clock:
    """A clock that goes only when somebody sleeps."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Site"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do(self) -> None:
        self.server.asked.append((self.command, self.headers["host"].partition(":")[0], self.path))
        self.server.times.append(self.server.clock.now)
        self.server.agents.add(self.headers["user-agent"])
        self.server.given.add(tuple(sorted(name.lower() for name in self.headers)))
        behave = self.server.pages.get(self.path.partition("?")[0], status(404))
        behave(self)

    do_HEAD = do_GET = do  # noqa: N815 - http.server calls these names

    def answer(self, code: int, body: bytes = b"", **headers: str) -> None:
        self.send_response_only(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.close_connection = True

    def drop(self) -> None:
        self.close_connection = True


Behaviour = Callable[[Handler], None]


@dataclass
class Site(ThreadingHTTPServer):
    """The web; ``pages`` says how each path behaves, on every host."""

    pages: dict[str, Behaviour]
    clock: Clock
    host: str = "127.0.0.1"
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    given: set[tuple[str, ...]] = field(default_factory=set)
    #: Hosts that have no address, and the addresses of those that are not on this machine.
    nameless: set[str] = field(default_factory=set)
    elsewhere: dict[str, Sequence[str]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.address_family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        super().__init__((self.host, 0), Handler)
        self.daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what is tested."""

    def link(self, path: str, host: str = "a.example") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"

    def resolve(self, host: str) -> Sequence[str]:
        if host in self.nameless or "*" in self.nameless:
            raise NoAnswerError(NO_SUCH_NAME, "no such name")
        return [host] if host[0].isdigit() else self.elsewhere.get(host, ["127.0.0.1"])

    def web(self, seconds: float = 5.0, whole_seconds: float = 5.0) -> Web:
        return Web(
            allowed=lambda address, _port: address == "127.0.0.1",
            resolve=self.resolve,
            seconds=seconds,
            whole_seconds=whole_seconds,
            clock=self.clock.read,
            sleep=self.clock.sleep,
        )


@contextmanager
def serving(pages: Mapping[str, Behaviour], host: str = "127.0.0.1") -> Iterator[Site]:
    site = Site(dict(pages), Clock(), host)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        site.shutdown()
        site.server_close()
        thread.join()


def status(code: int, body: bytes = b"", **headers: str) -> Behaviour:
    return lambda handler: handler.answer(code, body, **headers)


def to(where: str, code: int = 301) -> Behaviour:
    return status(code, location=where)


def only_get(code: int, then: int = 200) -> Behaviour:
    """Answer HEAD with one status, and GET with another."""
    return lambda handler: handler.answer(code if handler.command == "HEAD" else then)


def hang(handler: Handler) -> None:
    handler.server.over.wait(5)
    handler.drop()


def drip(handler: Handler) -> None:
    """Send one letter of an endless header at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
    while not handler.server.over.wait(0.05):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def drop(handler: Handler) -> None:
    handler.drop()


def drop_head(handler: Handler) -> None:
    if handler.command == "HEAD":
        handler.drop()
    else:
        handler.answer(200)


def nonsense(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    handler.drop()


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    while handler.command == "GET" and not handler.server.over.is_set():
        handler.wfile.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
    handler.drop()
