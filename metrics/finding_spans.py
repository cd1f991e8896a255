"""Since when what is to be checked in the registrations of a body is so, and what of it was put right lately.

It agrees with ``metrics.finding_list``: what stands on a day is what is listed of that day. But where that
tells since when a text says what it says, this tells since when, without a break, it breaks the rule.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from metrics.checks import Check
from metrics.context import ContextCheck
from metrics.context import findings as context_findings
from metrics.context.declare import FAILED
from metrics.facts import Facts
from metrics.finding_list import BY_NAME, breaks
from metrics.intervals import clipped, merged
from metrics.memo import with_facts
from metrics.places import Placed, placed
from metrics.spans import stretches
from metrics.units import public_by

#: What became of a finding between two days. Gone: its registration is not found in the register any more.
NEW, PERSISTING, RESOLVED, GONE = "new", "persisting", "resolved", "gone"
STATES: Final = (NEW, PERSISTING, RESOLVED, GONE)
_KEYS: Final = ("lars", "check")


def finding_spans(facts: Facts, org_id: str, before: date, as_of: date) -> pl.DataFrame:
    """Return what was to be checked in a body's registrations on either of two days, by check and lars.

    Columns: lars, check, state (one of ``STATES``), since (the day from which it is so, without a break;
    of what is no more, was so) and until (the first day on which it is not so any more; null while it is).
    Counts as public what the figures count. ``before`` lies before ``as_of``, which is no later than the
    last collection.
    """
    then, now = (_public(facts, day).filter(org_id=org_id) for day in (before, as_of))
    spans = _broken(facts).of(pl.concat([then["lars"], now["lars"]]))
    was, stands = (_on(spans, public, day) for public, day in ((then, before), (now, as_of)))
    both = stands.join(was.select(*_KEYS, was=pl.lit(value=True)), on=_KEYS, how="left")
    told = both.with_columns(
        state=pl.when(pl.col("was").is_null()).then(pl.lit(NEW)).otherwise(pl.lit(PERSISTING)),
        until=pl.lit(None, pl.Date),
    )
    here = pl.col("lars").is_in(now["lars"].implode())
    state = pl.when(here).then(pl.lit(RESOLVED)).otherwise(pl.lit(GONE))
    no_more = was.join(stands, on=_KEYS, how="anti").with_columns(state=state, until=pl.col("to_day"))
    columns = (*_KEYS, "state", pl.col("from_day").alias("since"), "until")
    return pl.concat([told.select(columns), no_more.select(columns)]).sort("check", "lars")


@with_facts(8)
def _public(facts: Facts, day: date) -> pl.DataFrame:
    """Return what is public on a day, and whose it is: lars, org_id."""
    return public_by(facts, day, facts.last_day() or day).select("lars", "org_id")


def _on(spans: pl.DataFrame, public: pl.DataFrame, day: date) -> pl.DataFrame:
    """Return what is so on a day, of the registrations that are public then."""
    today = (pl.col("from_day") <= day) & (pl.col("to_day") > day)
    return spans.filter(today, pl.col("lars").is_in(public["lars"].implode()))


@with_facts(1)
def _broken(facts: Facts) -> Placed:
    """Return when which registrations break which check, as known now: lars, check, from_day, to_day."""
    known_on = facts.last_day() or date.max
    cut = stretches(facts, known_on)
    failed = context_findings(facts, known_on).filter(pl.col("outcome") == FAILED)
    days = {"from_day": pl.Date, "to_day": pl.Date}
    empty = pl.DataFrame(schema={"lars": pl.String, **days, "check": pl.String})
    return placed(pl.concat([empty, *_each(cut, failed)]).sort("lars", maintain_order=True))


def _each(cut: pl.DataFrame, failed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for one in BY_NAME.values():
        broken = _by_text(cut, one) if isinstance(one, Check) else _by_context(cut, failed, one)
        if broken.height:
            yield merged(broken, ["lars"]).with_columns(check=pl.lit(one.name))


def _by_text(cut: pl.DataFrame, one: Check) -> pl.DataFrame:
    return cut.filter(breaks(one)).select("lars", "from_day", "to_day")


def _by_context(cut: pl.DataFrame, failed: pl.DataFrame, one: ContextCheck) -> pl.DataFrame:
    """Return when the context breaks a check, on the days on which it is asked."""
    mine = failed.filter(pl.col("check") == one.name).select("lars", "from_day", "to_day")
    if one.asked is None or mine.is_empty():
        return mine
    asked = merged(cut.filter(one.asked), ["lars"])
    return clipped(mine, asked, ["lars"]).select("lars", "from_day", "to_day")
