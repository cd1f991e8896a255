"""The command line: reads the configuration, wires the rooms together, turns errors into words."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import astuple
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import duckdb

from dashboard import deciding, held_runs, ledgers, linking, monitor, terminal, validated
from dashboard.commands import add_reading
from dashboard.entering import Runs, add_entering
from dashboard.serving import add_address, add_serving
from dashboard.terminal import NothingPublishedError
from dashboard.text import LANGUAGES
from ingest import check, exports, inspection, sample, spool
from ingest import draft as ingest_draft
from ingest.archive import Archive, ArchiveError
from ingest.collect import Collector, UnknownSourceError
from ingest.commands import Commands
from ingest.console import Console, configure_logging
from ingest.http import Door, FetchError, Limits
from ingest.inventories import terminal as inventories
from ingest.lists.columns import ListError
from ingest.lists.read import read_list
from ingest.run import DROPPED, RELEASED, BackwardsError, DecisionError
from ingest.source import SourceChangedError
from ingest.sources import reader
from ingest.worker import code_of, told_to_stop
from metrics import draft, lists, record
from metrics.explain import UnitsError
from metrics.reconciliation import reconciliation
from metrics.registry import QuestionError
from sql import mart
from sql.arguments import Add, UseError
from sql.disk import ADVICE, DiskError, is_full
from sql.entry import LedgerError
from sql.fields import STANDARDS
from sql.heartbeat import last_beat
from sql.journal import TamperedError
from sql.ledger import PREFIX
from sql.lock import LockedError, owned
from sql.publications import PublicationError
from sql.settings import InventorySettings, RegisterSettings, Settings, SettingsError, read_settings
from sql.status import read_status
from sql.store import ConflictError, Store

GOOD, WRONG_USE, HELD, FAILED, NOTHING_PUBLISHED, LOCKED = 0, 2, 3, 4, 5, 75
_SAMPLE: Final = "sample"


def now() -> datetime:
    """Return the present moment: the only clock there is; everything below is handed the time."""
    return datetime.now(UTC)


def collector(data: Path, settings: Settings, console: Console | None = None) -> Collector:
    """Wire ingest and metrics together for one data folder."""

    def publish(store: Store) -> tuple[str | None, list[dict[str, object]]]:
        record.judge(store)
        facts = record.facts_of(store)
        return record.publish(store, facts, data, now()), reconciliation(facts, store.rows("totals"))

    contact = settings.register.contact
    agent = f"Vulgraad/{metadata.version('vulgraad')} (algorithm register monitor{'; ' + contact if contact else ''})"
    made = Collector(data, settings, publish, now, agent)
    if console:
        made.heard, made.told = console.heard, console.told
    return made


def status(args: argparse.Namespace) -> int:
    """Print the state of every source."""
    if args.check:
        return terminal.check(monitor.troubles(read_status(args.data), last_beat(args.data), now()))
    return terminal.status(args)


def write_ledger(args: argparse.Namespace) -> int:
    """Write in a ledger, then have it taken in at once: by the worker if one runs."""
    work = {"add": ledgers.add, "import": ledgers.bring, "withdraw": ledgers.withdraw}[args.action]
    return _written(args, args.name, lambda: work(args, now()))


def write_review(args: argparse.Namespace) -> int:
    """Write what somebody decided about pairs, then have it taken in as any entry of a ledger."""
    work = {"decide": deciding.decide, "undo": deciding.undo, "accept-identical": deciding.accept}[args.action]
    return _written(args, deciding.LEDGER.name, lambda: work(args, now()))


def _written(args: argparse.Namespace, name: str, write: Callable[[], Sequence[str]]) -> int:
    """Write in a ledger (``write`` returns the names of the entries, or none), and have it taken in."""
    observed_at = COMMANDS.possible(args.observed_at) if args.observed_at else None
    archive = args.data / "archive"
    manifest: list[dict[str, Any]] = []
    if archive.exists():
        # Its last line may be being written; what went before is kept.
        with suppress(ArchiveError):
            manifest.extend(Archive(archive).lines())
    ledgers.check_kept(args.data, name, manifest)
    names = write()
    if not names:
        return GOOD
    print(f"{name}: {names[0]}{f' to {names[-1]}' if len(names) > 1 else ''} written")
    try:
        return COMMANDS.take_in(args, [PREFIX + name], observed_at)
    except LockedError as error:
        print(f"It stands in the ledger, and the next run takes it in: {error}")
        return LOCKED


def list_ledgers(args: argparse.Namespace) -> int:
    """List the ledgers that people keep, or the entries of one; other actions write in them."""
    archive = args.data / "archive"
    lines = Archive(archive).lines() if archive.exists() else ()
    return ledgers.listed(args, [line for line in lines if line["kind"] in {RELEASED, DROPPED}])


def held(args: argparse.Namespace) -> int:
    """List the runs that hold something; with a run, show what it holds beside the last good one."""
    if args.held_run:
        held_runs.attempts(inspection.held(args.data, args.held_run, reader), args.format)
    else:
        held_runs.runs(args.data, args.format)
    return GOOD


# Processes


def up(args: argparse.Namespace) -> int:
    """Run web and worker together; show the sample while there is nothing real to show."""
    where = args.data / _SAMPLE
    common = ["--data", str(args.data), *(["--config", str(args.config)] if args.config else [])]
    address = [f"--host={args.host or args.settings.web.host}", f"--port={args.port or args.settings.web.port}"]
    run = [sys.executable, "-m", "vulgraad"]
    children = [
        subprocess.Popen([*run, "web", *common, *address, "--audience=internal", f"--sample={where}"]),
        subprocess.Popen([*run, "worker", *common]),
    ]
    stop = told_to_stop()
    print(f"Vulgraad: http://{address[0][7:]}:{address[1][7:]}/  (Ctrl-C stops it)", flush=True)
    try:
        if mart.pointer(args.data) is None:
            reason = _unreachable(args.settings)
            if reason:
                print(f"The register cannot be reached ({reason}); showing the built-in sample.", flush=True)
                make_sample(where, reason)
        while not stop.wait(0.5) and all(child.poll() is None for child in children):
            pass
    finally:
        for child in children:
            child.terminate()
        codes = [_ended(child, args.settings.register.read_seconds) for child in children]
    return GOOD if stop.is_set() else max((code for code in codes if code > 0), default=FAILED)


def _ended(child: subprocess.Popen[bytes], read_seconds: float) -> int:
    """Return how a child ended; one that does not end after its last request could have is killed."""
    try:
        return child.wait(timeout=read_seconds + 15)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _unreachable(settings: Settings) -> str | None:
    """Return why the register cannot be reached, None when it answers."""
    patience = Limits(connect_seconds=5, read_seconds=10, attempts=1)
    with closing(Door(settings.register.base_url, "Vulgraad", patience)) as door:
        try:
            door.ask("GET", "/algoritme/total-count")
        except FetchError as error:
            return str(error)
    return None


def make_sample(where: Path, reason: str) -> None:
    """Collect the sample register into its own data folder, the way the real one is collected."""
    where.mkdir(parents=True, exist_ok=True)
    (where / "reason.txt").write_text(reason, "utf-8")
    if mart.pointer(where) is not None:
        return
    answers = where / "register"
    if not answers.exists():
        sample.write(answers)
    lists = tuple(
        InventorySettings(organisation, path, name=organisation)
        for organisation, path in sample.inventory_files(answers).items()
    )
    with owned(where):
        for moment in sample.DAYS:
            with sample.SampleRegister(answers, moment.date()) as register:
                settings = Settings(RegisterSettings(base_url=register.base_url), inventories=lists)
                collector(where, settings).collect((), moment)


def write_sample(args: argparse.Namespace) -> int:
    """Write the sample register's answers and inventories to a folder."""
    if args.folder.exists() and any(args.folder.iterdir()):
        msg = f"{args.folder} is not empty"
        raise UseError(msg)
    sample.write(args.folder)
    return GOOD


def validate(args: argparse.Namespace) -> int:
    """Say what to fix in an inventory, or in a draft registration, before it is delivered."""
    if args.mapping or (args.kind or check.kind_of(args.file)) == "inventory":
        found, scored = [validated.of_fault(*astuple(one)) for one in check.faults(args.file, args.mapping)], []
    else:
        drafts = ingest_draft.read(args.file, args.standard)
        told = draft.findings(drafts.rows, drafts.columns)
        told = sorted([*told, *draft.to_check(drafts.rows, told)], key=lambda one: one.row)
        found = [validated.told(one, args.language) for one in told]
        scored = draft.scores(drafts.rows)
    return validated.report(found, scored, args.format, args.language)


def link(args: argparse.Namespace) -> int:
    """Link the rows of any two lists of systems, without a store: an inventory and registrations, or two of a kind."""
    left = _side(args.left, args.left_column, "--left-column")
    right = _side(args.right, args.right_column, "--right-column")
    wanted = linking.Wanted(args.format, args.language, args.least, args.only)
    linking.check(wanted)
    linking.report(left, right, lists.linked(left.rows, right.rows), wanted)
    return GOOD


def _side(file: Path, named: Sequence[tuple[str, str]], option: str) -> linking.Side:
    read = read_list(file, dict(named), option)
    return linking.Side(str(file), read.rows, read.columns, read.older, read.unnumbered, read.header_row)


# What can be written on the command line


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("vulgraad", description="How full is the Dutch Algorithm Register?")
    parser.add_argument("--version", action="version", version=metadata.version("vulgraad"))
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, help="configuration file (TOML)")
    common.add_argument(
        "--data", type=Path, default=Path(os.environ.get("VULGRAAD_DATA", "data")), help="data folder (default ./data)"
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = commands.add_parser(name, parents=[common], help=run.__doc__, description=run.__doc__)
        one.set_defaults(run=run)
        return one

    add_reading(add)
    one = add("status", status)
    one.add_argument("--json", action="store_true", help="for a machine to read")
    one.add_argument("--check", action="store_true", help="for a monitor: say what goes wrong, and exit with 3 or 4")
    COMMANDS.add(add)
    one = add("held", held)
    one.add_argument("held_run", nargs="?", metavar="RUN", help="a run, as vulgraad status names it")
    one.add_argument("--format", choices=("table", "json"), default="table")
    add_serving(add)
    add_address(add("up", up))
    _add_delivery(add)
    _add_inventory(commands, common)
    add_entering(add, Runs(list_ledgers, write_ledger, write_review))
    add("method", terminal.print_method)
    add("sample", write_sample).add_argument("folder", type=Path, metavar="DIR")
    return parser


def _add_delivery(add: Add) -> None:
    inventories.add_template(add)
    one = add("validate", validate)
    one.add_argument("file", type=Path, metavar="FILE", help="an inventory, or draft registrations (JSON or a table)")
    one.add_argument("--as", dest="kind", choices=check.KINDS, help="what it is (default: by its columns)")
    one.add_argument("--mapping", type=Path, metavar="M.toml", help="for an inventory: how to read it")
    one.add_argument("--standard", choices=STANDARDS, help="for registrations (default: each one's own, else 1.0)")
    one.add_argument("--language", choices=LANGUAGES, default="nl")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")
    linking.add_options(add("link", link))


def _add_inventory(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401 - argparse names no type
    told = "Propose a mapping for an inventory, or show what would be understood."
    inventories.add_commands(commands.add_parser("inventory", help=told, description=told), [common])


#: What a command may refuse with, and its exit code.
_CODES: Final[dict[type[Exception], int]] = {
    UseError: WRONG_USE,
    SettingsError: WRONG_USE,
    UnknownSourceError: WRONG_USE,
    ListError: WRONG_USE,
    lists.TooManyError: WRONG_USE,
    check.UnknownKindError: WRONG_USE,
    BackwardsError: WRONG_USE,
    DecisionError: WRONG_USE,
    TamperedError: FAILED,
    LedgerError: WRONG_USE,
    exports.UndatedError: WRONG_USE,
    QuestionError: WRONG_USE,
    NothingPublishedError: NOTHING_PUBLISHED,
    FetchError: FAILED,
    SourceChangedError: FAILED,
    ConflictError: FAILED,
    mart.MartError: FAILED,
    PublicationError: WRONG_USE,
    UnitsError: FAILED,
    DiskError: FAILED,
    ArchiveError: FAILED,
    duckdb.Error: FAILED,
    OSError: FAILED,
    spool.NoWorkerError: FAILED,
    LockedError: LOCKED,
}
COMMANDS: Final = Commands(now, collector, _CODES)


def _advice(error: Exception) -> str:
    """Return what to do about an error that does not say so itself."""
    if is_full(error) and not isinstance(error, DiskError):
        return f"The disk is full: {ADVICE}.\n"
    if isinstance(error, duckdb.Error):
        return "The store cannot be used. vulgraad rebuild makes it anew from the archive.\n"
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    args = _parser().parse_args(arguments)
    configure_logging()
    try:
        args.settings = read_settings(args.config)
        code: int = args.run(args)
    except BrokenPipeError:
        # Whoever read our output had enough of it.
        sys.stderr.close()
        return GOOD
    except tuple(_CODES) as error:
        sys.stderr.write(f"vulgraad: {error}\n{_advice(error)}")
        return code_of(error, _CODES)
    return code


if __name__ == "__main__":
    sys.exit(main())
