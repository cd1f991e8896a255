"""What each body declared, over time, and what a document that contradicts itself comes to."""

import random
from datetime import date
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.declarations import contradictions, declarations, last_heard, over_time
from metrics.engine import figures
from metrics.facts import Facts
from metrics.systems import target_of
from sql.fields import IMPACTFUL
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder, at

OTHER_MINISTRY, CITY, GONE = "mnre1058", "gm0344", "mnre1171"
DAY = date(2026, 3, 1)
MINE = pl.col("org_id") == MINISTRY
COLLECTED = ("2025-06-02", "2026-02-01", "2026-03-01", "2026-04-01")


def register() -> FactsBuilder:
    builder = FactsBuilder(*COLLECTED).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    return builder.body(OTHER_MINISTRY, "ministerie").body(CITY, "gemeente")


def said(org_id: str, a: int | None = None, **more: object) -> dict[str, Any]:
    about: dict[str, Any] = {
        "entry": f"declared-{org_id}",
        "as_of": "2025-08-25",
        "document": "A letter",
        "state": "reported",
    }
    row = about | {"org_id": org_id, "category_a": a, "known_from": at("2026-01-01")} | more
    days = {key: date.fromisoformat(row[key]) for key in ("as_of", "expected_on") if row.get(key)}
    return row | days


def promised(org_id: str, until: str) -> dict[str, Any]:
    days = {"stated_on": date(2025, 9, 1), "date": date.fromisoformat(until)}
    said = {"promise_nl": "Een lijst", "promise_en": "A list", "document_nl": "Een brief", "document_en": "A letter"}
    return {"entry": "commitments-1", "org_id": org_id, **said, **days}


def facts(*declared: dict[str, Any], commitments: tuple[dict[str, Any], ...] = ()) -> Facts:
    builder = register()
    builder.rows["declared"] += declared
    builder.rows["commitments"] += commitments
    return builder.build()


def states(known: Facts, as_of: date = DAY, known_on: date = DAY) -> dict[str, str]:
    return dict(declarations(known, as_of, known_on).select("org_id", "state").iter_rows())


class Case(NamedTuple):
    declared: tuple[dict[str, Any], ...]
    state: str
    commitments: tuple[dict[str, Any], ...] = ()
    org_id: str = MINISTRY


CASES = {
    "nothing": Case((), "not_reported"),
    "counts": Case((said(MINISTRY, 3),), "reported"),
    "nought": Case((said(MINISTRY, 0),), "declared_zero"),
    "in part, as it says": Case((said(MINISTRY, 3, state="partial"),), "partial"),
    "a total, and not of this category": Case((said(MINISTRY, None, total_printed=9),), "partial"),
    "of a later day": Case((said(MINISTRY, 3, as_of="2026-03-02"),), "not_reported"),
    "not known yet": Case((said(MINISTRY, 3, known_from=at("2026-03-02")),), "not_reported"),
    "withdrawn since": Case((said(MINISTRY, 3, known_to=at("2026-02-01")),), "not_reported"),
    "withdrawn later": Case((said(MINISTRY, 3, known_to=at("2026-03-20")),), "reported"),
    "the newest goes before": Case((said(MINISTRY, 3), said(MINISTRY, 0, as_of="2026-01-01")), "declared_zero"),
    "announced": Case((said(MINISTRY, state="forthcoming", expected_on="2026-06-01"),), "forthcoming"),
    "announced, and the day went by": Case(
        (said(MINISTRY, state="forthcoming", expected_on="2026-03-01"),), "not_reported"
    ),
    "announced, and there is something": Case(
        (said(MINISTRY, 1), said(MINISTRY, state="forthcoming", expected_on="2026-06-01")), "reported"
    ),
    "promised": Case((), "forthcoming", (promised(MINISTRY, "2026-06-01"),)),
    "promised, and the day went by": Case((), "not_reported", (promised(MINISTRY, "2026-01-01"),)),
    "promised by the government as a whole": Case((), "not_reported", (promised("government", "2026-06-01"),)),
    "its ministry's document": Case((said(MINISTRY, 3),), "partial", org_id=AGENCY),
    "named in another's count": Case((said(OTHER_MINISTRY, 3, includes=f"incl. {MINISTRY}"),), "partial"),
    "out of scope": Case((said(CITY, 3),), "not_asked", org_id=CITY),
    "a ministry that no register lists": Case((said(GONE, 3),), "reported", org_id=GONE),
    "a total is no body": Case((said("total", 3),), "not_reported"),
}


@pytest.mark.parametrize("name", CASES)
def test_how_a_body_stands(name: str) -> None:
    case = CASES[name]
    assert states(facts(*case.declared, commitments=case.commitments))[case.org_id] == case.state


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param({}, ("reported", "inventory", 1), id="a list with such a system"),
        pytest.param({"category": IMPACTFUL}, ("declared_zero", "inventory", 0), id="a list without one"),
        pytest.param({"status": "Buiten gebruik"}, ("declared_zero", "inventory", 0), id="a list with one out of use"),
    ],
)
def test_a_list_goes_before_a_document(line: dict[str, str], expected: tuple[str, str, int]) -> None:
    builder = register().inventory(MINISTRY, "2026-02-01").line(**line)
    builder.rows["declared"].append(said(MINISTRY, 7))
    frame = declarations(builder.build(), DAY, DAY)
    rows = {row["org_id"]: row for row in frame.iter_rows(named=True)}
    assert tuple(rows[MINISTRY][key] for key in ("state", "n_source", "listed")) == expected
    # What the document says stands beside it, and its list tells of the agency in part.
    assert (rows[MINISTRY]["category_a"], rows[AGENCY]["state"]) == (7, "partial")


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        pytest.param(OTHER_MINISTRY, {MINISTRY: ("reported", 2), OTHER_MINISTRY: ("declared_zero", 0)}, id="another"),
        pytest.param(AGENCY, {MINISTRY: ("reported", 2), AGENCY: ("declared_zero", 0)}, id="its agency, without one"),
    ],
)
def test_a_list_about_several_bodies_says_of_each_its_own(about: str, expected: dict[str, tuple[str, int]]) -> None:
    builder = register().inventory(MINISTRY, "2026-02-01", "both").line("1").line("2")
    frame = declarations(builder.inventory(about, "2026-02-01", "both").line("3", category=IMPACTFUL).build(), DAY, DAY)
    rows = {row["org_id"]: (row["state"], row["listed"]) for row in frame.iter_rows(named=True)}
    assert {body: rows[body] for body in expected} == expected


def test_what_hangs_under_a_ministry_counts_to_its_list() -> None:
    builder = register().inventory(MINISTRY, "2026-02-01", "both").line("1")
    frame = declarations(builder.inventory(AGENCY, "2026-02-01", "both").line("2").line("3").build(), DAY, DAY)
    rows = {row["org_id"]: (row["state"], row["listed"]) for row in frame.iter_rows(named=True)}
    assert (rows[MINISTRY], rows[AGENCY]) == (("reported", 3), ("reported", 2))


def test_a_row_says_where_it_comes_from_and_how_old_it_is() -> None:
    row = declarations(facts(said(MINISTRY, 3, quote="three")), DAY, DAY).row(by_predicate=MINE, named=True)
    assert (row["document"], row["quote"], row["age_days"], row["n_date"]) == (
        "A letter", "three", 188, date(2025, 8, 25),
    )  # fmt: skip


def test_over_time() -> None:
    known = facts(said(MINISTRY, 3), said(MINISTRY, 5, as_of="2026-01-01"), said(OTHER_MINISTRY, 1))
    assert over_time(known, MINISTRY, DAY)["category_a"].to_list() == [3, 5]
    for as_of, count in (("2025-08-24", None), ("2025-12-31", 3), ("2026-03-01", 5)):
        row = declarations(known, date.fromisoformat(as_of), DAY).row(by_predicate=MINE, named=True)
        assert row["category_a"] == count


# Documents that contradict themselves

LETTER = (
    said(MINISTRY, 2, category_b=15, category_c=34, total_printed=76),
    said(OTHER_MINISTRY, 10, category_b=22, category_c=20, total_printed=52),
    said("total", 12, category_b=37, category_c=50),
)


def test_contradictions_are_kept_and_told() -> None:
    found = contradictions(facts(*LETTER), DAY, DAY).select("org_id", "what", "printed", "summed").rows()
    assert found == [(MINISTRY, "total_printed", 76, 51), ("total", "category_c", 50, 54)]


@pytest.mark.parametrize(
    ("metric", "bounds"),
    [("high_risk", (12, 12, 12)), ("impactful", (37, 37, 37)), ("other", (54, 50, 54))],
)
def test_the_figure_is_the_sum_and_the_printed_total_a_bound(metric: str, bounds: tuple[int, int, int]) -> None:
    row = figures(facts(*LETTER), f"declared.{metric}", [DAY]).row(0, named=True)
    assert (row["passed"], row["low"], row["high"]) == bounds
    assert (row["state"], row["n_source"], row["n_date"]) == ("ok", "declared", date(2025, 8, 25))


def test_a_total_of_one_document_bounds_no_sum_of_several() -> None:
    known = facts(*LETTER, said(OTHER_MINISTRY, 10, category_c=21, document="Another", as_of="2026-01-01"))
    row = figures(known, "declared.other", [DAY]).row(0, named=True)
    assert (row["passed"], row["low"], row["high"]) == (55, 55, 55)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param((), (None, "not_reported"), id="nothing"),
        pytest.param((said(MINISTRY, 3),), (3, "ok"), id="the ministry"),
        pytest.param((said(MINISTRY, 0),), (0, "declared_zero"), id="nought"),
        pytest.param((said(AGENCY, 2),), (2, "partial"), id="only what hangs under it"),
        pytest.param((said(AGENCY, 2), said(MINISTRY, 3)), (3, "ok"), id="its own speaks for both"),
        pytest.param(
            (said(MINISTRY, state="forthcoming", expected_on="2026-06-01"),), (None, "forthcoming"), id="announced"
        ),
        pytest.param((said(CITY, 9),), (None, "not_reported"), id="out of scope"),
    ],
)
def test_a_ministry(declared: tuple[dict[str, Any], ...], expected: tuple[int | None, str]) -> None:
    rows = figures(facts(*declared), "declared.high_risk", [DAY], by="ministry").to_dicts()
    row = next(row for row in rows if row["org_id"] == MINISTRY)
    assert (row["passed"], row["state"]) == expected


class Aged(NamedTuple):
    """When a ministry and its agency declared 3 and 2, and another ministry 4; what the ministry and the total are."""

    declared: tuple[str | None, str | None, str | None]
    ministry: tuple[int | None, str]
    total: tuple[int | None, str]


AGED = {
    "all new": Aged(("2025-08-25", None, "2025-08-25"), (3, "ok"), (7, "ok")),
    "of today a year ago": Aged(("2025-03-01", None, None), (3, "ok"), (3, "ok")),
    "a day older": Aged(("2025-02-28", None, None), (3, "stale"), (3, "stale")),
    "one of two": Aged(("2025-02-28", None, "2025-08-25"), (3, "stale"), (7, "stale")),
    "the other one": Aged(("2025-08-25", None, "2025-02-28"), (3, "ok"), (7, "stale")),
    "of today two years ago": Aged(("2024-03-01", None, None), (3, "stale"), (3, "stale")),
    "a day older than two years": Aged(("2024-02-29", None, None), (None, "not_reported"), (None, "not_reported")),
    "one of two is out": Aged(("2024-02-29", None, "2025-08-25"), (None, "not_reported"), (4, "ok")),
    "one is out, and one is stale": Aged(("2024-02-29", None, "2025-01-01"), (None, "not_reported"), (4, "stale")),
    "out, and its agency speaks": Aged(("2024-02-29", "2025-08-25", None), (2, "partial"), (2, "ok")),
    "out, and its agency speaks of long ago": Aged(("2024-02-29", "2025-02-28", None), (2, "partial"), (2, "stale")),
    "its own is new, and its agency's is stale": Aged(("2025-08-25", "2025-02-28", None), (3, "ok"), (3, "ok")),
    "both are out": Aged(("2024-02-29", "2024-02-29", None), (None, "not_reported"), (None, "not_reported")),
}


def aged(name: str) -> Facts:
    bodies = ((MINISTRY, 3), (AGENCY, 2), (OTHER_MINISTRY, 4))
    days = zip(bodies, AGED[name].declared, strict=True)
    return facts(*(said(org_id, count, as_of=day, document=day) for (org_id, count), day in days if day))


@pytest.mark.parametrize("name", AGED)
def test_a_count_ages(name: str) -> None:
    for by, expected in (("ministry", AGED[name].ministry), ("all", AGED[name].total)):
        rows = figures(aged(name), "declared.high_risk", [DAY], by=by).to_dicts()
        row = next(row for row in rows if row["org_id"] in {None, MINISTRY})
        assert (row["passed"], row["state"]) == expected
        assert (row["low"], row["high"]) == (row["passed"], row["passed"])
        assert row["n_source"] == ("declared" if row["passed"] else None)


def test_a_count_ages_by_the_day() -> None:
    """Days on which nothing else turns: the last on which it is as it was, and the first on which it is not."""
    known = facts(said(MINISTRY, 3, as_of="2025-02-15"), said(OTHER_MINISTRY, 4, as_of="2024-02-20"))
    told = figures(known, "declared.high_risk", [date(2025, 2, day) for day in (15, 20, 21)])
    assert told.select("passed", "state").rows() == [(7, "ok"), (7, "ok"), (7, "stale")]
    told = figures(known, "declared.high_risk", [date(2026, 2, day) for day in (15, 20, 21)])
    assert told.select("passed", "state").rows() == [(7, "stale"), (7, "stale"), (3, "stale")]


def test_a_printed_total_bounds_what_is_left_when_another_document_is_out() -> None:
    known = facts(*LETTER, said(GONE, 9, category_c=9, as_of="2024-01-01", document="An old one"))
    row = figures(known, "declared.other", [DAY]).row(0, named=True)
    assert (row["passed"], row["low"], row["high"], row["state"]) == (54, 50, 54, "ok")


def test_what_was_announced_since_is_told_when_a_count_is_out() -> None:
    known = facts(said(MINISTRY, 3, as_of="2024-02-29"), commitments=(promised(MINISTRY, "2026-06-01"),))
    rows = figures(known, "declared.high_risk", [DAY], by="ministry").to_dicts()
    row = next(row for row in rows if row["org_id"] == MINISTRY)
    assert (row["passed"], row["state"]) == (None, "forthcoming")


def test_a_figure_for_one_ministry() -> None:
    row = figures(facts(*LETTER), "declared.high_risk", [DAY], where={"ministry": MINISTRY}).row(0, named=True)
    assert (row["passed"], row["low"], row["high"]) == (2, 2, 2)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([MINISTRY, AGENCY, OTHER_MINISTRY, GONE, "total"]), st.integers(0, 9),
            st.sampled_from(["2025-08-25", "2026-01-01"]), st.sampled_from(["A letter", "Another"]),
        ),
        max_size=12, unique_by=lambda one: (one[0], *one[2:]),
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_in_which_order_entries_were_written_never_matters(
    rows: list[tuple[str, int, str, str]], chance: random.Random
) -> None:
    shuffled = rows[:]
    chance.shuffle(shuffled)
    told = []
    for order in (rows, shuffled):
        known = facts(
            *(
                said(org_id, count, category_b=1, category_c=2, as_of=as_of, document=document, entry=f"declared-{n}")
                for n, (org_id, count, as_of, document) in enumerate(order)
            )
        )
        frames = [declarations(known, DAY, DAY).drop("entry"), contradictions(known, DAY, DAY)]
        frames += [figures(known, "declared.high_risk", [DAY], by=by) for by in ("all", "ministry")]
        told.append([frame.rows() for frame in frames])
    assert told[0] == told[1]


# Targets that move


def test_a_moved_deadline_changes_nothing_of_the_days_before() -> None:
    builder = register().target()
    moved = builder.rows["targets"][0] | {"deadline": date(2027, 12, 31), "stated_on": date(2026, 2, 15)}
    builder.rows["targets"].append(moved | {"known_from": at("2026-02-20")})
    known = builder.build()
    asked = [("2025-12-31", "2026-03-01"), ("2026-03-01", "2026-02-10"), ("2026-03-01", "2026-03-01")]
    found = [target_of(known, None, *map(date.fromisoformat, days))["deadline"] for days in asked]
    assert found == [date(2025, 12, 31), date(2025, 12, 31), date(2027, 12, 31)]


def test_the_totals_of_one_target_are_never_told_as_those_of_another() -> None:
    builder = register()
    other = {"target": "b-2027", "deadline": date(2027, 12, 31), "stated_on": date(2026, 1, 1), "known_from": None}
    builder.rows["targets"].append(builder.rows["targets"][0] | other)
    about = {"metric": "on_time.overdue", "metric_version": 1, "by": "all", "group": "all", "state": "ok"}
    builder.rows["kept"].append(about | {"as_of": DAY, "known_on": DAY, "passed": 7, "asked": 9})
    public = builder.build("public")
    told = {
        target: figures(public, "on_time.overdue", [DAY], known_on=DAY, target=target)["passed"].to_list()
        for target in (None, "rijk-a-2025", "b-2027")
    }
    assert told == {None: [7], "rijk-a-2025": [7], "b-2027": [None]}


def test_the_last_day_that_anything_was_heard() -> None:
    builder = register()
    assert last_heard(builder.build()) == date(2026, 4, 1)
    builder.rows["collections"].append({"source": "ledger:declared", "observed_at": at("2026-05-01")})
    assert last_heard(builder.build()) == date(2026, 5, 1)
    assert last_heard(FactsBuilder().build()) is None
