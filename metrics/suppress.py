"""Totals from inventories that are not public: nothing small is told, nor can be subtracted back."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from metrics.told_beside import SMALL, Key, Row, key, told_beside

#: Raise it when the rule changes: public totals are then made anew.
VERSION: Final = 3
#: Beside a number its bounds tell how many systems they are about, and that is often one.
_BOUNDS: Final = ("low", "low_asked", "high", "high_asked")
_EVERYTHING: Final = ("asked", "passed", "n_date", "covers")
#: The metrics of which each group's divide its systems among them.
_DIVIDED: Final = "on_time."


def suppressed(rows: pl.DataFrame) -> pl.DataFrame:
    """Hide what must not be told of one day's figures (columns of ``FIGURE_SCHEMA`` and ``by``).

    First of the states of systems, and then of what leans on their numbers (``told_beside``).
    """
    divided = pl.col("metric").str.starts_with(_DIVIDED)
    states = _divided(rows.filter(divided))
    by_group: dict[Key, dict[str, Row]] = {}
    for row in states.to_dicts():
        by_group.setdefault(key(row), {})[row["metric"]] = row
    rest = told_beside(rows.filter(~divided).to_dicts(), by_group)
    return pl.concat([states, pl.DataFrame(rest, schema=rows.schema)])


def _divided(rows: pl.DataFrame) -> pl.DataFrame:
    """Hide what must not be told of the figures on the states of systems.

    No bounds are told at all: less the number itself, they would tell a small one.

    The metrics of a group divide its systems among them. A group's numbers stand together: when
    one of them is small, all are hidden. Of the total, single numbers are hidden: the small ones,
    those that would tell a small one once the shown groups are subtracted, and as many more as it
    takes to keep the hidden ones from being worked out.
    """
    rows = rows.with_columns(pl.lit(None, pl.Int64).alias(one) for one in _BOUNDS)
    groups = rows.filter(pl.col("by") != "all")
    keys = ["by", "group", "org_id"]
    unsafe = groups.group_by(keys).agg(hide=pl.any_horizontal(map(_small_in, ("asked", "passed"))).any())
    told = groups.join(unsafe, on=keys, how="left", nulls_equal=True)
    shown = told.filter(~pl.col("hide")).group_by("metric").agg(pl.col("passed", "asked").sum())
    total = rows.filter(pl.col("by") == "all")
    hidden = _hidden_of_total(total, {row["metric"]: row for row in shown.to_dicts()})
    everything = hidden is None
    names = pl.col("metric").is_in(list(hidden or ()))
    return pl.concat(
        [
            _hide(told, pl.col("hide"), _EVERYTHING).select(rows.columns),
            _hide(total, pl.lit(everything) | names, _EVERYTHING if everything else ("passed",)).select(rows.columns),
        ]
    )


def _hide(rows: pl.DataFrame, which: pl.Expr, columns: tuple[str, ...]) -> pl.DataFrame:
    return rows.with_columns(
        *(pl.when(~which).then(pl.col(one)).alias(one) for one in columns),
        state=pl.when(which).then(pl.lit("suppressed")).otherwise("state"),
    )


def _hidden_of_total(total: pl.DataFrame, shown: Mapping[str, Mapping[str, Any]]) -> set[str] | None:
    """Return the metrics whose total must not be told; None when nothing of the total may be."""
    rows = {row["metric"]: row for row in total.to_dicts() if row["passed"] is not None}
    if not rows:
        return set()
    rest = {name: row["passed"] - shown.get(name, {"passed": 0})["passed"] for name, row in rows.items()}
    told = {name: shown.get(name, {"asked": 0})["asked"] for name in rows}
    if any(_small(row["asked"]) or _small(row["asked"] - told[name]) for name, row in rows.items()):
        return None
    hidden = {name for name, row in rows.items() if _small(rest[name]) or _small(row["passed"])}
    more = sorted((name for name, row in rows.items() if row["passed"]), key=lambda name: rows[name]["passed"])
    while hidden and _can_be_worked_out(hidden, rows, rest):
        left = [name for name in more if name not in hidden]
        if not left:
            return None
        hidden.add(left[0])
    return hidden


def _can_be_worked_out(hidden: set[str], rows: Mapping[str, Mapping[str, Any]], rest: Mapping[str, int]) -> bool:
    """Say whether what is hidden follows from the number of systems minus what is shown."""
    filled = [name for name in hidden if rows[name]["passed"]]
    sums = (sum(rows[name]["passed"] for name in hidden), sum(rest[name] for name in hidden))
    return len(filled) < 2 or any(map(_small, sums))  # noqa: PLR2004 - one alone is the difference itself


def _small(number: int | None) -> bool:
    return number is not None and 0 < number < SMALL


def _small_in(column: str) -> pl.Expr:
    return pl.col(column).is_between(1, SMALL - 1).fill_null(value=False)
