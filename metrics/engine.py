"""The one engine: any figure, for any days, from dated facts, by steps and a running total."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN, as_today
from metrics.catalogue import CATALOGUE
from metrics.facts import Facts
from metrics.memo import with_facts
from metrics.registry import Metric, Question, QuestionError, Score, unknown
from metrics.schemas import FIGURE_SCHEMA
from metrics.spans import stretches
from metrics.steps import ALWAYS, AND, counted, counted_each
from sql.fields import NOT_STATED, STANDARDS

#: Under this number of cases a share says more about chance than about the body: counts only.
SMALL: Final = 5
#: So many figures are put in their form at a time: of a few rows of many metrics, form is what costs.
_TOGETHER: Final = 10_000


@dataclass(frozen=True)
class _Asked:
    """The question, with what every figure of it carries."""

    metric: Metric
    known_on: date | None
    first_day: date | None
    last_day: date | None


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
    one = figures_of(facts, [metric], days, known_on=known_on, by=by, where=where, target=target, restated=restated)
    return next(one)


def figures_of(  # noqa: PLR0913 - the question has this many parts
    facts: Facts,
    metrics: Sequence[str],
    days: Sequence[date],
    *,
    known_on: date | None = None,
    by: str = "all",
    where: Mapping[str, str] | None = None,
    target: str | None = None,
    restated: bool = False,
) -> Iterator[pl.DataFrame]:
    """Yield the figures of several metrics, each as ``figures`` returns them, in the order of ``metrics``.

    What they share is worked out once, so that many cost little more than one.
    """
    last = facts.last_day(known_on)
    if restated and last is not None:
        facts = as_today(facts, known_on or last)
    declared = [_declared(facts, metric, by, where or {}) for metric in metrics]
    for one in declared:
        if restated and not one.restatable:
            msg = f"{one.name} is as the documents print it; it cannot be restated to other organisations"
            raise QuestionError(msg)
    every = [_Asked(one, known_on or last, facts.first_day(known_on), last) for one in declared]
    if last is None:
        yield from (_stateless(asked, days, "never_ran") for asked in every)
        return
    answered = sorted(one for one in days if one <= last)
    questions = [Question(one, answered, known_on or last, by, where or {}, target) for one in declared]
    after = sorted(one for one in days if one > last)
    if not answered:
        yield from (_stateless(asked, after, "stale") for asked in every)
        return
    for asked, found in zip(every, _answers(facts, every, questions), strict=True):
        yield pl.concat([found, _stateless(asked, after, "stale")]) if after else found


@dataclass(frozen=True)
class OfBodies:
    """Figures of several metrics on the same days, of every body that then had, or once had, a registration.

    ``frames`` hold them by metric, a body after the other; ``places`` say where each begins.
    """

    frames: Mapping[str, pl.DataFrame]
    places: Mapping[str, int]
    days: int

    def of(self, metric: str, org_id: str) -> pl.DataFrame:
        """Return the figures of one body, as ``figures`` restricted to it; KeyError for one without a place."""
        return self.frames[metric].slice(self.places[org_id], self.days)


def figures_of_bodies(facts: Facts, metrics: Sequence[str], days: Sequence[date]) -> OfBodies:
    """Return the figures of scores for all bodies at once: what a page of any of them would ask one by one.

    Each is the figure that ``figures`` restricted to that body returns. ``days`` are in order, none later than
    the last collection. Raises QuestionError for a metric that is not known, ValueError for one that is no score.
    """
    last = facts.last_day()
    if last is None or not days or days[-1] > last:
        msg = "figures of all bodies are those of days on which the register was known"
        raise ValueError(msg)
    declared = [_declared(facts, metric, "all", {}) for metric in metrics]
    scores = [one.measure for one in declared if isinstance(one.measure, Score)]
    if len(scores) != len(declared):
        msg = f"not all of these are scores of registrations: {', '.join(metrics)}"
        raise ValueError(msg)
    first = facts.first_day()
    question, until = Question(declared[0], days, last, "all", {}), _unknown_until(facts, last)
    counts = counted_each(stretches(facts, last), question, scores)
    ordered = [one.sort("code", "as_of") for one in counts]
    codes = ordered[0]["code"].gather_every(len(days)) if ordered else ()
    alone = (one.with_columns(group=pl.lit("all"), code=pl.lit(None, pl.String)) for one in ordered)
    frames = dict(
        zip(metrics, _scored(alone, [_Asked(one, last, first, last) for one in declared], until), strict=True)
    )
    return OfBodies(frames, {code: place * len(days) for place, code in enumerate(codes)}, len(days))


def _answers(facts: Facts, every: Sequence[_Asked], questions: Sequence[Question]) -> Iterator[pl.DataFrame]:
    """Yield the figures of each metric, sorted by day, group and body."""
    known_on, scored = questions[0].known_on, [one for one in every if isinstance(one.metric.measure, Score)]
    scores = [one.metric.measure for one in scored if isinstance(one.metric.measure, Score)]
    counts = counted(stretches(facts, known_on), questions[0], scores) if scores else iter(())
    figures_of_scores = _scored(counts, scored, _unknown_until(facts, known_on)) if scores else iter(())
    for asked, question in zip(every, questions, strict=True):
        measure = asked.metric.measure
        if isinstance(measure, Score):
            yield next(figures_of_scores)
            continue
        found = measure(facts, question)
        if not found.width:
            yield _stateless(asked, question.days, "never_ran")
            continue
        if "state" not in found.columns:
            found = _stated(found, asked, _unknown_until(facts, question.known_on))
        yield _shaped(found, asked).sort("as_of", "group", "org_id")


def _scored(
    counts: Iterable[pl.DataFrame], every: Sequence[_Asked], unknown_until: date | None
) -> Iterator[pl.DataFrame]:
    """Yield the figures of scores, from the counts of each; those that are alike in form get it together."""
    some: list[tuple[_Asked, pl.DataFrame]] = []
    for asked, found in zip(every, counts, strict=True):
        rows = sum(frame.height for _, frame in some) + found.height
        if some and (rows > _TOGETHER or some[0][0].metric.ratio != asked.metric.ratio):
            yield from _formed(some, unknown_until)
            some = []
        some.append((asked, found))
    yield from _formed(some, unknown_until)


def _formed(some: Sequence[tuple[_Asked, pl.DataFrame]], unknown_until: date | None) -> Iterator[pl.DataFrame]:
    """Yield the figures of scores that are all shares, or all counts."""
    if not some:
        return
    first, (asked, frames) = some[0][0], zip(*some, strict=True)
    shaped = _shaped(_stated(pl.concat(frames), first, unknown_until), first)
    times = [frame.height for frame in frames]
    metric = [one.metric for one, height in zip(asked, times, strict=True) for _ in range(height)]
    named = shaped.with_columns(
        metric=pl.Series([one.name for one in metric], dtype=pl.String),
        metric_version=pl.Series([one.version for one in metric], dtype=pl.Int64),
    )
    begin = 0
    for height in times:
        yield named.slice(begin, height)
        begin += height


@with_facts(8)
def _unknown_until(facts: Facts, known_on: date) -> date | None:
    """Return the day up to which there are registrations of which no date tells the beginning, if any."""
    return max(stretches(facts, known_on).filter("retro")["to_day"], default=None)


def no_metric(name: str) -> str:
    """Say that there is no such metric, and which are near: those of its family, if it has one."""
    names = [one.name for one in CATALOGUE]
    family = [one for one in names if one.partition(".")[0] == name.partition(".")[0]]
    return f"{unknown('metric', name, family or names)} All {len(names)}: vulgraad method"


def _declared(facts: Facts, metric: str, by: str, where: Mapping[str, str]) -> Metric:
    if metric not in CATALOGUE:
        raise QuestionError(no_metric(metric))
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
            raise QuestionError(unknown(key, value, sorted(known_values)))
    return declared


@with_facts(8)
def _values(facts: Facts, key: str) -> frozenset[str]:
    """Return the values that a filter can have: words of the register, and codes that it ever named."""
    bodies, today = facts.organisations, facts.heirs["heir"]
    found = {
        "category": [pl.Series(ALWAYS["category"])],
        "status": [pl.Series(ALWAYS["status"])],
        "standard": [pl.Series(STANDARDS), facts.versions["standard"]],
        "theme": [facts.versions["themes"].str.split(AND).explode(), pl.Series([NOT_STATED])],
        "scope": [pl.Series(["with", "without"])],
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
    return frozenset(value for values in found for value in values.unique().drop_nulls())


def _shaped(found: pl.DataFrame, asked: _Asked) -> pl.DataFrame:
    """Turn counts into figures: which bound is shown, and in which state."""
    low_asked, high_asked = (
        pl.when(pl.col(one) != pl.col("asked")).then(pl.col(one)) for one in ("low_asked", "high_asked")
    )
    few = (pl.col("state") == "ok") & pl.col("asked").is_between(1, SMALL - 1)
    state = pl.when(few.fill_null(value=False) & asked.metric.ratio).then(pl.lit("too_few")).otherwise("state")
    missing = [pl.lit(None, kind).alias(name) for name, kind in FIGURE_SCHEMA.items() if name not in found.columns]
    return (
        found.with_columns(missing)
        .with_columns(
            low_asked.alias("low_asked"),
            high_asked.alias("high_asked"),
            state.alias("state"),
            metric=pl.lit(asked.metric.name),
            metric_version=pl.lit(asked.metric.version, pl.Int64),
            known_on=pl.lit(asked.known_on, pl.Date),
        )
        .select(pl.col(name).cast(kind) for name, kind in FIGURE_SCHEMA.items())
    )


def _stated(found: pl.DataFrame, asked: _Asked, unknown_until: date | None) -> pl.DataFrame:
    """Show the lower bound before the first collection, the upper one from then on.

    On days of which nobody knows whether registrations were there already, nothing is shown but the
    bounds; where nothing is asked there is no figure.
    """
    ratio = asked.metric.ratio
    collected = pl.col("as_of") >= pl.lit(asked.first_day, pl.Date)
    # On such a day the dates of the first registrations are unknown, whatever group is looked at.
    unknown = (pl.col("as_of") < pl.lit(unknown_until, pl.Date)).fill_null(value=False) & ~collected
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
    return found.with_columns(
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
