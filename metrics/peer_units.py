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
_HAS: Final = ("org_id", "title")


def units(facts: Facts, question: Question) -> Units:
    """Return the common systems that bodies with a public registration could have on a day, and those they have."""
    today = public_on(facts, question)
    rows = today.filter(pl.col("type") != UNKNOWN, pl.col("org_id") != UNKNOWN)
    bodies = rows.sort("lars").group_by("org_id").agg(pl.col("type", "organisation").first(), pl.col("lars"))
    inside = restricted(rows, question.where)["org_id"].unique()
    titles = rows.drop_nulls("title").group_by("type", "title").agg(bodies=pl.col("org_id").n_unique())
    common = titles.filter(pl.col("bodies") >= COMMON).select("type", "title", common=pl.lit(value=True))
    counts = pl.col("org_id").is_in(inside.implode()) & pl.col("common").fill_null(value=False)
    every = [_could(facts, question, bodies), _have(facts, question, rows)]
    shown = pl.concat(
        shaped(
            one.join(common, on=["type", "title"], how="left").with_columns(
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
    known = cut.filter(pl.col("type") != UNKNOWN, pl.col("org_id") != UNKNOWN).drop_nulls("title")
    ever = shared(known, ["type", "title"], "org_id", COMMON).select("type", "title").unique()
    return bodies.join(ever, on="type").select(
        *("org_id", "type", "title"),
        unit=pl.concat_str("org_id", "title", separator="/"),
        label="organisation",
        n=pl.lit(0, pl.Int64),
        asked=pl.lit(1, pl.Int64),
        registrations="lars",
        body="type",
    )


def _have(facts: Facts, question: Question, rows: pl.DataFrame) -> pl.DataFrame:
    """Return each body with each name of a system that it has, or that a registration of it ever had.

    What moved to another body is told from what got another name: the first changes ``body``.
    """
    ever = stretches(facts, question.known_on).drop_nulls("title").select("lars", "title").unique()
    owned = rows.select("lars", "org_id", "type", "name", today="title").join(ever, on="lars").sort("lars")
    named = pl.col("today").eq_missing(pl.col("title"))
    found = owned.group_by("type", *_HAS).agg(
        name=pl.coalesce(pl.col("name").filter(named).first(), pl.col("name").first()),
        registrations=pl.col("lars").filter(named),
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
