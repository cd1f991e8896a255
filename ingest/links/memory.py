"""What is known of each link from one night to the next: pure functions of bodies, looks and days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from ingest.links.look import host_of
from ingest.links.outcomes import ALIVE, DEAD, LASTING, Look, verdict
from sql.store import digest

ZONE: Final = ZoneInfo("Europe/Amsterdam")
#: On so many days in a row it must be the same before a link is called dead that only gave trouble.
_DAYS: Final = 3
#: A host that asks for more patience than this is asked again all the same.
_LONGEST_WAIT: Final = timedelta(days=30)

#: What is kept of a link: state, outcome, status, since (day), days, looked_at, wait_until (instants).
Known: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Rhythm:
    """After how many days a link is looked at again, and one that gave no page."""

    days: int
    dead_days: int


def due(links: Collection[str], before: Mapping[str, Known], now: datetime, rhythm: Rhythm) -> list[str]:
    """Return the links to look at: those never looked at first, then the oldest, in another order every day."""
    patience = {host_of(link) for link, known in before.items() if _waits(known, now)}
    found = [one for one in links if _is_due(before.get(one), now, rhythm)]
    found = [one for one in found if host_of(one) not in patience] if patience else found
    today = now.astimezone(ZONE).date()
    return sorted(found, key=lambda one: (_looked_on(before.get(one)) or date.min, digest(f"{today}{one}")))


def _waits(known: Known, now: datetime) -> bool:
    return bool(known.get("wait_until")) and datetime.fromisoformat(known["wait_until"]) > now


def _is_due(known: Known | None, now: datetime, rhythm: Rhythm) -> bool:
    looked = _looked_on(known)
    if known is None or looked is None:
        return True
    # A wall stays a wall: only what can become dead, or come back, is asked about sooner.
    soon = known["state"] == DEAD or known["outcome"] in LASTING
    return (now.astimezone(ZONE).date() - looked).days >= (rhythm.dead_days if soon else rhythm.days)


def _looked_on(known: Known | None) -> date | None:
    return datetime.fromisoformat(known["looked_at"]).astimezone(ZONE).date() if known else None


def after(known: Known | None, look: Look, now: datetime) -> dict[str, Any]:
    """Return what is known of a link after a look at it."""
    today = now.astimezone(ZONE).date()
    days = 1
    if known and known["outcome"] == look.outcome:
        days = known["days"] + (_looked_on(known) != today)
    state = verdict(look.outcome, days, _DAYS)
    same = known is not None and known["state"] == state
    wait = min(timedelta(seconds=look.wait), _LONGEST_WAIT) if look.wait and state != ALIVE else None
    return {
        "state": state,
        "outcome": look.outcome,
        "status": look.status,
        "since": known["since"] if known and same else today.isoformat(),
        "days": days,
        "looked_at": now.isoformat(),
        **({"wait_until": (now + wait).isoformat()} if wait else {}),
    }


def witnesses(before: Mapping[str, Known], looked: Sequence[str]) -> list[str]:
    """Return links that were alive and are not looked at now, the last seen first."""
    alive = [one for one, known in before.items() if known["state"] == ALIVE and one not in set(looked)]
    return sorted(alive, key=lambda one: (before[one]["looked_at"], one), reverse=True)
