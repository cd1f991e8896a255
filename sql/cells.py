"""Texts that others wrote, as they may stand in a table on a terminal and in a cell of a spreadsheet."""

import re
from typing import Final

#: What makes a spreadsheet take a text for a formula; a negative number or fraction is none.
_FORMULA: Final = re.compile(r"[=+@\t\r]|-(?!\d+(?:\.\d+|/\d+)?\Z)")
#: Signs that steer a terminal, or turn the order of what follows; lines and tabs are at home in a quoted cell.
_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)"
)


def visible(text: str) -> str:
    """Return a text on one line, without a sign that cannot be seen and might steer the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def inert(text: str) -> str:
    """Keep a spreadsheet from running a text that somebody wrote as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def spreadsheet(text: str) -> str:
    """Return a text for a CSV file that may be printed on a terminal: ``inert``, and without signs that steer."""
    return _STEERING.sub(" ", inert(text))
