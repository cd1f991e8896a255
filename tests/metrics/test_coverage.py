"""Coverage: strict, central and generous; which source counts; how sources age; what adds up to what."""

from datetime import date
from typing import Any, NamedTuple

import pytest

from metrics.engine import figures
from metrics.facts import Facts
from sql.fields import HIGH_RISK, IMPACTFUL, IN_DEVELOPMENT, IN_USE, NOT_STATED, OTHER, OUT_OF_USE
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder, at

LARS, OTHER_LARS, ZBO, CITY = "12345678", "22222222", "zb0001", "gm0344"
COLLECTED = ("2024-01-02", "2025-06-02", "2026-02-01", "2026-03-01", "2026-06-01", "2027-12-31")
MARCH = date(2026, 3, 1)


def register(delivered: str = "2025-06-02") -> FactsBuilder:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.body(ZBO, "zelfstandig_bestuursorgaan", MINISTRY).body(CITY, "gemeente")
    return builder.inventory(AGENCY, delivered)


def figure(facts: Facts, metric: str = "coverage.high_risk", as_of: date = MARCH, by: str = "all") -> dict[str, Any]:
    rows = figures(facts, metric, [as_of], by=by).to_dicts()
    return next((row for row in rows if row["org_id"] == AGENCY), rows[0])


def bounds(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return each side as n of N: strict, central, generous."""
    sides = [(row["low"], row["low_asked"]), (row["passed"], row["asked"]), (row["high"], row["high_asked"])]
    return tuple((n, row["asked"] if of is None else of) for n, of in sides)


def decide(builder: FactsBuilder, local_id: str, lars: str, verdict: str, org_id: str = AGENCY) -> FactsBuilder:
    about = {"entry": f"{local_id}/{lars}", "org_id": org_id, "local_id": local_id, "known_from": at("2025-06-02")}
    builder.rows["matches"].append(about | {"lars": lars, "verdict": verdict, "known_to": None})
    return builder


def declare(
    builder: FactsBuilder, org_id: str, count: int | None, as_of: str = "2025-08-25", **more: str
) -> FactsBuilder:
    row: dict[str, Any] = {"entry": f"d{len(builder.rows['declared'])}", "document": "A letter", "state": "reported"}
    row |= {"org_id": org_id, "category_a": count, "as_of": date.fromisoformat(as_of)}
    builder.rows["declared"].append(row | more)
    return builder


class Line(NamedTuple):
    """One line beside one that is certainly there: what it says, what the register says, and what people said."""

    said: dict[str, str]
    registered: dict[str, Any] | None = None
    verdict: str | None = None
    explained: str | None = None


LINES = {
    "not found": (Line({}), ((1, 2), (1, 2), (1, 2))),
    "found by its lars": (Line({"lars": LARS}, {}), ((2, 2), (2, 2), (2, 2))),
    "found by a decision": (Line({}, {}, "same"), ((2, 2), (2, 2), (2, 2))),
    "decided against": (Line({"lars": LARS}, {}, "not_same"), ((1, 2), (1, 2), (1, 2))),
    "perhaps found": (Line({}, {}, "unsure"), ((1, 2), (1, 2), (2, 2))),
    "perhaps found, and withdrawn": (Line({}, {"withdrawn": "2025-12-01"}, "unsure"), ((1, 2), (1, 2), (1, 2))),
    "withdrawn": (Line({"lars": LARS}, {"withdrawn": "2025-12-01"}), ((1, 2), (1, 2), (1, 2))),
    "explained": (Line({}, explained="2026-12-31"), ((1, 2), (1, 2), (1, 1))),
    "explained until the day before": (Line({}, explained="2026-02-28"), ((1, 2), (1, 2), (1, 2))),
    "explained, and found": (Line({"lars": LARS}, {}, explained="2026-12-31"), ((2, 2), (2, 2), (2, 2))),
    "explained, and perhaps found": (Line({}, {}, "unsure", "2026-12-31"), ((1, 2), (1, 2), (1, 1))),
    "in dispute": (Line({"lars": LARS}, {"category": OTHER}), ((1, 2), (1, 2), (1, 1))),
    "in dispute, out of use there": (Line({"lars": LARS}, {"status": OUT_OF_USE}), ((1, 2), (1, 2), (1, 1))),
    "the register does not say": (Line({"lars": LARS}, {"category": NOT_STATED}), ((2, 2), (2, 2), (2, 2))),
    "another category here, not there": (Line({"lars": LARS, "category": OTHER}, {}), ((1, 2), (1, 1), (1, 1))),
    "out of use here, not there": (Line({"lars": LARS, "status": OUT_OF_USE}, {}), ((1, 2), (1, 1), (1, 1))),
    "begins later": (Line({"lars": LARS, "start_date": "2026-03-02"}, {}), ((1, 2), (1, 1), (1, 1))),
    "another category on both": (
        Line({"lars": LARS, "category": OTHER}, {"category": OTHER}),
        ((1, 1), (1, 1), (1, 1)),
    ),
    "of a body out of scope": (Line({"org_id": CITY, "lars": LARS}, {}), ((1, 1), (1, 1), (1, 1))),
}


@pytest.mark.parametrize("name", LINES)
def test_what_a_line_does_to_the_bounds(name: str) -> None:
    line, expected = LINES[name]
    builder = register().line("found", OTHER_LARS).registration(OTHER_LARS, "2025-05-01").line("1", **line.said)
    if line.registered is not None:
        builder.registration(LARS, "2025-05-01", **line.registered)
    if line.verdict:
        decide(builder, "1", LARS, line.verdict)
    if line.explained:
        builder.explanation("1", line.explained)
    assert bounds(figure(builder.build())) == expected


def test_more_registrations_than_systems_are_shown_and_not_cut_off() -> None:
    """12 certain matches, N = 10."""
    builder = register()
    for number in range(10):
        builder.line(str(number), f"{10_000_000 + number}").registration(f"{10_000_000 + number}", "2025-05-01")
    for number in range(3):
        lars = f"{20_000_000 + number}"
        decide(builder.registration(lars, "2025-05-01"), "0", lars, "same")
    row = figure(builder.build())
    assert (row["passed"], row["asked"], row["state"]) == (12, 10, "reporting_error")
    assert [row[one] for one in ("low", "low_asked", "high", "high_asked")] == [None] * 4


def many(builder: FactsBuilder, org_id: str, status: str, lines: int, registered: int) -> FactsBuilder:
    """A list of so many systems, and so many registrations of them; what is over is the first system, too."""
    builder.inventory(org_id, "2025-06-02")
    for number in range(lines):
        builder.line(f"{org_id}-{number}", org_id=org_id, status=status)
    for number in range(registered):
        lars = f"{len(builder.rows['versions']) + 10_000_000}"
        builder.registration(lars, "2025-05-01", org_id=org_id, status=status)
        decide(builder, f"{org_id}-{number if number < lines else 0}", lars, "same", org_id)
    return builder


class Group(NamedTuple):
    """Of an agency and of its ministry: systems, and registrations of them; what both together come to."""

    agency: tuple[int, int]
    ministry: tuple[int, int]
    expected: tuple[Any, ...]


GROUPS = {
    "12 of 10, and 3 of 10": Group((10, 12), (10, 3), (15, 20, "ok")),
    "12 of 10, and 8 of 10": Group((10, 12), (10, 8), (20, 20, "ok")),
    "12 of 10, and 9 of 10": Group((10, 12), (10, 9), (21, 20, "reporting_error")),
    "12 of 10, and 11 of 10": Group((10, 12), (10, 11), (23, 20, "reporting_error")),
    "12 of 10, and a list without such systems": Group((10, 12), (0, 0), (12, 10, "reporting_error")),
    "3 of 10 twice": Group((10, 3), (10, 3), (6, 20, "ok")),
}


@pytest.mark.parametrize("by", ["all", "ministry"])
@pytest.mark.parametrize(("metric", "status"), [("high_risk", IN_USE), ("out_of_use", OUT_OF_USE)])
@pytest.mark.parametrize("name", GROUPS)
def test_a_group_is_the_sum_of_its_bodies(name: str, metric: str, status: str, by: str) -> None:
    group = GROUPS[name]
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.registration(LARS, "2025-05-01", org_id=CITY)
    facts = many(many(builder, AGENCY, status, *group.agency), MINISTRY, status, *group.ministry).build()
    row = figure(facts, f"coverage.{metric}", by=by)
    assert (row["passed"], row["asked"], row["state"]) == group.expected
    passed, asked, state = group.expected
    if state == "reporting_error":
        assert [row[one] for one in ("low", "low_asked", "high", "high_asked")] == [None] * 4
    else:
        assert bounds(row) == ((passed, asked),) * 3


def test_a_body_with_too_many_bounds_itself_and_the_others_move_the_bounds() -> None:
    """Of 20 systems 12 are surely found; one more may be, and one is explained."""
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    many(many(builder, AGENCY, IN_USE, 10, 12), MINISTRY, IN_USE, 10, 0)
    decide(builder.registration(LARS, "2025-05-01"), f"{MINISTRY}-0", LARS, "unsure", MINISTRY)
    builder.explanation(f"{MINISTRY}-1", "2026-12-31", MINISTRY)
    assert bounds(figure(builder.build())) == ((12, 20), (12, 20), (13, 19))
    # Of the agency alone nothing may be or is explained, in whatever way it has too many.
    builder.explanation(f"{AGENCY}-1", "2026-12-31")
    assert bounds(figure(builder.build())) == ((12, 20), (12, 20), (13, 19))


def test_generously_no_more_than_all_are_found() -> None:
    """12 of 10, and 10 that are all explained: 12 of 20, and of the 10 that are left not more than 10."""
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    many(many(builder, AGENCY, IN_USE, 10, 12), MINISTRY, IN_USE, 10, 0)
    for number in range(10):
        builder.explanation(f"{MINISTRY}-{number}", "2026-12-31", MINISTRY)
    assert bounds(figure(builder.build())) == ((12, 20), (12, 20), (10, 10))


def test_a_registration_of_two_bodies_counts_to_each() -> None:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    many(many(builder, AGENCY, IN_USE, 1, 2), MINISTRY, IN_USE, 3, 0)
    for number in range(3):
        decide(builder, f"{MINISTRY}-{number}", "10000000", "same", MINISTRY)
    row = figure(builder.build())
    assert (row["passed"], row["asked"], row["state"]) == (5, 4, "reporting_error")


def test_a_family_of_registrations_is_one_system() -> None:
    builder = register().line("1").line("2").registration(LARS, "2025-05-01").registration(OTHER_LARS, "2025-05-01")
    decide(decide(builder, "1", LARS, "same"), "1", OTHER_LARS, "same")
    assert bounds(figure(builder.build())) == ((1, 2),) * 3
    # One of them contradicts the list, and the other one fits.
    builder = (
        register().line("1").registration(LARS, "2025-05-01", category=OTHER).registration(OTHER_LARS, "2025-05-01")
    )
    decide(decide(builder, "1", LARS, "same"), "1", OTHER_LARS, "same")
    row = figure(builder.build())
    assert (row["passed"], row["asked"], row["state"]) == (2, 1, "reporting_error")


def test_a_system_in_dispute_is_no_match_however_many_registrations_it_is() -> None:
    builder = register().line("1").line("found", "30000001").registration("30000001", "2025-05-01")
    for lars in (LARS, OTHER_LARS):
        decide(builder.registration(lars, "2025-05-01", category=OTHER), "1", lars, "same")
    assert bounds(figure(builder.build())) == ((1, 2), (1, 2), (1, 1))


# Which source counts, and for how long


class Source(NamedTuple):
    """When a list was delivered and a document dated; what the figure of the agency then comes to."""

    listed: str | None
    declared: str | None
    expected: tuple[Any, ...]


SOURCES = {
    "nothing": Source(None, None, (None, None, "not_reported", None)),
    "a list": Source("2025-06-02", None, (0, 1, "too_few", "inventory")),
    "a list before a newer document": Source("2025-06-02", "2026-01-01", (0, 1, "too_few", "inventory")),
    "of today a year ago": Source("2025-03-01", "2025-08-25", (0, 1, "too_few", "inventory")),
    "a day older: the document": Source("2025-02-28", "2025-08-25", (0, 7, "ok", "declared")),
    "a stale list alone": Source("2025-02-28", None, (0, 1, "stale", "inventory")),
    "of today two years ago": Source("2024-03-01", None, (0, 1, "stale", "inventory")),
    "a day older: none": Source("2024-02-29", None, (None, None, "not_reported", None)),
    "a stale document before a stale list": Source("2025-02-28", "2025-02-28", (0, 7, "stale", "declared")),
    "a document that is too old": Source("2025-02-28", "2024-02-29", (0, 1, "stale", "inventory")),
    "a document alone": Source(None, "2025-08-25", (0, 7, "ok", "declared")),
    "a first list of later": Source("2026-06-01", None, (0, 1, "too_few", "inventory")),
    "a document of later": Source(None, "2026-03-02", (None, None, "not_reported", None)),
}


@pytest.mark.parametrize("by", ["organisation", "all"])
@pytest.mark.parametrize("name", SOURCES)
def test_from_what_systems_are_counted(name: str, by: str) -> None:
    source = SOURCES[name]
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.registration(LARS, "2025-05-01", org_id=CITY)
    if source.listed:
        builder.inventory(AGENCY, source.listed).line("1")
    if source.declared:
        declare(builder, AGENCY, 7, source.declared)
    row = figure(builder.build(), by=by)
    assert (row["passed"], row["asked"], row["state"], row["n_source"]) == source.expected
    covers = (0 if source.expected[3] is None else 1, 1 if by == "organisation" else 2)
    assert (row["covers"], row["covers_asked"]) == covers


@pytest.mark.parametrize(
    ("delivered", "expected"),
    [("2025-03-01", (1, 1, "too_few")), ("2025-02-28", (1, 1, "stale")), ("2024-02-29", (None, None, "not_reported"))],
)
def test_on_time_ages_too(delivered: str, expected: tuple[Any, ...]) -> None:
    row = figure(register(delivered).line("1").build(), "on_time.overdue")
    assert (row["passed"], row["asked"], row["state"]) == expected
    assert (row["covers"], row["covers_asked"]) == (0 if expected[0] is None else 1, 2)


def test_a_group_counts_the_lists_of_the_bodies_that_go_by_one() -> None:
    builder = register().line("1", LARS).registration(LARS, "2025-05-01", org_id=AGENCY)
    builder = declare(builder, MINISTRY, 9).body("mnre1058", "ministerie")
    rows = figures(builder.build(), "coverage.high_risk", [MARCH], by="organisation").to_dicts()
    told = {row["org_id"]: (row["passed"], row["asked"], row["n_source"], row["state"]) for row in rows}
    assert told == {
        AGENCY: (1, 1, "inventory", "too_few"),
        # Its document speaks for what hangs under it.
        MINISTRY: (1, 9, "declared", "ok"),
        "mnre1058": (None, None, None, "not_reported"),
    }
    row = figures(builder.build(), "coverage.high_risk", [MARCH]).row(0, named=True)
    assert (row["passed"], row["asked"], row["covers"], row["covers_asked"]) == (1, 1, 1, 3)


def test_of_a_body_without_a_source_its_ministry_may_speak() -> None:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.registration(LARS, "2025-05-01")
    by_list = builder.inventory(MINISTRY, "2025-06-02").line("1").build()
    assert figure(by_list, by="organisation")["state"] == "partial"
    # A document that is too old says nothing, of nobody.
    for as_of, state in (("2024-02-29", "not_reported"), ("2024-03-01", "partial")):
        declare(builder, MINISTRY, 3, as_of)
        assert figure(builder.build(), "coverage.declared", by="organisation")["state"] == state


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param({MINISTRY: 7}, (2, 7, "ok", 1), id="its own speaks for what hangs under it"),
        pytest.param({MINISTRY: 7, AGENCY: 5}, (2, 7, "ok", 1), id="its own goes before the parts"),
        pytest.param({AGENCY: 5}, (1, 5, "ok", 1), id="a part with its own registrations"),
        pytest.param({MINISTRY: 1}, (2, 1, "reporting_error", 1), id="more registrations than declared"),
        pytest.param({AGENCY: 0}, (1, 0, "reporting_error", 1), id="none declared, and some registered"),
        pytest.param({MINISTRY: None}, (None, None, "not_reported", 0), id="a document without this count"),
        pytest.param({CITY: 3}, (None, None, "not_reported", 0), id="out of scope"),
    ],
)
def test_declared_counts(counts: dict[str, int | None], expected: tuple[Any, ...]) -> None:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.body(CITY, "gemeente").body(ZBO, "zelfstandig_bestuursorgaan", MINISTRY)
    for number, org_id in enumerate((MINISTRY, AGENCY, CITY, ZBO)):
        builder.registration(f"{10_000_000 + number}", "2025-05-01", org_id=org_id)
    builder.registration("20000000", "2025-05-01", org_id=MINISTRY, status=IN_DEVELOPMENT)
    builder.registration("20000001", "2025-05-01", org_id=MINISTRY, category=IMPACTFUL)
    for org_id, count in counts.items():
        declare(builder, org_id, count)
    for audience in ("internal", "public"):
        row = figure(builder.build(audience), "coverage.declared")
        assert (row["passed"], row["asked"], row["state"], row["covers"]) == expected


def test_a_declared_nought_is_no_share() -> None:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").registration(LARS, "2025-05-01")
    row = figure(declare(builder, MINISTRY, 0).build(), "coverage.declared")
    assert (row["passed"], row["asked"], row["low"], row["state"]) == (None, 0, None, "declared_zero")


def test_other_statuses_stand_apart() -> None:
    builder = register().line("1", LARS, status=IN_DEVELOPMENT, start_date="2030").line("2", status=IN_DEVELOPMENT)
    builder.line("3", OTHER_LARS, status=OUT_OF_USE).line("4", status=IN_USE).line(
        "5", status=OUT_OF_USE, category=OTHER
    )
    builder.registration(LARS, "2025-05-01", status=IN_DEVELOPMENT).registration(OTHER_LARS, "2025-05-01")
    facts = builder.build()
    told = {name: figure(facts, f"coverage.{name}") for name in ("high_risk", "in_development", "out_of_use")}
    assert {name: (row["passed"], row["asked"]) for name, row in told.items()} == {
        "high_risk": (0, 1),
        "in_development": (1, 2),
        "out_of_use": (1, 1),
    }


# With and without ZBOs


@pytest.mark.parametrize(
    ("scope", "as_of", "stated", "asked", "covers_asked"),
    [
        pytest.param(None, MARCH, "2025-12-01", 1, 2, id="without, unless asked"),
        pytest.param("without", MARCH, "2025-12-01", 1, 2, id="without"),
        pytest.param("with", MARCH, "2025-12-01", 2, 3, id="with"),
        pytest.param("with", date(2025, 11, 30), "2025-12-01", 1, 2, id="not stated yet"),
    ],
)
@pytest.mark.parametrize("metric", ["coverage.high_risk", "on_time.overdue", "pace.backlog"])
def test_zbos_count_when_a_ledger_says_so(
    metric: str, scope: str | None, as_of: date, stated: str, asked: int, covers_asked: int
) -> None:
    builder = register().line("1").inventory(ZBO, "2025-06-02").line("2").inventory(CITY, "2025-06-02").line("3")
    builder.registration(LARS, "2025-05-01").rows["targets"][0]["deadline"] = date(2025, 11, 1)
    entry = {
        "entry": "scopes-1",
        "target": TARGET,
        "stated_on": date.fromisoformat(stated),
        "known_from": at("2024-01-02"),
    }
    builder.rows["scopes"] += [entry | {"org_id": one} for one in (ZBO, AGENCY)]
    builder.rows["scopes"].append(entry | {"org_id": CITY, "target": "another"})
    where = {"scope": scope} if scope else None
    row = figures(builder.build(), metric, [as_of], where=where).row(0, named=True)
    assert (row["asked"], row["covers_asked"]) == (asked, covers_asked)


def test_a_zbo_that_no_register_knows_still_counts() -> None:
    builder = register().inventory("zb0009", "2025-06-02").line("2").registration(LARS, "2025-05-01")
    entry = {"entry": "scopes-1", "target": TARGET, "stated_on": date(2025, 12, 1), "known_from": at("2024-01-02")}
    builder.rows["scopes"].append(entry | {"org_id": "zb0009"})
    rows = figures(
        builder.build(), "coverage.high_risk", [MARCH], by="organisation", where={"scope": "with"}
    ).to_dicts()
    assert {row["group"]: row["asked"] for row in rows}["zb0009"] == 1


# The laws


def test_a_moved_deadline_changes_nothing_that_was_shown_before() -> None:
    builder = register().line("1", LARS).line("2").registration(LARS, "2026-01-15")
    metrics = ("on_time.high_risk", "on_time.late", "coverage.high_risk", "pace.backlog", "pace.days_late")
    days = [date(2025, 12, 31), date(2026, 1, 20), date(2026, 2, 14)]

    def told() -> list[Any]:
        return [figures(builder.build(), metric, days, by="organisation").rows() for metric in metrics]

    before = told()
    moved = builder.rows["targets"][0] | {"deadline": date(2027, 12, 2), "stated_on": date(2026, 2, 15)}
    builder.rows["targets"].append(moved)
    assert told() == before
    assert figure(builder.build(), "pace.backlog")["state"] == "not_asked"


def test_a_category_that_the_list_does_not_state_is_in_no_figure() -> None:
    row = figure(register().line("1", LARS, category="").registration(LARS, "2025-05-01", category=HIGH_RISK).build())
    assert (row["asked"], row["state"]) == (0, "declared_zero")


# What the public is told


@pytest.mark.parametrize(
    ("metric", "as_of", "where", "expected"),
    [
        ("coverage.high_risk", date(2026, 6, 1), {}, (5, 10, "ok", 1, 2)),
        ("coverage.high_risk", date(2025, 12, 31), {}, (5, 10, "ok", 1, 2)),
        ("coverage.high_risk", MARCH, {}, (None, None, "suppressed", None, None)),
        ("coverage.high_risk", date(2026, 6, 1), {"scope": "without"}, (5, 10, "ok", 1, 2)),
        ("coverage.high_risk", date(2026, 6, 1), {"scope": "with"}, (None, None, "suppressed", None, None)),
        ("pace.backlog", date(2026, 6, 1), {}, (5, 10, "ok", 1, 2)),
        ("ownership.owner", date(2026, 6, 1), {}, (0, 10, "ok", None, None)),
        ("estimate.high_risk", date(2026, 6, 1), {}, (None, None, "too_few", 1, 2)),
        # A document is public: it is laid beside the register on any day.
        ("coverage.declared", MARCH, {}, (5, 12, "ok", 1, 2)),
    ],
)
def test_the_public_is_told_what_was_kept(
    metric: str, as_of: date, where: dict[str, str], expected: tuple[Any, ...]
) -> None:
    builder = FactsBuilder("2025-06-02", "2026-03-01", "2026-06-01").target().body(MINISTRY, "ministerie")
    declare(builder.body(AGENCY, "agentschap", MINISTRY).inventory(AGENCY, "2025-06-02"), MINISTRY, 12)
    for number in range(10):
        builder.line(str(number), f"{10_000_000 + number}" if number < 5 else "")
        if number < 5:
            builder.registration(f"{10_000_000 + number}", "2025-05-01")
    row = figures(builder.public(), metric, [as_of], where=where).row(0, named=True)
    assert tuple(row[one] for one in ("passed", "asked", "state", "covers", "covers_asked")) == expected


def test_a_figure_of_a_document_is_told_however_small() -> None:
    builder = FactsBuilder("2025-06-02", "2026-06-01").target().body(MINISTRY, "ministerie")
    builder.registration(LARS, "2025-05-01", org_id=MINISTRY)
    row = figure(declare(builder, MINISTRY, 3).public(), as_of=date(2026, 6, 1))
    assert (row["passed"], row["asked"], row["low"], row["state"]) == (1, 3, 1, "too_few")
