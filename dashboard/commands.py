"""The commands that only read what was published: what each is called, and what may be asked of it."""

import argparse
from collections.abc import Callable

from dashboard import explaining, finding_list, fixing, links, peering, reconciling, reported, terminal
from dashboard.text import LANGUAGES
from metrics.checks.declare import SEVERITIES
from metrics.registry import DIMENSIONS
from sql import mart
from sql.arguments import Add, day, pair


def add_reading(add: Add) -> None:
    """Add the commands that tell what the marts say; ``add`` adds one under a name."""

    def reading(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = add(name, run)
        one.add_argument("--format", choices=("table", "csv", "json"), default="table")
        one.add_argument("--audience", choices=mart.AUDIENCES, default="internal")
        return one

    one = reading("metric", _metric)
    one.add_argument("name", metavar="NAME")
    one.add_argument("--as-of", type=day, help="the day it is about (default: the last collection)")
    one.add_argument("--known-on", type=day, help="the day up to which observations count")
    one.add_argument("--by", choices=DIMENSIONS, default="all")
    one.add_argument("--where", type=pair, action="append", default=[], metavar="FILTER=VALUE")
    one.add_argument("--target", help="for figures of a target: which one (default: the first)")
    one.add_argument("--restated", action="store_true", help="count organisations as those that stand for them today")
    told = "as it was reported: by the publication of a number, or the last by the end of a day (default: the last)"
    one.add_argument("--reported", nargs="?", const="", metavar="NUMBER|DAY", help=told)
    reading("publications", reported.listed)
    _add_explaining(reading)
    one = reading("registrations", terminal.registrations)
    one.add_argument("--as-of", type=day)
    one.add_argument("--known-on", type=day)
    one = reading("declarations", terminal.declared)
    one.add_argument("--as-of", type=day, help="the day it is about (default: the last day that anything was heard)")
    one.add_argument("--known-on", type=day, help="the day up to which observations and entries count")
    one.add_argument("--target", help="which target says who is asked (default: the first)")
    one = reading("links", links.listed)
    one.add_argument("--state", choices=links.STATES, help="only those in this state")
    one.add_argument("--org", metavar="ID", help="only those of this organisation's registrations")
    one = reading("reconcile", reconciling.reconcile)
    one.add_argument("--org", required=True, metavar="ID", help="the body, by its code")
    one.add_argument("--target", help="the systems of one target (default: all systems in use)")
    one.add_argument("--as-of", type=day, help="the day it is about (default: the last collection)")
    one.add_argument("--known-on", type=day, help="the day up to which observations count")
    one = reading("changes", terminal.changed)
    one.add_argument("--from", dest="start", type=day, required=True)
    one.add_argument("--to", dest="end", type=day, required=True)
    _add_organisations(reading)


def _add_explaining(reading: Add) -> None:
    one = reading("explain", explaining.explained)
    one.add_argument("name", metavar="METRIC")
    one.add_argument("--from", dest="start", type=day, required=True)
    one.add_argument("--to", dest="end", type=day, required=True)
    known = one.add_mutually_exclusive_group()
    known.add_argument("--known-on", type=day, help="the day up to which observations count (default: the last)")
    known.add_argument("--as-known", action="store_true", help="each day as it was known at its own end")
    one.add_argument("--as-reported", action="store_true", help="begin with what a publication told of the first day")
    one.add_argument("--by-cause", metavar="CAUSE", help="name every unit of one cause")
    one.add_argument("--where", type=pair, action="append", default=[], metavar="FILTER=VALUE")
    one.add_argument("--target", help="for on_time: which target (default: the first)")
    one = reading("fixes", fixing.fixes)
    one.add_argument("--org", required=True, metavar="ID", help="the body, by its code")
    one.add_argument("--lars", help="one of its registrations")
    one.add_argument("--as-of", type=day, help="the day it is about (default: the last collection)")
    one.add_argument("--most", type=int, metavar="N", help="so many at most")
    one = reading("peers", peering.peers)
    one.add_argument("--org", metavar="ID", help="what one body can learn from its peers (default: all systems)")
    one.add_argument("--as-of", type=day, help="the day it is about (default: the last collection)")
    one.add_argument("--least", type=int, metavar="N", help="only systems of so many bodies (default: 5)")
    one.add_argument("--language", choices=LANGUAGES, default="nl")
    one = reading("findings", finding_list.listed)
    one.add_argument("--org", metavar="ID", help="those of one body, by its code")
    one.add_argument("--lars", help="those of one registration")
    one.add_argument("--check", metavar="NAME", help="only those of one check, of one body or of all")
    one.add_argument("--as-of", type=day, help="the day it is about (default: the last collection)")
    one.add_argument("--severity", choices=SEVERITIES, help="only those as serious as this")
    one.add_argument("--language", choices=LANGUAGES, default="nl")


def _add_organisations(reading: Add) -> None:
    one = reading("organisations", terminal.organisations)
    one.add_argument("--as-of", type=day, help="the day it is about (default: the last collection)")
    one.add_argument("--known-on", type=day, help="the day up to which observations count")
    one.add_argument("--issues", action="store_true", help="what sources do not agree on, and what to do about it")
    one.add_argument("--all", action="store_true", help="with --issues: also of bodies that no source here names")


def _metric(args: argparse.Namespace) -> int:
    """Print figures of one metric, computed or as they were reported."""
    return terminal.metric(args) if args.reported is None else reported.metric(args)
