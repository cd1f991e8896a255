"""What is left of a title: its words without case, accents, numbers, own names and what says nothing."""

import polars as pl
import pytest

from metrics.clusters.likeness import titles_alike
from metrics.clusters.words import flat, stems, without_own


def flattened(text: str) -> str:
    return str(pl.select(flat(pl.lit(text))).item())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("(Intelligente) Verkeersregelinstallatie (I-VRI)", "intelligente verkeersregelinstallatie ivri"),
        ("Burgerzaken: e-Diensten", "burgerzaken ediensten"),
        ("Scanauto's parkeerhandhaving", "scanauto parkeerhandhaving"),
        ("Scanauto’s", "scanauto"),  # noqa: RUF001 - as titles write it
        ("Súdwest-Fryslân ﬁnanciën", "sudwest fryslan financien"),
        ("Chatbot Guus 3.1 (AI)", "chatbot guus ai"),
        ("  Microsoft\t365  Copilot ", "microsoft copilot"),
        (" - 2.0", ""),
    ],
)
def test_flat(title: str, expected: str) -> None:
    assert flattened(title) == expected


@pytest.mark.parametrize(
    ("title", "organisation", "expected"),
    [
        ("Waarderen WOZ-objecten Amsterdam", "Gemeente Amsterdam", "waarderen woz objecten"),
        ("Vroegsignalering gemeente Amsterdam", "Gemeente Amsterdam", "vroegsignalering"),
        ("Vertaling van arnhem.nl met DeepL", "Gemeente Arnhem", "vertaling van met deepl"),
        ("Anonimiseren omgevingsdienst IJmond", "Omgevingsdienst IJmond", "anonimiseren"),
        # Of another body, and where nothing else is left, the name stays.
        ("Zicht op Zuid-Holland", "Gemeente Delft", "zicht op zuid holland"),
        ("Amsterdam", "Gemeente Amsterdam", "amsterdam"),
        ("Amsterdamse aanpak", "Gemeente Amsterdam", "amsterdamse aanpak"),
    ],
)
def test_names_of_the_own_body_say_nothing(title: str, organisation: str, expected: str) -> None:
    assert without_own(flattened(title), flattened(organisation)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anonimiseren", "Anonimiseringssoftware"),
        ("Anonimiseren", "Anonimiseringstool"),
        ("Anonimiseringsoftware", "Anonymisation software"),
        ("WOZ taxatiemodel", "WOZ-taxatiemodellen"),
        ("WOZ-waarde uitrekenen", "Uitrekenen WOZ-waarde"),
        ("Chatbot Guus 2.0", "Chatbot Guus 3.1 (AI)"),
        ("Meldingen openbare ruimte", "Melding Openbare Ruimte (app)"),
        ("Wmo voorspelmodel", "WMO-voorspelmodel"),
        ("Tax", "Belasting"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    assert stems(flattened(one)) == stems(flattened(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WOZ-taxatie", "WOZ-bezwaar"),
        ("Burgerzaken: eDiensten", "Burgerzaken: Module Inzicht"),
        ("Chatbot Wout", "Chatbot Job"),
        ("Risicomodel Erfbelasting", "Risicomodel Schenkbelasting"),
        ("Signaal vermogen Box 3", "Signaal inkomsten Box 1"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert titles_alike(stems(flattened(one)), stems(flattened(other))) < 0.5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Zivver", "Zivver", 1.0),
        ("Zivver", "Zivver beveiligd mailen", 0.6),
        ("Chatbot", "Chatbot Wout", 1 / 3),  # half a word cannot stand for a system
        ("Zivver", "Octobox", 0.0),
    ],
)
def test_how_alike_titles_are(one: str, other: str, expected: float) -> None:
    assert titles_alike(stems(flattened(one)), stems(flattened(other))) == pytest.approx(expected)


def test_words_that_say_nothing_are_kept_when_there_are_no_others() -> None:
    assert stems("slimme software") == ("slim", "softwar")
    assert stems("slimme glimworm software") == ("glimworm",)
