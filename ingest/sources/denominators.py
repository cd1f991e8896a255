"""The register's own lists of bodies that could be connected, five kinds, a source each."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from ingest.http import Answer, Door
from ingest.source import Expect, Parsed, Source, facts, json_of, need, need_list

#: Source name → path at the register. The lists are fixed files there and change by a release.
LISTS: Final = {
    "municipalities": "/organisation/municipalities",
    "provinces": "/organisation/provinces",
    "water_authorities": "/organisation/water-authorities",
    "safety_regions": "/organisation/safety-regions",
    "environmental_services": "/organisation/environmental-services",
}


def parse(answers: Sequence[Answer], *, name: str) -> Parsed:
    """Read one list (key ORG_ID). A body listed twice counts once, and is said to be."""
    items = need_list(json_of(answers[0]), name)
    members, twice = {}, []
    for index, item in enumerate(items):
        body = need(item, "org_id", "name", where=f"{name}[{index}]")
        org_id = str(body["org_id"]).lower()
        twice += [org_id] if org_id in members else []
        members[org_id] = {"name": body["name"]}
    warnings = tuple(f"{org_id} is listed twice" for org_id in twice)
    aside = {"says the same as another row": len(twice)} if twice else {}
    return Parsed(facts(members), len(items), len(members), set_aside=aside, warnings=warnings)


def _ask(door: Door, _: Sequence[str], *, path: str) -> list[Answer]:
    return [door.ask("GET", path)]


SOURCES: Final = tuple(
    Source(
        name,
        f"{45 + number} 4 * * *",
        partial(_ask, path=path),
        partial(parse, name=name),
        # Mergers take a few bodies a year; a tenth at once is something else.
        Expect(floor=0.9, ceiling=1.2, least=5),
    )
    for number, (name, path) in enumerate(LISTS.items())
)
