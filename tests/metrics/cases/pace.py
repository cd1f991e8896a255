"""Pace: what is missing after the date of a target, how late it came, and what is still needed before it."""

from collections.abc import Mapping
from typing import Final

from metrics.facts import Facts
from tests.metrics.cases.lists import a_list, numbered
from tests.metrics.cases.parts import LARS, Cases, Told

LATER: Final = "2026-03-29"


def came(*published: str | None, deadline: str = "2025-12-31") -> Facts:
    """Systems that were published on these days, or never."""
    builder = a_list(deadline)
    for number, moment in enumerate(published):
        builder.line(str(number), numbered(number))
        if moment:
            builder.registration(numbered(number), moment)
    return builder.registration(LARS, "2025-05-01").build()


CASES: Final[Mapping[str, Cases]] = {
    "pace.backlog": Cases(
        (came("2026-01-15"), Told(0, 1, "too_few")),
        (came(None), Told(1, 1, "too_few")),
        (came(None, deadline=LATER), Told(None, None, "not_asked")),
    ),
    "pace.days_late": Cases(
        # Of an even number the lower of the two in the middle.
        (came("2026-01-01", "2026-01-15"), Told(1, None, "ok")),
        (came("2026-02-28"), Told(59, None, "ok")),
        (came("2025-05-01"), Told(None, None, "not_asked")),
    ),
    "pace.weeks_to_clear": Cases(
        (came("2026-01-15", None), Told(13, None, "ok")),
        (came(None), Told(None, None, "too_few")),
        (came("2026-01-15", None, deadline=LATER), Told(None, None, "not_asked")),
    ),
    "pace.needed_per_week": Cases(
        (came("2025-05-01", deadline=LATER), Told(0, None, "ok")),
        # Five systems in the four weeks that are left.
        (came(*[None] * 5, deadline=LATER), Told(2, None, "ok")),
        (came(None), Told(None, None, "not_asked")),
    ),
}
