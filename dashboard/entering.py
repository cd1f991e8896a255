"""The commands about what people enter: the ledgers, and the review of links; what may be asked of each."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from dashboard import deciding, ledgers, reviewing
from dashboard.text import LANGUAGES
from sql.arguments import Add, moment, value

Run: TypeAlias = Callable[[argparse.Namespace], int]


class Runs(NamedTuple):
    """What these commands run that is wired elsewhere: what is entered is taken in at once."""

    list_ledgers: Run
    write_ledger: Run
    write_review: Run


def add_entering(add: Add, runs: Runs) -> None:
    """Add the commands; ``add`` adds one under a name."""
    _add_ledger(add, runs)
    _add_review(add, runs)


def _add_ledger(add: Add, runs: Runs) -> None:
    action = _actions(add("ledger", runs.list_ledgers), required=True)
    said = "the ledgers, or the entries of one that are in force; runs: what was decided"
    reading = [
        action("list", runs.list_ledgers, said),
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
    for name, told in (
        ("add", "add one entry"),
        ("import", "add the rows of a CSV file, all or none"),
        ("withdraw", "say that an entry no longer counts; it stays in the history"),
    ):
        one = action(name, runs.write_ledger, told)
        one.add_argument("name", metavar="LEDGER")
        _add_signature(one)
        if name == "add":
            one.add_argument("values", nargs="+", type=value, metavar="FIELD=VALUE")
            one.add_argument("--corrects", metavar="ENTRY", help="the entry that this one replaces")
        elif name == "import":
            one.add_argument("file", type=Path, metavar="FILE", help="CSV with a header")
            one.add_argument("--map", type=value, action="append", default=[], metavar="COLUMN=FIELD")
        else:
            one.add_argument("entry", metavar="ENTRY")


def _add_review(add: Add, runs: Runs) -> None:
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
    one = action("decide", runs.write_review, "say whether a line is a registration; replaces what was decided before")
    one.add_argument("org", metavar="ORG", help="the body whose line it is, by its code")
    one.add_argument("local_id", metavar="LOCAL_ID", help="the line's own id")
    one.add_argument("lars", metavar="LARS", help="the registration")
    one.add_argument("verdict", choices=deciding.VERDICTS)
    _add_signature(one)
    one = action("undo", runs.write_review, "withdraw a decision; what it had replaced counts again")
    one.add_argument("entry", metavar="ENTRY", help="the decision, as decide and vulgraad ledger list matches name it")
    _add_signature(one)
    one = action("accept-identical", runs.write_review, "decide same on every pair that is identical, all at once")
    one.add_argument("--org", metavar="ID", default=argparse.SUPPRESS, help="only lines of this body, by its code")
    one.add_argument("--dry-run", action="store_true", help="only name them")
    _add_signature(one)


def _actions(command: argparse.ArgumentParser, *, required: bool) -> Callable[[str, Run, str], argparse.ArgumentParser]:
    """Return how an action of a command is added: its options go before it or after it.

    A default of an action would undo what was given before it.
    """
    actions = command.add_subparsers(dest="action", required=required)

    def action(name: str, run: Run, help_: str) -> argparse.ArgumentParser:
        one = actions.add_parser(name, help=help_, description=help_)
        one.set_defaults(run=run)
        one.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--config", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return one

    return action


def _add_signature(one: argparse.ArgumentParser) -> None:
    one.add_argument("--author", required=True, help="who says so")
    one.add_argument("--proof", required=True, help="a document, a link or a passage")
    one.add_argument("--observed-at", type=moment, help="when it became known here (default now)")
