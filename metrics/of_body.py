"""The figures of one body, taken out of those of all bodies: whoever looks at one body, others look at others."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.catalogue import CATALOGUE
from metrics.engine import OfBodies, figures_of, figures_of_bodies
from metrics.facts import Facts
from metrics.memo import with_facts
from metrics.registry import Score


def of_body(facts: Facts, metrics: Sequence[str], days: Sequence[date], org_id: str) -> list[pl.DataFrame]:
    """Return the figures of some metrics on some days, as ``figures_of`` restricted to a body.

    Those of all bodies are kept: of scores they cost about what those of one do. Raises QuestionError for a
    metric or body that is not known.
    """
    names, asked, last = tuple(metrics), tuple(days), facts.last_day()
    if asked and last is not None and asked == tuple(sorted(asked)) and asked[-1] <= last and _are_scores(names):
        every = _one_day(facts, names, asked) if len(asked) == 1 else _trend(facts, names, asked)
        if org_id in every.places:
            return [every.of(name, org_id) for name in names]
    return list(figures_of(facts, names, days, where={"organisation": org_id}))


def _are_scores(names: Sequence[str]) -> bool:
    return all((one := CATALOGUE.get(name)) is not None and isinstance(one.measure, Score) for name in names)


@with_facts(32)
def _one_day(facts: Facts, metrics: tuple[str, ...], days: tuple[date, ...]) -> OfBodies:
    return figures_of_bodies(facts, metrics, days)


@with_facts(2)
def _trend(facts: Facts, metrics: tuple[str, ...], days: tuple[date, ...]) -> OfBodies:
    """Return figures of many days: larger, and fewer of them are kept."""
    return figures_of_bodies(facts, metrics, days)
