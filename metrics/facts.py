"""The frames that figures are computed from: dated facts, as a published mart holds them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

#: A day ends at midnight here; the register and its deadlines live in this zone.
ZONE: Final = ZoneInfo("Europe/Amsterdam")
INSTANT: Final = pl.Datetime("us", "UTC")

#: The columns of every frame. Instants are UTC; ``known_to`` is null while still shown.
SCHEMAS: Final[dict[str, dict[str, pl.DataType | type[pl.DataType]]]] = {
    # One content of one publication of a registration, and since when it was shown so.
    "versions": {
        "lars": pl.String,
        "content": pl.String,
        "published_at": INSTANT,
        "known_from": INSTANT,
        "valid_from": INSTANT,
        "repeats": pl.Boolean,
        "name": pl.String,
        "organisation": pl.String,
        "org_id": pl.String,
        "status": pl.String,
        "category": pl.String,
        "standard": pl.String,
        "asked": pl.Int64,
        "filled": pl.Int64,
        "valid": pl.Int64,
    },
    # From when to when the current list of the register showed a registration.
    "seen": {"lars": pl.String, "known_from": INSTANT, "known_to": INSTANT},
    # The moments at which a source was collected whole.
    "collections": {"source": pl.String, "observed_at": INSTANT},
    # Which body a registration belongs to.
    "owners": {"lars": pl.String, "org_id": pl.String, "known_from": INSTANT, "known_to": INSTANT},
    "organisations": {
        "org_id": pl.String,
        "name": pl.String,
        "type": pl.String,
        # Which source knows better, the lowest first.
        "rank": pl.Int32,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Which ministry a body hangs under, as the register says.
    "relations": {
        "org_id": pl.String,
        "ministry_id": pl.String,
        "ministry": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # The register's own lists of municipalities, provinces and so on.
    "members": {
        "type": pl.String,
        "org_id": pl.String,
        "name": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # What registers of organisations say of each body, and of its earlier versions (``version_of``).
    "bodies": {
        "source": pl.String,
        "org_id": pl.String,
        "roo_id": pl.String,
        "type": pl.String,
        "name": pl.String,
        "other_name": pl.String,
        "abbreviation": pl.String,
        "ministry_id": pl.String,
        "parent": pl.String,
        "valid_from": pl.Date,
        # The last day; null while it goes on.
        "valid_until": pl.Date,
        # One code, or several with spaces between them.
        "successor": pl.String,
        "version_of": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Which body took over from which, as people noted.
    "successions": {
        "entry": pl.String,
        "predecessor": pl.String,
        "successor": pl.String,
        "kind": pl.String,
        "date": pl.Date,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # What was told wrongly and is put right, in public.
    "corrections": {
        "entry": pl.String,
        "subject": pl.String,
        "field": pl.String,
        "value": pl.String,
        "valid_from": pl.Date,
        "text_nl": pl.String,
        "text_en": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Lines of organisations' own inventories. Empty in a public mart.
    "inventory": {
        "inventory": pl.String,
        "org_id": pl.String,
        "local_id": pl.String,
        "name": pl.String,
        "description": pl.String,
        "process": pl.String,
        "category": pl.String,
        "assessment": pl.String,
        "status": pl.String,
        "start_date": pl.String,
        "end_date": pl.String,
        "role": pl.String,
        "vendor": pl.String,
        "owner": pl.String,
        # Several with a semicolon between.
        "reasons": pl.String,
        "exemption": pl.String,
        "exemption_ground": pl.String,
        "lars": pl.String,
        "register_url": pl.String,
        "eu_database_id": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # When which inventory was delivered, even one without a line, and for which bodies it speaks.
    # Empty in a public mart.
    "inventories": {
        "inventory": pl.String,
        "org_id": pl.String,
        "as_of": pl.Date,
        "observed_at": INSTANT,
    },
    "targets": {
        "target": pl.String,
        "title_nl": pl.String,
        "title_en": pl.String,
        "deadline": pl.Date,
        "category": pl.String,
        "scope": pl.String,
        "lag_days": pl.Int64,
        "grace_days": pl.Int64,
        "source": pl.String,
        "stated_on": pl.Date,
    },
    # Comply-or-explain: until when somebody explained why a system is not registered.
    "explanations": {
        "org_id": pl.String,
        "local_id": pl.String,
        "valid_from": pl.Date,
        "valid_until": pl.Date,
        "reason": pl.String,
    },
    # Figures that this mart may show but cannot recompute (totals from inventories).
    "kept": {
        "metric": pl.String,
        "metric_version": pl.Int64,
        "as_of": pl.Date,
        "known_on": pl.Date,
        "by": pl.String,
        "group": pl.String,
        "org_id": pl.String,
        "asked": pl.Int64,
        "passed": pl.Int64,
        "low": pl.Int64,
        "low_asked": pl.Int64,
        "high": pl.Int64,
        "high_asked": pl.Int64,
        "state": pl.String,
        "n_source": pl.String,
        "n_date": pl.Date,
    },
}


def empty(name: str) -> pl.DataFrame:
    """Return the frame of that name without a row."""
    return pl.DataFrame(schema=SCHEMAS[name])


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything one mart knows, as frames of ``SCHEMAS``; compared by identity.

    ``heirs`` says which body stands for one that is no more, where figures are restated to today's
    organisations; as it was, none does.
    """

    versions: pl.DataFrame
    seen: pl.DataFrame
    collections: pl.DataFrame
    owners: pl.DataFrame
    organisations: pl.DataFrame
    relations: pl.DataFrame
    members: pl.DataFrame
    bodies: pl.DataFrame
    successions: pl.DataFrame
    corrections: pl.DataFrame
    inventory: pl.DataFrame
    inventories: pl.DataFrame
    targets: pl.DataFrame
    explanations: pl.DataFrame
    kept: pl.DataFrame
    audience: str = "internal"
    heirs: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=dict.fromkeys(("org_id", "heir"), pl.String))
    )

    def collected(self, known_on: date | None = None, source: str = "current") -> list[datetime]:
        """Return when a source was collected, oldest first, up to the end of a day."""
        moments = self.collections.filter(pl.col("source") == source)["observed_at"].sort()
        return [m for m in moments if known_on is None or m.astimezone(ZONE).date() <= known_on]

    def last_day(self, known_on: date | None = None) -> date | None:
        """Return the day of the last collection of the register, or None before the first."""
        collected = self.collected(known_on)
        return collected[-1].astimezone(ZONE).date() if collected else None


def day(column: str) -> pl.Expr:
    """Return the Amsterdam day of an instant."""
    return pl.col(column).dt.convert_time_zone(ZONE.key).dt.date()


def known(frame: pl.DataFrame, known_on: date) -> pl.DataFrame:
    """Keep what had been observed by the end of a day, and reopen what closed after it."""
    frame = frame.filter(day("known_from") <= known_on)
    if "known_to" not in frame.columns:
        return frame
    closed = pl.when(day("known_to") <= known_on).then(pl.col("known_to"))
    return frame.with_columns(closed.alias("known_to"))
