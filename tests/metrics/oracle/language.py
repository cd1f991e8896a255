"""How readable a text is, and in which words it is written."""

import html
import re
import unicodedata
from fractions import Fraction
from itertools import groupby

from tests.metrics.oracle.words import Version

READABLE = ("name", "description_short", "goal")
LEVELS = ("a2", "b1", "b2", "c1")
VOWELS = set("aeiouyáéíóúàèëïöüâêîôû")
_DUTCH = "de het een van voor met dat op te wordt zijn bij door"
_ENGLISH = "the and of to for with this that are by from"
DUTCH, ENGLISH = set(_DUTCH.split()), set(_ENGLISH.split())
AI_LIKE = re.compile(
    "machine.?learning|deep.?learning|neura(le|al)|zelflerend|random forest|gradient boost|large language|taalmodel"
    r"|\bllm\b|generatieve ai|\bgpt|\bcopilot\b|computer ?vision|beeldherkenning|gezichtsherkenning|spraakherkenning"
    "|voorspel(lend|t|model)|classificatiemodel",
    re.IGNORECASE,
)
_ENTITY = re.compile("&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


def tidy(text: str) -> str:
    """Leave out tags, entities, forms of the same character, and white space that says nothing."""
    text = re.sub("<[^<>]*>", " ", text)
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def prose(text: str) -> str:
    return tidy(text).lower()


def title(text: str) -> str:
    """Return a name by its letters and digits alone."""
    text = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(sign if sign.isalpha() or sign.isnumeric() else " " for sign in text).split())


def words(text: str) -> list[str]:
    """Return the runs of letters, in lower case."""
    return ["".join(signs) for letters, signs in groupby(text.lower(), str.isalpha) if letters]


def word_count(text: str) -> int:
    """Count words, of which an apostrophe or a hyphen within is a part."""
    signs = [("x" if sign.isalpha() else sign) for sign in text]
    return len(re.findall("x+(?:['\u2019-]x+)*", "".join(signs).replace("\n", " ")))


def readability(text: str) -> Fraction:
    """Return the score of Flesch, as Douma set it for Dutch."""
    number = word_count(text)
    sentences = max(1, len(re.findall(r"[.!?]+(?:\s|$)", text)))
    runs = sum(1 for vowel, _ in groupby(text.lower(), VOWELS.__contains__) if vowel)
    syllables = max(runs, number)
    return Fraction("206.84") - 77 * Fraction(syllables, number) - Fraction("0.93") * Fraction(number, sentences)


def level(version: Version, field: str) -> str | None:
    """Return the level of a text, or None for one that is too short to judge."""
    text = version.text(field)
    if word_count(text) < (3 if field == "name" else 8):
        return None
    found = readability(text)
    bounds = ((75, "a2"), (60, "b1"), (45, "b2"))
    return next((name for bound, name in bounds if found >= bound), "c1")


def at_level(version: Version, field: str, wanted: str) -> tuple[int, int]:
    found = level(version, field)
    return (0, 0) if found is None else (1, int(found == wanted))


def ai_like(version: Version) -> bool:
    return any(AI_LIKE.search(version.text(field)) for field in ("methods_and_models", "description_short", "goal"))
