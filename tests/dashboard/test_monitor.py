"""What a monitor is told, as a table: good, held, failed, silent, late."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

import vulgraad
from dashboard.monitor import troubles
from dashboard.terminal import check
from sql.heartbeat import Beat, beating

NOW = datetime(2026, 8, 8, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def status(*states: str, collected: datetime | None = NOW - HOUR) -> dict[str, Any]:
    sources = [{"name": f"source{place}", "state": state, "reason": None} for place, state in enumerate(states)]
    return {"sources": sources, "mart": {"collected_at": collected.isoformat() if collected else None}}


ALIVE = Beat(NOW - MINUTE, NOW - HOUR)


@pytest.mark.parametrize(
    ("told", "beat", "code", "words"),
    [
        (status("ok", "standby"), ALIVE, 0, "all is well"),
        (status("ok", "held"), ALIVE, 3, "source1 is held"),
        (status("held", "failed"), ALIVE, 4, "source1 is failed"),
        (status("never_ran"), ALIVE, 4, "source0 is never_ran"),
        (status("ok"), None, 4, "no worker ever gave a sign of life"),
        (status("ok"), Beat(NOW - 5 * MINUTE, NOW - HOUR), 0, "all is well"),
        (status("ok"), Beat(NOW - 6 * MINUTE, NOW - HOUR), 4, "no sign of life since 2026-08-08 11:54 UTC"),
        (status("ok"), Beat(NOW + 5 * MINUTE, NOW), 0, "all is well"),
        (status("ok"), Beat(NOW + 6 * MINUTE, NOW), 4, "lies ahead (2026-08-08 12:06 UTC): check the clock"),
        (status("ok", collected=NOW - 36 * HOUR), ALIVE, 0, "all is well"),
        (status("ok", collected=NOW - 37 * HOUR), ALIVE, 4, "was collected on 2026-08-06 23:00 UTC, too long ago"),
        (status("ok", collected=None), ALIVE, 4, "nothing was published yet"),
        ({}, ALIVE, 4, "nothing was published yet"),
    ],
)
def test_what_a_monitor_is_told(
    told: Mapping[str, Any], beat: Beat | None, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(troubles(told, beat, NOW)) == code
    assert words in capsys.readouterr().out


def test_the_worst_comes_first() -> None:
    assert [one.code for one in troubles(status("held", "failed", "held"), ALIVE, NOW)] == [4, 3, 3]


def test_the_command_reads_what_the_worker_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["status", "--check", "--data", str(tmp_path)]
    assert vulgraad.main(asked) == vulgraad.FAILED
    assert "no worker ever gave a sign of life" in capsys.readouterr().out
    (tmp_path / "status.json").write_bytes(orjson.dumps(status("ok", collected=vulgraad.now())))
    with beating(tmp_path, vulgraad.now):
        pass
    assert vulgraad.main(asked) == vulgraad.GOOD
