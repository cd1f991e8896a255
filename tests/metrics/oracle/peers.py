"""Systems that many bodies of a type registered, and which of them a body has."""

import datetime as dt
from collections import defaultdict

from tests.metrics.oracle.register import Known, Standing
from tests.metrics.oracle.words import UNKNOWN

MANY = 5


def common(known: Known, chosen: list[Standing], day: dt.date) -> dict[str, tuple[str, int, int]]:
    """Return body → type, how many systems are common to its type, and how many of those it has."""
    systems: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, str] = {}
    for one in chosen:
        body, kind = known.organisation(one.version, day), known.kind(one.version, day)
        if UNKNOWN not in {body, kind}:
            kinds[body] = kind
            systems[body] |= {known.system(one.version)} - {""}
    shared: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for body, kind in kinds.items():
        for name in systems[body]:
            shared[kind][name] += 1
    counts = {}
    for body, kind in kinds.items():
        usual = {name for name, number in shared[kind].items() if number >= MANY}
        counts[body] = (kind, len(usual), len(usual & systems[body]))
    return counts
