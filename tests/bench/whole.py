"""All that we compute: every metric of the catalogue, what follows from facts, and what a night changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from metrics.catalogue import CATALOGUE
from metrics.engine import figures_of
from metrics.facts import INSTANT, Facts
from metrics.increment import in_full, increment
from metrics.registry import Metric
from metrics.verdicts import verdicts
from tests.bench import facts
from tests.bench.facts import DAYS
from tests.bench.figures_ours import MONTHS
from tests.bench.rules import pieces

#: One text in so many is changed in a night.
_CHANGED: Final = 1_000
_SPLITS: Final = ("all", "organisation")


def worked_out(told: Facts) -> Facts:
    """Return facts with all that follows from them: who was public when, and what checks of the context found."""
    last = told.last_day()
    if last is None:
        return told
    cut, found = in_full(told, last)
    return replace(told, cut=cut, found=found)


def every_metric(told: Facts, days: Sequence[date], *, targets: bool) -> int:
    """Work out every metric that is about targets, or every other, by all that it allows of ``_SPLITS``.

    Returns how many figures that makes.
    """
    asked = {by: [one.name for one in CATALOGUE if by in one.by and _of_target(one) == targets] for by in _SPLITS}
    return sum(one.height for by, names in asked.items() for one in figures_of(told, names, days, by=by))


def _of_target(one: Metric) -> bool:
    """Whether a metric follows lists or declared counts, which are looked at a day at a time."""
    return one.inventories or "scope" in one.filters


def catalogue(told: Facts) -> str:
    """Work out the whole catalogue about the last day, from facts as a run leaves them."""
    day = DAYS[-1:]
    return f"{len(CATALOGUE)} metrics, {sum(every_metric(told, day, targets=one) for one in (False, True))} figures"


def in_time(told: Facts) -> str:
    """Work out every metric of registrations on every day, and of targets on the last day of twelve months."""
    return f"{every_metric(told, DAYS, targets=False) + every_metric(told, MONTHS[-12:], targets=True)} figures"


def full(told: Facts) -> str:
    """Work everything out that follows from verdicts: who was public when, context checks, every figure."""
    return in_time(worked_out(told))


def eve(folder: Path) -> tuple[Facts, pl.DataFrame]:
    """Return what there is on the evening before: facts, what followed from them, and what will arrive."""
    return worked_out(facts.read(folder)), arrivals(folder)


def arrivals(folder: Path) -> pl.DataFrame:
    """Return what arrives in one night: new words for one text in a thousand."""
    texts = pl.concat(
        pl.scan_parquet(path).filter(pl.col("content").hash(1) % _CHANGED == 0) for path in pieces(folder, "bodies")
    )
    return texts.with_columns(content=pl.lit("night") + pl.col("content")).collect(engine="streaming")


def night(evening: tuple[Facts, pl.DataFrame]) -> str:
    """Take in what one night changed: judge the new texts, and bring what follows from facts up to date."""
    before, arrived = evening
    after = _collected(before, arrived, verdicts(arrived))
    done = increment(before, after)
    return f"{arrived.height} new texts, {done.cut.height} stretches, {done.found.height} findings"


def _collected(before: Facts, arrived: pl.DataFrame, judged: pl.DataFrame) -> Facts:
    """Return the facts after one more look, that showed new versions."""
    seen_at = max(before.collected()) + timedelta(days=1)
    published = seen_at - timedelta(hours=10)
    moments = {"published_at": published, "known_from": seen_at, "valid_from": published}
    said = judged.drop("version").join(
        arrived.select("content", "lars", "status", "category", "standard"), on="content"
    )
    last = before.versions.sort("lars", "valid_from").unique("lars", keep="last")
    kept = last.select("lars", pl.exclude(*said.columns, *moments))
    new = said.unique("lars", keep="first").join(kept, on="lars").with_columns(_at(moments))
    looks = before.collections.select("source").unique().with_columns(_at({"observed_at": seen_at}))
    return replace(
        before,
        versions=pl.concat([before.versions, new.select(before.versions.columns)]),
        collections=pl.concat([before.collections, looks.select(before.collections.columns)]),
    )


def _at(moments: dict[str, datetime]) -> list[pl.Expr]:
    return [pl.lit(moment, INSTANT).alias(name) for name, moment in moments.items()]
