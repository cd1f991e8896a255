"""Duplicates: another registration of the same body under the same name."""

from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN
from metrics.checks.declare import WARNING
from metrics.context.declare import FAILED, ContextCheck, Known, Look, of_keys
from metrics.intervals import clipped, shared
from metrics.registry import Text

_ASKED: Final = pl.col("title").is_not_null() & (pl.col("org_id") != UNKNOWN)
CHECK: Final = ContextCheck(
    "duplicate",
    Text(
        "Geen tweede registratie met dezelfde naam bij dezelfde organisatie",
        "No second registration under the same name at the same organisation",
    ),
    Text(
        "Twee registraties met één naam zijn voor een lezer niet uit elkaar te houden, of tellen één systeem dubbel.",
        "A reader cannot tell two registrations with one name apart, or one system is counted twice.",
    ),
    Text(
        "Trek de dubbele registratie in, of geef elk een eigen naam.",
        "Withdraw the double registration, or give each a name of its own.",
    ),
    Text(
        "Openbare registraties met een naam, van een bekende organisatie.",
        "Public registrations with a name, of a known organisation.",
    ),
    Text(
        "Registraties zonder naam, of van een onbekende organisatie.",
        "Registrations without a name, or of an unknown organisation.",
    ),
    Text(
        "Regel van Vulgraad; namen worden vergeleken zonder hoofdletters en leestekens.",
        "Rule by Vulgraad; names are compared without capitals and punctuation.",
    ),
    WARNING,
    asked=_ASKED,
)


def _rows(known: Known, keys: pl.Series | None) -> pl.DataFrame:
    named = known.cut.filter(_ASKED)
    return of_keys(named.select("who", "from_day", "to_day", key=pl.struct("org_id", "title").hash()), keys)


def _together(rows: pl.DataFrame) -> pl.DataFrame:
    """Return when a body has a name more than once: key, from_day, to_day."""
    return shared(rows.filter(pl.len().over("key") > 1), ["key"], "who", 2)


def _find(known: Known, rows: pl.DataFrame, level: pl.DataFrame) -> pl.DataFrame:
    del known
    return clipped(rows, level, ["key"]).select("who", "from_day", "to_day", outcome=pl.lit(FAILED))


LOOKS: Final = (Look(CHECK, _rows, _find, level=_together),)
