"""All that we compute: every metric of the catalogue, what follows from facts, and what a night changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from metrics.catalogue import CATALOGUE
from metrics.clustering import clustered
from metrics.engine import figures_of
from metrics.facts import Facts
from metrics.increment import in_full, increment
from metrics.registry import Metric
from metrics.schemas import INSTANT
from metrics.verdicts import verdicts
from tests.bench import facts
from tests.bench.facts import DAYS
from tests.bench.figures_ours import MONTHS
from tests.bench.rules import pieces

#: One text in so many is changed in a night.
_CHANGED: Final = 1_000
_RENAMED: Final = 10
_SPLITS: Final = ("all", "organisation")


def arrived(folder: Path) -> tuple[Facts, Path]:
    """Return facts as a store gives them, and where their texts are."""
    return facts.read(folder), folder


def worked_out(given: tuple[Facts, Path]) -> Facts:
    """Return facts with all that follows from them.

    That is which common system each is of, who was public when, and what checks of the context found.
    """
    told, folder = given
    last = told.last_day()
    if last is None:
        return told
    told = clustered(told, None, facts.goals(folder))
    cut, found = in_full(told, last)
    return replace(told, cut=cut, found=found)


def what_follows(given: tuple[Facts, Path]) -> str:
    """Work out all that follows from facts."""
    done = worked_out(given)
    return f"{done.cut.height} stretches, {done.found.height} findings, {done.clusters.height} common systems"


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


def eve(folder: Path) -> tuple[Facts, pl.DataFrame]:
    """Return what there is on the evening before: what a mart holds, and what will arrive."""
    return facts.published(folder), arrivals(folder)


def arrivals(folder: Path) -> pl.DataFrame:
    """Return what arrives in one night: new words for one text in a thousand."""
    texts = pl.concat(
        pl.scan_parquet(path).filter(pl.col("content").hash(1) % _CHANGED == 0) for path in pieces(folder, "bodies")
    )
    return texts.with_columns(content=pl.lit("night") + pl.col("content")).collect(engine="streaming")


def night(evening: tuple[Facts, pl.DataFrame]) -> str:
    """Take in what one night changed: judge the new texts, and bring what follows from facts up to date."""
    before, new = evening
    said = new.select("content", goal=pl.col("body").str.json_path_match("$.goal")).drop_nulls("goal")
    after = _collected(before, new, verdicts(new))
    after = clustered(after, before, lambda contents: said.filter(pl.col("content").is_in(contents.implode())))
    done = increment(before, after)
    found = f"{done.cut.height} stretches, {done.found.height} findings, {after.clusters.height} common systems"
    return f"{new.height} new texts, {found}"


def _collected(before: Facts, arrived: pl.DataFrame, judged: pl.DataFrame) -> Facts:
    """Return the facts after one more look, that showed new versions."""
    seen_at = max(before.collected()) + timedelta(days=1)
    published = seen_at - timedelta(hours=10)
    moments = {"published_at": published, "known_from": seen_at, "valid_from": published}
    said = judged.drop("version").join(
        arrived.select("content", "lars", "status", "category", "standard"), on="content"
    )
    of_those = before.versions.filter(pl.col("lars").is_in(arrived["lars"].implode()))
    last = of_those.sort("lars", "valid_from").unique("lars", keep="last")
    kept = last.select("lars", pl.exclude(*said.columns, *moments))
    new = said.unique("lars", keep="first").join(kept, on="lars").with_columns(_at(moments))
    # One in ten is numbered anew, as copies are; and one has a title that nobody had.
    place = pl.int_range(pl.len())
    new = new.sort("lars").with_columns(
        name=pl.when(place == 0)
        .then(pl.lit("Zwaluwtelling"))
        .when(place % _RENAMED == 0)
        .then(pl.format("{} ({})", "name", place))
        .otherwise("name")
    )
    looks = before.collections.select("source").unique().with_columns(_at({"observed_at": seen_at}))
    return replace(
        before,
        versions=pl.concat([before.versions, new.select(before.versions.columns)]).with_columns(
            cluster=pl.lit(None, pl.String)
        ),
        collections=pl.concat([before.collections, looks.select(before.collections.columns)]),
    )


def _at(moments: dict[str, datetime]) -> list[pl.Expr]:
    return [pl.lit(moment, INSTANT).alias(name) for name, moment in moments.items()]
