"""What people decided of single systems: whether a line is a registration, and why one is not in the register."""

from datetime import date
from typing import Any

import pytest

from metrics.systems import systems_on, work_list
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder, at

LARS, OTHER_LARS = "12345678", "22222222"
MARCH, NEW_YEARS_EVE = date(2026, 3, 1), date(2025, 12, 31)


def register(stated: str = "") -> FactsBuilder:
    """An agency with one line, and two registrations that are in time."""
    builder = FactsBuilder("2025-06-02", "2025-12-31", "2026-02-10", "2026-03-01", "2026-04-01")
    builder.target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.registration(LARS, "2025-05-01").registration(OTHER_LARS, "2025-05-02")
    return builder.inventory(AGENCY, "2025-06-02").line("1", stated)


def decide(builder: FactsBuilder, verdict: str, lars: str = LARS, **more: object) -> FactsBuilder:
    about = {"entry": f"matches-{lars}", "org_id": AGENCY, "local_id": "1", "known_from": at("2026-02-01")}
    builder.rows["matches"].append(about | {"lars": lars, "verdict": verdict} | more)
    return builder


def explain(builder: FactsBuilder, **more: object) -> FactsBuilder:
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 2, 28), "known_from": at("2026-02-01")}
    about = {"entry": "explanations-1", "org_id": AGENCY, "reason": "Being replaced.", "ground": "A decision"}
    builder.rows["explanations"].append(about | days | more)
    return builder


def one(builder: FactsBuilder, as_of: date = MARCH, known_on: date = MARCH) -> dict[str, Any]:
    (row,) = systems_on(builder.build(), TARGET, as_of, known_on).to_dicts()
    return row


@pytest.mark.parametrize(
    ("stated", "verdicts", "expected"),
    [
        pytest.param("", (), ("", "overdue"), id="nothing stated, nothing decided"),
        pytest.param("", (("same", LARS),), (LARS, "on_time"), id="decided to be the same"),
        pytest.param("", (("not_same", LARS),), ("", "overdue"), id="decided not to be"),
        pytest.param("", (("unsure", LARS),), ("", "overdue"), id="unsure gives nothing"),
        pytest.param(LARS, (("unsure", LARS),), (LARS, "on_time"), id="unsure takes nothing"),
        pytest.param(LARS, (("not_same", LARS),), ("", "overdue"), id="a stated lars is taken away"),
        pytest.param(LARS, (("not_same", OTHER_LARS),), (LARS, "on_time"), id="another one is not"),
        pytest.param(LARS, (("same", OTHER_LARS),), (OTHER_LARS, "on_time"), id="the decision goes before the line"),
        pytest.param(LARS, (("not_same", LARS), ("same", OTHER_LARS)), (OTHER_LARS, "on_time"), id="both"),
    ],
)
def test_a_decision_about_a_match(
    stated: str, verdicts: tuple[tuple[str, str], ...], expected: tuple[str, str]
) -> None:
    builder = register(stated)
    for verdict, lars in verdicts:
        decide(builder, verdict, lars)
    row = one(builder)
    assert (row["lars"], row["state"]) == expected


@pytest.mark.parametrize(
    ("known_on", "withdrawn", "expected"),
    [
        pytest.param(date(2026, 1, 31), None, "overdue", id="before it was decided"),
        pytest.param(date(2026, 2, 1), None, "on_time", id="on the day"),
        pytest.param(date(2026, 2, 15), at("2026-02-15"), "overdue", id="on the day it was withdrawn"),
        pytest.param(date(2026, 2, 14), at("2026-02-15"), "on_time", id="before it was withdrawn"),
    ],
)
def test_a_decision_counts_as_it_was_known(known_on: date, withdrawn: object, expected: str) -> None:
    builder = decide(register(), "same", known_to=withdrawn)
    assert one(builder, date(2026, 1, 15), known_on)["state"] == expected


def test_a_decision_about_another_body_changes_nothing() -> None:
    assert one(decide(register(), "same", org_id=MINISTRY))["state"] == "overdue"
    assert one(decide(register(), "same", local_id="2"))["state"] == "overdue"


@pytest.mark.parametrize(
    ("said", "as_of", "known_on", "expected"),
    [
        pytest.param({"local_id": "1"}, date(2026, 2, 28), MARCH, "exempt", id="on its last day"),
        pytest.param({"local_id": "1"}, MARCH, MARCH, "overdue", id="the day after"),
        pytest.param({"local_id": "1"}, NEW_YEARS_EVE, MARCH, "not_due", id="before its first"),
        pytest.param({"local_id": "1"}, date(2026, 2, 15), date(2026, 1, 31), "overdue", id="not known yet"),
        pytest.param({"lars": OTHER_LARS}, date(2026, 2, 15), MARCH, "overdue", id="of another lars"),
        pytest.param({"local_id": "1", "org_id": MINISTRY}, date(2026, 2, 15), MARCH, "overdue", id="of another body"),
        pytest.param(
            {"local_id": "1", "known_to": at("2026-02-20")}, date(2026, 2, 15), MARCH, "overdue", id="withdrawn since"
        ),
    ],
)
def test_an_explanation(said: dict[str, Any], as_of: date, known_on: date, expected: str) -> None:
    assert one(explain(register(), **said), as_of, known_on)["state"] == expected


def test_an_explanation_by_lars() -> None:
    builder = explain(register(LARS), lars=LARS)
    assert one(builder, date(2026, 2, 15))["state"] == "exempt"
    # A decision that the line is that registration makes it explained, too.
    assert one(decide(explain(register(), lars=LARS), "same"), date(2026, 2, 15))["reason"] == "Being replaced."


def test_an_explained_system_stays_on_the_list_with_its_reason() -> None:
    builder = explain(explain(register(), local_id="1"), local_id="1", entry="explanations-2", reason="Longer.")
    builder.rows["explanations"][1]["valid_until"] = date(2026, 12, 31)
    (row,) = work_list(builder.build(), TARGET, date(2026, 2, 15), MARCH).to_dicts()
    said = (row["state"], row["reason"], row["ground"], row["valid_until"])
    assert said == ("exempt", "Longer.", "A decision", date(2026, 12, 31))
