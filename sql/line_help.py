"""What the template says of each column of the canonical line, in plain Dutch and English."""

from dataclasses import dataclass
from typing import Final

from sql.fields import Title
from sql.lines import SEPARATOR, Kind


@dataclass(frozen=True)
class LineHelp:
    """What a column means, and a cell that would do."""

    meaning: Title
    example: Title


def _help(nl: str, en: str, example: str, example_en: str = "") -> LineHelp:
    return LineHelp(Title(nl, en), Title(example, example_en or example))


#: How a cell of each kind is to be written.
FORMS: Final[dict[Kind, Title]] = {
    "text": Title("Tekst.", "Text."),
    "date": Title(
        "Datum: 2025-12-31. Is de dag niet bekend, dan 2025-12 of 2025.",
        "Date: 2025-12-31. If the day is not known: 2025-12 or 2025.",
    ),
    "choice": Title("Kies een waarde uit de lijst.", "Choose one value from the list."),
    "choices": Title(
        f"Een of meer waarden uit de lijst, met '{SEPARATOR}' ertussen.",
        f"One or more values from the list, with '{SEPARATOR}' between them.",
    ),
    "lars": Title("Acht cijfers.", "Eight digits."),
    "link": Title("Een adres dat met https:// begint.", "An address that begins with https://."),
}

HELP: Final = {
    "local_id": _help(
        "Het nummer of de code waaronder u dit systeem kent. Elk kenmerk mag maar één keer voorkomen.",
        "The number or code by which you know this system. Each id may stand only once.",
        "ALG-0042",
    ),
    "name": _help("Hoe het systeem heet.", "What the system is called.", "Parkeercontrole", "Parking checks"),
    "org_id": _help(
        "De code van de organisatie, als uw lijst over meer organisaties gaat.",
        "The code of the organisation, if your list is about several.",
        "mnre1034",
    ),
    "description": _help(
        "Wat het systeem doet, in een paar zinnen.",
        "What the system does, in a few sentences.",
        "Herkent kentekens op beeld.",
        "Reads number plates in images.",
    ),
    "process": _help(
        "Het werk waarbij het systeem wordt gebruikt.",
        "The work in which the system is used.",
        "Handhaving parkeren",
        "Parking enforcement",
    ),
    "category": _help(
        "De categorie van het Algoritmeregister: A is hoog risico, B is impactvol, C is overig.",
        "The category of the Algorithm Register: A is high risk, B is impactful, C is other.",
        "Impactvolle algoritmes",
        "Impactful",
    ),
    "assessment": _help(
        "Hoe de categorie tot stand kwam.",
        "How the category was decided.",
        "Beoordeeld",
        "Assessed",
    ),
    "status": _help("Of het systeem nu wordt gebruikt.", "Whether the system is in use now.", "In gebruik", "In use"),
    "start_date": _help("Vanaf wanneer het systeem wordt gebruikt.", "When the system came into use.", "2024-03-01"),
    "end_date": _help(
        "Vanaf wanneer het systeem niet meer wordt gebruikt.", "When the system went out of use.", "2026-01"
    ),
    "role": _help(
        "Wat uw organisatie is volgens de AI-verordening.",
        "What your organisation is under the AI Act.",
        "Gebruiksverantwoordelijke",
        "Deployer",
    ),
    "vendor": _help(
        "Wie het systeem levert. Leeg als u het zelf maakt.",
        "Who supplies the system. Empty if you make it yourself.",
        "Voorbeeld BV",
        "Example Ltd",
    ),
    "owner": _help(
        "De afdeling of functie die verantwoordelijk is. Geen naam van een persoon.",
        "The department or post that is responsible. Not the name of a person.",
        "Afdeling Handhaving",
        "Enforcement department",
    ),
    "owner_contact": _help(
        "Hoe de eigenaar te bereiken is. Gebruik een adres van de afdeling.",
        "How to reach the owner. Use an address of the department.",
        "handhaving@example.nl",
    ),
    "reasons": _help(
        "Waarom dit systeem in het register hoort.",
        "Why this system belongs in the register.",
        f"Impactvol{SEPARATOR} Woo-verzoek",
        f"Impactful{SEPARATOR} Woo request",
    ),
    "exemption": _help(
        "Wat niet openbaar wordt, als er een uitzondering geldt.",
        "What is not made public, if there is an exemption.",
        "Hele registratie",
        "Whole registration",
    ),
    "exemption_ground": _help(
        "De wet en het artikel waarop de uitzondering rust.",
        "The law and the article on which the exemption rests.",
        "Woo artikel 5.1",
        "Woo article 5.1",
    ),
    "lars": _help(
        "Het nummer van de registratie in het Algoritmeregister. Leeg als die er nog niet is.",
        "The number of the registration in the Algorithm Register. Empty if there is none yet.",
        "12345678",
    ),
    "register_url": _help(
        "Het adres van de registratie in het Algoritmeregister.",
        "The address of the registration in the Algorithm Register.",
        "https://algoritmes.overheid.nl/nl/algoritme/12345678",
    ),
    "eu_database_id": _help(
        "Het nummer in de EU-databank voor AI-systemen met een hoog risico.",
        "The number in the EU database for high-risk AI systems.",
        "EU-0000-0000",
    ),
}
