"""Everything that was ever received, as received, and the manifest that says what came of it.

The manifest is the log that the store is built from: one JSON object a line, appended and synced
before the store is touched, never edited. Bodies are kept once each under their SHA-256.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson
import zstandard

from ingest.keys import Key, SealedError
from sql.disk import writing
from sql.store import digest

_LEVEL: Final = 6


class ArchiveError(Exception):
    """The archive lacks or contradicts something that its manifest names."""


class Archive:
    """The archive below one folder; only the owner of the data folder writes to it."""

    def __init__(self, folder: Path) -> None:
        """Use, or begin, the archive in this folder."""
        self._blobs = folder / "blobs"
        self._blobs.mkdir(parents=True, exist_ok=True)
        self._manifest = folder / "manifest.jsonl"
        self._count: int | None = None

    def _path(self, name: str, key: Key | None) -> Path:
        ending = "zst" if key is None else f"{key.name}.sealed"
        return self._blobs / name[:2] / f"{name}.{ending}"

    def put(self, body: bytes, key: Key | None = None) -> str:
        """Keep a body, sealed if there is a key, and return its name; the same bytes are kept once."""
        name = digest(body)
        path = self._path(name, key)
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            draft = path.with_name(f"{path.name}.part")
            kept = zstandard.ZstdCompressor(level=_LEVEL).compress(body)
            with writing(draft), draft.open("wb") as handle:
                handle.write(key.seal(kept, name) if key else kept)
                handle.flush()
                os.fsync(handle.fileno())
            draft.replace(path)
        return name

    def get(self, name: str, key: Key | None = None) -> bytes:
        """Return a body; raises ArchiveError when it is not there or not what it was."""
        try:
            kept = self._path(name, key).read_bytes()
            body = zstandard.ZstdDecompressor().decompress(key.open(kept, name) if key else kept)
        except (OSError, zstandard.ZstdError, SealedError) as error:
            msg = f"archive: body {name} cannot be read ({error}); restore it from a backup of {self._blobs}"
            raise ArchiveError(msg) from error
        if digest(body) != name:
            msg = f"archive: body {name} is not what was kept under that name"
            raise ArchiveError(msg)
        return body

    def mend(self) -> None:
        """Drop a last line that was being written when the process died; it was never applied."""
        if not self._manifest.exists():
            return
        with self._manifest.open("rb+") as handle:
            text = handle.read()
            whole = text.rfind(b"\n") + 1
            if whole != len(text):
                handle.truncate(whole)

    def count(self) -> int:
        """Return how many lines the manifest has."""
        if self._count is None:
            self._count = sum(1 for _ in self.lines())
        return self._count

    def append(self, line: dict[str, Any]) -> dict[str, Any]:
        """Write a line, sync it to disk, and return it with its number in ``line``."""
        count = self.count()
        numbered = {"line": count + 1, **line}
        with writing(self._manifest), self._manifest.open("ab") as handle:
            handle.write(orjson.dumps(numbered, option=orjson.OPT_APPEND_NEWLINE))
            handle.flush()
            os.fsync(handle.fileno())
        self._count = count + 1
        return numbered

    def lines(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """Go through the manifest from a line number on; raises ArchiveError at a broken line."""
        if not self._manifest.exists():
            return
        with self._manifest.open("rb") as handle:
            for number, text in enumerate(handle, start=1):
                if number <= after:
                    continue
                try:
                    line: dict[str, Any] = orjson.loads(text)
                except orjson.JSONDecodeError as error:
                    msg = f"archive: line {number} of the manifest cannot be read ({error})"
                    raise ArchiveError(msg) from error
                yield line
