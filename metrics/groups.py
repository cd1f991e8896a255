"""Figures about bodies and their lists: how they are restricted, and how they fall into groups."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from metrics.registry import Question
from metrics.spans import NO_MINISTRY

_GROUP: Final = {"ministry": ("ministry", "ministry_id"), "organisation": ("organisation", "org_id")}
_COLUMNS: Final = {"organisation": "org_id", "ministry": "ministry_id"}
#: How a figure of a target can be restricted.
OF_TARGET: Final = ("organisation", "ministry", "scope")
#: What a group is known by.
KEYS: Final = ["group", "code"]


def counts_zbos(question: Question) -> bool:
    """Whether a question is about a target's bodies with the ZBOs that a ledger counts in; by default without."""
    return question.where.get("scope") == "with"


def chosen(rows: pl.DataFrame, where: Mapping[str, str]) -> pl.DataFrame:
    """Keep the rows (with org_id and ministry_id) of the bodies that a question is restricted to."""
    conditions = [pl.col(_COLUMNS[key]) == value for key, value in where.items() if key in _COLUMNS]
    return rows.filter(pl.lit(value=True), *conditions)


def labelled(rows: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Keep the rows that a question is about, and add ``group`` and ``code``: the label and code of their group."""
    rows = chosen(rows, question.where)
    if question.by == "all":
        return rows.with_columns(group=pl.lit("all"), code=pl.lit(None, pl.String))
    label, code = _GROUP[question.by]
    return rows.with_columns(group=pl.col(label).fill_null(NO_MINISTRY), code=pl.col(code))


def beside(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Put counts of groups beside those of all groups asked about; null where a group has none."""
    return left.join(right, on=KEYS, how="left", nulls_equal=True)
