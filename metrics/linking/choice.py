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
from typing import Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

_COLUMNS: Final = ("org_id", "local_id", "lars", "basis", "score", "evidence")
_LINE: Final = ("org_id", "local_id")
_ROUNDS: Final = 40
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
    odds = told.among_rivals * among_rivals(by_text) + told.alone * by_text["score"].to_numpy() + told.shift
    # Rounded, so that the same pairs give the same state on any machine.
    probability = pl.Series("probability", (1 / (1 + np.exp(-odds))).round(6), dtype=pl.Float64)
    likely = by_text.select(_COLUMNS).with_columns(probability)
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


def among_rivals(pairs: pl.DataFrame) -> Numbers:
    """Return the log-odds of each pair (org_id, local_id, lars, score) given those of all the others."""
    lines, registrations = _places(pairs, _LINE), _places(pairs, ["lars"])
    odds = np.exp(np.clip(pairs["score"].to_numpy(), -_MOST, _MOST))
    # What each pair hears from its line and from its registration: whether they are free for it.
    of_line, of_registration = np.ones(len(odds)), np.ones(len(odds))
    for _ in range(_ROUNDS):
        of_line = _free(lines, odds * of_registration)
        # Half the way at a time: in a circle of equals it would swing for ever.
        of_registration = (of_registration + _free(registrations, odds * of_line)) / 2
    found: Numbers = np.log(odds * of_line * of_registration)
    return found


def _places(pairs: pl.DataFrame, key: Sequence[str]) -> Places:
    """Return a number for each pair, the same for those with the same key."""
    found: Places = pairs.select(pl.struct(key).rank("dense") - 1).to_series().to_numpy().astype(np.int64)
    return found


def _free(places: Places, wanted: Numbers) -> Numbers:
    """Return how likely it is that none of its rivals takes the place of a pair."""
    if not len(places):
        return np.ones(0)
    others = np.bincount(places, wanted)[places] - wanted
    free: Numbers = 1 / (1 + np.maximum(others, 0))
    return free
