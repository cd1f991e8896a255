"""Files as organisations deliver them: whole, readable and not too large, or not taken in at all."""

import stat
import time
from collections.abc import Sequence
from os import stat_result
from pathlib import Path
from typing import Final

from ingest.http import Answer, FetchError
from ingest.inventories.limits import MEGABYTE
from ingest.inventories.read import SUFFIXES

_CARDS: Final = (".yaml", ".yml")
#: What programs write while a file is on its way, or beside one that is open.
_PARTIAL: Final = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp")
#: A file that was written to this recently may not be whole yet.
_SETTLED_SECONDS: Final = 2.0
_ATTEMPTS: Final = 5


def file_answer(path: Path, most: int) -> Answer:
    """Return a file's bytes as an answer; ``most`` is in megabytes.

    Raises FetchError, before the file is read, when it is none, may not be read, or is too large.
    """
    request = f"reading {path}"
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            kind = "Is a directory; name the file in it, or say folder" if path.is_dir() else "is no plain file"
            raise FetchError(request, kind)
        _check_size(request, about.st_size, most)
        body = path.read_bytes()
        changed = _mark(path.stat()) != _mark(about)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FetchError(request, reason) from error
    if changed:
        reason = "it was written to while it was read; it is taken in when it is whole"
        raise FetchError(request, reason)
    return Answer("FILE", path.name, 200, (), body)


def _check_size(request: str, size: int, most: int) -> None:
    """Raise FetchError for more bytes than an inventory may have."""
    if size > most * MEGABYTE:
        reason = (
            f"{size / MEGABYTE:.0f} MB, more than the {most} MB that an inventory may have; deliver the table alone, "
            "or raise max_megabytes in the configuration"
        )
        raise FetchError(request, reason)


def newest(folder: Path, most: int) -> list[Answer]:
    """Return the newest delivery of a folder: its newest file, or all of its system cards.

    A file that is being written to is waited for, shortly. Raises FetchError when there is none,
    or it does not come to rest.
    """
    try:
        chosen = _chosen(_deliverable(folder))
        _come_to_rest(folder, chosen)
    except OSError as error:
        # A file can go while it is looked at.
        request, reason = f"looking into {folder}", error.strerror or str(error)
        raise FetchError(request, reason) from error
    return [file_answer(path, most) for path in chosen]


def _chosen(files: Sequence[Path]) -> list[Path]:
    latest = max(files, key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [path for path in files if path.suffix.lower() in _CARDS] if latest.suffix.lower() in _CARDS else [latest]


def _deliverable(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.is_file() and _is_delivery(path.name.lower()))
    if not found:
        request = f"looking into {folder}"
        reason = f"nothing was delivered there: no file that ends in {', '.join(SUFFIXES)}, or these with .gz"
        raise FetchError(request, reason)
    return found


def _is_delivery(name: str) -> bool:
    whole = not name.startswith((".", "~$")) and not name.endswith(_PARTIAL)
    return whole and name.removesuffix(".gz").endswith(SUFFIXES)


def _come_to_rest(folder: Path, files: Sequence[Path]) -> None:
    for _ in range(_ATTEMPTS):
        before = [_mark(path.stat()) for path in files]
        young = _SETTLED_SECONDS - (time.time() - max(moment for moment, _ in before) / 1e9)
        if not 0 < young <= _SETTLED_SECONDS:
            return
        time.sleep(young)
        if [_mark(path.stat()) for path in files] == before:
            return
    request, reason = (
        f"looking into {folder}",
        "its newest file is still being written; it is taken in when it is whole",
    )
    raise FetchError(request, reason)


def _mark(about: stat_result) -> tuple[int, int]:
    return about.st_mtime_ns, about.st_size
