"""Invented inventories of the ministries, each with its agencies and parts."""

import csv
import io
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from random import Random

from ingest.sample.bodies import Body, ministries, others
from ingest.sample.chance import stream
from ingest.sample.generate import Register
from ingest.sample.growth import between
from ingest.sample.registrations import Registration
from ingest.sample.standards import STATUSES
from ingest.sample.texts import Purpose, phrases, purposes

#: These two give none; the third declares that it has no high-risk systems.
WITHOUT_INVENTORY = ("mnre1010", "mnre1013")
NO_HIGH_RISK = "mnre1153"

#: A high-risk line that was never registered, one at each of these.
_UNREGISTERED = ("mnre1018", "mnre1058", "mnre1034")
#: Here one line calls high-risk what the register shows in another category.
_CONTRADICTS = "mnre1034"
_LISTED = 0.92
_KNOWS_ITS_NUMBER = 0.97
_OWN_WORDS = 0.35
_EXTRA = {"B": 0.28, "C": 0.22, "not assessed": 0.16}
_LEAST_EXTRA = 2
_REASONS = {
    "A": ("hoog-risico AI-systeem",),
    "B": ("impactvol algoritme", "impactvol algoritme", "Woo-verzoek", "publiek debat"),
    "C": ("media-aandacht", "publiek debat", "", ""),
    "not assessed": ("",),
}


@dataclass(frozen=True)
class Line:
    """One system in an inventory; the fields are the file's columns."""

    local_id: str
    name: str
    description: str
    process: str
    category: str
    status: str
    start_date: str
    end_date: str
    vendor: str
    owner: str
    reasons: str
    lars: str


def inventories(register: Register) -> dict[str, bytes]:
    """Give each inventory as a CSV file, by the code of its ministry."""
    giving = (body for body in ministries() if body.org_id not in WITHOUT_INVENTORY)
    return {body.org_id: _as_csv(_lines(register, body)) for body in giving}


def _lines(register: Register, ministry: Body) -> list[Line]:
    rng = stream(register.seed, "inventory", ministry.org_id)
    ours = [
        each for each in register.registrations if each.body.ministry == ministry.org_id and each.stay.until is None
    ]
    listed = [each for each in ours if each.category == "A" or rng.random() < _LISTED]
    lines = [_registered(rng, each) for each in listed]
    if ministry.org_id == _CONTRADICTS:
        lines = _contradicting(lines)
    lines += _unregistered(rng, ministry, len(listed))
    rng.shuffle(lines)
    return _numbered(lines)


def _registered(rng: Random, each: Registration) -> Line:
    """Write a line for a registration, not always in the register's words."""
    said = each.versions[-1].content
    own_words = rng.random() < _OWN_WORDS
    knows = each.category == "A" or rng.random() < _KNOWS_ITS_NUMBER
    name = str(said["name"]).strip()
    started = between(rng, date(2017, 1, 2), each.stay.since.date())
    status = str(said["status"])
    start, end = _dates(rng, started, status)
    return Line(
        local_id=str(said["source_id"] or ""),
        name=f"{name} ({each.body.short})" if own_words else name,
        description=str(said["description_short"]),
        process=str((said["category"] or [""])[0]),
        category=each.category,
        status=status,
        start_date=start,
        end_date=end,
        vendor=str(said["provider"] or ""),
        owner=_owner(rng),
        reasons=rng.choice(_REASONS[each.category]),
        lars=each.lars if knows else "",
    )


def _contradicting(lines: list[Line]) -> list[Line]:
    place = next(place for place, line in enumerate(lines) if line.category == "B" and line.lars)
    changed = replace(lines[place], category="A", reasons=_REASONS["A"][0])
    return [*lines[:place], changed, *lines[place + 1 :]]


def _unregistered(rng: Random, ministry: Body, listed: int) -> list[Line]:
    """Add lines for what the register does not have."""
    parts = [body for body in others() if body.ministry == ministry.org_id]
    wanted = ["A"] * (ministry.org_id in _UNREGISTERED)
    for category, share in _EXTRA.items():
        wanted += [category] * (_LEAST_EXTRA + round(listed * share))
    return [_missing(rng, rng.choice(parts), category) for category in wanted]


def _missing(rng: Random, body: Body, category: str) -> Line:
    fit = [each for each in purposes() if each.fields & body.fields and _suits(each, category)]
    purpose = rng.choice(fit)
    facet = rng.choice(phrases()["facets"])
    status = rng.choices(STATUSES, (30, 62, 8))[0]
    start, end = _dates(rng, between(rng, date(2018, 1, 1), date(2026, 6, 30)), status)
    return Line(
        local_id="",
        name=f"{rng.choice(purpose.names)} {facet} ({body.short})",
        description=f"Het algoritme {purpose.words['does']}.",
        process=purpose.themes[0],
        category=category,
        status=status,
        start_date=start,
        end_date=end,
        vendor=rng.choice((*phrases()["suppliers"], "", "")),
        owner=_owner(rng),
        reasons=rng.choice(_REASONS[category]),
        lars="",
    )


def _suits(purpose: Purpose, category: str) -> bool:
    return (purpose.category == "A") == (category == "A")


def _owner(rng: Random) -> str:
    owner: str = rng.choice((*phrases()["teams"], "", ""))
    return owner


def _dates(rng: Random, started: date, status: str) -> tuple[str, str]:
    if status != STATUSES[2]:
        return _written(rng, started), ""
    ended = between(rng, started, date(2026, 8, 31))
    return _written(rng, started), _written(rng, ended)


def _numbered(lines: list[Line]) -> list[Line]:
    """Give every line its number: the register's `source_id`, where that is given."""
    taken: set[str] = set()
    numbered = []
    for place, line in enumerate(lines, 1):
        given = line.local_id
        number = given if given and given not in taken else f"INV-{place:04}"
        taken.add(number)
        numbered.append(replace(line, local_id=number))
    return numbered


def _written(rng: Random, day: date) -> str:
    return rng.choice((f"{day:%Y-%m}", f"{day:%Y-%m}", day.isoformat()))


def _as_csv(lines: list[Line]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(field.name for field in fields(Line))
    table.writerows(astuple(line) for line in lines)
    return text.getvalue().encode()
