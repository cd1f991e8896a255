"""Traits of a text: how readable its name, short description and goal are, and whether it sounds like AI.

Readability is Flesch-Douma (1960): short words and short sentences score high. It is a signal, no
verdict: a plain text can score low, and an empty one high.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from metrics.reading import bits
from metrics.texts import of
from sql.fields import BY_KEY

READ: Final = ("name", "description_short", "goal")
LEVELS: Final = ("a2", "b1", "b2", "c1")
#: The lowest score of each level but the last.
_FROM: Final = {"a2": 75, "b1": 60, "b2": 45}
#: Fewer words have no level.
WORDS_FROM: Final = {"name": 3, "description_short": 8, "goal": 8}
#: Methods and models that are named where software learned from data. Edges of words are spelled out: a
#: boundary as such would make the engine of patterns slow on letters with accents.
AI_LIKE: Final = (
    r"(?i)machine.?learning|deep.?learning|neura(?:le|al)|zelflerend|random forest|gradient boost|large language"
    r"|taalmodel|(?:^|\W)llm(?:\W|$)|generatieve ai|(?:^|\W)gpt|(?:^|\W)copilot(?:\W|$)|computer ?vision"
    r"|beeldherkenning|gezichtsherkenning|spraakherkenning|voorspel(?:lend|t|model)|classificatiemodel"
)
_AI_FIELDS: Final = ("methods_and_models", "description_short", "goal")
_WORD: Final = r"\p{L}+(?:['’-]\p{L}+)*"  # noqa: RUF001 - the apostrophe that texts hold
_SENTENCE_END: Final = r"[.!?]+(?:\s|$)"
_LOW_VOWELS: Final = "aeiouyáéíóúàèëïöüâêîôû"
_VOWELS: Final = f"[{_LOW_VOWELS}{_LOW_VOWELS.upper()}]+"
#: Words that every text of a language has.
ENGLISH: Final = ("the", "and", "of", "to", "for", "with", "this", "that", "are", "by", "from")
DUTCH: Final = ("de", "het", "een", "van", "voor", "met", "dat", "op", "te", "wordt", "zijn", "bij", "door")
_AN_ENGLISH_WORD: Final = rf"(?i)(?:^|\P{{L}})(?:{'|'.join(ENGLISH)})(?:\P{{L}}|$)"
AI_LIKE_BIT: Final = len(READ) * len(LEVELS)


def level_bit(key: str, level: str) -> int:
    """Return the bit that says that a field is in a level."""
    return READ.index(key) * len(LEVELS) + LEVELS.index(level)


def with_traits(said: pl.DataFrame) -> pl.DataFrame:
    """Add the mask ``traits``: the level of each field that has enough words, and the bit of AI.

    And ``english``: whether short description and goal have more words of English than of Dutch.
    """
    counted = said.with_columns(*(count for key in READ for count in _counts(key)), _told().alias("read.told"))
    english, dutch = (pl.col("read.told").str.count_matches(f" (?:{'|'.join(known)}) ") for known in (ENGLISH, DUTCH))
    ai = pl.any_horizontal(of(BY_KEY[key]).str.contains(AI_LIKE) for key in _AI_FIELDS)
    levels = (one for key in READ for one in _levels(key))
    masked = counted.with_columns(bits([*levels, (AI_LIKE_BIT, ai)]).alias("traits"), english=english > dutch)
    return masked.drop(pl.selectors.starts_with("read."))


def _counts(key: str) -> Iterator[pl.Expr]:
    text = of(BY_KEY[key])
    for name, pattern in (("words", _WORD), ("sentences", _SENTENCE_END), ("syllables", _VOWELS)):
        yield text.str.count_matches(pattern).cast(pl.Int64).alias(f"read.{key}.{name}")


def _told() -> pl.Expr:
    """Return the words of description and goal, two blanks between them, so that no two words share one.

    A text without an English word is not taken apart.
    """
    text = of(BY_KEY["description_short"]) + "\n" + of(BY_KEY["goal"])
    worth = pl.when(text.str.contains(_AN_ENGLISH_WORD)).then(text).otherwise(pl.lit(""))
    return pl.lit(" ") + worth.str.to_lowercase().str.replace_all(r"\P{L}+", "  ") + pl.lit(" ")


def _levels(key: str) -> Iterator[tuple[int, pl.Expr]]:
    """Say of each level whether a field is in it; in whole numbers, so that no rounding decides."""
    words, sentences, syllables = (pl.col(f"read.{key}.{name}") for name in ("words", "sentences", "syllables"))
    sentences, syllables = pl.max_horizontal(sentences, 1), pl.max_horizontal(syllables, words)
    # A hundred times the score, times words and sentences: 206.84 - 77 syllables a word - 0.93 words a sentence.
    score = 20_684 * words * sentences - 7_700 * syllables * sentences - 93 * words * words
    rest = words >= WORDS_FROM[key]
    for level in LEVELS:
        reached = score >= 100 * _FROM[level] * words * sentences if level in _FROM else pl.lit(value=True)
        yield level_bit(key, level), rest & reached
        rest &= ~reached
