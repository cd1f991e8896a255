"""Rows of frames as lists that can be compared."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import polars as pl

from metrics.linking.compare import Side
from metrics.linking.joined import parts_of
from metrics.linking.words import own_words, words_of
from sql.fields import CATEGORIES, CATEGORY_LETTERS

_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d)[-/.](\d\d?)\b")
_YEAR_LAST: Final = re.compile(r"\b(\d\d?)[-/.]((?:19|20)\d\d)$")
_MONTHS: Final = 12
_CATEGORY: Final = {name: number for number, name in enumerate(CATEGORIES)} | {
    letter: CATEGORIES.index(name) for letter, name in CATEGORY_LETTERS.items()
}


def month_of(text: str | None) -> float:
    """Return the month that a text names, counted from the year 0; nan when it names none."""
    said = (text or "").strip()
    first, last = _YEAR_FIRST.match(said), _YEAR_LAST.search(said)
    if first is not None:
        year, month = int(first[1]), int(first[2])
    elif last is not None:
        month, year = int(last[1]), int(last[2])
    else:
        return np.nan
    return float(year * _MONTHS + month) if 1 <= month <= _MONTHS else np.nan


def names_of(organisations: Iterable[str | None]) -> frozenset[str]:
    """Return the words that only say whose a system is."""
    return frozenset[str]().union(*(own_words(name) for name in organisations if name))


def side(  # noqa: PLR0913 - a row is told by this many fields
    rows: pl.DataFrame,
    *,
    texts: Sequence[str],
    vendor: str,
    start: str,
    own: frozenset[str],
    bodies: dict[str, int],
) -> Side:
    """Return the rows of a frame as one list; ``texts``, ``vendor`` and ``start`` say in which columns to look.

    ``own`` are words to leave out of names, ``bodies`` gives each org_id its number.
    """
    said = [" ".join(one or "" for one in row) for row in rows.select(texts).iter_rows()]
    return Side(
        [words_of(name, own) for name in rows["name"]],
        [words_of(text) for text in said],
        [words_of(name) for name in rows[vendor]],
        [[words_of(text) for text in rows[column]] for column in texts],
        [parts_of(name, own) for name in rows["name"]],
        np.array([month_of(text) for text in rows[start]], np.float64),
        np.array([_CATEGORY.get((name or "").strip(), -1) for name in rows["category"]], np.int64),
        np.array([bodies[org_id] for org_id in rows["org_id"]], np.int64),
    )
