"""Pairs of which nothing tells that they are not another: they may be possible, and are never certain."""

from datetime import UTC, datetime
from typing import Any, Final

import polars as pl
import pytest

from metrics.linking.choice import chosen
from metrics.linking.pairs import pairs

SINCE: Final = datetime(2026, 8, 8, tzinfo=UTC)
INSTANT: Final = pl.Datetime("us", "UTC")
LINE: Final = ("org_id", "local_id", "name", "description", "process", "vendor", "start_date", "category")
REGISTRATION: Final = (
    "lars", "org_id", "organisation", "name", "description_short", "goal", "provider", "begin_date", "category",
    "source_id",
)  # fmt: skip


def states(lines: list[dict[str, str]], registrations: list[dict[str, str]]) -> dict[tuple[str, str], str]:
    """Return the state of every pair of lines and registrations of one body, by name and number."""
    ours = [{"org_id": "gm0001", "local_id": f"L{at}"} | one for at, one in enumerate(lines)]
    theirs = [
        {"org_id": "gm0001", "organisation": "Gemeente Zuurdijk", "lars": f"{at:08}"} | one
        for at, one in enumerate(registrations)
    ]
    near = pl.DataFrame({"org_id": ["gm0001"], "other": ["gm0001"]})
    found = chosen(pairs(frame(ours, LINE), frame(theirs, REGISTRATION), near))
    return {(one["local_id"], one["lars"]): one["state"] for one in found.iter_rows(named=True)}


def frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pl.DataFrame:
    told = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))
    return told.with_columns(known_from=pl.lit(SINCE, INSTANT), known_to=pl.lit(None, INSTANT))


TITLE: Final = "Meldingen openbare ruimte"


def test_of_two_of_one_title_none_is_certain_because_its_own_text_repeats_that_title() -> None:
    twins = [
        {"name": TITLE, "description_short": "Helpt inwoners bij een melding."},
        {"name": TITLE, "description_short": f"{TITLE} helpt inwoners bij een melding."},
    ]
    found = states([{"name": TITLE}], twins)
    assert found["L0", "00000001"] != "certain"


def test_a_line_that_says_what_one_of_two_says_is_never_certainly_the_other() -> None:
    text = "Helpt inwoners bij een melding."
    twins = [
        {"name": TITLE, "description_short": text},
        {"name": TITLE, "description_short": f"{TITLE} berekent automatisch de hoogte van een bedrag."},
    ]
    found = states([{"name": TITLE, "description": text}], twins)
    assert found["L0", "00000001"] != "certain"


@pytest.mark.parametrize(
    ("line", "name", "goal"),
    [
        ("Zoeken", "Klantonderzoeken", "Wij onderzoeken hoe klanten ons vinden."),
        ("Toezicht", "Toezicht en handhaving Milieu", "Toezicht op milieuregels bij bedrijven."),
        ("Dashboard", "Stuurinformatie dashboard operationele gereedheid", "Het dashboard laat zien wat gereed is."),
        ("Verkeer", "Cameratoezicht verkeersmaatregel", "Verkeer weren uit de binnenstad."),
    ],
)
def test_one_word_that_anything_may_be_called_makes_nothing_certain(line: str, name: str, goal: str) -> None:
    assert states([{"name": line}], [{"name": name, "goal": goal}]).get(("L0", "00000000"), "none") != "certain"


@pytest.mark.parametrize(
    ("line", "registered"),
    [
        ("Chatbot Gem versie 2", "Chatbot Gem versie 1"),
        ("ChatGPT-4o", "ChatGPT-4"),
        ("Profiel II", "Profiel I"),
        ("Regeling 2023", "Regeling 2025"),
    ],
)
def test_another_edition_is_not_certain(line: str, registered: str) -> None:
    assert states([{"name": line}], [{"name": registered}]).get(("L0", "00000000"), "none") != "certain"


@pytest.mark.parametrize(
    ("line", "registered"),
    [
        ("Beoordeling aanvraag Jeugdwet", "Beoordeling aanvraag Wmo"),
        ("Automatische regelsoftware subsidies", "Automatische regelsoftware verkeerslichten"),
    ],
)
def test_a_word_in_each_name_that_the_other_does_not_have_makes_nothing_certain(line: str, registered: str) -> None:
    told = {"start_date": "2024-01"}, {"begin_date": "2024-01"}
    assert states([{"name": line} | told[0]], [{"name": registered} | told[1]]).get(("L0", "00000000")) != "certain"


def test_of_two_lines_that_have_the_very_name_neither_is_certain() -> None:
    found = states([{"name": TITLE}, {"name": TITLE}], [{"name": TITLE}])
    assert found == {("L0", "00000000"): "possible", ("L1", "00000000"): "possible"}


def test_parts_of_what_was_registered_as_one_are_each_that_one() -> None:
    more = {"vendor": "Conversed.ai", "start_date": "2024-01"}
    lines = [{"name": f"{TITLE} deel {number}"} | more for number in (1, 2)]
    found = states(lines, [{"name": TITLE, "provider": "Conversed.ai", "begin_date": "2024-01"}])
    assert found == {("L0", "00000000"): "certain", ("L1", "00000000"): "certain"}
    apart = states(lines[:1], [{"name": f"{TITLE} deel 2", "provider": "Conversed.ai", "begin_date": "2024-01"}])
    assert apart.get(("L0", "00000000")) != "certain"


def test_a_line_that_joins_two_names_is_both() -> None:
    names = ("Kentekenherkenning zero-emissiezone", "Voorspelling van de vraag naar drinkwater")
    found = states([{"name": " en ".join(names)}], [{"name": one} for one in names])
    assert set(found.values()) == {"certain"}
    assert len(found) == len(names)


@pytest.mark.parametrize(
    "line", ["Tekstanalyse en anonimiseren", "Anonimiseren / tekstanalyse", "Tekstanalyse + Anonimiseren"]
)
def test_a_line_may_join_names_of_one_word(line: str) -> None:
    found = states([{"name": line}], [{"name": "Anonimiseren"}, {"name": "Tekstanalyse"}])
    assert found == {("L0", "00000000"): "certain", ("L0", "00000001"): "certain"}


TEXT: Final = "Beantwoordt vragen van inwoners over producten en diensten van de gemeente."
OF_LINE: Final = {"description": TEXT, "vendor": "Conversed.ai", "start_date": "2024-01", "category": "C"}
OF_REGISTRATION: Final = {"goal": TEXT, "provider": "Conversed.ai", "begin_date": "2024-01", "category": "C"}


@pytest.mark.parametrize(
    ("line", "registered"),
    [
        # The next version of a product, and the one before.
        ("Chatbot Gem versie 2", "Chatbot Gem"),
        ("Chatbot Gem", "Chatbot Gem versie 2"),
        ("Chatbot Gem 2.0", "Chatbot Gem"),
        ("Chatbot Gem v3", "Chatbot Gem v2"),
        ("Chatbot Gem 2", "Chatbot Gem"),
        # The first is most likely the one without a number; somebody has to look.
        ("Chatbot Gem v1", "Chatbot Gem"),
        # One word of a longer name.
        ("Controle", "Controle parkeervergunningen"),
        ("Risicomodel", "Risicomodel schenkbelasting"),
        # A vendor that describes whatever it sells in the same words.
        ("Xxllnc Omgeving", "Xxllnc Zaken"),
        ("Belastingmodule", "Chatbot website"),
        ("WOZ-taxatie", "WOZ-waardering"),
    ],
)
def test_whatever_else_they_share_these_are_not_certain(line: str, registered: str) -> None:
    told = [{"name": line} | OF_LINE], [{"name": registered} | OF_REGISTRATION]
    assert states(*told)["L0", "00000000"] == "possible"
    assert states([{"name": line}], [{"name": registered}]).get(("L0", "00000000"), "none") != "certain"


@pytest.mark.parametrize("line", ["Anonimiseren testdata", "Anonimiseren camerabeelden", "Anonimiseren enquêtes"])
def test_a_word_that_a_line_adds_to_one_word_is_confirmed_by_something_or_not_certain(line: str) -> None:
    registered = {
        "name": "Anonimiseren",
        "goal": "Persoonsgegevens onleesbaar maken voordat een document naar buiten gaat.",
    }
    other = "Vult een database met verzonnen inwoners, zodat een leverancier zijn pakket kan proberen."
    for text, expected in (("", "possible"), (other, "possible"), (registered["goal"], "certain")):
        assert states([{"name": line, "description": text}], [registered])["L0", "00000000"] == expected
    # What tells nothing adds nothing.
    assert states([{"name": "Anonimiseren tool"}], [registered])["L0", "00000000"] == "certain"


@pytest.mark.parametrize(
    ("line", "registered"),
    [
        ("Chatbot Gem (nieuw)", "Chatbot Gem"),
        ("Chatbot Gem nieuw", "Chatbot Gem"),
        ("Chatbot Gem, nieuwe versie", "Chatbot Gem"),
        ("Chatbot Gem tweede versie", "Chatbot Gem"),
        ("Opvolger chatbot Gem", "Chatbot Gem"),
        ("Chatbot Gem+", "Chatbot Gem"),
        ("Vroegsignalering schulden fase twee", "Vroegsignalering schulden fase een"),
        ("Selectie niet-ingezetenen", "Selectie ingezetenen"),
        ("Inloop zonder afspraak", "Inloop afspraak"),
        ("Herkenning onverzekerde voertuigen", "Herkenning verzekerde voertuigen"),
        # "Gem" is a name, and no short form of "gemeente" as "gem." is.
        ("Chatbot Gem", "Chatbot Wout"),
        ("Virtuele assistent Gem", "Virtuele assistent Bo"),
        # "Software" is part of many a name.
        ("Copilot software", "Anonimiseringssoftware"),
        # A letter apart is too many in a short word, and two are in a long one.
        ("Herkenning intern verkeer", "Herkenning extern verkeer"),
        ("Bewaking instroom uitkering", "Bewaking uitstroom uitkering"),
        # The number of a product is no edition of it.
        ("Microsoft 365 Copilot", "Microsoft 365 Planner"),
    ],
)
def test_what_tells_apart_without_a_number(line: str, registered: str) -> None:
    assert states([{"name": line}], [{"name": registered}]).get(("L0", "00000000"), "none") != "certain"
    told = [{"name": line} | OF_LINE], [{"name": registered} | OF_REGISTRATION]
    assert states(*told).get(("L0", "00000000"), "none") != "certain"


@pytest.mark.parametrize(
    ("line", "registered"),
    [
        # A slip within a phrase that has a short form ("mor").
        ("Meldingen openbare riumte", "Meldingen openbare ruimte"),
        ("Meldigen openbare ruimte", "Meldingen openbare ruimte"),
        ("Melidngen openbare riumte", "Meldingen openbare ruimte"),
        # The first letter is a slip; words have changed places.
        ("Bepalen WOZ-wsarde", "Bepalen WOZ-waarde"),
        ("e-fiensten iBurgerzaken", "iBurgerzaken e-diensten"),
        ("VoorspellingDrukteParkeergarages", "Voorspelling drukte parkeergarages"),
        # What a form has no place for.
        ("Voorspelling drukte parkeerg", "Voorspelling drukte parkeergarages binnenstad"),
        ("Chatbot gem. Zuurdijk Bo", "Chatbot Bo"),
        ("Niet-ingezetenen selectie", "Selectie niet-ingezetenen"),
        ("Chatbot Gem (nieuw)", "Chatbot Gem, nieuwe versie"),
    ],
)
def test_what_is_the_same_but_for_how_it_is_written(line: str, registered: str) -> None:
    assert states([{"name": line}], [{"name": registered}])["L0", "00000000"] == "certain"


def test_a_line_beside_one_that_has_the_very_name_is_not_certain() -> None:
    found = states(
        [{"name": "Controle parkeervergunning"}, {"name": "Controle parkeervergunningen"}],
        [{"name": "Controle parkeervergunningen"}],
    )
    assert (found["L0", "00000000"], found["L1", "00000000"]) == ("possible", "certain")


@pytest.mark.parametrize(
    ("own", "text", "expected"), [(True, "", "possible"), (False, "", "certain"), (True, TEXT, "certain")]
)
def test_a_registration_that_is_on_its_own_body_s_list(own: bool, text: str, expected: str) -> None:
    """Another body's line of that name may be one of its own, unless its text says that it is the same."""
    name = "Voorspelling van de vraag naar drinkwater"
    lines = [{"org_id": "mnre0001", "local_id": "above", "name": name, "description": text}]
    lines += [{"org_id": "ag0001", "local_id": "own", "name": name}] if own else []
    registered = {
        "lars": "00000000",
        "org_id": "ag0001",
        "organisation": "Agentschap Water",
        "name": name,
        "goal": TEXT,
    }
    near = pl.DataFrame({"org_id": ["mnre0001", "ag0001"], "other": ["ag0001", "ag0001"]})
    found = chosen(pairs(frame(lines, LINE), frame([registered], REGISTRATION), near))
    assert dict(found.select("local_id", "state").rows()) == {"above": expected} | ({"own": "certain"} if own else {})


@pytest.mark.parametrize(
    ("line", "registered", "text"),
    [
        ("Chatbot Gem versie 2", "Chatbot Gem versie 2", ""),
        ("Chatbot Gem v2", "Chatbot Gem versie 2.0", ""),
        # The text tells of the version that the name leaves out.
        ("Chatbot Gem versie 2", "Chatbot Gem", "Sinds dit jaar gebruikt de gemeente versie 2 van Gem."),
        # A year, or a number that is part of the product's name, is no version.
        ("Heffing waterschapsbelasting 2024", "Heffing waterschapsbelasting", ""),
        ("Microsoft 365 Copilot", "Microsoft Copilot", ""),
        ("Controle parkeervergunningen", "Controle parkeervergunningen", ""),
    ],
)
def test_the_same_version_is_certain(line: str, registered: str, text: str) -> None:
    vendor = {"vendor": "Conversed.ai", "start_date": "2024-01"}
    found = states(
        [{"name": line} | vendor],
        [{"name": registered, "description_short": text, "provider": "Conversed.ai", "begin_date": "2024-01"}],
    )
    assert found["L0", "00000000"] == "certain"


@pytest.mark.parametrize(
    "names",
    [("Chatbot Gem", "Chatbot Gem versie 2"), ("Chatbot Gem 1", "Chatbot Gem 2"), ("Gem 1.0", "Gem 2.0", "Gem")],
)
def test_versions_that_are_on_both_sides_are_paired_with_themselves(names: tuple[str, ...]) -> None:
    found = states([{"name": one} | OF_LINE for one in names], [{"name": one} | OF_REGISTRATION for one in names])
    certain = {pair for pair, state in found.items() if state == "certain"}
    assert certain == {(f"L{at}", f"{at:08}") for at in range(len(names))}


def test_of_a_placeholder_no_version_is_asked() -> None:
    """Without a name there is nothing to compare a version with."""
    assert states([{"name": "onbekend"}], [{"name": "Chatbot Gem versie 2"}]).get(("L0", "00000000"), "none") == "none"


@pytest.mark.parametrize("name", ["onbekend", "n.v.t.", "?"])
def test_a_placeholder_is_no_name_that_two_share(name: str) -> None:
    assert states([{"name": name}], [{"name": name}]).get(("L0", "00000000"), "none") != "certain"
