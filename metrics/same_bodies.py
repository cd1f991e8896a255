"""Which bodies of two lists are the same, by code or else by name, where no register of organisations is at hand."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
from rapidfuzz import fuzz

from metrics.linking.words import plain
from metrics.register import plain_name

#: Names this much alike are one name with a slip (0 to 100), if each word of them is nearly the same.
_ALIKE, _WORD_ALIKE = 90, 70
#: Of shorter names a slip may make another body's name.
_LONG: Final = 8
_SHORT_FORM: Final = re.compile(r"\(([^()\s]{2,})\)\s*$")


@dataclass(frozen=True)
class Blocks:
    """The block of every row, on each side; rows of one block are compared with each other.

    ``related`` (org_id, other) are the pairs of blocks, of left and right, within which to look.
    ``basis`` says how bodies were told apart: ``code``, ``name``, or ``none`` when one of the lists names none.
    """

    left: pl.Series
    right: pl.Series
    related: pl.DataFrame
    basis: str


def blocks(left: pl.DataFrame, right: pl.DataFrame) -> Blocks:
    """Return the blocks of two lists (columns org_id and organisation, empty where not told).

    By code when both lists have codes of one kind; a row without one has that of its body's name. Else by
    name: whatever its capitals, an abbreviation behind it, the ministry before it, or a slip in it.
    """
    sides = (left, right)
    codes = [{code.casefold() for code in side["org_id"] if code} for side in sides]
    basis = "code" if codes[0] & codes[1] else "name"
    keys = [_coded(side, sides) if basis == "code" else [_named(*row) for row in _told(side)] for side in sides]
    if not all(any(one) for one in keys):
        every = [pl.Series("block", [""] * side.height, dtype=pl.String) for side in sides]
        return Blocks(*every, _pairs([("", "")]), "none")
    names = [{key: name for key, (_, name) in zip(side_keys, _told(side), strict=True) if key} for side_keys, side in zip(keys, sides, strict=True)]
    same = _same(*names)
    found = [pl.Series("block", [same.get(key, key) for key in one], dtype=pl.String) for one in keys]
    return Blocks(*found, _pairs(_near(names, same, found)), basis)


def _told(side: pl.DataFrame) -> list[tuple[str, str]]:
    """Return code and name of the body of each row; a list that has codes alone calls bodies by those."""
    return [(code, name or code) for code, name in side.select("org_id", "organisation").iter_rows()]


def _named(_: str, name: str) -> str:
    return _full(name)


def _coded(side: pl.DataFrame, sides: Iterable[pl.DataFrame]) -> list[str]:
    """Return the code of each row, or that which its name has elsewhere; else the name."""
    codes: dict[str, set[str]] = {}
    for each in sides:
        for code, name in each.select("org_id", "organisation").iter_rows():
            if code and name:
                codes.setdefault(_full(name), set()).add(code.casefold())
    return [code.casefold() or _only(codes.get(_full(name), ())) or _full(name) for code, name in _told(side)]


def _only(found: Iterable[str]) -> str:
    several = list(found)
    return several[0] if len(several) == 1 else ""


def _full(name: str) -> str:
    """Return a whole name without capitals, accents and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", plain(name).replace("&", " en ")))


def _same(left: Mapping[str, str], right: Mapping[str, str]) -> dict[str, str]:
    """Return, of bodies (names by key) that only one list has, the key of the same body on the other."""
    found: dict[str, str] = {}
    for ours, theirs in ((left, right), (right, left)):
        for key, name in ours.items():
            other = "" if key in theirs or key in found.values() else _called(name, theirs)
            if other:
                found[key] = found.get(other, other)
    rest = [
        {key: name for key, name in ours.items() if key not in theirs and key not in {*found, *found.values()}}
        for ours, theirs in ((left, right), (right, left))
    ]
    return found | dict(_slips(*rest))


def _called(name: str, bodies: Mapping[str, str]) -> str:
    """Return the key of the only body that a name may mean; empty when there is none, or more than one."""
    for said in dict.fromkeys((name, name.rpartition(",")[2])):
        one = _only(key for key, other in bodies.items() if said.strip() and _is_called(said, other))
        if one:
            return one
    return ""


def _is_called(one: str, other: str) -> bool:
    return _fits(one, other) and bool(_forms(one) & _forms(other))


def _forms(name: str) -> set[str]:
    """Return how a body may be called: in full, without what kind of body it is, and by its abbreviation."""
    short = _SHORT_FORM.search(name)
    return {_full(name), _plain(name), *([_full(short[1])] if short else [])} - {""}


def _plain(name: str) -> str:
    return _full(plain_name(name))


def _fits(one: str, other: str) -> bool:
    """Say whether the kinds of body that two names tell may be one: a municipality is no province."""
    kinds = [_full(name).partition(_plain(name))[0].split()[:1] for name in (one, other)]
    return not all(kinds) or kinds[0] == kinds[1]


def _slips(left: Mapping[str, str], right: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the bodies whose names differ by a slip, each being the other's only such."""
    met = [(key, other) for key, one in left.items() for other, name in right.items() if _nearly(one, name)]
    for key, other in met:
        if sum(key == one or other == two for one, two in met) == 1:
            yield key, other


def _nearly(one: str, other: str) -> bool:
    ours, theirs = _plain(one), _plain(other)
    if min(len(ours), len(theirs)) < _LONG or not _fits(one, other):
        return False
    if ours.replace(" ", "") == theirs.replace(" ", ""):
        return True
    words = ours.split(), theirs.split()
    if len(words[0]) != len(words[1]) or fuzz.ratio(ours, theirs) < _ALIKE:
        return False
    pairs = zip(*words, strict=True)
    return all(a == b or (fuzz.ratio(a, b) >= _WORD_ALIKE and not {a, b} & _numbers(a, b)) for a, b in pairs)


def _numbers(*words: str) -> set[str]:
    return {word for word in words if any(map(str.isdigit, word))}


def _near(
    names: Sequence[Mapping[str, str]], same: Mapping[str, str], found: Sequence[pl.Series]
) -> Iterator[tuple[str, str]]:
    """Give every block with itself, and the block of an agency with that of the ministry that its name begins with."""
    known = set(found[0]) | set(found[1])
    yield from ((one, one) for one in known)
    for side in names:
        for key, name in side.items():
            head = _full(name.rpartition(",")[0])
            block, above = same.get(key, key), same.get(head, head)
            if head and above in known and above != block:
                yield from ((block, above), (above, block))


def _pairs(found: Iterable[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(sorted(set(found)), schema={"org_id": pl.String, "other": pl.String}, orient="row")
