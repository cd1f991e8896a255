"""Counting by steps: a stretch of days counts on its first day, and no more on the day after its last.

The steps are added up once. So a series costs what the changes in it cost, and a single day is a
short series.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN
from metrics.registry import Question, Score
from metrics.spans import NO_MINISTRY
from metrics.sums import sums
from sql.fields import CATEGORIES, NOT_STATED, STATUSES

#: How a split names its groups: the column with the label, and the one with the code.
_SPLIT: Final = {
    "all": (None, None),
    "organisation": ("organisation", "org_id"),
    "ministry": ("ministry", "ministry_id"),
    "type": ("type", None),
    "category": ("category", None),
    "status": ("status", None),
    "standard": ("standard", None),
    "theme": ("themes", None),
}
#: Groups that are shown even when nothing is in them.
ALWAYS: Final = {"category": (*CATEGORIES, NOT_STATED), "status": (*STATUSES, NOT_STATED), "all": ("all",)}
_WHERE: Final = {
    "organisation": "org_id",
    "ministry": "ministry_id",
    "type": "type",
    "category": "category",
    "status": "status",
    "standard": "standard",
}
COUNTS: Final = ("low", "low_asked", "high", "high_asked")
#: Between two themes of one registration.
AND: Final = ", "


def restricted(rows: pl.DataFrame, where: Mapping[str, str]) -> pl.DataFrame:
    """Keep the stretches that a question is restricted to."""
    conditions = [
        pl.concat_str(pl.lit(AND), "themes", pl.lit(AND)).str.contains(f"{AND}{value}{AND}", literal=True)
        if key == "theme"
        else pl.col(_WHERE[key]) == value
        for key, value in where.items()
    ]
    return rows.filter(pl.lit(value=True), *conditions)


def grouped(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """Add ``group`` and ``code`` by a split; by theme a stretch stands under each of its themes."""
    label, code = _SPLIT[by]
    if by == "theme":
        rows = rows.with_columns(pl.col("themes").str.split(AND)).explode("themes")
    return rows.with_columns(
        group=pl.lit("all") if label is None else pl.col(label).fill_null(NO_MINISTRY),
        code=pl.lit(None, pl.String) if code is None else pl.col(code),
    )


def within(cut: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Keep the stretches that some of these days, in order, may lie in."""
    return cut.filter((pl.col("from_day") <= days[-1]) & (pl.col("to_day") > days[0]))


def counted(cut: pl.DataFrame, question: Question, scores: Sequence[Score]) -> Iterator[pl.DataFrame]:
    """Yield, score by score, what registrations add up to: as_of, group, code, low, low_asked, high and high_asked.

    In the order of as_of, group and code.
    """
    used = {name for score in scores for value in (score.passed, score.owed) for name in value.meta.root_names()}
    rows = grouped(restricted(within(narrowed(cut, question, used), question.days), question.where), question.by)
    return sums(rows, question.days, ALWAYS.get(question.by, ()), scores).counts(scores)


def counted_each(cut: pl.DataFrame, question: Question, scores: Sequence[Score]) -> Iterator[pl.DataFrame]:
    """Yield, score by score, what the registrations of each body add up to, in the columns of ``counted``.

    A body that ever had one stands under its code on every day, by which there is none with noughts.
    """
    used = {name for score in scores for value in (score.passed, score.owed) for name in value.meta.root_names()}
    rows = within(narrowed(cut, question, {*used, "org_id"}), question.days)
    bodies = rows["org_id"].unique()
    return sums(rows.with_columns(group="org_id", code="org_id"), question.days, bodies, scores).counts(scores)


def narrowed(cut: pl.DataFrame, question: Question, used: Iterable[str] = ()) -> pl.DataFrame:
    """Keep the columns of stretches that a question is split and restricted by, and those that are used."""
    split = [one for one in _SPLIT[question.by] if one is not None]
    where = ["themes" if key == "theme" else _WHERE[key] for key in question.where]
    wanted = {"from_day", "to_day", "low", *split, *where, *used}
    return cut.select(one for one in cut.columns if one in wanted)


def counted_bodies(cut: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Return how many bodies have at least one registration, in the columns of ``counted``."""
    rows = narrowed(cut, question, ["org_id"])
    rows = grouped(restricted(within(rows, question.days), question.where), question.by)
    return running(_body_steps(rows), question.days, ALWAYS.get(question.by, ()))


def _steps(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what each stretch adds on its first day, and takes off on the day after its last."""
    worth = rows.select(
        "group", "code", "from_day", "to_day", low=pl.col("low").cast(pl.Int64), high=pl.lit(1, pl.Int64)
    )
    begun = worth.select("group", "code", "low", "high", day="from_day")
    ended = worth.select("group", "code", -pl.col("low", "high"), day="to_day")
    return pl.concat([begun, ended]).group_by("group", "code", "day").agg(pl.col("low", "high").sum())


def _body_steps(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the steps of counting bodies: +1 when the first registration comes, -1 after the last."""
    bodies = rows.with_columns(group=pl.struct("group", "code"), code=pl.col("org_id"))
    steps = _steps(bodies.filter(pl.col("code") != UNKNOWN)).sort("group", "code", "day")
    totals = steps.with_columns(pl.col("low", "high").cum_sum().over("group", "code"))
    has = totals.with_columns((pl.col("low", "high") > 0).cast(pl.Int64))
    before = pl.col("low", "high").shift(1).over("group", "code").fill_null(0)
    changed = has.with_columns(pl.col("low", "high") - before)
    added = changed.drop("code").unnest("group").group_by("group", "code", "day").agg(pl.col("low", "high").sum())
    return added.with_columns(pl.lit(0, pl.Int64).alias(one) for one in ("low_asked", "high_asked"))


def running(steps: pl.DataFrame, days: Sequence[date], always: Sequence[str]) -> pl.DataFrame:
    """Add the steps (group, code, day and counts) up and read the totals off on the days asked for."""
    totals = steps.sort("day").with_columns(pl.col(COUNTS).cum_sum().over("group", "code", order_by="day"))
    groups = steps.select("group", "code").unique()
    empty = pl.DataFrame({"group": list(always)}, schema={"group": pl.String}).join(groups, on="group", how="anti")
    groups = pl.concat([groups, empty.with_columns(code=pl.lit(None, pl.String))])
    wanted = groups.join(pl.DataFrame({"as_of": list(days)}, schema={"as_of": pl.Date}), how="cross")
    key = pl.concat_str("group", pl.col("code").fill_null(""), separator="\0").alias("key")
    found = (
        wanted.with_columns(key)
        .sort("as_of")
        .join_asof(
            totals.with_columns(key).drop("group", "code").sort("day"),
            left_on="as_of",
            right_on="day",
            by="key",
            check_sortedness=False,
        )
    )
    known_group = pl.col("high").is_not_null() | pl.col("group").is_in(list(always))
    return found.filter(known_group).with_columns(pl.col(COUNTS).fill_null(0)).drop("key", "day")
