"""Classification: how registrations divide over the categories, and how many changed category.

A change of category is something to look at, and no error: uses and rules change.
"""

from typing import Final

import polars as pl

from metrics.facts import Facts
from metrics.registry import CATALOGUE, Metric, Question, Score, Text, Units
from metrics.spans import stretches
from metrics.steps import counted, narrowed
from metrics.units import of_registrations, public_on
from sql.fields import HIGH_RISK, IMPACTFUL, NOT_STATED, OTHER

_STATES: Final = pl.col("category") != NOT_STATED
_MOVED: Final = Score((_STATES & (pl.col("category") != pl.col("first"))).cast(pl.Int64), _STATES.cast(pl.Int64))
_SOURCE: Final = Text(
    "De publicatiecategorie in de export en de historie van het Algoritmeregister (sinds standaard 1.0).",
    "The publication category in the export and the history export of the Algorithm Register (since standard 1.0).",
)
_STATED: Final = Text(
    "Openbare registraties die een publicatiecategorie noemen.", "Public registrations that state a category."
)
_NOT_ASKED: Final = Text(
    "Registraties zonder publicatiecategorie: standaarden vóór 1.0 kennen die niet.",
    "Registrations without a publication category: standards before 1.0 have none.",
)


def moved(facts: Facts, question: Question) -> pl.DataFrame:
    """Count the registrations whose category is another than the first one that they ever stated."""
    cut = narrowed(stretches(facts, question.known_on), question, ["lars", "category"])
    return next(counted(cut.join(_first_stated(cut), on="lars", how="left"), question, [_MOVED]))


def moved_units(facts: Facts, question: Question) -> Units:
    """Return the public registrations of a day, and whether each has another category than at first."""
    first = _first_stated(stretches(facts, question.known_on))
    worth = (
        public_on(facts, question)
        .join(first, on="lars", how="left")
        .select("lars", n=_MOVED.passed, asked=_MOVED.owed, context="first", content=pl.lit(None, pl.String))
    )
    return of_registrations(facts, question, worth)


def _first_stated(cut: pl.DataFrame) -> pl.DataFrame:
    """Return the category that each registration was the first to state: lars, first. Takes stretches in order."""
    stated = cut.select("lars", first="category").filter(pl.col("first") != NOT_STATED)
    return stated.unique("lars", keep="first", maintain_order=True)


def _share(name: str, category: str, en: str) -> None:
    CATALOGUE.declare(
        Metric(
            f"classification.{name}",
            Text(f"Aandeel {category}", f"Share of {en}"),
            Text(
                "De categorie bepaalt wat een registratie moet uitleggen, en wat er meetelt voor de afspraken.",
                "The category decides what a registration must explain, and what counts for the agreements.",
            ),
            _STATED,
            _NOT_ASKED,
            _SOURCE,
            Score((pl.col("category") == category).cast(pl.Int64), _STATES.cast(pl.Int64)),
            good="neutral",
        )
    )


_share("high_risk", HIGH_RISK, "high-risk AI systems")
_share("impactful", IMPACTFUL, "impactful algorithms")
_share("other", OTHER, "other algorithms")
CATALOGUE.declare(
    Metric(
        "classification.not_stated",
        Text("Zonder publicatiecategorie", "Without a publication category"),
        Text(
            "Van wat geen categorie noemt, weet niemand of het onder de afspraken valt.",
            "Of what states no category nobody knows whether the agreements cover it.",
        ),
        Text("Alle openbare registraties.", "All public registrations."),
        Text("Niemand: de vraag geldt voor elke registratie.", "Nobody: the question applies to every registration."),
        _SOURCE,
        Score((~_STATES).cast(pl.Int64), pl.lit(1, pl.Int64)),
        good="down",
    )
)
CATALOGUE.declare(
    Metric(
        "classification.moved",
        Text("Van categorie veranderd", "Changed category"),
        Text(
            "Wie anders wordt ingedeeld, moet meer of minder uitleggen. Dat kan terecht zijn: na te gaan.",
            "Whoever is classified anew must explain more or less. That may be right: to check.",
        ),
        Text(
            "Openbare registraties die een publicatiecategorie noemen. Geteld: die nu een andere noemen dan de eerste "
            "die ze ooit noemden.",
            "Public registrations that state a category. Counted: those that now state another than the first one "
            "they ever stated.",
        ),
        _NOT_ASKED,
        _SOURCE,
        moved,
        good="neutral",
        units=moved_units,
    )
)
