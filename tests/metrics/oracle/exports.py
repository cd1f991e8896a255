"""A day's export of 2023: its rows are what was public that day, and nobody knew when they were published."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from tests.metrics.oracle.reading import csv_rows
from tests.metrics.oracle.register import Standing
from tests.metrics.oracle.words import Form, Row, Version

#: What columns were called before they had the names of today.
FORMER = {"schema_metadata": "standard_version", "algorithm_id": "lars"}
NO_ID = "~"


class Exports:
    """Every export that could be read, day by day; the same row of two days is one version."""

    def __init__(self, folder: Path, form: Form) -> None:
        self.form = form
        self._versions: dict[tuple[tuple[str, str], ...], Version] = {}
        self.days: dict[dt.date, list[Version]] = {}
        for path in sorted(folder.glob("*.csv.gz")):
            if rows := csv_rows(path):
                day = dt.date.fromisoformat(path.name[:10])
                self.days[day] = [self._version(_renamed(row)) for row in rows]

    def _version(self, row: Row) -> Version:
        key = tuple(sorted(row.items()))
        if key not in self._versions:
            lars = row.get("lars") or f"{NO_ID}{len(self._versions)}"
            self._versions[key] = Version(lars, None, row, self.form)
        return self._versions[key]

    def public(self, day: dt.date) -> list[Standing]:
        return [Standing(version, day, low=True, passed=True) for version in self.days[day]]

    def groups(self, by: str, _: dt.date) -> Callable[[Version], list[str]]:
        keys: dict[str, Callable[[Version], list[str]]] = {
            "all": lambda _: ["all"],
            "status": lambda one: [one.status],
            "standard": lambda one: [one.standard],
            "theme": lambda one: one.themes,
        }
        return keys[by]


def _renamed(row: Row) -> Row:
    return {FORMER.get(key, key): cell for key, cell in row.items()}
