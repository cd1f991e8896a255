"""What bodies told of their own systems, as plain rows, and which of it speaks for a day."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, field

from tests.metrics.oracle.currency import months_later
from tests.metrics.oracle.linking import Linking
from tests.metrics.oracle.reading import day_of
from tests.metrics.oracle.register import FAR, Known, Standing
from tests.metrics.oracle.words import IN_USE, NOT_STATED, A

CENTRAL = {"ministerie", "politie"}
UNDER_A_MINISTRY = {"agentschap", "organisatieonderdeel", "inspectie"}
BY_LEDGER = "zelfstandig_bestuursorgaan"


@dataclass(frozen=True)
class Body:
    """An organisation, its kind, and the ministry it hangs under."""

    org_id: str
    kind: str
    ministry: str | None = None


@dataclass(frozen=True)
class Line:
    """One system as an inventory lists it."""

    org_id: str
    local_id: str
    category: str = A
    status: str = IN_USE
    start: str = "2024"
    end: str = ""
    lars: str = ""
    owner: str = ""
    reasons: str = ""
    eu_database_id: str = ""
    #: The registration to whose address it leads.
    address: str = ""


@dataclass(frozen=True)
class Delivery:
    """An inventory as it was handed over at a moment."""

    inventory: str
    bodies: tuple[str, ...]
    moment: dt.datetime
    lines: tuple[Line, ...]

    @property
    def day(self) -> dt.date:
        return day_of(self.moment)


@dataclass(frozen=True)
class Entry:
    """A line of a ledger: what somebody knew from a moment on, up to when it was corrected."""

    known_from: dt.datetime
    known_to: dt.datetime | None = None

    def in_force(self, known_on: dt.date) -> bool:
        return day_of(self.known_from) <= known_on and not (self.known_to and day_of(self.known_to) <= known_on)


@dataclass(frozen=True, kw_only=True)
class Explanation(Entry):
    org_id: str
    local_id: str
    valid_from: dt.date
    valid_until: dt.date


@dataclass(frozen=True, kw_only=True)
class Decision(Entry):
    org_id: str
    local_id: str
    lars: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Link(Entry):
    """What a line and a registration say of being one system, and from when to when: by an id, or by their texts."""

    org_id: str
    local_id: str
    lars: str
    basis: str
    #: What their texts make of the two alone: certain, possible or none.
    alone: str = "certain"


@dataclass(frozen=True, kw_only=True)
class Declared(Entry):
    """How many systems a document says that a body has."""

    org_id: str
    #: Of category A, and of B and C.
    number: int
    as_of: dt.date
    others: tuple[int, int] = (0, 0)

    @property
    def numbers(self) -> dict[str, int]:
        return dict(zip(("high_risk", "impactful", "other"), (self.number, *self.others), strict=True))


@dataclass(frozen=True)
class Target:
    """What was promised for when."""

    deadline: dt.date = dt.date(2025, 12, 31)
    category: str = A
    lag: int = 0
    grace: int = 0


@dataclass
class Told:
    """Everything that was told beside the register."""

    bodies: list[Body]
    deliveries: list[Delivery] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    target: Target = field(default_factory=Target)


class Inventories:
    """What was told, as far as it was known on the day up to which the register is known."""

    def __init__(self, told: Told, known: Known, known_on: dt.date, *, with_zbo: bool = False) -> None:
        self.told, self.known, self.known_on = told, known, known_on
        self.target = told.target
        self.bodies = {one.org_id: one for one in told.bodies}
        self.with_zbo = with_zbo
        self.linking = Linking(self)

    def in_scope(self, org_id: str) -> bool:
        body = self.bodies.get(org_id)
        if body is None:
            return False
        under = body.kind in UNDER_A_MINISTRY and body.ministry is not None
        return body.kind in CENTRAL or under or (self.with_zbo and body.kind == BY_LEDGER)

    def ministry(self, org_id: str) -> str | None:
        body = self.bodies[org_id]
        return org_id if body.kind == "ministerie" else body.ministry

    def current(self, day: dt.date) -> list[Delivery]:
        """Return the delivery of each inventory that speaks for a day: the last by then, else the first."""
        found: dict[str, list[Delivery]] = {}
        for one in sorted(self.told.deliveries, key=lambda one: one.moment):
            if one.day <= self.known_on:
                found.setdefault(one.inventory, []).append(one)
        return [([one for one in each if one.day <= day] or each[:1])[-1] for each in found.values()]

    def delivered(self, org_id: str, day: dt.date) -> dt.date | None:
        """Return the date of the newest delivery that speaks for a body, for a day."""
        days = [one.day for one in self.current(day) if org_id in one.bodies]
        return max(days, default=None)

    def age_state(self, org_id: str, day: dt.date) -> str:
        """Return whether a body's inventory is fresh, stale, too old, or not there."""
        delivered = self.delivered(org_id, day)
        if delivered is None:
            return "none"
        if months_later(delivered, 24) < day:
            return "out"
        return "stale" if months_later(delivered, 12) < day else "fresh"

    def lines(self, day: dt.date, *, usable: bool = True) -> list[Line]:
        """Return every line that speaks for a day, of bodies whose inventory is not too old."""
        every = [line for one in self.current(day) for line in one.lines]
        return [one for one in every if not usable or self.age_state(one.org_id, day) in {"fresh", "stale"}]

    def counted(self, day: dt.date, *, strict: bool = False) -> list[Line]:
        """Return the systems that the target is about: N."""
        return [
            one
            for one in self.lines(day)
            if self.in_scope(one.org_id) and one.category == self.target.category and in_use(one, day, strict=strict)
        ]

    def certain(self, line: Line) -> list[str]:
        """Return the registrations that surely are this line: several are a family."""
        return self.linking.certain(line)

    def registration(self, line: Line, day: dt.date) -> str | None:
        """Return the registration whose dates a line follows: of a family the first that is public and fits."""

        def rank(lars: str) -> tuple[int, dt.datetime, str]:
            known = self.known.histories.get(lars)
            public = self.public(lars, day)
            fits = public is not None and not self.contradicted(line, day, lars=lars)
            return (0 if fits else 1 if public else 2, known[0].moment if known else FAR, lars)

        return min(self.certain(line), key=rank, default=None)

    def possible(self, line: Line) -> list[str]:
        return self.linking.possible(line)

    def public(self, lars: str, day: dt.date) -> Standing | None:
        found = self.known.standing(lars, day) if lars in self.known.histories else None
        return found if found and found.passed else None

    def matched(self, line: Line, day: dt.date) -> list[Standing]:
        """Return the registrations that surely are this line and are public that day."""
        return [one for one in (self.public(lars, day) for lars in self.certain(line)) if one]

    def explained(self, line: Line, day: dt.date) -> bool:
        return any(
            one.in_force(self.known_on)
            and (one.org_id, one.local_id) == (line.org_id, line.local_id)
            and one.valid_from <= day <= one.valid_until
            for one in self.told.explanations
        )

    def contradicted(self, line: Line, day: dt.date, *, lars: str | None = None) -> bool:
        """Say whether every public registration (or this one, which is public) says another category or status."""
        said = [one.version for one in self.matched(line, day) if lars in {None, one.lars}]
        return bool(said) and all(
            one.category not in {NOT_STATED, line.category} or one.status not in {NOT_STATED, line.status}
            for one in said
        )


def date_of(text: str, *, last: bool) -> dt.date | None:
    """Read a day, or the first or last one of a month or year; what has another form is no date."""
    parts = text.split("-")
    if not all(part.isdecimal() for part in parts) or [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
        return None
    numbers = [int(part) for part in parts]
    if len(numbers) == 3:
        return dt.date(*numbers)
    year = numbers[0]
    month = numbers[1] if len(numbers) == 2 else (12 if last else 1)
    return dt.date(year, month, monthrange(year, month)[1] if last else 1)


def in_use(line: Line, day: dt.date, *, strict: bool = False) -> bool:
    """Say whether a line is in use that day; of a start within a month the last day counts, strictly the first."""
    start, end = date_of(line.start, last=not strict), date_of(line.end, last=True)
    return line.status == IN_USE and (start is None or start <= day) and (end is None or day <= end)
