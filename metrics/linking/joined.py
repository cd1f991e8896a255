"""Lines that name several systems at once ("Parkeer- en kapvergunning"): which part is a registration's name."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from metrics.linking.compare import Side, letters
from metrics.linking.words import Words, generic, words_of

#: Parts by bits, the first of a name the lowest; 0 is the whole.
Parts: TypeAlias = NDArray[np.int64]
_JOINT: Final = re.compile(r"\s+(?:en|and|incl\.?|inclusief|alsook|alsmede|plus)\s+|\s*[&+/;|,]\s*")
#: A name of more parts than this is a list of words.
_MOST: Final = 6
#: So far alike, letter by letter, a part and a name may be one, and surely are but for a slip.
_ALIKE: Final = 0.85
SURELY: Final = 0.93


def parts_of(name: str | None, without: frozenset[str]) -> tuple[Words, ...]:
    """Return the names that are joined in one, as words; none where there is one name, or too many."""
    said = [words_of(part, without) for part in _JOINT.split(name or "")]
    kept = tuple(one for one in said if one.words)
    return kept if 1 < len(kept) <= _MOST else ()


def parts_meant(left: Sequence[tuple[Words, ...]], right: Side, least: float = _ALIKE) -> Parts:
    """Return which part of each left name (``parts_of``) the name of each right row is: a row and a column for each.

    It may be several parts that follow each other. 0 where it is none, or as much the whole, or less alike, letter by
    letter, than ``least``.
    """
    found: Parts = np.zeros((len(left), len(right)), np.int64)
    joined = [row for row, parts in enumerate(left) if parts]
    if not joined:
        return found
    runs = [(row, bits, words) for row in joined for bits, words in _runs(left[row])]
    alike = letters([_telling(words) for _, _, words in runs], [_telling(name) for name in right.names])
    rows, bits = (np.array([run[at] for run in runs], np.int64) for at in (0, 1))
    for row in joined:
        mine = np.flatnonzero(rows == row)
        best = alike[mine].argmax(axis=0)
        sure = alike[mine].max(axis=0) >= least
        found[row] = np.where(sure, bits[mine][best], 0)
    return found


def _telling(name: Words) -> Words:
    """Return a name without words that tell nothing ("algoritme X"), unless it has no others."""
    kept = tuple(word for word in name.words if word not in generic())
    return Words(kept) if kept else name


def _runs(parts: Sequence[Words]) -> Iterator[tuple[int, Words]]:
    """Give the whole (0) and all that follows each other in it, with the bits of its parts."""
    for first, end in combinations(range(len(parts) + 1), 2):
        words = Words(tuple(word for one in parts[first:end] for word in one.words))
        bits = sum(1 << at for at in range(first, end))
        yield (0 if end - first == len(parts) else bits), words
