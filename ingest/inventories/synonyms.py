"""What organisations call the columns of their inventories, in Dutch and English."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sql.lines import LINE_FIELDS

_MORE: Final[Mapping[str, str]] = {
    "local_id": "id, nummer, nr, kenmerk, code, systeem id, uniek id, identifier, number, reference, use case id, "
    "register id, ai register id, volgnummer, zaaknummer",
    "name": "naam systeem, systeemnaam, naam algoritme, algoritme, systeem, titel, title, system name, use case name, "
    "name ai system, application, applicatie, toepassing, use case",
    "org_id": "organisatie code, tooi, tooi code, oin, organisation id, agency",
    "description": "beschrijving, toelichting, doel, korte omschrijving, purpose, summary, description ai system, "
    "problem solved, goal",
    "process": "proces, business process, domein, domain, topic area, process name, werkveld",
    "category": "categorie, risico, risicoklasse, risicoclassificatie, classificatie, risk, risk class, risk category, "
    "risk classification, risk level, is high impact, abc, categorie abc",
    "assessment": "beoordeeld, assessed, assessment status",
    "status": "fase, levensfase, levenscyclus, stage, phase, lifecycle, development stage, ai system status, stadium",
    "start_date": "begindatum, startdatum, start, ingangsdatum, in gebruik vanaf, start date, begin date, in use from, "
    "operational date, datum ingebruikname, live sinds, ingebruikname",
    "end_date": "einddatum, eind, end, end date, retired on, beeindigd, datum einde, uitgefaseerd op",
    "role": "rol ai act, role ai act, rol organisatie",
    "vendor": "supplier, provider, vendor name, vendor information, fabrikant, ontwikkelaar",
    "owner": "systeemeigenaar, proceseigenaar, verantwoordelijke, afdeling, system owner, department, agency bureau, "
    "business owner, government organization",
    "owner_contact": "contact, e mail, email, contactpersoon, contact email, mail, contactgegevens, owner contact",
    "reasons": "reden, reason, reden registratie, reason to register, registratiereden",
    "exemption": "uitzonderingsgrond van toepassing, exempt, vrijstelling, is withheld",
    "exemption_ground": "grond, ground, uitzonderingsgrond, exemption reason",
    "lars": "lars, algoritme id, lars id, algorithm id, lars nummer, registratienummer, id algoritmeregister",
    "register_url": "register, algoritmeregister, link, url, register link, link algoritmeregister",
    "eu_database_id": "eu id, eu databank, eu database, eudb id",
}

_LANGUAGE: Final = r" (nl|en|fr)$"


def said(text: str) -> str:
    """Return a column's name as plain words, however it was written: snake, camel, or with spaces."""
    apart = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", text)
    return re.sub(r"[\W_]+", " ", apart).strip().casefold()


def _joined(words: str) -> str:
    """Return words without the blanks between: Dutch writes compounds both ways."""
    return words.replace(" ", "")


_BY_NAME: Final = {
    **{_joined(said(name)): key for key, names in _MORE.items() for name in names.split(",")},
    **{_joined(said(name)): one.key for one in LINE_FIELDS for name in (one.title.en, one.title.nl, one.key)},
}


def keys_of(names: Sequence[str]) -> dict[str, list[str]]:
    """Return the columns that each key can be read from, the likeliest first and its translations after it."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for at, name in enumerate(names):
        plain = _joined(said(name))
        bare = _joined(re.sub(_LANGUAGE, "", said(name)))
        key = _BY_NAME.get(plain) or _BY_NAME.get(bare)
        if key:
            found.setdefault(key, []).append((0 if plain in _BY_NAME else 1, at, name))
    return {key: [name for _, _, name in sorted(choices)] for key, choices in found.items()}


def names_of(key: str) -> list[str]:
    """Return all that a column is known to be called."""
    one = next(one for one in LINE_FIELDS if one.key == key)
    return [one.title.nl, one.title.en, key, *(name.strip() for name in _MORE.get(key, "").split(","))]


def is_translation(first: str, other: str) -> bool:
    """Whether two columns hold the same in two languages, by their names."""
    return re.sub(_LANGUAGE, "", said(first)) == re.sub(_LANGUAGE, "", said(other))
