"""How likely a line and a registration are one system: the weights of what speaks for it, added up by field."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from metrics.evidence import FIELDS
from metrics.linking.compare import Matrix, Side
from metrics.linking.features import FIELD_OF, NAMED, features
from metrics.linking.joined import Parts, parts_meant

#: Pairs below these log-odds are never possible, and as rivals weigh next to nothing.
FLOOR: Final = -4.5
#: So many rows of the left list are compared with all of the right at a time.
_AT_ONCE: Final = 400


@dataclass(frozen=True)
class Scored:
    """Pairs worth looking at: rows of the left and the right list, log-odds, and the evidence by field."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    score: NDArray[np.float64]
    #: A row for each pair, a column for each of ``FIELDS``; a row adds up to its score.
    evidence: NDArray[np.float64]
    #: Which part of the left name the right one is (``joined.parts_meant``).
    parts: Parts


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Return the weight of each feature, as calibrated (``docs/linking.md``): natural log-odds."""
    told = tomllib.loads(resources.files("metrics.linking").joinpath("weights.toml").read_text("utf-8"))
    return {name: float(told["features"][name]) for name in FIELD_OF}


def same_name() -> float:
    """Return what two names that are the very same say for a pair (the evidence ``name``)."""
    return sum(weights()[name] for name in NAMED)


def scored(left: Side, right: Side, floor: float = FLOOR) -> Scored:
    """Return the pairs of rows whose log-odds reach ``floor``, in order of left and right."""
    parts = [_part(left.part(start, start + _AT_ONCE), right, start, floor) for start in range(0, len(left), _AT_ONCE)]
    return Scored(
        np.concatenate([_NONE, *(one.left for one in parts)]),
        np.concatenate([_NONE, *(one.right for one in parts)]),
        np.concatenate([np.zeros(0), *(one.score for one in parts)]),
        np.concatenate([np.zeros((0, len(FIELDS))), *(one.evidence for one in parts)]),
        np.concatenate([_NONE, *(one.parts for one in parts)]),
    )


_NONE: Final[NDArray[np.int64]] = np.zeros(0, np.int64)


def _part(left: Side, right: Side, start: int, floor: float) -> Scored:
    fields: dict[str, Matrix] = {name: np.zeros((len(left), len(right)), np.float32) for name in FIELDS}
    for name, told in features(left, right).items():
        fields[FIELD_OF[name]] += told * np.float32(weights()[name])
    rows, columns = np.nonzero(sum(fields.values()) >= floor)
    # Rounded, so that the same texts give the same numbers on any machine.
    evidence = np.stack([fields[name][rows, columns] for name in FIELDS], axis=1).astype(np.float64).round(3)
    meant = parts_meant(left.parts, right)[rows, columns]
    return Scored(rows + start, columns, evidence.sum(axis=1).round(3), evidence, meant)
