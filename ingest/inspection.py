"""Look at what a run held before deciding about it: read again from the archive, beside the last good one.

It needs no store, so it can be asked while a worker runs.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson

from ingest.archive import Archive
from ingest.keys import Keys
from ingest.reread import Reader, parse_again
from ingest.run import DROPPED, HELD, OK, RELEASED, DecisionError
from ingest.source import Parsed

_SHOWN: Final = 5


def held(data: Path, run: str, reader: Reader) -> list[dict[str, Any]]:
    """Return each attempt that a run held: why, its numbers beside the last good ones, and what differs.

    Raises DecisionError when the run held nothing, ArchiveError when a body cannot be read.
    """
    archive = Archive(data / "archive")
    read = partial(parse_again, archive, Keys(data / "keys"), reader)
    lines = list(archive.lines())
    found = [line for line in lines if line["kind"] == "source" and line["run"] == run and line["state"] == HELD]
    if not found:
        msg = f"run {run} held nothing; vulgraad held lists the runs that did"
        raise DecisionError(msg)
    return [_beside(read, line, _last_good(lines, line), _decision(lines, line)) for line in found]


def _decision(lines: list[dict[str, Any]], held_line: Mapping[str, Any]) -> str | None:
    of_it = [line for line in lines if line.get("held_line") == held_line["line"]]
    return f"{of_it[-1]['kind']} by {of_it[-1]['author']}: {of_it[-1]['why']}" if of_it else None


def _last_good(lines: list[dict[str, Any]], held_line: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the last good attempt of the same source up to that moment, one that was released included."""
    dropped = {line["held_line"] for line in lines if line["kind"] == DROPPED}
    by_number = {line["line"]: line for line in lines}
    good = [line for line in lines if line["kind"] == "source" and line["state"] == OK]
    good += [by_number[line["held_line"]] for line in lines if line["kind"] == RELEASED]
    moment = datetime.fromisoformat(held_line["observed_at"])
    ours = [
        line
        for line in good
        if line["source"] == held_line["source"]
        and line["line"] not in dropped | {held_line["line"]}
        and datetime.fromisoformat(line["observed_at"]) <= moment
    ]
    return max(ours, key=lambda line: (datetime.fromisoformat(line["observed_at"]), line["line"]), default=None)


def _beside(
    read: Callable[[dict[str, Any]], Parsed],
    line: dict[str, Any],
    last: dict[str, Any] | None,
    decision: str | None,
) -> dict[str, Any]:
    now = read(line)
    before = read(last) if last else None
    return {
        "source": line["source"],
        "run": line["run"],
        "observed_at": line["observed_at"],
        "reason": line["reason"],
        "decision": decision,
        "rows_in": now.rows_in,
        "rows": now.rows_accepted,
        "set_aside": dict(now.set_aside),
        "warnings": list(now.warnings),
        "last_good": {"run": last["run"], "observed_at": last["observed_at"]} if last else None,
        "last_rows": before.rows_accepted if before else None,
        "filled": _filled(now, before),
        **_differences(now, before),
    }


def _filled(now: Parsed, before: Parsed | None) -> list[dict[str, Any]]:
    then = before.filled if before else {}
    names = sorted(now.filled.keys() | then.keys())
    return [{"field": one, "last_good": then.get(one), "held": now.filled.get(one, 0)} for one in names]


def _differences(now: Parsed, before: Parsed | None) -> dict[str, Any]:
    """Return how many facts came, went and changed, and a few of each."""
    new = dict(now.facts.select("key", "body").iter_rows())
    old = dict(before.facts.select("key", "body").iter_rows()) if before else {}
    came, went = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    changed = sorted(key for key in new.keys() & old.keys() if new[key] != old[key])
    sample = [
        *(_told("added", key, new[key]) for key in came[:_SHOWN]),
        *(_told("removed", key, old[key]) for key in went[:_SHOWN]),
        *(_told("changed", key, new[key], old[key]) for key in changed[:_SHOWN]),
    ]
    return {"added": len(came), "removed": len(went), "changed": len(changed), "sample": sample}


def _told(what: str, key: str, body: str, before: str = "{}") -> dict[str, Any]:
    said, was = orjson.loads(body), orjson.loads(before)
    fields = sorted(_differing(said, was)) if what == "changed" else []
    return {"what": what, "key": key, "name": said.get("name"), "fields": fields}


def _differing(said: Mapping[str, Any], was: Mapping[str, Any]) -> Iterator[str]:
    return (name for name in said.keys() | was.keys() if said.get(name) != was.get(name))
