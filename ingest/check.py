"""Check an inventory before it is delivered, and tell an inventory from a draft registration."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ingest import draft
from ingest.draft import MOST_MEGABYTES
from ingest.http import Answer
from ingest.inventories.deliveries import file_answer
from ingest.inventories.mapping import InventoryMapping, read_mapping
from ingest.inventories.read import read_inventory
from ingest.source import SourceChangedError, json_of
from ingest.sources import inventory
from sql.fields import EXPORT_COLUMNS
from sql.lines import LINE_FIELDS, REQUIRED_MARK

Kind = Literal["inventory", "registration"]
KINDS: Final[tuple[Kind, ...]] = ("inventory", "registration")
#: Formats in which only inventories come.
_INVENTORIES_ONLY: Final = frozenset({".xlsx", ".xlsm", ".ods", ".yaml", ".yml", ".gz"})
_HEAD: Final = 64 * 1024
_PLACED: Final = re.compile(r"(?:row|item|card) (\S+), column ([^:]+): (.*)", re.DOTALL)
_LINE_NAMES: Final = frozenset(name.casefold() for one in LINE_FIELDS for name in (one.key, one.title.nl, one.title.en))


UnknownKindError = draft.UnknownKindError


@dataclass(frozen=True)
class Fault:
    """Something to fix in an inventory: where it stands, if at one place, and whether it stops delivery."""

    row: str
    column: str
    serious: bool
    words: str


def kind_of(path: Path) -> Kind:
    """Return what a file holds, by its name or by the columns that it names.

    Raises UnknownKindError when they do not tell, FetchError and SourceChangedError when it cannot be read.
    """
    if path.suffix.lower() in _INVENTORIES_ONLY:
        return "inventory"
    answer = file_answer(path, MOST_MEGABYTES)
    is_json = path.suffix.lower() == ".json"
    as_line, as_registration = _known(_names(answer.body, is_json))
    if as_line == as_registration:
        # Another encoding than most have, lines above the header, or no such file at all: its reader knows.
        as_line, as_registration = _known(_read_names(answer, is_json))
    if as_line == as_registration:
        msg = f"{path.name} looks like no inventory and no registration; say which: --as inventory or --as registration"
        raise UnknownKindError(msg)
    return "inventory" if as_line > as_registration else "registration"


def _known(names: Iterable[str]) -> tuple[int, int]:
    """Return how many names are of the fields of an inventory, and of a registration."""
    named = {name.strip().removesuffix(REQUIRED_MARK).casefold() for name in names}
    return len(named & _LINE_NAMES), len(named & EXPORT_COLUMNS)


def _read_names(answer: Answer, is_json: bool) -> Sequence[str]:
    """Return the columns of a table as its reader finds them. Raises SourceChangedError for no table, or no JSON."""
    if is_json:
        json_of(answer)
        return ()
    return read_inventory([(answer.path, answer.body)], InventoryMapping()).columns


def _names(body: bytes, is_json: bool) -> list[str]:
    """Return what stands between the marks at the start of a file: the names of columns are among it."""
    head = body[:_HEAD].decode("utf-8-sig", "replace")
    # Of a table, the first line alone names columns.
    said = head if is_json else head.partition("\n")[0]
    return re.split(r'[",;\t|\n\r:{}\[\]]+', said)


def faults(path: Path, mapping: Path | None) -> list[Fault]:
    """Return what to fix in an inventory: all that its reader says, row by row.

    Raises FetchError when the file cannot be read, SettingsError for a mapping that is none.
    """
    used = read_mapping(mapping) if mapping else InventoryMapping()
    answer = file_answer(path, MOST_MEGABYTES)
    try:
        found = inventory.read([(answer.path, answer.body)], used, "")
    except SourceChangedError as error:
        return [_fault(str(error), serious=True)]
    aside = [
        Fault(found.sheet.labels[index], "", serious=True, words=f"is set aside: {why}")
        for index, why in sorted(found.aside.items())
    ]
    held = [_fault(words, serious=True) for words in found.breaches]
    return held + aside + [_fault(words, serious=False) for words in found.warnings]


def _fault(words: str, *, serious: bool) -> Fault:
    placed = _PLACED.fullmatch(words)
    return Fault(placed[1], placed[2], serious, placed[3]) if placed else Fault("", "", serious, words)
