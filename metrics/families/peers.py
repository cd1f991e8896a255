"""Peers: systems that many bodies of a kind registered, and which of them a body has too.

A system is common to a kind of bodies on a day when five of them or more have a public registration
of it that day. Which registrations are of one system is said by ``metrics.clusters``.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN
from metrics.facts import Facts
from metrics.intervals import clipped, merged, shared
from metrics.peer_units import COMMON, units
from metrics.registry import CATALOGUE, Metric, Question, Text
from metrics.spans import stretches
from metrics.steps import ALWAYS, COUNTS, grouped, narrowed, restricted

#: By kind too: each body owes what is common to its own.
_KEYS: Final = ("group", "code", "type")
#: The splits in which all registrations of a body stand in one group.
_OF_BODY: Final = ("all", "organisation", "ministry", "type")


def common(facts: Facts, question: Question) -> pl.DataFrame:
    """Count the common systems of their kind that bodies with a public registration have, of those they could.

    Once of what was surely public and once of what may have been: both say what is common too.
    """
    cut = narrowed(stretches(facts, question.known_on), question, ["type", "org_id", "cluster"])
    cut = cut.filter(pl.col("type") != UNKNOWN, pl.col("org_id") != UNKNOWN)
    low, high = (_counts(frame, question) for frame in (cut.filter("low"), cut))
    keys = ["as_of", "group", "code"]
    both = low.rename({"passed": "low", "asked": "low_asked"}).join(
        high.rename({"passed": "high", "asked": "high_asked"}), on=keys, how="full", coalesce=True
    )
    counted = _with_nobody(both.select(*keys, pl.col(COUNTS).fill_null(0)), question)
    return counted.with_columns(code=pl.when(pl.col("code") != "").then("code"))


def _counts(cut: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Return what bodies have and could have: as_of, group, code, asked and passed."""
    named = cut.drop_nulls("cluster")
    many = named.group_by("type", "cluster").agg(pl.col("org_id").n_unique()).filter(pl.col("org_id") >= COMMON)
    # Most systems are those of one body, on no day of five.
    systems = shared(named.join(many, on=["type", "cluster"], how="semi"), ["type", "cluster"], "org_id", COMMON)
    rows = grouped(restricted(cut, question.where), question.by).with_columns(pl.col("code").fill_null(""))
    having = clipped(rows.drop_nulls("cluster"), systems, ["type", "cluster"])
    of_kind = _on(question.days, systems.with_columns(group=pl.lit(""), code=pl.lit("")), ["cluster"])
    bodies = _on(question.days, _there(rows, question.by), ["org_id"]).join(
        of_kind.select("as_of", "type", systems="members"), on=["as_of", "type"], how="left"
    )
    had = _on(question.days, having, ["org_id", "cluster"]).rename({"members": "passed"})
    both = bodies.join(had, on=["as_of", *_KEYS], how="left")
    owed = both.with_columns(asked=pl.col("members") * pl.col("systems"))
    return owed.group_by("as_of", "group", "code").agg(pl.col("asked", "passed").fill_null(0).sum())


def _there(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return when each body has any registration in each group; where its groups follow from itself, from few rows."""
    if by not in _OF_BODY:
        return rows
    bodies = rows.select(*_KEYS, "org_id").unique("org_id", keep="any")
    return merged(rows, ["org_id"]).join(bodies, on="org_id")


def _on(days: Sequence[date], rows: pl.DataFrame, members: Sequence[str]) -> pl.DataFrame:
    """Return how many different members each group has on some days: as_of, the keys, members."""
    alone = merged(rows, list(dict.fromkeys([*_KEYS, *members])))
    ends = {"from_day": 1, "to_day": -1}
    steps = pl.concat(alone.select(*_KEYS, day=end, step=pl.lit(step, pl.Int64)) for end, step in ends.items())
    daily = steps.group_by(*_KEYS, "day").agg(pl.col("step").sum()).sort("day")
    totals = daily.select(*_KEYS, "day", members=pl.col("step").cum_sum().over(_KEYS, order_by="day"))
    wanted = pl.DataFrame({"as_of": list(days)}, schema={"as_of": pl.Date})
    groups = rows.select(*_KEYS).unique().join(wanted, how="cross").sort("as_of")
    found = groups.join_asof(totals, left_on="as_of", right_on="day", by=list(_KEYS), check_sortedness=False)
    return found.drop("day").with_columns(pl.col("members").fill_null(0))


def _with_nobody(counted: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Add the days on which a group that is always shown has nothing in it."""
    always = pl.DataFrame({"group": ALWAYS.get(question.by, ())}, schema={"group": pl.String})
    days = pl.DataFrame({"as_of": list(question.days)}, schema={"as_of": pl.Date})
    missing = days.join(always, how="cross").join(counted, on=["as_of", "group"], how="anti")
    nothing = [pl.lit(0, pl.Int64).alias(one) for one in COUNTS]
    return pl.concat([counted, missing.with_columns(nothing, code=pl.lit("")).select(counted.columns)])


CATALOGUE.declare(
    Metric(
        "peers.common",
        Text("Systemen die veel soortgelijke organisaties registreren", "Systems that many peers register"),
        Text(
            "Wat vijf soortgelijke organisaties in het register hebben, is misschien ook hier in gebruik.",
            "What five organisations of the same kind have in the register may be in use here too.",
        ),
        Text(
            "Per organisatie met een openbare registratie: de systemen waarvan die dag vijf of meer organisaties van "
            "dezelfde soort een registratie hebben.",
            "For each organisation with a public registration: the systems of which five or more organisations of "
            "the same kind have a registration that day.",
        ),
        Text(
            "Organisaties waarvan de soort niet bekend is, en soorten zonder zo'n gedeeld systeem.",
            "Organisations whose kind is not known, and kinds without such a shared system.",
        ),
        Text(
            "Regel van Vulgraad; welke registraties van hetzelfde systeem zijn, volgt uit hun naam en hun doel. Dat "
            "een systeem er niet staat, zegt niet dat het er wel is.",
            "Rule by Vulgraad; which registrations are of the same system follows from their names and goals. That a "
            "system is not found does not say that it is there.",
        ),
        common,
        version=2,
        unit="systems",
        good="neutral",
        by=("all", "type", "organisation"),
        filters=("type", "organisation"),
        units=units,
    )
)
