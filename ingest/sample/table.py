"""The register's CSV dialect: one table for all standards, and text as it alters it."""

import csv
import html
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ingest.sample.registrations import Registration, Version
from ingest.sample.standards import COLUMNS, Value, links, shaped


@dataclass(frozen=True)
class Row:
    """One publication of one version."""

    registration: Registration
    version: Version
    published: datetime

    def cells(self, shown: datetime) -> dict[str, str]:
        """Give the row's cells as the register shows them at a moment."""
        written = shaped(self.version.content, self.version.standard)
        return {field: _cell(value) for field, value in written.items()} | {
            "organization": self.registration.body.name_on(shown.date()),
            "algorithm_id": self.registration.lars,
            "publication_dt": str(self.published),
        }


def as_csv(rows: Iterable[Row], shown: datetime) -> bytes:
    """Group rows by standard; the standard that comes first sets the column order."""
    grouped: dict[str, list[Row]] = {standard: [] for standard in COLUMNS}
    for row in rows:
        grouped[row.version.standard].append(row)
    occurring = [COLUMNS[standard] for standard, group in grouped.items() if group]
    columns = dict.fromkeys(name for columns in occurring for name in columns)
    text = io.StringIO()
    table = csv.DictWriter(text, list(columns), restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writeheader()
    for group in grouped.values():
        table.writerows(row.cells(shown) for row in group)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    if not value:
        return ""
    if isinstance(value, str):
        return _plain(value)
    if linked := links(value):
        return ". ".join(
            f"{place}: {item['title']}" + (f", {item['link']}" if item["link"] else "")
            for place, item in enumerate(linked, 1)
        )
    return ", ".join(map(str, value))


def _plain(text: str) -> str:
    """Lose line breaks and whatever looks like a tag, then decode entities."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"\r\n|\r|\n", " ", text)))
