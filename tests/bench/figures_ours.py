"""Figures by organisation and month from stored bits, by our engine."""

import hashlib
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeAlias

import polars as pl

from metrics.engine import figures_of
from metrics.facts import Facts
from metrics.spans import stretches
from tests.bench.facts import DAYS, read
from tests.bench.rules import SCORED

METRICS: Final = tuple(SCORED)
#: The last day of each month that is over.
MONTHS: Final = [one for one, after in pairwise(DAYS) if one.month != after.month]
#: Metric, year * 12 + month, organisation, asked, passed; where something is asked.
Row: TypeAlias = tuple[str, int, str, int, int]


def monthly(facts: Facts) -> str:
    """Return the figures of ``METRICS`` by organisation on the last day of each month, as a digest."""
    found = pl.concat(figures_of(facts, METRICS, MONTHS, by="organisation")).filter(pl.col("asked") > 0)
    month = pl.col("as_of").dt.year().cast(pl.Int64) * 12 + pl.col("as_of").dt.month()
    return digest(found.select("metric", month, "org_id", "asked", "passed").iter_rows())


def from_files(folder: Path) -> str:
    """Do the same from the files of a mart, where nobody had worked out which registration was public when."""
    return monthly(read(folder))


def cut(facts: Facts) -> Facts:
    """Return the same facts once it is known which registration was public on which days."""
    known_on = facts.last_day()
    if known_on is not None:
        stretches(facts, known_on)
    return facts


def digest(rows: Iterable[Row]) -> str:
    """Return the same text for the same figures, whatever their order."""
    lines = sorted(
        f"{metric} {int(month)} {body} {int(asked)} {int(passed)}" for metric, month, body, asked, passed in rows
    )
    return f"{len(lines)} figures, {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"


def stays(facts: Facts) -> pl.DataFrame:
    """Return what peers are given of our work: which content was public on which days, and whose it was."""
    known_on = facts.last_day()
    found = stretches(facts, known_on) if known_on else pl.DataFrame()
    return found.select("content", "org_id", "from_day", "to_day")


def write_stays(facts: Facts, path: Path) -> None:
    """Write ``stays`` for the peers."""
    stays(facts).write_parquet(path)
