"""What was received, read again from the archive: for a rebuild, a decision, or whoever looks at what was held."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import polars as pl

from ingest.archive import Archive, ArchiveError
from ingest.http import Answer
from ingest.keys import Keys, SealedError
from ingest.source import Parsed, SourceChangedError

#: Finds the parser of an archived source by its name and context.
Reader: TypeAlias = Callable[[str, Mapping[str, str]], Callable[[Sequence[Answer]], Parsed]]
#: What reading an answer can raise when it is not of the shape that a parser counts on.
MISREAD: Final = (ValueError, TypeError, LookupError, AttributeError, pl.exceptions.PolarsError)


def parse_again(archive: Archive, keys: Keys, reader: Reader, line: Mapping[str, Any]) -> Parsed:
    """Return what a line of the manifest brought, read again; raises ArchiveError when it cannot be."""
    parts = [answer_of(archive, keys, part, line["source"]) for part in line["parts"]]
    try:
        return reader(line["source"], line["context"])(parts)
    except (SourceChangedError, *MISREAD) as error:
        msg = f"archive: line {line['line']}, {line['source']}, was read once and cannot be any more: {error}"
        raise ArchiveError(msg) from error


def answer_of(archive: Archive, keys: Keys, part: Mapping[str, Any], source: str) -> Answer:
    """Return one answer of a source as it was received; raises ArchiveError when it cannot be read."""
    headers = tuple((key, value) for key, value in part["headers"])
    body = body_of(archive, keys, part, source)
    return Answer(part["method"], part["path"], part["status"], headers, body, part["payload"])


def body_of(archive: Archive, keys: Keys, part: Mapping[str, Any], source: str) -> bytes:
    """Return the body of one answer, opened where it is sealed; raises ArchiveError when it cannot be read."""
    try:
        key = keys.named(source, part["sealed"]) if "sealed" in part else None
    except SealedError as error:
        msg = f"archive: body {part['sha256']} cannot be opened: {error}"
        raise ArchiveError(msg) from error
    return archive.get(part["sha256"], key)
