"""Set the weights and the thresholds of linking on made-up inventories, and try them on other bodies.

    python -m tests.linking.calibrate [--shared FOLDER] [--seeds N]

writes ``metrics/linking/weights.toml`` and ``docs/linking.md``. It needs the folder of captures.
"""

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.linking import choice, score
from metrics.linking.features import FIELD_OF, NAMED
from metrics.linking.pairs import compared
from sql.store import digest
from tests.linking.by_hand import by_hand
from tests.linking.calibration_set import SHARED, is_held_out, registrations, sets
from tests.linking.inventories import inventories
from tests.linking.mix import FAMILIES, HARSH, HOLED, MILD, USUAL, Mix
from tests.linking.page import linked_by_all, page
from tests.linking.renames import renames
from tests.linking.rows import Registration, Truth, always

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]

MIXES: Final[Mapping[str, Mix]] = {
    "usual": USUAL,
    "harsh": HARSH,
    "mild": MILD,
    "holed": HOLED,
    "families": FAMILIES,
}
#: Where the curve from log-odds to probabilities may bend, and how many pairs that takes.
_KNOTS: Final = tuple(np.arange(-7, 9.1, 0.5).tolist())
_GROUP: Final = 100
#: What of ``Calibration`` weighs what of ``Rivalry``.
_SHAPE: Final = {"among_rivals": "odds", "alone": "alone", "candidates": "candidates"}
#: Metrics.md: the lower 95% bound of the precision of *certain*, and the share of links found with *possible*:
#: a point and a half more than is asked, as lists that are not made up are harder.
PRECISION: Final = 0.995
RECALL: Final = 0.985
#: However well it does on average, none is certain that is likelier to be wrong than three in twenty.
_LEAST: Final = 0.85
#: Between what weights are, whatever fits: made-up lists have few systems of which one edition is listed and another
#: registered, or that are called by one word of another's name; the very same name or edition never speaks against.
_BOUNDS: Final = {
    "version_other": (-np.inf, -12.0),
    "version_once": (-np.inf, -9.5),
    "letter_once": (-np.inf, -0.5),
    "first_once": (-np.inf, -3.0),
    "version_same": (0.0, np.inf),
    "word_of_name": (-np.inf, -6.0),
    "name_of_word": (-np.inf, -1.5),
    "same_name": (0.0, np.inf),
}
_WEIGHTS: Final = Path(score.__file__).with_name("weights.toml")
_PAGE: Final = Path(__file__).parents[2] / "docs" / "linking.md"
#: Weights are fitted on all of these parts of the training bodies but one; what they are worth shows on that one.
_FOLDS: Final = 4
#: Of each register, so many inventories of the other make.
_BY_HAND: Final = 8
_Z: Final = 1.959963984540054


#: The make of ``by_hand``.
OTHER_MAKE: Final = "by hand"


class Sets(NamedTuple):
    """By name of a mix, or of the other make: inventories to set weights on, and those of the bodies held out."""

    training: dict[str, list[Truth]]
    held_out: dict[str, list[Truth]]


def both_sets(shared: Path, seeds: int) -> Sets:
    """Make inventories of two registers: the capture, with its made-up texts, and the real one of January 2026."""
    apart = [of_bodies(shared, held_out=held)[1] for held in (False, True)]
    found = Sets({}, {})
    for name, mix in MIXES.items():
        for seed in range(1, seeds + 1):
            for truths, capture, ours in zip(found, sets(seed, mix, shared), apart, strict=True):
                truths.setdefault(f"{name}, capture", []).append(capture)
                truths.setdefault(f"{name}, January 2026", []).append(inventories(ours, seed, mix))
    for truths, held in zip(found, (False, True), strict=True):
        given = of_bodies(shared, held_out=held)
        truths[OTHER_MAKE] = [by_hand(ours, seed) for ours in given for seed in range(1, _BY_HAND + 1)]
    return found


def of_bodies(shared: Path, *, held_out: bool) -> list[list[Registration]]:
    """Return the registrations of bodies held out, or of the others, of the capture and of January 2026."""
    every = (registrations(shared), renames(shared).truth.registrations)
    return [[one for one in each if is_held_out(one.org_id) == held_out] for each in every]


class Rows(NamedTuple):
    """Every pair of some lines and what they may be: features, whether they are one, and of what they are.

    ``line`` and ``place`` number the lines and the registrations, ``fold`` says in which part each body is, and
    ``parts`` which part of the line's name the registration's is.
    """

    features: Numbers
    true: Numbers
    line: Places
    place: Places
    fold: Places
    parts: Places

    def only(self, kept: NDArray[np.bool_]) -> "Rows":
        """Return some of them."""
        return Rows(*(column[kept] for column in self))


def rows_of(truths: Sequence[Truth]) -> Rows:
    """Return the pairs of all these inventories, those of one line together."""
    found: list[Rows] = []
    lines = places = 0
    for truth in truths:
        for ours, theirs, told, parts in compared(*always(truth)):
            keys, lars = list(ours.select("org_id", "local_id").iter_rows()), theirs["lars"].to_list()
            true = np.array([[(*key, one) in truth.links for one in lars] for key in keys], np.float64)
            matrix = np.stack([told[name].ravel() for name in FIELD_OF], axis=1).astype(np.float64)
            line, place = (one.ravel() for one in np.indices(true.shape))
            fold: Places = np.full(true.size, fold_of(keys[0][0]))
            found.append(Rows(matrix, true.ravel(), line + lines, place + places, fold, parts.ravel()))
            lines, places = lines + len(keys), places + len(lars)
    return Rows(*(np.concatenate(one) for one in zip(*found, strict=True)))


def fold_of(org_id: str) -> int:
    """Return in which part of the training a body is, for ever the same."""
    return int(digest(f"fold:{org_id}")[:8], 16) % _FOLDS


# Weights


def odds_of_pairs(features: Numbers, true: Numbers, ridge: float = 1.0) -> Numbers:
    """Return the weights by logistic regression: each pair by itself."""
    weights = np.zeros(features.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (true - likely) - ridge * weights
        spread = (features * (likely * (1 - likely))[:, None]).T @ features
        step = np.linalg.solve(spread + ridge * np.eye(len(weights)), slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def odds_of_choices(rows: Rows, weights: Numbers, ridge: float = 1.0) -> Numbers:
    """Return the weights by conditional logistic regression: which of its candidates a line is, or none of them."""
    starts = np.flatnonzero(np.r_[True, rows.line[1:] != rows.line[:-1]])
    place: NDArray[np.int64] = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(rows.line)]))
    total = np.add.reduceat(rows.true, starts)
    share = rows.true / np.maximum(total, 1)[place]
    for _ in range(40):
        told, likely = _told(rows, weights, starts, place, share, ridge)
        mean = np.add.reduceat(rows.features * likely[:, None], starts, axis=0)
        spread = (rows.features * likely[:, None]).T @ rows.features - mean.T @ mean
        slope = rows.features.T @ (share - likely) - ridge * weights
        step = np.linalg.solve(spread + ridge * np.eye(len(weights)), slope)
        while np.abs(step).max() > 1e-5 and _told(rows, weights + step, starts, place, share, ridge)[0] < told:
            step /= 2
        weights = weights + step
        if np.abs(step).max() <= 1e-5:
            break
    return weights


def _told(
    rows: Rows, weights: Numbers, starts: NDArray[np.int64], place: NDArray[np.int64], share: Numbers, ridge: float
) -> tuple[float, Numbers]:
    """Return the log-likelihood, and how likely each pair is among those of its line and none of them."""
    odds = rows.features @ weights
    most = np.maximum(np.maximum.reduceat(odds, starts), 0)
    each = np.exp(odds - most[place])
    whole = np.add.reduceat(each, starts) + np.exp(-most)
    told = (share * odds).sum() - (np.log(whole) + most).sum() - 0.5 * ridge * weights @ weights
    return float(told), each / whole[place]


def weights_of(rows: Rows, start: Numbers | None = None) -> Numbers:
    """Return the weight of each feature, in the order of ``FIELD_OF``; ``start`` is where to begin looking."""
    found = odds_of_choices(rows, odds_of_pairs(rows.features, rows.true) if start is None else start)
    least, most = np.array([_BOUNDS.get(name, (-np.inf, np.inf)) for name in FIELD_OF]).T
    return np.clip(found, least, most).round(3)


# What scores are worth


class Linked(NamedTuple):
    """Pairs by text: how they stand among rivals, whether they are in doubt, whether true; how many links there are."""

    rivalry: choice.Rivalry
    doubt: NDArray[np.bool_]
    true: Numbers
    links: int


def linked(rows: Rows, weights: Numbers) -> Linked:
    """Return the pairs worth looking at, as these weights give them."""
    every = (rows.features @ weights).round(3)
    kept, alone = rows.only(every >= score.FLOOR), every[every >= score.FLOOR]
    met = pl.DataFrame(
        {"org_id": kept.fold, "local_id": kept.line, "lars": kept.place, "score": alone, "parts": kept.parts}
    )
    told = {}
    for field in choice.DECIDING:
        which = np.array([FIELD_OF[name] == field for name in FIELD_OF])
        told[field] = kept.features[:, which] @ weights[which]
    twin = choice.twins(met, told, sum(weights[list(FIELD_OF).index(name)] for name in NAMED))
    rivalry = choice.among_rivals(met)
    return Linked(rivalry, choice.in_doubt(rivalry.share, told, twin), kept.true, int(rows.true.sum()))


def out_of_fold(rows: Rows, weights: Numbers) -> list[Linked]:
    """Return the pairs by part, each scored by weights in which its body had none; ``weights`` are those of all."""
    return [
        linked(rows.only(rows.fold == fold), weights_of(rows.only(rows.fold != fold), weights))
        for fold in range(_FOLDS)
    ]


def together(parts: Sequence[Linked]) -> Linked:
    """Return all of these pairs."""
    rivalry = choice.Rivalry(*(np.concatenate(one) for one in zip(*(part.rivalry for part in parts), strict=True)))
    doubt, true = (np.concatenate([getattr(part, name) for part in parts]) for name in ("doubt", "true"))
    return Linked(rivalry, doubt, true, sum(part.links for part in parts))


def calibrated(parts: Sequence[Linked]) -> choice.Calibration:
    """Return how log-odds become a probability, and from which on ``PRECISION`` holds, and ``RECALL`` in each part."""
    found = together(parts)
    shape = np.stack([*(getattr(found.rivalry, of) for of in _SHAPE.values()), np.ones(len(found.true))], axis=1)
    weights = odds_of_pairs(shape, found.true, 0.01).round(3)
    odds = dict(zip((*_SHAPE, "shift"), map(float, weights), strict=True))
    before, after = curve(shape @ weights, found.true)
    raw = choice.Calibration(**odds, curve_from=before, curve_to=after, certain=1, possible=0)
    possible = min(reaching(choice.probability(part.rivalry, raw), part) for part in parts)
    certain = max(holding(choice.probability(found.rivalry, raw), found), _LEAST)
    return replace(raw, certain=certain, possible=possible)


def curve(odds: Numbers, true: Numbers) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return at some log-odds what they turned out to be (isotonic regression): never less for more."""
    order = np.argsort(odds, kind="stable")
    odds, true = odds[order], true[order]
    ends: Places = np.searchsorted(odds, np.array(_KNOTS)).astype(np.int64)
    blocks: list[Numbers] = []
    for first, last in pairwise([0, *map(int, ends), len(odds)]):
        if last - first >= _GROUP:
            # Half a pair of each more, so that nothing is quite certain.
            blocks.append(
                np.array([odds[first:last].sum(), last - first, true[first:last].sum() + 0.5, last - first + 1])
            )
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][3] >= blocks[-1][2] / blocks[-1][3]:
            merged = blocks.pop()
            blocks[-1] = blocks[-1] + merged
    before = tuple(round(float(total / count), 3) for total, count, _, _ in blocks)
    return before, tuple(round(math.log(right / (of - right)), 3) for _, _, right, of in blocks)


def holding(probability: Numbers, found: Linked) -> float:
    """Return the lowest probability from which on the lower bound of the precision is ``PRECISION``."""
    order = np.argsort(-probability, kind="stable")
    sure = order[~found.doubt[order]]
    held = lower(np.cumsum(found.true[sure]), np.arange(1, len(sure) + 1)) >= PRECISION
    return round(float(probability[sure][np.flatnonzero(held)[-1]]), 4)


def reaching(probability: Numbers, found: Linked) -> float:
    """Return the highest probability from which on ``RECALL`` of the links are found, or the lowest there is."""
    order = np.argsort(-probability, kind="stable")
    right = np.cumsum(found.true[order])
    last = min(int(np.searchsorted(right, RECALL * found.links)), len(order) - 1)
    return round(float(probability[order][last]), 4)


def lower(right: Numbers, of: NDArray[np.int64]) -> Numbers:
    """Return the lower ends of Wilson's 95% intervals."""
    share, square = right / of, _Z**2
    spread = _Z * np.sqrt(share * (1 - share) / of + square / (4 * of**2))
    found: Numbers = (share + square / (2 * of) - spread) / (1 + square / of)
    return found


def write(weights: Mapping[str, float], calibration: choice.Calibration) -> None:
    """Write what linking reads, and have it read anew."""
    told = ["# Written by `python -m tests.linking.calibrate`: see docs/linking.md.", "[features]"]
    told += [f"{name} = {number:.3f}" for name, number in weights.items()]
    told += ["", "[choice]", *(f"{name} = {_toml(one)}" for name, one in vars(calibration).items())]
    _WEIGHTS.write_text("\n".join(told) + "\n", "utf-8")
    score.weights.cache_clear()
    choice.calibration.cache_clear()


def _toml(told: float | tuple[float, ...]) -> str:
    return f"[{', '.join(map(str, told))}]" if isinstance(told, tuple) else str(told)


def set_on(truths: Mapping[str, Sequence[Truth]]) -> None:
    """Set weights, curve and thresholds on inventories, for all that links from now on."""
    rows = rows_of([truth for each in truths.values() for truth in each])
    weights = weights_of(rows)
    write(dict(zip(FIELD_OF, weights.tolist(), strict=True)), calibrated(out_of_fold(rows, weights)))


def crossed(both: Sets) -> dict[str, list[tuple[pl.DataFrame, Truth]]]:
    """Link the inventories of each set by what was set on the other one; what is set on ``training`` stays."""
    linked: dict[str, list[tuple[pl.DataFrame, Truth]]] = {name: [] for name in both.training}
    for given, tried in ((both.held_out, both.training), (both.training, both.held_out)):
        set_on(given)
        for name, truths in tried.items():
            linked[name] += [(linked_by_all(truth), truth) for truth in truths]
    return linked


def main(words: list[str]) -> None:
    """Calibrate, and write what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shared", type=Path, default=SHARED)
    asked.add_argument("--seeds", type=int, default=6)
    asked.add_argument("--page", type=Path, default=_PAGE)
    given = asked.parse_args(words)
    linked = crossed(both_sets(given.shared, given.seeds))
    foreign = linked.pop(OTHER_MAKE)
    given.page.write_text(page(linked, foreign, given.shared), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
