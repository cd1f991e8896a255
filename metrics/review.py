"""What a person can decide: the pairs that may be the same system, those first that narrow the headline most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from metrics.declarations import last_heard
from metrics.deliveries import current_lines
from metrics.facts import Facts
from metrics.linked import CERTAIN, POSSIBLE, REJECTED, TEXT, linked
from metrics.narrowing import Headline, Range
from metrics.registrations import registrations

_LINE: Final = ["org_id", "local_id"]
_PAIR: Final = [*_LINE, "lars"]
#: How likely a pair is the same where no text says so: somebody was unsure.
_UNSURE: Final = 0.5
_WORTH: Final = dict.fromkeys(("narrows", "narrows_same", "narrows_not_same"), pl.Float64)

QUEUE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    **dict.fromkeys(("org_id", "local_id", "name"), pl.String),
    **dict.fromkeys(("lars", "registration", "registered_by", "organisation", "shown"), pl.String),
    **dict.fromkeys(("state", "by", "entry"), pl.String),
    **dict.fromkeys(("probability", "score"), pl.Float64),
    "evidence": pl.List(pl.Float64),
    **_WORTH,
    **dict.fromkeys(("rivals_of_line", "rivals_of_registration"), pl.List(pl.String)),
}


@dataclass(frozen=True)
class Days:
    """The day that a queue is about, and the day up to which observations and decisions count."""

    as_of: date
    known_on: date


def days_of(facts: Facts) -> Days | None:
    """Return the day of the last collection, and the last day that anything was heard; None before the first."""
    last = facts.last_day()
    return Days(last, max(last, last_heard(facts) or last)) if last else None


@dataclass(frozen=True)
class Queue:
    """The pairs to decide on (columns of ``QUEUE``), in order, and the range that they narrow (None without one)."""

    days: Days
    range: Range | None
    rows: pl.DataFrame


def queue(facts: Facts, days: Days, *, target: str | None = None, org_id: str | None = None) -> Queue:
    """Return every pair that is possible, and at the end those that are certain by their texts alone.

    ``narrows`` is by how much a decision narrows the range of ``coverage.high_risk`` of a target (by
    default the first), 0 to 1: what ``same`` and what ``not_same`` do, each exactly, weighed by how
    likely they are. The largest first, then the likeliest, then by name. A verdict after which there
    is no range narrows nothing (null). ``name`` is the line's, ``organisation`` the registration's,
    ``shown`` says whether that is public or withdrawn. ``org_id`` keeps the lines of one body.

    Raises QuestionError for a target that there is none of.
    """
    headline = Headline(facts, target, days.as_of, days.known_on)
    found = open_pairs(facts, days)
    found = found if org_id is None else found.filter(org_id=org_id)
    rows = found.hstack(_worth(headline, found)).with_columns(last=pl.col("state") == CERTAIN)
    order = ["last", "narrows", "probability", "name", "registration", *_PAIR]
    down = [one in {"narrows", "probability"} for one in order]
    ordered = rows.sort(order, descending=down, nulls_last=True)
    return Queue(days, headline.range(), ordered.select(list(QUEUE)))


def open_pairs(facts: Facts, days: Days) -> pl.DataFrame:
    """Return the pairs of ``every_pair`` that nobody decided for good: possible, or certain by their texts alone."""
    by_text = (pl.col("state") == CERTAIN) & (pl.col("by") == TEXT)
    return every_pair(facts, days).filter((pl.col("state") == POSSIBLE) | by_text)


def every_pair(facts: Facts, days: Days) -> pl.DataFrame:
    """Return the linked pairs of the lines and registrations of a day, rejected ones too (of ``QUEUE``), sorted.

    A rival is another registration that the line may be or is, or another line that may be or is the
    registration: its lars, or its body and own id with a space between.
    """
    lines = current_lines(facts, days.as_of, days.known_on).unique(_LINE, keep="first", maintain_order=True)
    register = registrations(facts, days.as_of, days.known_on).select(
        "lars", "organisation", registration="name", registered_by="org_id", shown="state"
    )
    every = linked(facts, days.known_on).join(lines.select(*_LINE, "name"), on=_LINE).join(register, on="lars")
    every = _with_others(every, pl.col("lars"), _LINE, "rivals_of_line")
    every = _with_others(every, pl.concat_str(_LINE, separator=" "), ["lars"], "rivals_of_registration")
    return every.select([name for name in QUEUE if name not in _WORTH]).sort(_PAIR)


def _with_others(rows: pl.DataFrame, named: pl.Expr, keys: list[str], name: str) -> pl.DataFrame:
    """Add the names of the other rows with the same keys that are no rejected ones, sorted."""
    every = rows.filter(pl.col("state") != REJECTED).group_by(keys).agg(named.unique().alias(name))
    others = pl.col(name).fill_null([]).list.set_difference(pl.concat_list(named)).list.sort()
    return rows.join(every, on=keys, how="left").with_columns(others)


def _worth(headline: Headline, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return by how much a decision on each pair narrows the range (``_WORTH``)."""
    now = headline.range()
    found = headline.after(pairs.select(_PAIR))
    rows = [
        _weighed([_narrowed(now, after) for after in each], probability)
        for each, probability in zip(found, pairs["probability"], strict=True)
    ]
    return pl.DataFrame(rows, schema=_WORTH, orient="row")


def _narrowed(now: Range | None, after: Range | None) -> Fraction | None:
    return now.width - after.width if now and after else None


def _weighed(each: list[Fraction | None], probability: float | None) -> tuple[float | None, ...]:
    """Return what a decision is worth, and what each verdict does."""
    same, not_same = (None if one is None else float(one) for one in each)
    if same is None and not_same is None:
        return None, None, None
    likely = _UNSURE if probability is None else probability
    return likely * (same or 0.0) + (1 - likely) * (not_same or 0.0), same, not_same


def about(found: Queue) -> Mapping[str, Any]:
    """Return what a queue is about, for a machine to read."""
    ends = found.range
    sides = {"strict": [ends.low, ends.low_asked], "generous": [ends.high, ends.high_asked]} if ends else None
    return {"as_of": found.days.as_of, "known_on": found.days.known_on, "range": sides, "pairs": found.rows.height}
