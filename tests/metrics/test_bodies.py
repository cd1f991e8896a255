"""Who stands for whom today, and which figures follow: tables, and laws over any succession."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from ingest.source import facts as as_facts
from metrics.bodies import as_today, bodies_of, circles, heirs
from metrics.engine import figures
from metrics.facts import Facts
from metrics.record import facts_of
from metrics.register import joined, listed, plain_name, register, unusable
from sql.store import Store
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder

DAY, EARLIER = date(2026, 6, 1), date(2026, 3, 1)
ENDED, HEIR, OTHER = "mnre9001", "mnre9002", "mnre9003"
SIZE, BODIES = "size.registrations", "size.organisations"


def world(*moments: str) -> FactsBuilder:
    """Return a register with three ministries, each with registrations, and their records as they live on."""
    built = FactsBuilder(*(moments or ("2026-01-05", "2026-06-01")))
    for number, code in enumerate((ENDED, HEIR, OTHER), start=1):
        built.body(code, "ministerie")
        for each in range(number):
            built.registration(f"{number}000000{each}", "2025-05-01", org_id=code)
    return built


def counted(facts: Facts, by: str = "organisation", **asked: object) -> dict[str, int]:
    rows = figures(facts, SIZE, [DAY], by=by, **asked)  # type: ignore[arg-type] # as the caller gives it
    return dict(rows.select(pl.coalesce("org_id", "group"), "passed").iter_rows())


AS_WAS = {ENDED: 1, HEIR: 2, OTHER: 3}
MERGED = {HEIR: 3, OTHER: 3}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"valid_until": "2026-02-23", "successor": HEIR}, MERGED, id="ended, and another took over"),
        pytest.param({"valid_until": "2026-06-01", "successor": HEIR}, MERGED, id="ended on this very day"),
        pytest.param({"valid_until": "2026-06-02", "successor": HEIR}, AS_WAS, id="not ended yet"),
        pytest.param({"successor": HEIR}, AS_WAS, id="a successor without an end"),
        pytest.param({"valid_until": "2026-02-23"}, AS_WAS, id="an end without a successor"),
        pytest.param(
            {"valid_until": "2026-02-23", "successor": "mnre9999"}, AS_WAS, id="a successor that nobody knows"
        ),
        pytest.param(
            {"valid_until": "2026-02-23", "successor": f"{HEIR} {OTHER}"}, AS_WAS, id="split up, and undecided"
        ),
        pytest.param({"valid_until": "2026-02-23", "successor": ENDED}, AS_WAS, id="its own successor"),
        pytest.param(
            {"valid_until": "2026-02-23", "successor": HEIR, "name": "Iets anders"}, AS_WAS, id="another body"
        ),
        pytest.param(
            {"valid_until": "2026-02-23", "successor": HEIR, "kind": "gemeente"}, AS_WAS, id="another kind of body"
        ),
    ],
)
def test_what_a_register_of_organisations_says_decides_who_stands_for_whom(
    said: dict[str, str], expected: dict[str, int]
) -> None:
    built = world().known_body(ENDED, **said).known_body(HEIR).known_body(OTHER)
    facts = built.build()
    assert counted(facts) == AS_WAS
    assert counted(facts, restated=True) == expected


Entry = tuple[str, str, str | None]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param([(ENDED, HEIR, None)], MERGED, id="decided"),
        pytest.param([(ENDED, HEIR, "2026-06-01")], MERGED, id="from today"),
        pytest.param([(ENDED, HEIR, "2026-06-02")], AS_WAS, id="from tomorrow"),
        pytest.param([(ENDED, HEIR, None), (OTHER, HEIR, None)], {HEIR: 6}, id="all to one"),
        pytest.param([(ENDED, HEIR, None), (HEIR, OTHER, None)], {OTHER: 6}, id="a chain"),
        pytest.param([(ENDED, HEIR, None), (ENDED, OTHER, None)], AS_WAS, id="split up, and undecided"),
        pytest.param([(ENDED, HEIR, None), (HEIR, ENDED, None)], AS_WAS, id="a circle"),
        pytest.param([(ENDED, HEIR, None), (HEIR, OTHER, None), (OTHER, HEIR, None)], AS_WAS, id="into a circle"),
        pytest.param([(ENDED, ENDED, None)], AS_WAS, id="itself"),
        pytest.param([(ENDED, "new1", None)], {"new1": 1, HEIR: 2, OTHER: 3}, id="one that is new"),
    ],
)
def test_the_ledger_of_successions_needs_no_register(entries: Sequence[Entry], expected: dict[str, int]) -> None:
    built = world()
    for ended, heir, day in entries:
        built.succession(ended, heir, day)
    assert counted(built.build(), restated=True) == expected
    assert counted(built.build()) == AS_WAS


def test_people_know_better_than_the_register_and_can_correct_themselves() -> None:
    built = world().known_body(ENDED, valid_until="2026-02-23", successor=HEIR).known_body(HEIR).known_body(OTHER)
    assert counted(built.succession(ENDED, OTHER).build(), restated=True) == {HEIR: 2, OTHER: 4}
    assert counted(built.succession(ENDED, HEIR, corrects="0001").build(), restated=True) == MERGED
    # A correction of the end makes it live again, whoever was named its successor by the register.
    alone = world().known_body(ENDED, valid_until="2026-02-23", successor=HEIR).known_body(HEIR).known_body(OTHER)
    assert counted(alone.correction(ENDED, "valid_until", "-").build(), restated=True) == AS_WAS


def test_a_succession_counts_from_the_day_on_which_it_was_known() -> None:
    facts = world().succession(ENDED, HEIR, "2026-02-23", since="2026-05-01").build()
    assert heirs(facts, EARLIER) == {}
    assert heirs(facts, date(2026, 5, 1)) == {ENDED: HEIR}


def test_a_ministry_that_ended_hands_over_what_hangs_under_it() -> None:
    built = world().body(AGENCY, "agentschap", ENDED).registration("40000000", "2025-05-01", org_id=AGENCY)
    facts = built.succession(ENDED, HEIR).build()
    assert counted(facts, "ministry") == {ENDED: 2, HEIR: 2, OTHER: 3}
    assert counted(facts, "ministry", restated=True) == {HEIR: 4, OTHER: 3}
    assert counted(facts, "ministry", restated=True, where={"organisation": AGENCY}) == {HEIR: 1}
    rows = figures(facts, SIZE, [DAY], by="ministry", restated=True)
    assert set(rows["group"]) == {f"Body {HEIR}", f"Body {OTHER}"}


def test_bodies_on_a_list_and_on_inventories_count_as_the_one_that_stands_for_them() -> None:
    built = FactsBuilder("2026-01-05").member("gemeente", "gm1").member("gemeente", "gm2").member("gemeente", "gm3")
    built.registration("10000000", "2025-05-01", org_id="gm1").succession("gm1", "gm2")
    row = figures(built.build(), "connected.organisations", [date(2026, 1, 5)], restated=True).row(0, named=True)
    assert (row["passed"], row["asked"]) == (1, 2)
    target = world("2026-01-05").target().inventory(ENDED, "2026-01-02").line("1").succession(ENDED, HEIR).build()
    rows = figures(target, "on_time.overdue", [date(2026, 1, 5)], by="ministry", restated=True, target=TARGET)
    assert dict(rows.select("org_id", "asked").iter_rows()) == {HEIR: 1, OTHER: None}


def test_what_the_public_may_see_is_not_divided_anew() -> None:
    facts = world().target().succession(ENDED, HEIR).build("public")
    row = figures(facts, "on_time.overdue", [DAY], by="ministry", restated=True).row(0, named=True)
    assert (row["state"], row["passed"]) == ("suppressed", None)


# Laws

CODES = st.sampled_from([ENDED, HEIR, OTHER, "gm1", "new1"])
DAYS = st.sampled_from([None, "2026-02-23", "2027-01-01"])


@given(st.lists(st.tuples(CODES, CODES, DAYS), max_size=6), st.lists(CODES, max_size=3))
@settings(max_examples=60, deadline=None)
def test_whatever_took_over_from_whatever_no_registration_is_lost_or_made(
    entries: list[Entry], gone: list[str]
) -> None:
    built = world()
    for ended, heir, day in entries:
        built.succession(ended, heir, day)
    for code in dict.fromkeys(gone):
        built.known_body(code, valid_until="2026-02-23", successor=HEIR)
    facts = built.build()
    was = figures(facts, SIZE, [DAY]).row(0, named=True)
    for by in ("all", "organisation", "ministry", "type", "category"):
        now = figures(facts, SIZE, [DAY], by=by, restated=True)
        assert [now[one].sum() for one in ("passed", "low", "high")] == [was[one] for one in ("passed", "low", "high")]
    to = heirs(facts, DAY)
    # Nobody stands for somebody who has another standing for them, and circles stay as they were.
    assert not set(to) & set(to.values())
    assert not set(circles(facts, DAY)) & set(to)
    before, after = (figures(facts, BODIES, [DAY], restated=one)["passed"].item() for one in (False, True))
    assert 0 < after <= before
    assert as_today(facts, DAY) is as_today(facts, DAY)


@given(st.permutations([(ENDED, HEIR, None), (HEIR, OTHER, "2026-02-23"), (OTHER, "gm1", "2027-01-01")]))
@settings(max_examples=10, deadline=None)
def test_the_order_in_which_they_were_told_does_not_matter(entries: list[Entry]) -> None:
    built = world()
    for ended, heir, day in entries:
        built.succession(ended, heir, day)
    assert heirs(built.build(), DAY) == {ENDED: OTHER, HEIR: OTHER}


def test_without_a_succession_restated_is_as_it_was() -> None:
    facts = world().known_body(HEIR).build()
    assert as_today(facts, DAY) is facts
    for metric, by in ((SIZE, "organisation"), (BODIES, "all")):
        told = [figures(facts, metric, [DAY], by=by, restated=one) for one in (False, True)]
        assert_frame_equal(*told)


# Ledgers


def test_an_entry_counts_until_another_corrects_it() -> None:
    built = world().succession(ENDED, HEIR, since="2026-02-01")
    facts = built.succession(ENDED, OTHER, since="2026-05-01", corrects="0001").build()
    assert [heirs(facts, day) for day in (EARLIER, DAY)] == [{ENDED: HEIR}, {ENDED: OTHER}]


def test_the_store_hands_out_both_ledgers(tmp_path: Path) -> None:
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    about = {"author": "a", "proof": "p", "at": "2026-05-01T00:00:00+00:00"}
    succession = {
        "entry": "s1",
        "predecessor": "MNRE9001",
        "successor": "mnre9002",
        "kind": "merger",
        "date": "2026-02-23",
    }
    named = {"entry": "c1", "subject": "organisation/GM1", "field": "name", "value": "A", "valid_from": "2026-01-01"}
    other = {"entry": "c2", "subject": "registration/1", "field": "name", "value": "A", "valid_from": "2026-01-01"}
    with Store(tmp_path / "store.duckdb") as store:
        store.observe("ledger:successions", moment, as_facts({"s1": succession | about, "file": {"lines": 1}}), 1)
        store.observe("ledger:corrections", moment, as_facts({"c1": named | about, "c2": other | about}), 2)
        facts = facts_of(store)
    assert facts.successions.drop("known_from", "known_to").rows() == [("s1", ENDED, HEIR, "merger", date(2026, 2, 23))]
    assert facts.corrections["subject"].to_list() == ["organisation/GM1", "registration/1"]
    assert unusable(facts, DAY) == []


# Identity


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Gemeente Utrecht", "utrecht", True),
        ("Provincie Utrecht", "Utrecht", True),
        ("Ministerie van Algemene Zaken", "Algemene Zaken", True),
        ("Waterschap Aa en Maas", "Aa & Maas", True),
        ("Noardeast-Fryslân", "Noardeast Fryslân", True),
        ("Rijksinstituut voor Volksgezondheid en Milieu (RIVM)", "Rijksinstituut voor Volksgezondheid en Milieu", True),
        ("College (CvTA)", "College", True),
        ("Utre\u0063\u0068t", "UTRECHT", True),
        ("Fryslân", "Frysla\u0302n", True),
        ("Bergen (L)", "Bergen (NH.)", False),
        ("Bergen (NH)", "Bergen (NH.)", True),
        ("Bergen (L.)", "Bergen", False),
        ("Nuenen c.a.", "Nuenen, Gerwen en Nederwetten", False),
        ("Gemeente", "Provincie", False),
    ],
)
def test_names_are_compared_without_what_does_not_tell_bodies_apart(one: str, other: str, *, same: bool) -> None:
    assert (plain_name(one) == plain_name(other)) is same


def test_what_the_register_leaves_out_comes_from_the_register_of_organisations() -> None:
    built = world().body(AGENCY, "agentschap").known_body(AGENCY, "agentschap", ministry_id=ENDED).known_body(ENDED)
    rows = {row["org_id"]: row for row in bodies_of(built.build(), DAY).to_dicts()}
    assert (rows[AGENCY]["ministry_id"], rows[AGENCY]["ministry"]) == (ENDED, f"Body {ENDED}")
    # Its own word stays, and a body that does not agree brings nothing.
    own = world().body(AGENCY, "agentschap", HEIR).known_body(AGENCY, "agentschap", ministry_id=ENDED).build()
    assert {row["org_id"]: row["ministry_id"] for row in bodies_of(own, DAY).to_dicts()}[AGENCY] == HEIR
    other = world().body(AGENCY, "agentschap").known_body(AGENCY, "agentschap", ministry_id=ENDED, name="Iets").build()
    assert {row["org_id"]: row["ministry_id"] for row in bodies_of(other, DAY).to_dicts()}[AGENCY] is None


def test_a_person_can_say_that_two_codes_are_one_body() -> None:
    built = world().body("ag7", "agentschap").known_body("oorg7", "agentschap", ministry_id=HEIR, name="Anders")
    assert "ag7" not in joined(built.build(), DAY)
    facts = built.correction("ag7", "org_id", "OORG7").build()
    assert joined(facts, DAY)["ag7"].name == "Anders"
    assert {row["org_id"]: row["ministry_id"] for row in bodies_of(facts, DAY).to_dicts()}["ag7"] == HEIR


def test_a_value_list_knows_better_than_an_export_when_a_body_ended() -> None:
    built = FactsBuilder("2026-01-05").known_body("pv1", "provincie", valid_until="2023-03-28", ministry_id=MINISTRY)
    built.known_body("pv1", "provincie", source="organisations:provincie")
    body = register(built.build(), DAY)["pv1"]
    assert (body.valid_until, body.ministry_id) == (None, MINISTRY)


def test_another_name_is_history_and_no_other_body() -> None:
    built = FactsBuilder("2026-01-05").known_body("mnre1", name="Nu")
    built.known_body("hv_1", name="Toen", version_of="mnre1", valid_from="2010-01-01", valid_until="2019-12-31")
    facts = built.build()
    named = {day: listed(facts, day, DAY).select("org_id", "name").rows() for day in (date(2015, 1, 1), DAY)}
    assert named == {date(2015, 1, 1): [("mnre1", "Toen")], DAY: [("mnre1", "Nu")]}


# Before the first list

BEFORE, LISTED = date(2025, 7, 1), date(2026, 1, 5)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        pytest.param({}, 2, id="it lives"),
        pytest.param({"valid_from": "2025-07-02"}, 1, id="it had not begun"),
        pytest.param({"valid_until": "2025-06-30", "successor": "gm2"}, 1, id="another had taken over"),
        pytest.param({"valid_until": "2025-07-01", "successor": "gm2"}, 2, id="its last day"),
        pytest.param({"valid_until": "2025-06-30"}, 2, id="an end that the list does not agree with"),
        pytest.param({"valid_until": "2025-06-30", "org_id": "gm9"}, 1, id="an end that the list agrees with"),
        pytest.param({"kind": "waterschap"}, 1, id="another kind"),
    ],
)
def test_before_the_first_list_the_register_of_organisations_says_how_many_there_were(
    said: dict[str, str], asked: int
) -> None:
    built = FactsBuilder("2026-01-05").member("gemeente", "gm1").member("gemeente", "gm2")
    built.registration("10000000", "2025-05-01", org_id="gm2").known_body("gm2", "gemeente")
    built.known_body(said.pop("org_id", "gm1"), said.pop("kind", "gemeente"), **said)
    rows = figures(built.build(), "connected.organisations", [BEFORE, LISTED], by="type").filter(group="gemeente")
    told = rows.select("as_of", "passed", "asked", "state", "n_source").rows()
    assert told == [
        (BEFORE, 1, asked, "reconstructed", "organisation_register"),
        (LISTED, 1, 2, "too_few", "register_lists"),
    ]


def test_without_any_list_an_end_without_a_successor_is_no_end() -> None:
    built = FactsBuilder("2026-01-05").registration("10000000", "2025-05-01", org_id="pv1")
    built.known_body("pv1", "provincie", valid_until="2023-03-28").known_body("pv2", "provincie")
    row = figures(built.build(), "connected.organisations", [LISTED], by="type").row(0, named=True)
    assert (row["group"], row["passed"], row["asked"], row["state"]) == ("provincie", 1, 2, "reconstructed")


def test_a_total_is_as_sure_as_its_least_sure_part() -> None:
    built = FactsBuilder("2026-01-05").member("gemeente", "gm1").known_body("gm1", "gemeente")
    states = {day: figures(built.build(), "connected.organisations", [day])["state"].item() for day in (BEFORE, LISTED)}
    assert states == {BEFORE: "reconstructed", LISTED: "too_few"}
