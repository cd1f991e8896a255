"""A run killed at any moment: readers see whole figures, the store opens, the next run repairs."""

import multiprocessing
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import vulgraad
from ingest.archive import Archive
from metrics import engine
from sql import mart
from sql.status import read_status
from sql.store import Store
from tests.replay import AUGUST, AUGUST_AT, House, Replay, published_facts

#: Set it higher for a longer look.
KILLS = int(os.environ.get("VULGRAAD_KILLS", "8"))
#: From the first line of a run to after its publication.
LONGEST = 2.5
WHOLE = {(date(2026, 6, 15), 1475, 1475, 1475), (date(2026, 8, 8), 1530, 1530, 1530)}


class Reader(threading.Thread):
    """Asks for figures all the while, as a page does; keeps what it got and what went wrong."""

    def __init__(self, data: Path) -> None:
        super().__init__()
        self.data = data
        self.done = threading.Event()
        self.got: Counter[tuple[date | None, int, int, int]] = Counter()
        self.errors: list[Exception] = []

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self.got[self.ask()] += 1
                assert read_status(self.data)["sources"]
            except Exception as error:  # noqa: BLE001 - whatever a reader may see is what is asked
                self.errors.append(error)
            self.done.wait(0.02)

    def ask(self) -> tuple[date | None, int, int, int]:
        facts = published_facts(self.data, "public")
        day = facts.last_day()
        assert day
        sums = [
            int(engine.figures(facts, "size.registrations", [day], by=by)["passed"].sum())
            for by in ("all", "category", "standard")
        ]
        return (day, *sums)  # type: ignore[return-value] # three splits


@contextmanager
def reading(data: Path) -> Iterator[Reader]:
    reader = Reader(data)
    reader.start()
    try:
        yield reader
    finally:
        reader.done.set()
        reader.join()


def kill_one(house: House, moment: datetime, delay: float) -> None:
    """Start a run, and kill it that long after its first line stood in the manifest."""
    words = house.command("ingest", "history", "current", "provinces", "--observed-at", moment.isoformat())[3:]
    manifest = house.data / "archive" / "manifest.jsonl"
    before = manifest.stat().st_size
    # The server of forks has imported everything already, so that the run itself is what is killed.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["vulgraad"])
    process = context.Process(target=vulgraad.main, args=(words,), daemon=True)
    process.start()
    while process.is_alive() and manifest.stat().st_size == before:
        time.sleep(0.005)
    process.join(delay)
    process.kill()
    process.join()


def runs(house: House) -> Counter[str]:
    return Counter(one["state"] for one in house.run("status", "--json").json["mart"]["runs"])


def test_killed_again_and_again(house: House, replayed: Replay) -> None:
    chance = random.Random(20260808)  # noqa: S311 - no secret
    replayed.tell(date=AUGUST, fault=None)
    begin = datetime.fromisoformat(AUGUST_AT)
    with reading(house.data) as reader:
        for number in range(KILLS):
            kill_one(house, begin + timedelta(minutes=number), chance.uniform(0, LONGEST))
            with Store(house.data / "store.duckdb") as store:
                assert store.applied() <= sum(1 for _ in whole_lines(house))
        last = begin + timedelta(minutes=KILLS)
        done = house.run("ingest", "history", "current", "provinces", "--observed-at", last.isoformat())
        assert done.code == 0, done.err
    assert reader.errors == []
    assert set(reader.got) <= WHOLE
    assert reader.ask() in WHOLE - {(date(2026, 6, 15), 1475, 1475, 1475)}

    lines = list(Archive(house.data / "archive").lines())
    assert [line["line"] for line in lines] == list(range(1, len(lines) + 1))
    started = [line["run"] for line in lines if line["kind"] == "started"]
    finished = [line["run"] for line in lines if line["kind"] == "finished"]
    assert sorted(started) == sorted(finished)
    if len(started) <= 20:
        assert sum(runs(house).values()) == len(started)
    assert Counter(line["state"] for line in lines if line["kind"] == "finished")["interrupted"] > 0

    with Store(house.data / "store.duckdb") as store:
        before = store.facts_hash()
    assert house.run("rebuild").code == 0
    with Store(house.data / "store.duckdb") as store:
        assert store.facts_hash() == before


def whole_lines(house: House) -> Iterator[bytes]:
    text = (house.data / "archive" / "manifest.jsonl").read_bytes()
    yield from text[: text.rfind(b"\n") + 1].splitlines()


def test_leftovers_of_a_dead_run_are_cleared(house: House, replayed: Replay) -> None:
    replayed.tell(date=AUGUST, fault=None)
    marts = house.data / "marts"
    (marts / "00000009.draft").mkdir()
    (marts / "00000009.draft" / "public.duckdb").write_bytes(b"half")
    (marts / "00000008").mkdir()
    (marts / "00000008" / "public.duckdb").write_bytes(b"half")
    (marts / "CURRENT.draft").write_text("00000008")
    (house.data / "status.json.draft").write_bytes(b'{"sources": [')
    with (house.data / "archive" / "manifest.jsonl").open("ab") as handle:
        handle.write(b'{"line":99,"kind":"sour')
    done = house.run("ingest", "history", "current", "--observed-at", AUGUST_AT)
    assert done.code == 0, done.err
    assert sorted(one.name for one in marts.iterdir()) == ["00000001", "00000002", "CURRENT"]
    assert mart.pointer(house.data) == "00000002"


def test_a_line_that_was_written_but_not_applied_is_applied_by_the_next_run(house: House, replayed: Replay) -> None:
    """As after a kill between the manifest and the store: the store lacks the last run."""
    replayed.tell(date=AUGUST, fault=None)
    older = (house.data / "store.duckdb").read_bytes()
    assert house.run("ingest", "history", "current", "--observed-at", AUGUST_AT).code == 0
    with Store(house.data / "store.duckdb") as store:
        expected = store.facts_hash()
    (house.data / "store.duckdb").write_bytes(older)
    later = datetime.now(UTC).replace(microsecond=0).isoformat()
    replayed.tell(fault="empty")
    assert house.run("ingest", "provinces", "--observed-at", later).code == 4
    replayed.tell(fault=None)
    with Store(house.data / "store.duckdb") as store:
        assert store.facts_hash() == expected
