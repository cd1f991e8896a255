"""How readable a text is, and whether it sounds like AI, as tables."""

from collections.abc import Sequence

import pytest

from metrics.traits import AI_LIKE_BIT, LEVELS, READ, level_bit
from metrics.verdicts import verdicts
from tests.metrics.checks.entries import Entry, rows


def level_of(key: str, traits: int) -> str | None:
    found = [level for level in LEVELS if traits >> level_bit(key, level) & 1]
    assert len(found) <= 1, f"{key} has levels {found}"
    return found[0] if found else None


def traits(entries: Sequence[Entry]) -> list[int]:
    return verdicts(rows(entries))["traits"].to_list()


#: Words, vowels and ends of sentences of each: the score is 206.84 - 77 Y/W - 0.93 W/S.
TEXTS = [
    # 8 words of one syllable, one sentence: 206.84 - 77 - 7.44 = 122.4.
    ("Wij doen dit voor u, al een jaar.", "a2"),
    # The same without an end is one sentence as well.
    ("Wij doen dit voor u, al een jaar", "a2"),
    # Seven words.
    ("Wij doen dit voor u, al jaren.", None),
    # 8 words, 13 syllables: 206.84 - 125.125 - 7.44 = 74.275; with 12: 83.9.
    ("vader moeder vader moeder vader een een een", "b1"),
    ("vader moeder vader moeder een een een een", "a2"),
    # 8 words, 14 syllables: 64.65; 15: 55.0; 16: 45.4; 17: 35.8.
    ("vader moeder vader moeder vader moeder een een", "b1"),
    ("vader moeder vader moeder vader moeder vader een", "b2"),
    ("vader moeder vader moeder vader moeder vader moeder", "b2"),
    ("vader moeder vader moeder vader moeder vader moederen", "c1"),
    # More sentences, more points: 4 of two words is 206.84 - 154 - 1.86 = 50.98.
    ("vader moeder. Vader moeder! Vader moeder?? Vader moeder...", "b2"),
    # A dot inside a word ends nothing; neither do digits make words.
    ("1 2 3 4 5 6 7 8", None),
    # A word without a vowel has a syllable too.
    ("b c d f g h j k", "a2"),
    # With an apostrophe or a hyphen it is one word.
    ("auto's auto's auto's auto's auto's zee-eend zee-eend", None),
    ("ZEEËN ÉÉN ZEEËN ÉÉN ZEEËN ÉÉN ZEEËN ÉÉN", "a2"),
    ("", None),
]


@pytest.mark.parametrize("key", ["description_short", "goal"])
def test_levels(key: str) -> None:
    told = [level_of(key, one) for one in traits([Entry({key: text}) for text, _ in TEXTS])]
    assert list(zip([text for text, _ in TEXTS], told, strict=True)) == TEXTS


def test_a_name_is_judged_from_three_words_on() -> None:
    names = {"Wij doen dit": "a2", "Wij doen": None, "Geautomatiseerde risicoclassificatie bijstandsuitkeringen": "c1"}
    told = traits([Entry({"name": name}) for name in names])
    assert [level_of("name", one) for one in told] == list(names.values())


def test_every_bit_is_one_of_its_own() -> None:
    assert sorted(level_bit(key, level) for key in READ for level in LEVELS) == list(range(AI_LIKE_BIT))


AI = {
    "Een machine learning model": True,
    "MACHINELEARNING": True,
    "neurale netwerken": True,
    "een LLM van buiten": True,
    "allmaal": False,
    "ChatGPT": False,
    "GPT-4": True,
    "copilots": False,
    "Microsoft Copilot.": True,
    "voorspellend": True,
    "voorspelbaar": False,
    "een beslisboom met regels": False,
    "": False,
}


@pytest.mark.parametrize("key", ["methods_and_models", "description_short", "goal"])
def test_it_sounds_like_ai(key: str) -> None:
    told = traits([Entry({key: text}) for text in AI])
    assert [bool(one >> AI_LIKE_BIT & 1) for one in told] == list(AI.values())


def test_elsewhere_it_says_nothing() -> None:
    assert traits([Entry({"risks": "machine learning"})]) == [0]
