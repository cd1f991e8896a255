"""The units of checks of the context: registrations on one day, with what each was compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.context import ContextCheck, findings
from metrics.context.declare import FAILED, PASSED
from metrics.context.ended import ends
from metrics.facts import Facts
from metrics.registry import Question, Units
from metrics.units import of_registrations, public_on

#: What was found, which is all that others decided.
_FOUND: Final = pl.when("found_failed").then(pl.lit(FAILED)).when("found_passed").then(pl.lit(PASSED))
_NOTHING: Final = pl.lit(None, pl.String)


@dataclass(frozen=True)
class _Rests:
    """What a check rests on: the part of a text, whose it is, and what it is compared with (null: the day alone)."""

    text: pl.Expr
    owner: bool = False
    beside: pl.Expr = _FOUND


_OF_NAME: Final = _Rests(pl.col("title").cast(pl.String), owner=True)
_OF_SYSTEM: Final = _Rests(pl.col("cluster"), owner=True)
_OF_AGE: Final = _Rests(pl.col("changed_on").cast(pl.String), beside=_NOTHING)
#: A check that is not among them rests on its whole text and on what was found.
_RESTS: Final[Mapping[str, _Rests]] = {
    "boilerplate": _Rests(pl.col("prints"), owner=True),
    "duplicate": _OF_NAME,
    "differs_from_peers": _OF_SYSTEM,
    # The end that is known of its body: when that day came, only the day is another.
    "ended_body": _Rests(_NOTHING, owner=True, beside=pl.col("ended_on").cast(pl.String)),
    "stale_12": _OF_AGE,
    "stale_24": _OF_AGE,
    "dead_link": _Rests(pl.col("links")),
    "translation": _Rests(_NOTHING),
}


def of_check(facts: Facts, question: Question, check: ContextCheck, outcome: str = PASSED) -> Units:
    """Return the public registrations of a day, with whether each is asked and has an outcome."""
    rests = _RESTS.get(check.name, _Rests(pl.col("content")))
    rows = _beside(facts, question, public_on(facts, question).join(_found(facts, question, check), "lars", "left"))
    rows = rows.with_columns(pl.col("found_failed", "found_passed").fill_null(value=False))
    if check.asked is None:
        asked, fails = pl.col("found_failed") | pl.col("found_passed"), pl.col("found_failed")
    else:
        asked = check.asked.fill_null(value=False)
        fails = asked & pl.col("found_failed")
    worth = rows.select(
        "lars",
        n=(fails if outcome == FAILED else asked & ~fails).cast(pl.Int64),
        asked=asked.cast(pl.Int64),
        content=rests.text,
        context=rests.beside,
        body=pl.col("org_id") if rests.owner else _NOTHING,
    )
    return of_registrations(facts, question, worth)


def _found(facts: Facts, question: Question, check: ContextCheck) -> pl.DataFrame:
    """Return what was found of registrations on a day, in whichever field: lars, found_failed, found_passed."""
    as_of = pl.lit(question.days[0], pl.Date)
    today = findings(facts, question.known_on).filter(
        pl.col("check") == check.name, pl.col("from_day") <= as_of, pl.col("to_day") > as_of
    )
    outcomes = {f"found_{one}": (pl.col("outcome") == one).any() for one in (FAILED, PASSED)}
    return today.group_by("lars").agg(**outcomes)


def _beside(facts: Facts, question: Question, rows: pl.DataFrame) -> pl.DataFrame:
    """Add what texts hold (prints and links, each in one line) and when their body ended."""
    told = [pl.col(one).list.eval(pl.element().cast(pl.String).fill_null("")).list.join(" ") for one in _TOLD]
    texts = facts.versions.unique("content", keep="any").select("content", *told)
    ended = ends(facts, question.known_on).select(org_id="key", ended_on="from_day")
    return rows.join(texts, on="content", how="left").join(ended, on="org_id", how="left")


_TOLD: Final = ("prints", "links")
