"""Ownership: which systems on the bodies' own lists have an owner, a reason to be registered, an EU database id."""

from datetime import date
from functools import partial
from typing import Final

import polars as pl

from metrics.bodies import bodies_of
from metrics.deliveries import current_lines, delivered_for, in_use
from metrics.facts import Facts
from metrics.groups import KEYS, beside, chosen, labelled
from metrics.line_units import of_lines
from metrics.memo import with_facts
from metrics.registry import BY_BODY, CATALOGUE, Metric, Question, Text, Units
from metrics.texts import PLACEHOLDER_START, PLACEHOLDERS
from metrics.totals import internal
from sql.fields import HIGH_RISK
from sql.lines import REASONS, SEPARATOR


def said(column: str) -> pl.Expr:
    """Whether a line says something in a column: not empty, and no placeholder."""
    text = pl.col(column).fill_null("").str.strip_chars().str.to_lowercase()
    return ~(text.is_in(["", *PLACEHOLDERS]) | text.str.starts_with(PLACEHOLDER_START))


def _has_reason() -> pl.Expr:
    """Whether one of the reasons of a line is one that the programme names."""
    given = pl.col("reasons").fill_null("").str.split(SEPARATOR).list.eval(pl.element().str.strip_chars())
    return given.list.eval(pl.element().is_in(REASONS)).list.any()


#: Whether a line in use says what it is asked; null where it is not asked.
_SAYS: Final = {
    "owner": said("owner"),
    "reason": _has_reason(),
    "eu_database": pl.when(pl.col("category") == HIGH_RISK).then(said("eu_database_id")),
}


def on_day(facts: Facts, question: Question, as_of: date, what: str) -> pl.DataFrame:
    """Return one row per group of bodies with a list: its lines in use (asked), and those that say it (passed)."""
    counts = labelled(_lines(facts, as_of, question.known_on), question).group_by(KEYS)
    found = counts.agg(asked=pl.col(what).count().cast(pl.Int64), passed=pl.col(what).sum().cast(pl.Int64))
    return of_lists(beside(groups_of(keeping(facts, as_of, question.known_on), question), found))


def units(facts: Facts, question: Question, what: str) -> Units:
    """Return the lines of every inventory on a day, those that are in use with whether they say it."""
    (as_of,), known_on = question.days, question.known_on
    lines = chosen(_lines(facts, as_of, known_on), question.where)
    counted = lines.with_columns(
        n=pl.col(what).fill_null(value=False).cast(pl.Int64), asked=pl.col(what).is_not_null().cast(pl.Int64)
    )
    bodies = keeping(facts, as_of, known_on)["org_id"].to_list()
    return of_lines(facts, question, counted, speaking=bodies, of_target=False)


@with_facts(8)
def _lines(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the lines in use of every body, and what each says (``_SAYS``)."""
    lines = current_lines(facts, as_of, known_on).filter(in_use(as_of)).select("org_id", "local_id", **_SAYS)
    return lines.join(keeping(facts, as_of, known_on), on="org_id")


def keeping(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return every body that an inventory speaks for, of any kind: org_id, its name and ministry, listed_on."""
    found = delivered_for(facts, as_of, known_on).join(bodies_of(facts, known_on).drop("type"), on="org_id", how="left")
    return found.with_columns(pl.col("organisation").fill_null(pl.col("org_id")))


def of_lists(counted: pl.DataFrame, nothing: str = "declared_zero") -> pl.DataFrame:
    """Make figures of counts by group; ``nothing`` is the state of a group with lists in which nothing is asked."""
    has = pl.col("asked").fill_null(0) > 0
    listed = pl.col("n_date").is_not_null()
    state = pl.when(~listed).then(pl.lit("not_reported")).when(~has).then(pl.lit(nothing)).otherwise(pl.lit("ok"))
    passed = pl.when(has).then("passed")
    return counted.select(
        *KEYS,
        "n_date",
        asked=pl.when(listed & (has | pl.lit(nothing != "not_asked"))).then(pl.col("asked").fill_null(0)),
        passed=passed,
        low=passed,
        high=passed,
        state=state,
        n_source=pl.when(listed).then(pl.lit("inventory")),
    )


def groups_of(bodies: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Return the groups of bodies with a list, and when the last was delivered; by all there always is one."""
    found = labelled(bodies, question).group_by(KEYS).agg(n_date=pl.col("listed_on").max())
    if found.is_empty() and question.by == "all":
        return pl.DataFrame({"group": ["all"], "code": [None], "n_date": [None]}, schema=found.schema)
    return found


_NOT_ASKED: Final = Text(
    "Organisaties zonder lijst (niet gemeld), en met een lijst waarop geen systeem in gebruik staat.",
    "Organisations without a list (not reported), and with a list that has no system in use.",
)
_SOURCE: Final = Text(
    "Inventarissen van de organisaties zelf, per systeem.", "The organisations' own inventories, by system."
)
_IN_USE: Final = Text(
    "Systemen in gebruik, op de lijst van welke organisatie ook.", "Systems in use, on the list of any organisation."
)


def _declare(name: str, title: Text, why: Text, population: Text = _IN_USE, not_asked: Text = _NOT_ASKED) -> None:
    CATALOGUE.declare(
        Metric(
            f"ownership.{name}",
            title,
            why,
            population,
            not_asked,
            _SOURCE,
            internal(partial(on_day, what=name)),
            unit="systems",
            by=BY_BODY,
            filters=("organisation", "ministry"),
            inventories=True,
            headline=("all",),
            units=partial(units, what=name),
        )
    )


_declare(
    "owner",
    Text("Systemen met een eigenaar", "Systems with an owner"),
    Text(
        "Wie vragen heeft over een systeem, moet bij iemand terechtkunnen. Het programma vraagt om een eigenaar per "
        "algoritme.",
        "Whoever has questions about a system must find somebody to ask. The programme asks for an owner of every "
        "algorithm.",
    ),
)
_declare(
    "reason",
    Text("Systemen met een reden om te registreren", "Systems with a reason to register"),
    Text(
        "Hoog risico, impactvol, aandacht in de media, publiek debat of een Woo-verzoek: wie de reden noemt, weet wat "
        "in het register hoort.",
        "High risk, impact, attention in the media, public debate or a Woo request: who names the reason knows what "
        "belongs in the register.",
    ),
)
_declare(
    "eu_database",
    Text("Hoog-risico systemen met een ID in de EU-databank", "High-risk systems with an EU database id"),
    Text(
        "Hoog-risico AI-systemen komen ook in een databank van de Europese Unie.",
        "High-risk AI systems go into a database of the European Union, too.",
    ),
    Text(
        "Hoog-risico AI-systemen in gebruik, op de lijst van welke organisatie ook.",
        "High-risk AI systems in use, on the list of any organisation.",
    ),
    Text(
        "Organisaties zonder lijst (niet gemeld), en met een lijst waarop geen hoog-risico systeem in gebruik staat.",
        "Organisations without a list (not reported), and with a list that has no high-risk system in use.",
    ),
)
