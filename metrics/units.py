"""What a figure is the sum of: its units on one day, each once, with what may explain that it changes.

A metric whose measure is a ``Score`` needs nothing more: its units are the registrations. Any other
share declares ``units=``, a function of the facts and a question about one day, ``where`` and target
included, that returns rows of ``SCHEMA``. Their ``n`` and ``asked`` add up to ``passed`` and ``asked``
of the figure; ``metrics.explain`` refuses them otherwise. What has a reason of its own is a unit of its
own: what a body declares is one, and each registration counted beside it another. Ways to make them:

- registrations that are judged by more than their own text: ``of_registrations``, given what each
  counts for, and in ``context`` what it was compared with (null where only the day matters);
- lines of inventories: ``metrics.line_units.of_lines``, given the lines that count;
- anything else: rows made by hand, with ``shaped`` for the columns that do not apply.

Units that count for nothing stand among them where they are there: a line that is not in use yet, a
registration outside the group. Then it is told that they came into use, or into the group, and not
that they are new.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from metrics.facts import Facts
from metrics.memo import with_facts
from metrics.registry import Question, Score, Units
from metrics.spans import counting, stretches
from metrics.steps import restricted

#: Null where something does not apply to a kind of units.
SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "unit": pl.String,
    "label": pl.String,
    "org_id": pl.String,
    # What it adds to the numerator and to the denominator.
    "n": pl.Int64,
    "asked": pl.Int64,
    # The registrations by which it is in the register that day.
    "registrations": pl.List(pl.String),
    # Whether it stands on a list, and on which one; of one that is counted, how many systems its source has.
    "listed": pl.Boolean,
    "source": pl.String,
    "systems": pl.Int64,
    # Whether it is asked for, although listed, because of what the register says.
    "by_register": pl.Boolean,
    # What people decided of its match.
    "match": pl.String,
    # What it was: each is compared with what it was on the other day.
    "body": pl.String,
    "category": pl.String,
    "status": pl.String,
    "content": pl.String,
    # Until when an explanation counts for it.
    "explained_until": pl.Date,
    # What the target said that day: which systems it is about, and when they are due.
    "about": pl.String,
    "target": pl.String,
    # What it was compared with, where others decide what it counts for.
    "context": pl.String,
}
_BODY: Final = {"organisation": "org_id", "ministry": "ministry_id", "type": "type"}


def shaped(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the columns of ``SCHEMA``, null where a family says nothing."""
    missing = [pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items() if name not in rows.columns]
    return rows.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def of_scores(facts: Facts, question: Question, score: Score) -> Units:
    """Return the registrations that are public on a day, with what each gets and owes."""
    today = public_on(facts, question)
    return of_registrations(facts, question, today.select("lars", n=score.passed, asked=score.owed))


def of_registrations(facts: Facts, question: Question, worth: pl.DataFrame) -> Units:
    """Return the registrations that are public on a day, with what each counts for.

    ``worth`` has lars, n and asked, and may have ``context``, ``body`` where it matters whose it is to any
    question, and ``content`` where only part of its text matters. What is outside the group that is asked
    about counts for nothing, and may come into it later.
    """
    today = public_on(facts, question).join(worth, on="lars", how="left", suffix="_worth")
    inside = pl.col("lars").is_in(restricted(today, question.where)["lars"].implode())
    # Without verdicts, as in a reduced table, nothing is asked.
    counts = {one: pl.when(inside).then(one if one == "n" else "asked_worth").fill_null(0) for one in ("n", "asked")}
    group, has = _group(question.where), worth.columns
    owned = pl.concat_str(group.fill_null(""), pl.col("body").fill_null(""), separator="/") if "body" in has else group
    rows = today.select(
        "category",
        "status",
        *(["context"] if "context" in has else []),
        **counts,
        unit="lars",
        label="name",
        org_id="org_id",
        registrations=pl.concat_list("lars"),
        content="content_worth" if "content" in has else "content",
        body=owned,
    )
    return Units(shaped(rows), registered=frozenset(today["lars"]), hidden=hidden_on(facts, question))


def _group(where: Mapping[str, str]) -> pl.Expr:
    """Return what a body is by the filters asked about; to the whole register it does not matter whose one is."""
    columns = [pl.col(_BODY[key]).fill_null("") for key in sorted(where) if key in _BODY]
    return pl.concat_str(columns, separator="/") if columns else pl.lit(None, pl.String)


def public_on(facts: Facts, question: Question) -> pl.DataFrame:
    """Return the stretches that count on the day of a question, as the engine counts them."""
    return _on(facts, question).filter("counts")


@with_facts(8)
def public_by(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return ``public_on`` for a day and what was known at the end of another."""
    today = _on_day(facts, as_of, known_on)
    # Since the first collection all of it counts: nothing is copied then.
    return today if today["counts"].all() else today.filter("counts")


def hidden_on(facts: Facts, question: Question) -> frozenset[str]:
    """Return the registrations that do not count on a day for want of a collection, and were there later."""
    cut = stretches(facts, question.known_on)
    later = cut.filter(pl.col("low"), pl.col("from_day") > question.days[0])["lars"]
    unsure = _on(facts, question).filter(~pl.col("counts"))
    return frozenset(unsure.filter(pl.col("lars").is_in(later.implode()))["lars"])


def _on(facts: Facts, question: Question) -> pl.DataFrame:
    (as_of,) = question.days
    return _on_day(facts, as_of, question.known_on)


@with_facts(4)
def _on_day(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the stretches of a day, and whether each ``counts``."""
    today = stretches(facts, known_on).filter(pl.col("from_day") <= as_of, pl.col("to_day") > as_of)
    return today.with_columns(counts=counting(facts, as_of, known_on))
