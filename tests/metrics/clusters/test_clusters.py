"""Registrations put together, on a register by hand: listed systems, systems nobody listed, and what stays apart."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.clusters import Told, worked_out
from metrics.clusters.listed import read, systems
from metrics.registry import BadDeclarationError

#: Three sentences that say what something is for.
MAIL = "Het doel is dat medewerkers vertrouwelijke berichten niet aan de verkeerde persoon sturen en veilig werken"
PARK = "Met de auto controleren wij of voor het parkeren is betaald zodat er genoeg vrije plekken in de stad zijn"
Row = tuple[str, str, str]


def rows(*told: Row) -> pl.DataFrame:
    return pl.DataFrame(told, schema=dict.fromkeys(("name", "organisation", "goal"), pl.String), orient="row")


def told(*registrations: Row) -> dict[str, str]:
    """Return of each name its cluster, by a list of systems that knows nothing."""
    return {name: cluster for name, _, cluster in worked_out([rows(*registrations)], ()).of.iter_rows()}


def told_by_list(*registrations: Row) -> dict[str, str]:
    return {name: cluster for name, _, cluster in worked_out([rows(*registrations)]).of.iter_rows()}


def at(names: Sequence[str], goal: str = "", first: int = 1) -> list[Row]:
    return [(name, f"Gemeente {chr(64 + first + number)}", goal) for number, name in enumerate(names)]


def test_what_nobody_listed_is_found_by_its_words() -> None:
    found = told(*at(["Glimworm software", "Glimworm", "Sociaal domein: Glimworm", "Vuurvlieg"]))
    assert found["Glimworm"] == found["Glimworm software"] == found["Sociaal domein: Glimworm"] == "glimworm"
    assert found["Vuurvlieg"] == "vuurvlieg"


def test_what_has_another_name_is_found_by_its_goal() -> None:
    """Three bodies say of Postduif what one says of Berichtenhulp."""
    found = told(*at(["Postduif"] * 3, MAIL), ("Berichtenhulp", "Gemeente Z", f"{MAIL} hier"))
    assert found["Berichtenhulp"] == found["Postduif"] == "postduif"


def test_one_body_with_the_same_goal_is_too_few_to_be_sure() -> None:
    found = told(("Postduif", "Gemeente A", MAIL), ("Berichtenhulp", "Gemeente B", MAIL))
    assert found["Postduif"] != found["Berichtenhulp"]


def test_a_goal_that_was_copied_within_one_body_says_nothing() -> None:
    found = told(*[(name, "Douane", MAIL) for name in ("Vuurwerk", "Accijns", "Kernenergie")])
    assert len(set(found.values())) == 3


def test_a_goal_that_one_of_many_copied_by_mistake_joins_nothing() -> None:
    """One of four that have Postduif pasted the goal of Scanwagen."""
    mixed = [*at(["Postduif"] * 3, MAIL), ("Postduif", "Gemeente X", PARK)]
    found = told(*mixed, *at(["Scanwagen"] * 3, PARK, first=10))
    assert found["Postduif"] != found["Scanwagen"]


def test_the_list_goes_before_words() -> None:
    found = worked_out([rows(*at(["Zivver", "SmartLockR beveiligd mailen", "Veilig e-mailen", "Zivver Zwolle"]))])
    assert found.of["cluster"].unique().to_list() == ["veilig-mailen"]
    assert found.labels.rows() == [("veilig-mailen", "Veilig mailen", "Secure e-mail", True)]


def test_what_is_alike_joins_what_is_listed_and_two_listed_never_join() -> None:
    both = [*at(["Zivver"] * 3, MAIL), *at(["Scanauto"] * 3, MAIL, first=10)]
    found = {
        name: cluster
        for name, _, cluster in worked_out([rows(*both, ("Berichtenhulp", "Gemeente Z", MAIL))]).of.iter_rows()
    }
    assert found["Berichtenhulp"] in {found["Zivver"], found["Scanauto"]}
    assert (found["Zivver"], found["Scanauto"]) == ("veilig-mailen", "scanauto")


@pytest.mark.parametrize(
    ("title", "cluster"),
    [
        ("Belastingen: WOZ taxatiemodellen", "woz-taxatie"),
        ("WOZ-taxatie met modelmatige waardebepaling", "woz-taxatie"),
        ("Slimme verwerking van WOZ Bezwaren", "bezwaar-belastingen"),
        ("Robot proces automatiseren in het WOZ-bezwaren (keten)proces", "bezwaar-belastingen"),
        ("GitHub Copilot", "github-copilot"),
        ("M365 Copilot Chat", "copilot"),
        ("Chatbot Gem", "chatbot-gem"),
        ("Virtuele gemeente assistent Gem", "chatbot-gem"),
        ("Chatbot Guus 3.1 (AI)", "chatbot"),
        ("Anonimiseren personen opnames Bodycam", "beeld-vervagen"),
        ("Octobox Anonimiseren", "anonimiseren"),
        ("Kentekencamerahandhaving scanauto parkeren", "scanauto"),
        ("Kentekencamerahandhaving Zero Emissie Zone", "camerahandhaving-verkeer"),
        ("Kentekenherkenning parkeergarage", "kentekenherken-parkeergarag"),
        ("Microsimulatiemodellen geregelde kruispunten verkeerslichten", None),
        ("Early debt signals", "vroegsignalering-schulden"),
        ("Signalen", "meldingen-openbare-ruimte"),
        ("Signalen van inkomen", None),
        ("Smart traffic lights", "ivri"),
        ("(intelligente) VerkeersRegelInstallatie", "ivri"),
        ("Parking enforcement cars", "scanauto"),
        ("Sociaal Domein: eDiensten voor aanvragen", "ediensten-sociaal-domein"),
        ("Burgerzaken: eDiensten", "ediensten-burgerzaken"),
        ("Burgerzaken: Module Inzicht", "controle-verhuizingen"),
    ],
)
def test_which_system_a_title_names(title: str, cluster: str | None) -> None:
    (found,) = worked_out([rows((title, "Gemeente A", ""))]).of["cluster"]
    ids = {one.id for one in systems()}
    assert found == cluster if cluster else found not in ids


def test_what_has_no_name_has_no_system() -> None:
    found = worked_out([rows(("Zivver", "Gemeente A", MAIL), (" - ", "", ""), ("", "", ""))])
    assert dict(found.of.select("name", "cluster").iter_rows()) == {"Zivver": "veilig-mailen"}
    assert found.labels["cluster"].to_list() == ["veilig-mailen"]


def test_of_nothing_there_are_no_clusters() -> None:
    found = worked_out([rows()])
    assert (found.of.height, found.labels.height) == (0, 0)


def test_a_label_is_what_most_bodies_write() -> None:
    found = worked_out([rows(*at(["GLIMWORM", "Glimworm ", "Glimworm"]))], ())
    assert found.labels.rows() == [("glimworm", "Glimworm", "Glimworm", False)]


TITLES = ("Zivver", "Glimworm", "Glimworm 2.0", "Software Glimworm", "Vuurvlieg", "Veilig mailen", "Postduif", "-")
SOME = st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from("ABCDE"), st.sampled_from(["", MAIL, PARK])))


@settings(deadline=None)
@given(SOME, st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_matter(registrations: list[Row], chance: object) -> None:
    once = worked_out([rows(*registrations)])
    again = [*registrations, *registrations]
    chance.shuffle(again)  # type: ignore[attr-defined] # a random.Random
    twice = worked_out([rows(*again)])
    assert once.of.equals(twice.of)
    assert once.labels.equals(twice.labels)


@settings(deadline=None)
@given(st.lists(SOME, min_size=1, max_size=4), st.booleans())
def test_one_after_another_comes_to_the_same_as_all_at_once(nights: list[list[Row]], with_list: bool) -> None:
    known = None if with_list else ()
    before: Told | None = None
    for night in nights:
        step = worked_out([rows(*night)], known, before)
        before = step.told
    whole = worked_out([rows(*(row for night in nights for row in night))], known)
    assert step.of.equals(whole.of)
    assert step.labels.equals(whole.labels)
    for added, at_once in zip(step.told, whole.told, strict=True):
        assert_frame_equal(added, at_once, check_row_order=False, check_exact=True)


def test_of_many_titles_of_a_listed_system_those_count_that_most_bodies_use() -> None:
    """Sixty ways to write it, and a system that looks like the one that most bodies write."""
    many = [(f"Zivver {chr(97 + one // 26)}{chr(97 + one % 26)}k", "Gemeente A", "") for one in range(60)]
    usual = [row for end in ("", " vlucht", " duiventil") for row in at([f"Zivver postduif{end}"] * 3)]
    found = told_by_list(*many, *usual, ("Postduif", "Gemeente Q", ""))
    assert found["Postduif"] == found["Zivver postduif"] == "veilig-mailen"
    assert len({found[name] for name, _, _ in many}) == 1


@pytest.mark.parametrize(
    "table",
    [
        '[[system]]\nid = "A b"\nnl = "a"\nen = "a"\nwords = ["a"]',
        '[[system]]\nid = "a"\nnl = ""\nen = "a"\nwords = ["a"]',
        '[[system]]\nid = "a"\nnl = "a"\nen = "a"',
        '[[system]]\nid = "a"\nnl = "a"\nen = "a"\nwords = ["a"]\nword = 1',
        '[[system]]\nid = "a"\nnl = "a"\nen = "a"\nwords = ["a"]\n' * 2,
    ],
)
def test_a_table_that_cannot_be_used_is_refused(table: str) -> None:
    with pytest.raises(BadDeclarationError):
        read(table)


def test_every_system_of_the_list_has_a_title_of_its_own_that_names_it() -> None:
    """What it is called in the list, or one of its products, must not be taken by a system before it."""
    named = rows(*((one.label.nl, "Gemeente A", "") for one in systems()))
    found = {name: cluster for name, _, cluster in worked_out([named]).of.iter_rows()}
    ids = {one.label.nl: one.id for one in systems()}
    assert {name for name, cluster in found.items() if cluster in ids.values() and cluster != ids[name]} == set()
