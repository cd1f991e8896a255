"""Real registrations and real links. Each asks for the folder of captures (``shared``).

Where that is not there, the fixture of that name skips the test and says why.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sql.fields import NOT_STATED
from sql.store import digest
from tests.linking.reading import rows_of
from tests.linking.rows import Line, Link, Registration, Truth
from tests.linking.strangers import stems
from tests.linking.texts import iso_month
from tests.linking.twins import plain, with_twins

CAPTURED: Final = "2026-08-08"


def captured(shared: Path, day: str = CAPTURED) -> tuple[Registration, ...]:
    """Return the captured register as published on its day, each under the body that owns it by the answer key.

    Texts are those of the export; of an id that stands there twice the latest publication counts.
    """
    folder = shared / "register" / day
    told: dict[str, dict[str, Any]] = json.loads(gzip.decompress((folder / "truth_NLD.json.gz").read_bytes()))
    rows = sorted(rows_of(folder / "downloads" / "full_NLD.csv.gz"), key=lambda row: row["publication_dt"])
    newest = {row["algorithm_id"]: row for row in rows}
    return tuple(_registration(lars, row, told[lars]) for lars, row in sorted(newest.items()))


def _registration(lars: str, row: dict[str, str], told: dict[str, Any]) -> Registration:
    return Registration(
        lars=lars,
        org_id=told["org_id"],
        organisation=row["organization"].strip() or told["org_name"],
        name=row["name"],
        description_short=row["description_short"],
        goal=row["goal"],
        provider=row["provider"],
        begin_date=row["begin_date"],
        category=row["publication_category"],
        source_id=row["source_id"],
    )


def parents(shared: Path) -> dict[str, str]:
    """Return, of every body of the capture that hangs under another that registers, that one."""
    rows = rows_of(shared / "register" / "organisations_of_the_capture.csv")
    known = {row["org_id"] for row in rows}
    return {row["org_id"]: row["parent_org_id"] for row in rows if row["parent_org_id"] in known}


# What is not the same, though it looks so


def titled(registrations: Iterable[Registration], word: str) -> list[Registration]:
    """Return the registrations with a word in their title, whatever its capitals."""
    return [one for one in registrations if word.casefold() in one.name.casefold()]


def each_but_itself(registrations: Iterable[Registration]) -> Truth:
    """Return each registration as a line of a body that registered only what looks like it: no line has a link.

    Every pair of registrations of one body whose titles look alike is looked at, both ways. Each line
    has a body of its own (``BODY/LARS``), so that the right one cannot draw it away. Pairs that
    say the same in everything are left out: nobody could tell those apart.
    """
    by_body = defaultdict(list)
    for one in registrations:
        by_body[one.org_id].append(one)
    lines: list[Line] = []
    left: list[Registration] = []
    for ours in by_body.values():
        for one in ours:
            alike = [other for other in ours if _looks_like(one, other)]
            place = f"{one.org_id}/{one.lars}"
            lines += [_as_line(one, place)] if alike else []
            left += [replace(other, lars=f"{other.lars}/{one.lars}", org_id=place) for other in alike]
    kinds = {(line.org_id, line.local_id): ("each_but_itself",) for line in lines}
    return Truth(tuple(left), tuple(lines), frozenset(), kinds)


def _looks_like(one: Registration, other: Registration) -> bool:
    same = plain(one.name) == plain(other.name) and one.description_short == other.description_short
    return one.lars != other.lars and not same and bool(stems(one.name) & stems(other.name))


def together(registrations: Iterable[Registration], org_id: str = "together") -> Truth:
    """Return registrations of many bodies as if one had them all, each also a line, in its own words.

    With equal titles only texts, vendors and dates tell which line is which: most are twins.
    """
    ours = [replace(one, org_id=org_id) for one in registrations]
    lines = [_as_line(one, org_id) for one in ours]
    links = frozenset(Link(org_id, line.local_id, one.lars) for line, one in zip(lines, ours, strict=True))
    return with_twins(Truth(tuple(ours), tuple(lines), links, {link[:2]: ("together",) for link in links}))


def _as_line(one: Registration, org_id: str) -> Line:
    return Line(
        org_id=org_id,
        # Not the number, by which it would be known.
        local_id=f"line-{digest(one.lars)[:12]}",
        name=one.name,
        description=one.description_short,
        vendor=one.provider,
        start_date=iso_month(one.begin_date),
        category=one.category or NOT_STATED,
    )
