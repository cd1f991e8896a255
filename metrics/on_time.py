"""On time: how many of a target's systems were registered by its date, later, or not at all."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Final

import polars as pl

from metrics.facts import ZONE, Facts, day
from metrics.line_units import of_lines
from metrics.registry import BY_BODY, CATALOGUE, Metric, Question, Text, Units
from metrics.spans import NO_MINISTRY
from metrics.systems import bodies_in, newest_delivery, systems_on, target_of


def counts(facts: Facts, question: Question, state: str) -> pl.DataFrame:
    """Return one row per day and group: systems in scope (asked) and those in a state (passed).

    A body in scope without an inventory is ``not_reported``, one with no such system
    ``declared_zero``. Where this mart holds no lines, the kept totals are given instead.
    """
    if facts.audience == "public":
        days, known_on = question.days, question.known_on
        asked, first = (target_of(facts, one, days[-1], known_on)["target"] for one in (question.target, None))
        # Totals were kept of the first target only.
        return _kept(facts.kept if asked == first else facts.kept.clear(), question)
    return pl.concat([_on(facts, question, each, state) for each in question.days])


def units(facts: Facts, question: Question, state: str) -> Units:
    """Return the lines of inventories on a day, with what the figure counts of each."""
    found = _where(systems_on(facts, question.target, question.days[0], question.known_on), question.where)
    counted = found.with_columns(n=(pl.col("state") == state).cast(pl.Int64), asked=pl.lit(1, pl.Int64))
    return of_lines(facts, question, counted)


_GROUP: Final = {"ministry": ("ministry", "ministry_id"), "organisation": ("organisation", "org_id")}


def _on(facts: Facts, question: Question, as_of: date, state: str) -> pl.DataFrame:
    target, known_on, where, by = question.target, question.known_on, question.where, question.by
    found = (systems_on(facts, target, as_of, known_on, strict=strict) for strict in (False, True))
    central, first_days = (_grouped(_where(one, where), by, state) for one in found)
    reporting = _where(_reporting(facts, target, as_of, known_on), where)
    strict = first_days.rename({"asked": "strict_asked", "passed": "strict_passed"})
    joined = _reported(reporting, by)
    for counted in (central, strict):
        joined = joined.join(counted, on=["group", "org_id"], how="left", nulls_equal=True)
    counts_of = pl.col("asked", "passed", "strict_asked", "strict_passed").fill_null(0)
    return _stated(joined.with_columns(counts_of)).with_columns(as_of=pl.lit(as_of))


def _reported(reporting: pl.DataFrame, by: str) -> pl.DataFrame:
    """Say of each group whether an inventory speaks for it, of when, and whether its ministry's does."""
    # Of one body its ministry's list says that there may be systems, and not which are its own.
    speaks = pl.col("delivered") if by == "organisation" else pl.coalesce("delivered", "above")
    groups = _labelled(reporting, by).group_by("group", "org_id")
    return groups.agg(
        reported=speaks.is_not_null().any(),
        above=pl.col("above").is_not_null().any(),
        n_date=speaks.max().dt.convert_time_zone(ZONE.key).dt.date(),
    )


def _stated(joined: pl.DataFrame) -> pl.DataFrame:
    """Turn counts into figures: the state of each, and its bounds."""
    has = pl.col("asked") > 0
    state = (
        pl.when(~pl.col("reported") & pl.col("above"))
        .then(pl.lit("partial"))
        .when(~pl.col("reported"))
        .then(pl.lit("not_reported"))
        .when(~has)
        .then(pl.lit("declared_zero"))
        .otherwise(pl.lit("ok"))
    )
    # Each bound keeps the systems it is a share of: a start may lie in this very month.
    strict = pl.col("strict_passed") * pl.col("asked")
    lenient = pl.col("passed") * pl.col("strict_asked")
    low, low_asked, high, high_asked = (
        pl.when(has & strict_bounds).then(f"strict_{one}").when(has).then(one)
        for strict_bounds in (strict < lenient, strict > lenient)
        for one in ("passed", "asked")
    )
    return joined.select(
        "group",
        "org_id",
        "n_date",
        asked=pl.when(pl.col("reported") | has).then("asked"),
        passed=pl.when(has).then("passed"),
        low=low,
        high=high,
        low_asked=low_asked,
        high_asked=high_asked,
        state=state,
        n_source=pl.when(pl.col("reported")).then(pl.lit("inventory")),
    )


def _where(rows: pl.DataFrame, where: Mapping[str, str]) -> pl.DataFrame:
    columns = {"organisation": "org_id", "ministry": "ministry_id"}
    conditions = [pl.col(columns[key]) == value for key, value in where.items() if key in columns]
    return rows.filter(pl.lit(value=True), *conditions)


def _labelled(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    if by == "all":
        return rows.with_columns(group=pl.lit("all"), org_id=pl.lit(None, pl.String))
    label, code = _GROUP[by]
    return rows.with_columns(group=pl.col(label).fill_null(NO_MINISTRY), org_id=pl.col(code))


def _grouped(found: pl.DataFrame, by: str, state: str) -> pl.DataFrame:
    return (
        _labelled(found, by)
        .group_by("group", "org_id")
        .agg(asked=pl.len().cast(pl.Int64), passed=(pl.col("state") == state).sum().cast(pl.Int64))
    )


@lru_cache(maxsize=64)
def _reporting(facts: Facts, target: str | None, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the bodies in scope, when each last delivered an inventory, and when its ministry did.

    An inventory speaks for the body that keeps it and for what hangs under that body.
    """
    deliveries = facts.inventories.filter(day("observed_at") <= known_on)
    newest = deliveries.join(
        newest_delivery(facts, as_of, known_on),
        left_on=["inventory", "observed_at"],
        right_on=["inventory", "delivered"],
    )
    by_body = newest.group_by("org_id").agg(pl.col("observed_at").max().alias("delivered"))
    bodies = bodies_in(facts, str(target_of(facts, target, as_of, known_on)["scope"]), known_on)
    own = bodies.join(by_body, on="org_id", how="left")
    above = by_body.rename({"org_id": "ministry_id", "delivered": "above"})
    return own.join(above, on="ministry_id", how="left")


def _kept(kept: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Return the totals that a public mart was given: nothing is recomputed, nothing can leak.

    They were made with all that was known; of what was known earlier nothing is told.
    """
    days, where = question.days, question.where
    rows = kept.filter(
        pl.col("metric") == question.metric.name,
        pl.col("as_of").is_in(list(days)),
        pl.col("by") == question.by,
        pl.col("known_on") == question.known_on,
    )
    if where:
        rows = rows.filter(pl.col("org_id").is_in(list(where.values())))
    found = rows.drop("metric", "metric_version", "known_on", "by")
    lacking = [one for one in days if one not in set(found["as_of"])]
    missing = pl.DataFrame(
        {"as_of": lacking, "group": ["all"] * len(lacking), "state": ["suppressed"] * len(lacking)},
        schema={"as_of": pl.Date, "group": pl.String, "state": pl.String},
    )
    return pl.concat([found, missing], how="diagonal")


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
                    "Systems in use, category high-risk, on the inventory of a body that the target is about.",
                ),
                Text(
                    "Organisaties zonder inventaris (niet gemeld) en organisaties die nul systemen opgeven.",
                    "Bodies without an inventory (not reported) and bodies that declare zero systems.",
                ),
                Text(
                    "Inventarissen van de organisaties zelf, per systeem, gekoppeld op het Algoritme-ID (lars).",
                    "The bodies' own inventories, by system, joined on the algorithm id (lars).",
                ),
                partial(counts, state=state),
                unit="systems",
                good="up" if state == "on_time" else "neutral" if state in {"exempt", "not_due"} else "down",
                by=BY_BODY,
                filters=("organisation", "ministry"),
                inventories=True,
                units=partial(units, state=state),
            )
        )


_declare()
