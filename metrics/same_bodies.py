"""Which bodies of two lists are the same, by code or else by name, where no register of organisations is at hand."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl
from rapidfuzz import fuzz

from metrics.linking.words import plain
from metrics.register import plain_name

#: Names this much alike are one name with a slip (0 to 100), if each word of them is nearly the same.
_ALIKE, _WORD_ALIKE = 90, 70
#: Of shorter names a slip may make another body's name.
_LONG: Final = 8
#: So many titles that no other body has, and half of those of the smaller one, make two bodies one.
_TITLES: Final = 3
#: Not the (L) or (NH) that tells two bodies apart.
_ABBREVIATION: Final = re.compile(r"\(([^()\s]{3,})\)\s*$")


@dataclass(frozen=True)
class Blocks:
    """The block of every row, on each side; rows of one block are compared with each other.

    ``related`` (org_id, other) are the pairs of blocks, of left and right, within which to look.
    ``basis`` says how bodies were told apart: ``code``, ``name``, or ``none`` when one of the lists names none.
    ``joined`` are the names, on the left and on the right, of bodies that were taken for one though they differ.
    """

    left: pl.Series
    right: pl.Series
    related: pl.DataFrame
    basis: str
    joined: tuple[tuple[str, str], ...] = ()


def blocks(left: pl.DataFrame, right: pl.DataFrame) -> Blocks:
    """Return the blocks of two lists (columns org_id and organisation, empty where not told, and name).

    By code when both lists have codes of one kind; a row without one has that of its body's name. Else by
    name: whatever its capitals, an abbreviation behind it, the ministry before it, or a slip in it. Bodies with
    nothing alike in their names are one when their systems are called the same, and no other body's are.
    """
    codes = [{code.casefold() for code in side["org_id"] if code} for side in (left, right)]
    basis = "code" if codes[0] & codes[1] else "name"
    known = _codes(left, right) if basis == "code" else None
    ours, theirs = _keys(left, known), _keys(right, known)
    if not (any(ours) and any(theirs)):
        return Blocks(_series([""] * len(ours)), _series([""] * len(theirs)), _pairs([("", "")]), "none")
    names = _names(left, ours), _names(right, theirs)
    same = _same(*names)
    paired = {*same, *same.values()}
    same |= _renamed(_titles(left, ours, {*theirs, *paired}), _titles(right, theirs, {*ours, *paired}), names)
    joined = tuple(sorted(_joined(same, *names)))
    ours, theirs = ([same.get(key, key) for key in keys] for keys in (ours, theirs))
    return Blocks(_series(ours), _series(theirs), _pairs(_near(names, same, {*ours, *theirs})), basis, joined)


def _series(keys: Sequence[str]) -> pl.Series:
    return pl.Series("block", keys, dtype=pl.String)


def _codes(*sides: pl.DataFrame) -> dict[str, str]:
    """Return the code of each whole name that stands beside one code alone."""
    found: dict[str, set[str]] = {}
    for code, name in pl.concat([side.select("org_id", "organisation") for side in sides]).unique().iter_rows():
        if code and name:
            found.setdefault(_full(name), set()).add(code.casefold())
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _keys(side: pl.DataFrame, codes: Mapping[str, str] | None) -> list[str]:
    """Return the key of the body of each row: its code, or by names its whole name; empty when it tells none."""
    found = []
    for code, name in _told(side):
        called = _full(name)
        found.append(called if codes is None else code.casefold() or codes.get(called, called))
    return found


def _names(side: pl.DataFrame, keys: Sequence[str]) -> dict[str, str]:
    return {key: name for key, (_, name) in zip(keys, _told(side), strict=True) if key}


def _told(side: pl.DataFrame) -> list[tuple[str, str]]:
    """Return code and name of the body of each row; a list that has codes alone calls bodies by those."""
    return [(code, name or code) for code, name in side.select("org_id", "organisation").iter_rows()]


def _only(found: Sequence[str]) -> str:
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=65_536)
def _full(name: str) -> str:
    """Return a whole name without capitals, accents and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", plain(name).replace("&", " en ")))


def _same(left: Mapping[str, str], right: Mapping[str, str]) -> dict[str, str]:
    """Return, of bodies (names by key) that only one list has, the key of the same body on the other."""
    found: dict[str, str] = {}
    for ours, theirs in ((left, right), (right, left)):
        for key, name in ours.items():
            other = "" if key in theirs or key in found.values() else _called(name, theirs)
            # Of two that both stand on one list only, each is to mean the other alone.
            if other and (other in ours or _called(theirs[other], ours) == key):
                found[key] = found.get(other, other)
    rest = [
        {key: name for key, name in ours.items() if key not in theirs and key not in {*found, *found.values()}}
        for ours, theirs in ((left, right), (right, left))
    ]
    return found | dict(_slips(*rest))


def _called(name: str, bodies: Mapping[str, str]) -> str:
    """Return the key of the only body that a name may mean; empty when there is none, or more than one.

    As a whole, else without the ministry before the name of its agency.
    """
    wholes = [key for key, other in bodies.items() if _is_called(name, other)]
    return _only(wholes or [key for key, other in bodies.items() if _is_part(name, other) or _is_part(other, name)])


def _is_part(whole: str, name: str) -> bool:
    part = whole.rpartition(",")[2].strip()
    return part not in {"", whole.strip()} and _is_called(part, name)


def _is_called(one: str, other: str) -> bool:
    """Say whether two names are one in full, without the kind of body, or by the abbreviation of one of them."""
    fulls = {_full(one), _full(other)}
    if len(fulls) == 1 or any(_short(name) in fulls for name in (one, other)):
        return True
    return _plain(one) == _plain(other) != "" and _fits(one, other)


@lru_cache(maxsize=65_536)
def _short(name: str) -> str | None:
    """Return the abbreviation that stands behind a name."""
    found = _ABBREVIATION.search(name)
    return _full(found[1]) if found else None


@lru_cache(maxsize=65_536)
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


def _titles(side: pl.DataFrame, keys: Sequence[str], paired: Collection[str]) -> dict[str, set[str]]:
    """Return, of each body that is not paired, the titles that it alone has on its list."""
    bodies: dict[str, set[str]] = {}
    for key, name in zip(keys, side["name"], strict=True):
        bodies.setdefault(_full(name), set()).add(key)
    found: dict[str, set[str]] = {}
    for title, having in bodies.items():
        key = _only(list(having))
        if title and key and key not in paired:
            found.setdefault(key, set()).add(title)
    return found


def _renamed(
    left: Mapping[str, set[str]], right: Mapping[str, set[str]], names: tuple[Mapping[str, str], Mapping[str, str]]
) -> dict[str, str]:
    """Return the bodies of the left whose titles one body of the right alone has; few in common show nothing."""
    met = [
        (key, other)
        for key, ours in left.items()
        for other, theirs in right.items()
        if len(ours & theirs) >= max(_TITLES, min(len(ours), len(theirs)) / 2) and _fits(names[0][key], names[1][other])
    ]
    return {key: other for key, other in met if sum(key == one or other == two for one, two in met) == 1}


def _joined(same: Mapping[str, str], left: Mapping[str, str], right: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the names of bodies that are one though they differ."""
    for key, other in same.items():
        ours, theirs = left.get(key) or left.get(other), right.get(other) or right.get(key)
        if ours and theirs and _full(ours) != _full(theirs):
            yield ours, theirs


def _near(
    names: Iterable[Mapping[str, str]], same: Mapping[str, str], known: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Give every block with itself, and the block of an agency with that of the ministry that its name begins with."""
    yield from ((one, one) for one in known)
    named = [(name, same.get(key, key)) for side in names for key, name in side.items()]
    block_of = {_full(name): block for name, block in named}
    for name, block in named:
        above = block_of.get(_full(name.rpartition(",")[0]), block)
        if above != block:
            yield from ((block, above), (above, block))


def _pairs(found: Iterable[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(sorted(set(found)), schema={"org_id": pl.String, "other": pl.String}, orient="row")
