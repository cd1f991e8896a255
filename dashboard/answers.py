"""Whole pages as they are sent, kept while nothing that they show has changed."""

import json
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Final

from dashboard.data import Edition
from dashboard.packing import Packed
from dashboard.view import View
from sql.store import digest

#: The clock moves a page on after this long: it shows when it was made, and may say that data are late.
_FRESH: Final = timedelta(minutes=5)
_TURNS: Final = 64
#: Of all pages together, compressed.
_MOST_BYTES: Final = 48_000_000


def asked(view: View, *more: Hashable) -> Hashable:
    """Return all that a page depends on: every part of a view, with its mart by name and its moment by the clock."""
    return (*(_part(getattr(view, field.name)) for field in fields(view)), *more)


def _part(value: Any) -> Hashable:  # noqa: ANN401  (the parts of a view are of many kinds)
    if isinstance(value, Edition):
        return value.name
    if isinstance(value, datetime):
        return int(value.timestamp() // _FRESH.total_seconds())
    if isinstance(value, Path):
        # Ledgers that a page reads as they are now; the command line writes in them too.
        return tuple(sorted((f.name, f.stat().st_mtime_ns, f.stat().st_size) for f in (value / "ledgers").glob("*")))
    if isinstance(value, Mapping):
        # How the sources stand is longer than many a page, and there is a key for each page.
        return digest(json.dumps(value, default=str))
    return value  # type: ignore[no-any-return]  # what cannot be a key is an error there


class Answers:
    """The pages that were last asked for, up to a number of bytes."""

    def __init__(self, most: int = _MOST_BYTES) -> None:
        """Begin with none."""
        self._kept: OrderedDict[Hashable, Packed] = OrderedDict()
        self._most, self._size, self._lock = most, 0, Lock()
        self._turns = [Lock() for _ in range(_TURNS)]

    def turn(self, key: Hashable) -> Lock:
        """Return the lock to hold while a page is made: who asks for the same one waits for it."""
        return self._turns[hash(key) % _TURNS]

    def get(self, key: Hashable) -> Packed | None:
        """Return what is kept under a key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, page: Packed) -> None:
        """Keep a page, and let go of those that were not asked for longest."""
        with self._lock:
            self._drop(key)
            self._kept[key] = page
            self._size += len(page.packed)
            while self._size > self._most:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        self._size -= len(gone.packed) if gone else 0

    def clear(self) -> None:
        """Let go of all, as somebody wrote something that pages may show."""
        with self._lock:
            self._kept.clear()
            self._size = 0
