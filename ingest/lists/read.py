"""A file that holds a list of systems, whatever it calls its columns, as rows that can be compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from ingest.inventories import synonyms
from ingest.inventories.dates import read_date
from ingest.inventories.deliveries import file_answer
from ingest.inventories.propose import forms_of, guessed
from ingest.inventories.read import read_inventory
from ingest.inventories.sheet import Sheet
from ingest.inventories.words import known
from ingest.lists.columns import FIELDS, ListError, found
from sql.fields import CATEGORIES
from sql.settings import InventorySettings

_MOST: Final = InventorySettings("").max_megabytes
#: So many ids that stand twice are named.
_NAMED: Final = 5


@dataclass(frozen=True)
class SystemList:
    """The rows of a list, each with the texts of ``FIELDS``; what it does not say is empty.

    ``columns`` tells from which column each field was read, ``older`` how many earlier publications of a
    registration that stands there with a later one were left out, ``unnumbered`` how many rows got the place
    where they stand as their id. ``header_row`` is where the header stands when that is not the first row.
    """

    rows: pl.DataFrame
    columns: Mapping[str, str]
    older: int
    unnumbered: int
    header_row: int | None


def read_list(path: Path, named: Mapping[str, str], option: str) -> SystemList:
    """Return the list in a file; ``named`` are headings by field, as given with an ``option`` of the command.

    Raises FetchError and SourceChangedError for a file that cannot be read, SettingsError for a field that
    there is none of, and ListError for a list without names, or with an id that stands in it twice.
    """
    answer = file_answer(path, _MOST)
    sheet, mapping = guessed(answer.path, answer.body)
    if mapping.header_row and not named and not synonyms.keys_of(sheet.columns):
        # No row looks like a header: a torn file, of which the first row tells what is wrong.
        read_inventory([(answer.path, answer.body)], replace(mapping, header_row=None))
    columns = found(sheet.columns, named, f"{option} {path.name}")
    rows = _rows(sheet, columns)
    numbered = [row if row["local_id"] else {**row, "local_id": sheet.place(at)} for at, row in enumerate(rows)]
    newest = _newest(numbered)
    _check_ids(sheet, numbered, newest, f"{option} {path.name}")
    kept = pl.DataFrame([numbered[at] for at in newest], schema=dict.fromkeys(FIELDS, pl.String))
    dated = kept.with_columns(_dates(kept["start_date"], mapping.language or "nl", sheet.epoch))
    unnumbered = sum(not row["local_id"] for row in rows)
    whole = dated.with_columns(_categories(kept["category"]))
    return SystemList(whole, columns, len(rows) - len(newest), unnumbered, mapping.header_row)


def _rows(sheet: Sheet, columns: Mapping[str, str]) -> list[dict[str, str]]:
    places = {field: sheet.columns.index(column) for field, column in columns.items()}
    return [{field: row[places[field]] if field in places else "" for field in FIELDS} for row in sheet.rows]


def _owned(row: Mapping[str, str]) -> tuple[str, str]:
    """Return whose row it is and its id: every body has ids of its own."""
    body = row["org_id"] or row["organisation"]
    return " ".join(body.split()).casefold(), row["local_id"].casefold()


def _newest(rows: Sequence[Mapping[str, str]]) -> list[int]:
    """Return the places of the rows that count: of several publications of one registration the last."""
    last: dict[tuple[str, ...], int] = {}
    for at, row in enumerate(rows):
        # What was published at another moment is no double, but what it said before.
        key = ("", _owned(row)[1]) if row["published"] else (str(at),)
        best = last.get(key)
        if best is None or rows[best]["published"] < row["published"]:
            last[key] = at
    return sorted(last.values())


def _check_ids(sheet: Sheet, rows: Sequence[Mapping[str, str]], newest: Iterable[int], where: str) -> None:
    """Raise ListError for rows of one body with one id, unless they are publications of different moments."""
    moments: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at in newest if not any(row["published"] for row in rows) else range(len(rows)):
        moments[*_owned(rows[at]), rows[at]["published"]].append(at)
    twice = [group for group in moments.values() if len(group) > 1]
    if twice:
        told = [f"{rows[group[0]]['local_id']!r} ({_places(sheet, group)})" for group in twice[:_NAMED]]
        more = f" and {len(twice) - _NAMED} more" if len(twice) > _NAMED else ""
        option = where.partition(" ")[0]
        msg = (
            f"{where}: ids that stand more than once: {', '.join(told)}{more}; correct them, name another column "
            f"({option} local_id=HEADING), or go by the number of the row ({option} local_id=)"
        )
        raise ListError(msg)


def _places(sheet: Sheet, group: Sequence[int]) -> str:
    return f"{sheet.noun}s {', '.join(sheet.labels[at] for at in group[:_NAMED])}"


def _dates(said: pl.Series, language: str, epoch: int) -> pl.Series:
    """Return dates as YYYY-MM-DD or less, whatever way they are written; what nobody can read stays."""
    texts = said.unique(maintain_order=True).to_list()
    forms = forms_of([text for text in texts if text])
    read = {text: (read_date(text, forms, language, epoch) or (text,))[0] for text in texts}
    return said.replace_strict(read, return_dtype=pl.String)


def _categories(said: pl.Series) -> pl.Series:
    """Return publication categories in the register's words; empty for any other word."""
    words = {text: known("category", text) or "" for text in said.unique()}
    told = {text: word if word in CATEGORIES else "" for text, word in words.items()}
    return said.replace_strict(told, return_dtype=pl.String)
