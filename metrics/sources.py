"""What each body's systems are counted from: its own list, else a document that counts them, else an old list."""

from datetime import date
from typing import Final

import polars as pl

from metrics.ageing import is_stale
from metrics.declarations import COLUMNS, told
from metrics.deliveries import listed
from metrics.facts import Facts
from metrics.matches import public_in_use
from metrics.memo import with_facts
from metrics.systems import bodies_in, target_of

INVENTORY, DECLARED = "inventory", "declared"
#: What may be said of a body about which nothing of its own is known.
BODY: Final = ("org_id", "organisation", "ministry_id", "ministry")


@with_facts(64)
def reporting(facts: Facts, target: str | None, as_of: date, known_on: date, *, zbos: bool = False) -> pl.DataFrame:
    """Return the bodies in scope (``BODY``), when each last delivered (listed_on), and its ministry (above).

    An inventory speaks for the body that keeps it and for what hangs under that body; one that is
    too old to speak is none.
    """
    about = target_of(facts, target, as_of, known_on)
    lists = listed(facts, as_of, known_on)
    own = bodies_in(facts, about, as_of, known_on, zbos=zbos).join(lists, on="org_id", how="left")
    above = lists.select(ministry_id="org_id", above="listed_on")
    return own.join(above, on="ministry_id", how="left").with_columns(stale=is_stale(pl.col("listed_on"), as_of))


@with_facts(64)
def sources(facts: Facts, target: str | None, as_of: date, known_on: date, *, zbos: bool = False) -> pl.DataFrame:
    """Return the bodies in scope, and from what the systems of each are counted.

    Columns: those of ``reporting``; count (as declared, null where no document speaks), declared_on,
    said (how the document stands), count_stale; registered (what is public and in use of the
    target's category, of the body and, to a ministry, of what hangs under it); source: inventory,
    declared or null. A list goes before a document, unless it is stale.
    """
    about = target_of(facts, target, as_of, known_on)
    lists = reporting(facts, target, as_of, known_on, zbos=zbos)
    column = COLUMNS[str(about["category"])]
    documents = told(facts, as_of, known_on, lists.select(BODY), column, ageing=True).filter("asked")
    counts = documents.select(
        *BODY,
        count=column,
        declared_on="as_of",
        said="state",
        count_stale=is_stale(pl.col("as_of"), as_of),
    )
    rows = counts.join(lists.select("org_id", "listed_on", "above", "stale"), on="org_id", how="left")
    rows = rows.join(_registered(rows, facts, as_of, known_on, str(about["category"])), on="org_id", how="left")
    has_list, has_count = pl.col("listed_on").is_not_null(), pl.col("count").is_not_null()
    source = (
        pl.when(has_list & ~pl.col("stale"))
        .then(pl.lit(INVENTORY))
        .when(has_count)
        .then(pl.lit(DECLARED))
        .when(has_list)
        .then(pl.lit(INVENTORY))
    )
    return rows.with_columns(pl.col("registered").fill_null(0), source=source)


def _registered(bodies: pl.DataFrame, facts: Facts, as_of: date, known_on: date, category: str) -> pl.DataFrame:
    """Return how many registrations of a category count to each body: org_id, registered."""
    found = reached(bodies, facts, as_of, known_on, category)
    return found.group_by("org_id").agg(registered=pl.len().cast(pl.Int64))


def reached(bodies: pl.DataFrame, facts: Facts, as_of: date, known_on: date, category: str) -> pl.DataFrame:
    """Return the registrations of a category that count to each body, to a ministry of all under it: org_id, lars."""
    register = public_in_use(facts, as_of, known_on).filter(pl.col("said_category") == category)
    under = bodies.filter(pl.col("ministry_id") != pl.col("org_id")).select(org_id="ministry_id", owner="org_id")
    reach = pl.concat([bodies.select("org_id", owner="org_id"), under])
    return register.join(reach, on="owner").select("org_id", "lars")
