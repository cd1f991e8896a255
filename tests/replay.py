"""The replayed register as a process of its own, and the commands asked of it, as a user would."""

import json
import logging
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Self

import vulgraad
from metrics.facts import Facts, facts_in
from sql import mart

JUNE, AUGUST = "2026-06-15", "2026-08-08"
JUNE_AT, AUGUST_AT = "2026-06-15T08:18:00+00:00", "2026-08-08T06:20:00+00:00"
#: The server answers in several small pieces; without this each answer waits 40 ms for the kernel.
_SERVE = (
    "import runpy, socketserver, sys;"
    "socketserver.StreamRequestHandler.disable_nagle_algorithm = True;"
    "sys.argv = sys.argv[1:];"
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)


class Replay:
    """``register_replay.py`` on a free port of this machine, stopped when the block ends."""

    def __init__(self, tool: Path, day: str = JUNE) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(tool), "--port", "0", "--date", day],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout
        self.base_url = self._process.stdout.readline().split()[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def tell(self, **wish: object) -> None:
        """Serve another ``date``, or fail the next requests in the way of a ``fault``."""
        where = self.base_url.removesuffix("/api") + "/_replay"
        request = urllib.request.Request(where, json.dumps(wish).encode(), method="POST")  # noqa: S310 - our own
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own
            answer.read()


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON can be anything
        return json.loads(self.out)


@dataclass(frozen=True)
class House:
    """A data folder and a configuration file, and the commands that use them."""

    data: Path
    config: Path

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "vulgraad", *words, "--config", str(self.config), "--data", str(self.data)]

    def spawn(self, *words: str) -> Outcome:
        """Run a command as a process of its own, from a folder that is not the project's."""
        done = subprocess.run(
            self.command(*words), capture_output=True, text=True, cwd=self.config.parent, timeout=120, check=False
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def run(self, *words: str) -> Outcome:
        """Run a command in this process: the same, but without a second of imports."""
        return command(*self.command(*words)[3:])


def published_facts(data: Path, audience: str = "internal") -> Facts:
    """Return what the published mart of an audience knows."""
    name = mart.pointer(data)
    assert name
    return facts_in(mart.read(data, name, audience).frames, audience)


def command(*words: str) -> Outcome:
    """Run a command line in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), _logging_kept():
        try:
            code = vulgraad.main(words)
        except SystemExit as gone:
            code = int(gone.code or 0)
    return Outcome(code, out.getvalue(), err.getvalue())


@contextmanager
def _logging_kept() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def write_config(path: Path, base_url: str, limits: Mapping[str, object] | None = None) -> Path:
    """Write a configuration that holds a base URL, and limits if any."""
    lines = ["[register]", f'base_url = "{base_url}"', *(f"{key} = {value}" for key, value in (limits or {}).items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
