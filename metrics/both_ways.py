"""List and register laid side by side, both ways: what of the list is registered, and what else is registered."""

from datetime import date
from typing import Final

import polars as pl

from metrics.deliveries import listed
from metrics.facts import Facts
from metrics.linked import CERTAIN, POSSIBLE
from metrics.matches import links_on, public_in_use
from metrics.memo import with_facts
from metrics.systems import all_lines_on, bodies_in, lines_on, target_of

#: What a system on a list is, each of them one; together they are all that is in scope.
STATES: Final = ("registered", "missing", "uncertain", "exempt", "inconsistent")
#: What a registration is that no list certainly has: on none, or perhaps one that a line is linked to with doubt.
UNLISTED, PERHAPS = "unlisted", "perhaps"
LISTED: Final = "listed"


@with_facts(32)
def systems_both_ways(
    facts: Facts, target: str | None, as_of: date, known_on: date, *, zbos: bool = False
) -> pl.DataFrame:
    """Return every system in scope on a day (columns of ``systems.lines_on``) and its ``state``, one of ``STATES``.

    In scope are what a target is about, or without one all systems in use. Registered: a certain registration of
    it is public and says the same; inconsistent: it is public and says otherwise. Of the others: exempt, where
    somebody explained it; uncertain, where it may be a registration that is public; missing, not found.
    """
    if target is None:
        lines = all_lines_on(facts, as_of, known_on)
    else:
        lines = lines_on(facts, target, as_of, known_on, zbos=zbos)
    public = pl.col("public")
    state = (
        pl.when(public & ~pl.col("contradicts"))
        .then(pl.lit("registered"))
        .when(public)
        .then(pl.lit("inconsistent"))
        .when(pl.col("reason").is_not_null())
        .then(pl.lit("exempt"))
        .when("possible")
        .then(pl.lit("uncertain"))
        .otherwise(pl.lit("missing"))
    )
    return lines.filter("inside").with_columns(state=state).sort("org_id", "local_id", "line")


@with_facts(32)
def registrations_both_ways(
    facts: Facts, target: str | None, as_of: date, known_on: date, *, zbos: bool = False
) -> pl.DataFrame:
    """Return the registrations in use of bodies with a list, and whether a list has each: listed, perhaps, unlisted.

    Of a target: those of its bodies and its category. A list has what any of its lines is, of whichever category
    and status; of what stands on a ministry's list the bodies under it need none. Columns: lars, org_id (whose it
    is), said_category, first_published, state.
    """
    mine = public_in_use(facts, as_of, known_on)
    keeping = listed(facts, as_of, known_on).select("org_id")
    speaking = keeping
    if target is not None:
        about = target_of(facts, target, as_of, known_on)
        mine = mine.filter(pl.col("said_category") == about["category"])
        speaking = speaking.join(bodies_in(facts, about, as_of, known_on, zbos=zbos), on="org_id", how="semi")
    links = links_on(facts, as_of, known_on).join(keeping, on="org_id", how="semi")
    sure, maybe = (links.filter(state=one)["lars"].unique().implode() for one in (CERTAIN, POSSIBLE))
    state = (
        pl.when(pl.col("lars").is_in(sure))
        .then(pl.lit(LISTED))
        .when(pl.col("lars").is_in(maybe))
        .then(pl.lit(PERHAPS))
        .otherwise(pl.lit(UNLISTED))
    )
    owned = mine.join(speaking, left_on="owner", right_on="org_id", how="semi")
    return owned.select("lars", "said_category", "first_published", org_id="owner", state=state).sort("org_id", "lars")
