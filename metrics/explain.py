"""Why a figure moved between two days: the difference of its share, divided exactly over causes.

With n of N on the one day and n' of N' on the other, the difference is
``(n' - n) * mean(1/N, 1/N') + mean(n, n') * (1/N' - 1/N)``. The units of the figure that count for
something else each have one cause (``metrics.causes``); what they add to n' - n and to N' - N divides
both terms, in whole numbers and fractions, so that the parts add up to the difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from metrics.catalogue import CATALOGUE
from metrics.causes import CAUSES, METHOD_CHANGED, cause
from metrics.engine import figures, no_metric
from metrics.facts import Facts
from metrics.registry import Metric, Question, QuestionError, Score, Units
from metrics.units import of_scores

#: Why there is no figure, by its state.
_NO_FIGURE: Final[Mapping[str, str]] = {
    "stale": "nothing was collected that late",
    "never_ran": "what it needs was never collected",
    "reconstructed": "nobody knows what all was there",
    "not_asked": "nothing was asked of anybody",
    "declared_zero": "zero was declared, and there is no share of nought",
    "not_reported": "nobody reported",
    "partial": "only the ministry reported, which does not say whose systems are whose",
    "suppressed": "small numbers are not told",
    "too_few": "there is too little to go by",
}


class UnitsError(Exception):
    """The units of a metric do not add up to its figure: its declaration is wrong; says by how much."""


@dataclass(frozen=True)
class Point:
    """The figure on one of the two days, and up to when observations counted."""

    as_of: date
    known_on: date
    passed: int
    asked: int
    state: str

    @property
    def share(self) -> Fraction:
        """Its share, exactly."""
        return Fraction(self.passed, self.asked)


@dataclass(frozen=True)
class Reported:
    """What a publication said of the first of the two days; its number, and the metric's version then."""

    number: str
    version: int
    point: Point


@dataclass(frozen=True)
class Part:
    """What one cause did: to the numerator, to the denominator, and to the share."""

    cause: str
    passed: int
    asked: int
    share: Fraction
    #: unit, label, org_id, and what it counted for: n, asked, n_to, asked_to. Empty for a changed method.
    units: pl.DataFrame


@dataclass(frozen=True)
class Explanation:
    """A difference and its parts, in the order of the causes; those that did nothing are left out."""

    metric: Metric
    start: Point
    end: Point
    parts: tuple[Part, ...]
    reported: Reported | None = None

    @property
    def difference(self) -> Fraction:
        """How much the share rose; below zero it fell. The sum of the parts."""
        return self.end.share - self.start.share


def explain(  # noqa: PLR0913 - the question has this many parts
    facts: Facts,
    metric: str,
    start: date,
    end: date,
    *,
    known_on: date | None = None,
    as_known: bool = False,
    where: Mapping[str, str] | None = None,
    target: str | None = None,
    reported: Reported | None = None,
) -> Explanation:
    """Say why a figure is another one on ``end`` than on ``start``, which may be the later day.

    Observations count up to ``known_on`` for both, by default the last collection; ``as_known``
    takes each day as it was known at its own end, so that what was learned in between is a cause
    too. ``reported`` starts from what a publication said, and takes its day as it was known then.
    Raises QuestionError for a metric that has no share or no units, and for a day without a figure.
    """
    declared = _explainable(metric)
    if declared.inventories and facts.audience == "public":
        msg = f"{metric} follows lists that are not public: only the internal mart can explain it"
        raise QuestionError(msg)
    last = known_on or facts.last_day() or end
    asked = [Question(declared, [one], one if as_known else last, "all", where or {}, target) for one in (start, end)]
    if reported:
        asked[0] = Question(declared, [start], reported.point.known_on, "all", where or {}, target)
    points = [_point(facts, one) for one in asked]
    changed = _changed(facts, asked, points)
    first = reported.point if reported else points[0]
    method = (points[0].passed - first.passed, points[0].asked - first.asked)
    return Explanation(declared, first, points[1], _parts(first, points[1], changed, method), reported)


def _explainable(metric: str) -> Metric:
    if metric not in CATALOGUE:
        raise QuestionError(no_metric(metric))
    if CATALOGUE[metric].explainable:
        return CATALOGUE[metric]
    can = [one.name for one in CATALOGUE if one.explainable]
    families = {one.family: [each for each in CATALOGUE if each.family == one.family] for one in CATALOGUE}
    whole = [family for family, each in families.items() if all(one.explainable for one in each)]
    named = [f"{family}.*" for family in whole] + [one for one in can if one.split(".")[0] not in whole]
    why = "it is no share of anything, or its units are not told apart"
    msg = f"{metric} cannot be explained: {why}. These can: {', '.join(named)}"
    raise QuestionError(msg)


def _point(facts: Facts, question: Question) -> Point:
    """Return the figure of a day; raises QuestionError, with its state, when there is none."""
    (as_of,), known_on = question.days, question.known_on
    name, where, target = question.metric.name, question.where, question.target
    found = figures(facts, name, [as_of], known_on=known_on, where=where, target=target)
    nothing = {"passed": None, "asked": None, "state": "not_asked"}
    row: dict[str, Any] = found.row(0, named=True) if found.height else nothing
    if row["passed"] is None or not row["asked"]:
        why = _NO_FIGURE.get(row["state"], "there is no denominator")
        msg = f"{name} has no figure on {as_of}, as known on {known_on}: {row['state']} ({why})"
        raise QuestionError(msg)
    return Point(as_of, known_on, row["passed"], row["asked"], row["state"])


def units_of(facts: Facts, question: Question) -> Units:
    """Return the units of a figure of one day."""
    declared = question.metric
    if declared.units is not None:
        return declared.units(facts, question)
    if isinstance(declared.measure, Score):
        return of_scores(facts, question, declared.measure)
    msg = f"{declared.name} tells no units"
    raise QuestionError(msg)


def _changed(facts: Facts, asked: Sequence[Question], points: Sequence[Point]) -> pl.DataFrame:
    """Return the units that count for something else: unit, label, org_id, n, asked, n_to, asked_to, cause.

    Causes are those of what happened, so looked at from the earlier day whichever comes first.
    """
    found = [units_of(facts, one) for one in asked]
    for units, point in zip(found, points, strict=True):
        _check(units, point)
    early, late = sorted((0, 1), key=lambda at: (asked[at].days[0], asked[at].known_on))
    before, after = found[early], found[late]
    hindsight = before
    if asked[early].known_on != asked[late].known_on:
        hindsight = units_of(facts, _as_known(asked[early], asked[late].known_on))
    pairs = before.rows.join(after.rows, on="unit", how="full", coalesce=True, suffix="_to")
    counts = ("n", "asked")
    pairs = pairs.with_columns(pl.col(f"{one}{end}").fill_null(0) for one in counts for end in ("", "_to"))
    moved = pairs.filter((pl.col("n") != pl.col("n_to")) | (pl.col("asked") != pl.col("asked_to")))
    told = moved.with_columns(cause=cause(before, hindsight, after, asked[late].days[0]))
    if early == 1:
        told = told.rename({"n": "n_to", "n_to": "n", "asked": "asked_to", "asked_to": "asked"})
    named = [pl.coalesce(f"{one}_to", one).alias(one) for one in ("label", "org_id")]
    return told.select("unit", *named, *counts, "n_to", "asked_to", "cause").sort("unit")


def _as_known(question: Question, known_on: date) -> Question:
    return Question(question.metric, question.days, known_on, question.by, question.where, question.target)


def _check(units: Units, point: Point) -> None:
    rows = units.rows
    sums = rows["n"].sum(), rows["asked"].sum()
    if rows["unit"].is_duplicated().any() or sums != (point.passed, point.asked):
        msg = f"units of {point.as_of} add up to {sums[0]} of {sums[1]}; the figure is {point.passed} of {point.asked}"
        raise UnitsError(msg)


def _parts(start: Point, end: Point, changed: pl.DataFrame, method: tuple[int, int]) -> tuple[Part, ...]:
    grouped = {str(key): rows.drop("cause") for (key,), rows in changed.group_by("cause", maintain_order=True)}
    if method != (0, 0):
        grouped[METHOD_CHANGED] = changed.drop("cause").clear()
    parts = []
    for name in CAUSES:
        if name in grouped:
            rows = grouped[name]
            own = tuple(int((rows[f"{one}_to"] - rows[one]).sum()) for one in ("n", "asked"))
            passed, asked = method if name == METHOD_CHANGED else own
            parts.append(Part(name, passed, asked, share_of(start, end, passed, asked), rows))
    return tuple(parts)


def share_of(start: Point, end: Point, passed: int, asked: int) -> Fraction:
    """Return what a change of the numerator and of the denominator does to the share, of the whole change."""
    mean_of_one = (Fraction(1, start.asked) + Fraction(1, end.asked)) / 2
    mean_passed = Fraction(start.passed + end.passed, 2)
    return passed * mean_of_one - mean_passed * Fraction(asked, start.asked * end.asked)
