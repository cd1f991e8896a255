"""Which body a name in an old file means, by the register of organisations and our own way of comparing names."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from ingest.http import Answer
from ingest.sources import organisations
from metrics.register import plain_name

_FILE: Final = "organisations-2026-05-19.csv.gz"


class BodyNames:
    """The bodies of the register of organisations by what they are called."""

    def __init__(self, shared: Path) -> None:
        """Read the register of organisations of the captures."""
        path = shared / "data" / "organisations" / _FILE
        parsed = organisations.parse([Answer("FILE", path.name, 200, (), path.read_bytes())])
        self._bodies: list[Mapping[str, Any]] = [orjson.loads(body) for body in parsed.facts["body"]]
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._plain: dict[str, set[str]] = defaultdict(set)
        for living in (True, False):
            self._learn(living=living)

    def _learn(self, *, living: bool) -> None:
        """Add the names of bodies that live, or that ended and whose name no living body has."""
        exact: dict[str, set[str]] = defaultdict(set)
        plain: dict[str, set[str]] = defaultdict(set)
        for body in self._bodies:
            if living == ("valid_until" not in body):
                for name in (body["name"], body.get("other_name") or body["name"]):
                    exact[name.casefold()].add(body["org_id"])
                    plain[plain_name(name)].add(body["org_id"])
        for found, into in ((exact, self._exact), (plain, self._plain)):
            for name, codes in found.items():
                into.setdefault(name, codes)

    def given(self, name: str) -> tuple[str, str]:
        """Return the key of a body, and how it was found: ``name``, ``part`` or ``unknown``.

        By its whole name; else as names are compared, where one body alone is called so; else by
        what stands behind the last comma (a ministry and its agency in one cell). A body that the
        register of organisations does not have goes by its own name.
        """
        for text, how in ((name, "name"), (name.rpartition(",")[2], "part")):
            said = text.strip()
            for codes in (self._exact.get(said.casefold(), set()), self._plain.get(plain_name(said), set())):
                if len(codes) == 1:
                    return next(iter(codes)), how
        return f"name:{plain_name(name)}", "unknown"

    def ministry_of(self, org_id: str) -> str:
        """Return the ministry above a body; empty when the register of organisations names none."""
        return next((str(one.get("ministry_id") or "") for one in self._bodies if one["org_id"] == org_id), "")
