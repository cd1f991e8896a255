"""Where a registration holds addresses on the web, and how they are read out of its text.

What is looked at and listed is the text as the register wrote it; ``metrics.fingerprints`` reads the
same texts, of many at a time.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sql.fields import BY_KEY, FIELDS, LINKS, STANDARDS, Field

#: A text that is a link and nothing else.
LINK: Final = r"^https?://[^\s/.]+(\.[^\s/.]+)+([/?#]\S*)?$"
#: A link somewhere in a text; what ends the sentence around it is no part of it, nor is a bracket
#: (``CLOSING``) that it did not open.
IN_TEXT: Final = r"https?://[^\s<>\"]+"
CLOSING: Final = ")"
ENDINGS: Final = ".,;:!?'\u2019\u201d]}"
#: What trimming removes, as ``metrics.texts`` does: white space, and what shows nothing.
EDGES: Final = (
    " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)

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
    cells = ((said.get(column) or "").strip(EDGES) for column in one.sources(standard))
    return next((text for text in cells if text), "")


def _ended(text: str) -> str:
    return text.rstrip(ENDINGS if "(" in text else ENDINGS + CLOSING)
