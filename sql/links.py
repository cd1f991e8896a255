"""Where a registration holds addresses on the web, and how they are read out of its text.

One reading for all who ask: what is looked at, what is fingerprinted and what is listed is the same
text, as the register wrote it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sql.fields import BY_KEY, FIELDS, LINKS, STANDARDS, Field

#: A text that is a link and nothing else.
LINK: Final = r"^https?://[^\s/.]+(\.[^\s/.]+)+([/?#]\S*)?$"
#: A link somewhere in a text; what ends the sentence around it is no part of it.
IN_TEXT: Final = r"https?://[^\s<>\"]+"
ENDINGS: Final = ".,;:!?'\u2019\u201d]}"
_UNSEEN: Final = "\u200b\u200c\u200d\u2060\ufeff"

_WHOLE: Final = tuple(BY_KEY[key] for key in LINKS)
_GROUPINGS: Final = tuple(one for one in FIELDS if one.kind == "grouping")
#: Every column of the export that can hold a link, in whichever standard.
COLUMNS: Final = tuple(
    sorted({column for one in (*_WHOLE, *_GROUPINGS) for standard in STANDARDS for column in one.sources(standard)})
)


def links(said: Mapping[str, str | None], standard: str) -> list[str]:
    """Return the links of a registration (cells by column), each once, in the order of the fields."""
    return list(dict.fromkeys(_links(said, standard)))


def _links(said: Mapping[str, str | None], standard: str) -> Iterator[str]:
    for one in _WHOLE:
        if re.search(LINK, text := _text(said, one, standard)):
            yield text
    for one in _GROUPINGS:
        found = (_ended(text) for text in re.findall(IN_TEXT, _text(said, one, standard)))
        yield from (text for text in found if re.search(LINK, text))


def _text(said: Mapping[str, str | None], one: Field, standard: str) -> str:
    cells = ((said.get(column) or "").strip().strip(_UNSEEN).strip() for column in one.sources(standard))
    return next((text for text in cells if text), "")


def _ended(text: str) -> str:
    """Return a link without what belongs to the sentence: a bracket that it did not open, say."""
    return text.rstrip(ENDINGS if "(" in text else f"{ENDINGS})")
