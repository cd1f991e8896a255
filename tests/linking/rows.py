"""What linking is given and what is true: registrations, lines, links, and how each line came about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import polars as pl

from metrics.schemas import INSTANT


@dataclass(frozen=True)
class Registration:
    """A registration as the register tells it; ``category`` is the publication category."""

    lars: str
    org_id: str
    organisation: str
    name: str
    description_short: str = ""
    goal: str = ""
    provider: str = ""
    begin_date: str = ""
    category: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a body's own inventory."""

    org_id: str
    local_id: str
    name: str
    description: str = ""
    process: str = ""
    vendor: str = ""
    start_date: str = ""
    category: str = ""
    status: str = ""


class Link(NamedTuple):
    """One line is, or is part of, one registration."""

    org_id: str
    local_id: str
    lars: str


@dataclass(frozen=True)
class Truth:
    """Registrations, lines and the links between them; ``kinds`` says of each line what was done to it.

    ``parents`` gives, of a body, the one above it, where lines may also be listed.
    """

    registrations: tuple[Registration, ...]
    lines: tuple[Line, ...]
    links: frozenset[Link]
    kinds: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Return lines, registrations and related as frames, in the columns that linking asks for.

        Texts only; ``known_from`` and ``known_to`` are for whoever has a calendar.
        """
        return frame(self.lines, Line), frame(self.registrations, Registration), self.related()

    def related(self) -> pl.DataFrame:
        """Return every pair of bodies within which to look, each with itself: org_id (of lines), other."""
        bodies = {one.org_id for one in self.lines} | {one.org_id for one in self.registrations}
        pairs = {(one, one) for one in bodies}
        pairs |= {pair for low, high in self.parents.items() for pair in ((low, high), (high, low))}
        return pl.DataFrame(sorted(pairs), schema={"org_id": pl.String, "other": pl.String}, orient="row")

    def links_frame(self) -> pl.DataFrame:
        """Return the links: org_id, local_id, lars."""
        return pl.DataFrame(sorted(self.links), schema=dict.fromkeys(Link._fields, pl.String), orient="row")

    def of(self, org_ids: Iterable[str]) -> "Truth":
        """Return what is about these bodies; the bodies of lines count, and those of registrations."""
        kept = set(org_ids)
        lines = tuple(one for one in self.lines if one.org_id in kept)
        keys = {(one.org_id, one.local_id) for one in lines}
        return Truth(
            tuple(one for one in self.registrations if one.org_id in kept),
            lines,
            frozenset(link for link in self.links if link[:2] in keys),
            {key: kinds for key, kinds in self.kinds.items() if key in keys},
            {low: high for low, high in self.parents.items() if {low, high} <= kept},
        )


def always(truth: Truth) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return lines, registrations and related, all of them known from one moment on."""
    lines, registrations, related = truth.frames()
    known = (pl.lit(_KNOWN, INSTANT).alias("known_from"), pl.lit(None, INSTANT).alias("known_to"))
    return lines.with_columns(known), registrations.with_columns(known), related


_KNOWN: Final = datetime(2026, 1, 1, tzinfo=UTC)


def frame(rows: Sequence[Registration] | Sequence[Line], kind: type[Registration] | type[Line]) -> pl.DataFrame:
    """Return rows as a frame of texts."""
    schema = {each.name: pl.String for each in fields(kind)}
    return pl.DataFrame([astuple(one) for one in rows], schema=schema, orient="row")


def registrations_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Registration, ...]:
    """Return registrations from rows that may have more columns; what is null is empty."""
    names = [each.name for each in fields(Registration)]
    return tuple(Registration(**{name: row.get(name) or "" for name in names}) for row in rows)
