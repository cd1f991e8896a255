"""What a body can complete in its registrations, in the order of what that adds to its score.

A fix completes one requirement of one registration: by a text where there is none, or by another one
where what stands there does not count. Its gain is exact: the score of the body (``completeness.valid``)
after it, less the score before. A legal basis, or data, where there was none makes its references
asked for, in a standard that has them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from heapq import nsmallest
from typing import Any, Final, Literal, TypeAlias

import polars as pl

from metrics.checks import CHECKS
from metrics.facts import Facts
from metrics.families.completeness import REQUIREMENTS, WEIGHTS, Requirement, score_of
from metrics.of_body import of_body
from metrics.reading import PARENTS
from metrics.registry import QuestionError
from metrics.units import public_by
from sql.fields import BIT, BY_KEY

SCORE: Final = "completeness.valid"
_REFERENCES: Final = {parent: references for references, parent in PARENTS.items()}
_OWED: Final = [(one, one.mask) for one in REQUIREMENTS]
_WEIGHT_OF: Final = {key: WEIGHTS[one.tier] for one in REQUIREMENTS for key in one.fields}


@dataclass(frozen=True)
class Score:
    """Points got and points owed."""

    passed: int
    asked: int

    @property
    def share(self) -> Fraction:
        """The score, exactly."""
        return Fraction(self.passed, self.asked)

    def plus(self, passed: int, asked: int) -> "Score":
        """Return the score with more points got and owed."""
        return Score(self.passed + passed, self.asked + asked)


@lru_cache(maxsize=4096)
def _loss(score: Score, passed: int, asked: int) -> Fraction:
    """Return the score less what it is with more points got and owed: of thousands of fixes few differ in that."""
    return score.share - score.plus(passed, asked).share


@dataclass(frozen=True)
class Fix:
    """One requirement of one registration to complete, by any one of some fields."""

    lars: str
    name: str
    requirement: Requirement
    fields: tuple[str, ...]
    action: Literal["fill", "replace"]
    #: The points that it adds: got, and owed where something else is asked for because of it.
    passed: int
    asked: int
    #: The score of the body before and after this fix alone, and after all up to this one.
    before: Score
    cumulative: Score
    #: The score of the registration itself.
    own: Score
    #: References that are owed once it is done, and not filled yet.
    follows: str | None
    #: Checks of the same fields that the registration does not pass.
    checks: tuple[str, ...]

    @property
    def after(self) -> Score:
        """The score of the body after this fix alone."""
        return self.before.plus(self.passed, self.asked)

    @property
    def gain(self) -> Fraction:
        """What this fix alone adds to the score of the body."""
        return -_loss(self.before, self.passed, self.asked)

    @property
    def own_after(self) -> Score:
        """The score of the registration after this fix alone."""
        return self.own.plus(self.passed, self.asked)

    @property
    def own_gain(self) -> Fraction:
        """What this fix alone adds to the score of the registration."""
        return -_loss(self.own, self.passed, self.asked)


@dataclass(frozen=True)
class Fixes:
    """What a body can complete as of a day, the largest gain first."""

    org_id: str
    as_of: date
    known_on: date
    score: Score
    state: str
    #: How many there are, also where the first of them were asked for.
    total: int
    fixes: tuple[Fix, ...]


#: What ranks a fix, the largest gain first: losses for the body and the registration, its lars, and the place of the
#: requirement; and the registration it is of.
_Ranked: TypeAlias = tuple[Fraction, Fraction, str, int, Mapping[str, Any]]


def fixes(
    facts: Facts, org_id: str, *, lars: str | None = None, as_of: date | None = None, most: int | None = None
) -> Fixes:
    """Return the fixes of a body, or of one of its registrations, by default as of the last collection.

    The largest gain for the body first; of equal ones the largest for the registration, then by
    lars, then as requirements are declared. ``most`` keeps the first so many. Raises QuestionError
    for a body or registration that is not known, and for a day on which the body has no score.
    """
    known_on = facts.last_day()
    if known_on is None:
        msg = "the register was never collected: there is nothing to complete"
        raise QuestionError(msg)
    day = as_of or known_on
    (found,) = of_body(facts, [SCORE], [day], org_id)
    row = found.row(0, named=True)
    if row["passed"] is None:
        msg = f"{org_id} has no score on {day}: {row['state']}"
        raise QuestionError(msg)
    rows = _registrations(public_by(facts, day, known_on).filter(org_id=org_id), org_id, day, lars)
    score = Score(row["passed"], row["asked"])
    ranked = [one for each in rows for one in _open(each, score)]
    first = sorted(ranked) if most is None else nsmallest(most, ranked)
    ordered = [_fix(REQUIREMENTS[place], each, score) for *_, place, each in first]
    return Fixes(org_id, day, known_on, score, row["state"], len(ranked), tuple(_accumulated(ordered, score)))


def _registrations(public: pl.DataFrame, org_id: str, day: date, lars: str | None) -> list[dict[str, Any]]:
    """Return what is public of a body on a day, or one registration of that, with the points of each."""
    score = score_of("valid")
    rows = public.with_columns(got=score.passed, owed=score.owed)
    # What a reduced table showed has no verdicts: of that nothing is asked.
    rows = rows.with_columns(pl.col("asked", "filled", "valid", "failed", "got", "owed").fill_null(0))
    if lars is not None and lars not in rows["lars"]:
        msg = f"{org_id} has no registration {lars} that is public on {day}; it has: "
        raise QuestionError(msg + ", ".join(rows["lars"].sort()))
    return rows.filter(lars=lars).to_dicts() if lars is not None else rows.to_dicts()


def _open(row: Mapping[str, Any], score: Score) -> Iterator[_Ranked]:
    """Go through the requirements that a registration owes and does not meet, with what ranks each."""
    own = Score(row["got"], row["owed"])
    for place, (one, mask) in enumerate(_OWED):
        owed = row["asked"] & mask
        if owed and not row["valid"] & owed:
            points = _points(one, row)
            # The same fractions for the same points: equal ones are then seen to be without a comparison.
            yield _loss(score, *points), _loss(own, *points), row["lars"], place, row


def _points(one: Requirement, row: Mapping[str, Any]) -> tuple[int, int]:
    """Return the points that are got, and that are owed more, once a requirement is met."""
    references = _then_owed(one, row)
    if references is None:
        return WEIGHTS[one.tier], 0
    weight = _WEIGHT_OF[references]
    return WEIGHTS[one.tier] + (weight if row["valid"] & _bit(references) else 0), weight


def _fix(one: Requirement, row: Mapping[str, Any], score: Score) -> Fix:
    """Return what completes a requirement that a registration owes and does not meet."""
    asked = [key for key in one.fields if row["asked"] & _bit(key)]
    said = [key for key in asked if row["filled"] & _bit(key)]
    fields, references = tuple(said or asked), _then_owed(one, row)
    met = references is not None and bool(row["valid"] & _bit(references))
    found = (each for bit, each in enumerate(CHECKS) if row["failed"] >> bit & 1)
    return Fix(
        row["lars"],
        row["name"],
        one,
        fields,
        "replace" if said else "fill",
        *_points(one, row),
        score,
        score,
        Score(row["got"], row["owed"]),
        None if met else references,
        tuple(each.name for each in found if {*each.fields} & {*fields}),
    )


def _then_owed(one: Requirement, row: Mapping[str, Any]) -> str | None:
    """Return the references that are owed once a requirement is met, and are not owed yet."""
    references = _REFERENCES.get(one.key)
    if references is None or row["filled"] & one.mask or row["standard"] not in BY_KEY[references].limits:
        return None
    return references


def _bit(key: str) -> int:
    return 1 << BIT[key]


def _accumulated(ordered: list[Fix], score: Score) -> Iterator[Fix]:
    """Give each fix the score after it and all before it: none of them changes what another one does."""
    for one in ordered:
        score = score.plus(one.passed, one.asked)
        yield replace(one, cumulative=score)
