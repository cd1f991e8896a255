"""What speaks for and against that a line is a registration, as numbers between 0 and 1."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np

from metrics.linking.compare import Flags, Matrix, Side, compare_names, compare_texts, mass, shared
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
    "both_alone": "name",
    "thin_name": "name",
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
    "other_body": "body",
    "always": "prior",
}
_SAME: Final = 0.999
_NEAR_MONTHS, _FAR_MONTHS = 2, 12


def features(left: Side, right: Side) -> dict[str, Matrix]:
    """Return each feature of ``FIELD_OF`` for every pair of rows."""
    shape = (len(left), len(right))
    told = {**_of_names(left, right), **_of_texts(left, right), **_of_vendors(left, right), **_of_starts(left, right)}
    # Another name for what is described in the same words.
    told["text_renamed"] = told["both_alone"] * told["text_most"]
    # What the other's text adds to what its name says: a text that repeats its own name adds nothing.
    told["name_in_text"] = np.maximum(told["name_in_text"] - told.pop("left_in_right"), 0)
    told["text_has_name"] = np.maximum(told["text_has_name"] - told.pop("right_in_left"), 0)
    # One word, which stands in many a name and text, says little of which system it is.
    told["thin_name"] = told.pop("thin") * (1 - told["name_least"])
    known = (left.categories >= 0)[:, None] & (right.categories >= 0)[None, :]
    equal = left.categories[:, None] == right.categories[None, :]
    told |= {"category_same": known & equal, "category_other": known & ~equal}
    told |= _of_editions(left.names, right.names)
    told |= {"other_body": left.bodies[:, None] != right.bodies[None, :], "always": np.ones(shape, np.bool_)}
    return {name: np.asarray(told[name], np.float32) for name in FIELD_OF}


def _of_names(left: Side, right: Side) -> dict[str, Matrix | Flags]:
    found = compare_names(left.names, right.names)
    # The same letters are the same name, wherever the blanks are.
    same = (found.letters >= _SAME) & _both(*([one.words for one in side.names] for side in (left, right)))
    least = np.where(same, 1, np.minimum(found.left_in_right, found.right_in_left))
    most = np.where(same, 1, np.maximum(found.left_in_right, found.right_in_left))
    alone = np.where(same, 0, np.minimum(found.left_alone, found.right_alone))
    return {
        "same_name": same,
        "name_least": least,
        "name_most": most,
        "name_near": _above(least, 0.5),
        "name_close": _above(least, 0.8),
        "name_half": _above(most, 0.7),
        "letters": found.letters,
        "letters_near": _above(found.letters, 0.7),
        # Each has a word of its own: "waardering" here, "taxatie" there.
        "both_alone": np.minimum(alone, 1),
        "left_in_right": np.where(same, 1, found.left_in_right),
        "right_in_left": np.where(same, 1, found.right_in_left),
        "thin": np.maximum(_thin(left.names)[:, None], _thin(right.names)[None, :]),
    }


def _thin(names: Sequence[Words]) -> Matrix:
    """Return how little names say: 1 for a word or less, 0 from three words on."""
    said: Matrix = np.clip((3 - mass(names)) / 2, 0, 1)
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


_SHORT: Final = 2


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


def _of_editions(left: Sequence[Words], right: Sequence[Words]) -> dict[str, Flags]:
    ours, theirs = ([one.edition for one in side] for side in (left, right))
    some, both = shared(ours, theirs), _both(ours, theirs)
    neither = _both(*([() if one else ("none",) for one in side] for side in (ours, theirs)))
    same = some & np.array([[one == other for other in theirs] for one in ours], np.bool_).reshape(some.shape)
    other = both & ~some
    return {"version_same": same, "version_other": other, "version_once": ~neither & ~same & ~other}
