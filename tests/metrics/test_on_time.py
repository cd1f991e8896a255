"""On time: the cases of metrics.md, and the edges between them."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.engine import figures
from metrics.facts import Facts
from metrics.registry import QuestionError
from metrics.systems import STATES, systems_on, work_list
from sql.fields import IMPACTFUL, IN_DEVELOPMENT, NOT_STATED, OTHER, OUT_OF_USE
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder

LARS = "12345678"
COLLECTED = (
    "2025-06-02",
    "2025-12-31T22:45:00+00:00",
    "2026-01-14",
    "2026-01-16",
    "2026-02-28",
    "2026-03-01",
    "2026-06-01",
)
MARCH, NEW_YEARS_EVE = date(2026, 3, 1), date(2025, 12, 31)


def register(lag_days: int = 0, grace_days: int = 0) -> FactsBuilder:
    """A ministry with one agency that delivered an inventory, still without a line."""
    return (
        FactsBuilder(*COLLECTED)
        .target(lag_days, grace_days)
        .body(MINISTRY, "ministerie")
        .body(AGENCY, "agentschap", MINISTRY)
        .inventory(AGENCY, "2025-06-02")
    )


def found(facts: Facts, as_of: date = MARCH, *, strict: bool = False) -> list[dict[str, Any]]:
    last = facts.last_day()
    assert last
    return systems_on(facts, TARGET, as_of, last, strict=strict).to_dicts()


def state(facts: Facts, as_of: date = MARCH, *, strict: bool = False) -> tuple[str, int | None]:
    (row,) = found(facts, as_of, strict=strict)
    return row["state"], row["days"]


@pytest.mark.parametrize(
    ("published", "withdrawn", "start", "lag", "as_of", "expected"),
    [
        # The table of metrics.md.
        ("2025-12-31", None, "2024", 0, MARCH, ("on_time", None)),
        ("2026-01-01", None, "2024", 0, MARCH, ("late", 1)),
        (None, None, "2024", 0, MARCH, ("overdue", 60)),
        (None, None, "2026-02-10", 0, MARCH, ("overdue", 19)),
        (None, None, "2026-02-10", 30, MARCH, ("not_due", None)),
        ("2025-06-01", "2026-01-15", "2024", 0, MARCH, ("overdue", 60)),
        ("2025-06-01", "2026-01-15", "2024", 0, NEW_YEARS_EVE, ("on_time", None)),
        ("2026-05-01", None, "2024", 0, MARCH, ("overdue", 60)),
        # A day ends at midnight in Amsterdam.
        ("2025-12-31T22:30:00+00:00", None, "2024", 0, MARCH, ("on_time", None)),
        ("2025-12-31T23:30:00+00:00", None, "2024", 0, MARCH, ("late", 1)),
        ("2025-12-31T23:59:59+01:00", None, "2024", 0, MARCH, ("on_time", None)),
        ("2026-01-01T00:00:00+01:00", None, "2024", 0, MARCH, ("late", 1)),
        # On the deadline itself nobody is late yet.
        (None, None, "2024", 0, NEW_YEARS_EVE, ("not_due", None)),
        (None, None, "2024", 0, date(2026, 1, 1), ("overdue", 1)),
        (None, None, "2026-02-10", 30, date(2026, 3, 12), ("not_due", None)),
        (None, None, "2026-02-10", 30, date(2026, 3, 13), ("overdue", 1)),
        # In use later than the deadline: the start counts.
        ("2026-02-10", None, "2026-02-10", 0, MARCH, ("on_time", None)),
        ("2026-02-12", None, "2026-02-10", 0, MARCH, ("late", 2)),
        # The retraction is seen by the collection after it: nobody knows earlier.
        ("2025-06-01", "2026-01-15", "2024", 0, date(2026, 1, 14), ("on_time", None)),
        ("2025-06-01", "2026-01-15", "2024", 0, date(2026, 1, 16), ("overdue", 16)),
        # No start at all: the deadline alone.
        (None, None, "", 0, MARCH, ("overdue", 60)),
    ],
)
def test_the_state_of_a_system(
    published: str | None, withdrawn: str | None, start: str, lag: int, as_of: date, expected: tuple[str, int | None]
) -> None:
    builder = register(lag).line(lars=LARS if published else "", start_date=start)
    if published:
        builder.registration(LARS, published, withdrawn=withdrawn)
    assert state(builder.build(), as_of) == expected


def test_first_published_is_the_earliest_of_all_versions() -> None:
    builder = register().line(lars=LARS).registration(LARS, "2025-06-01").registration(LARS, "2026-02-01")
    assert state(builder.build()) == ("on_time", None)


def test_a_retracted_system_says_so() -> None:
    facts = register().line(lars=LARS).registration(LARS, "2025-06-01", withdrawn="2026-01-15").build()
    assert [one["retracted"] for one in found(facts)] == [True]
    assert [one["retracted"] for one in found(facts, NEW_YEARS_EVE)] == [False]


@pytest.mark.parametrize(
    ("as_of", "strict", "expected"),
    [
        # A start in February is its last day …
        (date(2026, 2, 28), False, ("not_due", None)),
        (MARCH, False, ("overdue", 1)),
        # … and in the strict figure its first.
        (MARCH, True, ("overdue", 28)),
        (date(2026, 2, 1), True, ("not_due", None)),
        (date(2026, 2, 2), True, ("overdue", 1)),
    ],
)
def test_a_start_given_as_a_month(as_of: date, strict: bool, expected: tuple[str, int | None]) -> None:
    assert state(register().line(start_date="2026-02").build(), as_of, strict=strict) == expected


def test_the_bounds_of_a_start_within_the_month_keep_their_own_denominators() -> None:
    """On 10 February a start in February may have been, and counts in one bound only."""
    facts = (
        register()
        .line("1", LARS)
        .line("2", "87654321", start_date="2026-02")
        .registration(LARS, "2025-06-01")
        .registration("87654321", "2026-02-05")
        .build()
    )
    row = figures(facts, "on_time.late", [date(2026, 2, 10)]).row(0, named=True)
    assert (row["passed"], row["asked"]) == (0, 1)
    assert (row["low"], row["low_asked"]) == (0, None)
    assert (row["high"], row["high_asked"]) == (1, 2)


@pytest.mark.parametrize(
    ("as_of", "grace", "expected"),
    [
        (date(2026, 1, 31), 31, ("in_grace", None)),
        (date(2026, 2, 1), 31, ("overdue", 32)),
        (NEW_YEARS_EVE, 31, ("not_due", None)),
        (date(2026, 1, 1), 0, ("overdue", 1)),
    ],
)
def test_grace(as_of: date, grace: int, expected: tuple[str, int | None]) -> None:
    assert state(register(grace_days=grace).line().build(), as_of) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"), [(date(2026, 2, 28), ("exempt", None)), (MARCH, ("overdue", 60)), (NEW_YEARS_EVE, None)]
)
def test_an_explanation_runs_out(as_of: date, expected: tuple[str, int | None] | None) -> None:
    facts = register().line().explanation("1", "2026-02-28").build()
    assert state(facts, as_of) == (expected or ("exempt", None))


def test_an_explanation_of_another_system_or_body_does_not_help() -> None:
    facts = register().line().explanation("2", "2026-12-31").explanation("1", "2026-12-31", MINISTRY).build()
    assert state(facts) == ("overdue", 60)


@pytest.mark.parametrize(
    ("category", "status", "expected"),
    [
        (IMPACTFUL, "In gebruik", "inconsistent"),
        (OTHER, "In gebruik", "inconsistent"),
        ("Hoog-risico AI-systeem", IN_DEVELOPMENT, "inconsistent"),
        ("Hoog-risico AI-systeem", OUT_OF_USE, "inconsistent"),
        ("Hoog-risico AI-systeem", "In gebruik", "on_time"),
        # What the entry does not state contradicts nothing.
        (NOT_STATED, NOT_STATED, "on_time"),
    ],
)
def test_register_and_inventory_contradict_each_other(category: str, status: str, expected: str) -> None:
    builder = register().line(lars=LARS).registration(LARS, "2025-06-01", category=category, status=status)
    assert state(builder.build())[0] == expected
    # It is the first question: an explanation does not hide it.
    excused = state(builder.explanation("1", "2026-12-31").build())[0]
    assert excused == ("inconsistent" if expected == "inconsistent" else "exempt")


def test_a_contradiction_that_was_withdrawn_is_none() -> None:
    builder = register().line(lars=LARS).registration(LARS, "2025-06-01", withdrawn="2026-01-15", category=OTHER)
    assert state(builder.build()) == ("overdue", 60)


@pytest.mark.parametrize("lars", ["", "99999999"])
def test_an_id_that_the_register_does_not_know(lars: str) -> None:
    assert state(register().line(lars=lars).registration(LARS, "2025-06-01").build()) == ("overdue", 60)


@pytest.mark.parametrize(
    "said",
    [
        {"category": IMPACTFUL},
        {"status": IN_DEVELOPMENT},
        {"status": OUT_OF_USE},
        {"start_date": "2026-03-02"},
        {"end_date": "2026-02-28"},
        {"org_id": "gm0344"},
    ],
)
def test_not_asked(said: dict[str, str]) -> None:
    facts = register().body("gm0344", "gemeente").line(**said).build()
    assert found(facts) == []


@pytest.mark.parametrize(
    ("kind", "ministry", "asked"),
    [
        ("agentschap", MINISTRY, True),
        ("organisatieonderdeel", MINISTRY, True),
        ("inspectie", MINISTRY, True),
        ("politie", None, True),
        ("ministerie", None, True),
        ("agentschap", None, False),
        ("zelfstandig_bestuursorgaan", MINISTRY, False),
        ("gemeente", None, False),
    ],
)
def test_who_is_central_government(kind: str, ministry: str | None, asked: bool) -> None:
    facts = register().body("so0001", kind, ministry).inventory("so0001", "2025-06-02").line().build()
    assert len(found(facts)) == asked


def test_no_denominator_and_a_denominator_of_nought() -> None:
    """One ministry has a system, one declares none, one never reported: a figure and two dashes."""
    facts = (
        register()
        .line()
        .body("mnre1058", "ministerie")
        .inventory("mnre1058", "2025-06-02")
        .body("mnre1109", "ministerie")
        .build()
    )
    rows = figures(facts, "on_time.overdue", [MARCH], by="ministry").to_dicts()
    assert {row["org_id"]: (row["passed"], row["asked"], row["state"]) for row in rows} == {
        MINISTRY: (1, 1, "too_few"),
        "mnre1058": (None, 0, "declared_zero"),
        "mnre1109": (None, None, "not_reported"),
    }


@pytest.mark.parametrize(
    ("delivered", "of_ministry", "of_agency"),
    [
        pytest.param((), (None, None, "not_reported"), (None, None, "not_reported"), id="nobody delivered"),
        pytest.param(
            (MINISTRY,), (1, 1, "too_few"), (None, None, "partial"), id="the ministry for what hangs under it"
        ),
        pytest.param((AGENCY,), (None, None, "not_reported"), (1, 1, "too_few"), id="the agency for itself alone"),
        pytest.param((AGENCY, MINISTRY), (1, 1, "too_few"), (1, 1, "too_few"), id="each for itself"),
    ],
)
def test_of_a_body_without_a_list_its_ministry_may_speak(
    delivered: tuple[str, ...], of_ministry: tuple[Any, ...], of_agency: tuple[Any, ...]
) -> None:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    for org_id in delivered:
        builder.inventory(org_id, "2025-06-02").line(org_id)
    rows = figures(builder.build(), "on_time.overdue", [MARCH], by="organisation").to_dicts()
    found = {row["org_id"]: (row["passed"], row["asked"], row["state"]) for row in rows}
    assert found == {MINISTRY: of_ministry, AGENCY: of_agency}
    together = figures(builder.build(), "on_time.overdue", [MARCH], by="ministry").row(0, named=True)
    assert (together["asked"], together["state"]) == (
        (len(delivered), "too_few") if delivered else (None, "not_reported")
    )


def public() -> Facts:
    """Return what a public mart holds of six systems that are overdue."""
    builder = register()
    for number in range(6):
        builder.line(str(number))
    return builder.public()


@pytest.mark.parametrize(
    ("as_of", "known_on", "by", "expected"),
    [
        # On the last collection and on the deadline, with all that was known.
        (date(2026, 6, 1), None, "all", (6, 6, "ok")),
        (date(2026, 6, 1), None, "ministry", (6, 6, "ok")),
        (date(2026, 6, 1), date(2026, 6, 1), "all", (6, 6, "ok")),
        (NEW_YEARS_EVE, None, "all", (0, 6, "ok")),
        # Nothing else was kept: not what was known earlier, and no other day.
        (NEW_YEARS_EVE, date(2026, 5, 31), "all", (None, None, "suppressed")),
        (MARCH, MARCH, "all", (None, None, "suppressed")),
        (MARCH, None, "all", (None, None, "suppressed")),
    ],
)
def test_the_public_sees_only_what_was_kept(
    as_of: date, known_on: date | None, by: str, expected: tuple[Any, ...]
) -> None:
    (row,) = figures(public(), "on_time.overdue", [as_of], by=by, known_on=known_on).to_dicts()
    assert (row["passed"], row["asked"], row["state"]) == expected
    assert [row[one] for one in ("low", "low_asked", "high", "high_asked")] == [None] * 4


@pytest.mark.parametrize(
    "facts", [pytest.param(public(), id="public"), pytest.param(register().build(), id="internal")]
)
def test_a_target_that_nobody_set(facts: Facts) -> None:
    with pytest.raises(QuestionError, match=f"no target 'nope'; there are: {TARGET}$"):
        figures(facts, "on_time.high_risk", [MARCH], target="nope")


def test_after_the_last_collection_there_is_no_figure() -> None:
    (row,) = figures(register().line().build(), "on_time.high_risk", [date(2026, 6, 2)]).to_dicts()
    assert (row["passed"], row["asked"], row["state"]) == (None, None, "stale")


def test_the_work_list_begins_with_who_must_be_called() -> None:
    facts = (
        register()
        .line("late", LARS)
        .line("long overdue")
        .line("overdue", start_date="2026-02-10")
        .line("on time", "22345678")
        .registration(LARS, "2026-01-20")
        .registration("22345678", "2025-07-01")
        .build()
    )
    assert work_list(facts, TARGET, MARCH)["local_id"].to_list() == ["long overdue", "overdue", "late", "on time"]


SYSTEM = st.fixed_dictionaries(
    {
        "published": st.sampled_from([None, "2025-06-01", "2025-12-31", "2026-01-05", "2026-02-20", "2026-05-01"]),
        "withdrawn": st.booleans(),
        "start": st.sampled_from(["", "2024", "2025-12", "2026-01", "2026-02", "2026-02-10", "no idea"]),
        "category": st.sampled_from(["Hoog-risico AI-systeem", OTHER, NOT_STATED]),
        "explained": st.sampled_from([None, "2026-02-15", "2026-12-31"]),
        "body": st.sampled_from([AGENCY, MINISTRY]),
    }
)


@given(
    st.lists(SYSTEM, max_size=6),
    st.sampled_from([date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 10), MARCH]),
    st.sampled_from([0, 30]),
    st.sampled_from([0, 31]),
)
@settings(max_examples=15, deadline=None)
def test_the_states_add_up(drawn: list[dict[str, Any]], as_of: date, lag: int, grace: int) -> None:
    """Every system is in one state; each bound lies within what it was asked; parts make the whole."""
    builder = register(lag, grace)
    builder.inventory(MINISTRY, "2025-06-02")
    for number, one in enumerate(drawn):
        lars = f"{10_000_000 + number}"
        builder.line(str(number), lars, start_date=one["start"], org_id=one["body"])
        if one["published"]:
            withdrawn = "2026-01-15" if one["withdrawn"] and one["published"] < "2026-01-15" else None
            builder.registration(lars, one["published"], withdrawn=withdrawn, category=one["category"])
        if one["explained"]:
            builder.explanation(str(number), one["explained"], one["body"])
    facts = builder.build()
    names = ["on_time.high_risk" if one == "on_time" else f"on_time.{one}" for one in STATES]
    for by in ("all", "ministry"):
        every = pl.concat(figures(facts, name, [as_of], by=by) for name in names)
        for group in every.partition_by("group"):
            asked = group["asked"][0]
            assert group["asked"].to_list() == [asked] * len(STATES)
            if asked:
                assert group["passed"].sum() == asked
            for row in group.iter_rows(named=True):
                for bound in ("low", "high"):
                    if row[bound] is not None:
                        of = row["asked"] if row[f"{bound}_asked"] is None else row[f"{bound}_asked"]
                        assert 0 <= row[bound] <= of, row
        total = sum(row["passed"] or 0 for row in every.iter_rows(named=True))
        assert total == len(found(facts, as_of))
