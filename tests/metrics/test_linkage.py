"""What linking reads, from when to when its pairs hold, and that only what changed is linked anew."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.facts import Facts
from metrics.linkage import TEXTS, Inputs, changed, inputs, linked_anew
from metrics.linking.dating import held
from metrics.linking.pairs import pairs
from metrics.relatives import ever_related, related
from metrics.schemas import SCHEMAS, empty
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder, at
from tests.metrics.test_increment import BODIES, Made

LARS, OTHER_LARS = "12345678", "22222222"
DAY = date(2026, 3, 1)
OTHER_AGENCY, OLD = "ag0002", "ag0000"


def texts(said: dict[str, str]) -> Any:  # noqa: ANN401 - as the store answers
    """Return texts of which only the id of a line matters."""

    def of(contents: pl.Series) -> pl.DataFrame:
        rows = [{"content": one, "source_id": said.get(one)} for one in contents]
        return pl.DataFrame(rows, schema=dict.fromkeys(("content", *TEXTS), pl.String))

    return of


def row(start: str, end: str | None, score: float | None = None, local_id: str = "1") -> dict[str, Any]:
    said = {"org_id": AGENCY, "local_id": local_id, "lars": LARS, "basis": "text", "score": score}
    moments = {"known_from": at(start), "known_to": at(end) if end else None}
    return said | moments | {"evidence": None if score is None else [score], "parts": 0}


# From when to when


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([("01", None, 1.0)], [("01", None, 1.0)], id="one"),
        pytest.param([("01", None, 1.0), ("05", None, 2.0)], [("01", "05", 1.0), ("05", None, 2.0)], id="a better one"),
        pytest.param([("01", None, 2.0), ("05", None, 1.0)], [("01", None, 2.0)], id="a worse one changes nothing"),
        pytest.param([("01", "09", 1.0), ("05", None, 1.0)], [("01", None, 1.0)], id="the same goes on"),
        pytest.param(
            [("01", None, 1.0), ("03", "05", 2.0)],
            [("01", "03", 1.0), ("03", "05", 2.0), ("05", None, 1.0)],
            id="a better one that ends",
        ),
        pytest.param([("01", "03", 1.0), ("05", None, 1.0)], [("01", "03", 1.0), ("05", None, 1.0)], id="with a gap"),
        pytest.param([("01", "01", 9.0), ("05", None, 1.0)], [("05", None, 1.0)], id="one that never held"),
        pytest.param([("01", None, None), ("02", None, None)], [("01", None, None)], id="without a score"),
    ],
)
def test_the_best_that_is_known_holds(told: list[Any], expected: list[Any]) -> None:
    def frame(rows: list[Any]) -> pl.DataFrame:
        said = [row(f"2026-01-{start}", f"2026-01-{end}" if end else None, score) for start, end, score in rows]
        return pl.DataFrame(said, schema=SCHEMAS["pairs"])

    found = held(frame(told).sort("known_from", descending=True))
    assert_frame_equal(found, frame(expected))
    assert_frame_equal(held(found), found)


SPAN = st.tuples(st.integers(0, 9), st.integers(1, 9) | st.none(), st.integers(0, 3), st.sampled_from("12"))


@given(st.lists(SPAN, max_size=8))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_at_every_moment_the_best_of_what_holds(spans: list[tuple[int, int | None, int, str]]) -> None:
    begin = at("2026-01-01")
    said = [
        row("2026-01-01", None, float(score), key)
        | {
            "known_from": begin + timedelta(hours=start),
            "known_to": begin + timedelta(hours=start + long) if long else None,
        }
        for start, long, score, key in spans
    ]
    rows = pl.DataFrame(said, schema=SCHEMAS["pairs"])
    found = held(rows)
    for hour in range(20):
        now = begin + timedelta(hours=hour, minutes=1)
        holds = (pl.col("known_from") <= now) & (pl.col("known_to").is_null() | (pl.col("known_to") > now))
        best = rows.filter(holds).group_by("local_id").agg(pl.col("score").max()).sort("local_id")
        assert_frame_equal(found.filter(holds).select("local_id", "score").sort("local_id"), best)


# What is near


def near(builder: FactsBuilder, known_on: date = DAY) -> set[str]:
    found = related(builder.build(), known_on).filter(pl.col("org_id") == AGENCY)["other"].to_list()
    ever = ever_related(builder.build()).filter(pl.col("org_id") == AGENCY)["other"].to_list()
    assert set(found) <= set(ever)
    return set(found)


def bodies() -> FactsBuilder:
    builder = FactsBuilder("2025-06-02", "2026-01-01", "2026-03-01").body(MINISTRY, "ministerie")
    return builder.body(AGENCY, "agentschap", MINISTRY).body(OTHER_AGENCY, "agentschap", MINISTRY)


def test_above_and_no_cousins() -> None:
    assert near(bodies()) == {MINISTRY}


def test_before_and_after_in_however_many_steps_as_it_was_known() -> None:
    builder = bodies().succession("ag000a", OLD, "2024-01-01", since="2025-06-02")
    builder.succession(OLD, AGENCY, "2025-12-01", since="2026-01-01")
    assert near(builder) == {MINISTRY, OLD, "ag000a"}
    assert near(builder, date(2025, 12, 31)) == {MINISTRY}


def test_the_register_of_organisations_tells_too() -> None:
    builder = bodies().known_body(OLD, "agentschap", valid_until="2025-12-31", successor=AGENCY)
    builder.known_body(AGENCY, "agentschap", parent="org0009").known_body("org0009", "organisatieonderdeel")
    assert near(builder) >= {MINISTRY, OLD}


# What is read


def listed(local_id: str = "ALG-1") -> FactsBuilder:
    builder = bodies().registration(LARS, "2025-05-01").registration(LARS, "2025-12-01")
    return (
        builder.registration(OTHER_LARS, "2025-05-01", org_id=OTHER_AGENCY)
        .inventory(AGENCY, "2025-06-03")
        .line(local_id)
    )


def test_registrations_of_near_bodies_are_read_each_text_up_to_the_next() -> None:
    found = inputs(listed().build(), DAY)
    assert found.related.rows() == [(AGENCY, AGENCY), (AGENCY, MINISTRY)]
    told = found.registrations.select("lars", "org_id", "content", "known_from", "known_to").rows()
    assert told == [
        (LARS, AGENCY, f"{LARS}/2025-05-01", at("2025-06-02"), at("2026-01-01")),
        (LARS, AGENCY, f"{LARS}/2025-12-01", at("2026-01-01"), None),
    ]


def test_a_registration_is_read_with_every_body_that_it_belonged_to() -> None:
    builder = listed()
    builder.rows["owners"] += [
        {"lars": OTHER_LARS, "org_id": OTHER_AGENCY, "known_from": at("2025-06-02"), "known_to": at("2026-01-01")},
        {"lars": OTHER_LARS, "org_id": AGENCY, "known_from": at("2026-01-01"), "known_to": None},
    ]
    for one in builder.rows["versions"]:
        one["org_id"] = one["org_id"] if one["lars"] == LARS else None
    assert set(inputs(builder.build(), DAY).registrations["lars"]) == {LARS, OTHER_LARS}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"2025-05-01": "alg-1 "}, [("2025-06-03", "2026-01-01")], id="until a newer text does not"),
        pytest.param({"2025-12-01": "ALG-1"}, [("2026-01-01", None)], id="from a newer text on"),
        pytest.param({"2025-05-01": "ALG-1", "2025-12-01": "ALG-1"}, [("2025-06-03", None)], id="all along"),
        pytest.param({"2025-12-01": "ALG-2"}, [], id="another id"),
        pytest.param({"2025-12-01": ""}, [], id="no id"),
    ],
)
def test_a_line_that_a_registration_names(said: dict[str, str], expected: list[Any]) -> None:
    asked = texts({f"{LARS}/{day}": words for day, words in said.items()})
    found = linked_anew(listed().build(), DAY, None, asked, pairs)
    told = found.filter(basis="source_id").select("org_id", "local_id", "lars", "known_from", "known_to").rows()
    assert told == [(AGENCY, "ALG-1", LARS, at(start), at(end) if end else None) for start, end in expected]


def test_the_ids_of_another_body_are_its_own() -> None:
    builder = listed("34").registration(OTHER_LARS, "2025-05-01", org_id=MINISTRY)
    asked = texts({f"{OTHER_LARS}/2025-05-01": "34"})
    assert linked_anew(builder.build(), DAY, None, asked, pairs).filter(basis="source_id").is_empty()


def test_without_a_line_nothing_is_read() -> None:
    assert linked_anew(bodies().build(), DAY, None, None, None).equals(empty("pairs"))  # type: ignore[arg-type]


# Only what changed


def crude(lines: pl.DataFrame, registrations: pl.DataFrame, near: pl.DataFrame) -> pl.DataFrame:
    """Pair every line with every registration, and score how many there are to choose from."""
    among = near.join(registrations, left_on="other", right_on="org_id", suffix="_r").with_columns(
        score=pl.len().over("org_id").cast(pl.Float64)
    )
    met = lines.join(among, on="org_id", suffix="_r").with_columns(
        basis=pl.lit("text"),
        evidence=pl.concat_list("score"),
        parts=pl.lit(0),
        known_from=pl.max_horizontal("known_from", "known_from_r"),
    )
    return held(met.select(pl.col(name).cast(kind) for name, kind in SCHEMAS["pairs"].items()))


class Listed(Made):
    """Made up frames in which bodies deliver inventories, too."""

    def happenings(self) -> list[Any]:
        return [*super().happenings(), *[self.deliver] * 3, self.shrink, self.relate]

    def deliver(self) -> None:
        org_id, local_id = self.random.choice(BODIES), str(self.random.randint(1, 4))
        self.shrink()
        self.add("inventory", inventory=org_id, org_id=org_id, local_id=local_id, name=f"System {self.random.random()}")

    def shrink(self) -> None:
        self.close("inventory")

    def relate(self) -> None:
        body, above = self.random.sample(BODIES, 2)
        self.add("relations", org_id=body, ministry_id=above, ministry=above)


def with_pairs(facts: Facts, found: Any = None) -> Facts:  # noqa: ANN401 - whichever way to pair
    day = facts.last_day()
    assert day
    return replace(facts, pairs=linked_anew(facts, day, None, texts({}), found or crude))


@given(st.integers(0, 10**9))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_linking_what_changed_is_linking_everything(seed: int) -> None:
    made = Listed(seed)
    for _ in range(4):
        before = made.facts()
        made.day()
        after = made.facts()
        earlier, day = before.last_day(), after.last_day()
        assert earlier
        assert day
        for way in (crude, pairs):
            asked = texts({one: "2" for one in after.versions["content"] if one.endswith("3")})
            told = replace(before, pairs=linked_anew(before, earlier, None, asked, way))
            again = linked_anew(after, day, (told, earlier), asked, way)
            assert_frame_equal(again, linked_anew(after, day, None, asked, way))


def test_a_night_without_anything_new_links_nothing() -> None:
    facts = with_pairs(listed().build())
    told = inputs(facts, DAY)
    assert changed(told, told).is_empty()
    refused: Any = None
    assert linked_anew(facts, DAY, (facts, DAY), refused, refused).equals(facts.pairs)


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        pytest.param(lambda one: one.registration("30000001", "2026-02-01"), [AGENCY], id="a registration of its own"),
        pytest.param(
            lambda one: one.registration("30000001", "2026-02-01", org_id=MINISTRY), [AGENCY], id="one of its ministry"
        ),
        pytest.param(lambda one: one.registration("30000001", "2026-02-01", org_id=OTHER_AGENCY), [], id="a cousin's"),
        pytest.param(lambda one: one.line("ALG-2"), [AGENCY], id="a line"),
        pytest.param(
            lambda one: one.inventory(OTHER_AGENCY, "2026-02-01").line("9"), [OTHER_AGENCY], id="another body's line"
        ),
        pytest.param(lambda one: one.succession(OLD, AGENCY, "2026-01-01"), [AGENCY], id="a body that it follows"),
    ],
)
def test_what_is_linked_anew(happens: Any, expected: list[str]) -> None:  # noqa: ANN401 - a change of a builder
    before = inputs(listed().build(), DAY)
    assert changed(before, inputs(happens(listed()).build(), DAY)).sort().to_list() == expected


def test_a_body_whose_lines_are_erased_has_no_pairs() -> None:
    made = Listed(1)
    made.now = datetime(2026, 1, 1, tzinfo=UTC)
    made.deliver()
    made.day()
    told = with_pairs(made.facts())
    made.rows["inventory"] = made.rows["inventory"][:1] if len(made.rows["inventory"]) > 1 else []
    made.day()
    after = made.facts()
    earlier, day = told.last_day(), after.last_day()
    assert earlier
    assert day
    found = linked_anew(after, day, (told, earlier), texts({}), crude)
    assert set(found["org_id"]) <= set(after.inventory["org_id"])
    assert isinstance(inputs(after, day), Inputs)
