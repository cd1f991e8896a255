"""Names and texts as they are compared: one spelling, Dutch, without what every name has.

A word is not cut to its stem: ``compare`` lets words that are nearly the same count as the same.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from metrics.texts import PLACEHOLDERS

_WORD: Final = re.compile(r"[^\W_]+")
#: "v2", "versie 2.0", "2.0", "release 3": which edition of something.
_VERSION: Final = re.compile(
    r"\b(?:v|versie|version|release|rel|vs)\.?\s*(\d+(?:\.\d+)*)\b|\b(\d+(?:\.\d+)+)\b", re.IGNORECASE
)
#: "deel 2", "fase II": a part of something, whether or not the whole is called so.
_PART: Final = re.compile(
    r"\b(?:deel|onderdeel|fase|part|phase)\.?\s*(\d+|[a-h]|i{1,3}|iv|vi{0,3}|ix)\b", re.IGNORECASE
)
#: The same in words: "tweede versie", "fase twee".
_NTH: Final = re.compile(r"\b(eerste|tweede|derde|vierde)\s+(versie|fase|deel)\b")
_SPELLED: Final = re.compile(r"\b(versie|fase|deel)\s+(een|twee|drie|vier)\b")
_DIGITS: Final = {
    word: str(number)
    for number, both in enumerate((("eerste", "een"), ("tweede", "twee"), ("derde", "drie"), ("vierde", "vier")), 1)
    for word in both
}
#: "(nieuw)", "oude versie", "opvolger", "Gem+": another edition without a number.
_RENEWED: Final = re.compile(
    r"\(\s*(nieuw|oud)e?(?:\s+versie)?\s*\)|\b(nieuw|oud)e?\s+versie\b|\b(nieuw|oud)\s*$"
    r"|\b(opvolger|vervolg)\b|(?<=\w)(\+)(?!\w)"
)
#: What these patterns are about, each in one of these words.
_PARTS: Final = ("deel", "fase", "part", "phase")
_COUNTED: Final = ("versie", "fase", "deel")
_CHANGED: Final = ("nieuw", "oud", "opvolger", "vervolg", "+")
#: "Niet-ingezetenen", "zonder afspraak".
_DENYING: Final = frozenset({"niet", "geen", "zonder"})
#: Only with its dot: "Gem" is the name of many a chatbot.
_MUNICIPALITY: Final = re.compile(r"\bgem\.\s*")
#: A number by itself ("Chatbot 2", "artikel 3b") tells editions and parts apart; of larger ones, such as years, it is
#: for who compares to say what they tell.
_NUMBER: Final = re.compile(r"\d{1,4}[a-z]?")
#: "Profiel A", "Fase II".
_LETTER: Final = re.compile(r"(?<![\w.'&-])(?:[A-H]|I{1,3}|IV|VI{0,3}|IX)(?![\w.'&-])")
#: "Directie IV", and "PRJ-19-43", "ALG-2024-007": whose it is, and under what it is filed, tell no editions apart.
_FILED: Final = re.compile(
    r"\b(?:dir|directie|afd|afdeling|team|cluster|bureau|sector|unit)\.?\s+(?:[a-h]|\d{1,2}|i{1,3}|iv|vi{0,3}|ix)\b"
    r"|\b[a-z]{1,5}[-_/]\d{1,4}(?:[-_/]\d{1,5})+\b",
    re.IGNORECASE,
)
#: Where a word begins in names without blanks ("MeldingenOpenbareRuimte"); "iBurgerzaken" is one word.
_HUMP: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z])")
_HUMPS: Final = 2
_LONG: Final = 3
#: Words of a phrase are the same when they begin the same, by so many letters, or are one but for a slip.
_BEGINS: Final = 7
#: So many letters are left of a word that is cut off.
_CUT: Final = 2
_SLIP: Final = 80
#: Words of so many letters of which one is another, left out, added or changed places with the next are one but for a
#: slip: hardly any two words of this field are so near each other.
ONE_SLIP: Final = 6
#: What has more words than this is no name but a text.
_NAME: Final = 15


@dataclass(frozen=True)
class Words:
    """A name or a text: its words in order, and the numbers that say which edition or part it is."""

    words: tuple[str, ...]
    edition: frozenset[str] = frozenset()
    #: Of those, the ones that are called a version.
    versions: frozenset[str] = frozenset()
    #: Of the edition, what is called a part.
    parts: frozenset[str] = frozenset()
    #: Whether it was written as one word: a phrase that has a short form was not.
    single: bool = False


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(resources.files("metrics.linking").joinpath("lexicon.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _meanings() -> dict[str, tuple[str, ...]]:
    told = _lexicon()
    return {word: tuple(meant.split()) for part in ("english", "short", "dutch") for word, meant in told[part].items()}


@lru_cache(maxsize=1)
def _foreign() -> tuple[str, ...]:
    """Return the English words of which another is one but for a slip."""
    return tuple(word for word in _lexicon()["english"] if len(word) >= ONE_SLIP)


@lru_cache(maxsize=65_536)
def _slipped(word: str) -> tuple[str, ...]:
    """Return what a word of a name means, which may be English with a slip: else only the right one is translated."""
    found = _meanings().get(word)
    if found is None and len(word) >= ONE_SLIP:
        near = process.extractOne(word, _foreign(), scorer=OSA.distance, score_cutoff=1)
        found = _meanings()[near[0]] if near else None
    return found or (word,)


class _Phrase(NamedTuple):
    """Words that have a short form, and how each of them begins."""

    words: tuple[str, ...]
    begins: tuple[str, ...]
    short: str


@lru_cache(maxsize=2)
def _phrases(place: int) -> dict[str, list[_Phrase]]:
    """Return the phrases that have a short form, by how their first (0) or second (1) word begins, long ones first."""
    found: dict[str, list[_Phrase]] = {}
    for short, phrases in _lexicon()["phrases"].items():
        for words in map(str.split, phrases):
            begins = tuple(word[:_BEGINS] for word in words)
            if place < len(words):
                found.setdefault(begins[place], []).append(_Phrase(tuple(words), begins, short))
    return {first: sorted(each, key=lambda one: -len(one.words)) for first, each in found.items()}


def _shortened(words: list[str]) -> Iterator[str]:
    """Give words, with each phrase that has a short form as that; endings of its words do not matter.

    In a name one of its words may have a slip as well; in a text nothing hangs on one.
    """
    begins = [word[:_BEGINS] for word in words]
    at = 0
    while at < len(words):
        met = _exactly(begins, at) or (_nearly(words, begins, at) if len(words) <= _NAME else None)
        yield met.short if met else words[at]
        at += len(met.words) if met else 1


def _exactly(begins: Sequence[str], at: int) -> _Phrase | None:
    told = _phrases(0).get(begins[at], ())
    return next((one for one in told if tuple(begins[at : at + len(one.begins)]) == one.begins), None)


def _nearly(words: Sequence[str], begins: Sequence[str], at: int) -> _Phrase | None:
    """Return the phrase that begins here but for slips, of which the first or the second word begins without one."""
    following = begins[at + 1] if at + 1 < len(begins) else ""
    near: list[_Phrase] = [*_phrases(0).get(begins[at], []), *_phrases(1).get(following, [])]
    for one in near:
        here = words[at : at + len(one.words)]
        if len(here) == len(one.words) and all(map(_near, here, one.words)):
            return one
        # A name may end within a word, as in what a form has no place for.
        cut_off = at + len(here) == len(words) and len(here[-1]) >= _CUT and one.words[-1].startswith(here[-1])
        if cut_off and len(here) == len(one.words) and all(map(_near, here[:-1], one.words[:-1])):
            return one
    return None


def _near(said: str, meant: str) -> bool:
    """Whether a word is that of a phrase but for a slip, whatever its ending."""
    return said[:_BEGINS] == meant[:_BEGINS] or fuzz.ratio(said[: len(meant)], meant, score_cutoff=_SLIP) > 0


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Return the words that tell little about which system it is."""
    return frozenset(_lexicon()["generic"]["words"])


@lru_cache(maxsize=1)
def _silent() -> frozenset[str]:
    return frozenset(_lexicon()["silent"]["words"])


def plain(text: str | None) -> str:
    """Return a text without capitals, accents and compatibility forms."""
    if not text or text.isascii():
        return (text or "").casefold()
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in apart if not unicodedata.combining(char))


@lru_cache(maxsize=65_536)
def words_of(text: str | None, without: frozenset[str] = frozenset()) -> Words:
    """Return the words of a text that say something, in Dutch and in full, and its edition.

    ``without`` are words to leave out, such as those of the body's own name; a text that is nothing
    else keeps them.
    """
    if has_no_name(text):
        return Words(())
    text = _without_files(text or "")
    letters = frozenset(one.casefold() for one in _LETTER.findall(text))
    flat = _numbered(plain(_spaced(text)).replace("_", " "))
    flat = _MUNICIPALITY.sub("gemeente ", flat) if "gem." in flat else flat
    edition = {one or other for one, other in _VERSION.findall(flat)}
    parts = _whole(_PART.findall(flat)) if _mentions(flat, _PARTS) else frozenset[str]()
    if _mentions(flat, _CHANGED):
        edition |= {"".join(one) for one in _RENEWED.findall(flat)}
        flat = _RENEWED.sub(" ", flat)
    found = [word for word in _WORD.findall(_VERSION.sub(" ", flat)) if word not in _silent()]
    numbers = frozenset(word for word in found if _NUMBER.fullmatch(word))
    said = [word for word in _shortened(found) if word not in numbers]
    # Nothing hangs on one word of a text.
    meant = [one for word in said for one in (_slipped(word) if len(said) <= _NAME else _meanings().get(word, (word,)))]
    # What is left out of something is as much another thing as another edition of it.
    edition |= _DENYING & set(meant)
    meant = [word for word in meant if word not in _DENYING] or meant
    kept = [word for word in meant if word not in without] or meant
    single = sum(word not in without and word not in numbers for word in found) == 1
    return Words(
        tuple(kept) or tuple(sorted(numbers)), _whole(edition | numbers) | letters, _whole(edition), parts, single
    )


def _without_files(text: str) -> str:
    """Return a text without what it is filed under, unless it is nothing else."""
    rest = _FILED.sub(" ", text)
    return rest if _WORD.search(rest) else text


def _spaced(text: str) -> str:
    """Return a text with blanks between its words, where it has none but capitals."""
    if any(char.isspace() for char in text):
        return text
    words = _HUMP.split(text)
    return " ".join(words) if len(words) > _HUMPS else text


def _mentions(text: str, words: Sequence[str]) -> bool:
    """Whether a text has one of some words: to look for patterns in every long text takes long."""
    return any(word in text for word in words)


def _numbered(text: str) -> str:
    """Write "tweede versie" and "versie twee" as "versie 2"."""
    if not _mentions(text, _COUNTED):
        return text
    text = _NTH.sub(lambda one: f"{one[2]} {_DIGITS[one[1]]}", text)
    return _SPELLED.sub(lambda one: f"{one[1]} {_DIGITS[one[2]]}", text)


def has_no_name(text: str | None) -> bool:
    """Whether a text only stands in the place of one: what two of them share is nothing."""
    return " ".join((text or "").casefold().split()) in PLACEHOLDERS


def _whole(numbers: Collection[str]) -> frozenset[str]:
    """Return numbers of editions without zeros that say nothing: 2.0 is 2."""
    return frozenset(re.sub(r"(\.0+)+$", "", one).lstrip("0") or "0" for one in numbers)


@lru_cache(maxsize=4_096)
def own_words(name: str) -> frozenset[str]:
    """Return the words by which a body calls itself, which say nothing in the names of its systems."""
    return frozenset(word for word in words_of(name).words if len(word) >= _LONG)
