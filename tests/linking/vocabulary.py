"""Words with which inventories are made up: short forms, vendors, and what people add to a title."""

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
