"""Checks of the context as figures: which registrations pass, on the days on which they are asked."""

from functools import partial

import polars as pl

from metrics.context import CONTEXT_CHECKS, ContextCheck, findings
from metrics.context.declare import FAILED, PASSED
from metrics.context_units import of_check
from metrics.facts import Facts
from metrics.intervals import clipped, merged
from metrics.registry import CATALOGUE, Counts, Metric, Question, Score, Text
from metrics.spans import stretches
from metrics.steps import counted, narrowed, restricted, within

#: A stretch counts once for who is asked, and each part of it on which it fails takes one off.
_SCORE = Score(pl.col("worth"), pl.col("owed"))


def counts(check: ContextCheck, outcome: str = PASSED) -> Counts:
    """Return the computation of the share of registrations with an outcome, of those that are asked."""

    def measure(facts: Facts, question: Question) -> pl.DataFrame:
        looked_at = ["lars", *(check.asked.meta.root_names() if check.asked is not None else [])]
        cut = narrowed(stretches(facts, question.known_on), question, looked_at)
        cut = restricted(within(cut, question.days), question.where)
        found = findings(facts, question.known_on).filter(pl.col("check") == check.name)
        return next(counted(_scored(cut, within(found, question.days), check, outcome), question, [_SCORE]))

    return measure


def _scored(cut: pl.DataFrame, found: pl.DataFrame, check: ContextCheck, outcome: str) -> pl.DataFrame:
    """Return stretches and parts of them, with what each is worth and owes."""
    failed = _parts(cut, found, FAILED)
    if check.asked is None:
        parts = {FAILED: failed, PASSED: _parts(cut, found, PASSED)}
        return pl.concat(_counting(frame, int(name == outcome), 1) for name, frame in parts.items())
    asked, sign = cut.filter(check.asked), 1 if outcome == PASSED else 0
    return pl.concat([_counting(asked, sign, 1), _counting(failed.filter(check.asked), 1 - 2 * sign, 0)])


def _parts(cut: pl.DataFrame, found: pl.DataFrame, outcome: str) -> pl.DataFrame:
    """Return the parts of stretches with an outcome, in whichever field it was found."""
    days = found.filter(pl.col("outcome") == outcome).select("lars", "from_day", "to_day", "field")
    # What is found in one field stands in intervals already.
    days = merged(days, ["lars"]) if days["field"].n_unique() > 1 else days.drop("field")
    return clipped(cut, days, ["lars"])


def _counting(rows: pl.DataFrame, worth: int, owed: int) -> pl.DataFrame:
    return rows.with_columns(worth=pl.lit(worth, pl.Int64), owed=pl.lit(owed, pl.Int64))


def _declare(check: ContextCheck) -> None:
    CATALOGUE.declare(
        Metric(
            f"validity.{check.name}",
            check.title,
            check.why,
            check.population,
            check.not_asked,
            check.source,
            counts(check),
            version=check.version,
            units=partial(of_check, check=check),
        )
    )


for _check in CONTEXT_CHECKS.values():
    _declare(_check)
_PEERS = CONTEXT_CHECKS["differs_from_peers"]
CATALOGUE.declare(
    Metric(
        "classification.differs_from_peers",
        Text("Andere categorie dan bij andere organisaties", "Another category than at other organisations"),
        _PEERS.why,
        _PEERS.population,
        _PEERS.not_asked,
        _PEERS.source,
        counts(_PEERS, FAILED),
        version=_PEERS.version,
        good="neutral",
        units=partial(of_check, check=_PEERS, outcome=FAILED),
    )
)
