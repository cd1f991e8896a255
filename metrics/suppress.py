"""Totals from inventories that are not public: nothing small is told, nor can be subtracted back."""

from typing import Final

import polars as pl

#: A number of systems from 1 to 4 could point at one of them.
SMALL: Final = 5
_HIDDEN: Final = ("asked", "passed", "low", "low_asked", "high", "high_asked", "n_date")


def suppressed(rows: pl.DataFrame) -> pl.DataFrame:
    """Hide what must not be told of one day's figures (columns of ``FIGURE_SCHEMA`` and ``by``).

    The figures of a group stand together: when one of its numbers is small, all are hidden. The
    total is hidden too when it minus what is shown would tell a small number.
    """
    groups = rows.filter(pl.col("by") != "all")
    keys = ["by", "group", "org_id"]
    unsafe = groups.group_by(keys).agg(hide=_small("passed", "asked", "low", "high").any())
    told = groups.join(unsafe, on=keys, how="left", nulls_equal=True)
    total = rows.filter(pl.col("by") == "all")
    shown = (
        told.filter(~pl.col("hide"))
        .group_by("metric")
        .agg(pl.col("passed").sum().alias("told_passed"), pl.col("asked").sum().alias("told_asked"))
    )
    rest = total.join(shown, on="metric", how="left").with_columns(
        rest_passed=pl.col("passed") - pl.col("told_passed").fill_null(0),
        rest_asked=pl.col("asked") - pl.col("told_asked").fill_null(0),
    )
    hide_total = rest.select(_small("passed", "asked", "low", "high", "rest_passed", "rest_asked").any().alias("hide"))[
        "hide"
    ]
    total = total.with_columns(hide=pl.lit(bool(hide_total.any())))
    hidden = pl.concat([told, total]).with_columns(
        *(pl.when(~pl.col("hide")).then(pl.col(one)).alias(one) for one in _HIDDEN),
        state=pl.when("hide").then(pl.lit("suppressed")).otherwise("state"),
    )
    return hidden.select(rows.columns)


def _small(*columns: str) -> pl.Expr:
    within = [(pl.col(one) > 0) & (pl.col(one) < SMALL) for one in columns]
    return pl.any_horizontal(within).fill_null(value=False)
