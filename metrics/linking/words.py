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
from typing import Any, Final

from rapidfuzz import fuzz

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
#: "Niet-ingezetenen", "zonder afspraak".
_DENYING: Final = frozenset({"niet", "geen", "zonder"})
#: Only with its dot: "Gem" is the name of many a chatbot.
_MUNICIPALITY: Final = re.compile(r"\bgem\.\s*")
#: A number by itself ("Chatbot 2", "artikel 3b") tells editions and parts apart; of larger ones, such as years, it is
#: for who compares to say what they tell.
_NUMBER: Final = re.compile(r"\d{1,4}[a-z]?")
#: "Profiel A", "Fase II".
_LETTER: Final = re.compile(r"(?<![\w.'&-])(?:[A-H]|I{1,3}|IV|VI{0,3}|IX)(?![\w.'&-])")
_LONG: Final = 3
#: Words of a phrase are the same when they begin the same, by so many letters; one of them may have a slip.
_BEGINS: Final = 7
_SLIP: Final = 80


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
    return {word: tuple(meant.split()) for part in ("english", "short") for word, meant in told[part].items()}


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the phrases that have a short form, by the letter that they begin with; the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, phrases in _lexicon()["phrases"].items():
        for phrase in phrases:
            found.setdefault(phrase[0], []).append((tuple(phrase.split()), short))
    return {first: sorted(each, key=lambda one: -len(one[0])) for first, each in found.items()}


def _shortened(words: list[str]) -> Iterator[str]:
    """Give words, with each phrase that has a short form as that; endings of its words do not matter."""
    at = 0
    while at < len(words):
        for phrase, short in _phrases().get(words[at][0], ()):
            if _is(words[at : at + len(phrase)], phrase):
                yield short
                at += len(phrase)
                break
        else:
            yield words[at]
            at += 1


def _is(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether words are a phrase, but for the endings of words and a slip in one of several."""
    if len(words) < len(phrase):
        return False
    others = [(word, meant) for word, meant in zip(words, phrase, strict=True) if word[:_BEGINS] != meant[:_BEGINS]]
    return not others or (len(others) == 1 < len(phrase) and fuzz.ratio(*others[0], score_cutoff=_SLIP) > 0)


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
    letters = frozenset(one.casefold() for one in _LETTER.findall(text or ""))
    flat = _MUNICIPALITY.sub("gemeente ", _numbered(plain(text).replace("_", " ")))
    told = frozenset("".join(one) for one in _RENEWED.findall(flat))
    edition = told | {one or other for one, other in _VERSION.findall(flat)}
    found = [word for word in _WORD.findall(_VERSION.sub(" ", _RENEWED.sub(" ", flat))) if word not in _silent()]
    numbers = frozenset(word for word in found if _NUMBER.fullmatch(word))
    meant = [one for word in _shortened(found) if word not in numbers for one in _meanings().get(word, (word,))]
    # What is left out of something is as much another thing as another edition of it.
    edition |= _DENYING & set(meant)
    meant = [word for word in meant if word not in _DENYING] or meant
    kept = [word for word in meant if word not in without] or meant
    single = sum(word not in without and word not in numbers for word in found) == 1
    parts = _whole(_PART.findall(flat))
    return Words(
        tuple(kept) or tuple(sorted(numbers)), _whole(edition | numbers) | letters, _whole(edition), parts, single
    )


def _numbered(text: str) -> str:
    """Write "tweede versie" and "versie twee" as "versie 2"."""
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
