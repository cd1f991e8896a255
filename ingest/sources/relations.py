"""Who hangs under which ministry, as the register says, for every body it names."""

from collections.abc import Sequence
from typing import Any, Final

from ingest.guard import SAME_ROW
from ingest.http import Answer, Door
from ingest.source import Expect, Parsed, Source, SourceChangedError, facts, json_of, need, need_list

_PATH: Final = "/organisation-relation/"


def parse(answers: Sequence[Answer]) -> Parsed:
    """Read the chain of parents of each body, topmost first (key ORG_ID).

    A body that the register cannot place has no chain; that is an answer too.
    """
    pairs: dict[str, dict[str, Any]] = {}
    for answer in answers:
        org_id = answer.path.removeprefix(_PATH)
        chain = need_list(need(json_of(answer), "hierarchy", where=answer.path)["hierarchy"], answer.path)
        steps = [need(step, "org_id", "name", where=answer.path) for step in chain]
        pairs[org_id] = {"chain": [{"org_id": str(step["org_id"]).lower(), "name": step["name"]} for step in steps]}
    aside = {SAME_ROW: len(answers) - len(pairs)} if len(answers) > len(pairs) else {}
    return Parsed(facts(pairs), len(answers), len(pairs), set_aside=aside)


def _ask(door: Door, org_ids: Sequence[str]) -> list[Answer]:
    if not org_ids:
        msg = "no body is known yet; site_data or listing has to be collected first"
        raise SourceChangedError(msg)
    return [door.ask("GET", _PATH + org_id) for org_id in org_ids]


#: One request a body: weekly, since a body moves to another ministry once in years.
SOURCE: Final = Source("relations", "0 5 * * mon", _ask, parse, Expect(floor=0.9, ceiling=2.0))
