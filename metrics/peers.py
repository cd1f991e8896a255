"""Peers: systems that many bodies of a kind registered, and which of them a body has too.

A system is common to a kind of bodies on a day when five of them or more have a public registration
under its name that day.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN, bodies_of
from metrics.facts import Facts
from metrics.intervals import clipped, merged, shared
from metrics.registry import CATALOGUE, Metric, Question, Text
from metrics.spans import stretches
from metrics.steps import ALWAYS, COUNTS, grouped, restricted

#: From how many bodies of one kind on a system is common to that kind.
COMMON: Final = 5
#: By kind too: each body owes what is common to its own.
_KEYS: Final = ("group", "code", "type")


def common(facts: Facts, question: Question) -> pl.DataFrame:
    """Count the common systems of their kind that bodies with a public registration have, of those they could."""
    cut = stretches(facts, question.known_on).filter(pl.col("type") != UNKNOWN, pl.col("org_id") != UNKNOWN)
    titles = shared(cut.drop_nulls("title"), ["type", "title"], "org_id", COMMON)
    rows = grouped(restricted(cut, question.where), question.by).with_columns(pl.col("code").fill_null(""))
    having = clipped(rows.drop_nulls("title"), titles, ["type", "title"])
    days = question.days
    kinds = titles.with_columns(low=pl.lit(value=True), group=pl.lit(""), code=pl.lit(""))
    owed = _on(days, kinds, ["title"]).select("as_of", "type", titles="high")
    bodies = _on(days, rows, ["org_id"]).join(owed, on=["as_of", "type"], how="left")
    asked = bodies.select(
        "as_of", *_KEYS, low_asked=pl.col("low") * pl.col("titles"), high_asked=pl.col("high") * pl.col("titles")
    )
    both = asked.join(_on(days, having, ["org_id", "title"]), on=["as_of", *_KEYS], how="left")
    summed = both.group_by("as_of", "group", "code").agg(pl.col(COUNTS).fill_null(0).sum())
    return _with_nobody(summed, question).with_columns(code=pl.when(pl.col("code") != "").then("code"))


def _on(days: Sequence[date], rows: pl.DataFrame, members: Sequence[str]) -> pl.DataFrame:
    """Return how many different members each group has on some days: as_of, the keys, low and high."""
    wanted = pl.DataFrame({"as_of": list(days)}, schema={"as_of": pl.Date})
    found = rows.select(*_KEYS).unique().join(wanted, how="cross").sort("as_of")
    for bound, frame in {"low": rows.filter("low"), "high": rows}.items():
        alone = merged(frame, list(dict.fromkeys([*_KEYS, *members])))
        steps = pl.concat(
            alone.select(*_KEYS, day=end, step=pl.lit(step, pl.Int64))
            for end, step in (("from_day", 1), ("to_day", -1))
        )
        daily = steps.group_by(*_KEYS, "day").agg(pl.col("step").sum()).sort("day")
        totals = daily.select(*_KEYS, "day", pl.col("step").cum_sum().over(_KEYS, order_by="day").alias(bound))
        found = found.join_asof(totals, left_on="as_of", right_on="day", by=list(_KEYS), check_sortedness=False).drop(
            "day"
        )
    return found.with_columns(pl.col("low", "high").fill_null(0))


def _with_nobody(summed: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Add the days on which a group that is always shown has nothing in it."""
    always = pl.DataFrame({"group": ALWAYS.get(question.by, ())}, schema={"group": pl.String})
    days = pl.DataFrame({"as_of": list(question.days)}, schema={"as_of": pl.Date})
    missing = days.join(always, how="cross").join(summed, on=["as_of", "group"], how="anti")
    nothing = [pl.lit(0, pl.Int64).alias(one) for one in COUNTS]
    return pl.concat([summed, missing.with_columns(nothing, code=pl.lit("")).select(summed.columns)])


def peers(facts: Facts, org_id: str, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the common systems of its kind that a body did not register, those of most peers first.

    Columns: title (fingerprint of the name), name (as most write it), peers (how many bodies of its
    kind have one), lars (an example of that name). Empty for a body that is not known.
    """
    kinds = bodies_of(facts, known_on).filter(pl.col("org_id") == org_id, pl.col("type") != UNKNOWN)["type"]
    public = stretches(facts, known_on).filter(
        pl.col("from_day") <= as_of, pl.col("to_day") > as_of, pl.col("type").is_in(kinds.implode())
    )
    own = public.filter(pl.col("org_id") == org_id)["title"].drop_nulls()
    others = public.filter(pl.col("org_id") != UNKNOWN, ~pl.col("title").is_in(own.implode()))
    written = others.group_by("title", "name").agg(pl.len().alias("times"), pl.col("lars").min())
    best = written.sort("times", "name", descending=[True, False]).unique("title", keep="first", maintain_order=True)
    many = others.group_by("title").agg(peers=pl.col("org_id").n_unique().cast(pl.Int64))
    found = many.filter(pl.col("peers") >= COMMON).join(best.drop("times"), on="title")
    return found.select("title", "name", "peers", "lars").sort("peers", "name", descending=[True, False])


CATALOGUE.declare(
    Metric(
        "peers.common",
        Text("Systemen die veel soortgelijke organisaties registreren", "Systems that many peers register"),
        Text(
            "Wat vijf soortgelijke organisaties in het register hebben, is misschien ook hier in gebruik.",
            "What five bodies of the same kind have in the register may be in use here too.",
        ),
        Text(
            "Per organisatie met een openbare registratie: de namen waaronder die dag vijf of meer organisaties van "
            "dezelfde soort een registratie hebben.",
            "For each body with a public registration: the names under which five or more bodies of the same kind "
            "have a registration that day.",
        ),
        Text(
            "Organisaties waarvan de soort niet bekend is, en soorten zonder zo'n gedeelde naam.",
            "Bodies whose kind is not known, and kinds without such a shared name.",
        ),
        Text(
            "Regel van Vulgraad; namen worden vergeleken zonder hoofdletters en leestekens. Dat een systeem er niet "
            "staat, zegt niet dat het er wel is.",
            "Rule by Vulgraad; names are compared without capitals and punctuation. That a system is not found does "
            "not say that it is there.",
        ),
        common,
        unit="systems",
        good="neutral",
        by=("all", "type", "organisation"),
        filters=("type", "organisation"),
    )
)
