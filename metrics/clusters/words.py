"""What titles are about: their words without case, accents, numbers, own names and words that say nothing.

Two titles with the same words, in whichever order and inflection, are of one system. All of it follows
from the title and the name of its body alone, so that no other registration moves it.
"""

import re
from functools import cache
from typing import Final

import polars as pl

#: Heavier words tell systems apart; these say in which field, or what is done, and weigh half.
_HALF: Final = """
burgerzak sociaal domein belasting belast leefomgev omgev website document microsoft centric berek bepal controle
controler control aanvrag aanvraag beoordel meld detecter detect toezicht handhaf handhav risico risicomodel model
dashboard monitor analys signal signaal proces chatbot assistent openbar openbaar ruimt algemen landelijk regel uitvoer
onder selectie selecter ondersteun advies registratie gegeven data signaalmodel selectiemodule robot tekst
"""
#: These say nothing: any system is one of them.
_NOTHING: Final = """
algoritme algorithm algoritmes software tool tools systeem systemen system applicatie applicaties application app ai
artificial intelligence kunstmatige intelligentie hulpmiddel hulpmiddelen programma pilot experiment proef poc versie
version gebruik gebruiken inzet inzetten automatisch automatische automatiseren geautomatiseerd geautomatiseerde
automated digitaal digitale digital slim slimme smart intelligent intelligente online nieuw nieuwe project gemeente
gemeentelijk gemeentelijke provincie waterschap ministerie webapplicatie platform oplossing van de het een en of bij
voor met in op aan door der den des te tot uit om over via middels middel behulp hand ten ter mbt tbv obv onderdeel the
for and with by to onze ons uw je
"""
_TAILS: Final = ("software", "tool", "algoritme", "applicatie")
_ENDINGS: Final = ("eringen", "erings", "ering", "eren", "ingen", "ings", "ing", "en", "s", "e")
_SHORTEST: Final = 4
_ALIKE: Final = {"v": "f", "z": "s"}
#: English, and long forms of what has a short one, in the word that most titles use.
_SAME: Final = {
    "anonymisation": "anonimisering",
    "anonymization": "anonimisering",
    "anonymizing": "anonimisering",
    "anonymise": "anonimisering",
    "redaction": "anonimisering",
    "translation": "vertaling",
    "translate": "vertaling",
    "automatiseringsrobot": "robot",
    "permit": "vergunning",
    "parking": "parkeren",
    "traffic": "verkeer",
    "waste": "afval",
    "complaints": "klachten",
    "prediction": "voorspelling",
    "forecast": "voorspelling",
    "forecasting": "voorspelling",
    "detection": "detectie",
    "recognition": "herkenning",
    "invoice": "factuur",
    "invoices": "facturen",
    "summary": "samenvatting",
    "summaries": "samenvatting",
    "benefits": "uitkering",
    "benefit": "uitkering",
    "tax": "belasting",
    "taxes": "belasting",
    "assistant": "assistent",
    "virtual": "virtuele",
}
_KINDS: Final = r"^(gemeente|provincie|waterschap|hoogheemraadschap|ministerie van|stichting|omgevingsdienst) "


def flat(text: pl.Expr) -> pl.Expr:
    """Return texts in small letters without accents, signs and numbers, single spaces between words.

    ``i-VRI`` and ``e-Diensten`` become one word.
    """
    letters = text.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    spaced = letters.str.replace_all(r"['’`´]s\b", "").str.replace_all(r"[^\p{L}]+", " ").str.strip_chars(" ")  # noqa: RUF001 - as titles write it
    return spaced.str.replace_all(r"\b([ei]) (\pL{3,})", "$1$2")


def without_own(title: str, organisation: str) -> str:
    """Return a flat title without the name of its own body, given flat too; the title where nothing else is in it."""
    short = re.sub(_KINDS, "", organisation)
    for name in sorted({organisation, short}, key=len, reverse=True):
        if len(name) >= _SHORTEST:
            title = re.sub(rf"(^| ){re.escape(name)}( nl)?(?= |$)", "", title).strip() or title
    return title


@cache
def stem(word: str) -> str:
    """Return a word without what inflects it, and without a tail that says nothing (``-software``)."""
    word = _SAME.get(word, word)
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= _SHORTEST:
            word = word.removesuffix(tail)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending)
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeou":
        word = word[:-1]
    return word[:-1] + _ALIKE.get(word[-1], word[-1])


_SAYS_NOTHING: Final = frozenset(_NOTHING.split())
_WEIGHS_HALF: Final = frozenset(stem(one) for one in _HALF.split()) | frozenset(_HALF.split())


def stems(title: str) -> tuple[str, ...]:
    """Return the different words of a flat title, stemmed and in alphabetical order; all of them if none says much."""
    every = title.split()
    telling = [one for one in every if one not in _SAYS_NOTHING and len(one) > 1]
    return tuple(sorted({stem(one) for one in telling or every}))


def weight(word: str) -> float:
    """Return how much a stem tells one system from another."""
    return 0.5 if word in _WEIGHS_HALF else 1.0
