"""What happened to registrations between two days: new, back, edited, reclassified, moved, retracted.

The same changes as ``metrics.changes`` tells, each with its kind. One registration may have changed in
several ways: another category and another text are two changes of one registration.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from metrics import changes
from metrics.facts import REDUCED, RETRO, Facts
from metrics.registrations import registrations
from metrics.spans import stretches
from metrics.texts import Said
from sql.days import ZONE
from sql.fields import FIELDS, STANDARDS

NEW: Final = "new"
BACK: Final = "back"
EDITED: Final = "edited"
RECLASSIFIED: Final = "reclassified"
STATUS_CHANGED: Final = "status_changed"
MOVED: Final = "moved"
RETRACTED: Final = "retracted"
#: In the order in which they are told.
KINDS: Final = (NEW, BACK, RETRACTED, RECLASSIFIED, STATUS_CHANGED, MOVED, EDITED)
#: Those of a registration that was there on both days.
ALTERED: Final = (RECLASSIFIED, STATUS_CHANGED, MOVED, EDITED)
#: The canonical key of each column of an export.
KEYS: Final[Mapping[str, str]] = {
    column: one.key for one in FIELDS for standard in STANDARDS for column in one.sources(standard)
}
_OWN: Final[Mapping[str, str]] = {
    RECLASSIFIED: "publication_category",
    STATUS_CHANGED: "status",
    MOVED: "organization",
}
_COMPARED: Final[Mapping[str, str]] = {RECLASSIFIED: "category", STATUS_CHANGED: "status", MOVED: "org_id"}


@dataclass(frozen=True)
class Change:
    """One change of one registration; its body, category and status are those of after it."""

    kind: str
    lars: str
    name: str
    org_id: str
    organisation: str
    type: str
    ministry_id: str
    category: str
    status: str
    identity: str
    #: When it was published so; of what was retracted, the first day that surely was without it.
    day: date | None
    #: Of what was retracted, the last day on which it surely was there.
    last: date | None = None
    #: What it was before and after: a category, a status, or the name of a body.
    before: str = ""
    after: str = ""
    #: Of what was moved, the body that had it.
    from_id: str = ""
    #: Of what was edited: canonical keys of fields, else the register's own name for the column.
    fields: tuple[str, ...] = ()


def between(facts: Facts, start: date, end: date, texts: Said) -> tuple[Change, ...]:
    """Return every change between the ends of two days, by kind, body and name.

    ``texts`` finds what registrations said by content. Days and knowledge are those of ``metrics.changes``.
    """
    earlier = registrations(facts, start, changes.known_by(facts, start))
    public, later = earlier.filter(state="public"), changes.public_on(facts, end)
    told = changes.compared(public, later, texts)
    edits = {one["lars"]: one["fields"] for one in told["changed"]}
    came, gone = ([one["lars"] for one in told[what]] for what in ("added", "removed"))
    # Of a large register most stays as it is: only what does not is made into rows.
    turned = {*edits, *_turned(public, later)}
    then, now = _by_lars(public, {*turned, *gone}), _by_lars(later, {*turned, *came})
    ever = frozenset(earlier["lars"].filter(earlier["lars"].is_in(came)))
    found = [
        *(change(BACK if lars in ever else NEW, now[lars]) for lars in came),
        *(one for lars in turned for one in altered(then[lars], now[lars], edits.get(lars, {}))),
        *_retracted(facts, end, [then[lars] for lars in gone]),
    ]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.organisation, one.name, one.lars)))


def _turned(then: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    """Return the registrations of both days that are something else in a column that is compared."""
    columns = list(_COMPARED.values())
    both = then.select("lars", *columns).join(now.select("lars", *columns), on="lars", suffix="_now")
    return both.filter(pl.any_horizontal(pl.col(one).ne_missing(pl.col(f"{one}_now")) for one in columns))["lars"]


def _by_lars(frame: pl.DataFrame, wanted: Collection[str]) -> dict[str, dict[str, Any]]:
    rows = frame.filter(pl.col("lars").is_in(wanted))
    return {row["lars"]: row for row in rows.iter_rows(named=True)}


def altered(before: Mapping[str, Any], after: Mapping[str, Any], edit: Mapping[str, Any]) -> Iterator[Change]:
    """Yield what changed of a registration that stays: ``edit`` holds its fields that differ."""
    kinds = [kind for kind, column in _COMPARED.items() if before[column] != after[column]]
    for kind in kinds:
        shown = "organisation" if kind == MOVED else _COMPARED[kind]
        sides = {"before": before[shown] or "", "after": after[shown] or ""}
        yield change(kind, after, **sides, from_id=before["org_id"] if kind == MOVED else "")
    reduced = REDUCED in {before["basis"], after["basis"]}
    own = {_OWN[kind] for kind in kinds}
    fields = [key for key in canonical(edit, reduced=reduced) if key not in own]
    if fields:
        yield change(EDITED, after, fields=tuple(fields))


def canonical(columns: Iterable[str], *, reduced: bool = False) -> tuple[str, ...]:
    """Return the keys of our fields for columns of the register; what we do not know keeps its name."""
    keys = {**KEYS, "category": "publication_category"} if reduced else KEYS
    return tuple(dict.fromkeys(keys.get(column, column) for column in columns))


def change(kind: str, row: Mapping[str, Any], **more: Any) -> Change:  # noqa: ANN401 - what each kind tells beside it
    """Return one change of a registration as it stands after it, or stood before it was retracted."""
    said = {key: row[key] or "" for key in ("lars", "name", "org_id", "organisation", "type", "ministry_id")}
    stands = {key: row[key] or "" for key in ("category", "status", "identity")}
    moment = row["first_published"] if kind == NEW else row["published_at"]
    day = None if moment is None else moment.date() if moment == RETRO else moment.astimezone(ZONE).date()
    return Change(kind, **{**said, **stands, "day": day, **more})


def _retracted(facts: Facts, end: date, rows: list[dict[str, Any]]) -> Iterator[Change]:
    """Yield what is gone, with the last day it was surely there and the first day it surely was not."""
    known_on = changes.known_by(facts, end) or facts.last_day()
    if not rows or known_on is None:
        return
    lars = pl.Series([row["lars"] for row in rows])
    lived = stretches(facts, known_on).filter(pl.col("lars").is_in(lars.implode()), pl.col("from_day") <= end)
    ends = lived.group_by("lars").agg(
        pl.col("to_day").filter(pl.col("low")).max().alias("sure"), pl.col("to_day").max().alias("by")
    )
    known = {row["lars"]: row for row in ends.iter_rows(named=True)}
    for row in rows:
        life = known.get(row["lars"], {"sure": None, "by": None})
        last = date.fromordinal(life["sure"].toordinal() - 1) if life["sure"] and life["sure"] <= end else None
        by = life["by"] if life["by"] and life["by"] <= end else None
        yield change(RETRACTED, row, day=by, last=last)
