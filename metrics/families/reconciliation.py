"""Reconciliation: what list and register have of each other, both ways, and in how much that is uncertain."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final, Literal

import polars as pl

from metrics.both_ways import PERHAPS, STATES, UNLISTED, registrations_both_ways, systems_both_ways
from metrics.evidence import SOURCE
from metrics.facts import Facts
from metrics.families.on_time import reported, state_of
from metrics.groups import KEYS, OF_TARGET, beside, chosen, counts_zbos, labelled
from metrics.line_units import of_lines
from metrics.registry import BY_BODY, CATALOGUE, Metric, Question, Text, Units
from metrics.sources import BODY, reporting
from metrics.systems import lines_on, target_of
from metrics.totals import internal
from metrics.units import of_registrations, public_on

#: What may turn out to be one of these, once somebody decides on what is uncertain.
_WIDENED: Final = ("registered", "missing")


def on_day(facts: Facts, question: Question, as_of: date, state: str) -> pl.DataFrame:
    """Return one row per group: the systems in scope (asked) and those in a state (passed).

    What is uncertain widens the range of what is registered and of what is missing. Bodies without a list
    stand as they do in ``on_time``.
    """
    passed = (pl.col("state") == state).sum().cast(pl.Int64)
    unsure = (pl.col("state") == "uncertain").sum().cast(pl.Int64) if state in _WIDENED else pl.lit(0, pl.Int64)
    counts = (
        labelled(_systems(facts, question, as_of), question)
        .group_by(KEYS)
        .agg(asked=pl.len().cast(pl.Int64), passed=passed, low=passed, high=passed + unsure)
    )
    joined = beside(reported(facts, question, as_of), counts)
    joined = joined.with_columns(pl.col("asked", "passed", "low", "high").fill_null(0))
    has = pl.col("asked") > 0
    return _figures(joined, has, state_of(has))


def unlisted(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: registrations of bodies with a list (asked), and those that no list has (passed).

    Those that a line may be widen the range.
    """
    bodies = reporting(facts, question.target, as_of, question.known_on, zbos=counts_zbos(question)).select(BODY)
    rows = labelled(_registrations(facts, question, as_of).join(bodies, on="org_id"), question)
    none, perhaps = ((pl.col("state") == one).sum().cast(pl.Int64) for one in (UNLISTED, PERHAPS))
    counts = rows.group_by(KEYS).agg(asked=pl.len().cast(pl.Int64), passed=none, low=none, high=none + perhaps)
    joined = beside(reported(facts, question, as_of), counts)
    joined = joined.with_columns(pl.col("asked", "passed", "low", "high").fill_null(0))
    has = pl.col("asked") > 0
    state = pl.when(pl.col("reported") & ~has).then(pl.lit("not_asked")).otherwise(state_of(has))
    return _figures(joined, has, state)


def _figures(joined: pl.DataFrame, has: pl.Expr, state: pl.Expr) -> pl.DataFrame:
    return joined.select(
        *KEYS,
        "n_date",
        "covers",
        "covers_asked",
        *(pl.when(has).then(one).alias(one) for one in ("passed", "low", "high")),
        asked=pl.when("reported").then("asked"),
        state=state,
        n_source=pl.when("reported").then(pl.lit("inventory")),
    )


def units(facts: Facts, question: Question, state: str) -> Units:
    """Return the lines of inventories on a day, those in scope with whether they are in a state."""
    (as_of,) = question.days
    found = chosen(_systems(facts, question, as_of), question.where)
    counted = found.with_columns(n=(pl.col("state") == state).cast(pl.Int64), asked=pl.lit(1, pl.Int64))
    # An explanation that no longer counts for anything explains no change.
    exempt = pl.when(pl.col("state") == "exempt").then("valid_until")
    counted = counted.with_columns(valid_until=exempt, context=pl.when("possible").then(pl.lit("possible")))
    lines = lines_on(facts, question.target, as_of, question.known_on, zbos=counts_zbos(question))
    nothing = {one: pl.lit(0, pl.Int64) for one in ("n", "asked")}
    others = lines.join(counted, on="line", how="anti").select("org_id", "local_id", "lars", **nothing)
    kept = counted.select("org_id", "local_id", "lars", "n", "asked", "valid_until", "context")
    return of_lines(facts, question, pl.concat([kept, others], how="diagonal"))


def unlisted_units(facts: Facts, question: Question) -> Units:
    """Return the public registrations of a day, those that are asked for with whether no list has them."""
    (as_of,) = question.days
    zbos = counts_zbos(question)
    bodies = chosen(reporting(facts, question.target, as_of, question.known_on, zbos=zbos), question.where)
    rows = _registrations(facts, question, as_of)
    mine = pl.col("org_id").is_in(bodies["org_id"].implode())
    worth = rows.select(
        "lars",
        n=(mine & (pl.col("state") == UNLISTED)).cast(pl.Int64),
        asked=mine.cast(pl.Int64),
        context="state",
    )
    today = public_on(facts, question).select("lars", body=pl.col("org_id"))
    every = today.join(worth, on="lars", how="left").with_columns(
        pl.col("n", "asked").fill_null(0), content=pl.lit(None, pl.String)
    )
    return of_registrations(facts, replace(question, where={}), every)


def _systems(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    target = str(target_of(facts, question.target, as_of, question.known_on)["target"])
    return systems_both_ways(facts, target, as_of, question.known_on, zbos=counts_zbos(question))


def _registrations(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    target = str(target_of(facts, question.target, as_of, question.known_on)["target"])
    return registrations_both_ways(facts, target, as_of, question.known_on, zbos=counts_zbos(question))


_TITLES: Final = {
    "registered": Text("Op de lijst en geregistreerd", "On the list and registered"),
    "missing": Text("Op de lijst, niet gevonden in het register", "On the list, not found in the register"),
    "uncertain": Text("Op de lijst, misschien geregistreerd", "On the list, perhaps registered"),
    "exempt": Text("Op de lijst, met uitleg niet geregistreerd", "On the list, and explained why not registered"),
    "inconsistent": Text(
        "Op de lijst en geregistreerd, met tegenspraak", "On the list and registered, and they contradict each other"
    ),
}
_WHY: Final = Text(
    "Lijst en register naast elkaar laten zien wat waar ontbreekt. Zo weet een organisatie wat er te doen is.",
    "List and register side by side show what is missing where. So an organisation knows what there is to do.",
)


_SYSTEMS: Final = Text(
    "Systemen in gebruik van de categorie van het doel, op de lijst van een organisatie binnen het doel. Elk systeem "
    "is één van de vijf: geregistreerd, niet gevonden, onzeker, met uitleg of in tegenspraak. Samen zijn ze alles. "
    "Onzekere koppelingen maken de marge breder.",
    "Systems in use of the target's category, on the list of an organisation that the target is about. Each system "
    "is one of five: registered, not found, uncertain, explained or contradicted. Together they are all of them. "
    "Uncertain links widen the range.",
)
_NO_SYSTEM: Final = Text(
    "Organisaties zonder lijst (niet gemeld), en met een lijst zonder zulke systemen (nul opgegeven).",
    "Organisations without a list (not reported), and with a list without such systems (zero declared).",
)
_GOOD: Final[dict[str, Literal["up", "down", "neutral"]]] = {"registered": "up", "exempt": "neutral"}


def _declare() -> None:
    for state in STATES:
        CATALOGUE.declare(
            Metric(
                f"reconciliation.{state}",
                _TITLES[state],
                _WHY,
                _SYSTEMS,
                _NO_SYSTEM,
                SOURCE,
                internal(partial(on_day, state=state)),
                unit="systems",
                good=_GOOD.get(state, "down"),
                by=BY_BODY,
                filters=OF_TARGET,
                inventories=True,
                units=partial(units, state=state),
            )
        )
    CATALOGUE.declare(
        Metric(
            "reconciliation.unlisted",
            Text("Geregistreerd en niet op de lijst", "Registered and not on the list"),
            Text(
                "Wat in het register staat en niet op de eigen lijst, maakt die lijst onvolledig: na te gaan.",
                "What is in the register and not on an organisation's own list makes that list incomplete: to check.",
            ),
            Text(
                "Openbare registraties in gebruik van de categorie van het doel, van organisaties binnen het doel met "
                "een eigen lijst. Geteld: die bij geen regel van een lijst horen, zeker noch misschien.",
                "Public registrations in use of the target's category, of organisations of the target with a list of "
                "their own. Counted: those that no line of a list is, neither certainly nor perhaps.",
            ),
            Text(
                "Organisaties zonder lijst (niet gemeld), en zonder zulke registraties.",
                "Organisations without a list (not reported), and without such registrations.",
            ),
            SOURCE,
            internal(unlisted),
            good="down",
            by=BY_BODY,
            filters=OF_TARGET,
            inventories=True,
            units=unlisted_units,
        )
    )


_declare()
