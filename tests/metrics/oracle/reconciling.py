"""List and register laid side by side, both ways."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import partial

from tests.metrics.oracle.coverage import registered
from tests.metrics.oracle.figures import Figure, Figures, few
from tests.metrics.oracle.inventories import Inventories, Line
from tests.metrics.oracle.targets import NOTHING, Answer, groups_of, reported

STATES = ("registered", "missing", "uncertain", "exempt", "inconsistent")


def state(told: Inventories, line: Line, day: dt.date) -> str:
    """Return what a system on a list is."""
    if told.matched(line, day):
        return "inconsistent" if told.contradicted(line, day) else "registered"
    if told.explained(line, day):
        return "exempt"
    return "uncertain" if any(told.public(lars, day) for lars in told.possible(line)) else "missing"


def reconciled(told: Inventories, day: dt.date, by: str, which: str) -> Figures:
    found = {}
    for group, bodies in groups_of(told, by).items():
        counts = Counter(state(told, one, day) for one in told.counted(day) if one.org_id in bodies)
        told_by, asked, passed = reported(told, bodies, day, by), counts.total(), counts[which]
        if told_by not in {"ok", "stale"}:
            found[group] = replace(NOTHING, state=told_by)
        elif not asked:
            found[group] = replace(NOTHING, asked=0, state="declared_zero")
        else:
            high = passed + (counts["uncertain"] if which in {"registered", "missing"} else 0)
            found[group] = Figure(asked, passed, passed, None, high, None, few(asked, told_by))
    return found


def unlisted(told: Inventories, day: dt.date, by: str) -> Figures:
    found = {}
    lines = told.lines(day)
    sure, maybe = ({lars for line in lines for lars in which(line)} for which in (told.certain, told.possible))
    for group, bodies in groups_of(told, by).items():
        keeping = {one for one in bodies if told.age_state(one, day) in {"fresh", "stale"}}
        ours = {one.lars for one in registered(told, keeping, day)}
        told_by, none = reported(told, bodies, day, by), len(ours - sure - maybe)
        if told_by not in {"ok", "stale"}:
            found[group] = replace(NOTHING, state=told_by)
        elif not ours:
            found[group] = replace(NOTHING, asked=0, state="not_asked")
        else:
            found[group] = Figure(len(ours), none, none, None, len(ours - sure), None, few(len(ours), told_by))
    return found


def answers() -> dict[str, Answer]:
    found: dict[str, Answer] = {f"reconciliation.{one}": partial(reconciled, which=one) for one in STATES}
    return found | {"reconciliation.unlisted": unlisted}
