"""Which registration a line is: by a decision, an id, an address or the texts, as it was known on a day."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

import polars as pl
import pytest

from metrics.bodies import UNKNOWN, as_today
from metrics.decisions import decisions
from metrics.deliveries import current_lines
from metrics.facts import Facts
from metrics.matches import certain, linked, possible
from metrics.systems import systems_on
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder, at

X, Y, Z = "10000001", "10000002", "10000003"
MARCH, BEFORE = date(2026, 3, 1), date(2026, 1, 31)
OTHER, ZBO, OLD = "ag0002", "zb0001", "ag0000"
ADDRESS = "https://algoritmes.overheid.nl/nl/algoritme/"
Change: TypeAlias = Callable[[FactsBuilder], object]


def register(**said: str) -> FactsBuilder:
    """An agency with one line, and three registrations of it that are in time."""
    builder = FactsBuilder("2025-06-02", "2025-12-31", "2026-02-01", "2026-02-10", "2026-03-01")
    builder.target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.body(OTHER, "agentschap", MINISTRY)
    for lars in (X, Y, Z):
        builder.registration(lars, "2025-05-01")
    return builder.inventory(AGENCY, "2025-06-02").line("1", **said)


def decide(verdict: str, lars: str = X, org_id: str = AGENCY, **more: object) -> Change:
    def done(builder: FactsBuilder) -> None:
        about = {"entry": f"m{len(builder.rows['matches'])}", "org_id": org_id, "local_id": "1"}
        builder.rows["matches"].append(
            about | {"lars": lars, "verdict": verdict, "known_from": at("2026-02-01")} | more
        )

    return done


def pair(lars: str = X, basis: str = "text", alone: str = "certain", **more: Any) -> Change:  # noqa: ANN401 - a row
    return lambda builder: builder.pair(lars, basis=basis, alone=alone, **more)


def links(facts: Facts, known_on: date = MARCH, local_id: str = "1") -> list[tuple[str, str, str]]:
    return linked(facts, known_on).filter(local_id=local_id).select("lars", "state", "by").rows()


# Which link counts


@pytest.mark.parametrize(
    ("said", "changes", "expected"),
    [
        pytest.param({}, [], [], id="nothing"),
        pytest.param({"lars": X}, [], [(X, "certain", "lars")], id="the lars on the line"),
        pytest.param({"register_url": ADDRESS + X}, [], [(X, "certain", "url")], id="an address"),
        pytest.param({"lars": X, "register_url": ADDRESS + Y}, [], [(X, "certain", "lars")], id="lars before address"),
        pytest.param({}, [pair(basis="source_id")], [(X, "certain", "source_id")], id="the register names the line"),
        pytest.param({}, [pair(basis="url")], [(X, "certain", "url")], id="an address that linking found"),
        pytest.param({}, [pair()], [(X, "certain", "text")], id="texts without doubt"),
        pytest.param({}, [pair(alone="possible")], [(X, "possible", "text")], id="texts with doubt"),
        pytest.param({}, [pair(alone="none")], [], id="texts that are other ones"),
        pytest.param(
            {"lars": X}, [pair(Y), pair(Z, "source_id")], [(X, "certain", "lars")], id="a named line is settled"
        ),
        pytest.param(
            {"register_url": ADDRESS + X},
            [pair(Y), pair(Z, "source_id")],
            [(X, "certain", "url")],
            id="by its address too",
        ),
        pytest.param({}, [pair(Y), pair(X, "source_id")], [(X, "certain", "source_id")], id="an id before the texts"),
        pytest.param(
            {},
            [pair(X, "source_id"), pair(Y, "source_id")],
            [(X, "certain", "source_id"), (Y, "certain", "source_id")],
            id="a family by id",
        ),
        pytest.param({}, [pair(Y), decide("same")], [(X, "certain", "decision")], id="decided, so no text counts"),
        pytest.param(
            {"lars": Y}, [decide("same")], [(X, "certain", "decision")], id="a decision replaces the lars on the line"
        ),
        pytest.param({}, [pair(), decide("not_same")], [(X, "rejected", "decision")], id="rejected at any score"),
        pytest.param(
            {},
            [pair(X, "source_id"), decide("not_same")],
            [(X, "rejected", "decision")],
            id="rejected whatever an id says",
        ),
        pytest.param({"lars": X}, [decide("not_same")], [(X, "rejected", "decision")], id="rejected as named"),
        pytest.param(
            {"lars": X, "register_url": ADDRESS + Y},
            [decide("not_same")],
            [(X, "rejected", "decision"), (Y, "certain", "url")],
            id="then its address counts",
        ),
        pytest.param(
            {"lars": X},
            [decide("not_same"), pair(Y)],
            [(X, "rejected", "decision"), (Y, "certain", "text")],
            id="then the texts count",
        ),
        pytest.param({}, [pair(), decide("unsure")], [(X, "possible", "decision")], id="unsure, however much alike"),
        pytest.param(
            {}, [pair(alone="none"), decide("unsure")], [(X, "possible", "decision")], id="unsure, however little alike"
        ),
        pytest.param(
            {},
            [pair(X, "source_id"), decide("unsure")],
            [(X, "possible", "decision")],
            id="unsure of what the register names",
        ),
        pytest.param({"lars": X}, [decide("unsure")], [(X, "certain", "lars")], id="unsure of what the line names"),
        pytest.param(
            {},
            [pair(Y), decide("unsure")],
            [(X, "possible", "decision"), (Y, "certain", "text")],
            id="unsure of one, and another without doubt",
        ),
        pytest.param(
            {}, [pair(), decide("same", known_to=at("2026-02-05"))], [(X, "certain", "text")], id="a decision withdrawn"
        ),
    ],
)
def test_which_links_count(said: dict[str, str], changes: list[Change], expected: list[Any]) -> None:
    builder = register(**said)
    for change in changes:
        change(builder)
    facts = builder.build()
    assert links(facts) == expected
    lines = current_lines(facts, MARCH, MARCH)
    told = {"certain": certain(lines, facts, MARCH), "possible": possible(lines, facts, MARCH)}
    for state, rows in told.items():
        assert sorted(rows["lars"]) == [lars for lars, one, _ in expected if one == state]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(ADDRESS + X, X, id="as the register has it"),
        pytest.param(f"algoritmes.overheid.nl/en/algoritme/{X}/", X, id="without https, and with a slash"),
        pytest.param(f"{ADDRESS}parkeercontrole-{X}#algemeen", X, id="with words before, and a place after"),
        pytest.param(f"{ADDRESS}parkeren/{X}?x=1", X, id="with a question"),
        pytest.param(f"{ADDRESS}{X}9", None, id="nine digits"),
        pytest.param(f"https://www.example.org/{X}", None, id="another site"),
        pytest.param("", None, id="none"),
    ],
)
def test_an_address_of_the_register(address: str, expected: str | None) -> None:
    assert [lars for lars, _, _ in links(register(register_url=address).build())] == ([expected] if expected else [])


def test_what_a_link_by_texts_says_of_itself() -> None:
    builder = register()
    builder.pair(X).line("2").pair(Y, "2", basis="source_id").line("3", lars=Z)
    rows = {row["by"]: row for row in linked(builder.build(), MARCH).to_dicts()}
    texts = rows.pop("text")
    assert 0.5 < texts["probability"] <= 1
    assert sum(texts["evidence"]) == pytest.approx(texts["score"])
    assert {by: (row["probability"], row["score"], row["evidence"]) for by, row in rows.items()} == dict.fromkeys(
        ("source_id", "lars"), (None, None, None)
    )


def test_a_registration_that_is_another_line_is_not_found_by_texts() -> None:
    """Nor by the texts of a line of the same body; another body may list the same system."""
    builder = register(lars=X).line("2").pair(X, "2")
    builder.inventory(MINISTRY, "2025-06-02").line("m").pair(X, "m", MINISTRY)
    facts = builder.build()
    assert links(facts, local_id="2") == []
    assert links(facts, local_id="m") == [(X, "certain", "text")]


def test_texts_count_like_an_id_for_every_figure() -> None:
    builder = register().pair(X)
    (row,) = systems_on(builder.build(), TARGET, MARCH, MARCH).to_dicts()
    assert (row["lars"], row["state"]) == (X, "on_time")


def test_the_explanation_of_a_registration_counts_for_a_line_that_it_is_by_its_texts() -> None:
    builder = register().pair(X).registration(X, "2026-02-05", status="Buiten gebruik")
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31)}
    builder.rows["explanations"].append({"org_id": AGENCY, "lars": X, "reason": "Being replaced."} | days)
    (row,) = systems_on(builder.build(), TARGET, MARCH, MARCH).to_dicts()
    assert row["reason"] == "Being replaced."


# What a line names


@pytest.mark.parametrize("typed", ["123", "10000009", "1000000", "niet van toepassing"])
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([], [], id="nothing else"),
        pytest.param([pair(Y)], [(Y, "certain", "text")], id="its texts"),
        pytest.param([pair(Y, alone="possible")], [(Y, "possible", "text")], id="its texts, with doubt"),
        pytest.param([pair(Y, "source_id")], [(Y, "certain", "source_id")], id="its own id"),
        pytest.param([pair(Y, "url")], [(Y, "certain", "url")], id="an address that linking found"),
        pytest.param([decide("same", Y)], [(Y, "certain", "decision")], id="a decision"),
    ],
)
def test_a_number_that_the_register_never_had_settles_nothing(
    typed: str, changes: list[Change], expected: list[Any]
) -> None:
    builder = register(lars=typed)
    for change in changes:
        change(builder)
    assert links(builder.build()) == expected


def test_an_address_counts_where_the_number_is_a_slip() -> None:
    assert links(register(lars="10000009", register_url=ADDRESS + Y).build()) == [(Y, "certain", "url")]
    assert links(register(register_url=ADDRESS + "10000009").pair(Y).build()) == [(Y, "certain", "text")]


def test_a_number_counts_from_the_day_on_which_the_register_shows_it() -> None:
    facts = register(lars="20000001").pair(Y).registration("20000001", "2026-02-05").build()
    assert links(facts, date(2026, 2, 9)) == [(Y, "certain", "text")]
    assert links(facts, date(2026, 2, 10)) == [("20000001", "certain", "lars")]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda it: it.registration("20000001", "2025-05-02", withdrawn="2026-01-05"), id="withdrawn"),
        pytest.param(
            lambda it: it.registration("20000001", "2025-05-02", basis="reduced", identity="provisional"),
            id="provisional",
        ),
        pytest.param(
            lambda it: it.rows["seen"].append(
                {"lars": "20000001", "known_from": at("2025-06-02"), "identity": "inferred"}
            ),
            id="only seen on a list",
        ),
    ],
)
def test_what_was_ever_shown_is_known(changed: Change) -> None:
    builder = register(lars="20000001")
    changed(builder)
    assert links(builder.build()) == [("20000001", "certain", "lars")]


@pytest.mark.parametrize(
    ("owner", "changes", "expected"),
    [
        pytest.param(MINISTRY, [], [("certain", "lars")], id="its ministry's"),
        pytest.param("", [], [("certain", "lars")], id="nobody says whose"),
        pytest.param(UNKNOWN, [], [("certain", "lars")], id="nobody knows whose"),
        pytest.param(OTHER, [], [("possible", "lars")], id="a cousin's"),
        pytest.param(OLD, [], [("possible", "lars")], id="of a body it has nothing to do with"),
        pytest.param(OLD, [decide("same", "20000001")], [("certain", "decision")], id="somebody decided that it is"),
        pytest.param(OLD, [decide("not_same", "20000001")], [("rejected", "decision")], id="that it is not"),
        pytest.param(OLD, [decide("unsure", "20000001")], [("possible", "decision")], id="somebody is unsure"),
    ],
)
def test_whose_registration_a_line_names(owner: str, changes: list[Change], expected: list[Any]) -> None:
    builder = register(lars="20000001").registration("20000001", "2025-05-02", org_id=owner)
    for change in changes:
        change(builder)
    assert [(state, by) for _, state, by in links(builder.build())] == expected


def test_what_is_of_another_body_settles_nothing() -> None:
    builder = register(lars="20000001", register_url=ADDRESS + X).registration("20000001", "2025-05-02", org_id=OLD)
    assert links(builder.build()) == [(X, "certain", "url")]
    builder = register(lars="20000001").registration("20000001", "2025-05-02", org_id=OLD).pair(Y)
    assert links(builder.build()) == [(Y, "certain", "text"), ("20000001", "possible", "lars")]


# Whose it may be


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        pytest.param(AGENCY, True, id="its own"),
        pytest.param(MINISTRY, True, id="its ministry's"),
        pytest.param(OTHER, False, id="a cousin's"),
        pytest.param(OLD, False, id="of a body it has nothing to do with"),
    ],
)
def test_only_near_bodies(owner: str, expected: bool) -> None:
    builder = register().registration("20000001", "2025-05-02", org_id=owner).pair("20000001")
    assert bool(links(builder.build())) is expected


def test_a_body_that_went_before_is_near_once_that_is_known() -> None:
    builder = register().registration("20000001", "2025-05-02", org_id=OLD).pair("20000001")
    facts = builder.succession(OLD, AGENCY, "2025-01-01", since="2026-02-10").build()
    assert links(facts, date(2026, 2, 9)) == []
    assert links(facts, date(2026, 2, 10)) == [("20000001", "certain", "text")]


# As it was known


@pytest.mark.parametrize(
    ("moments", "known_on", "expected"),
    [
        pytest.param({"known_from": at("2026-02-10")}, date(2026, 2, 9), False, id="not known yet"),
        pytest.param({"known_from": at("2026-02-10")}, date(2026, 2, 10), True, id="on the day"),
        pytest.param({"known_to": at("2026-02-10")}, date(2026, 2, 9), True, id="still so"),
        pytest.param({"known_to": at("2026-02-10")}, date(2026, 2, 10), False, id="no longer"),
    ],
)
def test_a_pair_counts_as_it_was_known(moments: dict[str, Any], known_on: date, expected: bool) -> None:
    assert bool(links(register().pair(X, **moments).build(), known_on)) is expected


def test_a_better_text_counts_from_then_on() -> None:
    builder = register().pair(X, alone="possible", known_to=at("2026-02-01")).pair(X, known_from=at("2026-02-01"))
    facts = builder.build()
    assert [links(facts, day)[0][1] for day in (BEFORE, MARCH)] == ["possible", "certain"]


def ended(builder: FactsBuilder, moment: str = "2026-02-10") -> FactsBuilder:
    """Deliver the list again, without what it said."""
    for name in ("inventory", "pairs"):
        builder.rows[name][-1]["known_to"] = at(moment)
    return builder.inventory(AGENCY, moment)


def lars_of(facts: Facts, as_of: date, known_on: date = MARCH) -> list[str]:
    return certain(current_lines(facts, as_of, known_on), facts, known_on)["lars"].to_list()


def test_a_line_that_went_is_what_it_was_last_known_to_be() -> None:
    """What was shown of earlier days does not move because a line left the list since."""
    facts = ended(register().pair(X)).build()
    assert lars_of(facts, BEFORE) == [X]
    assert lars_of(facts, MARCH) == []
    assert links(facts) == [(X, "certain", "text")]


def test_a_line_that_got_another_id_takes_nothing_from_what_it_was() -> None:
    facts = ended(register().pair(X)).line("2").pair(X, "2", known_from=at("2026-02-10")).build()
    assert (lars_of(facts, BEFORE), lars_of(facts, MARCH)) == ([X], [X])


def test_a_line_that_says_something_else_is_what_is_now_known_of_it() -> None:
    facts = ended(register().pair(X)).line("1", name="Anders").pair(Y, known_from=at("2026-02-10")).build()
    assert (lars_of(facts, BEFORE), lars_of(facts, MARCH)) == ([Y], [Y])
    assert lars_of(facts, BEFORE, BEFORE) == [X]


def test_a_line_that_names_a_registration_since_had_its_texts_before() -> None:
    facts = ended(register().pair(X)).line("1", Y).build()
    assert (lars_of(facts, BEFORE), lars_of(facts, MARCH)) == ([X], [Y])


def test_a_list_of_before_the_first_collection_of_the_register() -> None:
    """Its texts never stood beside a registration; the line of that id does now."""
    builder = register().inventory(AGENCY, "2026-02-10").line("1", name="Anders").pair(X, known_from=at("2026-02-10"))
    builder.rows["inventory"][0]["known_to"] = at("2026-02-10")
    assert lars_of(builder.build(), BEFORE) == [X]


# Decisions of bodies that are no more


def inherited(builder: FactsBuilder, local_id: str = "1", known_on: date = MARCH) -> list[tuple[str, str]]:
    rows = decisions(builder.build(), known_on).filter(org_id=AGENCY, local_id=local_id)
    return rows.select("lars", "verdict").rows()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([decide("same", org_id=OLD)], [(X, "same")], id="of the body before"),
        pytest.param([decide("same", org_id="ag000a")], [(X, "same")], id="of the one before that"),
        pytest.param(
            [decide("same", org_id=OLD), decide("not_same")], [(X, "not_same")], id="its own decision goes first"
        ),
        pytest.param(
            [decide("same", org_id="ag000a"), decide("unsure", org_id=OLD)],
            [(X, "unsure")],
            id="the nearest goes first",
        ),
        pytest.param(
            [decide("same", org_id=OLD), decide("not_same", Y)], [(X, "same"), (Y, "not_same")], id="about other pairs"
        ),
        pytest.param([decide("same", org_id=OTHER)], [], id="of a body that goes on"),
    ],
)
def test_what_was_decided_of_a_body_that_was_succeeded(changes: list[Change], expected: list[Any]) -> None:
    builder = register().succession("ag000a", OLD, "2024-01-01").succession(OLD, AGENCY, "2025-01-01")
    for change in changes:
        change(builder)
    assert inherited(builder) == expected


def test_it_counts_from_the_day_on_which_the_succession_is_known() -> None:
    builder = register().succession(OLD, AGENCY, "2025-01-01", since="2026-02-10")
    decide("same", org_id=OLD)(builder)
    assert inherited(builder, known_on=date(2026, 2, 9)) == []
    assert inherited(builder, known_on=date(2026, 2, 10)) == [(X, "same")]


def test_the_register_of_organisations_tells_of_successors_too() -> None:
    builder = register().known_body(OLD, "agentschap", valid_until="2025-12-31", successor=AGENCY)
    builder.known_body(AGENCY, "agentschap")
    decide("same", org_id=OLD)(builder)
    assert links(builder.build()) == [(X, "certain", "decision")]


def test_where_two_bodies_with_such_a_line_became_one_nobody_knows_whose_it_is() -> None:
    builder = register().succession(OLD, AGENCY, "2025-01-01").succession("ag000b", AGENCY, "2025-01-01")
    decide("same", org_id=OLD)(builder)
    assert inherited(builder) == [(X, "same")]
    decide("same", Y, org_id="ag000b")(builder)
    assert inherited(builder) == []


def test_a_body_that_was_split_up_leaves_its_decisions_to_each_part() -> None:
    builder = register().succession(OLD, AGENCY, "2025-01-01").succession(OLD, OTHER, "2025-01-01")
    decide("same", org_id=OLD)(builder)
    rows = decisions(builder.build(), MARCH).select("org_id", "lars").rows()
    assert rows == [(OLD, X), (AGENCY, X), (OTHER, X)]


def test_decisions_and_pairs_survive_a_restatement() -> None:
    """The line that the body before had is another one than the line with the same id of the body that took over."""
    builder = register().succession(OLD, AGENCY, "2026-02-01", since="2026-02-01").body(OLD, "agentschap", MINISTRY)
    builder.inventory(OLD, "2025-06-02").line("1").line("2").pair(Y, "2", OLD)
    decide("same", org_id=OLD)(builder)
    facts = as_today(builder.build(), MARCH)
    assert facts.heirs.rows() == [(OLD, AGENCY)]
    told = linked(facts, MARCH).select("org_id", "local_id", "lars", "by").rows()
    assert told == [
        (AGENCY, "1", X, "decision"),
        (AGENCY, f"{OLD}/1", X, "decision"),
        (AGENCY, f"{OLD}/2", Y, "text"),
    ]


def test_the_order_of_rows_never_matters() -> None:
    builder = register().pair(X).pair(Y, alone="possible").line("2", lars=Z)
    decide("unsure", Z)(builder)
    one = linked(builder.build(), MARCH)
    for rows in builder.rows.values():
        rows.reverse()
    assert linked(builder.build(), MARCH).equals(one)
    assert isinstance(one, pl.DataFrame)
