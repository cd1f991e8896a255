"""Which bodies are near to each other: above and below, and before and after. Cousins are not."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

import polars as pl

from metrics.bodies import bodies_of, decided, steps
from metrics.facts import Facts
from metrics.memo import with_facts
from metrics.register import SAME_AS, joined

Pair: TypeAlias = tuple[str, str]
_COLUMNS: Final = {"org_id": pl.String, "other": pl.String}
_SUBJECT: Final = "organisation/"
#: What a correction can say of a body that makes another one near to it.
_NEAR: Final = ("ministry_id", "parent", "successor")


@with_facts(8)
def related(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return every pair of bodies that are near to each other, as known at the end of a day: org_id, other.

    A body, its ministry and parent; its children; those that it took over from and those that took over from it,
    however many steps away. Both ways; a body itself is left out.
    """
    bodies = bodies_of(facts, known_on).select("ministry_id", "org_id").drop_nulls().rows()
    return _frame([*bodies, *_parents(facts, known_on), *_heirs(successions(facts, known_on))])


def ever_related(facts: Facts) -> pl.DataFrame:
    """Return every pair of bodies that any source or person ever called near to each other: org_id, other.

    By whichever code: more than ``related`` on any day, so that nothing is missed on a day of the past.
    """
    relations = facts.relations.select("ministry_id", "org_id").drop_nulls().rows()
    said = [(field, one, other) for field in _NEAR for one, other in _told(facts, field)]
    above = [(other, one) for field, one, other in said if field != "successor"]
    after = [(one, other) for field, one, other in said if field == "successor"]
    noted = facts.successions.select("predecessor", "successor").drop_nulls().rows()
    codes = dict(_corrected(facts, SAME_AS))
    ours = {code: org_id for org_id, code in codes.items()}
    found = [*relations, *above, *_heirs([*_both(after, ours), *noted])]
    return _frame(_both(found, ours))


def _told(facts: Facts, field: str) -> Iterator[Pair]:
    """Return what registers of organisations, and people, ever said of bodies in one field."""
    rows = facts.bodies.select("org_id", field).drop_nulls().unique().iter_rows()
    for org_id, value in [*rows, *_corrected(facts, field)]:
        for one in value.lower().split():
            yield org_id, one


def _corrected(facts: Facts, field: str) -> list[Pair]:
    rows = facts.corrections.filter(pl.col("field") == field, pl.col("subject").str.starts_with(_SUBJECT))
    said = rows.select(pl.col("subject").str.strip_prefix(_SUBJECT), "value").drop_nulls().iter_rows()
    return [(subject.lower(), value.strip().lower()) for subject, value in said]


def _both(pairs: Iterable[Pair], ours: Mapping[str, str]) -> Iterator[Pair]:
    """Return pairs, and again under the codes by which bodies are known here."""
    for one, other in pairs:
        yield one, other
        yield ours.get(one, one), ours.get(other, other)


def _parents(facts: Facts, known_on: date) -> Iterator[Pair]:
    ours = joined(facts, known_on)
    codes = {body.org_id: code for code, body in ours.items()}
    for code, body in ours.items():
        if body.parent:
            yield codes.get(body.parent, body.parent), code


def successions(facts: Facts, known_on: date) -> Iterator[Pair]:
    """Return each body that is no more by a day with one that took over from it; with each, where it was split up."""
    yield from steps(facts, known_on).items()
    for ended, heirs in decided(facts, known_on).items():
        for heir in heirs:
            yield ended, heir


def _heirs(successions: Iterable[Pair]) -> Iterator[Pair]:
    """Return each body with every one that it led to, in however many steps."""
    direct: dict[str, set[str]] = {}
    for ended, heir in successions:
        direct.setdefault(ended, set()).add(heir)
    for ended in direct:
        for heir in reached(ended, direct):
            yield ended, heir


def reached(start: str, direct: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return what can be reached from a body, and in how many steps; not the body itself."""
    found, edge, steps_away = {start: 0}, [start], 0
    while edge:
        steps_away += 1
        edge = sorted({one for each in edge for one in direct.get(each, ())} - set(found))
        found |= dict.fromkeys(edge, steps_away)
    return {one: number for one, number in found.items() if number}


def _frame(pairs: Iterable[Pair]) -> pl.DataFrame:
    every = {(one, other) for pair in pairs for one, other in (pair, pair[::-1]) if one != other and one and other}
    return pl.DataFrame(sorted(every), schema=_COLUMNS, orient="row")
