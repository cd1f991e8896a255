"""Entries by hand, and what a check makes of them: tables of outcome and entry."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, TypeAlias

import polars as pl

from metrics.checks import CHECKS
from metrics.verdicts import verdicts
from sql.fields import IMPACTFUL, IN_USE

PASSES, FAILS, NOT_ASKED, BROKEN = "passes", "fails", "not asked", "broken"
#: A moment that is December in UTC, and January here.
NEW_YEAR: Final = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """What an entry says, and the words that it was read to say; published in January 2025."""

    cells: Mapping[str, str] = field(default_factory=dict)
    standard: str = "1.0"
    category: str = IMPACTFUL
    status: str = IN_USE
    lars: str | None = "11111115"
    published: datetime | None = NEW_YEAR


Table: TypeAlias = Mapping[str, Sequence[tuple[str, Entry]]]


def rows(entries: Iterable[Entry]) -> pl.DataFrame:
    """Return entries as what verdicts are asked about, their place as the content."""
    told = [
        {"content": str(place), "lars": one.lars, "published_at": one.published, "standard": one.standard}
        | {"category": one.category, "status": one.status, "body": json.dumps(dict(one.cells))}
        for place, one in enumerate(entries)
    ]
    return pl.DataFrame(told, schema_overrides={"lars": pl.String, "published_at": pl.Datetime("us", "UTC")})


def outcome(name: str, row: Mapping[str, int]) -> str:
    bit = 1 << CHECKS.bit(name)
    due, failed, broken = (bool(row[mask] & bit) for mask in ("due", "failed", "broken"))
    assert due or not (failed or broken), f"{name}: fails, and was not asked"
    assert not (failed and broken), f"{name}: fails, and could not be judged"
    if not due:
        return NOT_ASKED
    return BROKEN if broken else FAILS if failed else PASSES


def wrong(table: Table) -> list[tuple[str, Mapping[str, str], str, str]]:
    """Return the rows of a table that do not hold: check, cells, expected outcome, and the one that it had."""
    flat = [(name, expected, entry) for name, told in table.items() for expected, entry in told]
    judged = verdicts(rows(entry for _, _, entry in flat)).to_dicts()
    found = [
        (name, entry.cells, expected, outcome(name, row))
        for (name, expected, entry), row in zip(flat, judged, strict=True)
    ]
    return [one for one in found if one[2] != one[3]]
