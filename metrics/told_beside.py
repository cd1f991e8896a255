"""What the public is told of figures that lean on the numbers of systems: only what tells no small number."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

#: A number of systems from 1 to 4 could point at one of them.
SMALL: Final = 5
Row: TypeAlias = dict[str, Any]
#: A group of one split: by, group, org_id.
Key: TypeAlias = tuple[str, str, str | None]
#: The figures on the states of systems that may be told, by group and metric.
States: TypeAlias = Mapping[Key, Mapping[str, Row]]

SUPPRESSED: Final = "suppressed"
_COUNTS: Final = ("asked", "passed", "low", "low_asked", "high", "high_asked")
_BOUNDS: Final = _COUNTS[2:]
_DOCUMENT: Final = "declared"
_ON_TIME, _LATE, _EXEMPT = "on_time.high_risk", "on_time.late", "on_time.exempt"
#: Each is made of a number of systems, and is told only where that number is.
_MADE_OF: Final = {
    "pace.backlog": "on_time.overdue",
    "pace.days_late": _LATE,
    "pace.weeks_to_clear": "on_time.overdue",
    "pace.needed_per_week": "on_time.not_due",
}
#: They divide systems that no other figure is about: none of them is in use, as all that the others count are.
_APART: Final = ("coverage.in_development", "coverage.out_of_use")
#: They divide all systems in use, of any category and body: those of the target are among them.
_IN_USE: Final = ("ownership.owner", "ownership.reason")


def small(number: int | None) -> bool:
    """Whether a number, or a difference of two, could point at single systems."""
    return number is not None and 0 < abs(number) < SMALL


def key(row: Mapping[str, Any]) -> Key:
    """Return the group of a figure."""
    return row["by"], row["group"], row["org_id"]


def told_beside(rows: Iterable[Row], states: States) -> list[Row]:
    """Return one day's figures other than on the states of systems, hidden where they must be.

    ``states`` are the figures on those states as they are told. What was made of public documents
    is told in full. A metric that no rule here knows is never told.
    """
    found = list(rows)
    covering = [row for row in found if row["metric"] == "coverage.high_risk" and row["n_source"] != _DOCUMENT]
    covered = _covered(covering, states)
    owned = {row["metric"]: row for row in found if row["by"] == "all" and row["metric"].startswith("ownership.")}
    rules: dict[str, Callable[[Row], bool]] = {
        "coverage.high_risk": lambda row: key(row) in covered,
        "estimate.high_risk": lambda row: key(row) in covered,
        "ownership.eu_database": lambda row: _divides(row) and _apart_from(row, owned, states),
        **dict.fromkeys(_APART, _divides),
        **dict.fromkeys(_IN_USE, lambda row: _divides(row) and not small((row["asked"] or 0) - _told_of(states))),
        # The registrations that make the pace are told nowhere; only that it is not asked may be.
        "pace.weeks_to_clear": lambda row: row["state"] == "not_asked" and _is_told(row, states),
        **{name: lambda row: _is_told(row, states) for name in _MADE_OF if name != "pace.weeks_to_clear"},
    }
    return [_told(row, told=row["metric"] in rules and rules[row["metric"]](row)) for row in found]


def _told(row: Row, *, told: bool) -> Row:
    if row["n_source"] == _DOCUMENT or row["state"] == "not_reported":
        return row
    if not told:
        return row | dict.fromkeys((*_COUNTS, "n_date", "covers")) | {"state": SUPPRESSED}
    # The interval of an estimate follows from the numbers that are told; other bounds tell more than they do.
    return row if row["metric"] == "estimate.high_risk" else row | dict.fromkeys(_BOUNDS)


def _is_told(row: Row, states: States) -> bool:
    """Whether the number of systems that a figure is made of is told."""
    made_of = states.get(key(row), {}).get(_MADE_OF[row["metric"]])
    return made_of is not None and made_of["state"] != SUPPRESSED


def _divides(row: Row) -> bool:
    """Whether a total, and what it leaves, are both nothing or large enough; of groups nothing is told."""
    asked, passed = row["asked"] or 0, row["passed"] or 0
    return row["by"] == "all" and 0 <= passed <= asked and not small(passed) and not small(asked - passed)


def _told_of(states: States) -> int:
    """Return how many of the target's systems are told: those of the total, else those of the groups together.

    That is the most that can be subtracted from a number of which they are part; where less is
    subtracted, a number of systems that is told, and so large enough, is left as well.
    """
    told = {group: max((one["asked"] or 0 for one in each.values()), default=0) for group, each in states.items()}
    total = sum(number for (by, *_), number in told.items() if by == "all")
    return total or sum(told.values())


def _apart_from(row: Row, owned: Mapping[str, Row], states: States) -> bool:
    """Whether a number of high-risk systems tells nothing beside that of a target, and that of all systems."""
    target = states.get(key(row), {}).get(_ON_TIME)
    if target is None or target["state"] == SUPPRESSED:
        return False
    asked = row["asked"] or 0
    others = [one["asked"] or 0 for name, one in owned.items() if name != row["metric"]]
    return not any(small(one - asked) for one in (target["asked"] or 0, *others))


def _covered(rows: Iterable[Row], states: States) -> set[Key]:
    """Return the groups of which coverage may be told: no cell of them, and no rest of the total, is small."""
    parts = {key(row): _parts(row, states.get(key(row), {})) for row in rows}
    shown = {group: found for group, found in parts.items() if found is not None and not any(map(small, found))}
    groups = [found for group, found in shown.items() if group[0] != "all"]
    rest = [sum(column) for column in zip(*groups, strict=True)] or [0] * 4
    return {
        group
        for group, found in shown.items()
        if group[0] != "all" or not any(small(number - told) for number, told in zip(found, rest, strict=True))
    }


def _parts(row: Row, states: Mapping[str, Row]) -> tuple[int, int, int, int] | None:
    """Return what coverage tells beside the states: what is covered, what is not, and the explained systems by that.

    None where it must not be told: a state is hidden, it is about other systems, or they do not add up.
    """
    if not states or any(one["state"] == SUPPRESSED for one in states.values()):
        return None
    asked, passed = row["asked"] or 0, row["passed"] or 0
    if asked != (states[_ON_TIME]["asked"] or 0):
        return None
    exempt = states[_EXEMPT]["passed"] or 0
    registered = passed - sum(states[name]["passed"] or 0 for name in (_ON_TIME, _LATE))
    found = (passed, asked - passed, registered, exempt - registered)
    return found if min(found) >= 0 else None
