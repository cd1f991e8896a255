"""The command line: reads the configuration, wires the rooms together, turns errors into words."""

import argparse
import ipaddress
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import astuple
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import duckdb

from dashboard import (
    deciding,
    held_runs,
    ledgers,
    linking,
    monitor,
    reviewing,
    terminal,
    validated,
)
from dashboard.commands import add_reading
from dashboard.terminal import NothingPublishedError
from dashboard.text import LANGUAGES
from ingest import check, exports, inspection, sample, schedule, spool
from ingest import draft as ingest_draft
from ingest.archive import Archive, ArchiveError
from ingest.collect import Collector, UnknownSourceError
from ingest.console import Console, configure_logging
from ingest.http import Door, FetchError, Limits
from ingest.inventories import terminal as inventories
from ingest.lists.columns import ListError
from ingest.lists.read import read_list
from ingest.run import DROPPED, RELEASED, BackwardsError, DecisionError
from ingest.source import SourceChangedError
from ingest.sources import reader
from metrics import draft, lists, record
from metrics.explain import UnitsError
from metrics.reconciliation import reconciliation
from metrics.registry import QuestionError
from sql import arguments, mart, template
from sql.arguments import Add, UseError
from sql.disk import ADVICE, DiskError, is_full
from sql.entry import LedgerError
from sql.fields import STANDARDS
from sql.heartbeat import beating, last_beat
from sql.journal import TamperedError
from sql.ledger import PREFIX
from sql.lock import LockedError, owned
from sql.publications import PublicationError
from sql.settings import InventorySettings, RegisterSettings, Settings, SettingsError, read_settings
from sql.status import read_status
from sql.store import ConflictError, Store

GOOD, WRONG_USE, HELD, FAILED, NOTHING_PUBLISHED, LOCKED = 0, 2, 3, 4, 5, 75
_LOG = logging.getLogger("vulgraad")
_SAMPLE: Final = "sample"
_OPENED: Final = datetime(2022, 12, 21, tzinfo=UTC)


def now() -> datetime:
    """Return the present moment: the only clock there is; everything below is handed the time."""
    return datetime.now(UTC)


# Collecting


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


def by_worker_or_self(args: argparse.Namespace, request: dict[str, Any], work: Callable[[], int]) -> int:
    """Let the running worker do it, and wait for its answer; do it ourselves when none runs."""
    if spool.is_served(args.data):
        answer = spool.ask(args.data, request)
        if answer.get("error"):
            sys.stderr.write(f"{answer['error']}\n")
        return int(answer["code"])
    with owned(args.data):
        return work()


def ingest(args: argparse.Namespace) -> int:
    """Run sources now and publish once."""
    observed_at = _possible(args.observed_at or now())
    request = {"command": "ingest", "sources": args.sources, "observed_at": observed_at.isoformat()}

    def work() -> int:
        with Console() as console:
            return collector(args.data, args.settings, console).collect(args.sources, observed_at)

    return by_worker_or_self(args, request, work)


def _possible(moment: datetime) -> datetime:
    """Return a moment at which the register can have been observed; raises UseError for any other."""
    if not _OPENED <= moment <= now():
        msg = f"{moment.isoformat()} is before the register opened (2022-12-21) or in the future: a wrong date?"
        raise UseError(msg)
    return moment


def import_files(args: argparse.Namespace) -> int:
    """Take in exports that were collected earlier, oldest first, and publish once."""
    files = sorted(one for given in args.files for one in exports.dated(given, args.observed_at))
    if not files:
        msg = "no CSV or JSON file found to import"
        raise UseError(msg)
    told = [(_possible(moment).isoformat(), str(file)) for moment, file in files]
    request = {"command": "import", "source": args.source or "", "files": told}

    def work() -> int:
        with Console() as console:
            return collector(args.data, args.settings, console).take(files, args.source or "")

    return by_worker_or_self(args, request, work)


def rebuild(args: argparse.Namespace) -> int:
    """Make the store anew from the archive."""

    def work() -> int:
        name = collector(args.data, args.settings).rebuild()
        print(f"rebuilt; {'published ' + name if name else 'the facts are what they were'}")
        return GOOD

    return by_worker_or_self(args, {"command": "rebuild"}, work)


def decide(args: argparse.Namespace) -> int:
    """Take in what a run held after all (release), or leave out what it held or brought (drop)."""
    kind = DROPPED if args.command == "drop" else RELEASED
    request = {"command": "decide", "run": args.held_run, "kind": kind, "author": args.author, "why": args.why}

    def work() -> int:
        with Console() as console:
            collector(args.data, args.settings, console).decide(args.held_run, kind, args.author, args.why)
        return GOOD

    return by_worker_or_self(args, request, work)


def status(args: argparse.Namespace) -> int:
    """Print the state of every source."""
    if args.check:
        return terminal.check(monitor.troubles(read_status(args.data), last_beat(args.data), now()))
    return terminal.status(args)


def erase(args: argparse.Namespace) -> int:
    """Make all that an inventory ever delivered unreadable: its key goes, its lines leave every file."""
    name = args.inventory if args.inventory.startswith("inventory:") else f"inventory:{args.inventory}"
    request = {"command": "erase", "inventory": name, "author": args.author, "why": args.why}

    def work() -> int:
        with Console() as console:
            count = collector(args.data, args.settings, console).erase(name, args.author, args.why)
        print(f"erased {count} deliveries of {name}; the manifest keeps that they were there, and why they are not")
        if any(f"inventory:{one.name}" == name for one in args.settings.inventories):
            print("The configuration still names it: what is delivered there is taken in again.")
        return GOOD

    return by_worker_or_self(args, request, work)


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
    observed_at = _possible(args.observed_at) if args.observed_at else None
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
    source = [PREFIX + name]
    request = {"command": "ledger", "sources": source, "observed_at": observed_at.isoformat() if observed_at else None}

    def take_in() -> int:
        with Console() as console:
            return collector(args.data, args.settings, console).collect(source, observed_at or now())

    try:
        return by_worker_or_self(args, request, take_in)
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


def worker(args: argparse.Namespace) -> int:
    """Collect on schedule until told to stop."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    with owned(args.data), spool.serving(args.data), beating(args.data, now), Console() as console:
        ours = collector(args.data, args.settings, console)
        ours.stop = stop

        def look() -> None:
            spool.answer_all(args.data, partial(_answer, ours))
            if grown := ours.grown():
                run(grown)

        def run(names: Sequence[str]) -> None:
            if stop.is_set():
                return
            try:
                ours.collect(names, now())
            except _REFUSALS as error:
                # A clock that was put back, say; the next hour tries again.
                _LOG.error("not collected", extra={"sources": list(names), "reason": str(error)})
                ours.complain(str(error))

        def catch_up() -> None:
            if missed := ours.missed():
                run(missed)
            else:
                ours.refresh()

        jobs = schedule.scheduler(ours.sources(), run, catch_up, look)
        schedule.serve(jobs, stop)
    return GOOD


def _answer(ours: Collector, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"code": _carry_out(ours, request)}
    except _REFUSALS as error:
        return {"code": _code(error), "error": str(error)}


def _carry_out(ours: Collector, request: dict[str, Any]) -> int:
    if request["command"] == "rebuild":
        ours.rebuild()
        return GOOD
    if request["command"] == "decide":
        ours.decide(request["run"], request["kind"], request["author"], request["why"])
        return GOOD
    if request["command"] == "erase":
        ours.erase(request["inventory"], request["author"], request["why"])
        return GOOD
    if request["command"] == "ledger" and request["observed_at"] is None:
        # The worker looks at its ledgers itself too: only its own clock is surely after that.
        return ours.collect(request["sources"], now())
    if request["command"] == "import":
        files = [(datetime.fromisoformat(moment), Path(file)) for moment, file in request["files"]]
        return ours.take(files, request["source"])
    return ours.collect(request["sources"], datetime.fromisoformat(request["observed_at"]))


def web(args: argparse.Namespace) -> int:
    """Serve the pages of one audience."""
    # Dash takes a second and 100 MB to import; the worker and the other commands do without.
    from dashboard.app import WebSettings, create_app  # noqa: PLC0415
    from dashboard.serve import Server, listening  # noqa: PLC0415

    part = args.settings.web
    host, port = args.host or part.host, args.port or part.port
    if args.audience == "internal" and not _is_loopback(host):
        msg = f"internal pages are served on this machine only until there is sign-in; {host} is not loopback"
        raise UseError(msg)
    local = _is_loopback(host) and not part.public_url
    said = {"base_url": part.public_url, "contact": part.contact, "operator": part.operator, "licence": part.licence}
    pages = WebSettings(args.data, args.audience, args.sample, local=local, **said)
    Server(lambda: create_app(pages), listening(host, port), part.threads).run()
    return GOOD


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


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
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
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


def write_template(args: argparse.Namespace) -> int:
    """Write an empty inventory to fill in, with what each column means."""
    form = args.format or (args.out.suffix.removeprefix(".") if args.out else "xlsx")
    if form not in template.MAKERS:
        msg = f"{args.out}: end its name in {' or '.join(f'.{one}' for one in template.MAKERS)}, or give --format"
        raise UseError(msg)
    out, content = args.out or Path(f"inventory.{form}"), template.MAKERS[form](args.language)
    try:
        with out.open("xb") as handle:
            handle.write(content)
    except FileExistsError as error:
        msg = f"{out} exists; give another --out"
        raise UseError(msg) from error
    print(f"wrote {out}")
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
    for name, run in (("ingest", ingest), ("worker", worker), ("rebuild", rebuild)):
        one = add(name, run)
        if name == "ingest":
            one.add_argument("sources", nargs="*", metavar="SOURCE", help="sources to run (default all)")
            one.add_argument(
                "--observed-at", type=arguments.moment, help="when the answers were collected (default now)"
            )
    for name in ("release", "drop"):
        one = add(name, decide)
        one.add_argument("held_run", metavar="RUN", help="the run, as vulgraad status names it")
        one.add_argument("--author", required=True, help="who decides")
        one.add_argument("--why", required=True, help="the reason, kept for ever")
    one = add("erase", erase)
    one.add_argument("inventory", metavar="INVENTORY", help="its name, as vulgraad status gives it")
    one.add_argument("--author", required=True, help="who decides")
    one.add_argument("--why", required=True, help="the reason, kept for ever")
    _add_import(add)
    one = add("held", held)
    one.add_argument("held_run", nargs="?", metavar="RUN", help="a run, as vulgraad status names it")
    one.add_argument("--format", choices=("table", "json"), default="table")
    for name, run in (("web", web), ("up", up)):
        one = add(name, run)
        one.add_argument("--host")
        one.add_argument("--port", type=int)
        if name == "web":
            one.add_argument("--audience", choices=mart.AUDIENCES, default="public")
            one.add_argument("--sample", type=Path, help="data folder of the sample, shown while there is nothing else")
    _add_delivery(add)
    _add_inventory(commands, common)
    _add_ledger(add)
    _add_review(add)
    add("method", terminal.print_method)
    add("sample", write_sample).add_argument("folder", type=Path, metavar="DIR")
    return parser


def _actions(
    command: argparse.ArgumentParser, *, required: bool
) -> Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]:
    """Return how an action of a command is added: its options go before it or after it.

    A default of an action would undo what was given before it.
    """
    actions = command.add_subparsers(dest="action", required=required)

    def action(name: str, run: Callable[[argparse.Namespace], int], help_: str) -> argparse.ArgumentParser:
        one = actions.add_parser(name, help=help_, description=help_)
        one.set_defaults(run=run)
        one.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--config", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return one

    return action


def _add_signature(one: argparse.ArgumentParser) -> None:
    one.add_argument("--author", required=True, help="who says so")
    one.add_argument("--proof", required=True, help="a document, a link or a passage")
    one.add_argument("--observed-at", type=arguments.moment, help="when it became known here (default now)")


def _add_review(add: Add) -> None:
    queue = add("review", reviewing.listed)
    queue.add_argument("--org", metavar="ID", help="only lines of this body, by its code")
    queue.add_argument("--target", help="whose range the order goes by (default: the first target)")
    queue.add_argument("--limit", type=int, metavar="N", help="so many at most (default: 20 in a table, else all)")
    queue.add_argument("--format", choices=("table", "csv", "json"), default="table")
    queue.add_argument("--language", choices=LANGUAGES, default="nl")
    action = _actions(queue, required=False)
    one = action("show", reviewing.shown, "what a line and a registration say, side by side")
    one.add_argument("org", metavar="ORG", help="the body whose line it is, by its code")
    one.add_argument("local_id", metavar="LOCAL_ID", help="the line's own id")
    one.add_argument("lars", metavar="LARS", nargs="?", help="the registration (default: all that it may be)")
    one.add_argument("--format", choices=("table", "json"), default=argparse.SUPPRESS)
    one.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS)
    one = action("decide", write_review, "say whether a line is a registration; replaces what was decided before")
    one.add_argument("org", metavar="ORG", help="the body whose line it is, by its code")
    one.add_argument("local_id", metavar="LOCAL_ID", help="the line's own id")
    one.add_argument("lars", metavar="LARS", help="the registration")
    one.add_argument("verdict", choices=deciding.VERDICTS)
    _add_signature(one)
    one = action("undo", write_review, "withdraw a decision; what it had replaced counts again")
    one.add_argument("entry", metavar="ENTRY", help="the decision, as decide and vulgraad ledger list matches name it")
    _add_signature(one)
    one = action("accept-identical", write_review, "decide same on every pair that is identical, all at once")
    one.add_argument("--org", metavar="ID", default=argparse.SUPPRESS, help="only lines of this body, by its code")
    one.add_argument("--dry-run", action="store_true", help="only name them")
    _add_signature(one)


def _add_ledger(add: Add) -> None:
    action = _actions(add("ledger", list_ledgers), required=True)
    reading = [
        action("list", list_ledgers, "the ledgers, or the entries of one that are in force; runs: what was decided"),
        action("show", ledgers.shown, "the fields of a ledger, or what one entry says"),
        action("history", ledgers.history, "every line, corrected and withdrawn ones too"),
    ]
    for one in reading:
        one.add_argument("name", metavar="LEDGER", nargs="?" if one is reading[0] else None)
        one.add_argument("--format", choices=("table", "csv", "json"), default="table")
    for one in reading[1:]:
        one.add_argument("entry", metavar="ENTRY", nargs="?")
    one = action("check", ledgers.check, "check ledger files, by default all of them")
    one.add_argument("files", nargs="*", type=Path, metavar="FILE", help="named LEDGER.jsonl")
    for name, said in (
        ("add", "add one entry"),
        ("import", "add the rows of a CSV file, all or none"),
        ("withdraw", "say that an entry no longer counts; it stays in the history"),
    ):
        one = action(name, write_ledger, said)
        one.add_argument("name", metavar="LEDGER")
        _add_signature(one)
        if name == "add":
            one.add_argument("values", nargs="+", type=arguments.value, metavar="FIELD=VALUE")
            one.add_argument("--corrects", metavar="ENTRY", help="the entry that this one replaces")
        elif name == "import":
            one.add_argument("file", type=Path, metavar="FILE", help="CSV with a header")
            one.add_argument("--map", type=arguments.value, action="append", default=[], metavar="COLUMN=FIELD")
        else:
            one.add_argument("entry", metavar="ENTRY")


def _add_import(add: Add) -> None:
    one = add("import", import_files)
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or JSON files, or folders of them")
    one.add_argument(
        "--observed-at", type=arguments.moment, help="when they were collected (default: the date in the name)"
    )
    one.add_argument("--source", choices=exports.NAMES, help="which export they are (default: as they look)")


def _add_delivery(add: Add) -> None:
    one = add("template", write_template)
    one.add_argument("--language", choices=LANGUAGES, default="nl")
    one.add_argument("--format", choices=tuple(template.MAKERS), help="default: by the name of --out, else xlsx")
    one.add_argument("--out", type=Path, metavar="FILE", help="a new file (default: inventory.xlsx)")
    one = add("validate", validate)
    one.add_argument("file", type=Path, metavar="FILE", help="an inventory, or draft registrations (JSON or a table)")
    one.add_argument("--as", dest="kind", choices=check.KINDS, help="what it is (default: by its columns)")
    one.add_argument("--mapping", type=Path, metavar="M.toml", help="for an inventory: how to read it")
    one.add_argument("--standard", choices=STANDARDS, help="for registrations (default: each one's own, else 1.0)")
    one.add_argument("--language", choices=LANGUAGES, default="nl")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")
    _add_link(add("link", link))


def _add_link(one: argparse.ArgumentParser) -> None:
    for name, said in (
        ("left", "a list, such as an inventory"),
        ("right", "another, such as an export of the register"),
    ):
        one.add_argument(name, type=Path, metavar=name.upper(), help=f"{said}: CSV, XLSX, ODS or JSON, packed or not")
        one.add_argument(
            f"--{name}-column",
            type=arguments.value,
            action="append",
            default=[],
            metavar="FIELD=HEADING",
            help="which column holds what (default: by its name); without a heading: none does",
        )
    one.add_argument("--least", type=float, metavar="P", help="only links that are at least so likely, from 0 to 1")
    one.add_argument("--only", choices=linking.STATES, help="only these, and no rows without a link")
    one.add_argument("--language", choices=LANGUAGES, default="nl", help="of the evidence")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")


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
_REFUSALS: Final = tuple(_CODES)


def _code(error: Exception) -> int:
    return next(code for kind, code in _CODES.items() if isinstance(error, kind))


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
    except _REFUSALS as error:
        sys.stderr.write(f"vulgraad: {error}\n{_advice(error)}")
        return _code(error)
    return code


if __name__ == "__main__":
    sys.exit(main())
