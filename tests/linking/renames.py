"""The register of two days as two lists of which nobody says what is what: true is what kept its number."""

import gzip
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tests.linking.body_names import BodyNames
from tests.linking.reading import rows_of
from tests.linking.rows import Line, Link, Registration, Truth
from tests.linking.texts import iso_month
from tests.linking.twins import with_twins

FIRST: Final = date(2023, 6, 19)
AFTER_THE_DEADLINE: Final = date(2026, 1, 2)

#: What each thing is called in exports, in the reduced table, and in the snapshots; the first that occurs.
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "lars": ("lars", "algorithm_id", "id"),
    "organisation": ("organization", "organisatie"),
    "name": ("name", "title"),
    "description_short": ("description_short", "description_200"),
    "goal": ("goal", "goal_300", "doel"),
    "provider": ("provider",),
    "begin_date": ("begin_date",),
    "category": ("publication_category",),
    "source_id": ("source_id",),
}


@dataclass(frozen=True)
class Renames:
    """What was registered on both days: the truth, and of each side how its names of bodies were read.

    ``found`` gives for each name of a body its key and how that was found (``BodyNames.given``).
    """

    truth: Truth
    found: Mapping[str, tuple[str, str]]


def public_on(shared: Path, day: date) -> list[dict[str, str]]:
    """Return what the register showed on a day, one row a number, in the names of ``Registration``."""
    data = shared / "data"
    export = data / "register-exports-2023" / f"{day}.csv.gz"
    table = data / "register-2026" / f"register-{day}.csv"
    snapshot = data / "register-2026" / f"snapshot-{day}.json.gz"
    if snapshot.exists():
        rows: list[dict[str, str]] = json.loads(gzip.decompress(snapshot.read_bytes()))["algoritmes"]
    else:
        rows = rows_of(export if export.exists() else table)
    named = [
        {key: next((row[one] for one in names if row.get(one)), "") for key, names in _COLUMNS.items()} for row in rows
    ]
    return list({row["lars"]: row for row in named}.values())


def renames(shared: Path, earlier: date = FIRST, later: date = AFTER_THE_DEADLINE) -> Renames:
    """Return the earlier register as inventory lines, without numbers, and the later one as registrations.

    All of both is in it, also what was registered on one day only. The source_id is left out on both sides.
    """
    names = BodyNames(shared)
    before, after = public_on(shared, earlier), public_on(shared, later)
    found = {row["organisation"]: names.given(row["organisation"]) for row in (*before, *after)}
    # In another order than that of the file, for its order might tell.
    random.Random(0).shuffle(before)  # noqa: S311 - an order, no secret
    keyed = {row["lars"]: (_line(number, row, found), row) for number, row in enumerate(before, start=1)}
    registrations = tuple(
        Registration(**{**row, "org_id": found[row["organisation"]][0], "source_id": ""}) for row in after
    )
    both = [one for one in registrations if one.lars in keyed]
    lines = [line for line, _ in keyed.values()]
    links = {Link(keyed[one.lars][0].org_id, keyed[one.lars][0].local_id, one.lars) for one in both}
    kinds: dict[tuple[str, str], tuple[str, ...]] = {(line.org_id, line.local_id): ("gone",) for line in lines}
    kinds |= {(keyed[one.lars][0].org_id, keyed[one.lars][0].local_id): _kinds(keyed[one.lars][1], one) for one in both}
    truth = Truth(registrations, tuple(lines), frozenset(links), kinds, _parents(names, lines, registrations))
    return Renames(with_twins(truth), found)


def _line(number: int, row: Mapping[str, str], found: Mapping[str, tuple[str, str]]) -> Line:
    return Line(
        org_id=found[row["organisation"]][0],
        local_id=f"{number:04}",
        name=row["name"],
        description=row["description_short"] or row["goal"],
        vendor=row["provider"],
        start_date=iso_month(row["begin_date"]),
        category=row["category"],
    )


def _kinds(before: Mapping[str, str], after: Registration) -> tuple[str, ...]:
    changes = {
        "title_changed": before["name"].strip() != after.name.strip(),
        "body_renamed": before["organisation"].strip() != after.organisation.strip(),
    }
    return tuple(kind for kind, happened in changes.items() if happened) or ("exact",)


def _parents(names: BodyNames, lines: Sequence[Line], registrations: Sequence[Registration]) -> dict[str, str]:
    """Return the ministry of each body of which both are here."""
    bodies = {one.org_id for one in lines} | {one.org_id for one in registrations}
    above = {org_id: names.ministry_of(org_id) for org_id in bodies}
    return {low: high for low, high in above.items() if high in bodies and high != low}
