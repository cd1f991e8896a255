"""What a reader must find of a system with risks, as tables."""

from sql.fields import HIGH_RISK, IMPACTFUL, NOT_STATED, OTHER
from tests.metrics.checks.entries import FAILS, NOT_ASKED, PASSES, Entry, Table, wrong


def of(category: str, standard: str = "1.0", **cells: str) -> Entry:
    return Entry(cells, standard, category)


def field(key: str) -> list[tuple[str, Entry]]:
    return [
        (PASSES, of(HIGH_RISK, **{key: "Een medewerker kijkt mee."})),
        (FAILS, of(HIGH_RISK)),
        (FAILS, of(HIGH_RISK, **{key: "n.v.t."})),
        (FAILS, of(HIGH_RISK, **{key: "r" * 2501})),
        (NOT_ASKED, of(IMPACTFUL)),
        (NOT_ASKED, of(NOT_STATED)),
        (NOT_ASKED, of(HIGH_RISK, "9.9")),
    ]


def assessment(category: str, other: str) -> list[tuple[str, Entry]]:
    return [
        (PASSES, of(category, impacttoetsen="Er is een DPIA gedaan.")),
        (PASSES, of(category, impacttoetsen="-", impacttoetsen_grouping="1: DPIA")),
        (PASSES, of(category, "0.4", impacttoetsen="DPIA")),
        (FAILS, of(category)),
        (FAILS, of(category, impacttoetsen="n.v.t.", impacttoetsen_grouping="-")),
        (NOT_ASKED, of(other)),
        (NOT_ASKED, of(NOT_STATED)),
        (NOT_ASKED, of(category, "9.9")),
    ]


def data(text: str, standard: str = "1.0", **cells: str) -> Entry:
    return Entry({"source_data": text} | cells, standard)


HUMAN = [
    "Een medewerker beslist.",
    "Geen enkel besluit wordt genomen zonder dat een medewerker het controleert.",
    "Niet het systeem maar een medewerker beslist altijd zelf.",
    "Nee, want elke uitkomst wordt door een mens bekeken.",
    "Er wordt nooit zonder menselijke tussenkomst besloten.",
    "Dit gaat niet zonder mens en nooit zonder mens.",
    "Er is geen sprake van volledig geautomatiseerde besluitvorming.",
    "De brief gaat niet volledig automatisch de deur uit.",
    "Geenszins.",
    "Nee is een antwoord dat een medewerker geeft",
]
NO_HUMAN = [
    "GEEN",
    "Geen.",
    "Nee!",
    "Volledig automatisch, zonder mens erbij.",
    "Er is geen menselijke tussenkomst; bij bezwaar kijkt een medewerker.",
    "Hierbij is geen tussenkomst.",
    "Het proces is volledig geautomatiseerd.",
    "Dit gaat zonder mens, niet zonder mensen die bezwaar behandelen.",
    # What is denied in one sentence is not denied in the next.
    "Bezwaar kan niet. Het besluit valt zonder mensen.",
    "Liever niet; het gaat zonder mens",
    "Genietend zonder mens",
]
LAWS = [
    "Gemeentewet",
    "Artikel 3 van de Omgevingswet.",
    "Burgerlijk Wetboek boek 7",
    "art. 3",
    "zie 4:23",
    "zie 2.10",
    "De WOO",
    "WIA/ZW",
    "Huisvestingsverordening",
    "Bouwbesluit 2012",
    "Tijdelijke regelingen",
    "het EVRM-verdrag",
    "Leidraad invordering",
    "de statuten",
    "Beleidsregels handhaving",
    "Hoofdstuk 2 van de Wet BRP. Voor bewerken biedt die geen grondslag; het Besluit experiment wel.",
]
NO_LAWS = [
    "Toestemming van de burger",
    "start, kaart, woord, state of the art",
    "Een wettelijke taak, terecht, van beleidsmakers",
    "besluitvorming over woonruimte",
    "Er is geen wettelijke basis in de Awb.",
    "Geen wettelijke grondslag (art. 3)",
    "geen grondslag in een wet",
]
TABLE: Table = {
    "high_risk_assessment": assessment(HIGH_RISK, IMPACTFUL),
    "high_risk_risks": field("risks"),
    "high_risk_human_intervention": [
        *field("human_intervention"),
        (PASSES, of(HIGH_RISK, human_intervention="Geen")),
    ],
    "impactful_assessment": assessment(IMPACTFUL, HIGH_RISK),
    "no_human": [
        *((PASSES, of(IMPACTFUL, human_intervention=text)) for text in HUMAN),
        *((FAILS, of(HIGH_RISK, human_intervention=text)) for text in NO_HUMAN),
        (NOT_ASKED, of(OTHER, human_intervention="Geen")),
        (NOT_ASKED, of(NOT_STATED, human_intervention="Geen")),
        (NOT_ASKED, of(HIGH_RISK, human_intervention="Niet van toepassing")),
        (NOT_ASKED, of(HIGH_RISK)),
    ],
    "dpia": [
        (PASSES, data("Persoonsgegevens", impacttoetsen="Een DPIA is gedaan.")),
        (PASSES, data("naam, adres en leeftijd", impacttoetsen_grouping="1: Data Protection Impact Assessment")),
        (PASSES, data("BSN", impacttoetsen_grouping="1: Privacy Impact Assessment, 2021")),
        (PASSES, data("Kentekens", "0.1", dpia_description="Een GEB is gedaan.")),
        (PASSES, data("Kentekens", "0.1", dpia="Ja")),
        (PASSES, data("BSN", "0.4", iama_description="https://example.nl/dpia")),
        (PASSES, data("BSN", risks="De risico's staan in de DPIA.")),
        (PASSES, data("BSN", proportionality="Volgens de DPIA is dit nodig.")),
        (PASSES, data("BSN", goal="Doel: zie de PIA.")),
        (PASSES, data("BSN", impacttoetsen="Geen DPIA nodig, want het risico is laag.")),
        (PASSES, data("BSN", impacttoetsen="De DPIA is niet openbaar.")),
        (PASSES, data("BSN", impacttoetsen="Nog geen DPIA.", risks="De DPIA noemt er drie.")),
        (FAILS, data("BSN", impacttoetsen="Er is nog geen DPIA.")),
        (FAILS, data("BSN", impacttoetsen="Geen dpia")),
        (FAILS, data("BSN", impacttoetsen="DPIA niet uitgevoerd")),
        (FAILS, data("BSN", impacttoetsen="Een DPIA is niet gedaan.", risks="Geen PIA.")),
        (FAILS, data("BSN", impacttoetsen="Een DPIA is nog niet af.", methods_and_models="DPIA")),
        (FAILS, data("BSN")),
        (FAILS, data("Geen bijzondere persoonsgegevens, wel BSN")),
        # A field exempts no more than what it says itself.
        (FAILS, data("BSN", source_data_grouping="1: niet herleidbaar")),
        (FAILS, of(HIGH_RISK, source_data="BSN")),
        (FAILS, of(NOT_STATED, source_data="BSN")),
        (FAILS, data("Gegevens uit de BRP.", impacttoetsen="Een IAMA is gedaan.")),
        (FAILS, data("NAW-gegevens", impacttoetsen="Begeben, piano.")),
        (FAILS, data("Kentekens", "0.1", dpia="Nee")),
        (FAILS, Entry({"source_data_grouping": "1: BRP, https://example.nl"})),
        (NOT_ASKED, data("Geen persoonsgegevens")),
        (NOT_ASKED, data("Kentekens, geanonimiseerd")),
        (NOT_ASKED, data("BSN, geanonimiseerd", source_data_grouping="1: CBS")),
        (NOT_ASKED, of(OTHER, source_data="BSN")),
        (NOT_ASKED, data("absnoot, brpx, nawoord, grondwater")),
        (NOT_ASKED, Entry()),
    ],
    "law_named": [
        *((PASSES, of(IMPACTFUL, lawful_basis=text)) for text in LAWS),
        *((FAILS, of(HIGH_RISK, lawful_basis=text)) for text in NO_LAWS),
        (NOT_ASKED, of(HIGH_RISK, lawful_basis="n.v.t.")),
        (NOT_ASKED, of(HIGH_RISK)),
        (NOT_ASKED, of(OTHER, lawful_basis="Toestemming van de burger")),
    ],
}


def test_risk() -> None:
    assert not wrong(TABLE)
