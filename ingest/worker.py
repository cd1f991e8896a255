"""The worker: collects on schedule, and does what other commands ask, until it is told to stop."""

import logging
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from ingest import schedule, spool
from ingest.collect import Collector

_LOG = logging.getLogger(__name__)
#: What a command may refuse with, and its exit code.
Codes: TypeAlias = Mapping[type[Exception], int]


def told_to_stop() -> threading.Event:
    """Return what is set once this process is told to end, or somebody presses Ctrl-C."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    return stop


def code_of(error: Exception, codes: Codes) -> int:
    """Return the exit code of a refusal."""
    return next(code for kind, code in codes.items() if isinstance(error, kind))


def serve(ours: Collector, now: Callable[[], datetime], codes: Codes) -> None:
    """Collect on schedule, and answer requests, until told to stop (``Collector.stop``)."""

    def look() -> None:
        spool.answer_all(ours.data, partial(_answer, ours, now, codes))
        if grown := ours.grown():
            run(grown)

    def run(names: Sequence[str]) -> None:
        if ours.stop.is_set():
            return
        try:
            ours.collect(names, now())
        except tuple(codes) as error:
            # A clock that was put back, say; the next hour tries again.
            _LOG.error("not collected", extra={"sources": list(names), "reason": str(error)})
            ours.complain(str(error))

    def catch_up() -> None:
        if missed := ours.missed():
            run(missed)
        else:
            ours.refresh()

    jobs = schedule.scheduler(ours.sources(), run, catch_up, look)
    schedule.serve(jobs, ours.stop)


def _answer(ours: Collector, now: Callable[[], datetime], codes: Codes, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"code": _carry_out(ours, now, request)}
    except tuple(codes) as error:
        return {"code": code_of(error, codes), "error": str(error)}


def _carry_out(ours: Collector, now: Callable[[], datetime], request: dict[str, Any]) -> int:
    """Do what a command asked (``ingest.commands``); return its exit code."""
    if request["command"] == "rebuild":
        ours.rebuild()
        return 0
    if request["command"] == "decide":
        ours.decide(request["run"], request["kind"], request["author"], request["why"])
        return 0
    if request["command"] == "erase":
        ours.erase(request["inventory"], request["author"], request["why"])
        return 0
    if request["command"] == "ledger" and request["observed_at"] is None:
        # The worker looks at its ledgers itself too: only its own clock is surely after that.
        return ours.collect(request["sources"], now())
    if request["command"] == "import":
        files = [(datetime.fromisoformat(moment), Path(file)) for moment, file in request["files"]]
        return ours.take(files, request["source"])
    return ours.collect(request["sources"], datetime.fromisoformat(request["observed_at"]))
