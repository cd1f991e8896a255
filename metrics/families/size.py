"""Size: how many registrations are public on a day, and of how many bodies."""

from datetime import date

import polars as pl

from metrics.facts import Facts, known
from metrics.registry import CATALOGUE, Metric, Question, Score, Text
from metrics.spans import stretches
from metrics.steps import counted_bodies

_SOURCE = Text(
    nl="De export en de historie van het Algoritmeregister.",
    en="The export and the history export of the Algorithm Register.",
)
_NOT_ASKED = Text(
    nl="Na de laatste verzameling is er geen cijfer. Vóór 1 april 2023 alleen een bandbreedte: de datum van de eerste "
    "registraties is achteraf ingevuld.",
    en="No figure after the last collection. Before 1 April 2023 a range only: the dates of the first registrations "
    "were filled in afterwards.",
)


def bodies(facts: Facts, question: Question) -> pl.DataFrame:
    """Count the bodies that have a registration; without a source of owners that is no nought."""
    if not _owners_told(facts, question.known_on):
        return pl.DataFrame()
    return counted_bodies(stretches(facts, question.known_on), question)


def _owners_told(facts: Facts, known_on: date) -> bool:
    return known(facts.owners, known_on).height > 0 or facts.versions["org_id"].drop_nulls().len() > 0


CATALOGUE.declare(
    Metric(
        "size.registrations",
        Text("Openbare registraties", "Public registrations"),
        Text(
            "De eerste vraag: hoeveel algoritmes staan er in het register?",
            "The first question: how many algorithms does the register hold?",
        ),
        Text(
            "Registraties die op die dag openbaar waren; wat later is ingetrokken telt toen nog mee.",
            "Registrations that were public on that day; what was withdrawn later still counts then.",
        ),
        _NOT_ASKED,
        _SOURCE,
        Score(pl.lit(1, pl.Int64)),
        ratio=False,
        headline=("all", "category", "status", "standard", "type", "ministry"),
    )
)
CATALOGUE.declare(
    Metric(
        "size.organisations",
        Text("Organisaties met een registratie", "Organisations with a registration"),
        Text(
            "Een vol register is er pas als alle organisaties meedoen.",
            "The register is only full when every organisation takes part.",
        ),
        Text(
            "Organisaties met op die dag ten minste één openbare registratie.",
            "Organisations with at least one public registration on that day.",
        ),
        _NOT_ASKED,
        _SOURCE,
        bodies,
        unit="organisations",
        ratio=False,
        headline=("all", "type"),
    )
)
