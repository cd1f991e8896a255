"""Registrations with their versions, as they lie in the invented register's memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from ingest.sample.bodies import Body
from ingest.sample.growth import CHECKPOINTS, Stay, at_work, between
from ingest.sample.standards import STATUSES, Content

#: The first 113 were given this moment of publication afterwards.
FILLED_IN = datetime(2023, 4, 1, tzinfo=UTC)
FILLED_IN_UP_TO = 113

_LAST_DAY = CHECKPOINTS[-1][0]
_STANDARD_SINCE = ((date(2022, 12, 1), "0.1"), (date(2023, 6, 1), "0.4"))
_PRESENT_STANDARD = date(2024, 6, 1)
_MIGRATED_BY = date(2025, 11, 28)
_STRAGGLER = 0.11
_LATE_ADOPTER, _LATE_UNTIL = 0.2, date(2025, 2, 1)
_VERSIONS = ((1, 2, 3, 4), (56, 29, 11, 4))
_FIELD_MISSED, _SHORTER, _STARTED_LATER = 0.1, 0.4, 0.12
_ADDED_LATER = (
    "proportionality",
    "risks",
    "methods_and_models",
    "source_data",
    "provider",
    "lawful_basis_grouping",
    "impacttoetsen_grouping",
    "website",
    "tags",
)


@dataclass(frozen=True)
class Version:
    """What a registration said from a moment on; twice published when put back."""

    standard: str
    created: datetime
    published: tuple[datetime, ...]
    content: Content


@dataclass(frozen=True)
class Registration:
    """One algorithm's entry."""

    lars: str
    body: Body
    category: str
    stay: Stay
    versions: tuple[Version, ...]

    def public_on(self, moment: datetime) -> bool:
        """Whether the register showed it then."""
        left = self.stay.until is not None and self.stay.until <= moment
        return self.stay.since <= moment and not left

    def known(self, moment: datetime) -> tuple[Version, ...]:
        """List the versions published by then, oldest first."""
        return tuple(version for version in self.versions if version.published[0] <= moment)

    def current(self, moment: datetime) -> Version:
        """Give the version on show; the first, if its moment was filled in later."""
        return (self.known(moment) or self.versions[:1])[-1]


def lars(rng: Random, taken: set[str]) -> str:
    """Draw a new registration number, with its check digit."""
    while True:
        digits = [rng.randint(1, 9) for _ in range(7)]
        number = "".join(map(str, digits)) + check_digit(digits)
        if number not in taken:
            taken.add(number)
            return number


def check_digit(digits: Sequence[int]) -> str:
    """Compute the eighth digit of a registration number."""
    return str((3 * sum(digits[::2]) + sum(digits[1::2])) % 10)


def versions(rng: Random, stay: Stay, content: Content, *, migrates: bool) -> tuple[Version, ...]:
    """Write a registration's versions, backwards from what it says in the end."""
    told: list[Version] = []
    for moment, standard in reversed(_moments(rng, stay, migrates=migrates)):
        told.append(_version(rng, stay, moment, standard, content))
        content = _before(rng, content)
    return tuple(reversed(told))


def _moments(rng: Random, stay: Stay, *, migrates: bool) -> list[tuple[datetime, str]]:
    """Plan when each version was published, and in which standard."""
    first = stay.since.date()
    last = min(stay.until.date() if stay.until else _LAST_DAY, _LAST_DAY) - timedelta(days=1)
    size = rng.choices(*_VERSIONS)[0]
    # Most rewriting is done soon after the first publication.
    days = [first + (last - first) * rng.random() ** 1.5 for _ in range(size - 1)]
    begun, migrated = _standards(rng, first, migrates=migrates)
    if migrated < last:
        days = [*days[: len(_VERSIONS[0]) - 2], migrated]
    later = {day for day in days if max(first, FILLED_IN.date()) < day <= last}
    moments = [stay.since, *(at_work(rng, day) for day in sorted(later))]
    return [(moment, begun if moment.date() < migrated else "1.0") for moment in moments]


def _standards(rng: Random, first: date, *, migrates: bool) -> tuple[str, date]:
    """Choose the standard it began in, and the day it went over to the present."""
    late = rng.random() < _LATE_ADOPTER and first < _LATE_UNTIL
    if first >= _PRESENT_STANDARD and not late:
        return "1.0", first
    begun = [name for day, name in _STANDARD_SINCE if day <= first][-1]
    if rng.random() < _STRAGGLER and not migrates:
        return begun, date.max
    return begun, between(rng, max(first + timedelta(days=1), _PRESENT_STANDARD), _MIGRATED_BY)


def _version(rng: Random, stay: Stay, moment: datetime, standard: str, content: Content) -> Version:
    if moment == stay.since and stay.number < FILLED_IN_UP_TO:
        return Version(standard, moment, (FILLED_IN,), content)
    saved = moment - timedelta(minutes=rng.randint(1, 170))
    return Version(standard, saved, (moment,), content)


def _before(rng: Random, content: Content) -> Content:
    """Say what the version before said: less, and of an earlier stage."""
    earlier = dict(content)
    for field in _ADDED_LATER:
        if rng.random() < _FIELD_MISSED:
            earlier[field] = None
    goal = content["goal"]
    if isinstance(goal, str) and "<p>" not in goal and rng.random() < _SHORTER:
        earlier["goal"] = ". ".join(goal.split(". ")[:-1]) + "." if ". " in goal else goal
    if content["status"] == STATUSES[2]:
        earlier |= {"status": STATUSES[1], "end_date": None}
    elif content["status"] == STATUSES[1] and rng.random() < _STARTED_LATER:
        earlier["status"] = STATUSES[0]
    return earlier
