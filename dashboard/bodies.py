"""Bodies: what each is called, what it is, and under which ministry it hangs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN, bodies_of, heirs
from metrics.facts import Facts, known
from metrics.memo import with_facts

_CENTRAL: Final = ("ministerie", "politie")
_UNDER_A_MINISTRY: Final = ("agentschap", "organisatieonderdeel", "inspectie")

#: How the register begins the names of ministries.
MINISTRY_OF: Final = "Ministerie van "


@dataclass(frozen=True)
class Body:
    """One public body, by its code."""

    org_id: str
    name: str
    type: str
    ministry_id: str = ""
    ministry: str = ""
    ended: bool = False
    #: The body that took over from it.
    heir: str = ""
    heir_name: str = ""

    @property
    def central(self) -> bool:
        """Whether this body is central government, which is whom the promise of 2023 was about."""
        return self.type in _CENTRAL or (self.type in _UNDER_A_MINISTRY and bool(self.ministry_id))

    def matches(self, asked: str) -> bool:
        """Whether a reader who typed this may mean this body."""
        text = f"{self.org_id} {self.name} {self.ministry}".casefold()
        return all(word in text for word in asked.casefold().split())


@with_facts(2)
def bodies(facts: Facts, day: date) -> Mapping[str, Body]:
    """Return every body known by the end of a day, by code, under its newest name."""
    newest = _newest(known(facts.organisations, day))
    hangs = {row["org_id"]: row for row in _newest(known(facts.relations, day)).iter_rows(named=True)}
    found = {}
    for row in newest.sort("name").iter_rows(named=True):
        under = hangs.get(row["org_id"], {})
        found[row["org_id"]] = Body(
            row["org_id"],
            row["name"],
            row["type"] or "",
            under.get("ministry_id") or "",
            under.get("ministry") or "",
            row["known_to"] is not None,
        )
    return found if facts.bodies.is_empty() else _with_register(found, facts, day)


def _with_register(found: Mapping[str, Body], facts: Facts, day: date) -> Mapping[str, Body]:
    """Add what only the register of organisations knows: ministries, successors, and who they are."""
    every = bodies_of(facts, day)
    names, to = dict(every.select("org_id", "organisation").iter_rows()), heirs(facts, day)
    bodies = {}
    for row in every.sort("organisation", "org_id").iter_rows(named=True):
        code, kind = row["org_id"], "" if row["type"] == UNKNOWN else row["type"]
        body = found.get(code) or Body(code, row["organisation"], kind)
        under = (
            body
            if body.ministry_id
            else replace(body, ministry_id=row["ministry_id"] or "", ministry=row["ministry"] or "")
        )
        bodies[code] = replace(under, heir=to.get(code, ""), heir_name=names.get(to.get(code, ""), ""))
    return bodies


def _newest(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep what a body is called now, else what it was last called."""
    ordered = frame.sort(pl.col("known_to").is_null(), "known_from", "org_id")
    return ordered.group_by("org_id", maintain_order=True).last()
