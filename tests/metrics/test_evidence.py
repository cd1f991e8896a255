"""What a link rests on, in words."""

import math

import pytest

from metrics.evidence import FIELDS, TITLES, in_words


def test_the_fields_stand_in_the_order_that_was_agreed() -> None:
    assert FIELDS == ("name", "apart", "added", "text", "vendor", "start", "category", "version", "body", "prior")
    assert all(text.nl and text.en for text in TITLES.values())


@pytest.mark.parametrize(
    ("numbers", "language", "expected"),
    [
        pytest.param((), "en", "", id="nothing"),
        pytest.param([0.0] * 9 + [-3.0], "en", "", id="only what is there before anything is compared"),
        pytest.param([5.0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "en", "Name: speaks strongly for it", id="strongly"),
        pytest.param([math.log(4), 0, 0, 0, 0, 0, 0, 0, 0, 0], "nl", "Naam: spreekt voor", id="more than three times"),
        pytest.param(
            [0.5, 0, 0, 0, -4.0, 0, -0.2, 0, 0, 1.0],
            "en",
            "Vendor: speaks strongly against it; Name: speaks a little for it; "
            "Publication category: speaks a little against it",
            id="the strongest first",
        ),
    ],
)
def test_what_each_field_says(numbers: list[float], language: str, expected: str) -> None:
    assert in_words(numbers, language) == expected


def test_numbers_of_other_fields_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        in_words([1.0])
