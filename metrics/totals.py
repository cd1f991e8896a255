"""What the public is told of lists that are not public: totals that were kept, and never a line."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import polars as pl

from metrics.facts import Facts
from metrics.registry import Counts, Question
from metrics.systems import target_of

#: Answers a question for one day: a row per group, in the columns of ``Counts`` but as_of.
OnDay: TypeAlias = Callable[[Facts, Question, date], pl.DataFrame]


def internal(on_day: OnDay) -> Counts:
    """Return the counts of a metric that follows inventories: by day, or what was kept of them for the public."""

    def counts(facts: Facts, question: Question) -> pl.DataFrame:
        if facts.audience == "public":
            return kept(facts, question)
        return by_day(on_day)(facts, question)

    return counts


def by_day(on_day: OnDay) -> Counts:
    """Return the counts of a metric that is computed for each day apart."""

    def counts(facts: Facts, question: Question) -> pl.DataFrame:
        found = [on_day(facts, question, one).with_columns(as_of=pl.lit(one, pl.Date)) for one in question.days]
        return pl.concat(found, how="diagonal").rename({"code": "org_id"})

    return counts


def kept(facts: Facts, question: Question) -> pl.DataFrame:
    """Return the totals that a public mart was given: nothing is recomputed, nothing can leak.

    They were made of the first target, without ZBOs, and with all that was known; of what was known
    earlier, and of anything else, nothing is told.
    """
    days, where = question.days, question.where
    rows = facts.kept.filter(
        pl.lit(value=_is_first(facts, question) and where.get("scope") != "with"),
        pl.col("metric") == question.metric.name,
        pl.col("as_of").is_in(list(days)),
        pl.col("by") == question.by,
        pl.col("known_on") == question.known_on,
    )
    codes = [value for key, value in where.items() if key != "scope"]
    if codes:
        rows = rows.filter(pl.col("org_id").is_in(codes))
    found = rows.drop("metric", "metric_version", "known_on", "by")
    lacking = [one for one in days if one not in set(found["as_of"])]
    missing = pl.DataFrame(
        {"as_of": lacking, "group": ["all"] * len(lacking), "state": ["suppressed"] * len(lacking)},
        schema={"as_of": pl.Date, "group": pl.String, "state": pl.String},
    )
    return pl.concat([found, missing], how="diagonal")


def _is_first(facts: Facts, question: Question) -> bool:
    """Whether a question is about the target that was stated first; raises QuestionError for one that is not known."""
    if question.target is None:
        return True
    asked, first = (target_of(facts, one, question.days[-1], question.known_on) for one in (question.target, None))
    return asked["target"] == first["target"]
