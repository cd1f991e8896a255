"""Coverage and the estimate: register and inventories laid side by side."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from math import sqrt
from typing import TypeAlias

from tests.metrics.oracle.currency import months_later
from tests.metrics.oracle.figures import Figure, Figures, few
from tests.metrics.oracle.inventories import Declared, Inventories, Line
from tests.metrics.oracle.language import ai_like
from tests.metrics.oracle.register import Standing
from tests.metrics.oracle.systems import group_key
from tests.metrics.oracle.targets import NOTHING, groups_of, silent
from tests.metrics.oracle.words import IN_DEVELOPMENT, IN_USE, OUT_OF_USE, A

Answer: TypeAlias = Callable[[Inventories, dt.date, str], Figures]
OVERLAP = 7


@dataclass
class Tally:
    """What is counted of a group: lines asked, surely and possibly matched, explained, and disputed in and out."""

    asked: int = 0
    certain: int = 0
    possible: int = 0
    exempt: int = 0
    disputed_in: int = 0
    disputed_out: int = 0
    registrations: set[str] = field(default_factory=set)

    def sides(self) -> list[int]:
        """Return n and N: as counted, strictly, generously; too many registrations count, each, on every side."""
        if len(self.registrations) > self.asked:
            return [len(self.registrations), self.asked] * 3
        strict = [self.certain, self.asked + self.disputed_out]
        generous = [self.certain + self.possible, self.asked - self.exempt - self.disputed_in]
        return [self.certain, self.asked, *strict, *generous]


def tally(told: Inventories, lines: Iterable[Line], day: dt.date) -> Tally:
    """Count the lines of some bodies; those that the target is about are in N."""
    found = Tally()
    counted = set(map(id, told.counted(day)))
    for line in lines:
        matched = told.matched(line, day)
        if id(line) not in counted:
            found.disputed_out += any(
                one.version.category == told.target.category and one.version.status == IN_USE for one in matched
            )
            continue
        found.asked += 1
        if matched:
            disputed = told.contradicted(line, day)
            found.registrations |= set() if disputed else {one.lars for one in matched}
            found.disputed_in += disputed
            found.certain += not disputed
        elif told.explained(line, day):
            found.exempt += not told.certain(line) or not matched
        else:
            found.possible += any(told.public(lars, day) for lars in told.possible(line))
    return found


def source_of(told: Inventories, org_id: str, day: dt.date) -> str:
    """Return what speaks for a body: a fresh inventory, else a count, else an inventory that is not too old."""
    age = told.age_state(org_id, day)
    if age == "fresh":
        return "inventory"
    if newest_count(told, org_id, day):
        return "declared"
    return "inventory" if age == "stale" else "none"


def newest_count(told: Inventories, org_id: str, day: dt.date) -> Declared | None:
    ours = [one for one in told.told.declared if one.org_id == org_id and one.as_of <= day]
    ours = [one for one in ours if one.in_force(told.known_on)]
    newest = max(ours, key=lambda one: (one.as_of, one.known_from), default=None)
    return None if newest and months_later(newest.as_of, 24) < day else newest


def aged(counts: Iterable[Declared], day: dt.date) -> bool:
    """Say whether one of some counts is older than a year."""
    return any(months_later(one.as_of, 12) < day for one in counts)


def registered(told: Inventories, bodies: set[str], day: dt.date) -> list[Standing]:
    """Return what is public of some bodies in the target's category, in use."""
    return [
        one
        for one in told.known.public(day)
        if one.passed
        and told.known.organisation(one.version, day) in bodies
        and one.version.category == told.target.category
        and one.version.status == IN_USE
    ]


def coverage(told: Inventories, day: dt.date, by: str, *, declared_only: bool = False) -> Figures:
    found = {}
    for group, bodies in groups_of(told, by).items():
        sources = {one: source_of(told, one, day) for one in bodies}
        with_list = [one for one, source in sources.items() if source == "inventory"]
        with_count = [one for one in bodies if newest_count(told, one, day)]
        if with_list and not declared_only:
            found[group] = _by_list(told, with_list, day)
        elif with_count:
            found[group] = _by_count(told, with_count, day)
        else:
            found[group] = replace(NOTHING, state=_unheard(told, bodies, day, by, declared_only=declared_only))
    return found


def _unheard(told: Inventories, bodies: list[str], day: dt.date, by: str, *, declared_only: bool) -> str:
    """Return how bodies stand of which nothing is known: what their ministry told may be about them too."""
    above = {ministry for one in bodies if (ministry := told.ministry(one))}
    if by == "organisation" and any(newest_count(told, one, day) for one in above):
        return "partial"
    return "not_reported" if declared_only else silent(told, bodies, day, by)


def _by_list(told: Inventories, bodies: list[str], day: dt.date) -> Figure:
    stale = any(told.age_state(one, day) == "stale" for one in bodies)
    each = [tally(told, [one for one in told.lines(day) if one.org_id == body], day).sides() for body in bodies]
    passed, asked, low, low_asked, high, high_asked = map(sum, zip(*each, strict=True))
    if passed > asked:
        return Figure(asked, passed, None, None, None, None, "reporting_error")
    if not asked:
        return replace(NOTHING, asked=0, state="declared_zero")
    return Figure(
        asked,
        passed,
        low,
        None if low_asked == asked else low_asked,
        # Generously everything is found, and not more than that.
        min(high, high_asked),
        None if high_asked == asked else high_asked,
        few(asked, "stale" if stale else "ok"),
    )


def _by_count(told: Inventories, bodies: list[str], day: dt.date) -> Figure:
    """Lay counts side by side: of a ministry that declared one, its own speaks for what hangs under it."""
    speaking = [one for one in bodies if told.ministry(one) == one or told.ministry(one) not in bodies]
    asked, speak_for = 0, set()
    counts = {one: count for one in speaking if (count := newest_count(told, one, day))}
    for org_id in speaking:
        asked += counts[org_id].number if org_id in counts else 0
        under = {one for one in told.bodies if told.ministry(one) == org_id and told.in_scope(one)}
        speak_for |= {org_id} | (under if told.ministry(org_id) == org_id else set())
    passed = len(registered(told, speak_for, day))
    if passed > asked:
        return Figure(asked, passed, None, None, None, None, "reporting_error")
    if not asked:
        return replace(NOTHING, asked=0, state="declared_zero")
    state = "stale" if aged(counts.values(), day) else "ok"
    return Figure(asked, passed, passed, None, passed, None, few(asked, state))


def apart(told: Inventories, day: dt.date, by: str, status: str) -> Figures:
    """Count the lines of the target's category with another status, and those that are public."""
    found = {}
    for group, bodies in groups_of(told, by).items():
        usable = {one for one in bodies if told.age_state(one, day) in {"fresh", "stale"}}
        lines = [one for one in told.lines(day) if one.org_id in usable]
        ours = [one for one in lines if (one.category, one.status) == (told.target.category, status)]
        passed = sum(_public([one for one in ours if one.org_id == body], told, day) for body in usable)
        stale = any(told.age_state(one, day) == "stale" for one in usable)
        if not usable:
            found[group] = replace(NOTHING, state=silent(told, bodies, day, by))
        elif not ours:
            found[group] = replace(NOTHING, asked=0, state="declared_zero")
        elif passed > len(ours):
            found[group] = Figure(len(ours), passed, None, None, None, None, "reporting_error")
        else:
            state = few(len(ours), "stale" if stale else "ok")
            found[group] = Figure(len(ours), passed, passed, None, passed, None, state)
    return found


def _public(lines: list[Line], told: Inventories, day: dt.date) -> int:
    """Count the lines of a body that are public; the registrations that they are, if those are more than its lines."""
    matched = [told.matched(one, day) for one in lines]
    registrations = {one.lars for each in matched for one in each}
    return len(registrations) if len(registrations) > len(lines) else sum(map(bool, matched))


def zero_beside_ai(told: Inventories, day: dt.date, by: str) -> Figures:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for org_id in told.bodies:
        if told.in_scope(org_id) and _declares_zero(told, org_id, day):
            like = [
                one
                for one in told.known.public(day)
                if one.passed and told.known.organisation(one.version, day) == org_id
            ]
            versions = [one.version for one in like if one.version.status == IN_USE and one.version.category != A]
            group = group_key(told, org_id, by)
            sums[group][0] += 1
            sums[group][1] += any(ai_like(one) for one in versions)
    return {
        group: Figure(asked, passed, passed, None, passed, None, few(asked, "ok"))
        for group, (asked, passed) in sums.items()
    }


def _declares_zero(told: Inventories, org_id: str, day: dt.date) -> bool:
    source = source_of(told, org_id, day)
    count = newest_count(told, org_id, day)
    listed = [one for one in told.counted(day) if one.org_id == org_id]
    return (source == "declared" and count is not None and count.number == 0) or (source == "inventory" and not listed)


def estimate(told: Inventories, day: dt.date, by: str) -> Figures:
    found = {}
    for group, bodies in groups_of(told, by).items():
        usable = {one for one in bodies if source_of(told, one, day) == "inventory"}
        if not usable:
            found[group] = replace(NOTHING, state=silent(told, bodies, day, by))
            continue
        lines = [one for one in told.counted(day) if one.org_id in usable]
        ours = {one.lars for one in registered(told, usable, day)}
        pairs = [(id(line), one.lars) for line in lines for one in told.matched(line, day) if one.lars in ours]
        # Two lines may be one registration, and one line several: each system meets once.
        both = min(len({line for line, _ in pairs}), len({lars for _, lars in pairs}))
        shown = chapman(len(ours), len(lines), both)
        stale = any(told.age_state(one, day) == "stale" for one in usable)
        if not lines:
            found[group] = replace(NOTHING, state="declared_zero")
        elif shown is None:
            found[group] = replace(NOTHING, state="too_few")
        else:
            middle, low, high = shown
            found[group] = Figure(None, middle, low, None, high, None, "stale" if stale else "ok")
    return found


def chapman(n1: int, n2: int, m: int) -> tuple[int, int, int] | None:
    """Return the estimate and its 95% interval; None where the lists hardly meet, or meet more than either is long."""
    if m < OVERLAP or m > min(n1, n2):
        return None
    middle = Fraction((n1 + 1) * (n2 + 1), m + 1) - 1
    variance = Fraction((n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m), (m + 1) ** 2 * (m + 2))
    margin = 1.96 * sqrt(variance)
    return round(middle), max(round(float(middle) - margin), n1 + n2 - m), round(float(middle) + margin)


def answers() -> dict[str, Answer]:
    return {
        "coverage.high_risk": coverage,
        "coverage.declared": partial(coverage, declared_only=True),
        "coverage.in_development": partial(apart, status=IN_DEVELOPMENT),
        "coverage.out_of_use": partial(apart, status=OUT_OF_USE),
        "classification.zero_beside_ai": zero_beside_ai,
        "estimate.high_risk": estimate,
    }
