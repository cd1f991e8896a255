"""Read draft registrations: JSON as a body delivers it to the register, or a table with the export's columns."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
import polars as pl

from ingest.canonical import category, standard, status
from ingest.inventories.deliveries import file_answer
from ingest.inventories.mapping import InventoryMapping
from ingest.inventories.read import read_inventory
from ingest.source import SourceChangedError, json_of
from sql.fields import EXPORT_COLUMNS, NOT_STATED
from sql.settings import InventorySettings

#: The standard of a draft that names none.
PREFERRED: Final = "1.0"
_TAG: Final = re.compile(r"<[^>]*>")
#: Groups within groups: more than any standard has.
_DEEPEST: Final = 4
#: What a configuration that says nothing takes in of an inventory.
MOST_MEGABYTES: Final = InventorySettings("").max_megabytes
#: Columns that are read to words; every draft has them, if only empty.
_READ: Final = ("standard_version", "publication_category", "status")

Cells = Mapping[str, str]


class UnknownKindError(Exception):
    """A file is not what it was said to be, or could be an inventory or a registration; whoever asks has to say."""


@dataclass(frozen=True)
class Drafts:
    """Draft registrations.

    ``rows`` has row, standard, category, status (canonical words) and body (JSON of the cells);
    ``columns`` every column and the row where it first stands. A row is a line of the table as a
    person counts them, the header being 1, or the place of an object in its list, from 1.
    """

    rows: pl.DataFrame
    columns: Mapping[str, int]


def read(path: Path, chosen: str | None) -> Drafts:
    """Read drafts; a ``chosen`` standard counts for all, else each one's own.

    Raises FetchError when the file cannot be read, SourceChangedError when it holds no drafts, and
    UnknownKindError for what can only be an inventory.
    """
    numbered = read_cells(path)
    if not numbered:
        msg = f"{path.name}: no registration stands in it"
        raise SourceChangedError(msg)
    columns: dict[str, int] = {}
    for row, cells in numbered:
        for column in cells:
            columns.setdefault(column, row)
    return Drafts(_rows(numbered, chosen), columns)


def read_cells(path: Path) -> list[tuple[int, Cells]]:
    """Return the cells of each draft by column, with the row where they stand. Raises as ``read``."""
    answer = file_answer(path, MOST_MEGABYTES)
    if path.suffix.lower() == ".json":
        return [(row, dict(_flat(item, row))) for row, item in enumerate(_items(json_of(answer)), start=1)]
    return _table(path.name, answer.body)


def _table(name: str, body: bytes) -> list[tuple[int, Cells]]:
    """Return the rows of a table, of any format in which inventories come too."""
    sheet = read_inventory([(name, body)], InventoryMapping())
    if sheet.noun == "card":
        msg = f"{name}: a system card is an inventory, and no registration; give a registration as JSON or as a table"
        raise UnknownKindError(msg)
    rows = zip(sheet.labels, sheet.rows, strict=True)
    return [(int(label), dict(zip(sheet.columns, row, strict=True))) for label, row in rows]


def _rows(numbered: Sequence[tuple[int, Cells]], chosen: str | None) -> pl.DataFrame:
    read = [{"row": row, **{key: cells.get(key, "") for key in _READ}} for row, cells in numbered]
    own = standard("standard_version").replace(NOT_STATED, PREFERRED)
    words = pl.DataFrame(read, infer_schema_length=None).select(
        "row",
        standard=pl.lit(chosen) if chosen else own,
        category=category("publication_category"),
        status=status("status"),
    )
    return words.with_columns(pl.Series("body", [orjson.dumps(cells).decode() for _, cells in numbered]))


def _items(content: Any) -> Iterable[Any]:  # noqa: ANN401 - JSON can be anything
    """Return the drafts of a file: a list, an object, or an object that holds nothing but a list."""
    if isinstance(content, dict) and len(content) == 1:
        key, only = next(iter(content.items()))
        return only if isinstance(only, list) and key not in EXPORT_COLUMNS else [content]
    return content if isinstance(content, list) else [content]


def _flat(item: Any, row: int, depth: int = 0) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON can be anything
    """Return the cells of an object, its groups opened; a name that is no field and no group stays."""
    if not isinstance(item, dict) or depth > _DEEPEST:
        found = f"groups in more than {_DEEPEST} groups" if isinstance(item, dict) else type(item).__name__
        msg = f"item {row}: expected an object with the fields of a registration, got {found}"
        raise SourceChangedError(msg)
    for key, value in item.items():
        if isinstance(value, dict) and key not in EXPORT_COLUMNS:
            yield from _flat(value, row, depth + 1)
        else:
            yield key, _cell(value, f"item {row}, field {key}")


def _cell(value: Any, where: str) -> str:  # noqa: ANN401 - JSON can be anything
    """Return a value as the register exports it: without markup, and a list in one cell."""
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(part, list) for part in value):
        parts = [_reference(part, where) if isinstance(part, dict) else _cell(part, where) for part in value]
        if any(isinstance(part, dict) for part in value):
            return " ".join(f"{number}: {part}." for number, part in enumerate(parts, start=1)).removesuffix(".")
        return ", ".join(parts)
    if isinstance(value, dict | list):
        kind = "an object" if isinstance(value, dict) else "a list of lists"
        msg = f"{where}: expected text or a list, got {kind}"
        raise SourceChangedError(msg)
    return html.unescape(_TAG.sub("", re.sub(r"\r?\n", " ", str(value))))


def _reference(part: Mapping[str, Any], where: str) -> str:
    return ", ".join(said for key in ("title", "link") if (said := _cell(part.get(key), where)))
