"""What follows from the pairs that are known on one day: which are certain, and which are possible.

A line is one registration, or of each of the names that it joins one, and a registration one line, unless
an id or a person says otherwise. So pairs are rivals of those that share a line or a registration with them:
one of two equal ones is the less likely, and one whose rivals have better places elsewhere the more. How likely
each is follows from all of them together, by belief propagation over matchings (exact where pairs make no circle).
Which registration a line is must be clear for it to be certain. That another line may be that one too need not
stand in the way: many a body lists in parts what it registered as one.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import product
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.evidence import FIELDS
from metrics.linking.score import same_name

_COLUMNS: Final = ("org_id", "local_id", "lars", "basis", "score", "evidence")
_LINE: Final = ("org_id", "local_id")
#: Two bodies may both list what one of them registered: their lines are no rivals.
_REGISTRATION: Final = ("org_id", "lars")
_ROUNDS: Final = 40
#: With less than this share of the candidates, a pair has a rival that counts.
_CONTESTED: Final = 0.8
#: Below these log-odds names are too unlike: 1 to 4.
_UNLIKELY: Final = -math.log(4)
#: Below these log-odds each of both names has a word of its own that tells of something else.
_APART: Final = -1.5
#: The fields of the evidence without which none is certain, however likely.
DECIDING: Final = ("name", "apart", "added", "version", "prior", "text", "vendor", "start")
#: Below these log-odds a line adds to one word what may make another thing of it: "anonimiseren testdata".
_MORE: Final = -1.0
#: What makes it half as likely again confirms it: texts that are about the same, a vendor, a date.
_CONFIRMS: Final = math.log(1.5)
#: Numbers that were rounded are the same.
_SLIGHT: Final = 0.002
#: Odds beyond this are as good as certain, and would not fit a number.
_MOST: Final = 30.0

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Calibration:
    """How log-odds among rivals become a probability, and from which one on a pair is what (``docs/linking.md``)."""

    among_rivals: float
    alone: float
    candidates: float
    shift: float
    #: What such log-odds turned out to be, at some points; straight between them.
    curve_from: tuple[float, ...]
    curve_to: tuple[float, ...]
    certain: float
    possible: float


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """Return what was calibrated."""
    told = tomllib.loads(resources.files("metrics.linking").joinpath("weights.toml").read_text("utf-8"))
    curves = {name: tuple(one) for name, one in told["choice"].items() if isinstance(one, list)}
    return Calibration(**(told["choice"] | curves))


def chosen(candidates: pl.DataFrame) -> pl.DataFrame:
    """Return pairs (rows of ``pairs`` known on one day) with the probability and the state of each.

    Columns: org_id, local_id, lars, basis, score, evidence, probability (null unless by text), state
    (certain, possible or none). An id is certain.
    """
    by_text = candidates.filter(pl.col("basis") == "text").sort(*_LINE, "lars")
    told, rivalry = calibration(), among_rivals(by_text)
    said = {name: by_text["evidence"].list.get(FIELDS.index(name)).to_numpy() for name in DECIDING}
    doubt = in_doubt(rivalry.share, said, twins(by_text, said, same_name()))
    likely = by_text.select(_COLUMNS).with_columns(
        pl.Series("probability", probability(rivalry, told), pl.Float64), pl.Series("doubt", doubt, pl.Boolean)
    )
    by_id = candidates.filter(pl.col("basis") != "text").select(
        *_COLUMNS, probability=pl.lit(None, pl.Float64), state=pl.lit("certain")
    )
    sure = pl.when(pl.col("probability") >= told.certain, ~pl.col("doubt")).then(pl.lit("certain"))
    state = sure.when(pl.col("probability") >= told.possible).then(pl.lit("possible")).otherwise(pl.lit("none"))
    found = likely.with_columns(state=state).drop("doubt").with_columns(state=_at_home())
    return pl.concat([by_id, found]).sort(*_LINE, "lars", "basis")


def _at_home() -> pl.Expr:
    """Return the states, where what is only called like a registration of another body may have one of its own.

    So it is where that body's own list has the registration for certain, and no text says that it is the same.
    """
    text, body = (pl.col("evidence").list.get(FIELDS.index(name)) for name in ("text", "body"))
    certain = pl.col("state") == "certain"
    taken = (certain & (body >= 0)).any().over("lars")
    return pl.when(certain, taken, body < 0, text < _CONFIRMS).then(pl.lit("possible")).otherwise("state")


class Rivalry(NamedTuple):
    """Of each pair: its log-odds by itself, and given those of all the others; its share of its line's candidates.

    ``candidates`` is the logarithm of how many registrations its line may be.
    """

    alone: Numbers
    odds: Numbers
    share: Numbers
    candidates: Numbers


def probability(pairs: Rivalry, told: Calibration) -> Numbers:
    """Return how likely pairs are.

    A line that may be many things is less likely to be each of them, also of those that are nothing much by
    themselves: its name says little, and at a body that registers much some are always alike by chance.
    """
    before = told.among_rivals * pairs.odds + told.alone * pairs.alone + told.candidates * pairs.candidates + told.shift
    # Beyond its ends the curve goes on straight.
    beyond = before - np.clip(before, told.curve_from[0], told.curve_from[-1])
    found = 1 / (1 + np.exp(-(np.interp(before, told.curve_from, told.curve_to) + beyond)))
    # Rounded, so that the same pairs give the same state on any machine.
    rounded: Numbers = found.round(6)
    return rounded


def in_doubt(share: Numbers, told: Mapping[str, Numbers], twin: Flags) -> Flags:
    """Say of pairs whether they cannot be certain, however likely they are.

    ``share`` is that of the candidates of their line, ``told`` the evidence ``DECIDING``, and ``twin`` says which are
    ``twins``. In doubt are those

    - with another registration that counts: the line may be that one, or both, where it was put together;
    - with another line that has the registration's very name: that one it is, or nobody can tell which of both;
    - with a version that only one of them has, or another one: the next version is another system;
    - with names that by themselves make it unlikely: texts, vendors and dates are copied, and only confirm a name;
    - with a name of one word to which the line adds others, unless text, vendor or date confirm it;
    - with a word in each name that the other does not have: what it is for may be another thing.
    """
    unlikely = told["name"] + told["apart"] + told["added"] + told["prior"] < _UNLIKELY
    more = (told["added"] < _MORE) & (told["text"] + told["vendor"] + told["start"] < _CONFIRMS)
    found: Flags = (share < _CONTESTED) | twin | (told["version"] < 0) | unlikely | (told["apart"] < _APART) | more
    return found


def twins(pairs: pl.DataFrame, told: Mapping[str, Numbers], same: float) -> Flags:
    """Say of pairs (org_id, lars) whether another line of the body has the very name of the registration.

    What is called a part of it ("part 2") has not.

    ``told`` is the evidence ``DECIDING``, and ``same`` what names say that are the very same.
    """
    named = (np.abs(told["name"] - same) <= _SLIGHT) & (told["version"] >= 0)
    places = _places(pairs, _REGISTRATION)
    found: Flags = np.bincount(places, named, 1)[places] - named > 0
    return found


def among_rivals(pairs: pl.DataFrame) -> Rivalry:
    """Return how pairs (org_id, local_id, lars, score, parts) stand among those with the same line or registration."""
    lines, registrations = _places(pairs, _LINE), _places(pairs, _REGISTRATION)
    besides = _besides(lines, pairs["parts"].to_numpy())
    alone = pairs["score"].to_numpy()
    odds = np.exp(np.clip(alone, -_MOST, _MOST))
    # What each pair hears from its line and from its registration: whether they are free for it.
    of_line, of_registration = np.ones(len(odds)), np.ones(len(odds))
    for _ in range(_ROUNDS):
        of_line = 1 / (1 + _others(lines, odds * of_registration, besides))
        # Half the way at a time: in a circle of equals it would swing for ever.
        of_registration = (of_registration + 1 / (1 + _others(registrations, odds * of_line))) / 2
    wanted = odds * of_registration
    share = wanted / (wanted + _others(lines, wanted, besides))
    candidates = np.log(np.bincount(lines)[lines]) if len(lines) else np.zeros(0)
    return Rivalry(alone, np.log(odds * of_line * of_registration), share, candidates)


def _places(pairs: pl.DataFrame, key: Sequence[str]) -> Places:
    """Return a number for each pair, the same for those with the same key."""
    found: Places = pairs.select(pl.struct(key).rank("dense") - 1).to_series().to_numpy().astype(np.int64)
    return found


def _others(places: Places, wanted: Numbers, besides: tuple[Places, Places] | None = None) -> Numbers:
    """Return for each pair what its rivals in the same place want together, without those that may be ``besides``."""
    if not len(places):
        return np.zeros(0)
    found = np.bincount(places, wanted)[places] - wanted
    if besides is not None:
        mine, other = besides
        found -= np.bincount(mine, wanted[other], len(wanted))
    # Never quite nothing is left by taking numbers from a sum that they are all of.
    kept: Numbers = np.maximum(found, 0)
    return kept


def _besides(lines: Places, parts: Places) -> tuple[Places, Places]:
    """Return the pairs of pairs of one line that may both be, as each is another part of what the line joins."""
    some = np.flatnonzero(parts)
    by_line: dict[int, list[int]] = {}
    for at in some.tolist():
        by_line.setdefault(int(lines[at]), []).append(at)
    both = [pair for each in by_line.values() for pair in product(each, each) if not parts[pair[0]] & parts[pair[1]]]
    mine, others = np.array(both, np.int64).reshape(-1, 2).T
    return mine, others
