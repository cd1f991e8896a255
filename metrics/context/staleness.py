"""Staleness: a registration of which nothing really changed for one or two years."""

from typing import Final

import polars as pl

from metrics.checks.declare import INFORMATION, WARNING, Severity
from metrics.context.declare import FAILED, ContextCheck, Find, Known, Look, of_keys
from metrics.registry import Text
from sql.fields import OUT_OF_USE

_ASKED: Final = pl.col("status") != OUT_OF_USE


def stale_on(months: int) -> pl.Expr:
    """Return the first day on which a stretch is stale, by the calendar; null when its last change is not known."""
    return pl.col("changed_on").dt.offset_by(f"{months}mo")


def _check(months: int, severity: Severity) -> ContextCheck:
    return ContextCheck(
        f"stale_{months}",
        Text(f"Gewijzigd in de laatste {months} maanden", f"Changed in the last {months} months"),
        Text(
            "Een beschrijving die lang niet is bekeken, klopt vaak niet meer met het gebruik.",
            "A description that nobody looked at for long often no longer fits the use.",
        ),
        Text(
            "Lees de registratie na en werk haar bij, of zet de status op Buiten gebruik.",
            "Read the registration again and update it, or set its status to Buiten gebruik (out of use).",
        ),
        Text(
            "Openbare registraties die niet buiten gebruik zijn.",
            "Public registrations that are not out of use.",
        ),
        Text("Registraties met status Buiten gebruik.", "Registrations with the status Buiten gebruik (out of use)."),
        Text(
            "Regel van Vulgraad: alleen een andere inhoud is een wijziging; opnieuw publiceren, een andere standaard "
            "of andere opmaak niet.",
            "Rule by Vulgraad: only other content is a change; publishing again, another standard or another layout "
            "is not.",
        ),
        severity,
        asked=_ASKED,
    )


def _rows(known: Known, keys: pl.Series | None) -> pl.DataFrame:
    used = known.cut.filter(_ASKED)
    return of_keys(used.select("who", "from_day", "to_day", "changed_on", key="lars"), keys)


def _find(months: int) -> Find:
    def find(known: Known, rows: pl.DataFrame, level: pl.DataFrame) -> pl.DataFrame:
        del known, level
        late = rows.with_columns(from_day=pl.max_horizontal("from_day", stale_on(months)))
        stale = late.filter(stale_on(months).is_not_null(), pl.col("from_day") < pl.col("to_day"))
        return stale.select("who", "from_day", "to_day", outcome=pl.lit(FAILED))

    return find


LOOKS: Final = tuple(
    Look(_check(months, severity), _rows, _find(months)) for months, severity in ((12, INFORMATION), (24, WARNING))
)
