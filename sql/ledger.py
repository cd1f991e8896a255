"""Ledgers: small facts that people keep, each with its source, as files under version control."""

import io
from importlib import resources

import polars as pl


def targets() -> pl.DataFrame:
    """Return the targets: what was promised, for when, by which document. Dates are days."""
    text = resources.files("sql").joinpath("ledgers", "targets.csv").read_text("utf-8")
    rows = pl.read_csv(io.StringIO(text), infer_schema=False)
    return rows.with_columns(
        pl.col("deadline", "stated_on").str.to_date(), pl.col("lag_days", "grace_days").cast(pl.Int64)
    )
