"""The registrations of a day: which were ever public by then, and which still were."""

from datetime import date
from typing import Final

import polars as pl

from metrics.facts import Facts
from metrics.memo import with_facts
from metrics.spans import counting, spans, stretches

_REGISTRATION: Final = (
    "lars",
    "name",
    "org_id",
    "organisation",
    "type",
    "ministry_id",
    "ministry",
    "first_published",
    "published_at",
    "content",
    "status",
    "category",
    "standard",
)


def registrations(facts: Facts, as_of: date, known_on: date | None = None) -> pl.DataFrame:
    """Return every registration that was ever public by a day, and whether it still was.

    Columns: lars, name, org_id, organisation, type, ministry_id, ministry, first_published,
    published_at (instants), content, status, category, standard, state (public or withdrawn), basis
    (publication, listed or reduced) and identity (stated, inferred or provisional).
    Empty when the day is after the last collection. In the order of lars.
    """
    return _on(facts, as_of, known_on)


@with_facts(8)
def _on(facts: Facts, as_of: date, known_on: date | None) -> pl.DataFrame:
    last = facts.last_day(known_on)
    cut = stretches(facts, known_on or last) if last else spans(facts, as_of)
    if last is None or as_of > last:
        cut = cut.clear()
    looked_at = cut.select(*_REGISTRATION, "basis", "identity", "from_day", "to_day", "low", "retro")
    begun = looked_at.filter(pl.col("from_day") <= as_of, ~pl.col("retro"))
    # Stretches are in the order of lars and from_day.
    latest = begun.filter((pl.col("lars") != pl.col("lars").shift(-1)).fill_null(value=True))
    public = (pl.col("to_day") > as_of) & counting(facts, as_of, known_on)
    state = pl.when(public).then(pl.lit("public")).otherwise(pl.lit("withdrawn"))
    return latest.select(*_REGISTRATION, state.alias("state"), "basis", "identity")
