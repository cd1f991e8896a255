"""Completeness, two more questions: who accounts for everything, and what a standard leaves out."""

from functools import reduce
from operator import add, and_, or_
from typing import Final

import polars as pl

from metrics.families.completeness import REQUIREMENTS, SOURCE, WEIGHTS
from metrics.registry import CATALOGUE, Metric, Score, Text
from sql.fields import OTHER, STANDARDS

#: The tiers that follow from the category alone; the last one depends on what else is said.
_BY_CATEGORY: Final = (1, 2, 3)
_ACCOUNTABILITY: Final = tuple(one.mask for one in REQUIREMENTS if one.tier == 1)


def strict_score() -> Score:
    """Return 1 for a registration of which every requirement of accountability that it owes is valid."""
    owed = [(pl.col("asked") & mask) != 0 for mask in _ACCOUNTABILITY]
    met = [(pl.col("asked") & pl.col("valid") & mask) != 0 for mask in _ACCOUNTABILITY]
    owes = reduce(or_, owed)
    every = reduce(and_, (valid | ~asked for asked, valid in zip(owed, met, strict=True)))
    return Score((owes & every).cast(pl.Int64), owes.cast(pl.Int64))


def absent_score() -> Score:
    """Return the points that a category would owe, and those of them that the entry's standard has no field for."""
    passed, asked = [], []
    for one in REQUIREMENTS:
        if one.tier in _BY_CATEGORY:
            owed = pl.col("standard").is_in(STANDARDS) & ((pl.col("category") != OTHER) | (one.tier not in {1, 2}))
            absent = ~pl.col("standard").is_in(one.standards)
            asked.append(owed.cast(pl.Int64) * WEIGHTS[one.tier])
            passed.append((owed & absent).cast(pl.Int64) * WEIGHTS[one.tier])
    return Score(reduce(add, passed), reduce(add, asked))


CATALOGUE.declare(
    Metric(
        "completeness.strict",
        Text("Verantwoording helemaal ingevuld", "Accountability filled in completely"),
        Text(
            "Een gemiddelde verbergt gaten: wie alles wil nagaan, heeft alle velden van de verantwoording nodig.",
            "An average hides gaps: whoever wants to check everything needs every field of accountability.",
        ),
        Text(
            "Openbare registraties die ten minste één veld van de verantwoording (gewicht 3) moeten invullen. "
            "Geslaagd: al die velden zijn geldig ingevuld.",
            "Public registrations that owe at least one field of accountability (weight 3). Passed: all of those are "
            "validly filled.",
        ),
        Text(
            "Registraties in de categorie Overige algoritmes, en standaarden zonder die velden.",
            "Registrations in the category Overige algoritmes, and standards without those fields.",
        ),
        SOURCE,
        strict_score(),
    )
)
CATALOGUE.declare(
    Metric(
        "completeness.not_in_standard",
        Text("Niet te vragen in de eigen standaard", "Not to be asked in its own standard"),
        Text(
            "Wie in een oude standaard schrijft, kan een deel niet invullen. Dat telt niet als leeg, en is daarom "
            "apart te zien.",
            "Whoever writes in an old standard cannot fill in a part. That does not count as empty, and so is shown "
            "apart.",
        ),
        Text(
            "Punten die openbare registraties in hun categorie zouden moeten halen met verantwoording, techniek en "
            "context (bij Overige algoritmes: alleen context). Geteld: die waarvoor hun standaard geen veld heeft.",
            "Points that public registrations of their category would owe for accountability, technique and context "
            "(Overige algoritmes: context only). Counted: those for which their standard has no field.",
        ),
        Text(
            "Registraties waarvan de standaard niet bekend is, en voorwaardelijke velden.",
            "Registrations whose standard is not known, and conditional fields.",
        ),
        SOURCE,
        absent_score(),
        unit="points",
        good="neutral",
    )
)
