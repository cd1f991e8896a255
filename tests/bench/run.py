"""`make bench`: every task at every scale, each in a process of its own; prints, and writes docs/benchmarks.md."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.bench.report import Result, markdown
from tests.bench.tasks import BULK, TASKS, TODAY

#: At these scales and under a measurement is done three times, and the median counts.
_REPEATED: Final = 10
_TIMES: Final = 3
_TARGET: Final = Path(__file__).parents[2] / "docs" / "benchmarks.md"


class DifferentAnswerError(Exception):
    """Two that were asked the same came to something else."""


def main(scales: Sequence[int], data: Path, target: Path) -> None:
    """Measure at each scale, and two lists of each size; write what came of it."""
    results: list[Result] = []
    for scale in scales:
        _say(f"a register of {scale} times today's size")
        _run("tests.bench.dataset", str(data / str(scale)), str(scale))
        results += _heard(_measured(scale, data / str(scale)))
    for size in (TODAY, BULK):
        _say(f"two lists: {size}")
        _run("tests.bench.lists", str(data / size), size)
        results += _heard(_linked(size, data / size))
    text = markdown(results)
    _say(text)
    target.write_text(text, "utf-8")


def _heard(results: Iterator[Result]) -> Iterator[Result]:
    for one in results:
        _say(f"  {one.task.group}: {one.task.name}: {one.seconds:.2f} s, {one.peak:.0f} MB")
        yield one


def _measured(scale: int, folder: Path) -> Iterator[Result]:
    answers: dict[str, str] = {}
    for number, task in enumerate(TASKS):
        if task.size:
            continue
        one = _timed(scale, number, folder, _TIMES if scale <= _REPEATED else 1)
        if task.answer and answers.setdefault(task.answer, one.answer) != one.answer:
            msg = f"{task.name} ({task.group}) came to {one.answer}, others to {answers[task.answer]}"
            raise DifferentAnswerError(msg)
        yield replace(one, answer="") if task.answer else one


def _linked(size: str, folder: Path) -> Iterator[Result]:
    for number, task in enumerate(TASKS):
        if task.size == size:
            yield _timed(0, number, folder, 1 if size == BULK else _TIMES)


def _timed(scale: int, number: int, folder: Path, times: int) -> Result:
    """Return the median of some measurements, and the most memory of any."""
    done = [_run("tests.bench.measure", str(number), str(folder)) for _ in range(times)]
    told = [json.loads(out) for out, _ in done]
    seconds = statistics.median(one["seconds"] for one in told)
    return Result(scale, TASKS[number], seconds, max(peak for _, peak in done), told[0]["answer"])


def _run(module: str, *arguments: str) -> tuple[str, float]:
    """Run a module of ours; return what it printed, and the most memory it had, in MB."""
    with tempfile.TemporaryFile("w+") as out:
        started = subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=out)
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            raise subprocess.CalledProcessError(started.returncode, [module, *arguments])
        out.seek(0)
        return out.read(), used.ru_maxrss / 1024


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scales", type=int, nargs="+", required=True)
    parser.add_argument("--data", type=Path, default=Path("bench-data"))
    parser.add_argument("--target", type=Path, default=_TARGET)
    given = parser.parse_args()
    main(given.scales, given.data, given.target)
