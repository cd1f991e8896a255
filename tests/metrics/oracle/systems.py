"""On time: the state of each system that a target is about."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from tests.metrics.oracle.inventories import Inventories, Line, date_of
from tests.metrics.oracle.reading import day_of

STATES = ("inconsistent", "exempt", "on_time", "late", "not_due", "in_grace", "overdue")


@dataclass(frozen=True)
class System:
    """One line, its state on a day, and how many days it is late or overdue."""

    line: Line
    state: str
    days: int | None
    first_published: dt.date | None
    due: dt.date


def due_day(told: Inventories, line: Line, *, strict: bool = False) -> dt.date:
    start = date_of(line.start, last=not strict)
    if start is None:
        return told.target.deadline
    return max(told.target.deadline, start + dt.timedelta(days=told.target.lag))


def first_published(told: Inventories, lars: str | None) -> dt.date:
    return day_of(told.known.histories[lars or ""][0].moment)


def system(told: Inventories, line: Line, day: dt.date, *, strict: bool = False) -> System:
    due = due_day(told, line, strict=strict)
    lars = told.registration(line, day)
    first = first_published(told, lars) if lars in told.known.histories else None
    public = lars is not None and told.public(lars, day) is not None

    cases = [
        (bool(lars) and told.contradicted(line, day, lars=lars), "inconsistent"),
        (told.explained(line, day), "exempt"),
        (first is not None and public and first <= min(due, day), "on_time"),
        (first is not None and public and due < first <= day, "late"),
        (day <= due, "not_due"),
        (day <= due + dt.timedelta(days=told.target.grace), "in_grace"),
    ]
    state = next((name for holds, name in cases if holds), "overdue")
    days = {"late": (first or due) - due, "overdue": day - due}.get(state)
    return System(line, state, days.days if days else None, first, due)


def systems(told: Inventories, day: dt.date, *, strict: bool = False) -> list[System]:
    return [system(told, line, day, strict=strict) for line in told.counted(day, strict=strict)]


def group_key(told: Inventories, org_id: str, by: str) -> str:
    return {"all": "all", "organisation": org_id, "ministry": told.ministry(org_id) or "none"}[by]


def by_group(told: Inventories, found: list[System], by: str) -> dict[str, list[System]]:
    groups: dict[str, list[System]] = defaultdict(list)
    for one in found:
        groups[group_key(told, one.line.org_id, by)].append(one)
    return groups
