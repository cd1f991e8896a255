"""Bodies, their inventories and what became of their systems: made up, as frames and as plain rows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from metrics.facts import Facts
from sql.fields import NOT_STATED
from tests.metrics.facts_builder import FactsBuilder, at
from tests.metrics.oracle import Collection, Publication
from tests.metrics.oracle.inventories import (
    Body,
    Line,
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
        for link in self.told.links:
            moments = {"known_from": link.known_from, "known_to": link.known_to}
            built.pair(link.lars, link.local_id, link.org_id, basis=link.basis, alone=link.alone, **moments)
        for number, count in enumerate(self.told.declared):
            said = {"org_id": count.org_id, "organisation": f"Body {count.org_id}", "document": "A letter"}
            built.rows["declared"].append(
                _known(count, f"d{number}")
                | said
                | {"as_of": count.as_of, "state": "reported", "category_a": count.number}
                | dict(zip(("category_b", "category_c"), count.others, strict=True))
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
        "register_url": f"https://algoritmes.overheid.nl/nl/algoritme/{line.address}" if line.address else "",
        "owner": line.owner,
        "reasons": line.reasons,
        "eu_database_id": line.eu_database_id,
        "known_from": moment,
        "known_to": None,
    }
