"""The register of government organisations: who there is, of which kind, since when and until when.

It comes as ROO's export (XML), as value lists of TOOI (JSON-LD, a list a kind of body), or as a
CSV file; gzipped or not. A file is read by what it holds, whatever it is called.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from ingest.http import Answer, Door
from ingest.organisations import roo, table, tooi
from ingest.organisations.record import canonical
from ingest.source import Expect, Parsed, Source, SourceChangedError

NAME: Final = "organisations"
_GZIP: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
#: ROO's export is tens of megabytes; what unpacks to more than this is something else.
_MOST_BYTES: Final = 512 * 1024 * 1024
_START: Final = b"\xef\xbb\xbf \t\r\n"


def parse(answers: Sequence[Answer]) -> Parsed:
    """Read a register of organisations in any of its forms (key ``ORG_ID``)."""
    try:
        payload = _unpacked(answers[0].body)
        start = payload.lstrip(_START)[:1]
        read = roo.read if start == b"<" else tooi.read if start in {b"[", b"{"} else table.read
        return canonical(read(payload))
    except SourceChangedError as error:
        msg = f"{answers[0].path}: {error}"
        raise SourceChangedError(msg) from error


def given(answer: Answer) -> Source:
    """Return the source that a file speaks for: one of TOOI's lists says nothing of other kinds of bodies."""
    try:
        payload = _unpacked(answer.body)
    except SourceChangedError:
        return SOURCE  # which says so when it reads the file
    kind = tooi.list_of(payload) if payload.lstrip(_START)[:1] in {b"[", b"{"} else ""
    return replace(SOURCE, name=f"{NAME}:{kind}") if kind else SOURCE


def at(url: str) -> Source:
    """Return the source that asks for the register at an address of its own."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return replace(SOURCE, ask=partial(_ask, path=path or "/"), address=f"{parts.scheme}://{parts.netloc}")


def _ask(door: Door, _known: Sequence[str], *, path: str = "/") -> list[Answer]:
    return [door.ask("GET", path)]


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        text = unpacker.decompress(body, _MOST_BYTES)
    except zlib.error as error:
        msg = f"not a whole gzip file: {error}"
        raise SourceChangedError(msg) from error
    if unpacker.unconsumed_tail:
        msg = f"unpacks to more than {_MOST_BYTES} bytes; a register of organisations does not"
        raise SourceChangedError(msg)
    if not unpacker.eof:
        msg = "not a whole gzip file: it ends too early"
        raise SourceChangedError(msg)
    return text


#: Some bodies begin and end each month; a tenth at once is another file than last time.
SOURCE: Final = Source(NAME, "5 5 * * *", _ask, parse, Expect(floor=0.9, ceiling=1.25))
