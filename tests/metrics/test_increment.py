"""What a run changed, worked out from what was known before, is what working everything out gives."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics import increment as module
from metrics.facts import Facts, facts_in, known
from metrics.increment import WorkedOut, broken, in_full, increment
from metrics.schemas import SCHEMAS
from metrics.spans import orphans, spans
from sql.fields import CATEGORIES, STATUSES
from tests.metrics.world import EVENTS, Event, played

BEGIN = datetime(2023, 3, 20, 4, tzinfo=UTC)
BODIES = ("gm0", "gm1", "gm2", "gm3", "gm4", "gm5")


def full(facts: Facts) -> Facts:
    day = facts.last_day()
    assert day
    done = in_full(facts, day)
    return replace(facts, cut=done.cut, found=done.found)


def agrees(before: Facts, after: Facts) -> None:
    day = after.last_day()
    assert day
    told, expected = increment(full(before), after), in_full(after, day)
    for one, other in zip(told, expected, strict=True):
        assert_frame_equal(one.sort(one.columns), other.sort(other.columns))
    assert broken(after, day, told) is None


@given(EVENTS)
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_after_every_collection_of_a_simulated_register(tmp_path: Path, events: list[Event]) -> None:
    world = played(events, tmp_path)
    for before, after in zip(world.facts, world.facts[1:], strict=False):
        agrees(before, after)


class Made:
    """Frames that are made up: what a store would have known on one day, and then on a later one."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secret
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
        self.now = BEGIN
        for org_id in BODIES:
            self.add("organisations", org_id=org_id, name=f"Body {org_id}", type="gemeente", rank=1)
        for _ in range(12):
            self.day()

    def add(self, frame: str, **said: object) -> None:
        self.rows[frame].append({"known_from": self.now, "known_to": None, **said})

    def day(self) -> None:
        """Let some things happen, and collect."""
        self.now += timedelta(days=self.random.randint(1, 70), hours=self.random.randint(0, 20))
        for happens in self.random.choices(self.happenings(), k=self.random.randint(0, 6)):
            happens()
        self.rows["collections"].append({"source": "current", "observed_at": self.now})

    def happenings(self) -> list[Callable[[], None]]:
        publish = [self.publish] * 6
        rest = [self.retract, self.move, self.translate, self.look, self.end, self.rename, self.list_only]
        return [*publish, *rest, self.recluster]

    def publish(self, basis: str = "publication") -> None:
        choose = self.random.choice
        lars, moment = f"1000000{self.random.randint(1, 9)}", self.now - timedelta(hours=choose((1, 3, 30, -5, 9000)))
        moment = choose((moment, moment, moment, datetime(2023, 4, 1, tzinfo=UTC)))
        content = f"{lars}/{len(self.rows['versions'])}"
        self.add(
            "versions",
            lars=lars,
            content=content,
            published_at=moment if basis == "publication" else None,
            valid_from=moment if basis == "publication" else self.now,
            repeats=choose((False, False, True)),
            basis=basis,
            identity="stated",
            name=f"System {lars}",
            organisation=f"Body {choose(BODIES)}",
            status=choose(STATUSES),
            category=choose(CATEGORIES),
            standard="1.0",
            **dict.fromkeys(("asked", "filled", "valid", "due", "failed", "broken", "traits"), 1),
            real=choose((1, 2)),
            title=choose((1, 1, 2, 3, None)),
            cluster=choose(("a", "a", "b", "c", None)),
            prints=[choose((1, 1, 2, None)), choose((1, 3))],
            links=[choose((1, 2))],
        )
        if not any(one["lars"] == lars and one["known_to"] is None for one in self.rows["seen"]):
            self.add("seen", lars=lars, identity="stated")
        if choose((True, False, False)):
            self.add("owners", lars=lars, org_id=choose(BODIES))

    def list_only(self) -> None:
        self.publish("listed")

    def retract(self) -> None:
        self.close("seen")

    def move(self) -> None:
        if (row := self.close("owners")) is not None:
            self.add("owners", lars=row["lars"], org_id=self.random.choice(BODIES))

    def translate(self) -> None:
        self.close("translations")
        lars = f"1000000{self.random.randint(1, 9)}"
        self.add("translations", lars=lars, languages=self.random.choice(("NLD", "ENG NLD")))

    def look(self) -> None:
        self.close("links")
        self.add("links", url=self.random.choice(("a", "b")), state=self.random.choice(("alive", "dead", "unsure")))

    def end(self) -> None:
        ended, heir = self.random.sample(BODIES, 2)
        said = {"entry": str(len(self.rows["successions"])), "predecessor": ended, "successor": heir}
        self.add("successions", **said, kind="merger", date=self.now.date())

    def recluster(self) -> None:
        """Others wrote something, so that a registration is of another system than we thought."""
        if self.rows["versions"]:
            row = self.random.choice(self.rows["versions"])
            row["cluster"] = self.random.choice(("a", "b", "c"))

    def rename(self) -> None:
        if (row := self.close("organisations")) is not None:
            self.add("organisations", **row | {"name": row["name"] + " nieuw"})

    def close(self, frame: str) -> dict[str, Any] | None:
        """Close some open row, and return what it said."""
        rows = [one for one in self.rows[frame] if one["known_to"] is None and one["known_from"] < self.now]
        if not rows:
            return None
        row = self.random.choice(rows)
        row["known_to"] = self.now
        return {key: value for key, value in row.items() if not key.startswith("known_")}

    def facts(self) -> Facts:
        frames = {name: pl.DataFrame(self.rows[name], schema=kinds) for name, kinds in SCHEMAS.items()}
        return facts_in(frames, "internal")


@given(st.integers(0, 10**9))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_after_every_collection_of_frames_that_are_made_up(seed: int) -> None:
    made = Made(seed)
    for _ in range(4):
        before = made.facts()
        made.day()
        agrees(before, made.facts())


def test_an_export_of_an_earlier_day_that_is_added_later() -> None:
    made = Made(1)
    before = made.facts()
    made.rows["collections"].append({"source": "current", "observed_at": BEGIN + timedelta(days=40)})
    agrees(before, made.facts())
    made.rows["collections"].append({"source": "current", "observed_at": BEGIN - timedelta(days=40)})
    agrees(before, made.facts())


def test_what_is_wrong_is_not_hidden() -> None:
    facts = full(Made(2).facts())
    day = facts.last_day()
    assert day
    done = WorkedOut(facts.cut, facts.found)
    assert broken(facts, day, done) is None
    assert broken(facts, day, done._replace(cut=pl.concat([facts.cut, facts.cut.head(1)])))
    assert broken(facts, day, done._replace(cut=facts.cut.with_columns(low=~pl.col("low"))))
    turned = facts.found.with_columns(to_day="from_day")
    assert broken(facts, day, done._replace(found=turned))


def test_only_what_a_change_touches_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Made(3)
    before = full(made.facts())
    made.now += timedelta(days=1)
    made.rows["collections"].append({"source": "current", "observed_at": made.now})
    after = made.facts()
    asked: list[set[str]] = []

    def counting(facts: Facts, day: Any, only: pl.Series) -> pl.DataFrame:  # noqa: ANN401 - as spans takes
        asked.append(set(only))
        return spans(facts, day, only)

    monkeypatch.setattr(module, "spans", counting)
    increment(before, after)
    day = after.last_day()
    assert day
    open_ended = known(after.versions, day).filter(basis="listed")["lars"]
    assert asked == [set(open_ended) | set(orphans(after, day))]
