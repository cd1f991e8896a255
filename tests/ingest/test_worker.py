"""The worker as a process: it answers other commands, is alone, and stops when told to."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

import vulgraad
from ingest import schedule, spool
from ingest.run import BackwardsError
from ingest.source import Expect, Parsed, Source, facts
from ingest.sources import REGISTER
from sql.heartbeat import last_beat
from sql.settings import read_settings
from sql.status import read_status
from tests.replay import JUNE, House, Replay, write_config


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that will be so soon."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@contextmanager
def worker(house: House) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(house.command("worker"), stderr=subprocess.DEVNULL, cwd=house.config.parent)
    try:
        until(lambda: process.poll() is not None or spool.is_served(house.data))
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def empty(replayed: Replay, tmp_path: Path) -> Iterator[House]:
    """Return a house that holds nothing, of a register that just now resets every connection."""
    config = write_config(tmp_path / "c.toml", replayed.base_url, {"attempts": 1})
    replayed.tell(date=JUNE, fault="reset")
    yield House(tmp_path / "data", config)
    replayed.tell(fault=None)


def test_a_worker_answers_is_alone_and_stops(empty: House, replayed: Replay) -> None:
    assert not spool.is_served(empty.data)
    with worker(empty) as process:
        until((empty.data / "status.json").exists)
        assert last_beat(empty.data)
        states = {one["name"]: one["state"] for one in empty.run("status", "--json").json["sources"]}
        assert set(states.values()) == {"failed"}
        replayed.tell(fault=None)
        assert empty.run("ingest", "provinces").code == 0
        refused = empty.run("ingest", "provincie")
        assert (refused.code, "there are:" in refused.err) == (2, True)
        back = empty.run("ingest", "provinces", "--observed-at", "2023-01-01")
        assert (back.code, "before that" in back.err) == (2, True)
        second = empty.run("worker")
        assert (second.code, "in use" in second.err) == (75, True)
        assert list((empty.data / "spool").iterdir()) == []
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert not spool.is_served(empty.data)
    assert empty.run("ingest", "provinces").code == 0


def test_a_worker_that_is_told_to_stop_breaks_off_what_it_fetches(empty: House, replayed: Replay) -> None:
    replayed.tell(fault="slow")
    with worker(empty) as process:
        manifest = empty.data / "archive" / "manifest.jsonl"
        until(lambda: manifest.exists() and manifest.stat().st_size > 0)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert time.monotonic() - begun < 20
    runs = empty.run("status", "--json").json["mart"]["runs"]
    assert [one["state"] for one in runs] == ["failed"]


def test_nobody_answers_once_the_worker_is_gone(tmp_path: Path) -> None:
    with pytest.raises(spool.NoWorkerError):
        spool.ask(tmp_path, {"command": "ingest"})


def test_requests_left_over_are_not_carried_out_by_the_next_worker(tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "a.request").write_text("{}")
    with spool.serving(tmp_path):
        assert spool.is_served(tmp_path)
        assert spool.answer_all(tmp_path, lambda _: {"code": 0}) == 0


def left(folder: Path, name: str, text: bytes) -> Path:
    """Leave a request for the worker; return where its answer will be."""
    (folder / "spool").mkdir(exist_ok=True)
    path = folder / "spool" / f"{name}.request"
    path.write_bytes(text)
    moment = 1_000_000_000 * (1 + int(name))
    os.utime(path, ns=(moment, moment))
    return path.with_suffix(".answer")


def test_whatever_goes_wrong_with_a_request_it_is_answered_and_the_next_one_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def carry_out(request: dict[str, Any]) -> dict[str, Any]:
        return {"code": request["wish"] // request["by"]}

    texts = (b'{"wish": 6, "by": 0}', b"{}", b'{"wish": ', b"[]", b'{"wish": 6, "by": 2}')
    with spool.serving(tmp_path):
        answers = [left(tmp_path, str(number), text) for number, text in enumerate(texts)]
        assert spool.answer_all(tmp_path, carry_out) == len(texts)
        *failed, good = [orjson.loads(path.read_bytes()) for path in answers]
        assert list((tmp_path / "spool").glob("*.working")) == list((tmp_path / "spool").glob("*.request")) == []
    assert [one["code"] for one in failed] == [4] * 4
    assert [one["error"].partition(":")[0] for one in failed] == [
        "ZeroDivisionError",
        "KeyError",
        "JSONDecodeError",
        "TypeError",
    ]
    assert good == {"code": 3}
    assert [record.message for record in caplog.records] == ["a request could not be carried out"] * 4


# What is due


def nothing(*_: object) -> Parsed:
    return Parsed(facts({}), 0, 0)


def source(name: str, cron: str) -> Source:
    return Source(name, cron, lambda _door, _known: [], nothing, Expect(floor=0))


@pytest.mark.parametrize(
    ("cron", "last", "now", "is_due"),
    [
        pytest.param("15 4 * * *", None, "2026-08-08T12:00+02:00", True, id="never collected"),
        pytest.param("15 4 * * *", "2026-08-08T04:16+02:00", "2026-08-08T12:00+02:00", False, id="done today"),
        pytest.param("15 4 * * *", "2026-08-07T04:16+02:00", "2026-08-08T04:14+02:00", False, id="not yet time"),
        pytest.param("15 4 * * *", "2026-08-07T04:16+02:00", "2026-08-08T04:15+02:00", True, id="just now"),
        pytest.param("15 4 * * *", "2026-08-01T04:16+02:00", "2026-08-08T03:00+02:00", True, id="a week of sleep"),
        pytest.param("15 4 * * *", "2026-08-08T01:00+02:00", "2026-08-08T05:00+02:00", True, id="by hand, before it"),
        pytest.param("15 4 * * *", "2026-08-08T02:16+00:00", "2026-08-08T10:00+00:00", False, id="in Amsterdam time"),
        pytest.param("15 4 * * *", "2026-01-08T02:16+00:00", "2026-01-08T10:00+00:00", True, id="in winter too"),
        pytest.param("0 5 * * mon", "2026-08-03T05:01+02:00", "2026-08-09T23:00+02:00", False, id="weekly, not yet"),
        pytest.param("0 5 * * mon", "2026-07-27T05:01+02:00", "2026-08-03T05:01+02:00", True, id="weekly, on Monday"),
        pytest.param("30 2 * * *", "2026-03-28T02:31+01:00", "2026-03-29T12:00+02:00", True, id="an hour that is not"),
        pytest.param("30 2 * * *", "2026-10-25T02:31+02:00", "2026-10-25T02:29+01:00", False, id="an hour twice, once"),
        pytest.param("30 2 * * *", "2026-10-24T02:31+02:00", "2026-10-25T03:00+01:00", True, id="an hour twice, due"),
        pytest.param("15 4 * * *", "2028-02-28T04:16+01:00", "2028-02-29T04:15+01:00", True, id="leap day"),
        pytest.param("15 4 * * *", "2028-02-29T04:16+01:00", "2028-03-01T04:14+01:00", False, id="after leap day"),
        pytest.param("15 4 * * *", "2026-08-08T04:16+02:00", "2026-08-07T12:00+02:00", False, id="clock went back"),
    ],
)
def test_due(cron: str, last: str | None, now: str, *, is_due: bool) -> None:
    one = source("one", cron)
    moment = datetime.fromisoformat(last).astimezone(UTC) if last else None
    found = schedule.due([one], {"one": moment}.__getitem__, datetime.fromisoformat(now).astimezone(UTC))
    assert found == ([one] if is_due else [])


def test_no_source_numbers_its_days_of_the_week() -> None:
    """The scheduler counts from Monday = 0, cron from Sunday = 0: a name means the same to both."""
    assert [one.name for one in REGISTER if any(letter.isdigit() for letter in one.cron.split()[4])] == []


def test_a_clock_that_went_back_is_told_and_nothing_is_lost(empty: House, replayed: Replay) -> None:
    replayed.tell(date=JUNE, fault=None)
    june = datetime(2026, 6, 15, 8, 18, tzinfo=UTC)
    made = vulgraad.collector(empty.data, read_settings(empty.config))
    assert made.collect(["provinces"], june) == 0
    with pytest.raises(BackwardsError, match="2026-06-14T08:18:00") as told:
        made.collect(["provinces"], june - timedelta(days=1))
    made.complain(str(told.value))
    status = empty.run("status", "--json").json
    assert "is before that" in status["problem"]
    assert {one["name"]: one["state"] for one in status["sources"]}["provinces"] == "ok"
    assert made.collect(["provinces"], june + timedelta(days=1)) == 0
    assert "problem" not in empty.run("status", "--json").json


def test_a_moment_typed_wrongly_is_refused_and_changes_nothing(empty: House, replayed: Replay) -> None:
    replayed.tell(date=JUNE, fault=None)
    assert empty.run("ingest", "provinces", "--observed-at", "2026-06-15T08:18:00+00:00").code == 0
    before = read_status(empty.data)
    done = empty.run("ingest", "provinces", "--observed-at", "2026-06-14T08:18:00+00:00")
    assert (done.code, "is before that" in done.err) == (2, True)
    assert read_status(empty.data) == before
