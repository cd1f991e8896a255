"""What readers are told of the runs: one small file, written whole after every run."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from sql import mart
from sql.store import Store

_FILES: Final = {"internal": "status.json", "public": "status.public.json"}

_UNPUBLISHED: Final = "what the last run brought could not be published"


def write_status(data: Path, status: dict[str, Any]) -> None:
    """Replace the status of each audience; a reader sees the old one or the new one.

    The public one says nothing of inventories: not which there are, nor how many lines they have;
    nor where on this machine something could not be written.
    """
    data.mkdir(parents=True, exist_ok=True)
    public = [one for one in status["sources"] if not one["name"].startswith("inventory:")]
    _replace(data / _FILES["internal"], status)
    problem = _UNPUBLISHED if status.get("problem") else None
    _replace(data / _FILES["public"], status | {"sources": public, "problem": problem})


def _replace(path: Path, status: dict[str, Any]) -> None:
    draft = path.with_suffix(".draft")
    with draft.open("wb") as handle:
        handle.write(orjson.dumps(status, option=orjson.OPT_INDENT_2))
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


def read_status(data: Path, audience: str = "internal") -> dict[str, Any]:
    """Return the last status for an audience, or an empty one when no run ever wrote any."""
    try:
        found = orjson.loads((data / _FILES[audience]).read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        found = None
    # Only a run writes it, whole; what else stands there says nothing, and the next run replaces it.
    return found if isinstance(found, dict) else {}


def status_of(store: Store, data: Path, known: Mapping[str, str | None], now: datetime) -> dict[str, Any]:
    """Return what there is to say of every source, of the last runs, and of what was published.

    ``known`` are the sources there are, each with the name of the one it stands by for, if any.
    """
    seen = {row["source"]: row for row in store.frame("sources").iter_rows(named=True)}
    held = store.frame("held").to_dicts()
    names = [*known, *sorted(set(seen) - set(known))]
    sources = {name: _source(name, seen.get(name), [one for one in held if one["source"] == name]) for name in names}
    for name, other in known.items():
        if other and name not in seen and sources[other]["state"] == "ok":
            sources[name]["state"] = "standby"
    return {
        "written_at": now,
        "sources": list(sources.values()),
        "mart": _mart(data) | {"runs": store.frame("runs").to_dicts()},
    }


def _source(name: str, row: dict[str, Any] | None, held: list[dict[str, Any]]) -> dict[str, Any]:
    if row is None:
        empty = dict.fromkeys(("last_run", "last_good_run", "collected_at", "rows", "reason"))
        return {"name": name, "state": "never_ran", **empty, "warnings": [], "remaps": {}, "set_aside": {}, "held": []}
    kept = ("state", "last_run", "last_good_run", "collected_at", "rows", "reason")
    details = orjson.loads(row["details"])
    shown = [{key: one[key] for key in ("run", "observed_at", "reason")} for one in held]
    return {"name": name, **{key: row[key] for key in kept}, **details, "held": shown}


def _mart(data: Path) -> dict[str, Any]:
    name = mart.pointer(data)
    if name is None:
        return {"number": None, "published_at": None, "collected_at": None}
    meta = mart.about(data, name, "internal")
    return {"number": name} | {key: meta[key] for key in ("published_at", "collected_at")}
