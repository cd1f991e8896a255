"""One collection from outside to published, as every command and the worker do it."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.archive import Archive
from ingest.exports import source_of
from ingest.http import Door, FetchError, Limits, unheard
from ingest.run import EXIT, FAILED, Run, worst
from ingest.source import Source
from ingest.sources import REGISTER, inventory, reader
from sql.settings import Settings
from sql.status import status_of, write_status
from sql.store import Store

_LOG = logging.getLogger(__name__)
_MEGABYTE = 1024 * 1024


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

    def sources(self, names: Sequence[str] = ()) -> list[Source]:
        """Return the sources of these names, or all of them. Raises UnknownSourceError."""
        ours = [inventory.source(one.name, one.organisation, one.path) for one in self.settings.inventories]
        every = {source.name: source for source in (*REGISTER, *ours)}
        unknown = [name for name in names if name not in every]
        if unknown:
            msg = f"no source {unknown[0]!r}; there are: {', '.join(every)}"
            raise UnknownSourceError(msg)
        return [source for name, source in every.items() if not names or name in names]

    def collect(self, names: Sequence[str], observed_at: datetime) -> int:
        """Run sources, publish what follows, write the status; return the exit code."""
        self._settle()
        with Store(self.data / "store.duckdb") as store, closing(self._door()) as door:
            states = self._run(store).collect(self.sources(names), door, observed_at)
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

    def rebuild(self) -> str | None:
        """Make the store anew from the archive alone, then publish if that gives other facts."""
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

    def last_collected(self, names: Sequence[str]) -> dict[str, datetime | None]:
        """Return when each source was last collected whole."""
        self._settle()
        with Store(self.data / "store.duckdb") as store:
            return {name: store.collected(name) for name in names}

    def _run(self, store: Store) -> Run:
        return Run(Archive(self.data / "archive"), store, self.now, reader, self.told)

    def _after(self, store: Store) -> str | None:
        name, totals = self.publish(store)
        known = {source.name: source.standby for source in self.sources()}
        write_status(self.data, status_of(store, self.data, known, self.now(), totals))
        return name

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
