"""What a version says, field by field, in the words of its own standard."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, str]

A, B, C = "Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"
IN_USE, IN_DEVELOPMENT, OUT_OF_USE = "In gebruik", "In ontwikkeling", "Buiten gebruik"
NOT_STATED = "not stated"
UNKNOWN = "unknown"
IN_USE_WORDS = {"in gebruik", "pilot", "operationeel", "actief", "in werking", "in productie"}
OUT_OF_USE_WORDS = {"buiten gebruik", "gestopt"}
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
ANSWERED_BY_GEEN = {"human_intervention", "provider"}
#: Columns that are no field of their own: the register's, or parts of another field.
BOOKKEEPING = {"lars", "publication_dt", "standard_version", "iama_description", "dpia_description"}
#: Canonical fields that stand under another name, or several, in some standard.
RENAMED: dict[str, dict[str, tuple[str, ...]]] = {
    "impacttoetsen_grouping": {"0.4": ("impacttoetsen",)},
    "impacttoetsen": {
        "0.1": ("iama_description", "dpia_description"),
        "0.2.3": ("iama_description", "dpia_description"),
        "0.3.1": ("iama_description",),
        "0.4": (),
    },
    "impact_link": {"0.1": (), "0.2.3": (), "0.3.1": (), "0.4": ("iama_description",), "1.0": ()},
}
LISTS = {"category"}
GROUPINGS = {"impacttoetsen_grouping", "lawful_basis_grouping", "source_data_grouping"}
SPELLINGS = {"0.1.0": "0.1", "0.4.0": "0.4", "1.0.0": "1.0"}
#: White space of every kind, and characters that nobody sees.
BLANK = "".join(chr(code) for code in range(0x110000) if chr(code).isspace() and code not in range(0x1C, 0x20))
BLANK += "\u200b\u200c\u200d\u2060\ufeff"


@cache
def standard_fields(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Return column → standard → what the publication standard says of it."""
    return {field["key"]: field["versions"] for field in json.loads(path.read_text())["fields"]}


def category(row: Row) -> str:
    text = row.get("publication_category", "").strip(BLANK)
    return text if text in {A, B, C} else NOT_STATED


def status(row: Row) -> str:
    word = row.get("status", "").strip(BLANK).casefold()
    if word in IN_USE_WORDS or word.startswith("in gebruik sinds"):
        return IN_USE
    if word == "in ontwikkeling":
        return IN_DEVELOPMENT
    return OUT_OF_USE if word in OUT_OF_USE_WORDS else NOT_STATED


def placeholder(text: str, field: str = "") -> bool:
    word = text.strip(BLANK).casefold()
    if word == "geen" and field in ANSWERED_BY_GEEN:
        return False
    return word in PLACEHOLDERS or word.startswith("lorem ipsum")


def month(text: str) -> int | None:
    """Return the number of the month that a date names, if it has one of the two forms."""
    if found := re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text):
        return int(found[1]) * 12 + int(found[2])
    if found := re.fullmatch(r"(0[1-9]|1[0-2])-([0-9]{4})", text):
        return int(found[2]) * 12 + int(found[1])
    return None


class Form:
    """What each standard asks of each field."""

    def __init__(self, standard: Path) -> None:
        self.fields = standard_fields(standard)
        self.keys = sorted((set(self.fields) | {"impact_link"}) - BOOKKEEPING)
        self.standards = set(self.fields["name"])
        self.themes = {
            theme for each in ("0.4", "1.0") for theme in self.fields["category"][each]["permitted_values"] or ()
        }

    def columns(self, standard: str, key: str) -> list[str]:
        """Return the columns in which a standard has a field; none if it has not."""
        named = RENAMED.get(key, {}).get(standard, (key,))
        return [column for column in named if standard in self.fields.get(column, {})]

    def rule(self, standard: str, key: str) -> dict[str, Any]:
        return self.fields[self.columns(standard, key)[0]][standard]

    def limit(self, standard: str, key: str) -> int:
        length = self.rule(standard, key)["max_length"]
        return length if isinstance(length, int) else 0

    def permitted(self, standard: str, key: str) -> list[str] | None:
        values = self.rule(standard, key).get("permitted_values")
        return values if isinstance(values, list) else None


@dataclass(frozen=True, eq=False)
class Version:
    """The words of a registration as one publication has them; without a moment where a list had none."""

    lars: str
    moment: dt.datetime | None
    row: Row
    form: Form

    @cached_property
    def standard(self) -> str:
        text = self.row.get("standard_version", "").strip(BLANK)
        return SPELLINGS.get(text, text) or NOT_STATED

    @cached_property
    def category(self) -> str:
        return category(self.row)

    @cached_property
    def status(self) -> str:
        return status(self.row)

    @cached_property
    def fields(self) -> dict[str, str]:
        """Return the text of every field that the standard has; of several columns the first that says something."""
        texts = {}
        for key in self.form.keys:
            if columns := self.form.columns(self.standard, key):
                said = [self.row.get(column, "").strip(BLANK) for column in columns]
                texts[key] = next((text for text in said if text), "")
        return texts

    def has(self, key: str) -> bool:
        return key in self.fields

    def text(self, key: str) -> str:
        return self.fields.get(key, "")

    def filled(self, key: str) -> bool:
        return self.text(key) != ""

    def says(self, key: str) -> bool:
        return self.filled(key) and not placeholder(self.text(key), key)

    def valid(self, key: str) -> bool:
        """Say whether the text fits what the standard asks of it."""
        text = self.text(key)
        if not self.says(key) or 0 < self.form.limit(self.standard, key) < len(text):
            return False
        if key in {"begin_date", "end_date"}:
            return month(text) is not None
        if key == "status":
            return self.status != NOT_STATED
        permitted = self.form.permitted(self.standard, key)
        if permitted is None:
            return True
        words = [word.strip() for word in text.split(",")] if key in LISTS else [text]
        return all(word in permitted for word in words)

    @cached_property
    def themes(self) -> list[str]:
        """Return the themes of the standard's lists, or the one that says there is none."""
        found = {value for value in self.text("category").split(", ") if value in self.form.themes}
        return sorted(found) or [NOT_STATED]

    @cached_property
    def content(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((key, value) for key, value in self.row.items() if key != "publication_dt" and value))
