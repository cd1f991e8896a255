"""Target worlds by chance: systems that are registered, listed, explained and counted in all kinds of ways."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hypothesis import strategies as st

from sql.fields import CATEGORIES, HIGH_RISK, IN_DEVELOPMENT, IN_USE, NOT_STATED, OUT_OF_USE
from tests.metrics.facts_builder import at
from tests.metrics.oracle.inventories import Decision, Declared, Delivery, Explanation, Line, Link, Target, Told
from tests.metrics.told_world import BODIES, Published, TargetWorld

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
#: When documents count: some are stale by the last days, and some say nothing any more.
COUNTED: Final = ("2024-01-14", "2024-03-28", "2025-01-14", "2025-03-31", "2025-08-25", "2026-01-10")
STARTS: Final = ("", "2024", "2024", "2024", "2025-12-31", "2026-02-10", "2026-02", "2025-12", "no idea", "2026-04-15")
ENDS: Final = ("", "", "", "", "2026-02-28", "2026-01-31", "2027-01-01")


@st.composite
def target_worlds(draw: st.DrawFn) -> TargetWorld:
    return world_of(draw(st.randoms(use_true_random=False)))


def world_of(chance: random.Random, most: int = 12, naming: float = 0.35) -> TargetWorld:
    """Make up a register of at most so many systems, and inventories that list some, and name so large a share."""
    publications = [
        each
        for number in range(chance.randint(most // 2, most))
        for each in _publications(chance, f"{10_000_000 + number}")
    ]
    told = Told(list(BODIES))
    lars = sorted({one.lars for one in publications})
    told.target = Target(lag=chance.choice([0, 0, 30]), grace=chance.choice([0, 0, 31]))
    for body in BODIES:
        if chance.random() < 0.65:
            # Mostly its own systems, and sometimes those of others.
            own = [one.lars for one in publications if one.org_id == body.org_id]
            named = own if naming == 1 and own else lars + own * (len(lars) // 3)
            told.deliveries += _deliveries(chance, body.org_id, named, naming)
    lines = {(line.org_id, line.local_id): line for delivery in told.deliveries for line in delivery.lines}
    for line in lines.values():
        if chance.random() < 0.2:
            told.explanations.append(_explanation(chance, line))
        told.decisions += _decisions(chance, line, lars)
    told.links = _links(chance, told, {one.lars: one.org_id for one in publications})
    for body in BODIES:
        if chance.random() < 0.4:
            about_day = date.fromisoformat(chance.choice(COUNTED))
            told.declared.append(
                Declared(
                    at("2026-01-12"),
                    org_id=body.org_id,
                    number=chance.choice([0, 1, 6]),
                    as_of=about_day,
                    others=(chance.choice([0, 2]), 7),
                )
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


def _deliveries(chance: random.Random, org_id: str, lars: list[str], naming: float) -> list[Delivery]:
    """Deliver an inventory once, twice or three times; lines come, go and change in between."""
    moments = sorted(chance.sample(DELIVERED, chance.choice([1, 1, 2, 3])))
    bodies = [org_id]
    if org_id == "mnre1034" and chance.random() < 0.5:
        bodies.append("ag0001")
    lines = [
        _line(chance, chance.choice(bodies), f"{org_id}-{number}", lars, naming)
        for number in range(chance.randint(0, 9))
    ]
    found = []
    for moment in moments:
        found.append(Delivery(f"of {org_id}", tuple(bodies), at(moment), tuple(lines)))
        lines = [one for one in lines if chance.random() < 0.85]
        lines = [replace(one, category=_category(chance)) if chance.random() < 0.1 else one for one in lines]
        if chance.random() < 0.5:
            lines.append(_line(chance, org_id, f"{org_id}-{moment}", lars, naming))
    return found


def _line(chance: random.Random, org_id: str, local_id: str, lars: list[str], naming: float) -> Line:
    return Line(
        org_id,
        local_id,
        _category(chance),
        chance.choice([IN_USE] * 6 + [IN_DEVELOPMENT, OUT_OF_USE]),
        chance.choice(STARTS),
        chance.choice(ENDS),
        chance.choice(["", *lars, "99999999"]) if chance.random() < naming else "",
        chance.choice(["", "Team data", "n.v.t.", "J. Jansen"]),
        chance.choice(["", "media", "impactful; woo", "geen idee"]),
        chance.choice(["", "EU-123", "onbekend"]),
        chance.choice(["", "", "", *lars]) if chance.random() < 0.15 else "",
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


def _links(chance: random.Random, told: Told, owners: dict[str, str]) -> list[Link]:
    """Say of some lines what an id or the texts make of them; of each registration texts do so of one line only."""
    found: list[Link] = []
    free = sorted(owners)
    chance.shuffle(free)
    for delivery in told.deliveries:
        for line in delivery.lines:
            ours = [one for one in free if owners[one] == line.org_id] if chance.random() < 0.9 else free
            if not ours or chance.random() < 0.2 or any(one.local_id == line.local_id for one in found):
                continue
            lars = ours[0]
            basis = chance.choice(["source_id", "text", "text", "text"])
            if basis == "text":
                free.remove(lars)
            found += _dated(chance, told, line, lars, basis)
    return found


def _dated(chance: random.Random, told: Told, line: Line, lars: str, basis: str) -> list[Link]:
    """Give a pair its time, up to when the list said otherwise; sometimes a later text makes it another."""
    later = [one.moment for one in told.deliveries if one.inventory.endswith(line.local_id.split("-")[0])]
    holding = [one.moment for one in told.deliveries if line in one.lines]
    ended = min((one for one in later if one > max(holding)), default=None)
    begun = max(min(holding), at(chance.choice(["2025-06-02", "2025-06-02", "2026-01-14"])))
    said = {"org_id": line.org_id, "local_id": line.local_id, "lars": lars, "basis": basis}
    states = ["certain", "certain", "possible", "none"]
    if ended and ended <= begun:
        return []
    turn = at("2026-02-20")
    if chance.random() < 0.3 and begun < turn and not (ended and ended <= turn):
        return [
            Link(begun, turn, **said, alone=chance.choice(states)),
            Link(turn, ended, **said, alone=chance.choice(states)),
        ]
    return [Link(begun, ended, **said, alone=chance.choice(states))]


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
