"""What the lines of inventories in use say of themselves, and where the register says otherwise."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from tests.metrics.oracle.figures import Figure, Figures, few
from tests.metrics.oracle.inventories import Inventories, Line, in_use
from tests.metrics.oracle.systems import group_key
from tests.metrics.oracle.targets import Answer
from tests.metrics.oracle.words import NOT_STATED, A, placeholder

REASONS = {"high-risk", "impactful", "media", "debate", "woo"}


def of_lines(
    told: Inventories, day: dt.date, by: str, judge: Callable[[Inventories, Line, dt.date], tuple[int, int]]
) -> Figures:
    """Add up verdicts on the lines in use, of any body."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in told.lines(day, usable=False):
        if in_use(line, day):
            asked, passed = judge(told, line, day)
            group = group_key(told, line.org_id, by)
            sums[group][0] += asked
            sums[group][1] += passed
    return {
        group: Figure(asked, passed, passed, None, passed, None, few(asked, "ok"))
        for group, (asked, passed) in sums.items()
        if asked
    }


def _owner(_: Inventories, line: Line, __: dt.date) -> tuple[int, int]:
    return 1, int(bool(line.owner.strip()) and not placeholder(line.owner))


def _reason(_: Inventories, line: Line, __: dt.date) -> tuple[int, int]:
    return 1, int(bool(REASONS & {one.strip() for one in line.reasons.split(";")}))


def _eu_database(_: Inventories, line: Line, __: dt.date) -> tuple[int, int]:
    asked = line.category == A
    return int(asked), int(asked and bool(line.eu_database_id.strip()) and not placeholder(line.eu_database_id))


def _contradicts(told: Inventories, line: Line, day: dt.date) -> tuple[int, int]:
    said = [one.version.category for one in told.matched(line, day) if one.version.category != NOT_STATED]
    asked = line.category != NOT_STATED and bool(said)
    return int(asked), int(asked and all(one != line.category for one in said))


def answers() -> dict[str, Answer]:
    return {
        "ownership.owner": partial(of_lines, judge=_owner),
        "ownership.reason": partial(of_lines, judge=_reason),
        "ownership.eu_database": partial(of_lines, judge=_eu_database),
        "classification.contradicts_inventory": partial(of_lines, judge=_contradicts),
    }
