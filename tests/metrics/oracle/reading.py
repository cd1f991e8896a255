"""What a collection of the register showed: read from the files of a capture, or handed over as rows."""

import csv
import datetime as dt
import gzip
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.metrics.oracle.words import Row

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DENOMINATORS = {
    "gemeente": "municipalities",
    "provincie": "provinces",
    "waterschap": "water-authorities",
    "veiligheidsregio": "safety-regions",
    "omgevingsdienst": "environmental-services",
}


@dataclass(frozen=True)
class Publication:
    """One row of the history: a version of a registration, put before the public at a moment."""

    lars: str
    moment: dt.datetime
    row: Row


@dataclass(frozen=True)
class Collection:
    """What one look at the register showed.

    ``languages`` holds the languages of each registration, and is None where nobody asked for them.
    """

    moment: dt.datetime
    publications: tuple[Publication, ...]
    public: frozenset[str]
    owners: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    languages: dict[str, frozenset[str]] | None = None
    #: What came of looking at links: alive, dead or unsure.
    looks: dict[str, str] = field(default_factory=dict)
    #: The last day of bodies that are no more.
    last_days: dict[str, dt.date] = field(default_factory=dict)

    @property
    def day(self) -> dt.date:
        return day_of(self.moment)


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(AMSTERDAM).date()


def day_end(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), AMSTERDAM).astimezone(dt.UTC)


def csv_rows(path: Path) -> list[Row]:
    """Read a gzipped table; of dotted column names the last part counts."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{key.rpartition(".")[2]: cell for key, cell in row.items()} for row in rows]


def publications(rows: list[Row]) -> tuple[Publication, ...]:
    return tuple(
        Publication(row["algorithm_id"], dt.datetime.fromisoformat(row["publication_dt"]), row) for row in rows
    )


def read(folder: Path, moment: dt.datetime) -> Collection:
    """Read one captured day."""
    downloads = folder / "downloads"
    site = json.loads(gzip.decompress((downloads / "site-data.json.gz").read_bytes()))
    dutch = [version for version in site["algoritme_versions"] if version["language"] == "NLD"]
    details = [detail for detail in site["organisation_details"] if detail["language"] == "NLD"]
    spoken: dict[str, set[str]] = {}
    for version in site["algoritme_versions"]:
        spoken.setdefault(version["lars"], set()).add(version["language"])
    lists = {
        kind: frozenset(
            item["org_id"] for item in json.loads((folder / "dashboard" / f"organisation_{name}.json").read_text())
        )
        for kind, name in DENOMINATORS.items()
    }
    return Collection(
        moment,
        publications(csv_rows(downloads / "history_NLD.csv.gz")),
        frozenset(row["algorithm_id"] for row in csv_rows(downloads / "full_NLD.csv.gz")),
        {version["lars"]: version["owner"] for version in dutch},
        {detail["org_id"]: detail["type"] for detail in details},
        {detail["name"]: detail["org_id"] for detail in details},
        lists,
        {lars: frozenset(languages) for lars, languages in spoken.items()},
    )
