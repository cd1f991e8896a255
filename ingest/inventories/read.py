"""Bytes of an inventory, whatever the format, into one table."""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from ingest.inventories.cards import read_cards
from ingest.inventories.csv_file import read_csv
from ingest.inventories.json_file import read_json
from ingest.inventories.limits import unpacked
from ingest.inventories.mapping import InventoryMapping
from ingest.inventories.sheet import Sheet
from ingest.inventories.workbook import read_workbook
from ingest.source import SourceChangedError

_GZIP, _ZIP, _OLD_OFFICE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SUFFIXES: Final = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".ods": "workbook",
}
SUFFIXES: Final = tuple(_SUFFIXES)
_PAGE: Final = re.compile(rb"^\s*<(!doctype|html|\?xml)", re.IGNORECASE)


def read_inventory(files: Sequence[tuple[str, bytes]], mapping: InventoryMapping) -> Sheet:
    """Return the table of an inventory: one file, or a folder of system cards, each with its name.

    Raises SourceChangedError, beginning with the file's name, for what cannot be read whole.
    """
    kinds = [(name, *_unwrapped(name, body)) for name, body in files]
    if len(kinds) > 1:
        return read_cards([(PurePath(name).name, body) for name, _, body in kinds])
    (name, suffix, body) = kinds[0]
    plain = PurePath(name).name
    try:
        return _read(plain, suffix, body, mapping)
    except SourceChangedError as error:
        if str(error).startswith((f"{plain}:", "card ")):
            raise
        msg = f"{plain}: {error}"
        raise SourceChangedError(msg) from error


def _unwrapped(name: str, body: bytes) -> tuple[str, bytes]:
    """Return the suffix and bytes of a file, unpacked when it is a gzip file."""
    suffix = PurePath(name.partition("?")[0]).suffix.lower()
    if not body.startswith(_GZIP):
        return suffix, body
    inner = PurePath(name).suffixes[-2:-1] if suffix == ".gz" else [suffix]
    try:
        return (inner[0].lower() if inner else ""), unpacked(body)
    except SourceChangedError as error:
        msg = f"{PurePath(name).name}: {error}"
        raise SourceChangedError(msg) from error


def _read(name: str, suffix: str, body: bytes, mapping: InventoryMapping) -> Sheet:
    form = _form(suffix, body, mapping)
    if form == "workbook":
        return read_workbook(body, mapping.sheet, mapping.header_row)
    if form == "json":
        return read_json(body)
    if form == "yaml":
        return read_cards([(name, body)])
    return read_csv(body, mapping.encoding, mapping.delimiter, mapping.header_row)


def _form(suffix: str, body: bytes, mapping: InventoryMapping) -> str:
    """Return how to read some bytes: as the mapping says, else by content, else by the file's name."""
    if not body.strip():
        msg = "it is empty; a header without lines would declare that there are no systems"
        raise SourceChangedError(msg)
    if body.startswith(_OLD_OFFICE):
        msg = "an old workbook (.xls), or one with a password; save it as .xlsx without a password"
        raise SourceChangedError(msg)
    named = "workbook" if mapping.format in {"xlsx", "ods"} else mapping.format or _SUFFIXES.get(suffix, "")
    is_zip = body.startswith(_ZIP)
    if (named == "workbook") != is_zip and named:
        said = f"the mapping says {mapping.format}" if mapping.format else f"its name ends in {suffix}"
        found = "a zip file or workbook" if is_zip else f"no workbook: it begins {body[:40]!r}"
        msg = f"{said}, and it is {found}; deliver it in its own format"
        raise SourceChangedError(msg)
    if _PAGE.match(body[:200]):
        msg = f"a web page or XML, not an inventory: it begins {body[:60].decode('utf-8', 'replace')!r}"
        raise SourceChangedError(msg)
    if is_zip:
        return "workbook"
    return named or ("json" if body.lstrip()[:1] in {b"[", b"{"} else "csv")
