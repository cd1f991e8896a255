"""What happened to registrations, one after the other, each with a moment that stays the same.

Where ``metrics.change_kinds`` compares two days, this follows each registration: somebody who reads every
entry misses nothing, and an entry that was read once never comes back under another key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

import polars as pl

from metrics.absences import FAR
from metrics.change_kinds import BACK, NEW, RETRACTED, Change, altered, change
from metrics.changes import fields
from metrics.facts import RETRO, Facts
from metrics.spans import stretches
from metrics.texts import Said
from sql.days import ZONE

_NOW: Final = ("content", "basis", "category", "name", "status", "org_id", "organisation", "published_at")


@dataclass(frozen=True)
class Happening:
    """One moment at which a registration came, went or changed, with the kinds of change it brought."""

    #: The same for ever: by the registration, what happened and when it was published, or was gone.
    key: str
    moment: datetime
    changes: tuple[Change, ...]


def happenings(facts: Facts, since: date, texts: Said) -> tuple[Happening, ...]:
    """Return what happened after a day, as known at the last collection, newest first.

    What was filled in afterwards for the first registrations has no moment and is left out, as is a
    republication that says the same. ``texts`` finds what registrations said by content.
    """
    last = facts.last_day()
    if last is None:
        return ()
    lived = stretches(facts, last).filter(~pl.col("retro"), pl.col("from_day") <= last).sort("lars", "from_day")
    mine = pl.col("lars") == pl.col("lars").shift(-1)
    later = [pl.when(mine).then(pl.col(name).shift(-1)).alias(f"{name}_now") for name in (*_NOW, "from_day")]
    rows = lived.with_columns(later, first=(pl.col("lars") != pl.col("lars").shift(1)).fill_null(value=True))
    # What began before, and goes on, tells nothing; in a large register that is nearly all. What went before, and came
    # back since, tells that.
    near = rows.filter(
        (pl.col("from_day") > since)
        | pl.col("to_day").is_between(since, FAR, closed="none")
        | (pl.col("from_day_now") > since)
    )
    turned = near.filter(pl.col("content_now").is_not_null(), pl.col("content") != pl.col("content_now"))
    said = texts(pl.concat([turned["content"], turned["content_now"]]))
    watched = max(since, facts.first_day(last) or since)
    found = [one for row in near.iter_rows(named=True) for one in _of(row, since, watched, said)]
    return tuple(sorted(found, key=lambda one: (one.moment, one.key), reverse=True))


def _of(row: Mapping[str, Any], since: date, watched: date, said: Mapping[str, str]) -> Iterator[Happening]:
    """Yield what happened at the beginning and at the end of one stretch of a registration.

    What was gone when somebody first looked, on the day ``watched``, may have been gone for years.
    """
    if row["first"] and row["from_day"] > since and row["first_published"] != RETRO:
        yield _one(row, row, row["from_day"], (change(NEW, row),))
    ends, after = row["to_day"], {**row, **{name: row[f"{name}_now"] for name in _NOW}}
    if watched < ends < FAR and row["from_day_now"] != ends:
        yield _one(row, None, ends, (change(RETRACTED, row, day=ends),))
    if row["content_now"] is None or row["from_day_now"] <= since:
        return
    if row["from_day_now"] > ends:
        yield _one(row, after, row["from_day_now"], (change(BACK, after),))
    elif found := tuple(altered(row, after, fields(row, said) if row["content"] != row["content_now"] else {})):
        yield _one(row, after, row["from_day_now"], found)


def _one(row: Mapping[str, Any], said: Mapping[str, Any] | None, day: date, found: tuple[Change, ...]) -> Happening:
    """Return a happening under a key of its own: by its publication, else by its day."""
    noon = datetime.combine(day, time(12), ZONE)
    published = said["published_at"] if said else None
    other = found[0].kind not in {NEW, BACK} and published == row["published_at"]
    moment = noon if published is None or published == RETRO or other else published
    word = found[0].kind if found[0].kind in {NEW, BACK, RETRACTED} else "changed"
    return Happening(f"{row['lars']}/{word}/{moment.astimezone(ZONE).isoformat()}", moment, found)
