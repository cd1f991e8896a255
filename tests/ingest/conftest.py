"""The register of one day in June, collected once, for tests that spoil a copy of it."""

import shutil
from pathlib import Path

import pytest

from tests.replay import JUNE, JUNE_AT, House, Replay, write_config


@pytest.fixture(scope="session")
def june(replayed: Replay, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return a house that holds the June day; copy it before anything is changed in it."""
    folder = tmp_path_factory.mktemp("june")
    house = House(folder / "data", write_config(folder / "c.toml", replayed.base_url))
    replayed.tell(date=JUNE, fault=None)
    done = house.run("ingest", "--observed-at", JUNE_AT)
    assert done.code == 0, done.err
    return house


@pytest.fixture
def house(june: House, tmp_path: Path) -> House:
    """Return a copy of the June house."""
    shutil.copytree(june.data, tmp_path / "data")
    return House(tmp_path / "data", june.config)
