"""Two texts side by side on a terminal, as wide as it is, with marks where they differ that need no colour."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from metrics.differences import ADDED, REMOVED, Run
from sql.cells import visible

#: Round the words that only one side has, as wdiff puts them.
MARKS: Final = {REMOVED: ("[-", "-]"), ADDED: ("{+", "+}")}
#: A narrower terminal has both texts under each other.
_LEAST: Final = 72
_BETWEEN: Final = " | "


def marked(runs: Sequence[Run], without: str) -> str:
    """Return one side of what differs, without the words that only the other side has."""
    parts = []
    for one in runs:
        if one.kind != without:
            begin, end = MARKS.get(one.kind, ("", ""))
            parts.append(f"{begin}{one.text}{end}")
    return " ".join(parts)


def columns(rows: Sequence[tuple[str, str, str]], width: int) -> Iterator[str]:
    """Go through the lines that show rows of a title, a left and a right text, none wider than ``width``.

    A title stands above its texts. Where there is no room for two columns, the right text follows the left.
    """
    apart = width >= _LEAST
    each = (width - len(_BETWEEN)) // 2 if apart else width
    for title, *texts in rows:
        yield from _wrapped(title, width) if title else ()
        left, right = (_wrapped(text, each) for text in texts)
        if apart:
            pairs = zip_longest(left, right, fillvalue="")
            yield from (f"{one.ljust(each)}{_BETWEEN}{other}".rstrip() for one, other in pairs)
        else:
            yield from (*left, *right)
        yield ""


def _wrapped(text: str, width: int) -> list[str]:
    # Others wrote these texts: no sign in them may steer the terminal.
    return textwrap.wrap(visible(text), max(width, 1), break_on_hyphens=False) or [""]
