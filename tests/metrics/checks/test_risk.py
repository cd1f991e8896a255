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


TABLE: Table = {
    "high_risk_assessment": assessment(HIGH_RISK, IMPACTFUL),
    "high_risk_risks": field("risks"),
    "high_risk_human_intervention": [
        *field("human_intervention"),
        (PASSES, of(HIGH_RISK, human_intervention="Geen")),
    ],
    "impactful_assessment": assessment(IMPACTFUL, HIGH_RISK),
    "no_human": [
        (PASSES, of(HIGH_RISK, human_intervention="Een medewerker beslist.")),
        (PASSES, of(IMPACTFUL, human_intervention="Geenszins zonder mens.")),
        (PASSES, of(IMPACTFUL, human_intervention="Neemt een medewerker over, niet het systeem.")),
        (FAILS, of(HIGH_RISK, human_intervention="GEEN")),
        (FAILS, of(IMPACTFUL, human_intervention="Nee, het besluit is automatisch.")),
        (FAILS, of(IMPACTFUL, human_intervention="Er is geen mens bij betrokken.")),
        (FAILS, of(IMPACTFUL, human_intervention="niet")),
        (NOT_ASKED, of(OTHER, human_intervention="Geen")),
        (NOT_ASKED, of(NOT_STATED, human_intervention="Geen")),
        (NOT_ASKED, of(HIGH_RISK)),
    ],
    "dpia": [
        (PASSES, data("Persoonsgegevens", impacttoetsen="Een DPIA is gedaan.")),
        (PASSES, data("naam, adres en leeftijd", impacttoetsen_grouping="1: Data Protection Impact Assessment")),
        (PASSES, data("Kentekens", "0.1", dpia_description="Een GEB is gedaan.")),
        (PASSES, data("Kentekens", "0.1", dpia="Ja")),
        (PASSES, data("BSN", "0.4", iama_description="https://example.nl/dpia")),
        (FAILS, data("BSN")),
        (FAILS, data("Gegevens uit de BRP.", impacttoetsen="Een IAMA is gedaan.")),
        (FAILS, data("NAW-gegevens", impacttoetsen="Begeben, piano.")),
        (FAILS, data("Kentekens", "0.1", dpia="Nee")),
        (FAILS, Entry({"source_data_grouping": "1: BRP, https://example.nl"})),
        (NOT_ASKED, data("Geen persoonsgegevens")),
        (NOT_ASKED, data("Kentekens, geanonimiseerd")),
        (NOT_ASKED, data("BSN", source_data_grouping="1: niet herleidbaar")),
        (NOT_ASKED, data("absnoot, brpx, nawoord, grondwater")),
        (NOT_ASKED, Entry()),
    ],
    "law_named": [
        (PASSES, of(HIGH_RISK, lawful_basis="Gemeentewet")),
        (PASSES, of(IMPACTFUL, lawful_basis="art. 3")),
        (PASSES, of(IMPACTFUL, lawful_basis="zie 4:23")),
        (PASSES, of(IMPACTFUL, lawful_basis="De WOO")),
        (FAILS, of(IMPACTFUL, lawful_basis="Toestemming van de burger")),
        (FAILS, of(HIGH_RISK, lawful_basis="start, kaart, woord")),
        (NOT_ASKED, of(HIGH_RISK, lawful_basis="n.v.t.")),
        (NOT_ASKED, of(HIGH_RISK)),
        (NOT_ASKED, of(OTHER, lawful_basis="Toestemming van de burger")),
    ],
}


def test_risk() -> None:
    assert not wrong(TABLE)
