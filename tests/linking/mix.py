"""How often what happens to an inventory: one frozen set of numbers, and a milder and a harsher one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

#: How often each change of a name is drawn beside the others.
NAME_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "abbreviation": 1.6,
        "typo": 1.4,
        "word_order": 1.0,
        "vendor_added": 1.2,
        "vendor_replaced": 0.5,
        "vendor_removed": 0.7,
        "word_dropped": 1.0,
        "word_added": 1.2,
        "english": 0.9,
        "truncated": 0.7,
        "compound": 1.0,
        "body_in_name": 0.8,
        "case": 0.8,
        "punctuation": 0.8,
        "renamed": 0.4,
    }
)
#: What a line says of its system; ``none`` is nothing at all.
TEXT_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "none": 4.0,
        "short": 1.6,
        "goal": 1.0,
        "cut": 1.0,
        "paraphrase": 1.4,
        "english": 0.5,
        "unrelated": 0.5,
    }
)


@dataclass(frozen=True)
class Mix:
    """Chances between 0 and 1, and weights beside each other.

    ``changes`` are the weights of 1, 2 and 3 changes of a name that is not written exactly.
    ``unregistered`` and ``same_elsewhere`` are counted per registration of a body; ``alike`` is the
    chance that a body has a pair of look-alikes; ``listed_above`` that a line stands at the parent;
    ``withheld`` that the register lacks a registration, whose lines stay.
    """

    exact: float = 0.3
    changes: tuple[float, float, float] = (0.6, 0.3, 0.1)
    names: Mapping[str, float] = field(default_factory=lambda: NAME_WEIGHTS)
    texts: Mapping[str, float] = field(default_factory=lambda: TEXT_WEIGHTS)
    unlisted: float = 0.12
    withheld: float = 0.06
    split: float = 0.03
    merged: float = 0.04
    unregistered: float = 0.1
    same_elsewhere: float = 0.12
    one_word_differs: float = 0.05
    generic: float = 0.03
    one_word: float = 0.03
    same_text: float = 0.015
    next_version: float = 0.02
    alike: float = 0.25
    listed_above: float = 0.03
    process: float = 0.6
    vendor: float = 0.5
    vendor_wrong: float = 0.08
    start: float = 0.5
    start_off: float = 0.4
    start_wrong: float = 0.1
    category: float = 0.7
    category_wrong: float = 0.08
    status: float = 0.9


USUAL: Final = Mix()
MILD: Final = replace(
    USUAL,
    exact=0.55,
    changes=(0.85, 0.15, 0.0),
    vendor_wrong=0.03,
    start_wrong=0.04,
    category_wrong=0.04,
    alike=0.1,
    withheld=0.02,
)
HARSH: Final = replace(
    USUAL,
    exact=0.08,
    changes=(0.35, 0.4, 0.25),
    split=0.06,
    merged=0.08,
    unlisted=0.2,
    withheld=0.15,
    unregistered=0.2,
    same_elsewhere=0.25,
    one_word_differs=0.12,
    one_word=0.06,
    same_text=0.03,
    next_version=0.04,
    alike=0.6,
    listed_above=0.08,
    vendor_wrong=0.2,
    start_wrong=0.25,
    category_wrong=0.2,
    texts=MappingProxyType({**TEXT_WEIGHTS, "none": 5.0, "unrelated": 1.5}),
)
#: Much is missing in either list.
HOLED: Final = replace(USUAL, withheld=0.2, unlisted=0.3, unregistered=0.2, same_elsewhere=0.25)
#: Many a registration is several lines, and many a line several registrations.
FAMILIES: Final = replace(USUAL, exact=0.2, split=0.08, merged=0.08)
#: Slips and marks of any language, for lists that are compared with themselves: every row listed once.
NOISE: Final = replace(
    USUAL,
    exact=0.2,
    names=MappingProxyType(
        {
            "typo": 2.0,
            "word_order": 1.0,
            "word_dropped": 1.0,
            "vendor_added": 0.7,
            "truncated": 1.0,
            "case": 1.0,
            "punctuation": 1.0,
        }
    ),
    texts=MappingProxyType({"none": 3.0, "short": 2.0, "cut": 1.5, "paraphrase": 1.5, "unrelated": 0.3}),
    unlisted=0.0,
    split=0.0,
    merged=0.0,
    unregistered=0.0,
    same_elsewhere=0.0,
    one_word_differs=0.0,
    generic=0.0,
    one_word=0.0,
    same_text=0.0,
    next_version=0.0,
    withheld=0.0,
    alike=0.0,
    listed_above=0.0,
)
