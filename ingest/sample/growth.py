"""When registrations came and went: a timeline that passes through the known counts."""

import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

from ingest.sample.bodies import Body, denominators, others
from ingest.sample.chance import stream

#: (day, public registrations, organisations with one), as counted on the real register;
#: its organisations in 2022, September 2024 and after August 2026 are estimates.
CHECKPOINTS = (
    (date(2022, 12, 20), 0, 0),
    (date(2022, 12, 21), 109, 20),
    (date(2023, 4, 1), 113, 21),
    (date(2023, 8, 11), 159, 25),
    (date(2024, 9, 15), 502, 125),
    (date(2025, 1, 1), 675, 170),
    (date(2025, 12, 5), 1245, 289),
    (date(2026, 1, 2), 1306, 299),
    (date(2026, 5, 13), 1431, 320),
    (date(2026, 6, 24), 1484, 328),
    (date(2026, 8, 8), 1530, 336),
    (date(2026, 9, 10), 1553, 339),
)
WITHDRAWN_BETWEEN_DAYS = 8
_WITHDRAWN_BEFORE = 57
_FIRST_DAY = date(2026, 6, 30)
_SATURDAY = 5
_SETTLED = timedelta(days=60)
_SAME_DAY = 0.3


@dataclass(frozen=True)
class Stay:
    """One registration's time in the register."""

    number: int
    body: Body
    since: datetime
    until: datetime | None = None


def at_work(rng: Random, day: date) -> datetime:
    """Choose a moment in office hours."""
    moment = time(rng.randint(7, 15), rng.randint(0, 59), rng.randint(0, 59))
    return datetime.combine(day, moment, UTC).replace(microsecond=rng.randint(1, 999_999))


def between(rng: Random, first: date, last: date) -> date:
    """Choose a working day from first to last, both included; a weekend moves back."""
    day = first + timedelta(days=rng.randint(0, (last - first).days))
    return day if day.weekday() < _SATURDAY else max(first, day - timedelta(days=2))


def timeline(seed: int) -> tuple[Stay, ...]:
    """List every registration ever, oldest first."""
    rng = stream(seed, "growth")
    leaving = _withdrawals(rng)
    stays: list[Stay] = []
    waiting = _entrants(rng)
    for (start, before, entered), (end, after, entering) in pairwise(CHECKPOINTS):
        lost = bisect_right(leaving, end) - bisect_right(leaving, start)
        newcomers = [waiting.pop(0) for _ in range(entering - entered)]
        stays += _arrivals(rng, stays, newcomers, (start, end), after - before + lost)
    return _leave(rng, stays, leaving)


def _withdrawals(rng: Random) -> list[date]:
    early = (between(rng, date(2023, 10, 1), _FIRST_DAY - timedelta(days=1)) for _ in range(_WITHDRAWN_BEFORE))
    late = (between(rng, _FIRST_DAY + timedelta(days=1), date(2026, 9, 9)) for _ in range(WITHDRAWN_BETWEEN_DAYS))
    return sorted((*early, *late))


def _entrants(rng: Random) -> list[Body]:
    """Choose the bodies that will ever publish, in order of appearance."""
    lists = denominators()
    chosen = [body for body in others() if body.share]
    sizes = {"provinces": 11, "water-authorities": 13}
    sizes |= {"safety-regions": 7, "environmental-services": 16}
    for name, size in sizes.items():
        chosen += _pick(rng, lists[name], size)
    chosen += _pick(rng, lists["municipalities"], CHECKPOINTS[-1][2] - len(chosen))
    weighed = [replace(body, share=body.share or _small_share(rng)) for body in chosen]
    return sorted(weighed, key=lambda body: rng.expovariate(body.share))


def _pick(rng: Random, members: tuple[Body, ...], size: int) -> list[Body]:
    large = [body for body in members if body.share]
    return large + rng.sample([body for body in members if not body.share], size - len(large))


def _small_share(rng: Random) -> float:
    return min(8.0, math.exp(rng.gauss(0.5, 0.6)))


def _arrivals(
    rng: Random,
    present: list[Stay],
    newcomers: list[Body],
    period: tuple[date, date],
    size: int,
) -> list[Stay]:
    first, last = period[0] + timedelta(days=1), period[1]
    days = sorted(between(rng, first, last) for _ in range(size))
    for place in range(1, size):
        # Bodies deliver in batches, so the curve climbs in steps.
        if rng.random() < _SAME_DAY:
            days[place] = days[place - 1]
    settled = list({stay.body.org_id: stay.body for stay in present}.values())
    pool = settled + newcomers
    chosen = rng.choices(pool, [body.share for body in pool], k=size - len(newcomers))
    arriving = newcomers + chosen
    rng.shuffle(arriving)
    moments = sorted(at_work(rng, day) for day in days)
    return [
        Stay(len(present) + place, body, moment)
        for place, (body, moment) in enumerate(zip(arriving, moments, strict=True))
    ]


def _leave(rng: Random, stays: list[Stay], leaving: list[date]) -> tuple[Stay, ...]:
    left = list(stays)
    for day in leaving:
        moment = at_work(rng, day)
        public = [stay for stay in left if stay.since < moment and stay.until is None]
        holdings = Counter(stay.body.org_id for stay in public)
        # An organisation keeps its last registration, so that the counts above hold.
        free = [stay for stay in public if holdings[stay.body.org_id] > 1 and stay.since + _SETTLED < moment]
        gone = rng.choice(free)
        left[gone.number] = replace(gone, until=moment)
    return tuple(left)
