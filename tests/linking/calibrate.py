"""Set the weights and the thresholds of linking on made-up inventories, and try them on bodies held out.

    python -m tests.linking.calibrate [--shared FOLDER] [--seeds N]

writes ``metrics/linking/weights.toml`` and ``docs/linking.md``. It needs the folder of captures.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.linking import choice, score
from metrics.linking.features import FIELD_OF
from metrics.linking.pairs import compared, pairs
from tests.linking.calibration_set import SHARED, is_held_out, sets
from tests.linking.inventories import inventories
from tests.linking.mix import HARSH, MILD, USUAL, Mix
from tests.linking.page import page
from tests.linking.renames import renames
from tests.linking.rows import Truth, always

Numbers: TypeAlias = NDArray[np.float64]

MIXES: Final[Mapping[str, Mix]] = {"usual": USUAL, "harsh": HARSH, "mild": MILD}
#: On which of the sets thresholds are set: the harshest of both registers, so that they hold on the others.
_SET_ON: Final = "harsh"
#: Metrics.md: the lower 95% bound of the precision of *certain*, and the share of links found with *possible*.
PRECISION: Final = 0.995
RECALL: Final = 0.97
#: Weights that are never more than this, whatever fits: made-up lists have few systems of
#: which one edition is listed, and another registered.
_AT_MOST: Final = {"version_once": -0.5}
_WEIGHTS: Final = Path(score.__file__).with_name("weights.toml")
_PAGE: Final = Path(__file__).parents[2] / "docs" / "linking.md"
_Z: Final = 1.959963984540054


class Sets(NamedTuple):
    """By name of a mix, inventories to set weights on, and those of other bodies to try them on."""

    training: dict[str, list[Truth]]
    held_out: dict[str, list[Truth]]


def both_sets(shared: Path, seeds: int) -> Sets:
    """Make inventories of two registers: the capture, with its made-up texts, and the real one of January 2026."""
    real = renames(shared).truth.registrations
    apart = [[one for one in real if is_held_out(one.org_id) == held] for held in (False, True)]
    found = Sets({}, {})
    for name, mix in MIXES.items():
        for seed in range(1, seeds + 1):
            for truths, capture, ours in zip(found, sets(seed, mix, shared), apart, strict=True):
                truths.setdefault(f"{name}, capture", []).append(capture)
                truths.setdefault(f"{name}, January 2026", []).append(inventories(ours, seed, mix))
    return found


class Rows(NamedTuple):
    """Every pair of some lines and what they may be: features, whether they are one, and the number of the line."""

    features: Numbers
    true: Numbers
    line: NDArray[np.int64]


def rows_of(truths: Sequence[Truth]) -> Rows:
    """Return the pairs of all these inventories, those of one line together."""
    parts = [part for truth in truths for part in _rows(truth)]
    lines: NDArray[np.int64] = np.repeat(np.arange(len(parts)), [len(one[1]) for one in parts])
    return Rows(np.concatenate([one[0] for one in parts]), np.concatenate([one[1] for one in parts]), lines)


def _rows(truth: Truth) -> Iterator[tuple[Numbers, Numbers]]:
    for lines, registrations, told in compared(*always(truth)):
        matrix = np.stack([told[name] for name in FIELD_OF], axis=2).astype(np.float64)
        lars = registrations["lars"].to_list()
        for place, key in enumerate(lines.select("org_id", "local_id").iter_rows()):
            yield matrix[place], np.array([(*key, one) in truth.links for one in lars], np.float64)


# Weights


def odds_of_pairs(rows: Rows, ridge: float = 1.0) -> Numbers:
    """Return the weights by logistic regression: each pair by itself."""
    weights = np.zeros(rows.features.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-rows.features @ weights))
        slope = rows.features.T @ (rows.true - likely) - ridge * weights
        spread = (rows.features * (likely * (1 - likely))[:, None]).T @ rows.features
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


# Thresholds


class Linked(NamedTuple):
    """Pairs by text: their log-odds, how they stand among rivals, whether they are one; how many links there are."""

    alone: Numbers
    rivalry: choice.Rivalry
    true: Numbers
    links: int


def linked(truths: Sequence[Truth]) -> Linked:
    """Return the pairs of inventories as the weights that are written give them."""
    parts = []
    for truth in truths:
        found = pairs(*always(truth)).filter(pl.col("basis") == "text").sort("org_id", "local_id", "lars")
        keys = found.select("org_id", "local_id", "lars").iter_rows()
        true = np.array([key in truth.links for key in keys], np.float64)
        parts.append((found["score"].to_numpy(), true, *choice.among_rivals(found)))
    alone, true, *rivalry = (np.concatenate(one) for one in zip(*parts, strict=True))
    return Linked(alone, choice.Rivalry(*rivalry), true, sum(len(truth.links) for truth in truths))


def calibrated(training: Mapping[str, Linked]) -> choice.Calibration:
    """Return how log-odds become a probability, and the thresholds."""
    among, alone, true = (
        np.concatenate(one)
        for one in zip(*((one.rivalry.odds, one.alone, one.true) for one in training.values()), strict=True)
    )
    features = np.stack([among, alone, np.ones(len(among))], axis=1)
    weights = odds_of_pairs(Rows(features, true, np.zeros(0, np.int64)), 0.01).round(3)
    odds = dict(zip(("among_rivals", "alone", "shift"), map(float, weights), strict=True))
    found = choice.Calibration(**odds, certain=1, possible=0)
    hard = [one for name, one in training.items() if name.startswith(_SET_ON)]
    certain, possible = thresholds(
        np.concatenate([likely(one, found) for one in hard]),
        np.concatenate([one.true for one in hard]),
        sum(one.links for one in hard),
    )
    return replace(found, certain=certain, possible=possible)


def likely(pairs_: Linked, calibration: choice.Calibration) -> Numbers:
    """Return the probabilities of pairs."""
    return choice.probability(pairs_.alone, pairs_.rivalry, calibration)


def thresholds(probability: Numbers, true: Numbers, links: int) -> tuple[float, float]:
    """Return the lowest probabilities from which on ``PRECISION`` holds, and ``RECALL`` is reached."""
    order = np.argsort(-probability, kind="stable")
    right = np.cumsum(true[order])
    count = np.arange(1, len(order) + 1)
    certain = probability[order][np.flatnonzero(lower(right, count) >= PRECISION)[-1]]
    possible = probability[order][min(int(np.searchsorted(right, RECALL * links)), len(order) - 1)]
    return round(float(certain), 4), round(float(possible), 4)


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
    told += ["", "[choice]", *(f"{name} = {number}" for name, number in vars(calibration).items())]
    _WEIGHTS.write_text("\n".join(told) + "\n", "utf-8")
    score.weights.cache_clear()
    choice.calibration.cache_clear()


def main(words: list[str]) -> None:
    """Calibrate, and write what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shared", type=Path, default=SHARED)
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--page", type=Path, default=_PAGE)
    asked.add_argument("--only-page", action="store_true", help="keep the weights, and write the page anew")
    given = asked.parse_args(words)
    found = both_sets(given.shared, given.seeds)
    if not given.only_page:
        rows = rows_of([truth for truths in found.training.values() for truth in truths])
        weights = dict(zip(FIELD_OF, odds_of_choices(rows, odds_of_pairs(rows)).round(3).tolist(), strict=True))
        weights |= {name: min(weights[name], most) for name, most in _AT_MOST.items()}
        write(weights, choice.Calibration(1, 0, 0, 1, 0))
        write(weights, calibrated({name: linked(truths) for name, truths in found.training.items()}))
    given.page.write_text(page(found.held_out, given.shared), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
