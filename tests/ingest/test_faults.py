"""Every fault of the replayed register: nothing wrong is published, people are told, one run heals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sql import mart
from tests.replay import AUGUST, AUGUST_AT, JUNE, JUNE_AT, House, Replay, write_config

SHORT: Mapping[str, float] = {"read_seconds": 0.5, "attempts": 2, "slow_after_seconds": 1, "max_megabytes": 20}
#: The exports, and a list in JSON for the others, which fail and hold in the same ways.
SOURCES = ("history", "current", "provinces")
ALL = frozenset(SOURCES)
EXPORTS = frozenset({"history", "current"})


@dataclass(frozen=True)
class Case:
    """A fault, the exit code it must lead to, the sources it hits, their state, and words of the reason.

    ``patience`` are limits that differ from the short ones.
    """

    fault: str
    code: int
    hit: frozenset[str]
    state: str
    says: str
    patience: Mapping[str, float] = field(default_factory=dict)


CASES = [
    Case("error500", 4, ALL, "failed", "answered 500 (Internal Server Error)"),
    Case("unavailable", 4, ALL, "failed", "answered 503"),
    Case("throttle", 4, ALL, "failed", "answered 429"),
    Case("reset", 4, ALL, "failed", "connection failed"),
    Case("truncate", 4, ALL, "failed", "connection failed"),
    Case("hang", 4, ALL, "failed", "no answer in time"),
    Case("slow", 4, ALL, "failed", "too slow", {"read_seconds": 5}),
    Case("html", 4, ALL, "failed", "Onderhoud"),
    Case("garbage", 4, ALL, "failed", ""),
    Case("empty", 4, ALL, "failed", "NO_DATA_FOUND"),
    Case("huge", 4, ALL, "failed", "larger than"),
    Case("redirect", 4, ALL, "failed", "redirect"),
    Case("renamed", 4, EXPORTS, "failed", "missing fields: lars"),
    Case("nobom_latin1", 4, EXPORTS, "failed", "not UTF-8"),
    Case("shrink", 3, EXPORTS, "held", "rows, fewer than"),
    Case("clash", 3, EXPORTS, "held", "share their algorithm_id and publication_dt"),
]


@pytest.fixture
def register(replayed: Replay) -> Iterator[Replay]:
    replayed.tell(date=JUNE, fault=None)
    yield replayed
    replayed.tell(fault=None)


def figures(house: House) -> list[Any]:
    """Return what the published mart says."""
    asked = [("size.registrations", "category"), ("completeness.valid", "type")]
    return [house.run("metric", name, "--by", by, "--format", "json").json for name, by in asked]


def states(house: House) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in house.run("status", "--json").json["sources"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.fault)
def test_fault(case: Case, house: House, register: Replay, tmp_path: Path) -> None:
    hasty = House(house.data, write_config(tmp_path / "short.toml", register.base_url, {**SHORT, **case.patience}))
    before = figures(house), mart.pointer(house.data), states(house)
    register.tell(fault=case.fault)
    done = hasty.run("ingest", *SOURCES, "--observed-at", JUNE_AT)
    assert done.code == case.code, done.err
    assert (figures(house), mart.pointer(house.data)) == before[:2]
    told = states(house)
    assert {name for name in SOURCES if told[name]["state"] != "ok"} == case.hit
    for name in case.hit:
        one, last = told[name], before[2][name]
        assert one["state"] == case.state
        assert one["reason"]
        assert (one["rows"], one["last_good_run"], one["collected_at"]) == (
            last["rows"],
            last["last_good_run"],
            last["collected_at"],
        )
        assert bool(one["held"]) == (case.state == "held")
    assert case.says in told[min(case.hit)]["reason"]
    assert case.says in done.err

    register.tell(fault=None)
    healed = house.run("ingest", *SOURCES, "--observed-at", JUNE_AT)
    assert healed.code == 0, healed.err
    assert all(told["state"] == "ok" and not told["held"] for name, told in states(house).items() if name in SOURCES)
    assert (figures(house), mart.pointer(house.data)) == before[:2]


def test_figures_stay_though_another_source_brings_a_later_day(house: House, register: Replay) -> None:
    before = figures(house)
    register.tell(date=AUGUST, fault="renamed")
    done = house.run("ingest", *SOURCES, "site_data", "--observed-at", AUGUST_AT)
    assert done.code == 4, done.err
    assert states(house)["site_data"]["state"] == "ok"
    assert figures(house) == before
    register.tell(fault=None)
    assert house.run("ingest", *SOURCES, "--observed-at", AUGUST_AT).code == 0
    rows = figures(house)[0]["rows"]
    assert sum(row["passed"] for row in rows) == 1530


def test_an_unknown_column_is_taken_in_with_a_warning(house: House, register: Replay) -> None:
    before = figures(house)
    register.tell(fault="newcolumn")
    done = house.run("ingest", *SOURCES, "--observed-at", JUNE_AT)
    assert done.code == 0, done.err
    assert figures(house) == before
    told = states(house)
    for name in EXPORTS:
        assert told[name]["state"] == "ok"
        assert told[name]["warnings"] == ["unknown column 'eu_database_id': kept as it is, not measured"]


@pytest.mark.parametrize("fault", ["error500", "reset", "truncate"])
def test_one_hiccup_is_overcome_within_the_run(fault: str, house: House, register: Replay) -> None:
    register.tell(fault=fault, times=1)
    done = house.run("ingest", "provinces", "--observed-at", JUNE_AT)
    assert done.code == 0, done.err


def test_the_whole_run_gives_up_soon_when_nothing_answers(house: House, register: Replay, tmp_path: Path) -> None:
    hasty = House(house.data, write_config(tmp_path / "short.toml", register.base_url, SHORT))
    register.tell(fault="reset")
    done = hasty.run("ingest", "--observed-at", JUNE_AT)
    assert done.code == 4
    told = states(house)
    assert {name: one["state"] for name, one in told.items()} == dict.fromkeys(told, "failed")
    assert "not asked" in told["relations"]["reason"]
