"""The sign of life: written while the block runs, read as it was written, and never in the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from sql.heartbeat import Beat, beating, last_beat

START = datetime(2026, 8, 8, 6, tzinfo=UTC)


class Clock:
    """Goes a minute further each time that it is asked; tells when it was asked often enough."""

    def __init__(self, times: int) -> None:
        self.left, self.enough, self.at = times, Event(), START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        self.left -= 1
        if self.left <= 0:
            self.enough.set()
        return self.at


def test_a_worker_gives_signs_of_life(tmp_path: Path) -> None:
    clock = Clock(4)
    with beating(tmp_path, clock, seconds=0):
        assert clock.enough.wait(30)
    beat = last_beat(tmp_path)
    assert beat
    assert beat.began == START + timedelta(minutes=1)
    assert beat.at > beat.began


def test_the_first_sign_is_given_at_once_and_the_last_one_stays(tmp_path: Path) -> None:
    with beating(tmp_path, Clock(1), seconds=3600):
        pass
    assert last_beat(tmp_path) == Beat(START + timedelta(minutes=2), START + timedelta(minutes=1))


def test_a_sign_that_cannot_be_written_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock(4)
    with beating(tmp_path / "gone", clock, seconds=0):
        assert clock.enough.wait(30)
    assert "the sign of life could not be written" in caplog.text
    assert last_beat(tmp_path / "gone") is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"at": "x", "began": "y"}', '{"at": 1, "began": 2}', "null"])
def test_what_is_no_sign_of_life(content: str, tmp_path: Path) -> None:
    (tmp_path / "worker.json").write_text(content, "utf-8")
    assert last_beat(tmp_path) is None
