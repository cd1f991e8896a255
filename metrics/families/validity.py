"""Validity: which rules registrations keep, a figure for each rule, and for all of them together.

What could not be judged, and what a rule does not apply to, is in no denominator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add, or_
from typing import Final

import polars as pl

from metrics.checks import CHECKS, Check
from metrics.checks.content import CONTENT
from metrics.checks.declare import SERIOUS, VULGRAAD
from metrics.reading import mask_of
from metrics.registry import CATALOGUE, Metric, Score, Text

#: Every rule that looks at one text.
RULES: Final = (*CONTENT, *CHECKS)


@dataclass(frozen=True)
class Tally:
    """How the rules came out for one version: how many there are, and what became of each."""

    asked: int
    not_applicable: int
    errors: int
    failed: int
    passed: int

    @property
    def rate(self) -> Fraction | None:
        """The share that passed of what applied and could be judged; None where that is nothing."""
        judged = self.asked - self.errors - self.not_applicable
        return Fraction(self.passed, judged) if judged else None


def tally(masks: Mapping[str, int]) -> Tally:
    """Count how the rules came out, from the masks of one version: due, failed, broken, asked and filled."""
    due, failed, broken = (masks[one].bit_count() for one in ("due", "failed", "broken"))
    owed = [mask for one in CONTENT if (mask := masks["asked"] & mask_of(*one.fields))]
    applied = due + len(owed)
    failed += sum(not masks["filled"] & mask for mask in owed)
    return Tally(len(RULES), len(RULES) - applied, broken, failed, applied - broken - failed)


def score_of(rules: Sequence[Check]) -> Score:
    """Return how many of some rules a registration could be judged by, and how many of those it keeps."""
    names = {one.name for one in rules}
    mask = reduce(or_, (1 << bit for bit, one in enumerate(CHECKS) if one.name in names), 0)
    judged = pl.col("due") & ~pl.col("broken") & mask
    kept, asked = [_ones(judged & ~pl.col("failed"))] if mask else [], [_ones(judged)] if mask else []
    for one in CONTENT:
        if one.name in names:
            kept.append((one.due & ~one.fails).cast(pl.Int64))
            asked.append(one.due.cast(pl.Int64))
    return Score(reduce(add, kept), reduce(add, asked))


def _ones(mask: pl.Expr) -> pl.Expr:
    return mask.bitwise_count_ones().cast(pl.Int64)


_POPULATION: Final = Text(
    "Openbare registraties waarvoor deze regel geldt en die te beoordelen zijn. Geslaagd: de regel is gevolgd.",
    "Public registrations that the rule applies to and that can be judged. Passed: the rule is kept.",
)


def _declare_rule(one: Check) -> None:
    CATALOGUE.declare(
        Metric(
            f"validity.{one.name}",
            one.title,
            one.why,
            _POPULATION,
            one.not_asked,
            one.source,
            score_of([one]),
            version=one.version,
        )
    )


def _declare_sum(name: str, title: Text, why: Text, rules: Sequence[Check]) -> None:
    CATALOGUE.declare(
        Metric(
            f"validity.{name}",
            title,
            why,
            Text(
                f"Van openbare registraties elke regel die geldt en te beoordelen is, van {len(rules)} regels over de "
                "eigen tekst. Geslaagd: de regel is gevolgd.",
                f"Of public registrations every rule that applies and can be judged, of {len(rules)} rules about the "
                "text itself. Passed: the rule is kept.",
            ),
            Text(
                "Regels die niet gelden of niet te beoordelen zijn, en regels die naar meer dan de tekst kijken.",
                "Rules that do not apply or cannot be judged, and rules that look at more than the text.",
            ),
            VULGRAAD,
            score_of(rules),
            unit="points",
        )
    )


_declare_sum(
    "all",
    Text("Alle regels samen", "All rules together"),
    Text(
        "Het antwoord in één getal op de vraag hoe goed de registraties zijn.",
        "One number for the question how good the registrations are.",
    ),
    RULES,
)
_declare_sum(
    "serious",
    Text("Ernstige regels samen", "Serious rules together"),
    Text(
        "Wat hier misgaat, verdient als eerste aandacht.",
        "What goes wrong here deserves attention first.",
    ),
    [one for one in RULES if one.severity == SERIOUS],
)
for _one in RULES:
    _declare_rule(_one)
