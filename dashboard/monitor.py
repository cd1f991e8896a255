"""What a monitor must be told: whether collecting goes well, and if not, why; pure functions of status and moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dashboard.formats import instant
from dashboard.freshness import LATE
from sql.heartbeat import SILENT, Beat

GOOD, HELD, FAILED = 0, 3, 4
#: States of a source that somebody must look at.
_CODES: Final = {"held": HELD, "failed": FAILED, "never_ran": FAILED, "stale": FAILED}


@dataclass(frozen=True)
class Trouble:
    """Something that goes wrong: the exit code it stands for, and a sentence."""

    code: int
    words: str


def troubles(status: Mapping[str, Any], beat: Beat | None, now: datetime) -> list[Trouble]:
    """Return what goes wrong, the worst first."""
    return sorted([*_worker(beat, now), *_sources(status), *_age(status, now)], key=lambda one: -one.code)


def _worker(beat: Beat | None, now: datetime) -> Iterator[Trouble]:
    if beat is None:
        yield Trouble(FAILED, "no worker ever gave a sign of life: start it (vulgraad worker)")
    elif beat.at - now > SILENT:
        yield Trouble(
            FAILED, f"the worker's last sign of life lies ahead ({beat.at:%Y-%m-%d %H:%M} UTC): check the clock"
        )
    elif now - beat.at > SILENT:
        yield Trouble(FAILED, f"the worker gave no sign of life since {beat.at:%Y-%m-%d %H:%M} UTC: start it")


def _sources(status: Mapping[str, Any]) -> Iterator[Trouble]:
    for one in status.get("sources", []):
        if code := _CODES.get(one["state"]):
            reason = f": {one['reason']}" if one.get("reason") else ""
            yield Trouble(code, f"{one['name']} is {one['state']}{reason}")


def _age(status: Mapping[str, Any], now: datetime) -> Iterator[Trouble]:
    collected = instant(status.get("mart", {}).get("collected_at"))
    if collected is None:
        yield Trouble(FAILED, "nothing was published yet")
    elif now - collected > LATE:
        yield Trouble(FAILED, f"what is shown was collected on {collected:%Y-%m-%d %H:%M} UTC, too long ago")
