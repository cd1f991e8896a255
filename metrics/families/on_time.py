"""On time: how many of a target's systems were registered by its date, later, or not at all."""

from datetime import date
from functools import partial

import polars as pl

from metrics.evidence import SOURCE
from metrics.facts import Facts
from metrics.groups import KEYS, OF_TARGET, beside, chosen, counts_zbos, labelled
from metrics.line_units import of_lines
from metrics.registry import BY_BODY, CATALOGUE, Metric, Question, Text, Units
from metrics.sources import reporting
from metrics.systems import lines_on, systems_on
from metrics.totals import internal


def on_day(facts: Facts, question: Question, as_of: date, state: str) -> pl.DataFrame:
    """Return one row per group: systems in scope (asked) and those in a state (passed).

    A body in scope without an inventory is ``not_reported`` (``partial`` where its ministry has
    one), one with no such system ``declared_zero``; with an old inventory it is ``stale``.
    """
    zbos = counts_zbos(question)
    central, first_days = (
        _grouped(
            systems_on(facts, question.target, as_of, question.known_on, strict=strict, zbos=zbos), question, state
        )
        for strict in (False, True)
    )
    strict = first_days.rename({"asked": "strict_asked", "passed": "strict_passed"})
    joined = beside(beside(reported(facts, question, as_of), central), strict)
    counts_of = pl.col("asked", "passed", "strict_asked", "strict_passed").fill_null(0)
    return _stated(joined.with_columns(counts_of))


def units(facts: Facts, question: Question, state: str) -> Units:
    """Return the lines of inventories on a day, with what the figure counts of each."""
    zbos = counts_zbos(question)
    found = chosen(systems_on(facts, question.target, question.days[0], question.known_on, zbos=zbos), question.where)
    counted = found.with_columns(n=(pl.col("state") == state).cast(pl.Int64), asked=pl.lit(1, pl.Int64))
    # What the register says of a line that is not asked for is told too: it may be asked for on the other day.
    lines = lines_on(facts, question.target, question.days[0], question.known_on, zbos=zbos)
    nothing = {one: pl.lit(0, pl.Int64) for one in ("n", "asked")}
    others = lines.filter(~pl.col("inside")).select("org_id", "local_id", "lars", **nothing)
    return of_lines(facts, question, pl.concat([counted, others], how="diagonal"))


def reported(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Say of each group whether an inventory speaks for it (reported), of when, and for how many bodies.

    Columns: group, code, reported, above (a ministry's inventory may tell of it), stale, n_date,
    covers, covers_asked.
    """
    bodies = reporting(facts, question.target, as_of, question.known_on, zbos=counts_zbos(question))
    speaks = pl.col("listed_on").is_not_null()
    return (
        labelled(bodies, question)
        .group_by(KEYS)
        .agg(
            reported=speaks.any(),
            above=pl.col("above").is_not_null().any(),
            stale=pl.col("stale").fill_null(value=False).any(),
            n_date=pl.col("listed_on").max(),
            covers=speaks.sum().cast(pl.Int64),
            covers_asked=pl.len().cast(pl.Int64),
        )
    )


def state_of(figure: pl.Expr) -> pl.Expr:
    """Return the state of groups (columns of ``reported``) of which ``figure`` says whether there is one."""
    return (
        pl.when(~pl.col("reported") & pl.col("above"))
        .then(pl.lit("partial"))
        .when(~pl.col("reported"))
        .then(pl.lit("not_reported"))
        .when(~figure)
        .then(pl.lit("declared_zero"))
        .when("stale")
        .then(pl.lit("stale"))
        .otherwise(pl.lit("ok"))
    )


def _stated(joined: pl.DataFrame) -> pl.DataFrame:
    """Turn counts into figures: the state of each, and its bounds."""
    has = pl.col("asked") > 0
    # Each bound keeps the systems it is a share of: a start may lie in this very month.
    strict = pl.col("strict_passed") * pl.col("asked")
    lenient = pl.col("passed") * pl.col("strict_asked")
    low, low_asked, high, high_asked = (
        pl.when(has & strict_bounds).then(f"strict_{one}").when(has).then(one)
        for strict_bounds in (strict < lenient, strict > lenient)
        for one in ("passed", "asked")
    )
    return joined.select(
        *KEYS,
        "n_date",
        "covers",
        "covers_asked",
        asked=pl.when("reported").then("asked"),
        passed=pl.when(has).then("passed"),
        low=low,
        high=high,
        low_asked=low_asked,
        high_asked=high_asked,
        state=state_of(has),
        n_source=pl.when("reported").then(pl.lit("inventory")),
    )


def _grouped(found: pl.DataFrame, question: Question, state: str) -> pl.DataFrame:
    return (
        labelled(found, question)
        .group_by(KEYS)
        .agg(asked=pl.len().cast(pl.Int64), passed=(pl.col("state") == state).sum().cast(pl.Int64))
    )


def _declare() -> None:
    titles = {
        "on_time": ("Op tijd geregistreerd", "Registered on time"),
        "late": ("Te laat geregistreerd", "Registered late"),
        "overdue": ("Niet gevonden in het register na de streefdatum", "Not found in the register after the date"),
        "not_due": ("Streefdatum nog niet verstreken", "Date not yet passed"),
        "in_grace": ("Binnen de uitlooptijd", "Within the period of grace"),
        "exempt": ("Met een geldige uitleg niet geregistreerd", "Explained, and so not registered"),
        "inconsistent": ("Register en inventaris spreken elkaar tegen", "Register and inventory contradict each other"),
    }
    for state, (nl, en) in titles.items():
        CATALOGUE.declare(
            Metric(
                "on_time.high_risk" if state == "on_time" else f"on_time.{state}",
                Text(nl, en),
                Text(
                    "Het kabinet beloofde de hoog-risico AI-systemen van het Rijk uiterlijk eind 2025 in het register.",
                    "The cabinet promised to register central government's high-risk AI systems by the end of 2025.",
                ),
                Text(
                    "Systemen in gebruik, categorie hoog-risico, op de inventaris van een organisatie binnen het doel.",
                    "Systems in use, category high-risk, on the inventory of an organisation that the target is about.",
                ),
                Text(
                    "Organisaties zonder inventaris (niet gemeld) en organisaties die nul systemen opgeven. Een "
                    "inventaris van meer dan 12 maanden oud is verouderd; na 24 maanden telt die niet meer.",
                    "Organisations without an inventory (not reported) and organisations that declare zero systems. "
                    "An inventory of more than 12 months old is stale; after 24 months it counts no more.",
                ),
                Text(
                    f"{SOURCE.nl} Bij meer dan één registratie telt de eerste die openbaar is en past.",
                    f"{SOURCE.en} Of a system that is several registrations, the first that is public and fits counts.",
                ),
                internal(partial(on_day, state=state)),
                version=3,
                unit="systems",
                good="up" if state == "on_time" else "neutral" if state in {"exempt", "not_due"} else "down",
                by=BY_BODY,
                filters=OF_TARGET,
                inventories=True,
                headline=("all", "ministry"),
                units=partial(units, state=state),
            )
        )


_declare()
