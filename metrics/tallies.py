"""How a target's systems and registrations are tallied by group, and made into figures of coverage."""

from datetime import date
from typing import Final

import polars as pl

from metrics.facts import Facts
from metrics.groups import KEYS, beside, counts_zbos, labelled
from metrics.registry import Question
from metrics.sources import DECLARED, INVENTORY, sources
from metrics.systems import lines_on

#: What there is to say of a group that a source counts, before it is a figure.
COUNTED: Final = ("asked", "passed", "low", "low_asked", "high", "high_asked")
_BOUNDS: Final = COUNTED[2:]


def by_lists(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return the counts of each group that has a list to go by, of the bodies whose source is their list.

    Columns: group, code, ``COUNTED``, n_date, n_source, covers, stale, partial. Strict counts
    what is in dispute in, generous counts what is explained or in dispute out, and what may match in.
    """
    zbos = counts_zbos(question)
    bodies = sources(facts, question.target, as_of, question.known_on, zbos=zbos)
    rows = labelled(bodies.filter(pl.col("source") == INVENTORY), question)
    groups = rows.group_by(KEYS).agg(
        n_date=pl.col("listed_on").max(),
        n_source=pl.lit(INVENTORY),
        covers=pl.len().cast(pl.Int64),
        stale=pl.col("stale").any(),
        partial=pl.lit(value=False),
    )
    lines = lines_on(facts, question.target, as_of, question.known_on, zbos=zbos)
    of_bodies = lines.join(rows.select(*KEYS, "org_id"), on="org_id").group_by(*KEYS, "org_id").agg(**tallies())
    found = added_up(counts_of(of_bodies))
    tallied = beside(groups, found).with_columns(pl.col(COUNTED).fill_null(0))
    return tallied.select(*KEYS, *COUNTED, "n_date", "n_source", "covers", "stale", "partial")


def counts_of(bodies: pl.DataFrame) -> pl.DataFrame:
    """Add ``COUNTED`` to what was tallied of the lines of bodies (``tallies``)."""
    n, certain = pl.col("n"), pl.col("certain")
    return bodies.with_columns(
        asked=n,
        passed=certain,
        low=certain,
        low_asked=n + pl.col("disputed_outside"),
        high=certain + pl.col("possible"),
        high_asked=n - pl.col("explained") - pl.col("disputed"),
    )


def added_up(bodies: pl.DataFrame) -> pl.DataFrame:
    """Add up bodies (``KEYS``, ``COUNTED``, and how many ``registrations`` their systems are) into groups."""
    return within(bounded(bodies).group_by(KEYS).agg(pl.col(COUNTED).sum()))


def bounded(bodies: pl.DataFrame) -> pl.DataFrame:
    """Count each registration of a body with more registrations than systems: that is shown, and not cut off.

    It bounds itself, and what is over counts to its groups as it does to the body.
    """
    over = pl.col("registrations") > pl.col("asked")
    return bodies.with_columns(
        *(pl.when(over).then("registrations").otherwise(one).alias(one) for one in ("passed", "low", "high")),
        *(pl.when(over).then("asked").otherwise(one).alias(one) for one in ("low_asked", "high_asked")),
    )


def within(sums: pl.DataFrame) -> pl.DataFrame:
    """Keep the generous side of groups under all: what is over at one body, and explained at another, would pass it."""
    return sums.with_columns(high=pl.min_horizontal("high", "high_asked"))


def tallies() -> dict[str, pl.Expr]:
    """Return what is counted of the lines of ``systems.lines_on``; no line is in two of the first four."""
    inside, public, explained = pl.col("inside"), pl.col("public"), pl.col("reason").is_not_null()
    counted = {
        "certain": matched(),
        "disputed": inside & public & pl.col("contradicts"),
        "explained": inside & ~public & explained,
        "possible": inside & ~public & ~explained & pl.col("possible"),
        "n": inside,
        "disputed_outside": ~inside & pl.col("says_so"),
    }
    sums = {name: which.sum().cast(pl.Int64) for name, which in counted.items()}
    return sums | {"registrations": distinct(matched())}


def matched() -> pl.Expr:
    """Whether a line of ``systems.lines_on`` counts as a match: one in dispute does not, whatever it is taken for."""
    return pl.col("inside") & pl.col("public") & ~pl.col("contradicts")


def distinct(which: pl.Expr) -> pl.Expr:
    """How many public registrations certain lines are, each counted once."""
    return (
        pl.col("registrations")
        .filter(which)
        .list.explode(keep_nulls=False, empty_as_null=False)
        .n_unique()
        .cast(pl.Int64)
    )


def by_counts(rows: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Return the counts of each group of which documents speak, in the columns of ``by_lists``."""
    rows = rows.filter(heard(question))
    loosely = pl.lit(question.by != "all") & (pl.col("said") == "partial")
    return (
        rows.group_by(KEYS)
        .agg(
            asked=pl.col("count").sum(),
            passed=pl.col("registered").sum(),
            n_date=pl.col("declared_on").max(),
            n_source=pl.lit(DECLARED),
            covers=pl.len().cast(pl.Int64),
            stale=pl.col("count_stale").any(),
            partial=loosely.any(),
        )
        .with_columns(low="passed", low_asked="asked", high="passed", high_asked="asked")
        .select(*KEYS, *COUNTED, "n_date", "n_source", "covers", "stale", "partial")
    )


def heard(question: Question) -> pl.Expr:
    """Whether a body's count goes into its group: a ministry's own goes before the counts of what hangs under it."""
    if question.by == "organisation":
        return pl.lit(value=True)
    own = (pl.col("org_id") == pl.col("ministry_id")).fill_null(value=False)
    return own | ~own.any().over("ministry_id")


def figures_of(bodies: pl.DataFrame, counted: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Make figures of what was counted, of every group of these bodies (labelled).

    ``hinted`` says of a body that another one's list or document tells of it in part.
    """
    groups = bodies.group_by(KEYS).agg(
        hinted=pl.lit(question.by == "organisation") & pl.col("hinted").any(),
        covers_asked=pl.len().cast(pl.Int64),
    )
    joined = beside(groups, counted).with_columns(pl.col("covers").fill_null(0))
    state = (
        pl.when(pl.col("n_source").is_null())
        .then(pl.when("hinted").then(pl.lit("partial")).otherwise(pl.lit("not_reported")))
        .when(pl.col("passed") > pl.col("asked"))
        .then(pl.lit("reporting_error"))
        .when(pl.col("asked") == 0)
        .then(pl.lit("declared_zero"))
        .when("partial")
        .then(pl.lit("partial"))
        .when("stale")
        .then(pl.lit("stale"))
        .otherwise(pl.lit("ok"))
    )
    told = joined.with_columns(state=state)
    zero, error = pl.col("state") == "declared_zero", pl.col("state") == "reporting_error"
    return told.select(
        *KEYS,
        "asked",
        pl.when(~zero).then("passed").alias("passed"),
        *(pl.when(~zero & ~error).then(one).alias(one) for one in _BOUNDS),
        "state",
        "n_source",
        "n_date",
        "covers",
        "covers_asked",
    )
