"""Bytes that are compressed once and sent many times, with a mark by which a browser knows that it has them."""

import hashlib
from dataclasses import dataclass
from typing import Final

import brotli
from flask import Response, request

#: Nearly as small as the best, in a twentieth of its time.
GOOD: Final = 5
#: For what is compressed once in the life of a process.
BETTER: Final = 9
#: Under this size, a compressed answer is not smaller on the wire.
_SMALL: Final = 500


@dataclass(frozen=True)
class Packed:
    """A body as it is kept: compressed, with its hash and what it is."""

    packed: bytes
    etag: str
    content_type: str
    status: int = 200
    small: bool = False

    @classmethod
    def of(cls, body: bytes, content_type: str, status: int = 200, quality: int = GOOD) -> "Packed":
        """Compress a body and remember what it is."""
        etag, small = hashlib.sha256(body).hexdigest()[:16], len(body) < _SMALL
        return cls(body if small else brotli.compress(body, quality=quality), etag, content_type, status, small)

    @property
    def body(self) -> bytes:
        """The body as it was."""
        return self.packed if self.small else brotli.decompress(self.packed)

    def response(self, cache: str) -> Response:
        """Return an answer in a form that the browser reads; not again what it has.

        Who does not read brotli gets the body as it was, which Flask-Compress may pack otherwise.
        """
        packed = not self.small and bool(request.accept_encodings["br"])
        answer = Response(self.packed if packed else self.body, self.status, content_type=self.content_type)
        answer.headers["Cache-Control"] = cache
        if packed:
            answer.headers["Content-Encoding"] = "br"
        answer.headers["Vary"] = "Accept-Encoding"
        answer.set_etag(self.etag, weak=True)
        if self.status == 200:  # noqa: PLR2004  (only what is there)
            answer.make_conditional(request)
        return answer
