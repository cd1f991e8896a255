"""The captured register in two forms: taken in by our software, and read by the oracle."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from metrics.facts import Facts
from sql.store import Store
from tests.metrics import oracle
from tests.replay import AUGUST, AUGUST_AT, JUNE, JUNE_AT, House, Replay, published_facts, write_config

#: All but the relations: ministries are not what the oracle looks at, and they are 336 requests.
SOURCES = (
    "history",
    "current",
    "site_data",
    "municipalities",
    "provinces",
    "water_authorities",
    "safety_regions",
    "environmental_services",
)


@pytest.fixture(scope="session")
def captured(replayed: Replay, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return what both captured days taught us, by the command that a user would give."""
    folder = tmp_path_factory.mktemp("captured")
    house = House(folder / "data", write_config(folder / "c.toml", replayed.base_url))
    for day, moment in ((JUNE, JUNE_AT), (AUGUST, AUGUST_AT)):
        replayed.tell(date=day, fault=None)
        done = house.run("ingest", *SOURCES, "--observed-at", moment)
        assert done.code == 0, done.err
    return published_facts(house.data)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store of its own, with nothing in it."""
    with Store(tmp_path / "store.duckdb") as opened:
        yield opened


@pytest.fixture(scope="session")
def second_opinion(shared: Path) -> oracle.Oracle:
    """Return the same two days as the oracle reads them."""
    register = shared / "register"
    days = ((JUNE, JUNE_AT), (AUGUST, AUGUST_AT))
    collections = [oracle.read(register / day, datetime.fromisoformat(moment)) for day, moment in days]
    return oracle.Oracle(collections, register / "publication_standard.json")
