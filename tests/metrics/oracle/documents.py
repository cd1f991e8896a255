"""How many systems documents say that bodies have."""

import datetime as dt
from dataclasses import replace
from functools import partial

from tests.metrics.oracle.coverage import aged, newest_count
from tests.metrics.oracle.figures import Figure, Figures
from tests.metrics.oracle.inventories import Inventories
from tests.metrics.oracle.targets import NOTHING, Answer, groups_of


def declared(told: Inventories, day: dt.date, by: str, category: str) -> Figures:
    """Add up per ministry, of which its own count goes before those of its parts, and over all."""
    found = {}
    for group, bodies in groups_of(told, by).items():
        counts = {one: newest_count(told, one, day) for one in bodies}
        own = {one for one, count in counts.items() if count and told.ministry(one) in {one, None}}
        speaking = {
            one: count for one, count in counts.items() if count and (one in own or told.ministry(one) not in own)
        }
        if not speaking:
            found[group] = replace(NOTHING, state="not_reported")
            continue
        passed = sum(count.numbers[category] for count in speaking.values())
        state = _state(group, passed, own=set(speaking) <= own, old=aged(speaking.values(), day))
        found[group] = Figure(None, passed, passed, None, passed, None, state)
    return found


def _state(group: str, passed: int, *, own: bool, old: bool) -> str:
    """Say of one ministry how it stands; a sum over several is a sum, and stale when one of them is."""
    one_ministry = group not in {"all", "none"}
    if one_ministry and not own:
        return "partial"
    if one_ministry and not passed:
        return "declared_zero"
    return "stale" if old else "ok"


def answers() -> dict[str, Answer]:
    return {f"declared.{one}": partial(declared, category=one) for one in ("high_risk", "impactful", "other")}
