"""What a person at a terminal sees of a run, and what a log reader gets instead."""

import json
import logging
import sys
from contextlib import AbstractContextManager
from typing import Final, Self

from rich.console import Console as Terminal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_LOG = logging.getLogger("vulgraad")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and whatever was given as ``extra``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{key: value for key, value in vars(record).items() if key not in _STANDARD},
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure_logging() -> None:
    """Log to standard error: plain warnings on a terminal, structured lines otherwise."""
    handler = logging.StreamHandler(sys.stderr)
    terminal = sys.stderr.isatty()
    if not terminal:
        handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING if terminal else logging.INFO, handlers=[handler], force=True)
    # Their warnings say what we log ourselves: retries, and jobs that wait for the one that runs.
    for noisy in ("httpx", "httpcore", "apscheduler", "stamina"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


class Console(AbstractContextManager["Console"]):
    """Shows how far a run is: a bar a source on a terminal, a log line a source elsewhere."""

    def __init__(self) -> None:
        """Find out whether anybody is looking."""
        self._terminal = Terminal(stderr=True)
        self._progress: Progress | None = None
        if self._terminal.is_terminal:
            columns = (
                TextColumn("{task.description}"),
                BarColumn(bar_width=20),
                DownloadColumn(),
                TimeElapsedColumn(),
            )
            self._progress = Progress(*columns, console=self._terminal, transient=True)
            self._task = self._progress.add_task("collecting", total=None)

    def __enter__(self) -> Self:
        """Start showing."""
        if self._progress:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop showing."""
        if self._progress:
            self._progress.stop()

    def heard(self, size: int) -> None:
        """Count bytes as they arrive."""
        if self._progress:
            self._progress.advance(self._task, size)

    def told(self, source: str, state: str, reason: str) -> None:
        """Say what became of a source."""
        if self._progress:
            self._terminal.print(f"{source:24} {state:8} {reason}", highlight=False, markup=False)
        else:
            level = logging.INFO if state in {"ok", "standby", "released", "dropped"} else logging.WARNING
            _LOG.log(level, "source %s", state, extra={"source": source, "state": state, "reason": reason or None})
