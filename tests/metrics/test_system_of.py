"""The system of a registration: who else has it, by the same count as the list of all systems."""

from datetime import date

import pytest

from metrics.peer_lists import common
from metrics.system_of import system_of
from sql.fields import HIGH_RISK, IMPACTFUL, OTHER
from tests.metrics.facts_builder import FactsBuilder

DAY = date(2026, 6, 1)


def register() -> FactsBuilder:
    builder = FactsBuilder("2025-06-01", "2026-06-01")
    for number, category in enumerate((HIGH_RISK, OTHER, OTHER, IMPACTFUL, "not stated")):
        builder.body(f"gm{number}", "gemeente")
        builder.registration(f"1000000{number}", "2025-01-01", org_id=f"gm{number}", cluster="a", category=category)
    builder.registration("10000009", "2025-01-01", org_id="gm0", cluster="a", category=OTHER)
    builder.registration("20000000", "2025-01-01", org_id="gm0", cluster="b")
    return builder.registration("30000000", "2025-01-01", org_id="gm0")


def test_others_and_where_they_put_it() -> None:
    found = system_of(register().build(), "10000000", DAY)
    assert found
    assert (found.cluster, found.label.nl, found.bodies) == ("a", "Systeem a", 4)
    assert found.others["lars"].sort().to_list() == ["10000001", "10000002", "10000003", "10000004", "10000009"]
    # Its own second registration, and one that states no category, are no other bodies' categories.
    assert found.elsewhere == {OTHER: 2, IMPACTFUL: 1}


def test_as_many_bodies_as_the_list_of_systems_says() -> None:
    facts = register().build()
    for one in common(facts, DAY, least=1):
        found = system_of(facts, one.examples[0].lars, DAY)
        assert found
        assert (found.bodies + 1, found.others.height + 1) == (one.bodies, one.registrations)


@pytest.mark.parametrize(
    ("lars", "day"),
    [("30000000", DAY), ("90000000", DAY), ("10000000", date(2024, 12, 31)), ("10000000", date(2026, 6, 2))],
    ids=["no name to go by", "unknown", "not there yet", "nothing known"],
)
def test_without_a_system(lars: str, day: date) -> None:
    assert system_of(register().build(), lars, day) is None


def test_alone() -> None:
    found = system_of(register().build(), "20000000", DAY)
    assert found
    assert (found.bodies, found.others.height, found.elsewhere) == (0, 0, {})
