"""On time and pace: every figure that follows from the state of systems, by the name of its metric."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil, sqrt
from typing import TypeAlias

from tests.metrics.oracle.currency import lower_median
from tests.metrics.oracle.figures import Figure, Figures, few
from tests.metrics.oracle.inventories import Inventories
from tests.metrics.oracle.systems import STATES, System, by_group, group_key, systems

WEEKS, POINTS = 13, 8
NOTHING = Figure(None, None, None, None, None, None)

Answer: TypeAlias = Callable[[Inventories, dt.date, str], Figures]


def groups_of(told: Inventories, by: str) -> dict[str, list[str]]:
    """Return the bodies in scope of every group."""
    found: dict[str, list[str]] = {"all": []} if by == "all" else {}
    for org_id in told.bodies:
        if told.in_scope(org_id):
            found.setdefault(group_key(told, org_id, by), []).append(org_id)
    return found


def silent(told: Inventories, bodies: Iterable[str], day: dt.date, by: str) -> str:
    """Return how a group stands without an inventory: its ministry may have one that lists its systems too."""
    above = [told.ministry(org_id) for org_id in bodies]
    heard = [one for one in above if one and told.age_state(one, day) in {"fresh", "stale"}]
    return "partial" if by == "organisation" and heard else "not_reported"


def reported(told: Inventories, bodies: Iterable[str], day: dt.date, by: str) -> str:
    """Return the state of a group by the inventories of its bodies."""
    ages = {told.age_state(org_id, day) for org_id in bodies}
    if not ages & {"fresh", "stale"}:
        return silent(told, bodies, day, by)
    return "stale" if "stale" in ages else "ok"


def _bounded(central: tuple[int, int], strict: tuple[int, int]) -> tuple[int, int | None, int, int | None]:
    """Return low, its asked, high, its asked; an asked is None where it equals that of the figure."""
    shares = [Fraction(passed, asked) if asked else Fraction(0) for passed, asked in (central, strict)]
    # Where both say the same share, the figure bounds itself.
    low, low_asked = strict if shares[1] < shares[0] else central
    high, high_asked = strict if shares[1] > shares[0] else central
    of = central[1]
    return low, None if low_asked == of else low_asked, high, None if high_asked == of else high_asked


def on_time(told: Inventories, day: dt.date, by: str, state: str) -> Figures:
    central, strict = (by_group(told, systems(told, day, strict=one), by) for one in (False, True))
    found = {}
    for group, bodies in groups_of(told, by).items():
        told_by = reported(told, bodies, day, by)
        ours, strictly = central.get(group, []), strict.get(group, [])
        asked = len(ours)
        if told_by not in {"ok", "stale"}:
            found[group] = replace(NOTHING, state=told_by)
        elif not asked:
            found[group] = replace(NOTHING, asked=0, state="declared_zero")
        else:
            counts = (sum(one.state == state for one in some) for some in (ours, strictly))
            passed, strict_passed = counts
            bounds = _bounded((passed, asked), (strict_passed, len(strictly)))
            found[group] = Figure(asked, passed, *bounds, few(asked, told_by))
    return found


def _of_states(told: Inventories, day: dt.date, by: str, count: Callable[[list[System], list[str]], Figure]) -> Figures:
    """Answer for each group that reported and has a system; say how the others stand."""
    central = by_group(told, systems(told, day), by)
    found = {}
    for group, bodies in groups_of(told, by).items():
        told_by = reported(told, bodies, day, by)
        if told_by not in {"ok", "stale"}:
            found[group] = replace(NOTHING, state=told_by)
        elif not central.get(group):
            found[group] = replace(NOTHING, state="declared_zero")
        else:
            figure = count(central[group], bodies)
            found[group] = replace(figure, state=told_by) if figure.state == "ok" else figure
    return found


def backlog(told: Inventories, day: dt.date, by: str) -> Figures:
    if day <= told.target.deadline:
        return {group: replace(NOTHING, state="not_asked") for group in groups_of(told, by)}

    return on_time(told, day, by, "overdue")


def days_late(told: Inventories, day: dt.date, by: str) -> Figures:
    if day <= told.target.deadline:
        return {group: replace(NOTHING, state="not_asked") for group in groups_of(told, by)}

    def count(ours: list[System], _: list[str]) -> Figure:
        median = lower_median([one.days or 0 for one in ours if one.state == "late"])
        state = "ok" if median is not None else "not_asked"
        return Figure(None, median, median, None, median, None, state)

    return _of_states(told, day, by, count)


def weeks_to_clear(told: Inventories, day: dt.date, by: str) -> Figures:
    if day <= told.target.deadline:
        return {group: replace(NOTHING, state="not_asked") for group in groups_of(told, by)}
    weeks = [day - dt.timedelta(days=7 * number) for number in range(WEEKS)]

    def count(ours: list[System], bodies: list[str]) -> Figure:
        first = min(one.day for one in told.told.deliveries if set(one.bodies) & set(bodies))
        points = sum(first <= week for week in weeks)
        since = day - dt.timedelta(days=7 * WEEKS)
        late = [one.first_published for one in ours if one.first_published and one.first_published > one.due]
        cleared = sum(since < one <= day for one in late)
        overdue = sum(one.state == "overdue" for one in ours)
        if points < POINTS or not cleared:
            return replace(NOTHING, state="too_few")
        return Figure(None, *weeks_of(overdue, cleared))

    return _of_states(told, day, by, count)


def weeks_of(overdue: int, cleared: int) -> tuple[int, int, None, int | None, None]:
    """Return weeks to clear, at the pace of so many in 13 weeks, and its range."""
    margin = 1.96 * sqrt(cleared)
    low, high = ceil(WEEKS * overdue / (cleared + margin)), None
    if cleared > margin:
        high = ceil(WEEKS * overdue / (cleared - margin))
    return ceil(Fraction(WEEKS * overdue, cleared)), low, None, high, None


def needed_per_week(told: Inventories, day: dt.date, by: str) -> Figures:
    left = (told.target.deadline - day).days
    if left <= 0:
        return {group: replace(NOTHING, state="not_asked") for group in groups_of(told, by)}

    def count(ours: list[System], _: list[str]) -> Figure:
        needed = ceil(Fraction(sum(one.state == "not_due" for one in ours), ceil(Fraction(left, 7))))
        return Figure(None, needed, needed, None, needed, None)

    return _of_states(told, day, by, count)


def answers() -> dict[str, Answer]:
    found: dict[str, Answer] = {
        "on_time.high_risk" if state == "on_time" else f"on_time.{state}": partial(on_time, state=state)
        for state in STATES
    }
    return found | {
        "pace.backlog": backlog,
        "pace.days_late": days_late,
        "pace.weeks_to_clear": weeks_to_clear,
        "pace.needed_per_week": needed_per_week,
    }
