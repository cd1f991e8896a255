"""The same figures from the texts, in plain Polars."""

from collections.abc import Iterable
from functools import reduce
from operator import add, or_
from pathlib import Path

import polars as pl

from tests.bench.bits_polars import judge
from tests.bench.figures_ours import METRICS, MONTHS, digest
from tests.bench.figures_sql import told
from tests.bench.rules import FIELDS_SCORED, SCORED, STEPS, Requirement, pieces

_SUMS = [str(number) for number in range(2 * len(METRICS))]


def monthly(folder: Path) -> str:
    """Return the figures by organisation and month, as a digest."""
    verdicts = [
        judged.alias(f"{rule.key} {step}")
        for rule in FIELDS_SCORED
        for step, judged in zip(STEPS, judge(rule), strict=True)
    ]
    scored = pl.scan_parquet(list(pieces(folder))).select("content", *verdicts).select("content", *_scored())
    public = pl.scan_parquet(folder / "stays.parquet").join(scored, on="content").collect(engine="streaming")
    begun = public.select("org_id", _month("from_day"), *_SUMS)
    ended = public.select("org_id", _month("to_day"), -pl.col(_SUMS))
    steps = pl.concat([begun, ended]).group_by("org_id", "month").agg(pl.col(_SUMS).sum())
    months = pl.DataFrame({"month": [one.year * 12 + one.month for one in MONTHS]})
    grid = steps.select("org_id").unique().join(months, how="cross")
    every = steps.join(grid, on=["org_id", "month"], how="full", coalesce=True).sort("org_id", "month")
    totals = every.with_columns(pl.col(_SUMS).fill_null(0).cum_sum().over("org_id"))
    rows = totals.filter(pl.col("month").is_in(months["month"].implode())).iter_rows()
    return digest(row for body, month, *sums in rows for row in told(body, month, tuple(sums)))


def _month(column: str) -> pl.Expr:
    day = pl.col(column)
    return (day.dt.year().cast(pl.Int64) * 12 + day.dt.month()).alias("month")


def _scored() -> list[pl.Expr]:
    points = [_points(judged, requirements) for step, requirements in SCORED.values() for judged in ("asked", step)]
    return [one.alias(name) for one, name in zip(points, _SUMS, strict=True)]


def _points(step: str, requirements: Iterable[Requirement]) -> pl.Expr:
    met = (
        reduce(or_, (pl.col(f"{key} asked") & pl.col(f"{key} {step}") for key in fields)).cast(pl.Int64) * weight
        for fields, weight in requirements
    )
    return reduce(add, met)
