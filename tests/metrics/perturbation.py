"""The captured register, spoiled: seeded changes of rows, served to our parsers and to the oracle alike."""

import csv
import gzip
import io
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ingest.http import Answer
from ingest.sources import site_data
from ingest.sources.register_export import CURRENT, HISTORY
from metrics.record import judge
from sql.fields import CATEGORIES, FIELDS, LINKS
from sql.store import Store
from tests.metrics.oracle import Collection, csv_rows, publications

Row = dict[str, str]
_GROUPINGS: Final = tuple(one.key for one in FIELDS if one.kind == "grouping")
_TEXTS: Final = (
    "goal",
    "description_short",
    "proportionality",
    "human_intervention",
    "risks",
    "lawful_basis",
    "impacttoetsen",
    "source_data",
    "methods_and_models",
    "provider",
    "tags",
)
_PLACEHOLDERS: Final = (
    "n.v.t.",
    " N.V.T. ",
    "-",
    "Onbekend",
    "geen",
    "Geen",
    "Lorem ipsum dolor sit",
    "No description available",
)
_DATES: Final = ("2024-13", "2024", "01/2024", "12-2031", "1066-10", "2026-08", "08-2026", "2027-01", "2026-6", "volgt")
#: Copied from one body to the next, in two dresses: to the reader they are the same.
_COPIED: Final = (
    "Dit systeem ondersteunt medewerkers bij het behandelen van aanvragen; een mens neemt altijd het besluit.",
    "Dit  systeem ondersteunt medewerkers bij het behandelen van aanvragen; een MENS neemt altijd het besluit.",
)
_DIRT: Final = ("<b>vet</b>", "&amp;", "Ã©", "\u200b", "\x07", "@", "  ", "\u00a0", "\uff21", "é")
_HREFS: Final = (
    "-",
    "http://oud.nl",
    "https://10.1.2.3/",
    "https://x.sharepoint.com/a",
    "www.zonder.nl",
    "https://ok.nl/?a=1",
)
_MAIL: Final = ("piet.pietersen@stad.nl", "noreply@stad.nl", "stad@hotmail.com", "a@b", "info@stad.nl", "bel")
_REFERENCES: Final = (
    "1: Awb, https://. 2: AVG",
    "1: AVG. 2: Awb, www.wet.nl",
    "2: Awb, https://wet.nl. 1: AVG, https://avg.nl",
)


@dataclass(frozen=True)
class Day:
    """What the register shows on one day, as rows."""

    moment: datetime
    history: Sequence[Row]
    current: Sequence[Row]
    site: dict[str, list[dict[str, Any]]]


def captured(folder: Path, moment: datetime) -> Day:
    """Read one captured day, of its site data only what we and the oracle look at."""
    downloads = folder / "downloads"
    site = json.loads(gzip.decompress((downloads / "site-data.json.gz").read_bytes()))
    keys = {"algoritme_versions": ("lars", "owner", "language"), "organisation_details": None}
    told = {part: [{key: one[key] for key in wanted or one} for one in site[part]] for part, wanted in keys.items()}
    history, current = (csv_rows(downloads / f"{name}_NLD.csv.gz") for name in ("history", "full"))
    return Day(moment, history, current, told)


def spoiled(day: Day, seed: int, share: float = 0.12) -> Day:
    """Spoil some rows: the same row of history and list in the same way, and on another day in another."""
    dropped = {one["algorithm_id"] for one in day.history if _chance(seed, one["algorithm_id"]).random() < share / 3}
    # Withdrawn by that day, and still in the history.
    gone = {
        one["algorithm_id"]
        for one in day.current
        if _chance(seed, day.moment, one["algorithm_id"]).random() < share / 4
    }

    def change(row: Row) -> Row:
        chance = _chance(seed, day.moment, row["algorithm_id"], row["publication_dt"])
        row = dict(row)
        while chance.random() < share:
            chance.choice(CHANGES)(row, chance)
        return row

    def site(version: dict[str, Any]) -> dict[str, Any]:
        chance = _chance(seed, day.moment, "owner", version["lars"])
        return version | ({"owner": chance.choice(["gm0344", "mnre1034"])} if chance.random() < share / 4 else {})

    untold = {
        one["lars"]
        for one in day.site["algoritme_versions"]
        if _chance(seed, day.moment, "language", one["lars"]).random() < share
    }
    versions = [
        site(one)
        for one in day.site["algoritme_versions"]
        if one["lars"] not in dropped | gone and (one["language"] != "ENG" or one["lars"] not in untold)
    ]
    return Day(
        day.moment,
        [change(row) for row in day.history if row["algorithm_id"] not in dropped],
        [change(row) for row in day.current if row["algorithm_id"] not in dropped | gone],
        day.site | {"algoritme_versions": versions},
    )


def _chance(*about: object) -> random.Random:
    return random.Random("/".join(map(str, about)))  # noqa: S311 - a spoiled row is no secret


def _put(row: Row, columns: Sequence[str], values: Sequence[str], chance: random.Random) -> None:
    """Put a value into a column that this entry has: a cell that its standard lacks stays empty."""
    filled = [one for one in columns if row.get(one)]
    if filled:
        row[chance.choice(filled)] = chance.choice(values)


def _append(row: Row, chance: random.Random) -> None:
    column = chance.choice([one for one in ("name", *_TEXTS) if row.get(one)])
    dirt = chance.choice(_DIRT)
    row[column] = chance.choice([row[column] + dirt, dirt + row[column]])


def _again(row: Row, chance: random.Random) -> None:
    column = chance.choice([one for one in _TEXTS if row.get(one)])
    row[column] *= chance.choice([2, 9, 60])


CHANGES: Final[list[Callable[[Row, random.Random], None]]] = [
    lambda row, chance: _put(row, ["publication_category"], [*CATEGORIES, "Laag risico"], chance),
    lambda row, chance: _put(
        row, ["status"], ["In gebruik", "Buiten gebruik", "In ontwikkeling", "Pilot", "?"], chance
    ),
    lambda row, chance: _put(row, _TEXTS, _PLACEHOLDERS, chance),
    lambda row, chance: _put(row, _TEXTS, [""], chance),
    lambda row, chance: _put(row, ["begin_date", "end_date"], _DATES, chance),
    lambda row, chance: _put(row, _TEXTS, _COPIED, chance),
    lambda row, chance: _put(row, ["goal", "risks"], _COPIED, chance),
    lambda row, chance: _put(row, ["name"], ["Anonimiseren", "anonimiseren!", "ANONIMISEREN VAN STUKKEN", "-"], chance),
    lambda row, chance: _put(row, ["contact_email"], _MAIL, chance),
    lambda row, chance: _put(row, LINKS, _HREFS, chance),
    lambda row, chance: _put(row, _GROUPINGS, _REFERENCES, chance),
    lambda row, chance: _put(row, ["category"], ["Werk, Verkeer", "Verkeer, Werk", "Werk, Iets", "Iets"], chance),
    lambda row, chance: _put(row, ["lang"], ["nl", "NLD"], chance),
    _append,
    _again,
]


def serve(store: Store, day: Day, line: int) -> None:
    """Hand a day to the parsers of the three sources, as their answers would come in."""
    with store.transaction():
        for source, rows in ((HISTORY, day.history), (CURRENT, day.current)):
            parsed = source.parse([Answer("GET", "/", 200, (), _csv(rows))])
            store.observe(source.name, day.moment, parsed.facts, line)
            assert parsed.records is not None
            store.add_records(parsed.records)
        body = json.dumps(day.site).encode()
        parsed = site_data.SOURCE.parse([Answer("GET", "/", 200, (), body)])
        store.observe("site_data", day.moment, parsed.facts, line)
    judge(store)


def seen(day: Day) -> Collection:
    """Return the same day as the oracle sees it."""
    versions, details = day.site["algoritme_versions"], day.site["organisation_details"]
    dutch = [one for one in details if one["language"] == "NLD"]
    spoken: dict[str, set[str]] = {}
    for one in versions:
        spoken.setdefault(one["lars"], set()).add(one["language"])
    owners = {one["lars"]: one["owner"] for one in versions if one["language"] == "NLD"}
    return Collection(
        day.moment,
        publications(list(day.history)),
        frozenset(row["algorithm_id"] for row in day.current),
        owners,
        {one["org_id"]: one["type"] for one in dutch},
        {one["name"]: one["org_id"] for one in dutch},
        languages={lars: frozenset(words) for lars, words in spoken.items()},
    )


def _csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
