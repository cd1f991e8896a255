"""Names as they are compared."""

import pytest

from metrics.linking.words import own_words, plain, words_of


@pytest.mark.parametrize(
    ("text", "words", "edition"),
    [
        # What is written short and in full is the same word.
        ("WOZ-waardering", ("woz", "waardering"), ()),
        ("Waardering Onroerende Zaken", ("woz",), ()),
        ("Intelligente verkeersregelinstallaties", ("ivri",), ()),
        ("Meldingen Openbare Ruimte", ("mor",), ()),
        # English is read in Dutch.
        ("Parking permits", ("parkeer", "vergunning"), ()),
        ("Face recognition at the counter", ("gezicht", "herkennen", "bij", "balie"), ()),
        ("Public space reports", ("mor",), ()),
        ("Licence plate checks", ("kenteken", "checks"), ()),
        # With a slip as well; what begins or ends otherwise is another word.
        ("Parkibg permits", ("parkeer", "vergunning"), ()),
        ("Matcbing", ("matchen",), ()),
        ("Permanent", ("permanent",), ()),
        # Other words for the same, and forms of words that are in many names.
        ("Laksoftware", ("anonimiseringssoftware",), ()),
        ("Geautomatiseerde kwijtschelding", ("automatisch", "kwijtschelding"), ()),
        # What it is filed under, and by whom, is no version; by itself it is a name.
        ("Hittekaart (PRJ-19-43)", ("hittekaart",), ()),
        ("Dir. IV - hittekaart", ("hittekaart",), ()),
        ("ALG-2024-007", ("algoritme",), ("2024", "7")),
        ("Afdeling IV", ("afdeling", "iv"), ("iv",)),
        # Words that say nothing are left out, accents and signs too.
        ("De coördinatie van het toezicht", ("coordinatie", "toezicht"), ()),
        # Editions and parts stand apart from words.
        ("Chatbot Gem v2.0", ("chatbot", "gem"), ("2",)),
        ("chatbot_gem_v2", ("chatbot", "gem"), ("2",)),
        ("Chatbot gem. Zuurdijk", ("chatbot", "gemeente", "zuurdijk"), ()),
        ("Chatbot tweede versie", ("chatbot",), ("2",)),
        ("Chatbot versie twee", ("chatbot",), ("2",)),
        ("Chatbot (nieuw)", ("chatbot",), ("nieuw",)),
        ("Chatbot, nieuwe versie", ("chatbot",), ("nieuw",)),
        ("Nieuwe chatbot", ("nieuwe", "chatbot"), ()),
        ("Opvolger chatbot", ("chatbot",), ("opvolger",)),
        ("Chatbot+", ("chatbot",), ("+",)),
        ("Chatbot + scanauto", ("chatbot", "scanauto"), ()),
        ("Selectie niet-ingezetenen", ("selectie", "ingezetenen"), ("niet",)),
        ("Registratie niet-ingezetenen", ("rni",), ()),
        ("Meldigen openbare ruimte", ("mor",), ()),
        ("Meldingen openbare orde", ("meldingen", "openbare", "orde"), ()),
        # A slip in every word but one, a name that was cut off, and one that may be anything.
        ("Melidngen openbare riumte", ("mor",), ()),
        ("Meldingen openbare ru", ("mor",), ()),
        ("Meldingen openbare r", ("meldingen", "openbare", "r"), ()),
        ("Meldingen openbare ru afdeling", ("meldingen", "openbare", "ru", "afdeling"), ()),
        # Capitals instead of blanks; a name with some is one word.
        ("MeldingenOpenbareRuimte", ("mor",), ()),
        ("iBurgerzaken", ("iburgerzaken",), ()),
        ("ReadSpeaker", ("readspeaker",), ()),
        ("CiVision Samenlevingszaken", ("civision", "samenlevingszaken"), ()),
        ("Profiel Herinschrijvingen B", ("profiel", "herinschrijvingen"), ("b",)),
        ("Top 400/600", ("top",), ("400", "600")),
        ("Scan 2.1 en 3", ("scan",), ("2.1", "3")),
        # A letter within a word or an abbreviation is none.
        ("AI-systeem e-diensten", ("ai", "systeem", "diensten"), ()),
        # What has no word keeps its number; what has nothing is nothing.
        ("2024", ("2024",), ("2024",)),
        ("112", ("112",), ("112",)),
        ("-", (), ()),
        ("", (), ()),
        (None, (), ()),
    ],
)
def test_a_name_is_read_as_words_and_editions(
    text: str | None, words: tuple[str, ...], edition: tuple[str, ...]
) -> None:
    found = words_of(text)
    assert (found.words, tuple(sorted(found.edition))) == (words, edition)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("Utrecht: parkeercontrole", "Gemeente Utrecht", ("parkeercontrole",)),
        ("Parkeercontrole", "Gemeente Utrecht", ("parkeercontrole",)),
        # A system that is called after its body only keeps that name.
        ("Utrecht", "Gemeente Utrecht", ("utrecht",)),
    ],
)
def test_what_a_body_calls_itself_is_left_out(name: str, body: str, words: tuple[str, ...]) -> None:
    assert words_of(name, own_words(body)).words == words


@pytest.mark.parametrize(("text", "flat"), [("Één ①", "een 1"), ("Straße", "strasse"), ("plain", "plain"), (None, "")])
def test_one_spelling(text: str | None, flat: str) -> None:
    assert plain(text) == flat
