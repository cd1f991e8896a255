"""Bad weeks: whatever goes wrong, in whatever order, no figure moves, and one good run heals."""

import os
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from ingest.collect import Collector
from metrics import record
from metrics.engine import figures
from sql.settings import RegisterSettings, Settings
from sql.store import Store
from tests.replay import AUGUST, AUGUST_AT, JUNE, JUNE_AT, House, Replay

FAULTS = (
    *("error500", "unavailable", "throttle", "reset", "truncate", "hang", "slow", "html", "garbage", "empty"),
    *("huge", "redirect", "renamed", "nobom_latin1", "shrink", "clash", "newcolumn"),
)
#: Each takes some seconds; make soak runs two hundred.
WEEKS = int(os.environ.get("VULGRAAD_WEEKS", "16"))
#: Those of one request, and the exports; the many pages and chains of the others fail in the same ways.
SOURCES = ("totals", "history", "current", "site_data", "municipalities", "provinces", "water_authorities")
HASTY = {"read_seconds": 0.3, "slow_after_seconds": 0.3, "whole_seconds": 2.0, "attempts": 1, "max_megabytes": 8}
JUNE_MOMENT, AUGUST_MOMENT = datetime.fromisoformat(JUNE_AT), datetime.fromisoformat(AUGUST_AT)


def collector(house: House, base_url: str, **limits: Any) -> Collector:  # noqa: ANN401 - settings of any type
    settings = Settings(RegisterSettings(base_url=base_url, **limits))
    return Collector(house.data, settings, lambda _: (None, []), lambda: datetime.now(UTC), "Vulgraad/test")


def told(house: House, day: datetime) -> tuple[object, ...]:
    """Return what the store would publish about a day, and a hash of all its facts."""
    with Store(house.data / "store.duckdb") as store:
        record.judge(store)
        facts = record.facts_of(store)
        asked = (("size.registrations", "category"), ("completeness.valid", "all"), ("connected.organisations", "type"))
        return (store.facts_hash(), *(figures(facts, name, [day.date()], by=by).rows() for name, by in asked))


def attempts(house: House) -> int:
    with Store(house.data / "store.duckdb") as store:
        return len(store.rows("attempts"))


@pytest.fixture(scope="module")
def clean(june: House, replayed: Replay, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    """Return what is told when both days were collected and nothing ever went wrong."""
    folder = tmp_path_factory.mktemp("clean")
    shutil.copytree(june.data, folder / "data")
    house = House(folder / "data", june.config)
    replayed.tell(date=AUGUST, fault=None)
    assert collector(house, replayed.base_url).collect(SOURCES, AUGUST_MOMENT) == 0
    return told(house, AUGUST_MOMENT)


@pytest.fixture
def register(replayed: Replay) -> Iterator[Replay]:
    replayed.tell(date=JUNE, fault=None)
    yield replayed
    replayed.tell(fault=None)


@pytest.mark.parametrize("week", range(WEEKS))
def test_a_bad_week(week: int, house: House, register: Replay, clean: tuple[object, ...]) -> None:
    before, begun = told(house, JUNE_MOMENT), attempts(house)
    _one_week(random.Random(week), house, register, before, begun)  # noqa: S311 - no secret
    assert told(house, AUGUST_MOMENT) == clean


def _one_week(chance: random.Random, house: House, register: Replay, before: tuple[object, ...], begun: int) -> None:
    made = collector(house, register.base_url, **HASTY)
    register.tell(date=JUNE, fault=None)
    runs = 0
    for _ in range(chance.randint(1, 4)):
        names = chance.sample(SOURCES, chance.randint(1, 3))
        register.tell(fault=chance.choice(FAULTS), times=chance.choice((None, None, 1, 2, 3)))
        code = made.collect(names, JUNE_MOMENT)
        runs += len(names)
        assert code in {0, 3, 4}
        assert told(house, JUNE_MOMENT)[1:] == before[1:]
        assert attempts(house) == begun + runs
    register.tell(date=AUGUST, fault=None)
    assert collector(house, register.base_url).collect(SOURCES, AUGUST_MOMENT) == 0
