"""What follows from the pairs that are known on one day: which are certain, and which are possible.

A line is one registration, and a registration one line, unless an id or a person says otherwise. So
pairs are rivals of those that share a line or a registration with them: one of two equal ones cannot be
certain, and one whose rivals have better places elsewhere is the more likely. How likely each is follows
from all of them together, by belief propagation over matchings (exact where pairs make no circle).
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

_COLUMNS: Final = ("org_id", "local_id", "lars", "basis", "score", "evidence")
_LINE: Final = ("org_id", "local_id")
#: Two bodies may both list what one of them registered: their lines are no rivals.
_REGISTRATION: Final = ("org_id", "lars")
_ROUNDS: Final = 40
#: With less than this share of the candidates, a pair has a rival that counts; and is never likelier than this.
_CONTESTED: Final = 0.8
_UNSURE: Final = 0.9
#: Odds beyond this are as good as certain, and would not fit a number.
_MOST: Final = 30.0

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Calibration:
    """How log-odds among rivals become a probability, and from which one on a pair is what (``docs/linking.md``)."""

    among_rivals: float
    alone: float
    shift: float
    certain: float
    possible: float


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """Return what was calibrated."""
    told = tomllib.loads(resources.files("metrics.linking").joinpath("weights.toml").read_text("utf-8"))
    return Calibration(**told["choice"])


def chosen(candidates: pl.DataFrame) -> pl.DataFrame:
    """Return pairs (rows of ``pairs`` known on one day) with the probability and the state of each.

    Columns: org_id, local_id, lars, basis, score, evidence, probability (null unless by text), state
    (certain, possible or none). An id is certain.
    """
    by_text = candidates.filter(pl.col("basis") == "text").sort(*_LINE, "lars")
    told = calibration()
    likely = by_text.select(_COLUMNS).with_columns(
        pl.Series(
            "probability",
            probability(by_text["score"].to_numpy(), among_rivals(by_text), told),
            pl.Float64,
        )
    )
    by_id = candidates.filter(pl.col("basis") != "text").select(
        *_COLUMNS, probability=pl.lit(None, pl.Float64), state=pl.lit("certain")
    )
    state = (
        pl.when(pl.col("probability") >= told.certain)
        .then(pl.lit("certain"))
        .when(pl.col("probability") >= told.possible)
        .then(pl.lit("possible"))
        .otherwise(pl.lit("none"))
    )
    return pl.concat([by_id, likely.with_columns(state=state)]).sort(*_LINE, "lars", "basis")


class Rivalry(NamedTuple):
    """Of each pair: its log-odds given those of all the others, and its share of the candidates."""

    odds: Numbers
    share: Numbers


def probability(score: Numbers, rivalry: Rivalry, told: Calibration) -> Numbers:
    """Return how likely pairs are, given their log-odds alone and among rivals.

    With a rival that counts none is certain, however alike they are: it may be the other, or both, where
    a line was put together or taken apart.
    """
    odds = told.among_rivals * rivalry.odds + told.alone * score + told.shift
    found = 1 / (1 + np.exp(-odds))
    found = np.where(rivalry.share < _CONTESTED, np.minimum(found, _UNSURE), found)
    # Rounded, so that the same pairs give the same state on any machine.
    rounded: Numbers = found.round(6)
    return rounded


def among_rivals(pairs: pl.DataFrame) -> Rivalry:
    """Return how pairs (org_id, local_id, lars, score) stand among those with the same line or registration.

    The share is that among the candidates of its line, or of its registration, whichever is less.
    """
    lines, registrations = _places(pairs, _LINE), _places(pairs, _REGISTRATION)
    odds = np.exp(np.clip(pairs["score"].to_numpy(), -_MOST, _MOST))
    # What each pair hears from its line and from its registration: whether they are free for it.
    of_line, of_registration = np.ones(len(odds)), np.ones(len(odds))
    for _ in range(_ROUNDS):
        of_line = 1 / (1 + _others(lines, odds * of_registration))
        # Half the way at a time: in a circle of equals it would swing for ever.
        of_registration = (of_registration + 1 / (1 + _others(registrations, odds * of_line))) / 2
    wanted = (odds * of_registration, odds * of_line)
    sides = zip(wanted, (lines, registrations), strict=True)
    shares = [one / (one + _others(places, one)) for one, places in sides]
    return Rivalry(np.log(odds * of_line * of_registration), np.minimum(*shares))


def _places(pairs: pl.DataFrame, key: Sequence[str]) -> Places:
    """Return a number for each pair, the same for those with the same key."""
    found: Places = pairs.select(pl.struct(key).rank("dense") - 1).to_series().to_numpy().astype(np.int64)
    return found


def _others(places: Places, wanted: Numbers) -> Numbers:
    """Return for each pair what its rivals in the same place want together."""
    if not len(places):
        return np.zeros(0)
    # Never quite nothing is left by taking a number from a sum that it is all of.
    found: Numbers = np.maximum(np.bincount(places, wanted)[places] - wanted, 0)
    return found
