"""A second opinion: the figures of the captured register, in plain Python from the specification alone.

Written from metrics.md and register/README.md, without Polars, the store or our field list, so that
the same mistake would have to be made twice. Slow and literal on purpose.
"""

import csv
import datetime as dt
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
RETROSPECTIVE = dt.datetime(2023, 4, 1, tzinfo=dt.UTC)
DENOMINATORS = {
    "gemeente": "municipalities",
    "provincie": "provinces",
    "waterschap": "water-authorities",
    "veiligheidsregio": "safety-regions",
    "omgevingsdienst": "environmental-services",
}
PLACEHOLDERS = {
    "n.v.t.",
    "nvt",
    "niet van toepassing",
    "-",
    "--",
    ".",
    "?",
    "x",
    "geen",
    "onbekend",
    "volgt",
    "nog niet bekend",
    "tbd",
    "n/a",
    "none",
    "no description available",
    "unnamed algorithm",
    "noreply@example.com",
}
TIER_WEIGHT = {1: 3, 2: 2, 3: 1, 4: 1}
NOT_STATED = "not stated"
UNKNOWN = "unknown"
IN_USE_WORDS = {"in gebruik", "pilot", "operationeel", "actief", "in werking", "in productie"}
OUT_OF_USE_WORDS = {"buiten gebruik", "gestopt"}

Row: TypeAlias = dict[str, str]


@dataclass(frozen=True)
class Publication:
    """One row of the history: a version of a registration, put before the public at a moment."""

    lars: str
    moment: dt.datetime
    row: Row

    @property
    def content(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((key, value) for key, value in self.row.items() if key != "publication_dt"))


@dataclass(frozen=True)
class Collection:
    """What one capture showed."""

    moment: dt.datetime
    publications: tuple[Publication, ...]
    public: frozenset[str]
    owners: dict[str, str]
    types: dict[str, str]
    names: dict[str, str]
    lists: dict[str, frozenset[str]]

    @property
    def day(self) -> dt.date:
        return self.moment.astimezone(AMSTERDAM).date()


@dataclass(frozen=True)
class Count:
    """A number that is known, or known to lie between two bounds."""

    passed: int
    low: int
    high: int


@dataclass(frozen=True)
class Share:
    """So much of what was asked."""

    passed: int
    asked: int


# Reading the captures


def _rows(path: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8-sig"))))


def read(folder: Path, moment: dt.datetime) -> Collection:
    downloads = folder / "downloads"
    history = [
        Publication(row["algorithm_id"], dt.datetime.fromisoformat(row["publication_dt"]), row)
        for row in _rows(downloads / "history_NLD.csv.gz")
    ]
    site = json.loads(gzip.decompress((downloads / "site-data.json.gz").read_bytes()))
    versions = [version for version in site["algoritme_versions"] if version["language"] == "NLD"]
    details = [detail for detail in site["organisation_details"] if detail["language"] == "NLD"]
    lists = {
        kind: frozenset(
            item["org_id"] for item in json.loads((folder / "dashboard" / f"organisation_{name}.json").read_text())
        )
        for kind, name in DENOMINATORS.items()
    }
    return Collection(
        moment,
        tuple(history),
        frozenset(row["algorithm_id"] for row in _rows(downloads / "full_NLD.csv.gz")),
        {version["lars"]: version["owner"] for version in versions},
        {detail["org_id"]: detail["type"] for detail in details},
        {version["organization"]: version["owner"] for version in versions}
        | {detail["name"]: detail["org_id"] for detail in details},
        lists,
    )


# What a version says


@cache
def standard_fields(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Return field → standard → what the publication standard says of it."""
    return {field["key"]: field["versions"] for field in json.loads(path.read_text())["fields"]}


def category(row: Row) -> str:
    return row["publication_category"].strip() or NOT_STATED


def status(row: Row) -> str:
    word = row["status"].strip().casefold()
    if word in IN_USE_WORDS or word.startswith("in gebruik sinds"):
        return "In gebruik"
    if word == "in ontwikkeling":
        return "In ontwikkeling"
    return "Buiten gebruik" if word in OUT_OF_USE_WORDS else NOT_STATED


def placeholder(text: str, field: str = "") -> bool:
    word = text.strip().casefold()
    if word == "geen" and field in {"human_intervention", "provider"}:
        return False
    return word in PLACEHOLDERS or word.startswith("lorem ipsum")


class Form:
    """Whether the text of one column fits what its standard asks of it."""

    def __init__(self, standard: Path) -> None:
        self.fields = standard_fields(standard)

    def has(self, row: Row, column: str) -> bool:
        """Return whether the standard that the version was written in has the column."""
        return row["standard_version"] in self.fields[column]

    def valid(self, row: Row, column: str) -> bool:
        text = row[column].strip()
        if not text or placeholder(text, column):
            return False
        rule = self.fields[column][row["standard_version"]]
        limit = rule["max_length"]
        if isinstance(limit, int) and len(text) > limit:
            return False
        if column in {"begin_date", "end_date"}:
            return bool(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])|(0[1-9]|1[0-2])-\d{4}", text))
        permitted = rule["permitted_values"]
        if isinstance(permitted, list):
            words = [word.strip() for word in text.split(",")] if rule["type"] == "array" else [text]
            return all(word in permitted for word in words)
        return True


@dataclass(frozen=True)
class Asked:
    """One question of the score: any of these columns answers it."""

    tier: int
    columns: dict[str, tuple[str, ...]]

    def of(self, standard: str) -> tuple[str, ...]:
        return self.columns.get(standard, self.columns[""])


def _one(tier: int, *columns: str, **by_standard: tuple[str, ...]) -> Asked:
    renamed = {key.strip("_").replace("_", "."): value for key, value in by_standard.items()}
    return Asked(tier, {"": columns} | renamed)


QUESTIONS = {
    "goal": _one(1, "goal"),
    "proportionality": _one(1, "proportionality"),
    "human_intervention": _one(1, "human_intervention"),
    "risks": _one(1, "risks"),
    "lawful_basis": _one(1, "lawful_basis"),
    "impact": _one(
        1,
        "impacttoetsen_grouping",
        "impacttoetsen",
        _0_1=("iama_description", "dpia_description"),
        _0_4=("impacttoetsen",),
    ),
    "source_data": _one(2, "source_data"),
    "methods_and_models": _one(2, "methods_and_models"),
    "theme": _one(3, "category", "tags"),
    "begin_date": _one(3, "begin_date"),
    "page": _one(3, "website", "url"),
    "process_index_url": _one(3, "process_index_url"),
    "end_date": _one(4, "end_date"),
    "lawful_basis_grouping": _one(4, "lawful_basis_grouping"),
    "source_data_grouping": _one(4, "source_data_grouping"),
}
#: Canonical fields that stand under another name, or several, in some standard.
RENAMED: dict[str, dict[str, tuple[str, ...]]] = {
    "impacttoetsen_grouping": {"0.4": ("impacttoetsen",)},
    "impacttoetsen": {"0.1": ("iama_description", "dpia_description"), "0.4": ()},
    "impact_link": {"0.1": (), "0.4": ("iama_description",), "1.0": ()},
}
PARENT = {"lawful_basis_grouping": "lawful_basis", "source_data_grouping": "source_data"}


def questions(row: Row, form: Form) -> dict[str, tuple[int, bool, bool]]:
    """Return question → weight, filled, valid, for what this version is asked."""
    answers = {}
    for name, question in QUESTIONS.items():
        columns = [column for column in question.of(row["standard_version"]) if form.has(row, column)]
        applies = bool(columns)
        if question.tier in {1, 2}:
            applies = applies and not category(row).startswith("Overige")
        if name == "end_date":
            applies = applies and status(row) == "Buiten gebruik"
        if name in PARENT:
            applies = applies and bool(row[PARENT[name]].strip())
        if applies:
            filled = any(row[column].strip() for column in columns)
            valid = any(form.valid(row, column) for column in columns)
            answers[name] = (TIER_WEIGHT[question.tier], filled, valid)
    return answers


# What was public when


def day_end(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), AMSTERDAM).astimezone(dt.UTC)


@dataclass(frozen=True)
class Seen:
    """The publication of a registration that stood on a day, and whether that is certain."""

    publication: Publication
    low: bool
    passed: bool


class Oracle:
    """The captures, and what they say about a day."""

    def __init__(self, collections: Iterable[Collection], standard: Path) -> None:
        self.collections = sorted(collections, key=lambda one: one.moment)
        self.form = Form(standard)
        self._answers: dict[int, dict[str, tuple[int, bool, bool]]] = {}

    def known(self, known_on: dt.date) -> "Known":
        """Leave out the collections after a day."""
        return Known(self, [one for one in self.collections if one.day <= known_on])

    def answers(self, publication: Publication) -> dict[str, tuple[int, bool, bool]]:
        key = id(publication)
        if key not in self._answers:
            self._answers[key] = questions(publication.row, self.form)
        return self._answers[key]


class Known:
    """What is known after some collections."""

    def __init__(self, oracle: Oracle, collections: list[Collection]) -> None:
        self.oracle = oracle
        self.form = oracle.form
        self.collections = collections
        self.owners: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.histories: dict[str, list[Publication]] = {}
        for collection in collections:
            self.owners |= collection.owners
            self.names |= collection.names
            self.types |= collection.types
        for publication in sorted(collections[-1].publications, key=lambda one: one.moment):
            self.histories.setdefault(publication.lars, []).append(publication)
        self._days: dict[dt.date, list[Seen]] = {}

    @property
    def first_day(self) -> dt.date:
        return self.collections[0].day

    @property
    def last_day(self) -> dt.date:
        return self.collections[-1].day

    def organisation(self, row: Row) -> str:
        return self.owners.get(row["algorithm_id"]) or self.names.get(row["organization"].strip(), UNKNOWN)

    def kind(self, row: Row) -> str:
        return self.types.get(self.organisation(row), UNKNOWN)

    def public(self, day: dt.date) -> list[Seen]:
        if day not in self._days:
            standing = (self._on(publications, day) for publications in self.histories.values())
            self._days[day] = [one for one in standing if one]
        return self._days[day]

    def _on(self, publications: list[Publication], day: dt.date) -> Seen | None:
        before = [one for one in publications if one.moment < day_end(day)]
        if not before:
            return None
        current, later = before[-1], publications[len(before) :]
        until = later[0].moment if later else dt.datetime.max.replace(tzinfo=dt.UTC)
        within = [one for one in self.collections if current.moment <= one.moment < until]
        with_it = [one.day for one in within if current.lars in one.public]
        without = [one.day for one in within if current.lars not in one.public]
        if without and day >= without[0]:
            return None
        withdrawn = bool(without) or bool(later and later[0].content == current.content)
        # "Up to" its last publication, or the last collection with it, takes in that whole day.
        sure_until = max([current.moment.astimezone(AMSTERDAM).date(), *with_it])
        low = not withdrawn or day <= sure_until
        return Seen(current, low, low or day >= self.first_day)

    # Figures

    def registrations(self, day: dt.date, by: str = "all") -> dict[str, Count]:
        seen = self.public(day)
        key = self._key(by)
        passed = Counter(key(one.publication.row) for one in seen if one.passed)
        low = Counter(key(one.publication.row) for one in seen if one.low)
        high = Counter(key(one.publication.row) for one in seen)
        return {group: Count(passed[group], low[group], high[group]) for group in high}

    def filled_in_afterwards(self) -> int:
        """Return how many first publications only say "on or before 1 April 2023"."""
        return sum(publications[0].moment == RETROSPECTIVE for publications in self.histories.values())

    def organisations(self, day: dt.date) -> Count:
        seen = self.public(day)

        def distinct(chosen: Iterable[Seen]) -> int:
            return len({self.organisation(one.publication.row) for one in chosen} - {UNKNOWN})

        sure = (one for one in seen if one.low)
        return Count(distinct(one for one in seen if one.passed), distinct(sure), distinct(seen))

    def connected(self, day: dt.date) -> dict[str, Share]:
        """Ask the register's own lists, of the last collection up to a day."""
        shown = [one for one in self.collections if one.day <= day][-1]
        with_one = {self.organisation(one.publication.row) for one in self.public(day) if one.passed}
        return {kind: Share(len(members & with_one), len(members)) for kind, members in shown.lists.items()}

    def completeness(self, day: dt.date, step: str, by: str = "all") -> dict[str, Share]:
        passed: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        key = self._key(by)
        for one in self.public(day):
            if one.passed:
                group = key(one.publication.row)
                for weight, filled, valid in self.oracle.answers(one.publication).values():
                    asked[group] += weight
                    passed[group] += weight * (valid if step == "valid" else filled)
        return {group: Share(passed[group], asked[group]) for group in asked}

    def field(self, day: dt.date, key: str) -> Share:
        """Return how many of those that are asked for a field answer it validly."""
        rows = [one.publication.row for one in self.public(day) if one.passed]
        asked = [(row, columns) for row in rows if (columns := self._columns(row, key)) and self._asks(row, key)]
        return Share(sum(any(self.form.valid(row, column) for column in columns) for row, columns in asked), len(asked))

    def _key(self, by: str) -> Callable[[Row], str]:
        keys: dict[str, Callable[[Row], str]] = {
            "all": lambda _: "all",
            "category": category,
            "status": status,
            "standard": lambda row: row["standard_version"],
            "type": self.kind,
            "organisation": self.organisation,
        }
        return keys[by]

    def _columns(self, row: Row, key: str) -> list[str]:
        columns = RENAMED.get(key, {}).get(row["standard_version"], (key,))
        return [column for column in columns if self.form.has(row, column)]

    def _asks(self, row: Row, key: str) -> bool:
        if key == "end_date":
            return status(row) == "Buiten gebruik"
        if key in PARENT:
            return bool(row[PARENT[key]].strip())
        tiers = [one.tier for one in QUESTIONS.values() if key in one.columns[""]]
        return not (tiers and tiers[0] in {1, 2} and category(row).startswith("Overige"))
