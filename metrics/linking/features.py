"""What speaks for and against that a line is a registration, as numbers between 0 and 1."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np

from metrics.linking.compare import Flags, Matrix, Side, compare_names, compare_texts, cut_off, mass, shared
from metrics.linking.joined import SURELY, parts_meant
from metrics.linking.words import Words, generic

#: Which field of the evidence (``metrics.evidence.FIELDS``) each feature belongs to.
FIELD_OF: Final[Mapping[str, str]] = {
    "same_name": "name",
    "name_least": "name",
    "name_most": "name",
    "name_near": "name",
    "name_close": "name",
    "name_half": "name",
    "letters": "name",
    "letters_near": "name",
    "both_alone": "apart",
    "word_of_name": "name",
    "name_of_word": "added",
    "number_once": "name",
    "name_cut": "name",
    "name_in_text": "text",
    "text_has_name": "text",
    "text_known": "text",
    "text_alike": "text",
    "text_near": "text",
    "text_close": "text",
    "text_covered": "text",
    "text_covers": "text",
    "text_most": "text",
    "text_renamed": "text",
    "vendor_same": "vendor",
    "vendor_other": "vendor",
    "vendor_named": "vendor",
    "start_same": "start",
    "start_near": "start",
    "start_far": "start",
    "category_same": "category",
    "category_other": "category",
    "version_same": "version",
    "version_other": "version",
    "version_once": "version",
    "letter_once": "version",
    "first_once": "version",
    "other_body": "body",
    "always": "prior",
}
#: The features that are 1 of two names that are the very same, and belong to the evidence ``name``.
NAMED: Final = (
    "same_name", "name_least", "name_most", "name_near", "name_close", "name_half", "letters", "letters_near",
)  # fmt: skip
_SAME: Final = 0.999
#: What two words weigh, more or less.
_TWO_WORDS: Final = 2.3
#: As little a phrase that has a short form says beside one word: "waardering onroerende zaken" may be "WOZ-taxatie".
_PHRASE: Final = 0.7
_NEAR_MONTHS, _FAR_MONTHS = 2, 12
#: Words of a firm's name that are no longer tell nothing: its legal form, mostly.
_SHORT: Final = 2
#: "A" to "H" tell parts apart; "I" and "V" are numbers.
_LETTERS: Final = frozenset("abcdefgh")
_FIRST: Final = frozenset({"1"})
#: A number of more digits names no edition of a thing.
_DIGITS: Final = 2


def features(left: Side, right: Side) -> dict[str, Matrix]:
    """Return each feature of ``FIELD_OF`` for every pair of rows."""
    shape = (len(left), len(right))
    # A line that joins names has this one as one of them.
    named = _of_names(left, right, parts_meant(left.parts, right, SURELY) > 0)
    told = {**named, **_of_texts(left, right), **_of_vendors(left, right), **_of_starts(left, right)}
    # Another name for what is described in the same words.
    told["text_renamed"] = told["both_alone"] * told["text_most"]
    # What the other's text adds to what its name says: a text that repeats its own name adds nothing.
    told["name_in_text"] = np.maximum(told["name_in_text"] - told.pop("left_in_right"), 0)
    told["text_has_name"] = np.maximum(told["text_has_name"] - told.pop("right_in_left"), 0)
    known = (left.categories >= 0)[:, None] & (right.categories >= 0)[None, :]
    equal = left.categories[:, None] == right.categories[None, :]
    told |= {"category_same": known & equal, "category_other": known & ~equal}
    told |= _of_editions(left, right)
    told |= {"other_body": left.bodies[:, None] != right.bodies[None, :], "always": np.ones(shape, np.bool_)}
    return {name: np.asarray(told[name], np.float32) for name in FIELD_OF}


def _of_names(left: Side, right: Side, part: Flags) -> dict[str, Matrix | Flags]:
    found = compare_names(left.names, right.names)
    # The same letters are the same name, wherever the blanks are.
    same = (found.letters >= _SAME) & _both(*([one.words for one in side.names] for side in (left, right)))
    least = np.where(same, 1, np.minimum(found.left_in_right, found.right_in_left))
    most = np.where(same, 1, np.maximum(found.left_in_right, found.right_in_left))
    cut = cut_off(left.names, right.names)
    # What is left of a word is none that the other does not have, nor is one with a slip in a part that is the name.
    alone = np.where(same | cut | part, 0, np.minimum(found.left_alone, found.right_alone))
    return {
        "same_name": same,
        "name_least": least,
        "name_most": most,
        "name_near": _above(least, 0.5),
        "name_close": _above(least, 0.8),
        "name_half": _above(most, 0.7),
        "name_cut": cut,
        "letters": found.letters,
        "letters_near": _above(found.letters, 0.7),
        # Each has a word of its own: "waardering" here, "taxatie" there.
        "both_alone": np.minimum(alone, 1),
        "left_in_right": np.where(same, 1, found.left_in_right),
        "right_in_left": np.where(same, 1, found.right_in_left),
        # One word, which stands in many a longer name, says little of which system it is.
        "word_of_name": np.where(same, 0, _within(left.names, found.left_in_right, found.right_alone)),
        "name_of_word": np.where(same | part, 0, _within(right.names, found.right_in_left.T, found.left_alone.T, 2).T),
    }


def _within(names: Sequence[Words], share: Matrix, more: Matrix, most: float = 1) -> Matrix:
    """Return how little names say of which all is in another that says more: a row for each, 0 to ``most``.

    ``share`` is what of each is in the other, ``more`` the weight of what the other has beside it.
    """
    found: Matrix = _thin(names)[:, None] * share * np.minimum(more, most)
    return found


def _thin(names: Sequence[Words]) -> Matrix:
    """Return how little names say: 1 for one word, somewhat less where it was a phrase, 0 for more words."""
    single = np.array([1 if one.single else _PHRASE for one in names], np.float32)
    said: Matrix = np.clip(_TWO_WORDS - mass(names), 0, 1) * single
    return said


def _above(share: Matrix, start: float) -> Matrix:
    """Return how far a share is above a start, 0 to 1: a slope may be steeper there."""
    found: Matrix = np.maximum(share - np.float32(start), 0) / np.float32(1 - start)
    return found


def _of_texts(left: Side, right: Side) -> dict[str, Matrix | Flags]:
    found = compare_texts(left, right)
    alike = np.where(found.known, found.alike, 0)
    return {
        "text_known": found.known,
        "text_alike": alike,
        "text_near": _above(alike, 0.3),
        "text_close": _above(alike, 0.7),
        "text_covered": np.where(found.known, found.left_in_right, 0),
        "text_most": _above(np.maximum(alike, np.where(found.known, found.right_in_left, 0)), 0.5),
        "text_covers": np.where(found.known, found.right_in_left, 0),
        "name_in_text": found.name_in_text,
        "text_has_name": found.text_names,
    }


def _of_vendors(left: Side, right: Side) -> dict[str, Flags]:
    ours, theirs = ([_telling(one) for one in side.vendors] for side in (left, right))
    names = [[one.words for one in side.names] for side in (left, right)]
    same, known = shared(ours, theirs), _both(ours, theirs)
    named = shared(ours, names[1]) | shared(names[0], theirs)
    return {"vendor_same": same, "vendor_other": known & ~same, "vendor_named": named & ~same}


def _telling(vendor: Words) -> frozenset[str]:
    return frozenset(word for word in vendor.words if len(word) > _SHORT) - generic()


def _both(left: Sequence[Collection[str]], right: Sequence[Collection[str]]) -> Flags:
    """Say of each pair whether both tell anything."""
    ours, theirs = (np.array([bool(one) for one in side], np.bool_) for side in (left, right))
    found: Flags = ours[:, None] & theirs[None, :]
    return found


def _of_starts(left: Side, right: Side) -> dict[str, Flags]:
    apart = np.abs(left.starts[:, None] - right.starts[None, :])
    return {
        "start_same": apart == 0,
        "start_near": (apart > 0) & (apart <= _NEAR_MONTHS),
        "start_far": apart > _FAR_MONTHS,
    }


def _of_editions(left: Side, right: Side) -> dict[str, Flags]:
    """Compare what tells editions and parts apart: "versie 2", "Chatbot 2", "Profiel A".

    Of what one side alone has, years and other large numbers ("Microsoft 365") are no edition, and what is called
    a part ("deel 2") is a part of what the other names as a whole.
    """
    ours, theirs = ([one.edition for one in side.names] for side in (left, right))
    small = [[_small(one.edition) - one.parts for one in side.names] for side in (left, right)]
    some, both = shared(ours, theirs), _both(ours, theirs)
    # A large number is a part of a name, of whatever edition.
    same = some & _equal(ours, theirs) & _both(*small)
    other = both & ~some
    differ = ~same & ~other
    # The other's text may tell of the version that its name does not have.
    told = shared(ours, [one.versions for one in right.texts]) | shared([one.versions for one in left.texts], theirs)
    once = differ & ~_equal(*small) & ~told
    # "Chatbot A" is rather a part of "Chatbot" than "Chatbot 2" is.
    lettered = once & _equal(*([one - _LETTERS for one in side] for side in small))
    # "Chatbot v1" was called "Chatbot" until there was another.
    first = once & _equal(*([one - _FIRST for one in side] for side in small)) & ~lettered
    return {
        "version_same": same,
        "version_other": other,
        "version_once": once & ~lettered & ~first,
        "letter_once": lettered,
        "first_once": first,
        "number_once": differ & ~_equal(ours, theirs) & ~once,
    }


def _equal(left: Sequence[Collection[str]], right: Sequence[Collection[str]]) -> Flags:
    """Say of each pair of sets whether they are the same."""
    numbers: dict[Collection[str], int] = {}
    ours, theirs = (
        np.array([numbers.setdefault(one, len(numbers)) for one in side], np.int64) for side in (left, right)
    )
    found: Flags = ours[:, None] == theirs[None, :]
    return found


def _small(edition: frozenset[str]) -> frozenset[str]:
    return frozenset(one for one in edition if not (one.isdecimal() and len(one) > _DIGITS))
