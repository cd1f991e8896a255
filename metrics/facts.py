"""The frames that figures are computed from: dated facts, as a published mart holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final

import polars as pl

from metrics.memo import Memo, with_facts
from metrics.schemas import INSTANT, SCHEMAS
from sql.days import ZONE

#: Filled in afterwards for the first registrations: it means "on or before".
RETRO: Final = datetime(2023, 4, 1, tzinfo=UTC)
#: The sources that show all that is public at a moment.
LISTS: Final = ("current", "snapshot")
PUBLICATION, LISTED, REDUCED = "publication", "listed", "reduced"
STATED, INFERRED, PROVISIONAL = "stated", "inferred", "provisional"
#: Fields of ``Facts`` that follow from the others, and the tables of a mart that hold them.
WORKED_OUT: Final = {"cut": "stretches", "found": "findings"}
#: What clusters were found by (``metrics.clusters.Told``): tables of an internal mart, under the same names.
TOLD: Final = ("cluster_names", "cluster_goals", "cluster_alike")


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything one mart knows, as frames of ``metrics.schemas``; compared by identity.

    ``heirs`` says which body stands for one that is no more, where figures are restated to today's
    organisations; as it was, none does. ``cut`` (``metrics.spans``) and ``found`` (``metrics.context``)
    are what follows from the other frames as known on the day of the last collection, where that was
    worked out before; without a column where it was not. So is what clusters were found by (``TOLD``).
    """

    versions: pl.DataFrame
    clusters: pl.DataFrame
    seen: pl.DataFrame
    collections: pl.DataFrame
    owners: pl.DataFrame
    translations: pl.DataFrame
    links: pl.DataFrame
    organisations: pl.DataFrame
    relations: pl.DataFrame
    members: pl.DataFrame
    bodies: pl.DataFrame
    scopes: pl.DataFrame
    successions: pl.DataFrame
    inventory: pl.DataFrame
    inventories: pl.DataFrame
    targets: pl.DataFrame
    explanations: pl.DataFrame
    matches: pl.DataFrame
    pairs: pl.DataFrame
    declared: pl.DataFrame
    commitments: pl.DataFrame
    corrections: pl.DataFrame
    remarks: pl.DataFrame
    kept: pl.DataFrame
    audience: str = "internal"
    heirs: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=dict.fromkeys(("org_id", "heir"), pl.String))
    )
    cut: pl.DataFrame = field(default_factory=pl.DataFrame)
    found: pl.DataFrame = field(default_factory=pl.DataFrame)
    cluster_names: pl.DataFrame = field(default_factory=pl.DataFrame)
    cluster_goals: pl.DataFrame = field(default_factory=pl.DataFrame)
    cluster_alike: pl.DataFrame = field(default_factory=pl.DataFrame)

    @cached_property
    def memo(self) -> Memo:
        """What was worked out from these facts; facts that are made from them begin with none."""
        return Memo()

    @with_facts(16)
    def collected(self, known_on: date | None = None, sources: Sequence[str] = LISTS) -> list[datetime]:
        """Return when some of these sources were collected, oldest first, up to the end of a day."""
        moments = self.collections.filter(pl.col("source").is_in(sources))["observed_at"].unique().sort()
        return [m for m in moments if known_on is None or m.astimezone(ZONE).date() <= known_on]

    def first_day(self, known_on: date | None = None) -> date | None:
        """Return the day of the first collection of the register, or None before it."""
        collected = self.collected(known_on)
        return collected[0].astimezone(ZONE).date() if collected else None

    def last_day(self, known_on: date | None = None) -> date | None:
        """Return the day of the last collection of the register, or None before the first."""
        collected = self.collected(known_on)
        return collected[-1].astimezone(ZONE).date() if collected else None

    def holds(self, worked_out: pl.DataFrame, known_on: date) -> bool:
        """Whether ``cut`` or ``found`` was worked out before, and is what was known at the end of a day."""
        return worked_out.width > 0 and self.heirs.is_empty() and known_on == self.last_day()


def facts_in(frames: Mapping[str, pl.DataFrame], audience: str) -> Facts:
    """Return the facts of a mart, with what was worked out when it was published."""
    worked_out = {name: frames[table] for name, table in WORKED_OUT.items() if table in frames}
    told = {name: frames[name] for name in TOLD if name in frames}
    return Facts(**{name: frames[name] for name in SCHEMAS}, **worked_out, **told, audience=audience)


def day(column: str) -> pl.Expr:
    """Return the Amsterdam day of an instant."""
    return pl.col(column).dt.convert_time_zone(ZONE.key).dt.date()


def in_force(frame: pl.DataFrame, known_on: date) -> pl.DataFrame:
    """Keep the entries of a ledger that counted at the end of a day, corrected and withdrawn ones left out.

    One without ``known_from`` came with the software and was always known.
    """
    begun = pl.col("known_from").is_null() | (day("known_from") <= known_on)
    return frame.filter(begun, pl.col("known_to").is_null() | (day("known_to") > known_on))


def known(frame: pl.DataFrame, known_on: date) -> pl.DataFrame:
    """Keep what had been observed by the end of a day, and reopen what closed after it."""
    until = _end_of(known_on)
    observed = frame.select((pl.col("known_from") < until).fill_null(value=False)).to_series()
    # Mostly all was: nothing is copied then.
    frame = frame if observed.all() else frame.filter(observed)
    if "known_to" not in frame.columns:
        return frame
    closed = pl.when(pl.col("known_to") < until).then(pl.col("known_to"))
    return frame.with_columns(closed.alias("known_to"))


def _end_of(one: date) -> pl.Expr:
    """Return the first moment after an Amsterdam day: millions of moments need not be taken to another zone."""
    after = one + timedelta(days=1) if one < date.max else one
    return pl.lit(datetime.combine(after, time(), ZONE).astimezone(UTC), INSTANT)
