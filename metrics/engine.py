"""The one engine: any figure, for any days, from dated facts, by steps and a running total.

A stretch of days counts +1 on its first day and -1 on the day after its last; those steps are
added up once. So a series costs what the changes in it cost, and a single day is a short series.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from metrics import connected, declared, on_time
from metrics.bodies import UNKNOWN, as_today
from metrics.catalogue import CATALOGUE
from metrics.completeness import Score, score_of
from metrics.facts import ZONE, Facts, known
from metrics.registry import Metric, QuestionError
from metrics.spans import NO_MINISTRY, spans, stretches
from sql.fields import CATEGORIES, NOT_STATED, STANDARDS, STATUSES

FIGURE_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "metric": pl.String,
    "metric_version": pl.Int64,
    "as_of": pl.Date,
    "known_on": pl.Date,
    "group": pl.String,
    "org_id": pl.String,
    "asked": pl.Int64,
    "passed": pl.Int64,
    "low": pl.Int64,
    "low_asked": pl.Int64,
    "high": pl.Int64,
    "high_asked": pl.Int64,
    "state": pl.String,
    "n_source": pl.String,
    "n_date": pl.Date,
}

#: How a split names its groups: the column with the label, and the one with the code.
_SPLIT: Final = {
    "all": (None, None),
    "organisation": ("organisation", "org_id"),
    "ministry": ("ministry", "ministry_id"),
    "type": ("type", None),
    "category": ("category", None),
    "status": ("status", None),
    "standard": ("standard", None),
}
#: Groups that are shown even when nothing is in them.
_ALWAYS: Final = {"category": (*CATEGORIES, NOT_STATED), "status": (*STATUSES, NOT_STATED), "all": ("all",)}
_WHERE: Final = {
    "organisation": "org_id",
    "ministry": "ministry_id",
    "type": "type",
    "category": "category",
    "status": "status",
    "standard": "standard",
}
_COUNTS: Final = ("low", "low_asked", "high", "high_asked")


@dataclass(frozen=True)
class _Asked:
    """The question, with what every figure of it carries."""

    metric: Metric
    known_on: date | None
    first_day: date | None
    last_day: date | None
    #: The day up to which there are registrations of which no date tells the beginning, if any.
    unknown_until: date | None = None


def figures(  # noqa: PLR0913 - the question has this many parts
    facts: Facts,
    metric: str,
    days: Sequence[date],
    *,
    known_on: date | None = None,
    by: str = "all",
    where: Mapping[str, str] | None = None,
    target: str | None = None,
    restated: bool = False,
) -> pl.DataFrame:
    """Return figures of a metric on some days (columns of ``FIGURE_SCHEMA``), by day and group.

    ``known_on`` is the day up to which observations count, by default the last collection.
    ``restated`` counts each organisation as the one that stands for it on that day. Raises
    QuestionError for a metric, split or filter that is not known.
    """
    last = facts.last_day(known_on)
    if restated and last is not None:
        facts = as_today(facts, known_on or last)
    declared = _declared(facts, metric, by, where or {})
    if restated and declared.kind == "declared":
        msg = f"{metric} is as the documents print it; it cannot be restated to other organisations"
        raise QuestionError(msg)
    first = facts.collected(known_on)
    asked = _Asked(
        declared,
        known_on or last,
        min((moment.astimezone(ZONE).date() for moment in first), default=None),
        last,
    )
    if last is None:
        return _stateless(asked, days, "never_ran")
    answered = [one for one in days if one <= last]
    answer = _answer(facts, asked.known_on or last, asked, sorted(answered), by, where or {}, target)
    late = _stateless(asked, [one for one in days if one > last], "stale")
    return pl.concat([answer, late]).sort("as_of", "group", "org_id")


def _answer(  # noqa: PLR0913, PLR0917
    facts: Facts,
    known_on: date,
    asked: _Asked,
    days: Sequence[date],
    by: str,
    where: Mapping[str, str],
    target: str | None,
) -> pl.DataFrame:
    if not days:
        return pl.DataFrame(schema=FIGURE_SCHEMA)
    if asked.metric.kind == "on_time":
        counted = on_time.counts(facts, asked.metric, days, known_on, by, where, target)
    elif asked.metric.kind == "declared":
        counted = declared.counts(facts, asked.metric, days, known_on, by, where, target)
    elif asked.metric.kind == "connected":
        counted = connected.counts(facts, stretches(facts, known_on), days, known_on, by, where)
        if counted.is_empty():
            return _stateless(asked, days, "never_ran")
    elif asked.metric.kind == "organisations" and not _owners_told(facts, known_on):
        # Nobody told whose anything is: that is no nought.
        return _stateless(asked, days, "never_ran")
    else:
        cut = stretches(facts, known_on)
        asked = replace(asked, unknown_until=max(cut.filter("retro")["to_day"], default=None))
        counted = _counts(cut, asked, days, by, where)
    return _shaped(counted, asked)


def _owners_told(facts: Facts, known_on: date) -> bool:
    return known(facts.owners, known_on).height > 0 or facts.versions["org_id"].drop_nulls().len() > 0


def _declared(facts: Facts, metric: str, by: str, where: Mapping[str, str]) -> Metric:
    if metric not in CATALOGUE:
        names = [one.name for one in CATALOGUE]
        near = difflib.get_close_matches(metric, names, n=3, cutoff=0)
        msg = f"no metric {metric!r}; did you mean {', '.join(near)}? All {len(names)}: vulgraad method"
        raise QuestionError(msg)
    declared = CATALOGUE[metric]
    if by not in declared.by:
        msg = f"{metric} cannot be split by {by!r}; it can by: {', '.join(declared.by)}"
        raise QuestionError(msg)
    for key, value in where.items():
        if key not in declared.filters:
            msg = f"{metric} cannot be restricted by {key!r}; it can by: {', '.join(declared.filters)}"
            raise QuestionError(msg)
        known_values = _values(facts, key)
        if value not in known_values:
            near = difflib.get_close_matches(value, known_values, n=3, cutoff=0)
            msg = f"no {key} {value!r}; did you mean {', '.join(near)}?" if near else f"no {key} {value!r}"
            raise QuestionError(msg)
    return declared


def _values(facts: Facts, key: str) -> list[str]:
    """Return the values that a filter can have: words of the register, and codes that it ever named."""
    bodies, today = facts.organisations, facts.heirs["heir"]
    found = {
        "category": [pl.Series(_ALWAYS["category"])],
        "status": [pl.Series(_ALWAYS["status"])],
        "standard": [pl.Series(STANDARDS), facts.versions["standard"]],
        "type": [bodies["type"], facts.members["type"], pl.Series([UNKNOWN])],
        "organisation": [
            bodies["org_id"],
            facts.versions["org_id"],
            facts.owners["org_id"],
            today,
            pl.Series([UNKNOWN]),
        ],
        "ministry": [
            facts.relations["ministry_id"],
            *(one.filter(type="ministerie")["org_id"] for one in (bodies, facts.bodies)),
        ],
    }[key]
    return sorted({value for values in found for value in values.drop_nulls()})


def _counts(cut: pl.DataFrame, asked: _Asked, days: Sequence[date], by: str, where: Mapping[str, str]) -> pl.DataFrame:
    """Return low, low_asked, high and high_asked by as_of, group and code."""
    conditions = [pl.col(_WHERE[key]) == value for key, value in where.items()]
    chosen = cut.filter((pl.col("from_day") <= days[-1]) & (pl.col("to_day") > days[0]), *conditions)
    label, code = _SPLIT[by]
    grouped = chosen.with_columns(
        group=pl.lit("all") if label is None else pl.col(label).fill_null(NO_MINISTRY),
        code=pl.lit(None, pl.String) if code is None else pl.col(code),
    )
    score = score_of(asked.metric) if asked.metric.kind == "bits" else None
    steps = _body_steps(grouped) if asked.metric.kind == "organisations" else _steps(grouped, score)
    return _running(steps, days, _ALWAYS.get(by, ()))


def _steps(grouped: pl.DataFrame, score: Score | None) -> pl.DataFrame:
    """Return what each stretch adds on its first day, and takes off on the day after its last."""
    passed = score.passed if score else pl.lit(1, pl.Int64)
    owed = score.asked if score else pl.lit(0, pl.Int64)
    worth = grouped.select(
        "group",
        "code",
        "from_day",
        "to_day",
        low=pl.when("low").then(passed).otherwise(0),
        low_asked=pl.when("low").then(owed).otherwise(0),
        high=passed,
        high_asked=owed,
    )
    begun = worth.select("group", "code", *_COUNTS, day="from_day")
    ended = worth.select("group", "code", *(-pl.col(one) for one in _COUNTS), day="to_day")
    return pl.concat([begun, ended]).group_by("group", "code", "day").agg(pl.col(_COUNTS).sum())


def _body_steps(grouped: pl.DataFrame) -> pl.DataFrame:
    """Return the steps of counting bodies: +1 when the first registration comes, -1 after the last."""
    within = grouped.with_columns(group=pl.struct("group", "code"), code=pl.col("org_id"))
    steps = _steps(within.filter(pl.col("code") != "unknown"), None).sort("group", "code", "day")
    totals = steps.with_columns(pl.col("low", "high").cum_sum().over("group", "code"))
    has = totals.with_columns((pl.col("low", "high") > 0).cast(pl.Int64))
    before = pl.col("low", "high").shift(1).over("group", "code").fill_null(0)
    changed = has.with_columns(pl.col("low", "high") - before)
    return changed.drop("code").unnest("group").group_by("group", "code", "day").agg(pl.col(_COUNTS).sum())


def _running(steps: pl.DataFrame, days: Sequence[date], always: Sequence[str]) -> pl.DataFrame:
    """Add the steps up and read the totals off on the days asked for."""
    totals = steps.sort("day").with_columns(pl.col(_COUNTS).cum_sum().over("group", "code", order_by="day"))
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
    return found.filter(known_group).with_columns(pl.col(_COUNTS).fill_null(0)).drop("key", "day")


def _shaped(counted: pl.DataFrame, asked: _Asked) -> pl.DataFrame:
    """Turn counts into figures: which bound is shown, and in which state."""
    if "state" not in counted.columns:
        counted = _stated(counted, asked)
    low_asked, high_asked = (
        pl.when(pl.col(one) != pl.col("asked")).then(pl.col(one)) for one in ("low_asked", "high_asked")
    )
    return counted.with_columns(
        low_asked.alias("low_asked"),
        high_asked.alias("high_asked"),
        metric=pl.lit(asked.metric.name),
        metric_version=pl.lit(asked.metric.version, pl.Int64),
        known_on=pl.lit(asked.known_on, pl.Date),
    ).select(pl.col(name).cast(kind) for name, kind in FIGURE_SCHEMA.items())


def _stated(counted: pl.DataFrame, asked: _Asked) -> pl.DataFrame:
    """Show the lower bound before the first collection, the upper one from then on.

    On days of which nobody knows whether registrations were there already, nothing is shown but the
    bounds; where nothing is asked there is no figure.
    """
    ratio = asked.metric.is_ratio
    collected = pl.col("as_of") >= pl.lit(asked.first_day, pl.Date)
    # On such a day the dates of the first registrations are unknown, whatever group is looked at.
    unknown = (pl.col("as_of") < pl.lit(asked.unknown_until, pl.Date)).fill_null(value=False) & ~collected
    owed = pl.when(collected).then("high_asked").otherwise("low_asked")
    none_asked = (owed == 0) if ratio else pl.lit(value=False)
    state = (
        pl.when(unknown)
        .then(pl.lit("reconstructed"))
        .when(none_asked)
        .then(pl.lit("not_asked"))
        .otherwise(pl.lit("ok"))
    )
    shown = ~unknown & ~none_asked
    return counted.with_columns(
        passed=pl.when(shown & collected).then("high").when(shown).then("low"),
        asked=pl.when(shown).then(owed) if ratio else pl.lit(None, pl.Int64),
        low=pl.when(~none_asked).then("low"),
        high=pl.when(~none_asked).then("high"),
        low_asked=pl.when(~none_asked).then("low_asked") if ratio else pl.lit(None, pl.Int64),
        high_asked=pl.when(~none_asked).then("high_asked") if ratio else pl.lit(None, pl.Int64),
        state=state,
        org_id=pl.col("code"),
        n_source=pl.lit("register" if ratio else None, pl.String),
        n_date=pl.when(pl.lit(ratio)).then(pl.min_horizontal("as_of", pl.lit(asked.last_day, pl.Date))),
    )


def _stateless(asked: _Asked, days: Sequence[date], state: str) -> pl.DataFrame:
    """Return figures that cannot be given, with the state that says why."""
    rows = [
        {
            "metric": asked.metric.name,
            "metric_version": asked.metric.version,
            "as_of": one,
            "known_on": asked.known_on,
            "group": "all",
            "state": state,
        }
        for one in days
    ]
    return pl.DataFrame(rows, schema=FIGURE_SCHEMA)


def registrations(facts: Facts, as_of: date, known_on: date | None = None) -> pl.DataFrame:
    """Return every registration that was ever public by a day, and whether it still was.

    Columns: lars, name, org_id, organisation, type, ministry_id, ministry, first_published,
    published_at (instants), content, status, category, standard, state (public or withdrawn), basis
    (publication, listed or reduced) and identity (stated, inferred or provisional).
    Empty when the day is after the last collection.
    """
    last = facts.last_day(known_on)
    cut = stretches(facts, known_on or last) if last else spans(facts, as_of)
    if last is None or as_of > last:
        cut = cut.clear()
    collected = last is not None and as_of >= min(
        moment.astimezone(ZONE).date() for moment in facts.collected(known_on)
    )
    begun = cut.filter(pl.col("from_day") <= as_of, ~pl.col("retro")).sort("lars", "from_day")
    latest = begun.unique("lars", keep="last")
    sure = pl.lit(value=True) if collected else pl.col("low")
    public = (pl.col("to_day") > as_of) & sure
    return (
        latest.with_columns(state=pl.when(public).then(pl.lit("public")).otherwise(pl.lit("withdrawn")))
        .select(*_REGISTRATION, "state", "basis", "identity")
        .sort("lars")
    )


_REGISTRATION: Final = (
    "lars",
    "name",
    "org_id",
    "organisation",
    "type",
    "ministry_id",
    "ministry",
    "first_published",
    "published_at",
    "content",
    "status",
    "category",
    "standard",
)
