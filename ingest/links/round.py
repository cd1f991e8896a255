"""A round along many links: each host in turn, no longer than there is time, and no blame for our own network.

That nobody was reached says something of a link only once somebody else answered after it. So such
looks wait; when a round ends with some that wait, or many hosts in a row were silent, a few links
that were alive are asked, as witnesses. Without an answer from one of those the looks do not count.
"""

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from ingest.links.look import Looker, host_of
from ingest.links.outcomes import IN_VAIN, TROUBLE, Look

_LOG = logging.getLogger(__name__)
#: So many silent hosts in a row make us doubt our own network.
_SILENT: Final = 10
_WITNESSES: Final = 3
#: So many troubles with a host, and it is left alone for the rest of the night.
_TROUBLES: Final = 3
_TOLD_EACH: Final = 50


@dataclass
class Round:
    """One round. ``enough`` ends it early; ``most`` links, ``seconds`` by the clock of the web."""

    looker: Looker
    enough: Callable[[], bool]
    most: int
    seconds: float
    #: What counts, and how many looks did not, by outcome.
    done: dict[str, Look] = field(default_factory=dict)
    in_vain: Counter[str] = field(default_factory=Counter)
    _waiting: dict[str, Look] = field(default_factory=dict)
    _troubles: Counter[str] = field(default_factory=Counter)
    _left_alone: set[str] = field(default_factory=set)

    def go(self, links: Sequence[str], alive: Sequence[str]) -> None:
        """Look at links, in this order but each host in turn; ``alive`` are others, to be witnesses."""
        queues: dict[str, deque[str]] = {}
        for link in links:
            queues.setdefault(host_of(link), deque()).append(link)
        pace, begun = self.looker.pace, self.looker.web.clock()
        while queues and not self._over(begun):
            host = min(queues, key=pace.free)
            link = queues[host].popleft()
            self._take(link, host, self.looker.look(link))
            if not queues[host] or host in self._left_alone:
                del queues[host]
            if len({host_of(one) for one in self._waiting}) >= _SILENT and not self._witnessed(alive):
                return
        if self.enough():
            # Somebody waits for us: what cannot be sure now is looked at another night.
            self._waiting.clear()
        if self._waiting:
            self._witnessed(alive)

    def _over(self, begun: float) -> bool:
        late = self.looker.web.clock() - begun >= self.seconds
        return late or len(self.done) + len(self._waiting) >= self.most or self.enough()

    def _take(self, link: str, host: str, look: Look) -> None:
        if look.answered:
            self._counts()
        (self._waiting if look.outcome in IN_VAIN else self.done)[link] = look
        self._troubles[host] += look.outcome in TROUBLE
        if look.wait or self._troubles[host] >= _TROUBLES:
            self._left_alone.add(host)
        looked = len(self.done) + len(self._waiting)
        if looked % _TOLD_EACH == 0:
            _LOG.info("looking at links", extra={"looked": looked, "most": self.most})

    def _counts(self) -> None:
        self.done |= self._waiting
        self._waiting.clear()

    def _witnessed(self, alive: Sequence[str]) -> bool:
        """Whether somebody answers now; if not, what waited does not count."""
        if any(self.looker.look(link).answered for link in islice(self._witnesses(alive), _WITNESSES)):
            self._counts()
            return True
        self.in_vain.update(look.outcome for look in self._waiting.values())
        self._waiting.clear()
        return False

    def _witnesses(self, alive: Sequence[str]) -> Iterator[str]:
        passed = self._left_alone | {host_of(link) for link in self._waiting}
        answered = [link for link, look in reversed(self.done.items()) if look.answered]
        for link in (*answered, *alive):
            if (host := host_of(link)) not in passed:
                passed.add(host)
                yield link
