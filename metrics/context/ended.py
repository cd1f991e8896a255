"""Ended bodies: a registration that stands in the name of a body that is no more."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from metrics.absences import FAR
from metrics.bodies import UNKNOWN
from metrics.checks.declare import WARNING
from metrics.context.declare import FAILED, ContextCheck, Known, Look, of_keys
from metrics.facts import Facts
from metrics.intervals import clipped
from metrics.register import joined, shown
from metrics.registry import Text

_ASKED: Final = pl.col("org_id") != UNKNOWN
CHECK: Final = ContextCheck(
    "ended_body",
    Text("De organisatie bestaat nog", "The organisation still exists"),
    Text(
        "Wie een vraag heeft over dit algoritme, kan niet terecht bij een organisatie die is opgeheven.",
        "Whoever has a question about this algorithm cannot ask an organisation that has ended.",
    ),
    Text(
        "Zet de registratie op naam van de opvolger, of trek haar in.",
        "Put the registration in the name of the successor, or withdraw it.",
    ),
    Text("Openbare registraties van een bekende organisatie.", "Public registrations of a known organisation."),
    Text(
        "Registraties waarvan niet bekend is van welke organisatie ze zijn.",
        "Registrations of which it is not known whose they are.",
    ),
    Text(
        "De einddatum in het register van organisaties, en de opvolgingen die mensen noteerden.",
        "The end date in the register of organisations, and the successions that people noted.",
    ),
    WARNING,
    asked=_ASKED,
)


def ends(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return the bodies that ended, and the first day on which they were no more: key, from_day, to_day."""
    bodies = joined(facts, known_on)
    days: list[tuple[str, date]] = [
        (code, body.valid_until + timedelta(days=1)) for code, body in bodies.items() if body.valid_until
    ]
    noted = shown(facts.successions, known_on).filter(pl.col("predecessor") != pl.col("successor"))
    days += noted.select("predecessor", "date").drop_nulls().rows()
    ended = pl.DataFrame(days, schema={"key": pl.String, "from_day": pl.Date}, orient="row")
    return ended.group_by("key").agg(pl.col("from_day").min(), to_day=pl.lit(FAR))


def _rows(known: Known, keys: pl.Series | None) -> pl.DataFrame:
    owned = known.cut.filter(_ASKED)
    return of_keys(owned.select("who", "from_day", "to_day", key="org_id"), keys)


def _find(known: Known, rows: pl.DataFrame, level: pl.DataFrame) -> pl.DataFrame:
    del level
    return clipped(rows, ends(known.facts, known.known_on), ["key"]).select(
        "who", "from_day", "to_day", outcome=pl.lit(FAILED)
    )


def _stirred(before: Known, after: Known) -> pl.Series:
    earlier, later = (ends(one.facts, one.known_on) for one in (before, after))
    both = earlier.join(later, on="key", how="full", coalesce=True)
    return both.filter(pl.col("from_day").ne_missing(pl.col("from_day_right")))["key"]


LOOKS: Final = (Look(CHECK, _rows, _find, _stirred),)
