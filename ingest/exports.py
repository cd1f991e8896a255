"""Files that somebody collected earlier: which they are, of which moment, and what is in them."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from ingest.http import Answer, FetchError
from ingest.source import Source
from ingest.sources import BY_NAME, organisations, register_export, snapshot
from sql.days import ZONE

#: Which exports can be taken in from files.
NAMES: Final = ("current", "history", "snapshot", organisations.NAME)
_ENDINGS: Final = (".csv", ".csv.gz", ".json.gz", ".json", ".xml", ".xml.gz")
_DAY: Final = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_PIECE: Final = 64 * 1024
_MEGABYTE: Final = 1024 * 1024


class UndatedError(ValueError):
    """A file does not tell when it was collected."""


def dated(given: Path, observed_at: datetime | None) -> list[tuple[datetime, Path]]:
    """Return the export, or those of a folder, each with the moment it was collected, oldest first.

    The moment is ``observed_at``, or noon of the day in the file's name. Raises UndatedError for a
    file that has none, or two, in its name.
    """
    files = [one for one in given.iterdir() if one.name.endswith(_ENDINGS)] if given.is_dir() else [given]
    return sorted((observed_at or _moment(file), file.resolve()) for file in files)


def _moment(file: Path) -> datetime:
    try:
        (day,) = {date.fromisoformat(one) for one in _DAY.findall(file.name)}
    except ValueError as error:
        msg = f"{file.name}: no date (YYYY-MM-DD) in its name, or more than one; give --observed-at"
        raise UndatedError(msg) from error
    # Noon, Amsterdam: surely within the day that the name gives.
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE).astimezone(UTC)


def source_of(file: Path, name: str, max_megabytes: int) -> Source:
    """Return the source that brings one file: the one of that name, or what the file looks like."""
    answers: list[Answer] = []
    trouble: FetchError | None = None
    try:
        answers = [_read(file, max_megabytes)]
    except FetchError as error:
        trouble = error

    def ask(*_: object) -> list[Answer]:
        if trouble:
            raise trouble
        return answers

    return replace(_of(name, answers), ask=ask)


def _of(name: str, answers: list[Answer]) -> Source:
    if name == organisations.NAME:
        return organisations.given(answers[0]) if answers else organisations.SOURCE
    reduced = bool(answers) and snapshot.is_reduced(answers[0].body)
    source = BY_NAME[name or ("snapshot" if reduced else "current")]
    return register_export.old() if source is register_export.CURRENT else source


def _read(file: Path, max_megabytes: int) -> Answer:
    """Return what a file holds, unpacked; raises FetchError when that cannot be, or is too much."""
    request = f"reading {file}"
    body = bytearray()
    try:
        for piece in _pieces(file):
            body += piece
            if len(body) > max_megabytes * _MEGABYTE:
                reason = f"more than {max_megabytes} MB; raise register.max_megabytes if it is no mistake"
                raise FetchError(request, reason)
    except (OSError, EOFError, zlib.error) as error:
        raise FetchError(request, getattr(error, "strerror", None) or str(error)) from error
    return Answer("FILE", file.name, 200, (), bytes(body))


def _pieces(file: Path) -> Iterator[bytes]:
    """Yield a file in small pieces, unpacked if it is packed."""
    with file.open("rb") as handle:
        packed = handle.read(2) == b"\x1f\x8b"
    with gzip.open(file) if packed else file.open("rb") as handle:
        yield from iter(lambda: handle.read(_PIECE), b"")
