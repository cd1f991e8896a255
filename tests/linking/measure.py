"""How good links are: precision and recall with what is certain of them, by kind of change, and calibration."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tests.linking.rows import Link, Truth

#: Two-sided 95%.
_Z: Final = 1.959963984540054
BINS: Final = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 1.0)
#: Sums of a body, a column for each of ``BINS``: probabilities less what is true, and pairs.
Counts: TypeAlias = NDArray[np.float64]
#: The kind of everything together.
ALL: Final = "all"


@dataclass(frozen=True)
class Share:
    """So many of so many, with the lower end of Wilson's 95% interval; null of nothing."""

    right: int
    of: int

    @property
    def share(self) -> float | None:
        """Return the share itself."""
        return self.right / self.of if self.of else None

    @property
    def lower(self) -> float | None:
        """Return the lower end of the interval."""
        return wilson_lower(self.right, self.of) if self.of else None

    def __str__(self) -> str:
        """Tell it in a line."""
        if not self.of:
            return "none"
        return f"{self.right}/{self.of} = {self.right / self.of:.2%} (at least {wilson_lower(self.right, self.of):.2%})"


@dataclass(frozen=True)
class Measured:
    """Of one kind of line: how often *certain* is right, and which links are found at certain, and at all."""

    precision: Share
    recall: Share
    found: Share


class Bin(NamedTuple):
    """Pairs of which the probability lies in a bin, from ``low`` up to ``high``."""

    low: float
    high: float
    pairs: int
    predicted: float
    observed: float


class Predicted(NamedTuple):
    """A pair as linking gives it: state certain, possible or none."""

    link: Link
    probability: float | None
    state: str


def wilson_lower(right: int, of: int) -> float:
    """Return the lower end of Wilson's two-sided 95% interval of a share; ``of`` is at least 1."""
    share, square = right / of, _Z**2
    middle = share + square / (2 * of)
    spread = _Z * sqrt(share * (1 - share) / of + square / (4 * of**2))
    return max((middle - spread) / (1 + square / of), 0.0)


def predicted_of(frame: pl.DataFrame) -> list[Predicted]:
    """Return the rows of a frame with org_id, local_id, lars, probability and state; raises ValueError for doubles."""
    rows = frame.select("org_id", "local_id", "lars", "probability", "state").rows()
    given = [Predicted(Link(*row[:3]), row[3], row[4]) for row in rows]
    if len({one.link for one in given}) != len(given):
        msg = "a pair stands there twice"
        raise ValueError(msg)
    return given


def measured(frame: pl.DataFrame, truth: Truth) -> dict[str, Measured]:
    """Return the measures of all lines (``ALL``) and by kind; a line with several kinds counts under each.

    Precision counts the pairs called certain of the kind's lines; recall the true links of those.
    """
    given = predicted_of(frame)
    certain = {one.link for one in given if one.state == "certain"}
    either = certain | {one.link for one in given if one.state == "possible"}
    kinds = _by_kind(truth)
    said, true = _spread(certain, kinds), _spread(truth.links, kinds)
    return {
        kind: Measured(
            precision=_share(said[kind], truth.links),
            recall=_share(true[kind], certain),
            found=_share(true[kind], either),
        )
        for kind in [ALL, *sorted({each for one in truth.kinds.values() for each in one})]
    }


def _by_kind(truth: Truth) -> Callable[[Link], tuple[str, ...]]:
    return lambda link: (ALL, *dict.fromkeys(truth.kinds.get((link.org_id, link.local_id), ())))


def _spread(links: Iterable[Link], kinds: Callable[[Link], tuple[str, ...]]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        for kind in kinds(link):
            found[kind].append(link)
    return found


def _share(links: list[Link], among: Iterable[Link]) -> Share:
    return Share(len(set(links) & set(among)), len(links))


def reliability(frame: pl.DataFrame, truth: Truth) -> list[Bin]:
    """Return, of each bin with a pair in it, the mean probability and the share that is true.

    A bin has its lower bound in it, and the last its upper one too; pairs without a probability do not count.
    """
    given = [(one.probability, one.link in truth.links) for one in predicted_of(frame) if one.probability is not None]
    bins = []
    for low, high in pairwise(BINS):
        inside = [one for one in given if low <= one[0] < high or (high == BINS[-1] == one[0])]
        if inside:
            predicted, observed = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            bins.append(Bin(low, high, len(inside), predicted, observed))
    return bins


def chance(linked: Iterable[tuple[pl.DataFrame, Truth]], draws: int = 1000) -> dict[float, tuple[float, float]]:
    """Return, by the lower bound of each bin, between what probability less truth lies with 95% for other bodies.

    Whole bodies are drawn again (bootstrap): the pairs of one body, in all its inventories, are much alike.
    """
    places: dict[str, int] = {}
    sums: list[Counts] = []
    for frame, truth in linked:
        for one in predicted_of(frame):
            if one.probability is not None:
                place = places.setdefault(one.link.org_id, len(places))
                if place == len(sums):
                    sums.append(np.zeros((2, len(BINS) - 1)))
                at = min(bisect_right(BINS, one.probability), len(BINS) - 1) - 1
                sums[place][:, at] += one.probability - (one.link in truth.links), 1
    every, rng = np.stack(sums), np.random.default_rng(0)
    drawn = np.stack([every[rng.integers(0, len(every), len(every))].sum(axis=0) for _ in range(draws)])
    off = drawn[:, 0] / np.maximum(drawn[:, 1], 1)
    ends = zip(*np.percentile(off, (2.5, 97.5), axis=0).tolist(), strict=True)
    return dict(zip(BINS, ends, strict=False))


def off(bins: Iterable[Bin]) -> float:
    """Return how far the worst bin is off, between 0 and 1."""
    return max((abs(one.predicted - one.observed) for one in bins), default=0.0)


def told(frame: pl.DataFrame, truth: Truth) -> str:
    """Return both tables as text, for whoever is looking."""
    rows = [
        f"{kind:24} certain right {one.precision!s:42} found certain {one.recall!s:42} found {one.found}"
        for kind, one in measured(frame, truth).items()
    ]
    bins = [
        f"{one.low:.2f}-{one.high:.2f} {one.pairs:7} predicted {one.predicted:.3f} observed {one.observed:.3f}"
        for one in reliability(frame, truth)
    ]
    return "\n".join([*rows, "", *bins])
