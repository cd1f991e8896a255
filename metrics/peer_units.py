"""The units of common systems: what is common to its kind, for each body; and each of them that it has.

Two units for a body and a system, since each has one cause: that a body could have it follows from
what the others have, and that it has it from its own registrations.
"""

from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN
from metrics.facts import Facts
from metrics.intervals import shared
from metrics.registry import Question, Units
from metrics.spans import stretches
from metrics.steps import restricted
from metrics.units import hidden_on, public_on, shaped

#: From how many bodies of one kind on a system is common to that kind.
COMMON: Final = 5
_HAS: Final = ("org_id", "cluster")


def units(facts: Facts, question: Question) -> Units:
    """Return the common systems that bodies with a public registration could have on a day, and those they have."""
    today = public_on(facts, question)
    rows = today.filter(pl.col("type") != UNKNOWN, pl.col("org_id") != UNKNOWN)
    bodies = rows.sort("lars").group_by("org_id").agg(pl.col("type", "organisation").first(), pl.col("lars"))
    inside = restricted(rows, question.where)["org_id"].unique()
    systems = rows.drop_nulls("cluster").group_by("type", "cluster").agg(bodies=pl.col("org_id").n_unique())
    common = systems.filter(pl.col("bodies") >= COMMON).select("type", "cluster", common=pl.lit(value=True))
    counts = pl.col("org_id").is_in(inside.implode()) & pl.col("common").fill_null(value=False)
    every = [_could(facts, question, bodies), _have(facts, question, rows)]
    shown = pl.concat(
        shaped(
            one.join(common, on=["type", "cluster"], how="left").with_columns(
                n=pl.when(counts).then("n").otherwise(0),
                asked=pl.when(counts).then("asked").otherwise(0),
                context=pl.when("common").then(pl.lit("common")),
            )
        )
        for one in every
    )
    return Units(shown, registered=frozenset(today["lars"]), hidden=hidden_on(facts, question))


def _could(facts: Facts, question: Question, bodies: pl.DataFrame) -> pl.DataFrame:
    """Return each body with each system that was ever common to its kind: what is not so today counts for nothing."""
    cut = stretches(facts, question.known_on)
    known = cut.filter(pl.col("type") != UNKNOWN, pl.col("org_id") != UNKNOWN).drop_nulls("cluster")
    ever = shared(known, ["type", "cluster"], "org_id", COMMON).select("type", "cluster").unique()
    return bodies.join(ever, on="type").select(
        *("org_id", "type", "cluster"),
        unit=pl.concat_str("org_id", "cluster", separator="/"),
        label="organisation",
        n=pl.lit(0, pl.Int64),
        asked=pl.lit(1, pl.Int64),
        registrations="lars",
        body="type",
    )


def _have(facts: Facts, question: Question, rows: pl.DataFrame) -> pl.DataFrame:
    """Return each body with each system that it has, or of which a registration of it ever was.

    What moved to another body is told from what became another system: the first changes ``body``.
    """
    ever = stretches(facts, question.known_on).drop_nulls("cluster").select("lars", "cluster").unique()
    owned = rows.select("lars", "org_id", "type", "name", today="cluster").join(ever, on="lars").sort("lars")
    same = pl.col("today").eq_missing(pl.col("cluster"))
    found = owned.group_by("type", *_HAS).agg(
        name=pl.coalesce(pl.col("name").filter(same).first(), pl.col("name").first()),
        registrations=pl.col("lars").filter(same),
        body=pl.col("lars").str.join(" "),
    )
    return found.select(
        *("type", "registrations"),
        *_HAS,
        unit=pl.concat_str(*_HAS, pl.lit("has"), separator="/"),
        label="name",
        n=(pl.col("registrations").list.len() > 0).cast(pl.Int64),
        asked=pl.lit(0, pl.Int64),
        body=pl.concat_str("type", "body", separator="/"),
        content=pl.col("registrations").list.join(" "),
    )
