"""The worker's sign of life: one small file, written every minute, so that a dead worker is seen."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import orjson

_LOG = logging.getLogger(__name__)
_FILE: Final = "worker.json"
_SECONDS: Final = 60
#: A worker that was not heard for this long is dead, or its disk is full.
SILENT: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Beat:
    """When the worker last gave a sign, and when it began."""

    at: datetime
    began: datetime


@contextmanager
def beating(data: Path, now: Callable[[], datetime], seconds: float = _SECONDS) -> Iterator[None]:
    """Give a sign of life every minute while the block runs, however long its work takes."""
    end, began = threading.Event(), now()

    def live() -> None:
        while True:
            try:
                _write(data, Beat(now(), began))
            except OSError:
                # A full disk is no reason to stop; that the file grows old tells of it.
                _LOG.exception("the sign of life could not be written")
            if end.wait(seconds):
                return

    thread = threading.Thread(target=live, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def _write(data: Path, beat: Beat) -> None:
    draft = data / "worker.draft"
    draft.write_bytes(orjson.dumps(beat))
    draft.replace(data / _FILE)


def last_beat(data: Path) -> Beat | None:
    """Return the last sign of life; None when there never was one that can be read."""
    try:
        said = orjson.loads((data / _FILE).read_bytes())
        return Beat(datetime.fromisoformat(said["at"]), datetime.fromisoformat(said["began"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        # Only the worker writes it; what else stands there is no sign of life.
        return None
