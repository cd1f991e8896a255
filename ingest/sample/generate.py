"""The invented register itself: today's size and growth, from one seed."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random

from ingest.sample.bodies import Body
from ingest.sample.chance import stream
from ingest.sample.growth import Stay, timeline
from ingest.sample.registrations import Registration, lars, versions
from ingest.sample.standards import STATUSES
from ingest.sample.texts import Draft, Purpose, description, phrases, purposes

#: The agreed end of the year by which high-risk systems would be registered.
DEADLINE = date(2025, 12, 31)

#: Registered high-risk systems per ministry; the first four have one late each.
HIGH_RISK = {
    "mnre1058": 5,
    "mnre1073": 3,
    "mnre1090": 3,
    "mnre1130": 2,
    "mnre1045": 2,
    "mnre1034": 1,
    "mnre1025": 1,
    "mnre1109": 1,
}
_LATE_MINISTRIES = 4
_ENDED_HIGH_RISK = 3
_LOCAL_HIGH_RISK = (
    ("provincie", 6, False),
    ("gemeente", 16, False),
    ("gemeente", 3, True),
)
_REPUBLISHED = 9
_RECLASSIFIED = 0.2
_STATUS_ODDS = (5, 91, 4)
_CONTESTED = 0.1


@dataclass(frozen=True)
class Register:
    """Everything the invented register ever published."""

    seed: int
    registrations: tuple[Registration, ...]


def generate(seed: int) -> Register:
    """Make the register for a seed; the same for the same seed, always."""
    stays = timeline(seed)
    rng = stream(seed, "high risk")
    national = _national_high_risk(rng, stays)
    in_time = [number for number in sorted(national) if _in_time(stays[number])]
    ended = set(rng.sample(in_time, _ENDED_HIGH_RISK))
    high_risk = national | _local_high_risk(rng, stays)
    written = [
        _registration(seed, stay, names, number, (stay.number in high_risk, stay.number in ended))
        for stay, names, number in _numbered(seed, stays)
    ]
    return Register(seed, tuple(_republished(stream(seed, "republished"), written)))


def _numbered(seed: int, stays: tuple[Stay, ...]) -> Iterator[tuple[Stay, set[str], str]]:
    """Each stay with the names its body has used, and its number."""
    rng = stream(seed, "numbers")
    taken: set[str] = set()
    names: dict[str, set[str]] = defaultdict(set)
    for stay in stays:
        yield stay, names[stay.body.org_id], lars(rng, taken)


def _national_high_risk(rng: Random, stays: tuple[Stay, ...]) -> set[int]:
    """Choose category A at ministries and their parts."""
    chosen: set[int] = set()
    for place, (ministry, size) in enumerate(HIGH_RISK.items()):
        late = int(place < _LATE_MINISTRIES)
        ours = [stay for stay in stays if stay.body.ministry == ministry]
        chosen |= _drawn(rng, ours, late, _is_late)
        chosen |= _drawn(rng, ours, size - late, _in_time)
    return chosen


def _local_high_risk(rng: Random, stays: tuple[Stay, ...]) -> set[int]:
    """Choose category A at provinces and municipalities."""
    chosen: set[int] = set()
    for kind, size, late in _LOCAL_HIGH_RISK:
        theirs = [stay for stay in stays if stay.body.type == kind]
        chosen |= _drawn(rng, theirs, size, _is_late if late else _in_time)
    return chosen


def _drawn(rng: Random, stays: list[Stay], size: int, when: Callable[[Stay], bool]) -> set[int]:
    fit = [stay.number for stay in stays if stay.until is None and when(stay)]
    return set(rng.sample(fit, min(size, len(fit))))


def _is_late(stay: Stay) -> bool:
    return stay.since.date() > DEADLINE


def _in_time(stay: Stay) -> bool:
    return not _is_late(stay)


def _registration(seed: int, stay: Stay, names: set[str], number: str, risk: tuple[bool, bool]) -> Registration:
    rng = stream(seed, "registration", stay.number)
    high, ended = risk
    purpose = _purpose(rng, stay.body, high=high)
    category = _category(rng, purpose, high=high)
    usual = rng.choices(STATUSES, _STATUS_ODDS)[0]
    # How many high-risk systems have ended is known, so chance has no say there.
    status = STATUSES[2] if ended else STATUSES[1] if high else usual
    name = _name(rng, purpose, names)
    draft = Draft(stay.body, purpose, name, category, status, stay.since.date())
    told = versions(rng, stay, description(rng, seed, draft), migrates=high)
    return Registration(number, stay.body, category, stay, told)


def _purpose(rng: Random, body: Body, *, high: bool) -> Purpose:
    fit = [each for each in purposes() if each.fields & body.fields]
    of_class = [each for each in fit if (each.category == "A") == high]
    if not high and body.type == "gemeente" and rng.random() < _CONTESTED:
        # Elsewhere the same kind of system is called high-risk.
        of_class = fit
    return rng.choices(of_class, [each.weight for each in of_class])[0]


def _category(rng: Random, purpose: Purpose, *, high: bool) -> str:
    if high:
        return "A"
    if rng.random() < _RECLASSIFIED or purpose.category == "A":
        return rng.choice("BBBC")
    return purpose.category


def _name(rng: Random, purpose: Purpose, used: set[str]) -> str:
    """Find a name its body does not have yet."""
    name = rng.choice(purpose.names)
    options = [name, *(f"{name} - {facet}" for facet in phrases()["facets"])]
    numbered = (f"{name} {number}" for number in count(2))
    free = [option for option in options if option not in used] or [
        next(option for option in numbered if option not in used)
    ]
    chosen = free[0] if free[0] == name else rng.choice(free)
    used.add(chosen)
    return chosen


def _republished(rng: Random, written: list[Registration]) -> list[Registration]:
    """Publish a few twice: withdrawn, and put back unchanged."""
    before = DEADLINE - timedelta(days=90)
    fit = [
        place
        for place, each in enumerate(written)
        if each.stay.until is None and len(each.versions) > 1 and each.versions[-1].published[0].date() < before
    ]
    again = list(written)
    for place in rng.sample(fit, _REPUBLISHED):
        *earlier, last = written[place].versions
        gap = timedelta(days=rng.randint(4, 60), seconds=rng.randint(0, 999))
        twice = replace(last, published=(*last.published, last.published[0] + gap))
        again[place] = replace(written[place], versions=(*earlier, twice))
    return again
