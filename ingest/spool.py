"""How other commands reach a running worker: a request file in, an answer file out."""

import fcntl
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson

_LOG = logging.getLogger(__name__)
_POLL_SECONDS: Final = 0.2
_FAILED: Final = 4


class NoWorkerError(Exception):
    """No worker runs in this data folder, so nobody would answer."""


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Be the worker of a data folder while the block runs: answer requests, and none left over."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "worker.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for stale in (data / "spool").glob("*"):
            stale.unlink()
        yield


def is_served(data: Path) -> bool:
    """Whether a worker runs in this data folder."""
    try:
        with (data / "worker.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def is_waited_for(data: Path) -> bool:
    """Whether somebody waits for the worker to get to a request."""
    return any((data / "spool").glob("*.request"))


def ask(data: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Leave a request for the worker and wait for its answer; raises NoWorkerError when it dies."""
    folder = data / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(8)
    answer = folder / f"{name}.answer"
    waiting = folder / f"{name}.request"
    _write(waiting, request)
    while not answer.exists():
        # A worker that starts sweeps away what the one before it left.
        swept = not waiting.exists() and not waiting.with_suffix(".working").exists() and not answer.exists()
        if swept or not is_served(data):
            msg = "the worker stopped before it answered; the request was not, or not wholly, carried out"
            raise NoWorkerError(msg)
        time.sleep(_POLL_SECONDS)
    found: dict[str, Any] = orjson.loads(answer.read_bytes())
    answer.unlink()
    return found


def answer_all(data: Path, carry_out: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """Carry out the requests that wait, one after the other; return how many there were."""
    waiting = sorted((data / "spool").glob("*.request"), key=lambda path: path.stat().st_mtime_ns)
    for path in waiting:
        working = path.rename(path.with_suffix(".working"))
        try:
            answer = carry_out(orjson.loads(working.read_bytes()))
        except Exception as error:  # noqa: BLE001 - whatever went wrong, somebody waits for an answer
            _LOG.exception("a request could not be carried out")
            answer = {"code": _FAILED, "error": f"{type(error).__name__}: {error}"}
        _write(path.with_suffix(".answer"), answer)
        working.unlink()
    return len(waiting)


def _write(path: Path, content: dict[str, Any]) -> None:
    draft = path.with_suffix(".draft")
    draft.write_bytes(orjson.dumps(content))
    draft.replace(path)
