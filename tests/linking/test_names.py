"""Each kind of change makes what it says, and says None where it does not apply."""

import random
from collections import Counter

import pytest

from tests.linking.english import TITLES, WORDS
from tests.linking.mix import HARSH, MILD, NAME_WEIGHTS, NOISE, USUAL, Mix
from tests.linking.names import CHANGES, in_english
from tests.linking.rows import Registration
from tests.linking.texts import described, iso_month, month_of, paraphrased, start_of

GIVEN = Registration("11111111", "gm0344", "Gemeente Utrecht", "", provider="Octobox B.V.")


def made(kind: str, name: str, tries: int = 60) -> set[str | None]:
    """Return everything that a kind makes of a name, by as many seeds."""
    return {CHANGES[kind](random.Random(seed), name, GIVEN) for seed in range(tries)}  # noqa: S311 - no secret


@pytest.mark.parametrize(
    ("kind", "name", "one_of_them"),
    [
        ("abbreviation", "Waardering onroerende zaken", "WOZ"),
        ("abbreviation", "WOZ bezwaren", "waardering onroerende zaken bezwaren"),
        ("abbreviation", "Vergunning parkeren", "vergunn. parkeren"),
        ("abbreviation", "MOR", "meldingen openbare ruimte"),
        ("abbreviation", "iVRI Oost", "intelligente verkeersregelinstallatie Oost"),
        ("abbreviation", "ANPR", "kentekenherkenning"),
        ("word_order", "Burgerzaken: eDiensten", "eDiensten - Burgerzaken"),
        ("word_order", "Parkeren nieuw", "nieuw Parkeren"),
        ("vendor_added", "Anonimiseren", "Octobox B.V.: Anonimiseren"),
        ("vendor_replaced", "Octobox Anonimiseren", "Zylab Anonimiseren"),
        ("vendor_removed", "Octobox Anonimiseren", "Anonimiseren"),
        ("vendor_removed", "Anonimiseren (Zylab)", "Anonimiseren"),
        ("word_dropped", "Bepalen van risico", "Bepalen risico"),
        ("word_added", "Scanauto", "Scanauto pilot"),
        ("english", "Meldingen openbare ruimte", "Public space reports"),
        ("english", "Berekening huurtoeslag", "Calculation rent allowance"),
        ("english", "Subsidieregeling", "Subsidy scheme"),
        ("compound", "Verkeerslichtregeling", "Verkeerslicht regeling"),
        ("compound", "Kenteken herkenning", "Kentekenherkenning"),
        ("body_in_name", "Scanauto", "Scanauto (Utrecht)"),
        ("body_in_name", "Scanauto", "Gemeente Utrecht - Scanauto"),
        ("case", "Chatbot Gem", "CHATBOT GEM"),
        ("punctuation", "i-Burgerzaken: eDiensten", "iBurgerzaken eDiensten"),
    ],
)  # fmt: skip
def test_a_kind_makes_what_it_says(kind: str, name: str, one_of_them: str) -> None:
    assert one_of_them in made(kind, name, 3_000 if kind == "vendor_added" else 300)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("abbreviation", "Scanauto"),
        ("typo", "AI"),
        ("word_order", "Scanauto"),
        ("vendor_replaced", "Scanauto"),
        ("vendor_removed", "Zivver"),
        ("word_dropped", "Chatbot Gem"),
        ("english", "Polpo"),
        ("truncated", "Scanauto"),
        ("compound", "Polpo"),
        ("body_in_name", "Scanauto Gemeente Utrecht"),
    ],
)  # fmt: skip
def test_a_kind_does_not_apply(kind: str, name: str) -> None:
    assert made(kind, name) == {None}


def test_slips_are_small_and_leave_figures_alone() -> None:
    found = made("typo", "Chatbot Guus 2.0")
    assert all(name and name.endswith("2.0") and name.startswith("C") and abs(len(name) - 16) <= 3 for name in found)
    assert len(found) > 20


def test_truncated_names_are_the_beginning_of_20_to_40_characters() -> None:
    name = "Detecteren van risico's in douaneaangiften voor vuurwerk"
    found = made("truncated", name)
    assert all(cut and name.startswith(cut) and 19 <= len(cut) <= 40 for cut in found)


def test_every_mix_weighs_only_kinds_there_are() -> None:
    assert set(NAME_WEIGHTS) == set(CHANGES)
    for mix in (MILD, USUAL, HARSH, NOISE):
        assert set(mix.names) <= set(CHANGES)
        assert sum(mix.changes) == pytest.approx(1)
    assert MILD.exact > USUAL.exact > HARSH.exact


def test_some_four_hundred_words_are_translated_and_a_few_titles() -> None:
    assert len(WORDS) >= 400
    assert all(WORDS.values())
    assert all(title == title.casefold() and ways for title, ways in TITLES.items())
    assert in_english("Het systeem berekent de huurtoeslag") == ("The system calculates the rent allowance", 3, 3)


SAID = Registration(
    "1", "gm0344", "Gemeente Utrecht", "X", "Het systeem helpt. Mensen beslissen.", "Sneller werken voor bewoners."
)
OTHER = Registration("2", "gm0001", "Gemeente Elders", "Y", "Telt fietsers.")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("none", {""}),
        ("short", {"Het systeem helpt. Mensen beslissen."}),
        ("goal", {"Sneller werken voor bewoners."}),
        ("unrelated", {"Telt fietsers."}),
        ("english", {"The system helps. People deciding.", "Sneller working for residents."}),
    ],
)
def test_what_is_said_of_a_line(kind: str, expected: set[str]) -> None:
    found = {described(random.Random(seed), SAID, OTHER, kind) for seed in range(20)}  # noqa: S311 - no secret
    assert found == expected


def test_paraphrases_keep_most_words_in_another_order() -> None:
    text = "Het systeem leest brieven. Het zoekt daarin namen. Een medewerker kijkt ze na."
    found = [paraphrased(random.Random(seed), text) for seed in range(50)]  # noqa: S311 - no secret
    assert len(set(found)) > 40
    words = Counter(word for one in found for word in set(one.split()))
    assert words["medewerker"] > 20


@pytest.mark.parametrize(
    ("said", "month"), [("2023-05", "2023-05"), ("05-2023", "2023-05"), ("00-0000", ""), ("2023", ""), ("1900-01", "")]
)
def test_months_are_read_as_the_register_writes_them(said: str, month: str) -> None:
    assert iso_month(said) == month
    assert (month_of(said) is None) == (month == "")


@pytest.mark.parametrize(
    ("mix", "farthest"),
    [
        (Mix(start=1, start_off=0, start_wrong=0), 0),
        (Mix(start=1, start_off=1, start_wrong=0), 4),
        (Mix(start=1, start_off=0, start_wrong=1), 72),
    ],
)
def test_starts_are_as_far_off_as_the_mix_says(mix: Mix, farthest: int) -> None:
    found = [start_of(random.Random(seed), "2020-06", mix) for seed in range(200)]  # noqa: S311 - no secret
    months = [12 * int(one[:4]) + int(one[5:7]) - 1 for one in found if len(one) > 4]
    assert max(abs(month - (12 * 2020 + 5)) for month in months) == farthest
    assert start_of(random.Random(1), "2020-06", Mix(start=0)) == ""  # noqa: S311 - no secret
