"""What a check of the context is: rules about a registration and other facts, and how they are looked at."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

import polars as pl

from metrics.checks.declare import SEVERITIES, Severity
from metrics.facts import Facts
from metrics.fingerprints import PRINTED, number
from metrics.intervals import merged
from metrics.memo import with_facts
from metrics.registry import BadDeclarationError, Text

FAILED, PASSED = "failed", "passed"
#: One row per registration, check and unbroken interval of days on which it had that outcome. ``field``
#: is the field that a reader would look at, null where that is the registration as a whole.
FINDINGS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "lars": pl.String,
    "check": pl.String,
    "field": pl.String,
    "outcome": pl.String,
    "from_day": pl.Date,
    "to_day": pl.Date,
}
#: What checks look at in stretches.
_COLUMNS: Final = ("lars", "from_day", "to_day", "org_id", "status", "category", "title", "cluster", "changed_on")


@dataclass(frozen=True)
class ContextCheck:
    """One rule about a registration on a day, with its prose.

    ``asked`` says over the columns of ``metrics.spans`` who is asked; who is asked passes where it is
    not found to fail. Without it that depends on looking, and the days on which it passes are kept too.
    """

    name: str
    title: Text
    why: Text
    fix: Text
    population: Text
    not_asked: Text
    source: Text
    severity: Severity
    asked: pl.Expr | None = None
    norm: int = 100
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse a declaration that could not be explained."""
        for part in ("title", "why", "fix", "population", "not_asked", "source"):
            text = getattr(self, part)
            if not (text.nl.strip() and text.en.strip()):
                msg = f"check {self.name}: {part} needs a text in both languages"
                raise BadDeclarationError(msg)
        if self.severity not in SEVERITIES or not 0 < self.norm <= 100 or self.version < 1:  # noqa: PLR2004 - a share of a hundred
            msg = f"check {self.name}: a severity it does not know, a norm outside 1 to 100, or a version below 1"
            raise BadDeclarationError(msg)


@dataclass(frozen=True, eq=False)
class Known:
    """What is looked at: facts as known at the end of a day, and the stretches of all registrations or of some.

    ``cut`` has the columns of stretches that checks look at, and numbers that are quicker than texts:
    ``who`` (the place of the registration in ``names``), ``body`` (one for each body) and ``at`` (the row
    of ``texts`` that it says).
    """

    facts: Facts
    known_on: date
    cut: pl.DataFrame
    names: pl.Series

    @classmethod
    def by(cls, facts: Facts, known_on: date, cut: pl.DataFrame) -> "Known":
        """Return what is known with these stretches, as ``metrics.spans`` has them."""
        places = _texts(facts).select("content").with_row_index("at")
        ordered = _in_order(cut)
        # Its place is looked up apart: joined to all columns, those would be copied.
        at = ordered.select("content").join(places, on="content", how="left", maintain_order="left")["at"]
        placed = ordered.select(*_COLUMNS, at, who=pl.col("lars").rle_id(), body=number(pl.col("org_id")))
        return cls(facts, known_on, placed, placed["lars"].unique(maintain_order=True))

    @property
    def texts(self) -> pl.DataFrame:
        """Every content once: its links, and a column of prints for each field that they come from, by its place."""
        return _texts(self.facts)

    def of(self, lars: pl.Series) -> "Known":
        """Return the same of some registrations only."""
        return replace(self, cut=self.cut.filter(pl.col("lars").is_in(lars.implode())))


def _in_order(cut: pl.DataFrame) -> pl.DataFrame:
    """Return stretches by lars and from_day: mostly they stand so, and are not copied."""
    back = (pl.col("lars") == pl.col("lars").shift()) & (pl.col("from_day") < pl.col("from_day").shift())
    ordered = cut["lars"].is_sorted() and not cut.select(back.any()).item()
    return cut if ordered else cut.sort("lars", "from_day")


@with_facts(2)
def _texts(facts: Facts) -> pl.DataFrame:
    once = facts.versions.select("content", "prints", "links").filter(pl.col("content").is_first_distinct())
    # Columns are looked up many times over; lists would be gone through each time.
    prints = (pl.col("prints").list.get(place, null_on_oob=True).alias(str(place)) for place in range(len(PRINTED)))
    return once.select("content", "links", *prints)


#: What may hold of registrations because of something with a key (a body, a text, a link): who, key,
#: from_day, to_day and what else ``find`` needs, about some keys, or about all.
Rows: TypeAlias = Callable[[Known, pl.Series | None], pl.DataFrame]
#: Says of all rows with some keys what those of one key make together, for each of them: key and what else is needed.
Level: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]
#: Turns rows, and the level of their keys, into findings of one check: who, outcome, from_day, to_day.
Find: TypeAlias = Callable[[Known, pl.DataFrame, pl.DataFrame], pl.DataFrame]
#: The keys about which other facts than stretches changed from one to the other.
Stirred: TypeAlias = Callable[[Known, Known], pl.Series]


@dataclass(frozen=True)
class Look:
    """How a check is looked at, in one field or in the registration as a whole.

    With a ``level``, registrations with the same key bear on each other, and by that alone: it has no nulls,
    and the same rows give the same one, on whichever day they are known.
    """

    check: ContextCheck
    rows: Rows
    find: Find
    stirred: Stirred | None = None
    level: Level | None = None
    field: str | None = None

    @property
    def mine(self) -> pl.Expr:
        """Says of findings whether they come from this look."""
        return (pl.col("check") == self.check.name) & pl.col("field").eq_missing(pl.lit(self.field, pl.String))

    def findings(self, known: Known, rows: pl.DataFrame, every: pl.DataFrame | None = None) -> pl.DataFrame:
        """Return what is found in these rows (``FINDINGS``), by lars and from_day.

        ``every`` holds all rows that have a key of theirs, where these are not all.
        """
        level = pl.DataFrame() if self.level is None else self.level(rows if every is None else every)
        found = merged(self.find(known, rows, level), ["who", "outcome"]).sort("who", "from_day")
        labels = {"check": self.check.name, "field": self.field}
        named = found.with_columns(
            known.names.gather(found["who"]).alias("lars"),
            *(pl.lit(one, pl.String).alias(key) for key, one in labels.items()),
        )
        return named.select(list(FINDINGS))


def of_keys(rows: pl.DataFrame, keys: pl.Series | None) -> pl.DataFrame:
    """Keep the rows with some keys; all of them for None."""
    return rows if keys is None else rows.filter(pl.col("key").is_in(keys.implode()))
