"""What organisations write for a category, status, role or reason, in Dutch and English."""

import re
from typing import Final

from sql.fields import (
    CATEGORIES,
    CATEGORY_LETTERS,
    HIGH_RISK,
    IMPACTFUL,
    IN_DEVELOPMENT,
    IN_USE,
    NOT_STATED,
    OTHER,
    OUT_OF_USE,
    STATUS_PREFIX,
    STATUS_WORDS,
    STATUSES,
)
from sql.lines import ASSESSED, ASSESSMENTS, LINE_BY_KEY, NOT_ASSESSED, NOT_DETERMINED, REASONS, ROLES, UNREAD, WORDS

_BOTH: Final = ROLES[2]


def plain(text: str) -> str:
    """Return a word without capitals, hyphens and odd blanks: how words are compared."""
    return re.sub(r"[-_\s]+", " ", text).strip().casefold()


_ASSESSMENT: Final = {
    **{plain(word): word for word in ASSESSMENTS},
    "beoordeeld": ASSESSED,
    "niet beoordeeld": NOT_ASSESSED,
    "nog niet beoordeeld": NOT_ASSESSED,
    "leek hoog risico, is het niet": NOT_DETERMINED,
    "niet vermeld": UNREAD,
}
_MORE: Final[dict[str, dict[str, str]]] = {
    "category": {
        **_ASSESSMENT,
        **CATEGORY_LETTERS,
        **{f"{noun} {letter}": word for noun in ("categorie", "category") for letter, word in CATEGORY_LETTERS.items()},
        **{word: word for word in CATEGORIES},
        "hoog risico": HIGH_RISK,
        "high risk": HIGH_RISK,
        "hoog risico ai": HIGH_RISK,
        "high risk ai": HIGH_RISK,
        "high risk ai system": HIGH_RISK,
        "impactvol": IMPACTFUL,
        "impactvol algoritme": IMPACTFUL,
        "impactful": IMPACTFUL,
        "impactful algorithm": IMPACTFUL,
        "overig": OTHER,
        "overig algoritme": OTHER,
        "other": OTHER,
        "other algorithm": OTHER,
    },
    "assessment": _ASSESSMENT,
    "status": {
        **STATUS_WORDS,
        **{word: word for word in STATUSES},
        "in use": IN_USE,
        "in production": IN_USE,
        "deployed": IN_USE,
        "in development": IN_DEVELOPMENT,
        "out of use": OUT_OF_USE,
        "retired": OUT_OF_USE,
        "not stated": NOT_STATED,
    },
    "role": {
        **{word: word for word in ROLES},
        "aanbieder": ROLES[0],
        "gebruiksverantwoordelijke": ROLES[1],
        "aanbieder + gebruiksverantwoordelijke": _BOTH,
        "gebruiksverantwoordelijke + aanbieder": _BOTH,
        "aanbieder; gebruiksverantwoordelijke": _BOTH,
        "gebruiksverantwoordelijke; aanbieder": _BOTH,
    },
    "reasons": {
        **{word: word for word in REASONS},
        "hoog risico ai systeem": "high-risk",
        "hoog risico ai": "high-risk",
        "impactvol algoritme": "impactful",
        "impactful algorithm": "impactful",
        "media aandacht": "media",
        "debat": "debate",
        "maatschappelijk debat": "debate",
        "woo verzoek": "woo",
    },
}
#: Canonical value by key and word; the words of a category may say how it was assessed instead.
_KNOWN: Final = {
    key: {
        **{
            plain(word): canonical
            for canonical, title in WORDS.get(key, {}).items()
            if canonical != UNREAD
            for word in (title.nl, title.en)
        },
        **{plain(word): canonical for word, canonical in more.items()},
    }
    for key, more in _MORE.items()
}
CHOICES: Final = tuple(_KNOWN)


def known(key: str, text: str) -> str | None:
    """Return the canonical value of a word in some column, None when nobody knows it."""
    word = plain(text)
    if key == "status" and word.startswith(STATUS_PREFIX[0]):
        return STATUS_PREFIX[1]
    return _KNOWN[key].get(word)


def allowed(key: str) -> tuple[str, ...]:
    """Return the canonical values that a word can be mapped to."""
    extra = {"category": ASSESSMENTS, "status": (NOT_STATED,)}.get(key, ())
    return (*LINE_BY_KEY[key].choices, *extra)
