"""What a link by text rests on, field by field: their names, and what each says in words."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from metrics.registry import Text

#: In the order in which the frame ``pairs`` has their numbers, which add up to the score.
TITLES: Final[Mapping[str, Text]] = {
    "name": Text("Naam", "Name"),
    "apart": Text("Woorden die de andere naam niet heeft", "Words that the other name does not have"),
    "added": Text("Woorden die alleen de lijst heeft", "Words that only the list has"),
    "text": Text("Omschrijving en doel", "Description and goal"),
    "vendor": Text("Leverancier", "Vendor"),
    "start": Text("Begin van het gebruik", "Start of use"),
    "category": Text("Publicatiecategorie", "Publication category"),
    "version": Text("Versienummer", "Version number"),
    "body": Text("Organisatie", "Organisation"),
    "prior": Text("Zonder iets te vergelijken", "Before anything is compared"),
}
FIELDS: Final = tuple(TITLES)
#: Where figures come from that count what is linked.
SOURCE: Final = Text(
    "De inventarissen van de organisaties zelf, en het register. Een systeem hoort bij een registratie door een "
    "besluit van een mens, door een kenmerk (lars, adres of eigen nummer) of, waar dat zeker is, door wat beide over "
    "zichzelf zeggen. Wat er mogelijk bij hoort, maakt de marge breder.",
    "The organisations' own inventories, and the register. A system is a registration by a person's decision, by an id "
    "(lars, address or its own number) or, where that is certain, by what both say of themselves. What may be one "
    "widens the range.",
)
#: From so much on (natural log-odds: 3 times, and 20 times as likely) a field speaks for or against, and strongly.
_SPEAKS, _STRONGLY = math.log(3), math.log(20)
_WORDS: Final = (
    (_STRONGLY, Text("spreekt sterk voor", "speaks strongly for it")),
    (_SPEAKS, Text("spreekt voor", "speaks for it")),
    (0.0, Text("spreekt iets voor", "speaks a little for it")),
)
_AGAINST: Final = (
    (_STRONGLY, Text("spreekt sterk tegen", "speaks strongly against it")),
    (_SPEAKS, Text("spreekt tegen", "speaks against it")),
    (0.0, Text("spreekt iets tegen", "speaks a little against it")),
)


def in_words(evidence: Sequence[float] | None, language: str = "en") -> str:
    """Return what each field of a link says, strongest first; empty without evidence.

    Fields that say nothing, or of which nothing is known, are left out.
    """
    told = sorted(_told(evidence or ()), key=lambda one: -abs(one[1]))
    return "; ".join(f"{TITLES[field][language]}: {_said(number)[language]}" for field, number in told)


def _told(evidence: Sequence[float]) -> Iterator[tuple[str, float]]:
    for field, number in zip(FIELDS, evidence, strict=bool(evidence)):
        if number and field != "prior":
            yield field, number


def _said(number: float) -> Text:
    words = _WORDS if number > 0 else _AGAINST
    return next(text for least, text in words if abs(number) >= least)
