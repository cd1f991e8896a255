"""What one registration said over time: its versions, and of each the fields that say something else than before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import polars as pl

from metrics.changes import plain
from metrics.differences import Run, differences
from metrics.facts import REDUCED, Facts
from metrics.spans import stretches
from metrics.texts import Said, texts
from sql.fields import FIELDS, NOT_STATED, Title

#: What the register tells beside the fields: a column of ``metrics.spans``, and what it is called.
_BESIDE: Final = (
    ("standard", Title("Publicatiestandaard", "Publication standard")),
    ("owner", Title("Van welke organisatie", "Whose it is")),
)
#: The little that a reduced table tells: a column, and the field that it tells of.
_REDUCED: Final = {"name": "name", "category": "publication_category", "status": "status"}


@dataclass(frozen=True)
class Change:
    """A field that says something else; ``runs`` lead from what it said to what it says.

    ``dropped`` and ``arose`` tell that only the standard before, or only the one after, has the field.
    """

    key: str
    title: Title
    before: str
    after: str
    runs: tuple[Run, ...]
    dropped: bool = False
    arose: bool = False


@dataclass(frozen=True)
class Version:
    """What a registration said from a day on; ``away`` is the day from which it was gone before, if it was."""

    since: date
    published_at: datetime | None
    standard: str
    changes: tuple[Change, ...]
    first: bool = False
    away: date | None = None


def versions(facts: Facts, lars: str, as_of: date, said: Said) -> tuple[Version, ...]:
    """Return the versions of a registration up to a day, the oldest first.

    A version begins with other words, another publication, another owner, or the end of an absence.
    The words of a version that are not kept show no differences.
    """
    last = facts.last_day()
    if last is None:
        return ()
    mine = stretches(facts, last).filter(pl.col("lars") == lars, pl.col("from_day") <= as_of, ~pl.col("retro"))
    rows = _worded(mine.sort("from_day"), said)
    return tuple(_versions(rows))


def _worded(mine: pl.DataFrame, said: Said) -> list[dict[str, Any]]:
    """Return stretches with what each says in every field, under ``said``; None where it is not kept."""
    bodies = said(mine["content"]) if mine.height else {}
    kept = mine.filter(pl.col("content").is_in(list(bodies))).unique("content", keep="first", maintain_order=True)
    body = pl.Series("body", [bodies[one] for one in kept["content"]], dtype=pl.String)
    told = texts(kept.with_columns(body)) if kept.height else pl.DataFrame()
    words = {row["content"]: row for row in told.iter_rows(named=True)}
    rows = mine.with_columns(owner=pl.col("organisation")).iter_rows(named=True)
    return [{**row, "said": words.get(row["content"])} for row in rows]


def _versions(rows: Sequence[Mapping[str, Any]]) -> Iterator[Version]:
    before: Mapping[str, Any] | None = None
    for row in rows:
        if before is None:
            yield Version(row["from_day"], row["published_at"], row["standard"], (), first=True)
        elif _differs(before, row):
            away = before["to_day"] if before["to_day"] < row["from_day"] else None
            changes = tuple(_changes(before, row))
            yield Version(row["from_day"], row["published_at"], row["standard"], changes, away=away)
        before = row


def _differs(before: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    columns = ("content", "published_at", "org_id")
    return before["to_day"] < row["from_day"] or any(before[one] != row[one] for one in columns)


def _changes(before: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[Change]:
    for column, title in _BESIDE:
        key = "org_id" if column == "owner" else column
        if before[key] != row[key]:
            yield _change(column, title, before[column] or "", row[column] or "")
    reduced = REDUCED in {before["basis"], row["basis"]}
    for one in FIELDS:
        old, new = (_reduced(each, one.key) if reduced else _full(each, one.key) for each in (before, row))
        if old is None or new is None or old.split() == new.split():
            continue
        # In another kind of export, another form of the same words is no change.
        if before["basis"] != row["basis"] and plain(old) == plain(new):
            continue
        has = [each["standard"] in one.limits for each in (before, row)]
        yield _change(one.key, one.title, old, new, dropped=has == [True, False], arose=has == [False, True])


def _full(row: Mapping[str, Any], key: str) -> str | None:
    return None if row["said"] is None else row["said"][f"field.{key}"] or ""


def _reduced(row: Mapping[str, Any], key: str) -> str | None:
    """Return the little that a reduced table tells of a field; what it leaves out is no change."""
    told = next((row[column] for column, field in _REDUCED.items() if field == key), None)
    return None if told == NOT_STATED else told


def _change(  # noqa: PLR0913 - a field before and after has this many parts
    key: str, title: Title, before: str, after: str, *, dropped: bool = False, arose: bool = False
) -> Change:
    return Change(key, title, before, after, differences(before, after), dropped, arose)
