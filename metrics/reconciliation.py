"""The register's own totals beside ours, so that a difference is seen."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from metrics.engine import figures, registrations
from metrics.facts import Facts, day

#: What the register counts with a ministry: itself, its agencies and parts, and the police.
_OF_A_MINISTRY: Final = ("ministerie", "agentschap", "organisatieonderdeel", "politie")
_MINISTRY_OF: Final = "ministerie van "


def reconciliation(facts: Facts, totals: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return the register's totals (key, count, since) beside ours, as of the last collection.

    Counted the way the register counts: categories in standard 1.0 only, months by the first
    publication of what is public now, ministries without independent bodies and found by name.
    """
    last = facts.last_day()
    if last is None:
        return []
    public = registrations(facts, last).filter(pl.col("state") == "public")
    ours = {"total": public.height} | _categories(facts, last) | _months(public, totals) | _ministries(public, totals)
    return [
        {"name": key, "register": count, "ours": ours[key], "as_of": last} for key, count, _ in totals if key in ours
    ]


def _categories(facts: Facts, last: date) -> dict[str, int]:
    found = figures(facts, "size.registrations", [last], by="category", where={"standard": "1.0"})
    return {f"category/{row['group']}": row["passed"] for row in found.iter_rows(named=True)}


def _months(public: pl.DataFrame, totals: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    """Return what was first published up to the end of each month that the register names (``9-2025``)."""
    named = [key for key, *_ in totals if key.startswith("month/")]
    ours = {}
    for key in named:
        month, _, year = key.removeprefix("month/").partition("-")
        number = int(year) * 12 + int(month)
        first = day("first_published")
        ours[key] = public.filter(first.dt.year().cast(pl.Int64) * 12 + first.dt.month() <= number).height
    return ours


def _ministries(public: pl.DataFrame, totals: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    counted = public.filter(pl.col("type").is_in(_OF_A_MINISTRY)).group_by("ministry").len().drop_nulls()
    by_name = {name.casefold().removeprefix(_MINISTRY_OF): count for name, count in counted.iter_rows()}
    named = [key for key, *_ in totals if key.startswith("ministry/")]
    return {key: by_name.get(key.removeprefix("ministry/").casefold(), 0) for key in named}
