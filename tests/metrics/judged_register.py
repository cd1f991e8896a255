"""A register of every entry that stands in a table of a check, judged, in surroundings that show something."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import polars as pl

from metrics.facts import Facts
from metrics.verdicts import verdicts
from tests.metrics.checks.entries import Entry, rows
from tests.metrics.checks.test_every_check import TABLES
from tests.metrics.facts_builder import FactsBuilder

ENDED, HEIR, FIRST, LAST = "gm0001", "gm0002", "2025-02-01", "2026-03-01"
CHANGED = "2026-02-01"
LINK = "https://voorbeeld.nl/weg"
LONG = "Deze tekst staat bij iedereen, woord voor woord, in hetzelfde veld."
#: The same name at five bodies, of which one counts it in another category; and twice at the first of them.
_ALIKE = Entry({"name": "Parkeercontrole met camera", "goal": LONG, "website": LINK})
_APART = replace(_ALIKE, category="Overige algoritmes")


def entries() -> list[tuple[str, Entry]]:
    """Return bodies with what they registered."""
    of_tables = [one for table in TABLES.values() for _, one in table if one.published is not None]
    told = [(f"gm{number % 7 + 3:04}", one) for number, one in enumerate(of_tables)]
    return [*((f"gm{number:04}", _ALIKE) for number in (1, 1, 2, 3, 4)), ("gm0005", _APART), *told]


@cache
def register() -> tuple[Facts, Mapping[str, str]]:
    """Return the facts as of two collections, and what each content says (JSON).

    The last registration is withdrawn, the first says something else between the two collections.
    """
    builder, told = FactsBuilder(FIRST, LAST), entries()
    for number in range(1, 10):
        builder.body(f"gm{number:04}", "gemeente")
    said: dict[str, Entry] = {}
    for number, (org_id, one) in enumerate(told):
        lars = f"{10000000 + number}"
        about = {"org_id": org_id, "category": one.category, "status": one.status, "standard": one.standard}
        about |= {"cluster": "scanauto"} if one.cells.get("name") == _ALIKE.cells["name"] else {}
        gone = "2025-06-01" if number == len(told) - 1 else None
        # The oldest are long unchanged.
        since = "2023-05-01" if number < 3 else "2025-01-01"
        builder.registration(lars, since, withdrawn=gone, **about)  # type: ignore[arg-type] # words of a registration
        said[f"{lars}/{since}"] = one
    builder.registration("10000000", CHANGED, org_id=ENDED, cluster="scanauto")
    said[f"10000000/{CHANGED}"] = replace(_ALIKE, cells={**_ALIKE.cells, "risks": "nvt"})
    builder.succession(ENDED, HEIR, "2025-12-01").look(LINK, "alive", FIRST, LAST).look(LINK, "dead", LAST)
    for lars, languages in (("10000000", "NLD"), ("10000001", "NLD ENG")):
        builder.languages(lars, languages, FIRST)
    return _judged(builder.build(), said)


def _judged(facts: Facts, said: Mapping[str, Entry]) -> tuple[Facts, Mapping[str, str]]:
    """Give each content the verdict on what it says."""
    found = verdicts(rows(said.values())).with_columns(content=pl.Series(list(said)))
    kept = [one for one in facts.versions.columns if one == "content" or one not in found.columns]
    versions = facts.versions.select(kept).join(found, on="content").select(facts.versions.columns)
    return replace(facts, versions=versions), {key: json.dumps(dict(one.cells)) for key, one in said.items()}
