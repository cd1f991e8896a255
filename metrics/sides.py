"""What a line of an inventory and a registration say, field beside field, with where they differ."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from metrics.deliveries import current_lines
from metrics.differences import Run, differences
from metrics.facts import Facts
from metrics.registrations import registrations
from metrics.review import Days
from metrics.texts import Said, texts
from sql.fields import BY_KEY, NOT_STATED, Title
from sql.lines import LINE_BY_KEY

#: What stands beside what: a column of the line, and a field of the registration.
BESIDE: Final = (
    ("name", "name"),
    ("description", "description_short"),
    ("process", "goal"),
    ("vendor", "provider"),
    ("category", "publication_category"),
    ("status", "status"),
    ("start_date", "begin_date"),
    ("end_date", "end_date"),
)
#: Words of a list that either side chooses from: these fit or conflict.
_CHOSEN: Final = ("category", "status")
_DATES: Final = ("start_date", "end_date")
_YEAR_FIRST: Final = re.compile(r"^(\d{4})(?:-(\d{2}))?")
_MONTH_FIRST: Final = re.compile(r"^(?:\d{2}-)?(\d{2})-(\d{4})$")


@dataclass(frozen=True)
class Compared:
    """A field on both sides; ``runs`` lead from what the line says to what the registration says."""

    key: str
    title: Title
    other_title: Title
    line: str
    registration: str
    runs: tuple[Run, ...]
    conflicts: bool


def compared(facts: Facts, days: Days, pairs: pl.DataFrame, said: Said) -> list[tuple[Compared, ...]]:
    """Return what both sides of each pair (org_id, local_id, lars) say on a day, in their order.

    A side that says nothing there, since it is not there that day, is empty.
    """
    lines = current_lines(facts, days.as_of, days.known_on)
    ours = {(row["org_id"], row["local_id"]): row for row in lines.reverse().iter_rows(named=True)}
    theirs = _registrations(facts, days, pairs["lars"], said)
    return [
        _fields(ours.get((org_id, local_id), {}), theirs.get(lars, {}))
        for org_id, local_id, lars in pairs.select("org_id", "local_id", "lars").iter_rows()
    ]


def _registrations(facts: Facts, days: Days, lars: pl.Series, said: Said) -> dict[str, dict[str, Any]]:
    """Return what registrations say by lars: a text for each field."""
    rows = registrations(facts, days.as_of, days.known_on).filter(pl.col("lars").is_in(lars.implode()))
    bodies = said(rows["content"])
    # Of a table that was reduced nothing is kept but what stands in the versions.
    body = pl.Series("body", [bodies.get(one, "{}") for one in rows["content"]], dtype=pl.String)
    told = texts(rows.select("content", "lars", "standard", "category", "status", "name").with_columns(body))
    names = dict(rows.select("lars", "name").iter_rows())
    return {row["lars"]: _as_said(row, names[row["lars"]]) for row in told.iter_rows(named=True)}


def _as_said(row: Mapping[str, Any], name: str | None) -> dict[str, Any]:
    found = {other: row[f"field.{other}"] for _, other in BESIDE}
    chosen = {"publication_category": row["category"], "status": row["stated"], "name": found["name"] or name}
    return found | chosen


def _fields(line: Mapping[str, Any], registration: Mapping[str, Any]) -> tuple[Compared, ...]:
    return tuple(_field(key, other, line.get(key), registration.get(other)) for key, other in BESIDE)


def _field(key: str, other: str, line: str | None, registration: str | None) -> Compared:
    ours, theirs = ("" if text in {None, NOT_STATED} else str(text).strip() for text in (line, registration))
    return Compared(
        key,
        LINE_BY_KEY[key].title,
        BY_KEY[other].title,
        ours,
        theirs,
        differences(ours, theirs),
        conflicts(key, ours, theirs),
    )


def conflicts(key: str, line: str, registration: str) -> bool:
    """Whether both sides say something, and not the same: of texts the words, of dates the year and the month.

    Descriptions are in words of their own, so they never do.
    """
    if not (line and registration) or key in {"description", "process"}:
        return False
    if key in _DATES:
        return _other_month(_month(line), _month(registration))
    return line != registration if key in _CHOSEN else plain(line) != plain(registration)


def _other_month(one: tuple[str, str] | None, other: tuple[str, str] | None) -> bool:
    if one is None or other is None:
        return False
    return one[0] != other[0] or (bool(one[1] and other[1]) and one[1] != other[1])


def _month(text: str) -> tuple[str, str] | None:
    """Return the year and the month of a date, the month empty where it tells none; None for any other text."""
    if found := _YEAR_FIRST.match(text):
        return found[1], found[2] or ""
    found = _MONTH_FIRST.match(text)
    return (found[2], found[1]) if found else None


def plain(text: str) -> str:
    """Return a text without capitals and punctuation, one space between words."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
