"""Which registrations a line surely or possibly is, given what people decided and what pairs alone say."""

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from tests.metrics.oracle.words import UNKNOWN

if TYPE_CHECKING:
    from tests.metrics.oracle.inventories import Delivery, Inventories, Line, Link

Key: TypeAlias = tuple[str, str]
#: Of lines that nothing settles: the registrations that each may be, and how surely.
Found: TypeAlias = dict[Key, dict[str, str]]
CERTAIN, POSSIBLE = "certain", "possible"


def key_of(line: "Line | Link") -> Key:
    return line.org_id, line.local_id


class Linking:
    """Reads the rules of links from what was known on a day."""

    def __init__(self, told: "Inventories") -> None:
        self.told = told
        self._found: dict[dt.datetime | None, Found] = {}

    def verdicts(self, line: "Line | Link") -> dict[str, str]:
        ours = [one for one in self.told.told.decisions if one.in_force(self.told.known_on)]
        ours = [one for one in ours if (one.org_id, one.local_id) == key_of(line)]
        return {one.lars: one.verdict for one in sorted(ours, key=lambda one: one.known_from)}

    def settled(self, line: "Line") -> list[str]:
        """Return the registrations that people say a line is, else the one of a near body that it names itself."""
        same = [lars for lars, verdict in self.verdicts(line).items() if verdict == "same"]
        return same or [lars for lars in self.named(line) if not self._far(line.org_id, lars)][:1]

    def named(self, line: "Line") -> list[str]:
        """Return what a line names and the register has, unless somebody decided against it."""
        verdicts, known = self.verdicts(line), self.told.known.histories
        return [lars for lars in (line.lars, line.address) if lars in known and verdicts.get(lars) != "not_same"]

    def certain(self, line: "Line") -> list[str]:
        return self.settled(line) or self._of_state(line, CERTAIN)

    def possible(self, line: "Line") -> list[str]:
        settled = self.settled(line)
        unsure = [lars for lars, verdict in self.verdicts(line).items() if verdict == "unsure" and lars not in settled]
        return unsure + ([] if settled else self.named(line) + self._of_state(line, POSSIBLE))

    def _of_state(self, line: "Line", state: str) -> list[str]:
        """Return what pairs say of a line: now if it still stands on a list unsettled, else as when it last did."""
        here = [one for one in self.there(None) if key_of(one) == key_of(line)]
        if here and not any(self.settled(one) for one in here):
            found = self.found(None)
        elif ended := self.ended(line):
            found = self.found(ended)
        else:
            return []
        return [lars for lars, one in found.get(key_of(line), {}).items() if one == state]

    def there(self, moment: dt.datetime | None) -> list["Line"]:
        """Return the lines on any list at the end of the day, or just before a moment."""
        last = {}
        for one in self._deliveries():
            if moment is None or one.moment < moment:
                last[one.inventory] = one
        return [line for one in last.values() for line in one.lines]

    def ended(self, line: "Line") -> dt.datetime | None:
        """Return when a list no longer said exactly this, if that is known."""
        inventory = next(one.inventory for one in self._deliveries() if line in one.lines)
        ours = [one for one in self._deliveries() if one.inventory == inventory]
        last = max(number for number, one in enumerate(ours) if line in one.lines)
        return ours[last + 1].moment if last + 1 < len(ours) else None

    def _deliveries(self) -> list["Delivery"]:
        every = sorted(self.told.told.deliveries, key=lambda one: one.moment)
        return [one for one in every if one.day <= self.told.known_on]

    def found(self, moment: dt.datetime | None) -> Found:
        if moment not in self._found:
            self._found[moment] = self._find(moment)
        return self._found[moment]

    def _find(self, moment: dt.datetime | None) -> Found:
        lines = self.there(moment)
        settled = {(key_of(one), lars) for one in lines for lars in self.settled(one)}
        free = {key_of(one) for one in lines} - {key for key, _ in settled}
        links = [one for one in self.told.told.links if key_of(one) in free and self._holds(one, moment)]
        links = [one for one in links if one.lars not in self.verdicts(one) and self._near(one.org_id, one.lars)]
        found: Found = defaultdict(dict)
        for basis in ("url", "source_id"):
            for key in sorted(free - set(found)):
                found |= {key: dict.fromkeys(ours, CERTAIN)} if (ours := _by(links, key, basis)) else {}
        taken = {(key[0], lars) for key, lars in settled} | {(key[0], lars) for key in found for lars in found[key]}
        exact = set(found)
        for one in links:
            if one.basis == "text" and key_of(one) not in exact and (one.org_id, one.lars) not in taken:
                found[key_of(one)][one.lars] = one.alone
        return found

    def _holds(self, link: "Link", moment: dt.datetime | None) -> bool:
        if moment is None:
            return link.in_force(self.told.known_on)
        return link.known_from < moment and (link.known_to is None or link.known_to >= moment)

    def _near(self, org_id: str, lars: str) -> bool:
        """Say whether a registration is of a body, or of the one above it or one below it."""
        above = {one: body.ministry or one for one, body in self.told.bodies.items()}
        return any(org_id in {one, above.get(one)} or above.get(org_id) == one for one in self._owners(lars))

    def _far(self, org_id: str, lars: str) -> bool:
        """Say whether it is known to be of other bodies than those."""
        owners = self._owners(lars)
        return bool(owners) and UNKNOWN not in owners and not self._near(org_id, lars)

    def _owners(self, lars: str) -> set[str]:
        known = self.told.known
        shown = [version for one in known.histories.get(lars, []) for _, version in one.shown]
        return {known.organisation(one, self.told.known_on) for one in shown}


def _by(links: list["Link"], key: Key, basis: str) -> list[str]:
    return [one.lars for one in links if key_of(one) == key and one.basis == basis]
