"""Bodies, their inventories and what became of their systems: made up, as frames and as plain rows."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from metrics.facts import Facts
from sql.fields import CATEGORIES, HIGH_RISK, IN_DEVELOPMENT, IN_USE, NOT_STATED, OUT_OF_USE
from tests.metrics.facts_builder import FactsBuilder, at
from tests.metrics.oracle import Collection, Publication
from tests.metrics.oracle.inventories import (
    Body,
    Decision,
    Declared,
    Delivery,
    Explanation,
    Line,
    Target,
    Told,
)

COLLECTED: Final = (
    "2025-06-02",
    "2025-10-25T23:30:00+00:00",
    "2025-12-31T22:45:00+00:00",
    "2026-01-14",
    "2026-03-01",
    "2026-03-29T00:30:00+00:00",
    "2026-06-01",
)
#: Around the deadline, on days when clocks change, and where inventories grow old.
DAYS: Final = [
    date(2025, 6, 2),
    date(2025, 10, 26),
    date(2025, 12, 30),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 1, 14),
    date(2026, 2, 28),
    date(2026, 3, 1),
    date(2026, 3, 29),
    date(2026, 4, 1),
    date(2026, 4, 2),
    date(2026, 6, 1),
]
BODIES: Final = (
    Body("mnre1034", "ministerie"),
    Body("ag0001", "agentschap", "mnre1034"),
    Body("zb0001", "zelfstandig_bestuursorgaan", "mnre1034"),
    Body("mnre1058", "ministerie"),
    Body("oo0001", "organisatieonderdeel", "mnre1058"),
    Body("po0001", "politie"),
    Body("gm0344", "gemeente"),
)
#: To the minute: the last before the deadline, and the first after it.
PUBLISHED: Final = (
    "2025-03-01",
    "2025-12-31T22:59:59+00:00",
    "2025-12-31T23:00:00+00:00",
    "2026-01-05",
    "2026-02-20",
    "2026-03-28T23:30:00+00:00",
    "2026-05-01",
)
DELIVERED: Final = ("2024-05-01", "2025-03-31", "2025-04-01", "2025-06-02", "2026-01-20", "2026-03-15")
STARTS: Final = ("", "2024", "2024", "2024", "2025-12-31", "2026-02-10", "2026-02", "2025-12", "no idea", "2026-04-15")
ENDS: Final = ("", "", "", "", "2026-02-28", "2026-01-31", "2027-01-01")


@dataclass(frozen=True)
class Published:
    """One publication of a registration, and when it was withdrawn, if ever."""

    lars: str
    org_id: str
    moment: datetime
    category: str
    status: str
    withdrawn: datetime | None = None

    def row(self) -> dict[str, str]:
        return {
            "algorithm_id": self.lars,
            "org_id": self.org_id,
            "organization": f"Body {self.org_id}",
            # Every publication says something else: none is a return of the same words.
            "name": f"System {self.lars} {self.moment.isoformat()}",
            "status": self.status,
            "publication_category": "" if self.category == NOT_STATED else self.category,
            "standard_version": "1.0",
            "publication_dt": str(self.moment),
        }


@dataclass
class TargetWorld:
    """What truly happened in the register, and what was told beside it."""

    publications: list[Published]
    told: Told

    def shown(self) -> list[Collection]:
        """Return what each collection of the register showed, for the oracle."""
        return [self._shown(at(moment)) for moment in COLLECTED]

    def _shown(self, moment: datetime) -> Collection:
        before = [one for one in self.publications if one.moment <= moment]
        return Collection(
            moment,
            tuple(Publication(one.lars, one.moment, one.row()) for one in before),
            frozenset(
                lars
                for lars, newest in {one.lars: one for one in sorted(before, key=lambda one: one.moment)}.items()
                if newest.withdrawn is None or newest.withdrawn > moment
            ),
            types={one.org_id: one.kind for one in BODIES},
        )

    def facts(self) -> Facts:
        """Return the same as frames, for our engine."""
        built = FactsBuilder(*COLLECTED).target(self.told.target.lag, self.told.target.grace)
        for body in BODIES:
            built.body(body.org_id, body.kind, body.ministry)
        for one in self.publications:
            built.registration(
                one.lars,
                one.moment.isoformat(),
                org_id=one.org_id,
                category=one.category,
                status=one.status,
            )
        built.rows["seen"] = self._seen()
        self._deliver(built)
        self._entries(built)
        return built.build()

    def _seen(self) -> list[dict[str, Any]]:
        """Return from which collection to which each registration was shown without a break."""
        shown = self.shown()
        rows: list[dict[str, Any]] = []
        for lars in sorted({one.lars for one in self.publications}):
            since: datetime | None = None
            for collection in shown:
                if (lars in collection.public) == (since is not None):
                    continue
                if since is None:
                    since = collection.moment
                else:
                    rows.append(
                        {"lars": lars, "known_from": since, "known_to": collection.moment, "identity": "stated"}
                    )
                    since = None
            if since:
                rows.append({"lars": lars, "known_from": since, "known_to": None, "identity": "stated"})
        return rows

    def _deliver(self, built: FactsBuilder) -> None:
        for inventory in sorted({one.inventory for one in self.told.deliveries}):
            deliveries = [one for one in self.told.deliveries if one.inventory == inventory]
            open_rows: dict[Line, dict[str, Any]] = {}
            for one in deliveries:
                built.rows["inventories"] += [
                    {"inventory": inventory, "org_id": body, "as_of": one.day, "observed_at": one.moment}
                    for body in one.bodies
                ]
                for line in [line for line in open_rows if line not in one.lines]:
                    open_rows.pop(line)["known_to"] = one.moment
                for line in one.lines:
                    if line not in open_rows:
                        open_rows[line] = _line_row(inventory, line, one.moment)
                        built.rows["inventory"].append(open_rows[line])

    def _entries(self, built: FactsBuilder) -> None:
        for number, one in enumerate(self.told.explanations):
            dates = {"valid_from": one.valid_from, "valid_until": one.valid_until}
            said = {"org_id": one.org_id, "local_id": one.local_id, "reason": "In review."}
            built.rows["explanations"].append(_known(one, f"e{number}") | said | dates)
        for number, decision in enumerate(self.told.decisions):
            said = {"org_id": decision.org_id, "local_id": decision.local_id, "lars": decision.lars}
            built.rows["matches"].append(_known(decision, f"m{number}") | said | {"verdict": decision.verdict})
        for number, count in enumerate(self.told.declared):
            said = {"org_id": count.org_id, "organisation": f"Body {count.org_id}", "document": "A letter"}
            built.rows["declared"].append(
                _known(count, f"d{number}")
                | said
                | {"category_a": count.number, "as_of": count.as_of, "state": "reported"}
            )


def _known(entry: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - an entry of any ledger
    return {"entry": name, "known_from": entry.known_from, "known_to": entry.known_to}


def _line_row(inventory: str, line: Line, moment: datetime) -> dict[str, Any]:
    return {
        "inventory": inventory,
        "org_id": line.org_id,
        "local_id": line.local_id,
        "name": f"System {line.local_id}",
        "category": line.category,
        "status": line.status,
        "start_date": line.start,
        "end_date": line.end,
        "lars": line.lars,
        "owner": line.owner,
        "reasons": line.reasons,
        "eu_database_id": line.eu_database_id,
        "known_from": moment,
        "known_to": None,
    }


@st.composite
def target_worlds(draw: st.DrawFn) -> TargetWorld:
    return world_of(draw(st.randoms(use_true_random=False)))


def world_of(chance: random.Random) -> TargetWorld:
    """Make up a register of some systems, and inventories that list some of them."""
    publications = [
        each for number in range(chance.randint(1, 12)) for each in _publications(chance, f"{10_000_000 + number}")
    ]
    told = Told(list(BODIES))
    lars = sorted({one.lars for one in publications})
    told.target = Target(lag=chance.choice([0, 0, 30]), grace=chance.choice([0, 0, 31]))
    for body in BODIES:
        if chance.random() < 0.65:
            told.deliveries += _deliveries(chance, body.org_id, lars)
    lines = {(line.org_id, line.local_id): line for delivery in told.deliveries for line in delivery.lines}
    for line in lines.values():
        if chance.random() < 0.2:
            told.explanations.append(_explanation(chance, line))
        told.decisions += _decisions(chance, line, lars)
    for body in BODIES:
        if chance.random() < 0.4:
            about_day = date.fromisoformat(chance.choice(["2025-08-25", "2026-01-10"]))
            told.declared.append(
                Declared(at("2026-01-12"), org_id=body.org_id, number=chance.choice([0, 1, 6]), as_of=about_day)
            )
    return TargetWorld(publications, told)


def _publications(chance: random.Random, lars: str) -> list[Published]:
    """Publish once or twice, sometimes as something else or by another body, and sometimes withdraw."""
    org_id = chance.choice(BODIES).org_id
    first, *more = sorted(chance.sample(PUBLISHED, chance.choice([1, 1, 2])), key=at)
    found = [Published(lars, org_id, at(first), _category(chance), _status(chance))]
    for moment in more:
        gone = at(moment) - timedelta(days=20) if chance.random() < 0.4 else None
        if gone and gone > found[0].moment:
            found[0] = replace(found[0], withdrawn=gone)
        found.append(replace(found[0], moment=at(moment), category=_category(chance), withdrawn=None))
    if chance.random() < 0.25:
        found[-1] = replace(found[-1], withdrawn=found[-1].moment + timedelta(days=chance.choice([1, 15, 40])))
    return found


def _category(chance: random.Random) -> str:
    return chance.choice([HIGH_RISK] * 6 + [*CATEGORIES, NOT_STATED])


def _status(chance: random.Random) -> str:
    return chance.choice([IN_USE] * 6 + [IN_DEVELOPMENT, OUT_OF_USE, NOT_STATED])


def _deliveries(chance: random.Random, org_id: str, lars: list[str]) -> list[Delivery]:
    """Deliver an inventory once, twice or three times; lines come, go and change in between."""
    moments = sorted(chance.sample(DELIVERED, chance.choice([1, 1, 2, 3])))
    bodies = [org_id]
    if org_id == "mnre1034" and chance.random() < 0.5:
        bodies.append("ag0001")
    lines = [_line(chance, chance.choice(bodies), f"{org_id}-{number}", lars) for number in range(chance.randint(0, 9))]
    found = []
    for moment in moments:
        found.append(Delivery(f"of {org_id}", tuple(bodies), at(moment), tuple(lines)))
        lines = [one for one in lines if chance.random() < 0.85]
        lines = [replace(one, category=_category(chance)) if chance.random() < 0.1 else one for one in lines]
        if chance.random() < 0.5:
            lines.append(_line(chance, org_id, f"{org_id}-{moment}", lars))
    return found


def _line(chance: random.Random, org_id: str, local_id: str, lars: list[str]) -> Line:
    return Line(
        org_id,
        local_id,
        _category(chance),
        chance.choice([IN_USE] * 6 + [IN_DEVELOPMENT, OUT_OF_USE]),
        chance.choice(STARTS),
        chance.choice(ENDS),
        chance.choice(["", *lars, "99999999"]),
        chance.choice(["", "Team data", "n.v.t.", "J. Jansen"]),
        chance.choice(["", "media", "impactful; woo", "geen idee"]),
        chance.choice(["", "EU-123", "onbekend"]),
    )


def _decisions(chance: random.Random, line: Line, lars: list[str]) -> list[Decision]:
    """Decide about a line and some registrations: about each once."""
    found = []
    for about in sorted({one for one in (chance.choice([*lars, line.lars]) for _ in range(2)) if one}):
        if chance.random() < 0.2:
            verdict = chance.choice(["same", "not_same", "unsure", "unsure"])
            since = at(chance.choice(["2025-06-02", "2026-02-01"]))
            found.append(Decision(since, org_id=line.org_id, local_id=line.local_id, lars=about, verdict=verdict))
    return found


def _explanation(chance: random.Random, line: Line) -> Explanation:
    until = chance.choice(["2025-12-31", "2026-02-28", "2026-12-31"])
    corrected = at("2026-03-10") if chance.random() < 0.3 else None
    return Explanation(
        at("2025-06-02"),
        corrected,
        org_id=line.org_id,
        local_id=line.local_id,
        valid_from=date(2025, 12, 1),
        valid_until=date.fromisoformat(until),
    )
