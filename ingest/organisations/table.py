"""The register of organisations as a CSV file: one row a body, named by its TOOI code."""

from typing import Final

from ingest.organisations.record import Record, code_of, texts
from ingest.table import read_table

_REQUIRED: Final = ("tooi_code", "type", "name")
#: The field of a record → the column that holds it.
_COLUMNS: Final = {
    "code": "tooi_code",
    "name": "name",
    "type": "type",
    "own_id": "id",
    "roo_id": "roo_id",
    "abbreviation": "abbreviation",
    "ministry_id": "ministry_tooi",
    "parent": "parent_id",
    "valid_from": "valid_from",
    "valid_until": "valid_until",
    "successor": "successor_id",
}


def read(payload: bytes) -> list[Record]:
    """Return the rows; raises SourceChangedError for a torn file or a missing column."""
    rows = read_table(payload, _REQUIRED, {})
    found = []
    for number, row in enumerate(rows.iter_rows(named=True), start=2):
        said = dict(texts(row, _COLUMNS))
        codes = {key: code_of(said[key]) for key in ("code", "ministry_id")}
        found.append(Record(where=f"row {number}", **said | codes))
    return found
