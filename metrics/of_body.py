"""The figures of one body, taken out of those of all bodies: whoever looks at one body, others look at others."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.catalogue import CATALOGUE
from metrics.engine import OfBodies, figures, figures_of_bodies
from metrics.facts import Facts
from metrics.memo import with_facts
from metrics.registry import Score


def of_body(facts: Facts, metric: str, days: Sequence[date], org_id: str) -> pl.DataFrame:
    """Return ``figures`` of a metric on some days, restricted to a body; those of all bodies are kept.

    Raises QuestionError for a metric or body that is not known.
    """
    last, asked = facts.last_day(), tuple(days)
    declared = CATALOGUE.get(metric)
    by_score = declared is not None and isinstance(declared.measure, Score)
    if by_score and last is not None and asked and asked == tuple(sorted(asked)) and asked[-1] <= last:
        found = _of_all(facts, metric, asked).of(metric, org_id)
        if found is not None:
            return found
    return figures(facts, metric, days, where={"organisation": org_id})


def _of_all(facts: Facts, metric: str, days: tuple[date, ...]) -> OfBodies:
    """Return the figures of all bodies: on one day of the whole family, since a page that shows one shows the others.

    A trend is of one metric.
    """
    return _one_day(facts, CATALOGUE[metric].family, days) if len(days) == 1 else _trend(facts, metric, days)


@with_facts(24)
def _one_day(facts: Facts, family: str, days: tuple[date, ...]) -> OfBodies:
    scores = [one.name for one in CATALOGUE if one.family == family and isinstance(one.measure, Score)]
    return figures_of_bodies(facts, scores, days)


@with_facts(2)
def _trend(facts: Facts, metric: str, days: tuple[date, ...]) -> OfBodies:
    return figures_of_bodies(facts, [metric], days)
