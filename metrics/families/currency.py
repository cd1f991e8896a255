"""Currency: how long ago public registrations last really changed."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from metrics.context.staleness import stale_on
from metrics.facts import Facts
from metrics.medians import middle
from metrics.registry import CATALOGUE, Metric, Question, Score, Text, Units
from metrics.spans import stretches
from metrics.steps import counted, grouped, narrowed, restricted, within
from metrics.units import of_registrations, public_on

_SOURCE: Final = Text(
    nl="De export en de historie van het Algoritmeregister; wat een wijziging is, is een regel van Vulgraad: een ander "
    "veld dan taal, standaard en moment, zonder opmaak en in vaste volgorde vergeleken.",
    en="The export and the history export of the Algorithm Register; what a change is, is a rule by Vulgraad: another "
    "field than language, standard and moment, compared without layout and in a fixed order.",
)
_POPULATION: Final = Text(
    nl="Registraties die op die dag openbaar waren, welke status ze ook hebben.",
    en="Registrations that were public on that day, whatever their status.",
)
_NOT_ASKED: Final = Text(
    nl="Na de laatste verzameling is er geen cijfer, en zonder openbare registratie evenmin.",
    en="No figure after the last collection, nor without a public registration.",
)


def recent(facts: Facts, question: Question, months: int) -> pl.DataFrame:
    """Count the registrations that really changed within so many months, of all that are public."""
    cut = narrowed(stretches(facts, question.known_on), question, ["changed_on"])
    cut = restricted(within(cut, question.days), question.where)
    late = cut.with_columns(from_day=pl.max_horizontal("from_day", stale_on(months)))
    stale = late.filter(stale_on(months).is_not_null(), pl.col("from_day") < pl.col("to_day"))
    worth = {1: cut, -1: stale}
    rows = pl.concat(frame.with_columns(worth=pl.lit(one, pl.Int64)) for one, frame in worth.items())
    return next(counted(rows, question, [Score(pl.col("worth"), (pl.col("worth") > 0).cast(pl.Int64))]))


def units(facts: Facts, question: Question, months: int) -> Units:
    """Return the public registrations of a day, and whether each really changed within so many months."""
    stale = (stale_on(months) <= pl.lit(question.days[0], pl.Date)).fill_null(value=False)
    changed = pl.col("changed_on").cast(pl.String)
    worth = public_on(facts, question).select(
        "lars", n=(~stale).cast(pl.Int64), asked=pl.lit(1, pl.Int64), content=changed
    )
    return of_registrations(facts, question, worth)


def days(facts: Facts, question: Question) -> pl.DataFrame:
    """Return the lower median of the days since the last real change, as figures.

    The bounds are the medians over what was surely public and over what may have been.
    """
    cut = stretches(facts, question.known_on)
    unknown_until = pl.lit(max(cut.filter("retro")["to_day"], default=None), pl.Date)
    rows = narrowed(cut, question, ["changed_on"])
    rows = grouped(restricted(within(rows, question.days), question.where), question.by)
    rows = rows.select("group", "code", "from_day", "to_day", "low", "changed_on")
    medians = _medians(rows, question.days)
    collected = pl.col("as_of") >= pl.lit(facts.first_day(question.known_on), pl.Date)
    unknown = (pl.col("as_of") < unknown_until).fill_null(value=False) & ~collected
    shown = pl.when(collected).then("possible").otherwise("sure")
    none = shown.is_null()
    state = pl.when(unknown).then(pl.lit("reconstructed")).when(none).then(pl.lit("not_asked"))
    return medians.select(
        "as_of",
        "group",
        org_id="code",
        passed=pl.when(~unknown).then(shown),
        low=pl.min_horizontal("sure", "possible"),
        high=pl.max_horizontal("sure", "possible"),
        state=state.otherwise(pl.lit("ok")),
    )


def _medians(rows: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Return the lower medians on some days: as_of, group, code, sure, possible; of no group at all, one of ``all``."""
    keys = ["as_of", "group", "code"]
    found = middle(rows.with_columns(there=pl.lit(days[0])), "there", days).drop("there")
    for name, some in {"sure": rows.filter("low"), "possible": rows}.items():
        median = middle(some, "changed_on", days)
        age = (pl.col("as_of") - pl.col("changed_on")).dt.total_days().alias(name)
        found = found.join(median, on=keys, how="left", nulls_equal=True).with_columns(age).drop("changed_on")
    wanted = pl.DataFrame({"as_of": list(days)}, schema={"as_of": pl.Date})
    missing = wanted.join(found, on="as_of", how="anti").with_columns(pl.lit("all").alias("group"))
    return pl.concat([found, missing], how="diagonal")


for _months in (12, 24):
    CATALOGUE.declare(
        Metric(
            f"currency.within_{_months}_months",
            Text(f"Gewijzigd in de laatste {_months} maanden", f"Changed in the last {_months} months"),
            Text(
                "Een register dat niet wordt bijgehouden, beschrijft algoritmes zoals ze waren.",
                "A register that is not kept up describes algorithms as they were.",
            ),
            _POPULATION,
            _NOT_ASKED,
            _SOURCE,
            partial(recent, months=_months),
            units=partial(units, months=_months),
        )
    )
CATALOGUE.declare(
    Metric(
        "currency.days",
        Text("Dagen sinds de laatste wijziging, mediaan", "Days since the last change, median"),
        Text(
            "Eén getal voor hoe oud de beschrijvingen zijn: de helft is korter geleden gewijzigd, de helft langer.",
            "One number for how old the descriptions are: half changed more recently, half longer ago.",
        ),
        _POPULATION,
        _NOT_ASKED,
        _SOURCE,
        days,
        unit="days",
        good="down",
        ratio=False,
    )
)
