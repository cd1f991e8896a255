"""List and register side by side: each system is one thing, together they are all, and what both say is quoted."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.both_ways import STATES, registrations_both_ways, systems_both_ways
from metrics.conflicts import conflicts, days_of, misnamed
from metrics.engine import figures
from metrics.registry import BY_BODY
from metrics.systems import all_lines_on
from sql.fields import HIGH_RISK, IMPACTFUL, IN_DEVELOPMENT, IN_USE, OTHER, OUT_OF_USE
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder
from tests.metrics.target_world import DAYS, WORLDS, World, built

X, Y, Z = "10000001", "10000002", "10000003"
MARCH = date(2026, 3, 1)
LAWS = settings(max_examples=12, deadline=None, derandomize=True)
METRICS = [f"reconciliation.{one}" for one in STATES]


def register() -> FactsBuilder:
    builder = FactsBuilder("2025-06-02", "2026-01-05", "2026-03-01").target()
    builder.body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    return builder.inventory(AGENCY, "2025-06-02")


def states(builder: FactsBuilder, target: str | None = TARGET, as_of: date = MARCH) -> dict[str, str]:
    return dict(systems_both_ways(builder.build(), target, as_of, MARCH).select("local_id", "state").iter_rows())


def test_each_system_is_one_of_five() -> None:
    builder = register().line("found", X).line("missing").line("perhaps").line("explained").line("otherwise", Y)
    builder.pair(Z, "perhaps", alone="possible").explanation("explained", "2026-12-31")
    builder.registration(X, "2025-05-01").registration(Y, "2025-05-01", category=OTHER).registration(Z, "2025-05-01")
    assert states(builder) == {
        "explained": "exempt",
        "found": "registered",
        "missing": "missing",
        "otherwise": "inconsistent",
        "perhaps": "uncertain",
    }


@pytest.mark.parametrize(
    ("explained", "lars", "alone", "expected"),
    [
        pytest.param(True, X, "", "registered", id="explained and registered after all"),
        pytest.param(True, "", "possible", "exempt", id="explained, and perhaps registered"),
        pytest.param(False, "20000009", "", "missing", id="a registration that was never shown"),
        pytest.param(False, "", "certain", "registered", id="by its texts"),
    ],
)
def test_the_first_that_fits(explained: bool, lars: str, alone: str, expected: str) -> None:
    builder = register().line("1", lars).registration(X, "2025-05-01")
    if explained:
        builder.explanation("1", "2026-12-31")
    if alone:
        builder.pair(X, alone=alone)
    assert states(builder) == {"1": expected}


def test_of_all_categories_each_is_held_against_its_own() -> None:
    builder = register().line("a", X).line("b", Y, category=IMPACTFUL).line("c", Z, category=OTHER)
    builder.line("later", category=OTHER, status=IN_DEVELOPMENT)
    builder.registration(X, "2025-05-01").registration(Y, "2025-05-01", category=IMPACTFUL)
    builder.registration(Z, "2025-05-01", category=IMPACTFUL)
    assert states(builder) == {"a": "registered"}
    assert states(builder, None) == {"a": "registered", "b": "registered", "c": "inconsistent"}


def beside(builder: FactsBuilder, target: str | None = TARGET) -> list[tuple[str, str]]:
    return registrations_both_ways(builder.build(), target, MARCH, MARCH).select("lars", "state").rows()


def test_what_is_registered_and_not_listed() -> None:
    builder = register().line("1", X).line("2").pair(Y, "2", alone="possible")
    for lars in (X, Y, Z):
        builder.registration(lars, "2025-05-01")
    builder.registration("20000001", "2025-05-01", category=OTHER).registration(
        "20000002", "2025-05-01", org_id=MINISTRY
    )
    builder.registration("20000003", "2025-05-01", status=OUT_OF_USE)
    expected = [(X, "listed"), (Y, "perhaps"), (Z, "unlisted")]
    assert beside(builder) == expected
    assert beside(builder, None) == [*expected, ("20000001", "unlisted")]


def test_a_line_that_is_out_of_use_lists_its_registration_too() -> None:
    builder = register().line("1", X, status=OUT_OF_USE).registration(X, "2025-05-01")
    assert beside(builder) == [(X, "listed")]


def test_a_list_that_is_too_old_lists_nothing() -> None:
    builder = register().registration(X, "2025-05-01")
    builder.rows["inventories"][0]["as_of"] = date(2024, 2, 1)
    assert beside(builder) == []


# The laws


@given(WORLDS, st.sampled_from([None, {"scope": "with"}]))
@LAWS
def test_the_five_are_all_systems_exactly(world: World, where: dict[str, str] | None) -> None:
    facts = built(world).build()
    for by in BY_BODY:
        asked = figures(facts, "on_time.high_risk", DAYS, by=by, where=where)["asked"].to_list()
        rows = [figures(facts, metric, DAYS, by=by, where=where) for metric in METRICS]
        assert all(one["asked"].to_list() == asked for one in rows)
        sums = [sum(one["passed"][at] or 0 for one in rows) for at in range(len(asked))]
        assert sums == [one or 0 for one in asked]


@given(WORLDS)
@LAWS
def test_all_systems_in_use_are_one_of_five_once(world: World) -> None:
    facts = built(world).build()
    for day in DAYS:
        found = systems_both_ways(facts, None, day, DAYS[-1])
        assert found["line"].is_unique().all()
        assert found.height == all_lines_on(facts, day, DAYS[-1]).filter("inside").height
        assert set(found["state"]) <= set(STATES)


@given(WORLDS)
@LAWS
def test_it_agrees_with_coverage_and_the_range_holds_every_decision(world: World) -> None:
    facts = built(world).build()
    for by in BY_BODY:
        sides = {
            (row["as_of"], row["org_id"]): row
            for row in figures(facts, "reconciliation.registered", DAYS, by=by).iter_rows(named=True)
        }
        missing = figures(facts, "reconciliation.missing", DAYS, by=by)
        for row in missing.iter_rows(named=True):
            other = sides[row["as_of"], row["org_id"]]
            if row["passed"] is not None:
                assert row["low"] == row["passed"] <= row["high"] <= row["asked"]
                assert row["high"] - row["low"] == other["high"] - other["low"]
        for row in figures(facts, "coverage.high_risk", DAYS, by="organisation").iter_rows(named=True):
            if by == "organisation" and row["n_source"] == "inventory" and row["state"] != "reporting_error":
                assert row["passed"] == sides[row["as_of"], row["org_id"]]["passed"]


# What both say


def said(builder: FactsBuilder, **text: str) -> list[tuple[str, str, str]]:
    facts = builder.build()
    systems = systems_both_ways(facts, TARGET, MARCH, MARCH)
    words = {one: json.dumps(text) for one in facts.versions["content"]}
    rows = conflicts(facts, systems, MARCH, MARCH, lambda _: words)
    return rows.select("field", "listed", "registered").rows()


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        pytest.param({"name": "Scanauto"}, {}, [("name", "Scanauto", "Parkeren")], id="another name"),
        pytest.param({"name": " PARKEREN"}, {}, [], id="the same name in capitals"),
        pytest.param({"start_date": "2024-03-05"}, {"begin_date": "2024-03"}, [], id="a day in the month"),
        pytest.param(
            {"start_date": "2024-03-05"},
            {"begin_date": "04-2024"},
            [("start", "2024-03-05", "04-2024")],
            id="another month",
        ),
        pytest.param({"start_date": "2024"}, {"begin_date": "2024-12-01 00:00:00"}, [], id="a day in the year"),
        pytest.param({"start_date": "2024"}, {"begin_date": "voorjaar"}, [], id="no date"),
        pytest.param({"start_date": ""}, {"begin_date": "2024-12"}, [], id="one does not say"),
        pytest.param(
            {"end_date": "2027-01"}, {"end_date": "2026-12"}, [("end", "2027-01", "2026-12")], id="another end"
        ),
        pytest.param({"vendor": "Centric"}, {"provider": "Centric Nederland B.V."}, [], id="a firm in full"),
        pytest.param(
            {"vendor": "Centric"}, {"provider": "PinkRoccade"}, [("vendor", "Centric", "PinkRoccade")], id="another"
        ),
        pytest.param({"vendor": "Centric"}, {"provider": "n.v.t."}, [], id="a placeholder"),
    ],
)
def test_what_both_say_is_quoted(line: dict[str, str], text: dict[str, str], expected: list[Any]) -> None:
    builder = register().line("1", X, **({"name": "Parkeren"} | line)).registration(X, "2025-05-01", name="Parkeren")
    assert said(builder, **text) == expected


def test_category_and_status_are_quoted_where_both_state_them() -> None:
    builder = (
        register().line("1", X, name="P").registration(X, "2025-05-01", name="P", category=OTHER, status=OUT_OF_USE)
    )
    assert said(builder) == [("status", IN_USE, OUT_OF_USE), ("category", HIGH_RISK, OTHER)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2-2024", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2024-02-30", None),
        ("2024-13", None),
        ("0000", None),
        ("", None),
    ],
)
def test_what_a_date_may_mean(text: str, expected: tuple[date, date] | None) -> None:
    assert days_of(text) == expected


# What a line names


def wrong(builder: FactsBuilder) -> list[Any]:
    facts = builder.build()
    systems = systems_both_ways(facts, TARGET, MARCH, MARCH)
    return misnamed(facts, systems, MARCH, MARCH).select("lars", "field", "listed", "registered").rows()


SLIP = "10000009"
THEIRS: tuple[str, str, str, str | None] = (Z, "body", f"Body {AGENCY}", "Body gm0344")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param({"lars": X}, [], id="its own"),
        pytest.param({"lars": SLIP}, [(SLIP, "lars", SLIP, None)], id="one digit off"),
        pytest.param({"lars": "123"}, [("123", "lars", "123", None)], id="no number of the register"),
        pytest.param(
            {"lars": X, "register_url": f"https://algoritmes.overheid.nl/nl/algoritme/{SLIP}"},
            [(SLIP, "lars", SLIP, None)],
            id="its address",
        ),
        pytest.param({"lars": Z}, [THEIRS], id="of a body it has nothing to do with"),
    ],
)
def test_what_a_line_names_and_cannot_be(line: dict[str, str], expected: list[Any]) -> None:
    builder = register().body("gm0344", "gemeente").registration(X, "2025-05-01").line("1", **line)
    assert wrong(builder.registration(Z, "2025-05-01", org_id="gm0344")) == expected


def test_whose_it_is_was_decided() -> None:
    builder = register().body("gm0344", "gemeente").line("1", Z).registration(Z, "2025-05-01", org_id="gm0344")
    about = {"entry": "m1", "org_id": AGENCY, "local_id": "1", "lars": Z, "verdict": "same"}
    assert wrong(builder) == [THEIRS]
    builder.rows["matches"].append(about | {"known_from": builder.moments[0]})
    assert wrong(builder) == []
