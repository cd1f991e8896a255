"""Checks that look at other facts than one version: each says of a day whom it asks and who passes."""

import datetime as dt
import re
from collections import defaultdict
from functools import cache

from tests.metrics.oracle.checks import PROSE
from tests.metrics.oracle.currency import stale_check
from tests.metrics.oracle.language import prose, title
from tests.metrics.oracle.links import LINK, LINKS
from tests.metrics.oracle.register import Known
from tests.metrics.oracle.words import GROUPINGS, NOT_STATED, UNKNOWN, Version

LONG_ENOUGH, MANY = 40, 5


@cache
def prints(version: Version) -> list[tuple[str, str]]:
    """Return field and words of each text that is long enough to be called a copy of another."""
    texts = [(key, prose(version.text(key))) for key in PROSE if key != "name"]
    return [(key, text) for key, text in texts if len(text) >= LONG_ENOUGH]


@cache
def titled(version: Version) -> str:
    return title(version.text("name"))


def boilerplate(known: Known, day: dt.date) -> dict[str, bool]:
    bodies: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in known.public(day):
        for print_ in prints(one.version):
            bodies[print_].add(known.organisation(one.version, day))
    return {
        one.lars: all(len(bodies[print_] - {UNKNOWN}) < MANY for print_ in prints(one.version))
        for one in known.public(day)
        if prints(one.version)
    }


def duplicate(known: Known, day: dt.date) -> dict[str, bool]:
    same: dict[tuple[str, str], int] = defaultdict(int)
    asked = {}
    for one in known.public(day):
        body, name = known.organisation(one.version, day), titled(one.version)
        if name and body != UNKNOWN:
            asked[one.lars] = (body, name)
            same[body, name] += 1
    return {lars: same[key] == 1 for lars, key in asked.items()}


def ended_body(known: Known, day: dt.date) -> dict[str, bool]:
    bodies = {one.lars: known.organisation(one.version, day) for one in known.public(day)}
    return {lars: not known.ended(body, day) for lars, body in bodies.items() if body != UNKNOWN}


def translation(known: Known, day: dt.date) -> dict[str, bool]:
    """Ask from the first look at languages on; a registration that no look showed has none."""
    spoken: dict[str, frozenset[str]] = {}
    looked = [one for one in known.collections if one.languages is not None and one.day <= day]
    for collection in looked:
        spoken |= collection.languages or {}
    return {one.lars: "ENG" in spoken.get(one.lars, ()) for one in known.public(day)} if looked else {}


def differs_from_peers(known: Known, day: dt.date) -> dict[str, bool]:
    """Return whether the other bodies that have such a system class it alike; asked where another has one."""
    found = [
        (one.lars, known.system(one.version), known.organisation(one.version, day), one.version.category)
        for one in known.public(day)
        if one.version.category != NOT_STATED
    ]
    by_system: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for _, name, body, category in found:
        by_system[name].append((body, category))
    passes = {}
    for lars, name, body, category in found:
        others = [its for other, its in by_system[name] if other not in {body, UNKNOWN}]
        if name and body != UNKNOWN and others:
            passes[lars] = all(its == category for its in others)
    return passes


def dead_link(known: Known, day: dt.date) -> dict[str, bool]:
    """Ask where the last look at some link of it came to a verdict; one that is dead fails."""
    last: dict[str, str] = {}
    for collection in known.collections:
        if collection.day <= day:
            last |= collection.looks
    found = {}
    for one in known.public(day):
        verdicts = {last.get(link) for link in links_of(one.version)} & {"alive", "dead"}
        if verdicts:
            found[one.lars] = "dead" not in verdicts
    return found


@cache
def links_of(version: Version) -> list[str]:
    """Return the links in fields for links, and those between the words of references."""
    whole = [version.text(key) for key in LINKS if LINK.fullmatch(version.text(key))]
    parts = [part for key in sorted(GROUPINGS) for part in re.findall(r"https?://[^\s,]+", version.text(key))]
    return whole + [part.rstrip(".") for part in parts if LINK.fullmatch(part.rstrip("."))]


CONTEXT_CHECKS = {
    "boilerplate": boilerplate,
    "duplicate": duplicate,
    "ended_body": ended_body,
    "stale_12": lambda known, day: stale_check(known, day, 12),
    "stale_24": lambda known, day: stale_check(known, day, 24),
    "dead_link": dead_link,
    "translation": translation,
    "differs_from_peers": differs_from_peers,
}
