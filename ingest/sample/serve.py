"""A small server, for this machine only, that answers as the register does."""

from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Self
from urllib.parse import parse_qs, urlsplit

from ingest.sample.folder import day_folder
from ingest.sample.site import NOT_FOUND, Answer, Site, refused

_CHUNK = 65_536
_PREFIX = "/api"


class SampleRegister:
    """The sample register of one day, answering for as long as the `with` lasts."""

    def __init__(self, folder: Path, day: date) -> None:
        """Prepare to serve a day from a folder that `write` has made."""
        answers = folder / day_folder(day)
        if not answers.is_dir():
            message = f"no sample answers in {answers}"
            raise FileNotFoundError(message)
        self._site = Site(answers, day)
        self._server: _Server | None = None
        self._thread: Thread | None = None

    @property
    def base_url(self) -> str:
        """Where it answers, up to and including `/api`."""
        if self._server is None:
            message = "the sample register is not running"
            raise RuntimeError(message)
        return f"http://127.0.0.1:{self._server.server_port}{_PREFIX}"

    def __enter__(self) -> Self:
        """Start answering."""
        self._server = _Server(self._site)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop answering."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._server = self._thread = None


class _Server(ThreadingHTTPServer):
    # A client that keeps its connection open must not keep the server alive.
    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site = site


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Each answer goes out whole: small writes would wait for one another.
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        """Answer a GET."""
        asked = urlsplit(self.path)
        path = asked.path.removeprefix(_PREFIX)
        ours = path != asked.path
        query = parse_qs(asked.query)
        self._send(self.server.site.get(path, query) if ours else NOT_FOUND)

    def do_POST(self) -> None:
        """Answer a POST."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        asked = urlsplit(self.path).path
        path = asked.removeprefix(_PREFIX)
        self._send(self.server.site.post(path, body) if path != asked else NOT_FOUND)

    def do_HEAD(self) -> None:
        """Refuse: the register does not know HEAD."""
        self._send(refused(405, "Method Not Allowed", allow="GET"))

    def log_message(self, *_: object) -> None:
        """Keep the caller's terminal quiet."""

    def _send(self, answer: Answer) -> None:
        etag = answer.headers.get("etag")
        if etag and self.headers.get("if-none-match") == etag:
            answer = Answer(b"", 304, headers=answer.headers)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("content-type", answer.content_type)
        if answer.chunked:
            self.send_header("transfer-encoding", "chunked")
        else:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self._write(answer)

    def _write(self, answer: Answer) -> None:
        if not answer.chunked:
            self.wfile.write(answer.body)
            return
        for start in range(0, len(answer.body), _CHUNK):
            part = answer.body[start : start + _CHUNK]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")
