"""What was reported: the headline figures of every publication, read back as they were then.

``metrics.record`` writes them below the data folder as ``publications/AUDIENCE/NUMBER.parquet``,
before anybody can see that publication. Nothing removes or changes them afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from sql import mart

#: What a kept row says of its publication, beside the figure.
_ABOUT: Final = ("as_of", "known_on", "facts_hash", "published_at")


class PublicationError(Exception):
    """A publication that was asked for is not kept, or cannot be read; says which ones there are."""


@dataclass(frozen=True)
class Publication:
    """One publication to one audience: when, of which facts, and of which day its figures are."""

    number: str
    published_at: datetime
    as_of: date
    known_on: date | None
    facts_hash: str
    rows: int


def publications(data: Path, audience: str) -> list[Publication]:
    """Return every publication that was kept for an audience, the oldest first; raises PublicationError."""
    return [_about(path) for path in _kept(data, audience)]


def read(
    data: Path, audience: str, number: str, columns: Mapping[str, pl.DataType | type[pl.DataType]]
) -> pl.DataFrame:
    """Return what a publication reported, as ``columns``: null in those that were not kept yet when it was made.

    Raises PublicationError when it is not kept, or cannot be read.
    """
    path = data / "publications" / audience / f"{number}.parquet"
    if path not in set(_kept(data, audience)):
        msg = f"no publication {number} for {audience}; {_there_are(publications(data, audience))}"
        raise PublicationError(msg)
    rows = _frame(path)
    missing = [pl.lit(None, kind).alias(name) for name, kind in columns.items() if name not in rows.columns]
    return rows.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in columns.items())


def newest(found: Sequence[Publication], until: datetime) -> Publication:
    """Return the last publication up to a moment; raises PublicationError when there was none."""
    earlier = [one for one in found if one.published_at <= until]
    if not earlier:
        msg = f"nothing had been published by {until.isoformat()}; {_there_are(found)}"
        raise PublicationError(msg)
    return max(earlier, key=lambda one: (one.published_at, one.number))


def numbered(found: Sequence[Publication], number: int) -> Publication:
    """Return the publication of a number; raises PublicationError when it is not kept."""
    for one in found:
        if int(one.number) == number:
            return one
    msg = f"publication {number} is not kept; {_there_are(found)}"
    raise PublicationError(msg)


def _there_are(found: Sequence[Publication]) -> str:
    if not found:
        return "none is kept"
    first, last = found[0], found[-1]
    days = f"published {first.published_at.date()} to {last.published_at.date()}"
    return f"kept are {first.number} to {last.number}, {days}: vulgraad publications lists them"


def _kept(data: Path, audience: str) -> Iterator[Path]:
    """Go through the files of publications, the oldest first.

    One above the marts that are shown belongs to a run that died before it published: nobody saw it.
    """
    shown = mart.pointer(data)
    known = shown is not None and shown.isdecimal() and (data / "marts" / shown).is_dir()
    for path in sorted((data / "publications" / audience).glob("*.parquet")):
        if path.stem.isdecimal() and not (known and int(path.stem) > int(shown or 0)):
            yield path


def _about(path: Path) -> Publication:
    rows = _frame(path)
    lacking = [name for name in _ABOUT if name not in rows.columns]
    if lacking or rows.is_empty():
        msg = f"{path} is no publication: it has no {', '.join(lacking) or 'figures'}"
        raise PublicationError(msg)
    first = rows.row(0, named=True)
    published_at = datetime.fromisoformat(first["published_at"]).astimezone(UTC)
    return Publication(path.stem, published_at, first["as_of"], first["known_on"], first["facts_hash"], rows.height)


def _frame(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        msg = f"{path} cannot be read: {str(error).splitlines()[0]}; put it back from a backup"
        raise PublicationError(msg) from error
