"""Every figure about registrations, of registers that never were, is that of the oracle."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings

from metrics.catalogue import CATALOGUE
from tests.metrics.comparison import SPLITS, differences, of_the_register, report
from tests.metrics.oracle import Oracle
from tests.metrics.rich_world import EVENTS, RichEvent, played_rich

#: Many bodies, edits in place, a withdrawal and a return, all around the deadline.
BUSY: list[RichEvent] = [
    *(("publish", number, 5, number) for number in range(1, 10)),
    ("collect", 1, 24, 0),
    ("edit in place", 2, 30, 0),
    ("retract", 3, 30, 0),
    ("publish", 4, 5, 40),
    ("collect", 1, 24, 0),
    ("publish again", 3, 60, 0),
    ("publish", 5, 24, 41),
    ("retract", 6, 24, 0),
    ("collect", 1, 60, 0),
    *(("publish", number, 5, number + 60) for number in range(1, 10)),
]


@given(EVENTS)
@example(BUSY)
@settings(
    max_examples=int(os.environ.get("VULGRAAD_RICH_WORLDS", "4")),
    deadline=None,
    derandomize=True,
    # The message says which figure differs: to shrink a world takes longer than to read it.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_figure_of_every_world_is_that_of_the_oracle(
    tmp_path: Path, shared: Path, events: Sequence[RichEvent]
) -> None:
    world = played_rich(events, tmp_path)
    oracle = Oracle(world.shown, shared / "register" / "publication_standard.json")
    answers = of_the_register(oracle.form)
    collected = [world.day(moment) for moment in world.collected]
    wrong = []
    for known_on in {collected[-1], collected[len(collected) // 2]}:
        known, days = oracle.known(known_on), _days(world.days(), collected, known_on)
        for number, metric in enumerate(one for one in CATALOGUE if one.name in answers):
            # Of each metric the whole and one split: over all metrics and worlds, every split.
            splits = {"all", SPLITS[(number + len(events)) % len(SPLITS)]}
            wrong += differences(world.facts[-1], known, metric, answers[metric.name], days, splits)
    assert not wrong, report(wrong)


def _days(every: Sequence[date], collected: Sequence[date], known_on: date) -> list[date]:
    """Return the collections, the days before and after them, and some others."""
    near = {one for one in every for day in collected if abs((one - day).days) <= 1}
    return sorted(one for one in {*near, *every[::3], *every[-2:]} if one <= known_on)
