"""How texts are written, as tables."""

from tests.metrics.checks.entries import FAILS, NOT_ASKED, PASSES, Entry, Table, wrong

LONG = "Het systeem leest kentekens."
SHORT = "Leest kentekens."
#: Eight words: one level from the easiest to the hardest.
EASY = "Wij doen dit voor u, al een jaar."
HARD = (
    "Geautomatiseerde risicoclassificatie ondersteunt gemeentelijke handhavingsmedewerkers bij "
    "onderzoeksprioritering van bijstandsuitkeringen."
)


def goal(text: str) -> Entry:
    return Entry({"goal": text})


def readable(key: str) -> list[tuple[str, Entry]]:
    return [
        (PASSES, Entry({key: EASY})),
        (FAILS, Entry({key: HARD})),
        (NOT_ASKED, Entry({key: "Geautomatiseerde risicoclassificatie ondersteunt handhaving."})),
        (NOT_ASKED, Entry()),
    ]


TABLE: Table = {
    "copy": [
        (PASSES, Entry({"goal": LONG, "risks": LONG + " Altijd."})),
        (FAILS, Entry({"goal": LONG, "risks": LONG})),
        (FAILS, Entry({"goal": LONG, "risks": f"<p>{LONG.upper()}</p>".replace(" ", "&nbsp; ")})),
        (FAILS, Entry({"name": LONG, "goal": "Iets anders, dat lang is.", "methods_and_models": LONG})),
        # Short answers, and what nobody writes as prose, may be the same.
        (NOT_ASKED, Entry({"goal": SHORT, "risks": SHORT})),
        (NOT_ASKED, Entry({"goal": LONG, "provider": LONG, "risks": SHORT})),
        (NOT_ASKED, Entry({"goal": LONG, "impact": LONG})),
        (FAILS, Entry({"goal": LONG, "impact": LONG}, standard="0.1")),
        (NOT_ASKED, Entry()),
    ],
    "thin": [
        (PASSES, goal("twintig tekens lang.")),
        (FAILS, goal("negentien tekens...")),
        (FAILS, Entry({"goal": LONG, "risks": "Laag risico"})),
        (PASSES, Entry({"human_intervention": "Geen"})),
        (FAILS, Entry({"human_intervention": "Geen."})),
        # The name of a law is short.
        (NOT_ASKED, Entry({"lawful_basis": "Gemeentewet"})),
        # A placeholder says nothing, and another check tells of it.
        (PASSES, Entry({"goal": LONG, "risks": "geen"})),
        (NOT_ASKED, goal("n.v.t.")),
        (NOT_ASKED, Entry({"description_short": SHORT})),
    ],
    "shouting": [
        (PASSES, Entry({"name": "Parkeercontrole"})),
        (PASSES, Entry({"name": "PARKEREN a"})),
        (FAILS, Entry({"name": "PARKEREN"})),
        (FAILS, Entry({"name": "P.A.R.K. (ÉÉN) K2"})),
        (NOT_ASKED, Entry({"name": "SVB-AOW"})),
        (NOT_ASKED, Entry()),
    ],
    "dutch": [
        (PASSES, goal("Het systeem leest de kentekens van auto's op straat.")),
        (FAILS, goal("The system reads the number plates of cars.")),
        (FAILS, Entry({"description_short": "It reads number plates", "goal": "for the city and by law"})),
        # As many of each: no doubt.
        (PASSES, goal("the software leest alle auto's met een mooie camera and more of te")),
        # Words of Dutch that look English do not count for it, nor do words within words.
        (PASSES, goal("Thema andere ofschoon totaal forens byte from-scratch vandaag het")),
        (FAILS, goal("of of of of of of of of")),
        (FAILS, goal("the2the2the2the2the2the2the2the")),
        (NOT_ASKED, goal("The system reads the number plates, ok")),
        (NOT_ASKED, Entry()),
    ],
    "readable_description": readable("description_short"),
    "readable_goal": readable("goal"),
}


def test_wording() -> None:
    assert not wrong(TABLE)
