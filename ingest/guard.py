"""Hold what does not look like a healthy run: better yesterday's facts than wrong ones."""

from ingest.source import Expect, Parsed


def breaches(parsed: Parsed, expect: Expect, last: int | None, days: int) -> list[str]:
    """Return the reasons to hold a run, in words; none when it looks healthy.

    ``last`` is the number of rows of the last good run of this source, None before the first, and
    ``days`` how long ago that was: floor and ceiling are per month, so they widen over a long gap.
    """
    found = list(parsed.breaches)
    rows = parsed.rows_accepted
    months = max(1.0, days / 30)
    floor, ceiling = expect.floor**months, expect.ceiling**months
    if rows < expect.least:
        found.append(f"{rows} rows, where at least {expect.least} were expected")
    if last is not None and rows < last * floor:
        found.append(f"{rows} rows, fewer than {floor:.0%} of the {last} of the last good run")
    if last is not None and rows > max(last, expect.least) * ceiling:
        found.append(f"{rows} rows, more than {ceiling:.3g} times the {last} of the last good run")
    aside = parsed.rows_in - rows - parsed.set_aside.get(SAME_ROW, 0) - parsed.left_out
    if parsed.rows_in and aside > max(2, parsed.rows_in * 0.02):
        found.append(f"{aside} of {parsed.rows_in} rows could not be used")
    return found


#: Rows that say nothing new are no sign of trouble.
SAME_ROW = "says the same as another row"
