"""The queue: what is in it, in which order, with which rivals; and what both sides say."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from metrics.differences import ADDED, KEPT, REMOVED
from metrics.facts import Facts
from metrics.registry import QuestionError
from metrics.review import Days, about, days_of, queue
from metrics.sides import Compared, compared, conflicts
from sql.fields import HIGH_RISK, IN_DEVELOPMENT, IN_USE, OTHER, OUT_OF_USE
from tests.metrics.facts_builder import AGENCY, TARGET, FactsBuilder, at
from tests.metrics.review_world import CITY, DAYS, ReviewWorld

ONE, TWO, THREE, FOUR = (f"1000000{number}" for number in range(1, 5))


@pytest.fixture
def world() -> ReviewWorld:
    """Return three lines and as many registrations: the first may be two of them, the second one."""
    made = ReviewWorld()
    made.line("1", name="Beta").line("2", name="Alfa").line("3", name="Gamma")
    for lars, name in ((ONE, "beta 1"), (TWO, "beta 2"), (THREE, "alfa")):
        made.system(lars, name)
    made.decided("1", ONE)
    made.decided("1", TWO)
    made.decided("2", THREE)
    return made


def listed(facts: Facts, days: Days = DAYS, **asked: str) -> list[tuple[str, str]]:
    return queue(facts, days, **asked).rows.select("local_id", "lars").rows()


def test_what_narrows_most_comes_first_then_by_name(world: ReviewWorld) -> None:
    found = queue(world.build(), DAYS)
    third = 1 / 3
    worth = found.rows.select("local_id", "lars", "narrows", "narrows_same", "narrows_not_same").rows()
    assert [(*row[:2], *(round(one, 9) for one in row[2:])) for row in worth] == [
        ("2", THREE, round(third, 9), round(third, 9), round(third, 9)),
        ("1", ONE, round(third / 2, 9), round(third, 9), 0.0),
        ("1", TWO, round(third / 2, 9), round(third, 9), 0.0),
    ]
    assert about(found) == {
        "as_of": date(2026, 3, 1), "known_on": date(2026, 3, 1), "pairs": 3,
        "range": {"strict": [0, 3], "generous": [2, 3]},
    }  # fmt: skip


def test_a_pair_comes_with_its_rivals(world: ReviewWorld) -> None:
    world.decided("3", ONE)
    world.decided("3", TWO, "not_same")
    rows = queue(world.build(), DAYS).rows.sort("local_id", "lars")
    assert rows.select("local_id", "lars", "rivals_of_line", "rivals_of_registration").rows() == [
        ("1", ONE, [TWO], [f"{AGENCY} 3"]),
        ("1", TWO, [ONE], []),
        ("2", THREE, [], []),
        ("3", ONE, [], [f"{AGENCY} 1"]),
    ]


def test_what_is_decided_is_not_in_it_and_what_people_are_unsure_of_is(world: ReviewWorld) -> None:
    world.rows["matches"][0]["verdict"] = "same"
    world.rows["matches"][2]["verdict"] = "not_same"
    found = queue(world.build(), DAYS).rows
    assert found.select("local_id", "lars", "state", "by", "entry").rows() == [
        ("1", TWO, "possible", "decision", "matches-2")
    ]


def test_a_body_outside_the_target_stands_after_those_that_move_the_headline(world: ReviewWorld) -> None:
    world.inventory(CITY, "2025-06-02").line("9", name="Aardig")
    world.system(FOUR, "aardig", org_id=CITY)
    world.decided("9", FOUR, org_id=CITY)
    assert listed(world.build())[-1] == ("9", FOUR)
    assert listed(world.build(), org_id=CITY) == [("9", FOUR)]
    assert listed(world.build(), org_id="gm0001") == []


def test_what_is_gone_is_not_asked_about(world: ReviewWorld) -> None:
    world.rows["inventory"][1]["known_to"] = at("2026-02-01")
    world.inventory(AGENCY, "2026-02-01")
    world.decided("1", FOUR)
    assert sorted(listed(world.build())) == [("1", ONE), ("1", TWO)]


def test_a_withdrawn_registration_is_asked_about_and_narrows_nothing(world: ReviewWorld) -> None:
    world.system(FOUR, "gamma", withdrawn="2026-02-01")
    world.decided("3", FOUR)
    row = queue(world.build(), DAYS).rows.row(-1, named=True)
    assert (row["lars"], row["shown"], row["narrows"]) == (FOUR, "withdrawn", 0.0)


def test_without_a_list_that_counts_the_order_is_that_of_names() -> None:
    world = ReviewWorld()
    world.rows["inventories"].clear()
    world.inventory(CITY, "2025-06-02").line("1", name="b").line("2", name="a")
    world.system(ONE, "x", org_id=CITY)
    for local_id in "12":
        world.decided(local_id, ONE, org_id=CITY)
    found = queue(world.build(), DAYS)
    assert (found.range, found.rows["narrows"].to_list()) == (None, [None, None])
    assert found.rows["local_id"].to_list() == ["2", "1"]
    assert about(found)["range"] is None


def test_likelier_pairs_come_first_and_those_that_texts_are_sure_of_last(world: ReviewWorld) -> None:
    world.rows["matches"].clear()
    world.pair(ONE, "1", alone="likely").pair(TWO, "2", alone="certain").pair(THREE, "3", alone="none")
    world.decided("3", TWO)
    rows = queue(world.build(), DAYS).rows
    assert rows.select("local_id", "lars", "state", "by").rows() == [
        ("1", ONE, "possible", "text"), ("3", TWO, "possible", "decision"), ("2", TWO, "certain", "text"),
    ]  # fmt: skip
    assert rows.select(pl.col("probability", "score", "evidence").is_null()).rows() == [
        (False,) * 3, (True,) * 3, (False,) * 3,
    ]  # fmt: skip
    narrows, same, not_same, likely = rows.select("narrows", "narrows_same", "narrows_not_same", "probability").row(0)
    assert narrows == pytest.approx(likely * same + (1 - likely) * not_same)


def test_to_say_no_of_one_may_make_another_one_likelier(world: ReviewWorld) -> None:
    world.rows["matches"].clear()
    world.pair(ONE, "1", alone="possible").pair(TWO, "1", alone="possible")
    rows = queue(world.build(), DAYS).rows
    # The other one is possible all the same.
    assert rows["narrows_not_same"].to_list() == [0.0, 0.0]
    assert rows["rivals_of_line"].to_list() == [[TWO], [ONE]]


def test_an_empty_queue(world: ReviewWorld) -> None:
    facts = world.build()
    found = queue(replace(facts, matches=facts.matches.clear()), DAYS)
    assert (found.rows.height, found.range is None) == (0, False)


def test_the_order_of_rows_does_not_matter(world: ReviewWorld) -> None:
    facts = world.build()
    other = replace(facts, **{name: getattr(facts, name).reverse() for name in ("matches", "inventory", "versions")})
    assert queue(facts, DAYS).rows.equals(queue(other, DAYS).rows)


def test_a_target_that_there_is_none_of(world: ReviewWorld) -> None:
    assert listed(world.build(), target=TARGET)
    with pytest.raises(QuestionError, match="no target 'x'"):
        queue(world.build(), DAYS, target="x")


def test_decisions_count_from_the_day_they_were_heard(world: ReviewWorld) -> None:
    world.rows["collections"].append({"source": "ledger:matches", "observed_at": at("2026-03-05")})
    world.rows["matches"][2]["known_from"] = at("2026-03-05")
    found = days_of(world.build())
    assert found == Days(date(2026, 3, 1), date(2026, 3, 5))
    assert ("2", THREE) in listed(world.build(), found)
    assert ("2", THREE) not in listed(world.build())
    assert days_of(FactsBuilder().build()) is None


def side_by_side(world: ReviewWorld, local_id: str = "1", lars: str = ONE) -> dict[str, Compared]:
    pair = pl.DataFrame({"org_id": [AGENCY], "local_id": [local_id], "lars": [lars]})
    (fields,) = compared(world.build(), DAYS, pair, world.texts)
    return {one.key: one for one in fields}


def test_both_texts_are_compared_field_by_field() -> None:
    world = ReviewWorld()
    world.line("1", name="Chatbot Gem", description="Beantwoordt vragen", vendor="Bouwer", start_date="2024-01")
    world.system(
        ONE, "Chatbot Gem 2", description_short="Beantwoordt veel vragen", provider="Maker", begin_date="01-2024",
        status=IN_DEVELOPMENT, standard_version="1.0", goal="Helpen",
    )  # fmt: skip
    found = side_by_side(world)
    assert [(run.kind, run.text) for run in found["description"].runs] == [
        (KEPT, "Beantwoordt"), (ADDED, "veel"), (KEPT, "vragen"),
    ]  # fmt: skip
    assert [(run.kind, run.text) for run in found["vendor"].runs] == [(REMOVED, "Bouwer"), (ADDED, "Maker")]
    assert (found["process"].line, found["process"].registration) == ("", "Helpen")
    assert {key for key, one in found.items() if one.conflicts} == {"name", "vendor", "status"}
    assert (found["category"].line, found["category"].registration) == (HIGH_RISK, HIGH_RISK)


def test_a_side_that_is_not_there_says_nothing(world: ReviewWorld) -> None:
    assert {one.registration for one in side_by_side(world, "1", "99999999").values()} == {""}
    assert {one.line for one in side_by_side(world, "99").values()} == {""}


def test_a_text_that_is_not_kept_leaves_the_name(world: ReviewWorld) -> None:
    world.said.clear()
    found = side_by_side(world)
    assert (found["name"].registration, found["description"].registration) == ("beta 1", "")


@pytest.mark.parametrize(
    ("key", "line", "registration", "expected"),
    [
        ("name", "Chatbot Gem", "CHATBOT  gem!", False),
        ("name", "Chatbot Gem", "Chatbot Gem 2", True),
        ("name", "", "Chatbot", False),
        ("description", "Dit", "Dat", False),
        ("process", "Dit", "Dat", False),
        ("vendor", "Bouwer B.V.", "bouwer bv", True),
        ("vendor", "Bouwer", "bouwer", False),
        ("category", HIGH_RISK, OTHER, True),
        ("category", HIGH_RISK, "", False),
        ("status", IN_USE, OUT_OF_USE, True),
        ("start_date", "2024-01-15", "01-2024", False),
        ("start_date", "2024-01", "2024-02", True),
        ("start_date", "2024", "2024-02", False),
        ("start_date", "2023", "2024-02", True),
        ("start_date", "15-01-2024", "2024-01", False),
        ("start_date", "onlangs", "2024-01", False),
        ("end_date", "2024-01", "", False),
    ],
)
def test_what_conflicts(key: str, line: str, registration: str, expected: bool) -> None:
    assert conflicts(key, line, registration) is expected
