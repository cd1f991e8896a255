"""Compare every row of one list with every row of another, by names and texts, as numbers.

What comes out for two rows follows from these two alone, whatever else is on the lists: so a pair that
was scored once keeps its score. Long words count for more, as they are the rare ones, and words that
many names have for less. All matrices here have a row for each left row and a column for each right row.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from metrics.linking.words import ONE_SLIP, Words, generic

Matrix: TypeAlias = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]

#: Words this much alike count as the same but for a slip (0 to 100).
_ALIKE: Final = 78
_BEGIN: Final = 2
_SURELY: Final = 0.89
#: What a word is worth that another one is made with: "verkeerslicht" for "verkeerslichtregeling".
_PART: Final = 0.8
_PART_LENGTH: Final = 4
_STEM_LENGTH: Final = 5
_ENDINGS: Final = ("eringen", "ering", "eren", "aties", "atie", "ingen", "ing", "heid", "en", "er", "es", "e", "s", "t")
_TURNING: Final = ("on", "niet", "non", "in", "uit", "her")
_GENERIC: Final = 0.3
#: Of so many letters, what is left of a name still tells which.
_CUT: Final = 12
_USUAL_LENGTH, _LEAST, _MOST = 8, 0.4, 1.3


@dataclass(frozen=True)
class Side:
    """One list: names and texts as words, and what else is told of each row (missing is nan, -1 or empty)."""

    names: Sequence[Words]
    texts: Sequence[Words]
    vendors: Sequence[Words]
    #: The same texts one by one: the words of a whole goal may stand in a longer description.
    passages: Sequence[Sequence[Words]]
    #: Of names that join several (``joined``), each of those.
    parts: Sequence[tuple[Words, ...]]
    #: Months since the year 0.
    starts: NDArray[np.float64]
    categories: NDArray[np.int64]
    #: Whose it is, by number: the same number on both sides is the same body.
    bodies: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.names)

    def part(self, first: int, last: int) -> "Side":
        """Return some of the rows, those from ``first`` up to ``last``."""
        cut = slice(first, last)
        passages = [one[cut] for one in self.passages]
        lists = (self.names[cut], self.texts[cut], self.vendors[cut], passages, self.parts[cut])
        return Side(*lists, self.starts[cut], self.categories[cut], self.bodies[cut])


@dataclass(frozen=True)
class Names:
    """How alike names are: what of the left is in the right, what of the right in the left, and letter by letter."""

    left_in_right: Matrix
    right_in_left: Matrix
    letters: Matrix
    #: The weight of the words that the other does not have.
    left_alone: Matrix
    right_alone: Matrix


def compare_names(left: Sequence[Words], right: Sequence[Words]) -> Names:
    """Compare names word by word, whatever their order, and as a whole."""
    vocabulary = _numbered([*left, *right])
    weights = _weights(vocabulary)
    alike = _alike(list(vocabulary))
    ours, theirs = (_bags(side, vocabulary) for side in (left, right))
    left_mass, right_mass = ours @ weights, theirs @ weights
    in_right = (ours * weights) @ _nearest(right, vocabulary, alike).T
    in_left = _nearest(left, vocabulary, alike) @ (theirs * weights).T
    return Names(
        in_right / np.maximum(left_mass, _TINY)[:, None],
        in_left / np.maximum(right_mass, _TINY)[None, :],
        letters(left, right),
        left_mass[:, None] - in_right,
        right_mass[None, :] - in_left,
    )


_TINY: Final = np.float32(1e-9)


def _numbered(names: Sequence[Words]) -> dict[str, int]:
    found = dict.fromkeys(word for name in names for word in name.words)
    return {word: number for number, word in enumerate(found)}


def _weights(vocabulary: Iterable[str]) -> Matrix:
    """Return what each word counts for."""
    return np.array([_weight(word) for word in vocabulary], np.float32)


@lru_cache(maxsize=65_536)
def _weight(word: str) -> float:
    return _GENERIC if word in generic() else min(max(len(word) / _USUAL_LENGTH, _LEAST), _MOST)


def _alike(words: Sequence[str]) -> Matrix:
    """Return for each pair of words how far one counts as the other, 0 to 1."""
    found: Matrix = process.cdist(
        words, words, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.float32, workers=-1
    ) / np.float32(100)
    short = np.array([len(word) < _PART_LENGTH for word in words], np.bool_)
    # What begins otherwise is another word ("instroom", "uitstroom"): slips are seldom in the first letters.
    begins = np.unique(np.array([word[:_BEGIN] for word in words]), return_inverse=True)[1]
    slips = (begins[:, None] == begins[None, :]) | (found >= _SURELY)
    for one, other in zip(*np.nonzero(~slips & (found > 0)), strict=True):
        slips[one, other] = _one_slip(words[one], words[other])
    found[short[:, None] | short[None, :] | ~slips] = 0
    np.fill_diagonal(found, 1)
    place = {word: number for number, word in enumerate(words)}
    turned = [(place[word], place[rest]) for word in words for rest in _turned(word) if rest in place]
    stems: dict[str, list[int]] = {}
    for word, number in place.items():
        stems.setdefault(_stem(word), []).append(number)
    for word, number in place.items():
        # "Software" is in the name of many a thing that is not the same for it.
        for part in _parts(word) - generic():
            for other in {place.get(part, number), *stems.get(part, ()), *stems.get(_stem(part), ())} - {number}:
                found[number, other] = max(found[number, other], np.float32(_PART))
                found[other, number] = max(found[other, number], np.float32(_PART))
    for one, other in turned:
        found[one, other] = found[other, one] = 0
    return found


def _one_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= ONE_SLIP and OSA.distance(one, other, score_cutoff=1) <= 1


def _turned(word: str) -> Iterator[str]:
    """Give what a word turns round by how it begins: "onverzekerd" is not "verzekerd"."""
    return (word[len(one) :] for one in _TURNING if word.startswith(one))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LENGTH:
            return word[: -len(ending)]
    return word


def _parts(word: str) -> set[str]:
    """Return what a word may be put together from: how it begins, and how it ends."""
    begins = {word[:end] for end in range(_PART_LENGTH, len(word))}
    return begins | {word[start:] for start in range(2, len(word) - _PART_LENGTH + 1)}


def shared(left: Sequence[Collection[str]], right: Sequence[Collection[str]]) -> Flags:
    """Say of each pair of sets of words whether they share one."""
    vocabulary = _on_both((word for one in left for word in one), (word for one in right for word in one))
    found: Flags = _filled(left, vocabulary) @ _filled(right, vocabulary).T > 0
    return found


def _bags(names: Sequence[Words], vocabulary: Mapping[str, int]) -> Matrix:
    return _filled([one.words for one in names], vocabulary)


def _filled(sets: Sequence[Collection[str]], vocabulary: Mapping[str, int]) -> Matrix:
    found: Matrix = np.zeros((len(sets), len(vocabulary)), np.float32)
    for row, words in enumerate(sets):
        found[row, [vocabulary[word] for word in words if word in vocabulary]] = 1
    return found


def _nearest(names: Sequence[Words], vocabulary: Mapping[str, int], alike: Matrix) -> Matrix:
    """Return for each name how far each word of the vocabulary is in it."""
    found: Matrix = np.zeros((len(names), len(vocabulary)), np.float32)
    for row, name in enumerate(names):
        if name.words:
            found[row] = alike[[vocabulary[word] for word in name.words]].max(axis=0)
    return found


def letters(left: Sequence[Words], right: Sequence[Words]) -> Matrix:
    """Return how alike names are letter by letter, in their own order or sorted, blanks apart."""
    ways = (_joined(left, right), _joined(left, right, in_order=False))
    scores = [process.cdist(*way, scorer=fuzz.ratio, dtype=np.float32, workers=-1) for way in ways]
    # Names of which nothing is left are not alike.
    some = [np.array([bool(one.words) for one in side], np.bool_) for side in (left, right)]
    found: Matrix = np.maximum(*scores) / np.float32(100) * np.logical_and.outer(*some)
    return found


def _joined(left: Sequence[Words], right: Sequence[Words], *, in_order: bool = True) -> tuple[list[str], list[str]]:
    """Return names as one word each."""
    ours, theirs = (["".join(one.words if in_order else sorted(one.words)) for one in side] for side in (left, right))
    return ours, theirs


def cut_off(left: Sequence[Words], right: Sequence[Words]) -> Flags:
    """Say of each pair whether the left name is the right one, cut off within a word, as forms and exports do."""
    found: Flags = np.zeros((len(left), len(right)), np.bool_)
    order = sorted(range(len(right)), key=lambda at: right[at].words)
    names = [right[at].words for at in order]
    for row, name in enumerate(left):
        if sum(map(len, name.words)) >= _CUT:
            # What begins so stands together, in order.
            for place in range(bisect_left(names, name.words), len(names)):
                if not _goes_on(name.words, names[place]):
                    break
                found[row, order[place]] = name.words != names[place][: len(name.words)]
    return found


def _goes_on(cut: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    last = len(cut) - 1
    return whole[:last] == cut[:last] and len(whole) > last and whole[last].startswith(cut[last])


@dataclass(frozen=True)
class Texts:
    """How alike texts are: as a whole, what of each is in the other, and whether names are in the other's text.

    ``alike`` and ``right_in_left`` are those of the right text, or of the passage of it, that is most alike.
    """

    known: Flags
    alike: Matrix
    left_in_right: Matrix
    right_in_left: Matrix
    name_in_text: Matrix
    text_names: Matrix


def compare_texts(left: Side, right: Side) -> Texts:
    """Compare descriptions and goals by their words, long ones most; and names with the other's text."""
    # A word that one side alone has is in no sum of shared words.
    vocabulary = _on_both(_words([*left.texts, *left.names]), _words([*right.texts, *right.names]))
    weights = _weights(vocabulary)
    ours, theirs = (_bags(side.texts, vocabulary) for side in (left, right))
    weighted, ours_mass = ours * weights, mass(left.texts)
    left_names, right_names = (_bags(side.names, vocabulary) * weights for side in (left, right))
    both = weighted @ theirs.T
    passages = [(weighted @ _bags(one, vocabulary).T, mass(one)) for one in right.passages]
    best = [_likeness(shared_mass, ours_mass, other) for shared_mass, other in ((both, mass(right.texts)), *passages)]
    return Texts(
        (ours_mass > 0)[:, None] & (mass(right.texts) > 0)[None, :],
        np.maximum.reduce([alike for alike, _ in best]),
        both / np.maximum(ours_mass, _TINY)[:, None],
        np.maximum.reduce([covered for _, covered in best]),
        (left_names @ theirs.T) / np.maximum(mass(left.names), _TINY)[:, None],
        (ours @ right_names.T) / np.maximum(mass(right.names), _TINY)[None, :],
    )


def _words(rows: Sequence[Words]) -> Iterable[str]:
    return (word for row in rows for word in row.words)


def _on_both(left: Iterable[str], right: Iterable[str]) -> dict[str, int]:
    """Return the words of both sides, numbered."""
    others = set(right)
    return {word: number for number, word in enumerate(word for word in dict.fromkeys(left) if word in others)}


def mass(rows: Sequence[Words]) -> Matrix:
    """Return what the words of each row weigh together, each once."""
    return np.array([sum(_weight(word) for word in set(row.words)) for row in rows], np.float32)


def _likeness(shared_mass: Matrix, ours: Matrix, theirs: Matrix) -> tuple[Matrix, Matrix]:
    """Return how alike texts are as a whole, and what of the right one is in the left; a few words show nothing."""
    told = (theirs >= _TELLING).astype(np.float32)
    alike: Matrix = shared_mass / np.maximum(np.sqrt(np.outer(ours, theirs)), _TINY) * told
    covered: Matrix = shared_mass / np.maximum(theirs, _TINY)[None, :] * told
    return alike, covered


#: A passage of less than some four words is no passage.
_TELLING: Final = 4.0
