"""Every figure about a target, of bodies and inventories that never were, is that of the oracle."""

import os
import random
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings

from metrics.catalogue import CATALOGUE
from tests.metrics.comparison import of_targets, report, target_differences
from tests.metrics.oracle import Oracle
from tests.metrics.oracle.inventories import Inventories
from tests.metrics.told_world import DAYS, TargetWorld
from tests.metrics.told_worlds import target_worlds, world_of

#: The seed of a world in which two lists meet often enough for an estimate.
LARGE = 61
KNOWN_ON = [date(2026, 6, 1), date(2026, 3, 1)]


@given(target_worlds())
@example(world_of(random.Random(LARGE), most=80, naming=1.0))  # noqa: S311 - a made-up world is no secret
@settings(
    max_examples=int(os.environ.get("VULGRAAD_TARGET_WORLDS", "6")),
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_figure_of_a_target_is_that_of_the_oracle(shared: Path, world: TargetWorld) -> None:
    facts = world.facts()
    oracle = Oracle(world.shown(), shared / "register" / "publication_standard.json")
    wrong = []
    for known_on in KNOWN_ON:
        told = Inventories(world.told, oracle.known(known_on), known_on)
        # Known earlier, every third day shows the same code at work.
        days = [one for one in DAYS if one <= known_on][:: 1 if known_on == KNOWN_ON[0] else 3]
        for name, answer in of_targets().items():
            if name in CATALOGUE:
                wrong += target_differences(facts, told, CATALOGUE[name], answer, days)
    assert not wrong, report(wrong)
