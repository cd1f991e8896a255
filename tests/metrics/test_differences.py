"""Where two texts differ: a table of small ones, and what holds of any two."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.differences import ADDED, KEPT, LONGEST, REMOVED, differences

WORDS = st.lists(st.sampled_from(["de", "WOZ", "waarde", "van", "een", "woning"]), max_size=12).map(" ".join)
TEXTS = st.one_of(WORDS, st.text(max_size=40))
LONG = " ".join(["woord"] * (LONGEST + 1))


@pytest.mark.parametrize(
    ("first", "second", "runs"),
    [
        ("", "", []),
        ("Anonimiseren", "Anonimiseren", [(KEPT, "Anonimiseren")]),
        ("Anonimiseren", "", [(REMOVED, "Anonimiseren")]),
        ("", "Anonimiseren", [(ADDED, "Anonimiseren")]),
        ("WOZ-waardering", "WOZ-taxatie", [(REMOVED, "WOZ-waardering"), (ADDED, "WOZ-taxatie")]),
        ("chatbot Gem", "chatbot Gem 2", [(KEPT, "chatbot Gem"), (ADDED, "2")]),
        ("de oude chatbot Gem", "chatbot Gem", [(REMOVED, "de oude"), (KEPT, "chatbot Gem")]),
        ("een oud model hier", "een nieuw model hier",
         [(KEPT, "een"), (REMOVED, "oud"), (ADDED, "nieuw"), (KEPT, "model hier")]),
        ("twee\n woorden", "twee woorden ", [(KEPT, "twee woorden")]),
        ("Gem", "gem", [(REMOVED, "Gem"), (ADDED, "gem")]),
        (LONG, LONG, [(KEPT, LONG)]),
        (LONG, "woord", [(REMOVED, LONG), (ADDED, "woord")]),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_differences(first: str, second: str, runs: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.text) for one in differences(first, second)] == runs


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_runs(first: str, second: str) -> None:
    found = differences(first, second)
    for text, other in ((first, ADDED), (second, REMOVED)):
        assert " ".join(one.text for one in found if one.kind != other).split() == text.split()
    assert all(one.kind != other.kind for one, other in pairwise(found))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {one.kind for one in differences(text, text)} <= {KEPT}
