"""Who was who before the register gave ids: a pure function of what was shown.

Until 15 April 2023 exports had no lars. Their rows have a provisional key, from organisation and
name. A row is carried to the lars that followed it when, within one organisation, the names are the
same, or when the texts are so alike, and so much more alike than any other pair, that there is no
doubt. What is carried is marked ``inferred``; what is not stays a registration of its own.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import polars as pl
from rapidfuzz import fuzz

from metrics.facts import INFERRED, LISTED, PROVISIONAL, PUBLICATION, RETRO

#: Raise it with every change of what is carried to what.
VERSION: Final = 1
#: How alike texts must be (0 to 100), and how much more alike than either is to any other. Measured
#: on the exports of 15 April to 19 June 2023 with their ids hidden (tests/metrics/test_identity.py).
THRESHOLD: Final = 90.0
MARGIN: Final = 10.0
_NAME_COUNTS: Final = 0.3


@dataclass(frozen=True)
class Candidate:
    """One registration as one source showed it: its key, whose it was, and its words."""

    key: str
    organisation: str
    name: str
    text: str


def resolved(versions: pl.DataFrame, seen: pl.DataFrame, texts: Mapping[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return versions and seen with every provisional key that can be resolved carried to its lars.

    ``texts`` gives the description and goal by content.
    """
    carried = carry(versions, texts)
    return _renamed(versions, carried), _renamed(seen, carried)


def carry(versions: pl.DataFrame, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the lars of each provisional key for which there is one without doubt."""
    unnamed = versions.filter(pl.col("identity") == PROVISIONAL)
    if unnamed.is_empty():
        return {}
    last = unnamed.sort("known_from").unique("lars", keep="last", maintain_order=True)
    found: dict[str, str] = {}
    # One look at a time: the rows that one export showed last, and what may have followed them.
    for _, rows in sorted(last.group_by("known_to"), key=lambda one: str(one[0])):
        for follow in (_listed_next, _published_before):
            left = rows.filter(~pl.col("lars").is_in(list(found)))
            right = follow(versions, left).filter(~pl.col("lars").is_in(list(found.values())))
            found |= matched(_candidates(left, texts), _candidates(right, texts))
    return found


def _listed_next(versions: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return what the export after the last one that showed these rows listed with an id."""
    until = pl.lit(rows["known_to"].max(), rows.schema["known_to"])
    stated = versions.filter(pl.col("identity") != PROVISIONAL, pl.col("basis") == LISTED)
    return stated.filter(pl.col("known_from") <= until, pl.col("known_to").is_null() | (pl.col("known_to") > until))


def _published_before(versions: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the last publication of each registration that was published when these rows were shown."""
    begun = pl.lit(rows["known_from"].min(), rows.schema["known_from"])
    dated = versions.filter(pl.col("identity") != PROVISIONAL, pl.col("basis") == PUBLICATION)
    dated = dated.filter((pl.col("published_at") <= begun) | (pl.col("published_at") == RETRO))
    return dated.sort("published_at", "known_from").unique("lars", keep="last", maintain_order=True)


def _candidates(rows: pl.DataFrame, texts: Mapping[str, str]) -> list[Candidate]:
    columns = rows.sort("lars", "known_from").select("lars", "organisation", "name", "content")
    return [
        Candidate(key, plain(organisation), plain(name), plain(texts.get(content)))
        for key, organisation, name, content in columns.iter_rows()
    ]


def plain(text: str | None) -> str:
    """Return words as they are compared: one spelling, no capitals, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def matched(unnamed: Sequence[Candidate], named: Sequence[Candidate]) -> dict[str, str]:
    """Return the pairs (key to key) within one organisation that leave no doubt."""
    pairs: dict[str, str] = {}
    for left, right in _by_organisation(unnamed, named):
        same = _same_names(left, right)
        rest = [one for one in left if one.key not in same]
        others = [one for one in right if one.key not in same.values()]
        pairs |= same | _alike(rest, others)
    return pairs


def _by_organisation(
    unnamed: Sequence[Candidate], named: Sequence[Candidate]
) -> Iterator[tuple[list[Candidate], list[Candidate]]]:
    named_by = {key: list(rows) for key, rows in groupby(sorted(named, key=_of), _of)}
    for organisation, rows in groupby(sorted(unnamed, key=_of), _of):
        yield list(rows), named_by.get(organisation, [])


def _of(one: Candidate) -> str:
    return one.organisation


def _same_names(left: Sequence[Candidate], right: Sequence[Candidate]) -> dict[str, str]:
    """Return the pairs of which both have a name that no other has on either side."""
    ours, theirs = _once(left), _once(right)
    return {ours[name]: theirs[name] for name in ours.keys() & theirs.keys()}


def _once(rows: Sequence[Candidate]) -> dict[str, str]:
    names = [one.name for one in rows]
    return {one.name: one.key for one in rows if names.count(one.name) == 1}


def _alike(left: Sequence[Candidate], right: Sequence[Candidate]) -> dict[str, str]:
    """Return the pairs whose texts are alike, and clearly more than those of either with any other."""
    scores = {(one.key, other.key): _likeness(one, other) for one in left for other in right}
    pairs = {}
    for (key, other), score in scores.items():
        rivals = [rated for (a, b), rated in scores.items() if (a == key) != (b == other)]
        if score >= THRESHOLD and score - max(rivals, default=0.0) >= MARGIN:
            pairs[key] = other
    return pairs


def _likeness(one: Candidate, other: Candidate) -> float:
    """Return how alike two are, 0 to 100: mostly by their texts; nothing without any."""
    if not (one.text and other.text):
        return 0.0
    return (1 - _NAME_COUNTS) * fuzz.ratio(one.text, other.text) + _NAME_COUNTS * fuzz.ratio(one.name, other.name)


def _renamed(frame: pl.DataFrame, carried: Mapping[str, str]) -> pl.DataFrame:
    inferred = pl.col("lars").is_in(list(carried))
    return frame.with_columns(
        lars=pl.col("lars").replace(carried),
        identity=pl.when(inferred).then(pl.lit(INFERRED)).otherwise("identity"),
    )
