"""A disk that fills up at any point of a run: people are told, nothing moves, and the next run heals."""

import os
import resource
import subprocess
from collections.abc import Iterator

import pytest

from sql import mart
from sql.status import read_status
from tests.replay import AUGUST, AUGUST_AT, JUNE, House, Replay

KILOBYTE = 1024


@pytest.fixture
def register(replayed: Replay) -> Iterator[Replay]:
    replayed.tell(date=JUNE, fault=None)
    yield replayed
    replayed.tell(fault=None)


def ingest(house: House, most: int | None) -> subprocess.CompletedProcess[str]:
    """Collect the August day in a process of its own, in which no file can grow beyond so many bytes."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    words = house.command("ingest", "history", "current", "totals", "--observed-at", AUGUST_AT)
    return subprocess.run(
        words, capture_output=True, text=True, check=False, preexec_fn=limit, env={**os.environ, "COLUMNS": "80"}
    )


def registered(house: House) -> int:
    rows = house.run("metric", "size.registrations", "--format", "json").json["rows"]
    found: int = rows[0]["passed"]
    return found


@pytest.mark.parametrize(
    ("most", "where"),
    [
        pytest.param(1, "manifest.jsonl", id="the archive's manifest"),
        pytest.param(300, ".part", id="a body of the archive"),
        pytest.param(800, "frame.parquet", id="the store"),
        pytest.param(4_000, "internal.duckdb", id="the marts"),
    ],
)
def test_full_anywhere(most: int, where: str, house: House, register: Replay) -> None:
    before = mart.pointer(house.data)
    register.tell(date=AUGUST)
    done = ingest(house, most * KILOBYTE)
    assert done.returncode == 4, done.stderr
    assert where in done.stderr
    assert "make room and run it again" in done.stderr
    assert "Traceback" not in done.stderr
    assert (registered(house), mart.pointer(house.data)) == (1475, before)
    healed = ingest(house, None)
    assert healed.returncode == 0, healed.stderr
    assert registered(house) == 1530
    assert not read_status(house.data)["problem"]


def test_a_publication_that_cannot_be_written_is_told(house: House, register: Replay) -> None:
    register.tell(date=AUGUST)
    marts = house.data / "marts"
    kept = marts.rename(house.data / "kept")
    marts.write_text("a file where the folder should be", "utf-8")
    done = house.run("ingest", "history", "current", "--observed-at", AUGUST_AT)
    assert done.code == 4
    marts.unlink()
    kept.rename(marts)
    assert registered(house) == 1475
    assert house.run("ingest", "history", "current", "--observed-at", AUGUST_AT).code == 0
    assert registered(house) == 1530
