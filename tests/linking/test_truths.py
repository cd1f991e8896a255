"""The real truths, and the hard negatives, hold what they are said to hold."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.linking.body_names import BodyNames
from tests.linking.federal import against_itself, rows_as_registrations
from tests.linking.inventories import TEXT, inventories
from tests.linking.mix import TEXT_WEIGHTS
from tests.linking.renames import AFTER_THE_DEADLINE, renames
from tests.linking.rows import Registration
from tests.linking.truths import captured, each_but_itself, parents, titled, together


def test_the_captured_register_stands_under_its_owners(shared: Path) -> None:
    found = captured(shared)
    assert len(found) == len({one.lars for one in found}) == 1_530
    assert len({one.org_id for one in found}) == 336
    assert all(one.name.strip() for one in found)
    assert parents(shared)


def test_of_the_captured_register_every_kind_is_made(shared: Path) -> None:
    given, above = captured(shared), parents(shared)
    truths = [inventories(given, seed, parents=above) for seed in range(4)]
    kinds = {kind for truth in truths for kinds in truth.kinds.values() for kind in kinds}
    assert {kind for kind in kinds if not kind.startswith(TEXT)} == {
        "exact", "abbreviation", "typo", "word_order", "vendor_added", "vendor_replaced", "vendor_removed",
        "word_dropped", "word_added", "english", "truncated", "compound", "body_in_name", "case",
        "punctuation", "renamed", "split", "merged", "unregistered", "same_title_elsewhere", "one_word_differs",
        "generic_title", "one_word", "same_text", "next_version", "withheld", "near_miss",
        "successive_version", "same_vendor", "listed_above", "twin", "cut_too_short",
    }  # fmt: skip
    assert {kind.removeprefix(TEXT) for kind in kinds if kind.startswith(TEXT)} == set(TEXT_WEIGHTS)


# What was renamed


def test_the_117_of_both_days_are_linked_by_their_number(shared: Path) -> None:
    truth = renames(shared).truth
    assert (len(truth.lines), len(truth.registrations), len(truth.links)) == (123, 1_306, 117)
    kinds = Counter(kind for kinds in truth.kinds.values() for kind in kinds)
    assert kinds["title_changed"] == 31
    assert kinds["body_renamed"] == 22
    assert kinds["gone"] == 6


def test_of_the_117_no_line_tells_its_number(shared: Path) -> None:
    truth = renames(shared).truth
    numbers = {one.lars for one in truth.registrations}
    assert not [one for one in truth.lines if one.local_id in numbers]
    assert {one.source_id for one in truth.registrations} == {""}


def test_on_both_days_the_117_have_the_same_body_by_name(shared: Path) -> None:
    found = renames(shared)
    owner = {one.lars: one.org_id for one in found.truth.registrations}
    assert [link for link in found.truth.links if owner[link.lars] != link.org_id] == []
    ministry_and_agency = "Ministerie van Economische Zaken en Klimaat, Rijksdienst voor Ondernemend Nederland"
    assert found.found[ministry_and_agency] == ("oorg10005", "part")
    assert found.found["Rijksdienst Voor Identiteitsgegevens"][1] == "name"


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("Sociale Verzekeringsbank (SVB)", "name"),
        ("Gemeente Utrecht", "name"),
        ("Provincie Utrecht", "name"),
        ("Stichting die er niet is", "unknown"),
    ],
)
def test_a_name_is_a_body_or_goes_by_itself(shared: Path, name: str, how: str) -> None:
    assert BodyNames(shared).given(name)[1] == how


def test_a_town_and_its_province_are_two_bodies(shared: Path) -> None:
    names = BodyNames(shared)
    assert names.given("Gemeente Utrecht")[0] == "gm0344"
    assert names.given("Provincie Utrecht")[0] == "pv26"


def test_snapshots_are_linked_too_and_a_body_that_took_another_name_is_another(shared: Path) -> None:
    """The name of a body says nothing of who took over from it: without a succession its links are not to be found."""
    truth = renames(shared, AFTER_THE_DEADLINE, date(2026, 6, 25)).truth
    owner = {one.lars: one.org_id for one in truth.registrations}
    moved = Counter((link.org_id, owner[link.lars]) for link in truth.links if owner[link.lars] != link.org_id)
    assert len(truth.links) == 1_304
    assert moved.most_common(1)[0][0] == (
        "name:stichting inlichtingenbureau",
        "name:stichting bureau informatiediensten nederland",
    )


# A federal inventory against itself


def test_every_row_is_its_own_truth(shared: Path) -> None:
    rows = rows_as_registrations(shared)
    assert len(rows) == len({one.lars for one in rows}) == 3_611
    truth = against_itself(shared, 1)
    assert len(truth.lines) == len(truth.links) == 3_611
    owner = {one.lars: one.org_id for one in truth.registrations}
    assert all(owner[link.lars] == link.org_id for link in truth.links)


# What looks the same and is not


def registration(lars: str, name: str, org_id: str = "gm1", text: str = "") -> Registration:
    return Registration(lars, org_id, "Gemeente Een", name, text)


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        ({"1": "Anonimiseren raad", "2": "Anonimiseren Woo"}, {("1", "2"), ("2", "1")}),
        ({"1": "Anonimiseren", "2": "anonimiseren"}, set()),
        ({"1": "Anonimiseren", "2": "Scanauto"}, set()),
        ({"1": "WOZ-waardering", "2": "WOZ-taxatie", "3": "Chatbot"}, {("1", "2"), ("2", "1")}),
    ],
)
def test_each_is_looked_for_among_what_looks_like_it(given: Mapping[str, str], pairs: set[tuple[str, str]]) -> None:
    truth = each_but_itself(registration(lars, name) for lars, name in given.items())
    found = {(one.org_id.rpartition("/")[2], one.lars.partition("/")[0]) for one in truth.registrations}
    assert found == pairs
    assert {one.org_id for one in truth.lines} == {one.org_id for one in truth.registrations}
    assert not truth.links


def test_of_those_titled_alike_the_capture_has_hard_ones(shared: Path) -> None:
    given = captured(shared)
    assert len([one for one in given if one.name.strip() == "Anonimiseren"]) >= 82
    alike = each_but_itself(given)
    assert len(alike.lines) > 300
    assert not alike.links
    ours = together(titled(given, "Anonimiseren"))
    assert len(ours.links) == len(ours.lines) == len(ours.registrations) > 100
    assert sum("twin" in kinds for kinds in ours.kinds.values()) > 80
    assert not {one.local_id for one in ours.lines} & {one.lars for one in ours.registrations}
