"""Hold what does not look like a healthy run: better yesterday's facts than wrong ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ingest.source import Expect, Parsed

#: How long ago the last good run may be for its fields to be compared: standards change.
_COMPARABLE_DAYS: Final = 92
#: How much of its share of filled rows a field keeps at least, a month. In May 2023 one body of twelve
#: registrations among 117 moved to another standard, and a field kept 56%.
_FILL_FLOOR: Final = 0.5
#: A larger share of rows than this that cannot be used is trouble.
_ASIDE: Final = 0.02
#: Fewer rows than this, or a smaller share of them, can lose a value without meaning trouble.
_FEW_ROWS, _FEW = 5, 0.02


@dataclass(frozen=True)
class _Last:
    """The last good run of a source: its rows, how many days ago, and the rows with a value by field."""

    rows: int
    days: int
    filled: Mapping[str, int]


def breaches(
    parsed: Parsed, expect: Expect, last: int | None, days: int, filled: Mapping[str, int] | None = None
) -> list[str]:
    """Return the reasons to hold a run, in words; none when it looks healthy.

    ``last`` is the number of rows of the last good run of this source, None before the first,
    ``days`` how long ago that was and ``filled`` how many of its rows had a value, by field. Floor
    and ceiling are per month, so they widen over a long gap.
    """
    before = None if last is None else _Last(last, days, filled or {})
    return [*parsed.breaches, *_rows(parsed, expect, before), *_aside(parsed, expect), *_fields(parsed, expect, before)]


def _rows(parsed: Parsed, expect: Expect, last: _Last | None) -> Iterator[str]:
    rows = parsed.rows_accepted
    if rows < expect.least:
        yield f"{rows} rows, where at least {expect.least} were expected"
    if last is None:
        return
    months = max(1.0, last.days / 30)
    floor, ceiling = expect.floor**months, expect.ceiling**months
    if rows < last.rows * floor:
        yield f"{rows} rows, fewer than {floor:.0%} of the {last.rows} of the last good run"
    if rows > max(last.rows, expect.least) * ceiling:
        yield f"{rows} rows, more than {ceiling:.3g} times the {last.rows} of the last good run"


def _aside(parsed: Parsed, expect: Expect) -> Iterator[str]:
    meant = parsed.rows_in - parsed.left_out
    aside = meant - parsed.rows_accepted - parsed.set_aside.get(SAME_ROW, 0)
    if aside > max(expect.few, meant * _ASIDE):
        yield f"{aside} of {meant} rows could not be used"


def _fields(parsed: Parsed, expect: Expect, last: _Last | None) -> Iterator[str]:
    """Tell of fields that are empty more often than they may be, or than they were last time."""
    rows = parsed.rows_accepted
    for name, least in expect.filled.items():
        if name in parsed.filled and rows - parsed.filled[name] > max(2, rows * (1 - least)):
            yield f"{name}: filled in {parsed.filled[name]} of {rows} rows, at least {least:.0%} was expected"
    if last is None or not last.rows or not parsed.filled or last.days > _COMPARABLE_DAYS:
        return
    floor = _FILL_FLOOR ** max(1.0, last.days / 30)
    for name, before in sorted(last.filled.items()):
        expected, now = before / last.rows * rows, parsed.filled.get(name, 0)
        if now < expected * floor and expected - now > max(_FEW_ROWS, rows * _FEW):
            yield f"{name}: filled in {now} of {rows} rows, in {before} of {last.rows} in the last good run"


#: Rows that say nothing new are no sign of trouble.
SAME_ROW = "says the same as another row"
