"""How one registration stands on a day: public, perhaps, no more, or not yet; and between which days that turned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

import polars as pl

from metrics.absences import FAR
from metrics.facts import Facts
from metrics.spans import stretches

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """How a registration stands on a day.

    ``row`` is the stretch (columns of ``metrics.spans``) that tells what it says, or said last; before
    the first day that a date tells there is none. ``sure_until`` is the last day up to then on which it
    certainly was there, ``gone_by`` the first on which it certainly was not, ``back_on`` the first
    after the day on which it certainly was there again: each where such a day is known.
    """

    lars: str
    state: Literal["public", "perhaps", "withdrawn", "before"]
    row: Mapping[str, Any] | None
    #: The first day of which a date, or a collection, tells that it was there.
    first_day: date
    #: Whether the figures of that day count it.
    counts: bool = False
    sure_until: date | None = None
    gone_by: date | None = None
    back_on: date | None = None


def standing(facts: Facts, lars: str, as_of: date) -> Standing | None:
    """Return how a registration stands at the end of a day, by all that is known now; None for one nobody knows."""
    last = facts.last_day()
    mine = stretches(facts, last).filter(lars=lars) if last else pl.DataFrame()
    if mine.is_empty():
        return None
    rows = mine.to_dicts()
    dated = [row for row in rows if not row["retro"]]
    first = min(row["from_day"] for row in dated or rows)
    begun = [row for row in dated if row["from_day"] <= as_of]
    if not begun:
        maybe = any(row["from_day"] <= as_of < row["to_day"] for row in rows)
        return Standing(lars, "perhaps" if maybe else "before", None, first)
    return _begun(facts, lars, as_of, dated, begun, first)


def _begun(  # noqa: PLR0913, PLR0917 - what came before and after the day has this many parts
    facts: Facts, lars: str, as_of: date, dated: list[dict[str, Any]], begun: list[dict[str, Any]], first: date
) -> Standing:
    now = begun[-1]
    there = now["to_day"] > as_of
    if there and now["low"]:
        return Standing(lars, "public", now, first, counts=True)
    collected = facts.first_day()
    counts = there and collected is not None and as_of >= collected
    sure = [min(row["to_day"] - _DAY, as_of) for row in begun if row["low"]]
    again = [row["from_day"] for row in dated if row["low"] and row["from_day"] > as_of]
    gone = _gone_by(dated, now)
    state: Literal["perhaps", "withdrawn"] = "perhaps" if there else "withdrawn"
    return Standing(lars, state, now, first, counts, max(sure, default=None), gone, min(again, default=None))


def _gone_by(dated: list[dict[str, Any]], now: Mapping[str, Any]) -> date | None:
    """Return the first day without the registration after a stretch and those that go on from it in doubt."""
    end: date = now["to_day"]
    for row in dated:
        if row["from_day"] == end and not row["low"]:
            end = row["to_day"]
    goes_on = end == FAR or any(row["from_day"] == end for row in dated)
    return None if goes_on else end
