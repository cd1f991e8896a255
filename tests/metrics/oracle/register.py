"""What was public on a day, as far as some collections tell, and in which words."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.metrics.oracle.reading import Collection, day_end, day_of
from tests.metrics.oracle.score import Share
from tests.metrics.oracle.words import UNKNOWN, Form, Version

RETROSPECTIVE = dt.datetime(2023, 4, 1, tzinfo=dt.UTC)
FAR = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Count:
    """A number that is known, or known to lie between two bounds."""

    passed: int
    low: int
    high: int


@dataclass(frozen=True, eq=False)
class Standing:
    """A registration that may have been public on a day: in these words, since that day, surely or not."""

    version: Version
    since: dt.date
    low: bool
    passed: bool

    @property
    def lars(self) -> str:
        return self.version.lars


@dataclass
class Edited:
    """One publication, and what each collection showed of it."""

    lars: str
    moment: dt.datetime
    shown: list[tuple[Collection, Version]] = field(default_factory=list)

    def words_on(self, day: dt.date) -> tuple[Version, dt.date]:
        """Return what it said by a day, and since when: an edit in place counts from the collection that showed it."""
        version, since = self.shown[0][1], day_of(self.moment)
        for collection, words in self.shown[1:]:
            if collection.day <= day and words.content != version.content:
                version, since = words, collection.day
        return version, since


class Oracle:
    """All collections of a register, and the standard it follows."""

    def __init__(self, collections: Iterable[Collection], standard: Path) -> None:
        self.collections = sorted(collections, key=lambda one: one.moment)
        self.form = Form(standard)
        self._versions: dict[tuple[object, ...], Version] = {}
        #: Which system a registration is of, by its name and the body on it: given, and not worked out here.
        self.systems: dict[tuple[str, str], str] = {}

    def known(self, known_on: dt.date) -> "Known":
        """Leave out the collections after a day."""
        return Known(self, [one for one in self.collections if one.day <= known_on])

    def version(self, lars: str, moment: dt.datetime, row: dict[str, str]) -> Version:
        """Return the words of a publication; the same ones are judged once."""
        key = (lars, moment, *sorted(row.items()))
        if key not in self._versions:
            self._versions[key] = Version(lars, moment, row, self.form)
        return self._versions[key]


class Known:
    """What is known after some collections."""

    def __init__(self, oracle: Oracle, collections: list[Collection]) -> None:
        self.oracle = oracle
        self.form = oracle.form
        self.collections = collections
        self.owners: dict[str, list[tuple[dt.date, str]]] = {}
        self.names: dict[str, set[str]] = {}
        self.types: dict[str, str] = {}
        self.last_days: dict[str, dt.date] = {}
        found: dict[tuple[str, dt.datetime], Edited] = {}
        for collection in collections:
            for lars, owner in collection.owners.items():
                self.owners.setdefault(lars, []).append((collection.day, owner))
            for name, body in collection.names.items():
                self.names.setdefault(name, set()).add(body)
            self.types |= collection.types
            self.last_days |= collection.last_days
            for one in collection.publications:
                edited = found.setdefault((one.lars, one.moment), Edited(one.lars, one.moment))
                edited.shown.append((collection, oracle.version(one.lars, one.moment, one.row)))
        self.histories: dict[str, list[Edited]] = {}
        for edited in sorted(found.values(), key=lambda one: one.moment):
            self.histories.setdefault(edited.lars, []).append(edited)
            for _, version in edited.shown:
                owners = {owner for _, owner in self.owners.get(edited.lars, ())}
                self.names.setdefault(_carried(version), set()).update(owners)
        self._days: dict[dt.date, list[Standing]] = {}

    @property
    def first_day(self) -> dt.date:
        return self.collections[0].day

    @property
    def last_day(self) -> dt.date:
        return self.collections[-1].day

    def organisation(self, version: Version, day: dt.date) -> str:
        """Return whose it was: as last seen by then, else as first seen; else whose name alone it carries."""
        looks = self.owners.get(version.lars, [])
        if looks:
            return ([owner for seen, owner in looks if seen <= day] or [looks[0][1]])[-1]
        if stated := version.row.get("org_id", "").strip():
            return stated
        named = self.names.get(_carried(version), set())
        return next(iter(named)) if len(named) == 1 else UNKNOWN

    def _named_body(self, version: Version, day: dt.date) -> str:
        """Return the body, or the name on the entry where nobody knows whose it is."""
        body = self.organisation(version, day)
        return f"{UNKNOWN}: {_carried(version)}" if body == UNKNOWN else body

    def ended(self, body: str, day: dt.date) -> bool:
        """Say whether a body had ended before a day, by what its register said of it."""
        last = self.last_days.get(body)
        return last is not None and last < day

    def system(self, version: Version) -> str:
        """Return the common system that a registration is of; an empty text for none."""
        return self.oracle.systems.get((version.text("name"), _carried(version)), "")

    def kind(self, version: Version, day: dt.date) -> str:
        return self.types.get(self.organisation(version, day), UNKNOWN)

    def public(self, day: dt.date) -> list[Standing]:
        if day not in self._days:
            standing = (self.standing(lars, day) for lars in self.histories)
            self._days[day] = [one for one in standing if one]
        return self._days[day]

    def standing(self, lars: str, day: dt.date) -> Standing | None:
        publications = self.histories[lars]
        before = [one for one in publications if one.moment < day_end(day)]
        if not before:
            return None
        current, later = before[-1], publications[len(before) :]
        until = later[0].moment if later else FAR
        within = [one for one in self.collections if current.moment <= one.moment < until]
        looks = [one for one in within if one.day <= day]
        if looks and lars not in looks[-1].public:
            return None
        # "Up to" its last publication, or the last collection with it, takes in that whole day.
        sure_until = max([day_of(current.moment), *(one.day for one in looks if lars in one.public)])
        ahead = within[len(looks) :]
        withdrawn = lars not in ahead[0].public if ahead else bool(later and _again(current, later[0]))
        low = day <= sure_until or not withdrawn
        version, since = current.words_on(day)
        return Standing(version, since, low, low or day >= self.first_day)

    def turns(self, lars: str) -> list[dt.date]:
        """Return the days on which the words of a registration may have become others, oldest first."""
        published = {day_of(one.moment) for one in self.histories[lars]}
        return sorted(published | {one.day for one in self.collections})

    # Figures

    def registrations(self, day: dt.date, by: str = "all") -> dict[str, Count]:
        seen = self.public(day)
        groups = self.groups(by, day)
        passed = Counter(group for one in seen if one.passed for group in groups(one.version))
        low = Counter(group for one in seen if one.low for group in groups(one.version))
        high = Counter(group for one in seen for group in groups(one.version))
        return {group: Count(passed[group], low[group], high[group]) for group in high}

    def filled_in_afterwards(self) -> int:
        """Return how many first publications only say "on or before 1 April 2023"."""
        return sum(publications[0].moment == RETROSPECTIVE for publications in self.histories.values())

    def organisations(self, day: dt.date, by: str = "all") -> dict[str, Count]:
        found: dict[str, list[set[str]]] = {}
        for one in self.public(day):
            for group in self.groups(by, day)(one.version):
                sets = found.setdefault(group, [set(), set(), set()])
                for number, counts in enumerate((one.passed, one.low, True)):
                    if counts:
                        sets[number].add(self.organisation(one.version, day))
        return {group: Count(*(len(bodies - {UNKNOWN}) for bodies in sets)) for group, sets in found.items()}

    def connected(self, day: dt.date) -> dict[str, Share]:
        """Ask the register's own lists, of the last collection up to a day."""
        shown = [one for one in self.collections if one.day <= day][-1]
        with_one = {self.organisation(one.version, day) for one in self.public(day) if one.passed}
        return {kind: Share(len(members & with_one), len(members)) for kind, members in shown.lists.items()}

    def groups(self, by: str, day: dt.date) -> Callable[[Version], list[str]]:
        """Return the groups of a split that a version counts in: several for themes alone."""
        keys: dict[str, Callable[[Version], list[str]]] = {
            "all": lambda _: ["all"],
            "category": lambda one: [one.category],
            "status": lambda one: [one.status],
            "standard": lambda one: [one.standard],
            "theme": lambda one: one.themes,
            "type": lambda one: [self.kind(one, day)],
            "organisation": lambda one: [self._named_body(one, day)],
        }
        return keys[by]


def _carried(version: Version) -> str:
    return version.row.get("organization", "").strip()


def _again(one: Edited, later: Edited) -> bool:
    """Say whether a publication puts back the same words: in between, they were withdrawn.

    Both are compared as the first collection that knew the later one showed them.
    """
    collection, words = later.shown[0]
    earlier = [version for shown, version in one.shown if shown.moment <= collection.moment]
    return any(version.content == words.content for version in earlier)
