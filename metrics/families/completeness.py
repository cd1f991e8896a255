"""Completeness: how much of what a registration must say, it says; filled, and valid.

A score adds up weights of requirements over registrations; a requirement is met by any one of its
fields. The seven fields that the schema requires stand apart and are not scored: they are nearly
always filled and would say nothing. The supplier is asked for only when it is known that a system
comes from outside, which the register does not say; it has a figure of its own and no weight.
"""

from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Final, Literal, TypeAlias

import polars as pl

from metrics.registry import CATALOGUE, Metric, Score, Text
from sql.fields import BIT, BY_KEY, FIELDS, STANDARDS, Title

Step: TypeAlias = Literal["valid", "filled"]
#: Weight of a requirement by its tier. Version 1.
WEIGHTS: Final = {1: 3, 2: 2, 3: 1, 4: 1}


@dataclass(frozen=True)
class Requirement:
    """Something a registration owes, met by any of some fields."""

    key: str
    title: Title
    tier: int
    fields: tuple[str, ...]

    @property
    def mask(self) -> int:
        """The bits of its fields."""
        return reduce(or_, (1 << BIT[key] for key in self.fields))

    @property
    def standards(self) -> list[str]:
        """The standards that have any of its fields."""
        return [one for one in STANDARDS if any(one in BY_KEY[key].limits for key in self.fields)]


#: Requirements that more than one field can meet.
_EITHER: Final = (
    Requirement(
        "impact_assessments",
        Title("Impacttoetsen of toelichting", "Impact assessments or explanation"),
        1,
        ("impacttoetsen_grouping", "impacttoetsen"),
    ),
    Requirement("category_or_tags", Title("Thema of zoektermen", "Theme or search terms"), 3, ("category", "tags")),
    Requirement(
        "website_or_url",
        Title("Link naar publiekspagina of bronregistratie", "Link to public page or source registration"),
        3,
        ("website", "url"),
    ),
)
_UNSCORED: Final = {"provider"}
_IN_EITHER: Final = {key for one in _EITHER for key in one.fields}
REQUIREMENTS: Final = (
    *_EITHER,
    *(
        Requirement(one.key, one.title, one.tier, (one.key,))
        for one in FIELDS
        if one.tier and one.key not in _IN_EITHER | _UNSCORED
    ),
)


def score_of(step: Step, key: str = "") -> Score:
    """Return the points for what is valid, or filled: of one field or requirement, or of all by their weights."""
    parts = [(_MASKS[key], 1)] if key else [(one.mask, WEIGHTS[one.tier]) for one in REQUIREMENTS]
    return Score(
        reduce(add, ((_met("asked", mask) * _met_within(step, mask)) * weight for mask, weight in parts)),
        reduce(add, (_met("asked", mask) * weight for mask, weight in parts)),
    )


def _met(column: str, mask: int) -> pl.Expr:
    return ((pl.col(column) & mask) != 0).cast(pl.Int64)


def _met_within(column: str, mask: int) -> pl.Expr:
    # A field that the entry's standard lacks cannot meet the requirement, whatever it holds.
    return ((pl.col(column) & pl.col("asked") & mask) != 0).cast(pl.Int64)


_MASKS: Final = {one.key: 1 << BIT[one.key] for one in FIELDS} | {one.key: one.mask for one in _EITHER}
#: Where the weights come from.
SOURCE: Final = Text(
    nl="Publicatiestandaard van het Algoritmeregister, versies 0.1 tot en met 1.0; gewichten van Vulgraad, versie 1.",
    en="Publication standard of the Algorithm Register, versions 0.1 to 1.0; weights by Vulgraad, version 1.",
)
_POPULATION: Final = Text(
    nl=(
        "Openbare registraties, en daarvan de velden die van toepassing zijn: verantwoording (gewicht 3) en techniek "
        "(gewicht 2) bij hoog-risico, impactvol en zonder categorie; context (1) altijd; voorwaardelijke velden (1) "
        "als de voorwaarde zeker geldt."
    ),
    en=(
        "Public registrations, and of those the fields that apply: accountability (weight 3) and technique (weight 2) "
        "for high-risk, impactful and no category stated; context (1) always; conditional fields (1) when their "
        "condition is known to hold."
    ),
)
_NOT_ASKED: Final = Text(
    nl="Velden die de standaard van de registratie niet kent, en voorwaardelijke velden zonder zekere voorwaarde.",
    en="Fields that the entry's standard does not have, and conditional fields whose condition is not known.",
)


def _declare_totals() -> None:
    totals: tuple[tuple[Step, Text, Text], ...] = (
        (
            "valid",
            Text("Volledigheid: geldig ingevuld", "Completeness: validly filled"),
            Text(
                "Een ingevuld veld helpt een lezer pas als er iets bruikbaars staat.",
                "A filled field helps a reader only when it says something usable.",
            ),
        ),
        (
            "filled",
            Text("Volledigheid: ingevuld", "Completeness: filled"),
            Text(
                "De ruimste telling: er staat iets, ook al is het een streepje.",
                "The most lenient count: something stands there, even a dash.",
            ),
        ),
    )
    for step, title, why in totals:
        CATALOGUE.declare(
            Metric(
                f"completeness.{step}",
                title,
                why,
                _POPULATION,
                _NOT_ASKED,
                SOURCE,
                score_of(step),
                unit="points",
                headline=("all", "ministry", "type", "category"),
            )
        )


def _declare_field(key: str, title: Title, tier: int | None) -> None:
    c_too = tier not in {1, 2}
    who = "alle categorieën" if c_too else "categorie A, B of niet vermeld"
    who_en = "all categories" if c_too else "category A, B or not stated"
    CATALOGUE.declare(
        Metric(
            f"completeness.{key}",
            Text(f"{title.nl}: geldig ingevuld", f"{title.en}: validly filled"),
            Text(
                f"Zonder dit veld kan een lezer {title.nl.lower()} niet beoordelen.",
                f"Without this field a reader cannot judge: {title.en.lower()}.",
            ),
            Text(
                f"Openbare registraties waarvoor dit veld geldt ({who}).",
                f"Public registrations that owe it ({who_en}).",
            ),
            _NOT_ASKED,
            SOURCE,
            score_of("valid", key),
        )
    )


_declare_totals()
for _one in _EITHER:
    _declare_field(_one.key, _one.title, _one.tier)
for _field in FIELDS:
    _declare_field(_field.key, _field.title, _field.tier)
