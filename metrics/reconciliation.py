"""The register's own totals beside ours, so that a difference is seen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from metrics.engine import figures
from metrics.facts import Facts, day
from metrics.registrations import registrations

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
    ours: dict[str, int | None] = {"total": public.height, **_categories(facts, last), **_months(public, totals)}
    ours |= _ministries(facts, public, totals)
    rows = [
        {"name": key, "register": count, "ours": ours[key], "as_of": last} for key, count, _ in totals if key in ours
    ]
    return sorted(rows, key=_place)


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


def _ministries(facts: Facts, public: pl.DataFrame, totals: Sequence[tuple[Any, ...]]) -> dict[str, int | None]:
    """Return ours by the register's names; None for a name that we know no ministry by."""
    names = [facts.relations["ministry"], facts.organisations.filter(type="ministerie")["name"]]
    counted = public.filter(pl.col("type").is_in(_OF_A_MINISTRY)).group_by("ministry").len().drop_nulls()
    ours = {_short(name): 0 for one in names for name in one.drop_nulls()}
    ours |= {_short(name): count for name, count in counted.iter_rows()}
    named = [key for key, *_ in totals if key.startswith("ministry/")]
    return {key: ours.get(_short(key.removeprefix("ministry/"))) for key in named}


def _short(name: str) -> str:
    return name.casefold().removeprefix(_MINISTRY_OF)


def _place(row: Mapping[str, Any]) -> tuple[str, int, str]:
    """Return where a total stands: by kind, months in their order."""
    kind, _, value = row["name"].partition("/")
    month, _, year = value.partition("-") if kind == "month" else ("0", "", "0")
    return kind, int(year) * 12 + int(month), value
