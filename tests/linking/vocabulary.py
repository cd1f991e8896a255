"""Words with which inventories are made up: short forms, vendors, what people add to a title, and look-alikes."""

from dataclasses import dataclass
from typing import Final

#: Written out, and as people shorten it; used in both directions.
ABBREVIATIONS: Final = (
    ("waardering onroerende zaken", "WOZ"),
    ("gemeentelijke", "gem."),
    ("gemeente", "gem."),
    ("vergunningverlening", "vergunn.verl."),
    ("vergunningen", "vergunn."),
    ("vergunning", "vergunn."),
    ("algoritme", "alg."),
    ("intelligente verkeersregelinstallatie", "iVRI"),
    ("verkeersregelinstallatie", "VRI"),
    ("administratie", "adm."),
    ("registratie", "reg."),
    ("meldingen openbare ruimte", "MOR"),
    ("melding openbare ruimte", "MOR"),
    ("automatische nummerplaatherkenning", "ANPR"),
    ("kentekenherkenning", "ANPR"),
    ("basisregistratie personen", "BRP"),
    ("basisregistratie adressen en gebouwen", "BAG"),
    ("wet maatschappelijke ondersteuning", "Wmo"),
    ("wet open overheid", "Woo"),
    ("algemene verordening gegevensbescherming", "AVG"),
    ("robotic process automation", "RPA"),
    ("klant contact centrum", "KCC"),
    ("optische tekenherkenning", "OCR"),
    ("landelijke aanpak adreskwaliteit", "LAA"),
    ("buitengewoon opsporingsambtenaar", "boa"),
    ("artificiële intelligentie", "AI"),
    ("kunstmatige intelligentie", "AI"),
    ("sociaal domein", "soc. domein"),
    ("belastingen", "bel."),
    ("informatie", "info"),
    ("handhaving", "handh."),
    ("ondersteuning", "onderst."),
    ("anonimiseringssoftware", "anon.software"),
    ("anonimiseringstool", "anon.tool"),
    ("anonimiseren", "anonim."),
    ("automatische", "autom."),
    ("berekening", "ber."),
    ("documenten", "doc."),
    ("openbare", "openb."),
    ("medewerkers", "medew."),
    ("organisatie", "org."),
    ("systeem", "syst."),
    ("applicatie", "app."),
    ("digitale", "dig."),
    ("burgerzaken", "BZ"),
    ("microsoft", "MS"),
    ("ten behoeve van", "t.b.v."),
    ("met betrekking tot", "m.b.t."),
    ("risico's", "risico"),
    ("omgevingsdienst", "OD"),
    ("waterschap", "ws"),
)

#: Who makes or sells systems, as their names stand before or after a title.
VENDORS: Final = (
    "Microsoft",
    "DataMask",
    "Xxllnc",
    "Centric",
    "Conversed.ai",
    "PinkRoccade",
    "Octobox",
    "ARS",
    "Brickyard",
    "Zylab",
    "Nelen & Schuurmans",
    "Tygron",
    "Dimpact",
    "Atos",
    "Ordina",
    "Capgemini",
    "Zivver",
    "Procura",
    "Contec",
    "Readspeaker",
    "SmartLockr",
    "Cryptshare",
    "Weglot",
    "Oribi",
    "Swarco",
    "Vialis",
    "Dynniq",
    "GeoTax",
    "Ortec",
    "SAS",
    "Decos",
    "JNet",
    "Exxellence",
    "Atabix",
    "Yunex",
    "Tribe",
)

#: What products are called; a title may have one that its inventory leaves out.
PRODUCTS: Final = (
    "iBurgerzaken",
    "CiVision",
    "Copilot",
    "Datamask",
    "Fixi",
    "GovChat",
    "Suite4",
    "Key2",
    "iBabs",
    "NotuBiz",
    "BuitenBeter",
    "SafeGPT",
)

ADDED: Final = (
    "systeem", "applicatie", "tool", "software", "module", "pilot", "project", "algoritme", "dashboard", "(test)",
    "(productie)", "gebruik van", "inzet", "automatisch", "digitaal", "nieuw", "AI", "platform", "proces",
)  # fmt: skip

#: Words that may go without taking the sense of a title with them.
GLUE: Final = frozenset(
    {
        "de", "het", "een", "van", "voor", "op", "in", "en", "of", "bij", "met", "aan", "door", "uit", "tot", "naar",
        "t.b.v.", "ten", "behoeve", "om", "te", "over", "via", "per", "-", "\u2013", "&", "/",
    }
)  # fmt: skip

#: Heads and tails of compounds that people write apart, or together.
HEADS: Final = (
    "verkeers", "verkeerslicht", "kenteken", "gezichts", "anonimiserings", "parkeer", "risico", "signaal", "factuur",
    "tekst", "beeld", "spraak", "zaak", "vergunnings", "subsidie", "belasting", "inkomens", "inkomsten", "leges",
    "vroeg", "scan", "document", "voorleessoft", "voorlees", "modellerings", "taxatie", "reken", "zoek", "milieu",
    "grondwater", "geluids", "drukte", "energie", "object", "camera", "bestands", "douane", "omgevings", "water",
)  # fmt: skip

PROCESSES: Final = (
    ("anonim", "Openbaarmaking en Woo"),
    ("woz", "Heffen en waarderen"),
    ("belasting", "Heffen en innen"),
    ("parke", "Handhaving"),
    ("kenteken", "Handhaving"),
    ("verkeer", "Verkeer en vervoer"),
    ("burgerzaken", "Publiekszaken"),
    ("mail", "Communicatie"),
    ("zivver", "Communicatie"),
    ("chat", "Dienstverlening"),
    ("melding", "Beheer openbare ruimte"),
    ("sociaal", "Werk en inkomen"),
    ("bijstand", "Werk en inkomen"),
    ("douane", "Toezicht"),
    ("factu", "Financiën"),
    ("schuld", "Schuldhulpverlening"),
)
OTHER_PROCESSES: Final = ("Bedrijfsvoering", "Dienstverlening", "Toezicht", "Informatievoorziening", "Beleid")

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
    return Alike("successive_version", (f"{name} {first}", f"{name} {second}"), (text, text), vendor)


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

SYNONYMS: Final = {
    "algoritme": "systeem",
    "systeem": "algoritme",
    "medewerkers": "collega's",
    "burgers": "inwoners",
    "inwoners": "burgers",
    "bepaalt": "berekent",
    "berekent": "bepaalt",
    "documenten": "stukken",
    "herkent": "vindt",
    "ondersteunt": "helpt",
    "gebruikt": "ingezet",
    "automatisch": "vanzelf",
    "gegevens": "data",
    "organisatie": "instelling",
}
LEADS: Final = ("Het betreft: ", "Intern gebruikt. ", "Toelichting: ", "")
TAILS: Final = (" Beheer: afdeling I&A.", " Zie zaak.", " Contract loopt tot eind volgend jaar.", "")
PARTS: Final = (
    ("{} - deel 1", "{} - deel 2", "{} - deel 3"),
    ("{} (intake)", "{} (beoordeling)", "{} (nazorg)"),
    ("{}: invoer", "{}: verwerking", "{}: rapportage"),
    ("{} A", "{} B", "{} C"),
    ("{} fase 1", "{} fase 2", "{} fase 3"),
)
