"""Whether the pages that registrations link to are still there: looked at on a schedule of its own.

What is kept of a round is one report, in the place of an answer: all that is known of every link
that the register shows now, looked at tonight or earlier. So each collection is whole, and follows
from its report alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

import orjson

from ingest.http import Answer, Door, FetchError
from ingest.links.look import Looker, Pace
from ingest.links.memory import Known, Rhythm, after, due, witnesses
from ingest.links.outcomes import ALIVE, DEAD, Look
from ingest.links.round import Round
from ingest.links.web import Web
from ingest.source import Expect, Parsed, Source, facts, json_of, need
from sql.links import COLUMNS, links
from sql.settings import LinksSettings
from sql.store import Store

NAME: Final = "links"
_MINUTE: Final = 60
#: Fewer links than these prove nothing of a whole night: of those that were alive, and of new ones.
_FEW, _FEW_NEW = 5, 20


@dataclass(frozen=True)
class _Task:
    """What there is to do on a night: the links of the register, and what was known of them."""

    links: Sequence[str]
    before: Mapping[str, Known]
    due: Sequence[str]
    now: datetime


def source(settings: LinksSettings, web: Web, enough: Callable[[], bool]) -> Source:
    """Return the source; ``enough`` ends a round early: the rest is looked at another night."""
    return replace(SOURCE, informed=partial(_informed, settings=settings, web=web, enough=enough))


def _informed(store: Store, now: datetime, *, settings: LinksSettings, web: Web, enough: Callable[[], bool]) -> Source:
    """Return the source as it is asked at a moment, knowing what the store knows."""
    shown = {link: orjson.loads(body) for link, body in store.shown(NAME).items()}
    there = current_links(store)
    before = {link: shown[link] for link in there if link in shown}
    rhythm = Rhythm(settings.recheck_days, settings.recheck_dead_days)
    # The same moment again: what was found then is what there is to say of it.
    found = [] if store.collected(NAME) == now else due(there, before, now, rhythm)
    task = _Task(there, before, found, now)
    return replace(SOURCE, ask=partial(_ask, task=task, settings=settings, web=web, enough=enough))


def current_links(store: Store) -> list[str]:
    """Return every link of what the register's list shows now, in order."""
    rows = store.rows("current_links", columns=list(COLUMNS))
    return sorted(
        {link for standard, cells in rows for link in links(dict(zip(COLUMNS, cells, strict=True)), standard)}
    )


def _ask(
    door: Door,
    _known: Sequence[str],
    *,
    task: _Task,
    settings: LinksSettings,
    web: Web,
    enough: Callable[[], bool],
) -> list[Answer]:
    looker = Looker(web, door.user_agent, Pace(settings.seconds_between, web.clock, web.sleep))
    tour = Round(looker, enough, settings.per_run, settings.minutes * _MINUTE)
    tour.go(task.due, witnesses(task.before, task.due))
    if tour.in_vain and not any(look.answered for look in tour.done.values()):
        told = ", ".join(f"{outcome} {count}" for outcome, count in sorted(tour.in_vain.items()))
        request, reason = "looking at links", f"nobody answered ({told}): is the web within reach, without a proxy?"
        raise FetchError(request, reason)
    report = orjson.dumps(_report(task, tour), option=orjson.OPT_SORT_KEYS)
    return [Answer("LOOK", "/links", 200, (("content-type", "application/json"),), report)]


def _report(task: _Task, tour: Round) -> dict[str, Any]:
    now = {link: after(task.before.get(link), look, task.now) for link, look in tour.done.items()}
    return {
        "at": task.now.isoformat(),
        "links": {**task.before, **now},
        "never": len(set(task.links) - set(task.before) - set(now)),
        "looked": len(now),
        "in_vain": tour.in_vain.total(),
        **_doubts(task.before, now, tour.done),
    }


def _doubts(before: Mapping[str, Known], now: Mapping[str, Known], looks: Mapping[str, Look]) -> dict[str, list[int]]:
    """Return of how many links how many are lost: of those that were alive, and of those never seen before."""
    alive = [link for link in looks if link in before and before[link]["state"] == ALIVE]
    new = [link for link in looks if link not in before]
    return {
        "lost": [len(alive), sum(now[link]["state"] != ALIVE for link in alive)],
        "lost_new": [len(new), sum(now[link]["state"] == DEAD for link in new)],
    }


def parse(answers: Sequence[Answer]) -> Parsed:
    """Read a report (key: the link as written)."""
    report = need(json_of(answers[0]), "links", "never", "in_vain", "lost", "lost_new", where="the report")
    known = report["links"]
    return Parsed(
        facts(known),
        len(known),
        len(known),
        warnings=tuple(_warnings(report)),
        breaches=tuple(_breaches(report)),
    )


def _breaches(report: Mapping[str, Any]) -> list[str]:
    alive, lost = report["lost"]
    new, dead = report["lost_new"]
    said = []
    if alive >= _FEW and lost * 2 > alive:
        said.append(f"{lost} of {alive} links that were alive are not now: is it the web, or the way there?")
    if new >= _FEW_NEW and dead * 2 > new:
        said.append(
            f"{dead} of {new} links that were never looked at before seem dead: is it the web, or the way there?"
        )
    return said


def _warnings(report: Mapping[str, Any]) -> list[str]:
    said = []
    if report["never"]:
        said.append(f"{report['never']} links were not looked at yet")
    if report["in_vain"]:
        said.append(f"{report['in_vain']} looks did not count: nobody answered after them")
    return said


def _refuse(_door: Door, _known: Sequence[str]) -> list[Answer]:
    request, reason = "looking at links", "only a collector knows which"
    raise FetchError(request, reason)


#: How many links there are follows from the register; a first night looks at a part of them.
SOURCE: Final = Source(NAME, "35 5 * * *", _refuse, parse, Expect(floor=0.0, ceiling=float("inf"), least=0), apart=True)
