"""The commands that collect, decide and erase: what may be asked of each, and what it does.

The running worker does it, or they do it themselves when none runs.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from ingest import exports, spool
from ingest.collect import Collector
from ingest.console import Console
from ingest.run import DROPPED, EXIT, OK, RELEASED
from ingest.worker import Codes, serve, told_to_stop
from sql.arguments import Add, UseError, moment
from sql.heartbeat import beating
from sql.lock import owned
from sql.settings import Settings

_OPENED: Final = datetime(2022, 12, 21, tzinfo=UTC)


@dataclass(frozen=True)
class Commands:
    """The commands, and what they are wired to.

    ``now`` is the clock, ``collector`` makes the collector of a data folder, and ``codes`` says what a command may
    refuse with. Each command takes what was read from its command line, and returns its exit code.
    """

    now: Callable[[], datetime]
    collector: Callable[[Path, Settings, Console | None], Collector]
    codes: Codes

    def add(self, add: Add) -> None:
        """Add the commands; ``add`` adds one under a name."""
        one = add("ingest", self.ingest)
        one.add_argument("sources", nargs="*", metavar="SOURCE", help="sources to run (default all)")
        one.add_argument("--observed-at", type=moment, help="when the answers were collected (default now)")
        add("worker", self.worker)
        add("rebuild", self.rebuild)
        for name in ("release", "drop"):
            one = add(name, self.decide)
            one.add_argument("held_run", metavar="RUN", help="the run, as vulgraad status names it")
            _add_reason(one)
        one = add("erase", self.erase)
        one.add_argument("inventory", metavar="INVENTORY", help="its name, as vulgraad status gives it")
        _add_reason(one)
        one = add("import", self.import_files)
        one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or JSON files, or folders of them")
        one.add_argument("--observed-at", type=moment, help="when they were collected (default: the date in the name)")
        one.add_argument("--source", choices=exports.NAMES, help="which export they are (default: as they look)")

    def ingest(self, args: argparse.Namespace) -> int:
        """Run sources now and publish once."""
        observed_at = self.possible(args.observed_at or self.now())
        return self._collect(args, "ingest", args.sources, observed_at)

    def take_in(self, args: argparse.Namespace, sources: Sequence[str], observed_at: datetime | None) -> int:
        """Run the sources of ledgers; without a moment, as of when somebody gets to it."""
        return self._collect(args, "ledger", sources, observed_at)

    def import_files(self, args: argparse.Namespace) -> int:
        """Take in exports that were collected earlier, oldest first, and publish once."""
        files = sorted(one for given in args.files for one in exports.dated(given, args.observed_at))
        if not files:
            msg = "no CSV or JSON file found to import"
            raise UseError(msg)
        told = [(self.possible(one).isoformat(), str(file)) for one, file in files]
        request = {"command": "import", "source": args.source or "", "files": told}

        def work() -> int:
            with self._collecting(args) as ours:
                return ours.take(files, args.source or "")

        return _by_worker_or_self(args, request, work)

    def rebuild(self, args: argparse.Namespace) -> int:
        """Make the store anew from the archive."""

        def work() -> int:
            name = self.collector(args.data, args.settings, None).rebuild()
            sys.stdout.write(f"rebuilt; {'published ' + name if name else 'the facts are what they were'}\n")
            return EXIT[OK]

        return _by_worker_or_self(args, {"command": "rebuild"}, work)

    def decide(self, args: argparse.Namespace) -> int:
        """Take in what a run held after all (release), or leave out what it held or brought (drop)."""
        kind = DROPPED if args.command == "drop" else RELEASED
        request = {"command": "decide", "run": args.held_run, "kind": kind, "author": args.author, "why": args.why}

        def work() -> int:
            with self._collecting(args) as ours:
                ours.decide(args.held_run, kind, args.author, args.why)
            return EXIT[OK]

        return _by_worker_or_self(args, request, work)

    def erase(self, args: argparse.Namespace) -> int:
        """Make all that an inventory ever delivered unreadable: its key goes, its lines leave every file."""
        name = args.inventory if args.inventory.startswith("inventory:") else f"inventory:{args.inventory}"
        request = {"command": "erase", "inventory": name, "author": args.author, "why": args.why}

        def work() -> int:
            with self._collecting(args) as ours:
                count = ours.erase(name, args.author, args.why)
            kept = "the manifest keeps that they were there, and why they are not"
            sys.stdout.write(f"erased {count} deliveries of {name}; {kept}\n")
            if any(f"inventory:{one.name}" == name for one in args.settings.inventories):
                sys.stdout.write("The configuration still names it: what is delivered there is taken in again.\n")
            return EXIT[OK]

        return _by_worker_or_self(args, request, work)

    def worker(self, args: argparse.Namespace) -> int:
        """Collect on schedule until told to stop."""
        stop = told_to_stop()
        with owned(args.data), spool.serving(args.data), beating(args.data, self.now), self._collecting(args) as ours:
            ours.stop = stop
            serve(ours, self.now, self.codes)
        return EXIT[OK]

    def possible(self, observed_at: datetime) -> datetime:
        """Return a moment at which the register can have been observed; raises UseError for any other."""
        if not _OPENED <= observed_at <= self.now():
            why = f"before the register opened ({_OPENED:%Y-%m-%d}) or in the future: a wrong date?"
            msg = f"{observed_at.isoformat()} is {why}"
            raise UseError(msg)
        return observed_at

    def _collect(
        self, args: argparse.Namespace, command: str, sources: Sequence[str], observed_at: datetime | None
    ) -> int:
        known = observed_at.isoformat() if observed_at else None
        request = {"command": command, "sources": sources, "observed_at": known}

        def work() -> int:
            with self._collecting(args) as ours:
                return ours.collect(sources, observed_at or self.now())

        return _by_worker_or_self(args, request, work)

    @contextmanager
    def _collecting(self, args: argparse.Namespace) -> Iterator[Collector]:
        """Yield the collector of a data folder, that tells on the terminal how it goes."""
        with Console() as console:
            yield self.collector(args.data, args.settings, console)


def _by_worker_or_self(args: argparse.Namespace, request: dict[str, Any], work: Callable[[], int]) -> int:
    """Let the running worker do it, and wait for its answer; do it ourselves when none runs."""
    if spool.is_served(args.data):
        answer = spool.ask(args.data, request)
        if answer.get("error"):
            sys.stderr.write(f"{answer['error']}\n")
        return int(answer["code"])
    with owned(args.data):
        return work()


def _add_reason(one: argparse.ArgumentParser) -> None:
    one.add_argument("--author", required=True, help="who decides")
    one.add_argument("--why", required=True, help="the reason, kept for ever")
