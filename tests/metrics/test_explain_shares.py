"""Why any share moved: a table of causes of coverage, of what others decide, and of what documents declare."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from metrics.explain import explain
from metrics.facts import Facts
from metrics.registry import QuestionError
from sql.fields import HIGH_RISK, IMPACTFUL, IN_DEVELOPMENT, OTHER, OUT_OF_USE
from tests.metrics.explanations import (
    COLLECTED,
    END,
    LARS,
    OTHER_AGENCY,
    OTHER_LARS,
    SECOND_MINISTRY,
    START,
    STAYS,
    Case,
    every_law,
    explained,
    gone,
    holds,
    listed,
    parts,
    register,
)
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder, at

COVERED, COUNTED = "coverage.high_risk", "coverage.declared"
BOILERPLATE, ZERO, PEERS = "validity.boilerplate", "classification.zero_beside_ai", "peers.common"
DIFFER, CONTRADICTS = "classification.differs_from_peers", "classification.contradicts_inventory"
LINE = f"{AGENCY}/1"
LONG_AGO = ("2024-01-02", *COLLECTED, "2026-06-01")
AI = 1 << 12


def known_registrations(**said: Any) -> FactsBuilder:  # noqa: ANN401 - as the builder takes
    return register().registration(LARS, "2025-05-01", **said)


def copied(bodies: int, since: str, **said: Any) -> FactsBuilder:  # noqa: ANN401 - as the builder takes
    """A text that stands at four bodies, and from a day on at some more."""
    builder = register(*COLLECTED)
    for number in range(1, 5):
        builder.registration(f"2000000{number}", "2025-05-01", org_id=f"gm{number}", prints=[1], **said)
    for number in range(5, 5 + bodies):
        builder.registration(f"2000000{number}", since, org_id=f"gm{number}", prints=[1], **said)
    return builder


def counted(*said: tuple[str, int | None], org_id: str = MINISTRY, collections: Sequence[str] = ()) -> FactsBuilder:
    """A ministry that declares a number of systems, on some days, with one in the register."""
    builder = register(*collections)
    for number, (day, count) in enumerate(said):
        row = {"entry": f"d{org_id}{number}", "org_id": org_id, "category_a": count, "state": "reported"}
        builder.rows["declared"].append(row | {"as_of": date.fromisoformat(day), "document": f"Letter {number}"})
    return builder


def corrected() -> FactsBuilder:
    """A count that somebody wrote down wrongly at first."""
    builder = counted(("2025-07-01", 5), ("2025-07-01", 7))
    builder.rows["declared"][0]["known_to"] = builder.rows["declared"][1]["known_from"] = at("2025-12-01")
    return builder


def peer(kind: str = "gemeente", since: str = "2025-05-01", cluster: str = "a") -> FactsBuilder:
    """Five municipalities with a system, and a sixth that stands in the register with something else."""
    builder = register()
    for number in range(1, 7):
        builder.body(f"gm{number}", kind)
    for number in range(1, 6):
        day = since if number == 5 else "2025-05-01"
        builder.registration(f"2000000{number}", day, org_id=f"gm{number}", cluster=cluster)
    return builder.registration("20000006", "2025-05-01", org_id="gm6", cluster="b")


def switched() -> FactsBuilder:
    """An agency's list that is stale by the end, and a count that its ministry and itself declared earlier."""
    builder = register(*LONG_AGO).inventory(AGENCY, "2025-01-15").line("0", STAYS).line("1")
    row = {"entry": "d1", "org_id": AGENCY, "category_a": 5, "state": "reported"}
    builder.rows["declared"].append(row | {"as_of": date(2025, 7, 1), "document": "A letter"})
    return builder


def two_lists(old: str) -> FactsBuilder:
    """A list that is kept up, and one of another agency that is not."""
    builder = register(*LONG_AGO).inventory(AGENCY, "2025-06-02").line("0", STAYS)
    return builder.inventory(OTHER_AGENCY, old).line("1")


def contradicted(since: str, category: str = IMPACTFUL) -> FactsBuilder:
    return listed().line("1", LARS).registration(LARS, since, category=category)


def zero(category: str = OTHER) -> FactsBuilder:
    """A ministry that declares zero, and what it has in the register from December on."""
    builder = counted(("2025-07-01", 0))
    return builder.registration(LARS, "2025-12-01", org_id=MINISTRY, category=category, traits=AI)


CASES = {
    # Coverage by lists
    "a listed system is registered": Case(
        listed().line("1", LARS).registration(LARS, "2025-12-01"), "newly_registered", (1, 0), COVERED, LINE
    ),
    "a listed system's registration is retracted": Case(
        listed().line("1", LARS).registration(LARS, "2025-05-01", withdrawn="2025-12-01"),
        "retracted",
        (-1, 0),
        COVERED,
        LINE,
    ),
    "a list grows": Case(listed().inventory(AGENCY, "2025-12-01").line("1"), "inventory_grew", (0, 1), COVERED, LINE),
    "a list is out": Case(two_lists("2024-02-01"), "source_outage", (0, -1), COVERED, f"{OTHER_AGENCY}/1"),
    "a system in development is registered": Case(
        listed()
        .line("1", LARS, status=IN_DEVELOPMENT)
        .line("2", status=IN_DEVELOPMENT)
        .registration(LARS, "2025-12-01", status=IN_DEVELOPMENT),
        "newly_registered",
        (1, 0),
        "coverage.in_development",
        LINE,
    ),
    "a system is out of use now": Case(
        gone(listed().line("1").line("2", status=OUT_OF_USE), "1", "2025-12-01")
        .inventory(AGENCY, "2025-12-01")
        .line("1", status=OUT_OF_USE),
        "status_changed",
        (0, 1),
        "coverage.out_of_use",
        LINE,
    ),
    # Coverage by declared counts
    "a count is corrected": Case(
        corrected(), "inventory_grew", (0, 2), COUNTED, f"declared/{MINISTRY}", asked={"as_known": True}
    ),
    "more is declared": Case(
        counted(("2025-07-01", 5), ("2025-12-01", 7)), "inventory_grew", (0, 2), COUNTED, f"declared/{MINISTRY}"
    ),
    "less is declared": Case(
        counted(("2025-07-01", 7), ("2025-12-01", 5)), "inventory_shrank", (0, -2), COVERED, f"declared/{MINISTRY}"
    ),
    "one more that is counted beside it": Case(
        counted(("2025-07-01", 5)).registration(LARS, "2025-12-01", org_id=MINISTRY),
        "newly_registered",
        (1, 0),
        COUNTED,
    ),
    "one of an agency under it": Case(
        counted(("2025-07-01", 5)).registration(LARS, "2025-05-01", withdrawn="2025-12-01"),
        "retracted",
        (-1, 0),
        COVERED,
    ),
    "one that is in use now": Case(
        counted(("2025-07-01", 5))
        .registration(LARS, "2025-05-01", status=IN_DEVELOPMENT)
        .registration(LARS, "2025-12-01"),
        "status_changed",
        (1, 0),
        COUNTED,
    ),
    "one that is high-risk no more": Case(
        counted(("2025-07-01", 5)).registration(LARS, "2025-05-01").registration(LARS, "2025-12-01", category=OTHER),
        "reclassified",
        (-1, 0),
        COUNTED,
    ),
    "one that went to another ministry": Case(
        counted(("2025-07-01", 5))
        .registration(LARS, "2025-05-01")
        .registration(LARS, "2025-12-01", org_id=OTHER_AGENCY),
        "reorganised",
        (-1, 0),
        COUNTED,
    ),
    # Pace and ownership
    "an owner is named": Case(
        gone(listed().line("1"), "1", "2025-12-01").inventory(AGENCY, "2025-12-01").line("1", owner="J."),
        "edited",
        (1, 0),
        "ownership.owner",
        LINE,
    ),
    "the backlog shrinks": Case(
        listed().line("1", LARS).registration(LARS, "2026-02-10"),
        "newly_registered",
        (-1, 0),
        "pace.backlog",
        LINE,
        start=date(2026, 1, 5),
    ),
    "it comes into use": Case(
        listed().line("1", start_date="2026-01-10"), "time_passed", (0, 1), "ownership.reason", LINE
    ),
    # Checks of the context
    "stale by the day": Case(
        FactsBuilder(*LONG_AGO).registration(LARS, "2024-12-01", real=1), "time_passed", (-1, 0), "validity.stale_12"
    ),
    "changed within twelve months, by the day": Case(
        FactsBuilder(*LONG_AGO).registration(LARS, "2024-12-01", real=1),
        "time_passed",
        (-1, 0),
        "currency.within_12_months",
    ),
    "stale no more": Case(
        FactsBuilder(*LONG_AGO).registration(LARS, "2024-02-01", real=1).registration(LARS, "2025-12-01", real=2),
        "edited",
        (1, 0),
        "currency.within_12_months",
    ),
    "edited without a real change, and stale by the day": Case(
        FactsBuilder(*LONG_AGO).registration(LARS, "2024-12-01", real=1).registration(LARS, "2025-12-01", real=1),
        "time_passed",
        (-1, 0),
        "currency.within_12_months",
    ),
    "a second of that name": Case(
        known_registrations(title=1).registration(OTHER_LARS, "2025-12-01", title=1, org_id=AGENCY, category=OTHER),
        "context_changed",
        (-1, 0),
        "validity.duplicate",
        asked={"where": {"category": HIGH_RISK}},
    ),
    "it moves beside one of that name": Case(
        known_registrations(title=1, org_id=OTHER_AGENCY, category=OTHER)
        .registration(OTHER_LARS, "2025-05-01", title=1, org_id=AGENCY)
        .registration(LARS, "2025-12-01", title=1, org_id=AGENCY, category=OTHER),
        "reorganised",
        (-1, 0),
        "validity.duplicate",
        asked={"where": {"category": OTHER}},
    ),
    "its body ends": Case(
        known_registrations(org_id=OTHER_AGENCY).succession(OTHER_AGENCY, AGENCY, "2025-12-01"),
        "time_passed",
        (-1, 0),
        "validity.ended_body",
        asked={"where": {"organisation": OTHER_AGENCY}},
    ),
    "it is learned that its body ended": Case(
        known_registrations(org_id=OTHER_AGENCY).succession(OTHER_AGENCY, AGENCY, "2025-07-01", since="2025-12-01"),
        "context_changed",
        (-1, 0),
        "validity.ended_body",
        asked={"where": {"organisation": OTHER_AGENCY}, "as_known": True},
    ),
    "a link dies": Case(
        known_registrations(links=["https://example.org/a"])
        .look("https://example.org/a", "alive", "2025-07-01")
        .look("https://example.org/a", "dead", "2025-12-01"),
        "context_changed",
        (-1, 0),
        "validity.dead_link",
    ),
    "it is translated": Case(
        known_registrations().languages(LARS, "NLD", "2025-07-01").languages(LARS, "ENG NLD", "2025-12-01"),
        "context_changed",
        (1, 0),
        "validity.translation",
    ),
    "another body classifies it otherwise": Case(
        known_registrations(cluster="a")
        .registration(OTHER_LARS, "2025-05-01", cluster="a", org_id="gm1", category=HIGH_RISK)
        .registration(OTHER_LARS, "2025-12-01", cluster="a", org_id="gm1", category=OTHER),
        "context_changed",
        (1, 0),
        DIFFER,
        asked={"where": {"organisation": AGENCY}},
    ),
    "it is reclassified": Case(
        known_registrations(category=OTHER).registration(LARS, "2025-12-01", category=HIGH_RISK),
        "reclassified",
        (1, 0),
        "classification.moved",
    ),
    # List and register, and a zero beside AI
    "it is compared when it is registered": Case(
        contradicted("2025-12-01"), "newly_registered", (1, 1), CONTRADICTS, LINE
    ),
    "it is compared no more": Case(
        listed().line("1", LARS).registration(LARS, "2025-05-01", withdrawn="2025-12-01", category=IMPACTFUL),
        "retracted",
        (-1, -1),
        CONTRADICTS,
        LINE,
    ),
    "the register says otherwise now": Case(
        contradicted("2025-05-01", HIGH_RISK).registration(LARS, "2025-12-01", category=OTHER),
        "reclassified",
        (1, 0),
        CONTRADICTS,
        LINE,
    ),
    "zero, and AI is registered": Case(zero(), "newly_registered", (1, 0), ZERO, MINISTRY),
    "zero, and one is high-risk no more": Case(
        counted(("2025-07-01", 0))
        .registration(LARS, "2025-05-01", org_id=MINISTRY, traits=AI)
        .registration(LARS, "2025-12-01", org_id=MINISTRY, category=OTHER, traits=AI),
        "reclassified",
        (1, 0),
        ZERO,
        MINISTRY,
    ),
    "zero no more": Case(
        counted(("2025-07-01", 0), org_id=SECOND_MINISTRY)
        .inventory(MINISTRY, "2025-07-01")
        .inventory(MINISTRY, "2025-12-01")
        .line("1"),
        "inventory_grew",
        (0, -1),
        ZERO,
        MINISTRY,
    ),
    # Peers
    "it registers what is common": Case(
        peer().registration("20000016", "2025-12-01", org_id="gm6", cluster="a"),
        "newly_registered",
        (1, 0),
        PEERS,
        "gm6/a/has",
    ),
    "it calls it as others do": Case(
        peer().registration("20000006", "2025-12-01", org_id="gm6", cluster="a"), "edited", (1, 0), PEERS, "gm6/a/has"
    ),
    "it takes one over": Case(
        peer()
        .registration("20000016", "2025-05-01", org_id="gm5", cluster="a")
        .registration("20000016", "2025-12-01", org_id="gm6", cluster="a"),
        "reorganised",
        (1, 0),
        PEERS,
        "gm6/a/has",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_cause(case: Case) -> None:
    found = explain(case.facts.build(), case.metric, case.start, case.end, **case.asked)
    assert parts(found) == {case.cause: (*case.moved, [case.unit])}
    holds(found)


def told(facts: Facts, metric: str, start: date = START, end: date = END, **asked: Any) -> dict[str, tuple[int, int]]:  # noqa: ANN401
    found = every_law(facts, metric, (start, end), **asked)
    assert found
    return {cause: (passed, asked) for cause, (passed, asked, _) in parts(found).items()}


def test_a_text_becomes_a_template_when_a_fifth_body_has_it() -> None:
    """Four say what they said; only the fifth is new."""
    facts = copied(1, "2025-12-01").build()
    assert told(facts, BOILERPLATE) == {"newly_registered": (0, 1), "context_changed": (-4, 0)}
    edited = copied(0, "").registration("20000005", "2025-05-01", org_id="gm5", prints=[2])
    edited.registration("20000005", "2025-12-01", org_id="gm5", prints=[1])
    assert told(edited.build(), BOILERPLATE) == {"edited": (-1, 0), "context_changed": (-4, 0)}


def test_an_explanation_that_runs_out_moves_nothing_but_the_bound() -> None:
    facts = explained(listed().line("1"), "2025-06-01", "2026-02-28").build()
    assert told(facts, COVERED) == {}


def test_another_source_takes_over_as_a_whole() -> None:
    """Two lines go and a count of five comes; what is found goes with the line, and comes as a registration."""
    facts = switched().build()
    found = explain(facts, COVERED, date(2025, 9, 1), date(2026, 3, 1))
    assert parts(found) == {"source_outage": (0, 3, [STAYS, f"{AGENCY}/0", f"{AGENCY}/1", f"declared/{AGENCY}"])}
    every_law(facts, COVERED, (date(2025, 9, 1), date(2026, 3, 1)))


def test_a_system_that_becomes_common_is_asked_of_all() -> None:
    """Another is common on both days; of this one the fifth is new, four had it already, and the sixth has not."""
    builder = peer(since="2025-12-01")
    for number in range(1, 6):
        builder.registration(f"2000001{number}", "2025-05-01", org_id=f"gm{number}", cluster="c")
    assert told(builder.build(), PEERS) == {"newly_registered": (1, 0), "context_changed": (4, 6)}


def test_more_registrations_than_systems_are_told_apart() -> None:
    """Three registrations of one line are shown as three of two; the third makes that each counts."""
    builder = listed().line("1")
    for number, (lars, since) in enumerate((("30000001", "2025-05-01"), ("30000002", "2025-12-01"))):
        builder.registration(lars, since)
        about = {"entry": str(number), "org_id": AGENCY, "local_id": "1", "lars": lars, "verdict": "same"}
        builder.rows["matches"].append(about | {"known_from": at("2025-06-02")})
    facts = builder.build()
    found = explain(facts, COVERED, START, END)
    assert (found.end.passed, found.end.asked, found.end.state) == (3, 2, "reporting_error")
    assert parts(found) == {"newly_registered": (1, 0, ["30000002"])}
    every_law(facts, COVERED, (START, END))


def test_registrations_that_contradict_the_list_are_not_too_many() -> None:
    """The line is two registrations from December on, and neither is of the category that the list states."""
    builder = listed().line("1")
    for number, lars in enumerate(("30000001", "30000002")):
        builder.registration(lars, "2025-12-01", category=OTHER)
        about = {"entry": str(number), "org_id": AGENCY, "local_id": "1", "lars": lars, "verdict": "same"}
        builder.rows["matches"].append(about | {"known_from": at("2025-06-02")})
    facts = builder.build()
    found = explain(facts, COVERED, START, END)
    assert (found.end.passed, found.end.asked) == (1, 2)
    every_law(facts, COVERED, (START, END))


def test_one_body_has_too_many_and_the_other_has_not() -> None:
    """Of two bodies; the agency has two registrations of one system more from December on, and the other is found."""
    builder = listed().inventory(OTHER_AGENCY, "2025-06-02").line("2", LARS).line("3")
    builder.registration(LARS, "2025-12-01", org_id=OTHER_AGENCY)
    for number, lars in enumerate(("30000001", "30000002")):
        builder.registration(lars, "2025-12-01")
        about = {"entry": str(number), "org_id": AGENCY, "local_id": "0", "lars": lars, "verdict": "same"}
        builder.rows["matches"].append(about | {"known_from": at("2025-06-02")})
    builder.rows["matches"].append(about | {"entry": "stays", "lars": STAYS})
    facts = builder.build()
    found = explain(facts, COVERED, START, END)
    assert [(one.passed, one.asked, one.state) for one in (found.start, found.end)] == [
        (1, 3, found.start.state),
        (4, 3, "reporting_error"),
    ]
    assert parts(found) == {"newly_registered": (3, 0, ["30000001", "30000002", f"{OTHER_AGENCY}/2"])}
    every_law(facts, COVERED, (START, END))
    for body in (AGENCY, OTHER_AGENCY):
        every_law(facts, COVERED, (START, END), where={"organisation": body})


def test_more_registrations_than_were_declared() -> None:
    builder = counted(("2025-07-01", 1)).registration(LARS, "2025-12-01")
    assert told(builder.build(), COUNTED) == {"newly_registered": (1, 0)}


def test_a_count_that_is_no_figure_is_refused_with_its_state() -> None:
    with pytest.raises(QuestionError, match=r"reporting_error \(there is no denominator\)"):
        explain(counted(("2025-07-01", 0)).build(), COUNTED, START, END)


def test_the_public_is_told_of_what_documents_count() -> None:
    facts = counted(("2025-07-01", 5), ("2025-12-01", 7)).build("public")
    assert told(facts, COUNTED) == {"inventory_grew": (0, 2)}
