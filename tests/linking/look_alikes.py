"""Systems that nobody registered, and pairs that look alike and are not the same."""

from dataclasses import dataclass
from typing import Final

#: Said of systems that are somebody else's; of no use as evidence for any.
GENERIC_TITLES: Final = (
    "Algoritme",
    "AI-tool",
    "Dashboard",
    "Model 1",
    "Rekenmodel",
    "Zaaksysteem",
    "Excel berekening",
    "Software",
    "Applicatie intern",
    "Nog te bepalen",
    "Pilot AI",
    "Diversen",
    "Rapportage",
    "Script",
)

#: Systems that no registration of the body is; unlike any that is widely registered.
UNREGISTERED: Final = (
    ("Roosterplanning brandwacht", "Maakt roosters voor de brandwacht op grond van beschikbaarheid."),
    ("Bladluisdetectie stadsbomen", "Herkent op foto's van bomen of er bladluis zit."),
    ("Voorraadbeheer strooizout", "Voorspelt hoeveel strooizout er nodig is."),
    ("Zwembadbezetting", "Schat hoe druk het in het zwembad wordt."),
    ("Archiefdoos-sortering", "Deelt gescande dozen in naar bewaartermijn."),
    ("Rioolputinspectie", "Ziet op beelden van de rijdende camera of een put beschadigd is."),
    ("Bibliotheekaanrader", "Raadt leden boeken aan op grond van wat zij leenden."),
    ("Liftstoring voorspeller", "Voorspelt wanneer een lift onderhoud nodig heeft."),
    ("Muskusrattenkaart", "Rekent uit waar vangkooien het meest opleveren."),
    ("Catering inkoopadvies", "Adviseert hoeveel maaltijden er worden ingekocht."),
    ("Laadpaalspreiding", "Rekent uit waar laadpalen het hardst nodig zijn."),
    ("Sollicitantenvolger", "Zet brieven van sollicitanten op volgorde van binnenkomst en vacature."),
)


@dataclass(frozen=True)
class Alike:
    """Two systems of one body that look alike and are not the same: names, texts, and the vendor of both."""

    family: str
    names: tuple[str, str]
    texts: tuple[str, str]
    vendor: str = ""


def _versions(name: str, first: str, second: str, vendor: str) -> Alike:
    text = f"Beantwoordt vragen van bezoekers van de website ({name})."
    return Alike("successive_version", (f"{name} {first}".rstrip(), f"{name} {second}"), (text, text), vendor)


ALIKE: Final = (
    Alike(
        "near_miss",
        ("WOZ-waardering", "WOZ-taxatie"),
        (
            "Bepaalt ieder jaar de waarde van woningen voor de aanslag onroerendezaakbelasting.",
            "Taxeert objecten na bezwaar met een model van vergelijkbare verkopen.",
        ),
        "GeoTax",
    ),
    _versions("Chatbot Pien", "v1", "v2", "Conversed.ai"),
    _versions("Virtuele assistent Sam", "1.0", "2.0", "Conversed.ai"),
    _versions("Chatbot Loket", "versie 1", "versie 2", ""),
    _versions("Chatbot Robin", "", "versie 2", "Conversed.ai"),
    _versions("Stemmenteller", "", "2.0", ""),
    Alike(
        "near_miss",
        ("Parkeervergunning bewoners", "Parkeervergunning bezoekers"),
        ("Beoordeelt aanvragen van bewoners.", "Beoordeelt aanvragen voor bezoek."),
        "Contec",
    ),
    Alike(
        "near_miss",
        ("Kentekenherkenning parkeergarage", "Kentekenherkenning milieuzone"),
        ("Leest kentekens bij de slagboom.", "Leest kentekens aan de rand van de milieuzone."),
        "ARS Traffic & Transport Technology",
    ),
    Alike(
        "same_vendor",
        ("Key2Belastingen", "Key2Burgerzaken"),
        ("Berekent gemeentelijke belastingen.", "Verwerkt verhuizingen en uittreksels."),
        "Centric",
    ),
    Alike(
        "same_vendor",
        ("GitHub Copilot", "Microsoft 365 Copilot"),
        ("Stelt programmacode voor.", "Vat vergaderingen en stukken samen."),
        "Microsoft",
    ),
    Alike(
        "same_vendor",
        ("Xxllnc Zaken", "Xxllnc Omgeving"),
        ("Verdeelt zaken over behandelaars.", "Toetst aanvragen voor bouwen."),
        "Xxllnc",
    ),
    Alike(
        "near_miss",
        ("Vroegsignalering schulden", "Vroegsignalering schooluitval"),
        ("Verwerkt signalen van betalingsachterstand.", "Verwerkt signalen van verzuim op school."),
    ),
    Alike(
        "near_miss",
        ("Anonimiseren Woo-verzoeken", "Anonimiseren raadsstukken"),
        ("Lakt persoonsgegevens in stukken bij een Woo-verzoek.", "Lakt namen in stukken voor de raad."),
        "Octobox B.V.",
    ),
    Alike(
        "near_miss",
        ("Risicomodel schenkbelasting", "Risicomodel erfbelasting"),
        ("Kiest aangiften schenkbelasting voor controle.", "Kiest aangiften erfbelasting voor controle."),
        "Intern ontwikkeld",
    ),
    Alike(
        "near_miss",
        ("Beoordeling aanvraag Wmo", "Beoordeling aanvraag Jeugdwet"),
        ("Ordent aanvragen voor hulp in huis.", "Ordent aanvragen voor hulp aan kinderen."),
        "PinkRoccade Local Government",
    ),
    Alike(
        "near_miss",
        ("Signaal start inkomstenverhouding", "Signaal einde inkomstenverhouding"),
        ("Meldt dat iemand ging werken.", "Meldt dat werk ophield."),
    ),
    Alike(
        "near_miss",
        ("Voorspelmodel instroom bijstand", "Voorspelmodel uitstroom bijstand"),
        ("Voorspelt hoeveel mensen bijstand aanvragen.", "Voorspelt wie binnen een jaar werk vindt."),
    ),
)

#: One of these in a title is put in the place of another: a look-alike of which the body has no registration.
SUBJECTS: Final = (
    "schenkbelasting", "erfbelasting", "omzetbelasting", "loonheffingen", "vuurwerk", "geneesmiddelen", "chemicaliën",
    "parkeren", "parkeergarage", "milieuzone", "bijstand", "jeugdhulp", "schulden", "vergunningen", "subsidies",
    "hittestress", "grondwater", "afvalwater", "fietsers", "scheepvaart", "huurtoeslag", "kinderopvang", "alimentatie",
    "verkeerslichten", "verlichting", "documenten", "facturen", "bezwaren", "dieren", "horecawet", "drank",
    "evenementen", "leges", "pensioen", "studenten", "woningen", "bedrijven",
)  # fmt: skip
