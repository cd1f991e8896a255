"""Ownership, and classification beside inventories: which lines are asked, and what a zero means."""

from datetime import date
from typing import Any

import pytest

from metrics.engine import figures
from metrics.facts import Facts
from metrics.families.inventory_classes import AI_LIKE
from sql.fields import HIGH_RISK, IMPACTFUL, IN_DEVELOPMENT, OTHER
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder, at

COLLECTED, MARCH = ("2025-06-02", "2026-02-01", "2026-03-01", "2026-04-01"), date(2026, 3, 1)
LARS, OTHER_LARS, CITY = "12345678", "22222222", "gm0344"


def register() -> FactsBuilder:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    return builder.body(CITY, "gemeente")


def by_group(facts: Facts, metric: str, by: str = "organisation") -> dict[str | None, tuple[Any, ...]]:
    rows = figures(facts, metric, [MARCH], by=by).to_dicts()
    return {row["org_id"]: (row["passed"], row["asked"], row["state"]) for row in rows}


@pytest.mark.parametrize(
    ("owner", "passed"),
    [("Team Data", 1), ("", 0), ("  ", 0), ("-", 0), ("ONBEKEND", 0), ("Lorem ipsum dolor", 0), ("geen", 0)],
)
def test_an_owner_is_somebody(owner: str, passed: int) -> None:
    facts = register().inventory(CITY, "2025-06-02").line(owner=owner).registration(LARS, "2025-05-01").build()
    assert by_group(facts, "ownership.owner") == {CITY: (passed, 1, "too_few")}


def test_a_line_without_a_word_has_no_owner_and_no_reason() -> None:
    facts = register().inventory(CITY, "2025-06-02").line().registration(LARS, "2025-05-01").build()
    told = [by_group(facts, f"ownership.{one}")[CITY] for one in ("owner", "reason", "eu_database")]
    assert told == [(0, 1, "too_few")] * 3


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({}, 1),
        ({"category": OTHER}, 1),
        ({"category": ""}, 1),
        ({"status": IN_DEVELOPMENT}, 0),
        ({"start_date": "2026-03-02"}, 0),
        ({"end_date": "2026-02"}, 0),
    ],
)
def test_of_every_body_the_systems_in_use_are_asked(said: dict[str, str], asked: int) -> None:
    builder = register().inventory(CITY, "2025-06-02").line(**said).inventory(AGENCY, "2025-06-02")
    facts = builder.registration(LARS, "2025-05-01").build()
    state = "too_few" if asked else "declared_zero"
    found = {CITY: (0 if asked else None, asked, state), AGENCY: (None, 0, "declared_zero")}
    assert by_group(facts, "ownership.reason") == found
    assert by_group(facts, "ownership.reason", "all")[None][1] == asked


def test_without_any_list_there_is_nothing_to_own() -> None:
    facts = register().registration(LARS, "2025-05-01").build()
    for metric in ("ownership.owner", "classification.contradicts_inventory"):
        assert by_group(facts, metric, "all") == {None: (None, None, "not_reported")}
        assert by_group(facts, metric) == {}


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        pytest.param({LARS: OTHER}, (1, 1), id="differs"),
        pytest.param({LARS: IMPACTFUL}, (0, 1), id="agrees"),
        pytest.param({LARS: OTHER, OTHER_LARS: IMPACTFUL}, (0, 1), id="one of a family agrees"),
        pytest.param({LARS: OTHER, OTHER_LARS: HIGH_RISK}, (1, 1), id="all of a family differ"),
    ],
)
def test_a_system_whose_registrations_state_another_category(
    registered: dict[str, str], expected: tuple[int, int]
) -> None:
    builder = register().inventory(CITY, "2025-06-02").line("1", category=IMPACTFUL)
    about = {"org_id": CITY, "local_id": "1", "verdict": "same", "known_from": at("2025-06-02"), "known_to": None}
    for lars, category in registered.items():
        builder.registration(lars, "2025-05-01", category=category).rows["matches"].append(about | {"lars": lars})
    passed, asked, _ = by_group(builder.build(), "classification.contradicts_inventory")[CITY]
    assert (passed, asked) == expected


@pytest.mark.parametrize(
    ("count", "registered", "expected"),
    [
        pytest.param(0, {}, (1, 1, "too_few"), id="zero in a document"),
        pytest.param(2, {}, (None, None, "not_asked"), id="two in a document"),
        pytest.param(None, {}, (None, None, "not_asked"), id="no source"),
        pytest.param(0, {"status": IN_DEVELOPMENT}, (0, 1, "too_few"), id="not in use"),
        pytest.param(0, {"category": HIGH_RISK}, (0, 1, "too_few"), id="high-risk as registered"),
        pytest.param(0, {"withdrawn": "2026-01-15"}, (0, 1, "too_few"), id="withdrawn"),
        pytest.param(0, {"org_id": CITY}, (0, 1, "too_few"), id="of another body"),
    ],
)
def test_a_declared_zero_beside_a_method_like_ai(
    count: int | None, registered: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    builder = register().registration(LARS, "2025-05-01", **({"category": OTHER, "org_id": MINISTRY} | registered))
    builder.rows["versions"][-1]["traits"] = (1 << AI_LIKE) + 1
    if count is not None:
        row = {"org_id": MINISTRY, "as_of": date(2025, 8, 25), "document": "A letter", "state": "reported"}
        builder.rows["declared"].append(row | {"category_a": count})
    assert by_group(builder.build(), "classification.zero_beside_ai")[MINISTRY] == expected
