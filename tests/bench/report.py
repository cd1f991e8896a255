"""What was measured, as a page: a table a scale and a group, with ratios to ours."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from platform import python_version
from typing import Final

from tests.bench.tasks import ARRIVED, BITS, FIGURES, LINKING, WHOLE, Task

#: What one copy of the register holds (``tests/bench/register.py``).
_VERSIONS: Final = 2_853
_REGISTRATIONS: Final = 1_593
_PEERS: Final = ("polars", "duckdb", "pandas", "pyarrow", "dataframely", "pointblank", "rapidfuzz", "splink")
_GROUPS: Final = {
    BITS: "Every peer has the same rules for 49 fields, written from one table, and comes to the same counts.",
    ARRIVED: "The same, from what a run takes in; DuckDB stops where the masks are made.",
    FIGURES: (
        "Completeness valid and filled, goal and lawful basis, on the last day of 48 months. All come to the same "
        "figures. Peers are given which text was public on which days, and whose it was; we work that out."
    ),
    LINKING: (
        "Which line is which registration, within a body and those near to it. Not the same answer: how many links, "
        "and how many of them are right, stands beside each."
    ),
    WHOLE: (
        "Ours alone: peers do not do this. Complete verdicts (above), what follows and all figures are a full "
        "computation. A night begins with what a mart holds of the evening before, in memory; reading facts from the "
        "store and writing marts are in none of it."
    ),
}
_ABOUT: Final = """# Benchmarks

`make bench` writes this page; `make bench SCALES="1 100"` does less. Ours and its peers run on the same
data, on the same machine, one after the other, each measurement in a process of its own: at today's size
three times, of which the median counts. What counts is the ratio: the seconds are this machine's.

The register is made up by our own generator (`tests/bench/register.py`): standards 1.0, 0.4 and 0.1, gaps,
placeholders, texts over their limit, 4 kB of text a version, four years of publications and withdrawals,
looked at every night. Two lists to be linked are made up by `tests/linking`: today's register with inventories
of all its bodies, and 100,000 rows each in 336 bodies, which is measured once. Peak memory is that of the whole
process, data included.
"""


@dataclass(frozen=True)
class Result:
    """One measurement: seconds, and peak memory in MB."""

    scale: int
    task: Task
    seconds: float
    peak: float
    answer: str


def markdown(results: Sequence[Result]) -> str:
    """Return the page."""
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Sequence[Result]) -> Iterator[str]:
    yield _ABOUT
    yield _machine()
    for (scale, size), some in groupby(results, lambda one: (one.scale, one.task.size)):
        yield f"\n## Two lists: {size}" if size else f"\n## {scale:,} times today's register: {_size(scale)}"
        for group, rows in groupby(some, lambda one: one.task.group):
            yield f"\n### {group}\n\n{_GROUPS[group]}\n"
            yield from _table(list(rows), compared=group != WHOLE)


def _table(rows: Sequence[Result], *, compared: bool) -> Iterator[str]:
    ratio = " times ours |" if compared else ""
    yield f"| | seconds |{ratio} peak MB | what it does |"
    yield f"|---|---|{'---|' if compared else ''}---|---|"
    ours = rows[0].seconds
    for one in rows:
        times = f" {one.seconds / ours:.1f} |" if compared else ""
        told = f"{one.task.does}: {one.answer}" if one.answer and " " in one.answer else one.task.does
        yield f"| {one.task.name} | {one.seconds:.2f} |{times} {one.peak:,.0f} | {told} |"


def _size(scale: int) -> str:
    return f"{_REGISTRATIONS * scale:,} registrations, {_VERSIONS * scale:,} versions"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    peers = ", ".join(f"{one} {version(one)}" for one in _PEERS)
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory; Python {python_version()}, {peers}."
