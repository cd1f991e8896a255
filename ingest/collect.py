"""One collection from outside to published, as every command and the worker do it."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest import schedule, spool
from ingest.archive import Archive, ArchiveError
from ingest.exports import source_of
from ingest.http import Door, FetchError, Limits, unheard
from ingest.keys import Keys
from ingest.links.web import Web
from ingest.run import EXIT, FAILED, Run, worst
from ingest.source import Source
from ingest.sources import REGISTER, inventory, ledgers, links, organisations, reader
from sql import mart
from sql.disk import DiskError
from sql.mart import MartError
from sql.settings import Settings
from sql.status import read_status, status_of, write_status
from sql.store import Store, digest

_LOG = logging.getLogger(__name__)
_MEGABYTE = 1024 * 1024
#: More missing bodies than this are only counted.
_TOLD = 20


class UnknownSourceError(ValueError):
    """A source was named that there is none of."""


@dataclass
class Collector:
    """Collects into one data folder, which the caller owns.

    ``publish`` gets the open store and returns the name of what it published, None when nothing
    changed, and the register's own totals beside ours; ``now`` is the clock; ``stop`` ends a run
    early; ``heard`` hears the bytes arriving and ``told`` each source's outcome.
    """

    data: Path
    settings: Settings
    publish: Callable[[Store], tuple[str | None, list[dict[str, object]]]]
    now: Callable[[], datetime]
    user_agent: str
    stop: threading.Event = field(default_factory=threading.Event)
    heard: Callable[[int], None] = unheard
    told: Callable[[str, str, str], None] = unheard
    #: The way to the pages that registrations link to.
    web: Web = field(default_factory=Web)
    #: When each ledger was last written, and its size, as ``grown`` saw it.
    _looked_at: dict[str, tuple[int, int]] = field(default_factory=dict)

    def sources(self, names: Sequence[str] = ()) -> list[Source]:
        """Return the sources of these names, or all that are scheduled. Raises UnknownSourceError."""
        ours = [inventory.source(one) for one in self.settings.inventories]
        elsewhere = [organisations.at(url)] if (url := self.settings.organisations.url) else []
        once = {str(one["name"]) for one in read_status(self.data).get("sources", ())}
        kept = [ledgers.source(name, path) for name, path in ledgers.files(self.data, once).items()]
        looking = links.source(self.settings.links, self.web, self._wanted_elsewhere)
        every = {source.name: source for source in (*REGISTER, *elsewhere, *ours, *kept, looking)}
        unknown = [name for name in names if name not in every]
        if unknown:
            msg = f"no source {unknown[0]!r}; there are: {', '.join(every)}"
            raise UnknownSourceError(msg)
        scheduled = [name for name in every if name != links.NAME or self.settings.links.enabled]
        return [source for name, source in every.items() if name in (names or scheduled)]

    def _wanted_elsewhere(self) -> bool:
        """Whether what can wait should: we are told to stop, or somebody waits for an answer."""
        return self.stop.is_set() or spool.is_waited_for(self.data)

    def collect(self, names: Sequence[str], observed_at: datetime) -> int:
        """Run sources, publish what follows, write the status; return the exit code.

        Without names, all but those that are collected apart.
        """
        self._settle()
        wanted = [source for source in self.sources(names) if names or not source.apart]
        with Store(self.data / "store.duckdb") as store, closing(self._door()) as door:
            states = self._run(store).collect(wanted, door, observed_at)
            self._after(store)
        return EXIT[worst(states.values())]

    def take(self, files: Sequence[tuple[datetime, Path]], name: str = "") -> int:
        """Take in exports that were collected earlier, each a run, and publish once; return the exit code.

        ``name`` is the source they are of, empty to go by what they look like.
        """
        self._settle()
        with Store(self.data / "store.duckdb") as store:
            states = [self._take(store, moment, file, name) for moment, file in files if not self.stop.is_set()]
            self._after(store)
        # Told to stop before the last file: not all was done.
        return EXIT[worst(states) if len(states) == len(files) else FAILED]

    def _take(self, store: Store, moment: datetime, file: Path, name: str) -> str:
        run = self._run(store)
        run.told = lambda source, state, reason: self.told(f"{source} {file.name}", state, reason)
        return run.take(source_of(file, name, self.settings.register.max_megabytes), moment)

    def decide(self, run: str, kind: str, author: str, why: str) -> None:
        """Release what a run held, or drop what it held or brought, and publish what follows."""
        self._settle()
        with Store(self.data / "store.duckdb") as store:
            self._run(store).decide(run, kind, author, why)
        self.refresh()

    def erase(self, inventory: str, author: str, why: str) -> int:
        """Make an inventory unreadable for ever, wherever it was kept; return how many deliveries that were."""
        self._settle()
        with Store(self.data / "store.duckdb") as store:
            count = self._run(store).erase(inventory, author, why)
        self.refresh()
        # The marts before this one still hold its lines.
        mart.sweep(self.data, keep=1)
        return count

    def rebuild(self) -> str | None:
        """Make the store anew from the archive alone, then publish if that gives other facts.

        Raises ArchiveError, before anything is touched, that names every body which the archive lacks.
        """
        with Store(self.data / "store.rebuilt.duckdb") as store:
            lacking = self._run(store).lacking()
        if lacking:
            told = "\n".join(lacking[:_TOLD] + ([f"and {len(lacking) - _TOLD} more"] if len(lacking) > _TOLD else []))
            msg = f"the archive lacks what {len(lacking)} collections need; nothing was changed:\n{told}"
            raise ArchiveError(msg)
        self._make_anew()
        with Store(self.data / "store.duckdb") as store:
            return self._after(store)

    def _settle(self) -> None:
        """Bring the store to where the manifest is, whatever the last run left undone."""
        with Store(self.data / "store.duckdb") as store:
            self._run(store).catch_up()
            anew = store.rows("holds_dropped")[0][0]
        if anew:
            self._make_anew()

    def _make_anew(self) -> None:
        draft = self.data / "store.rebuilt.duckdb"
        for leftover in (draft, draft.with_suffix(".duckdb.wal")):
            leftover.unlink(missing_ok=True)
        with Store(draft) as store:
            self._run(store).catch_up()
        (self.data / "store.duckdb.wal").unlink(missing_ok=True)
        draft.replace(self.data / "store.duckdb")

    def refresh(self) -> str | None:
        """Publish what the store knows if the marts do not say so yet: after an upgrade, or a crash."""
        self._settle()
        with Store(self.data / "store.duckdb") as store:
            return self._after(store)

    def missed(self) -> list[str]:
        """Return the sources that should have been collected by now and were not, with their fallbacks.

        What is collected apart waits until nothing else is missed, and a night that failed is not
        made up for: it asks others, who are not to be asked every hour.
        """
        self._settle()
        apart = [source for source in self.sources() if source.apart]
        sources = [source for source in self.sources() if not source.apart]
        with Store(self.data / "store.duckdb") as store:
            found = schedule.due(sources, store.collected, self.now())
            # A fallback alone is no reason to run: its source is.
            if not any(not source.standby for source in found):
                found = schedule.due(apart, store.attempted, self.now())
        return [source.name for source in found]

    def grown(self) -> list[str]:
        """Return the ledgers that were written to since they were last taken in, or last asked about here."""
        found = {}
        for name, path in ledgers.files(self.data).items():
            about = path.stat().st_mtime_ns, path.stat().st_size
            if self._looked_at.get(name) != about:
                self._looked_at[name] = about
                found[name] = digest(path.read_bytes())
        if not found:
            return []
        self._settle()
        with Store(self.data / "store.duckdb") as store:
            return [name for name, sha256 in found.items() if ledgers.taken_in(store.shown(name)) != sha256]

    def _run(self, store: Store) -> Run:
        return Run(Archive(self.data / "archive"), Keys(self.data / "keys"), store, self.now, reader, self.told)

    def _after(self, store: Store) -> str | None:
        try:
            name, totals = self.publish(store)
        except (DiskError, MartError) as error:
            self._tell(store, read_status(self.data).get("totals", []), str(error))
            raise
        self._tell(store, totals, None)
        return name

    def complain(self, problem: str) -> None:
        """Write into the status why nothing was collected, where nobody else would hear it; a good run clears it."""
        with Store(self.data / "store.duckdb") as store:
            self._tell(store, read_status(self.data).get("totals", []), problem)

    def _tell(self, store: Store, totals: list[dict[str, object]], problem: str | None) -> None:
        known = {source.name: source.standby for source in self.sources()}
        status = status_of(store, self.data, known, self.now())
        write_status(self.data, status | {"totals": totals, "problem": problem})

    def _door(self) -> Door:
        register = self.settings.register
        limits = Limits(
            read_seconds=register.read_seconds,
            whole_seconds=register.whole_seconds,
            rate_after_seconds=register.slow_after_seconds,
            attempts=register.attempts,
            max_bytes=register.max_megabytes * _MEGABYTE,
        )
        return Door(register.base_url, self.user_agent, limits, self._hear)

    def _hear(self, size: int) -> None:
        if self.stop.is_set():
            request, reason = "stopped", "the worker was told to stop"
            raise FetchError(request, reason)
        self.heard(size)
