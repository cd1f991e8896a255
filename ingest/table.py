"""Read a CSV file as it stands, or say what is wrong with it: nothing is guessed, nothing is lost."""

import codecs
import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from ingest.source import SourceChangedError

#: An error page can be one long line; no more of its "columns" is shown than this.
_SHOWN: Final = 200
_PIECE: Final = 1024 * 1024


def read_table(payload: bytes, required: Sequence[str], aliases: Mapping[str, str]) -> pl.DataFrame:
    """Return the cells of a CSV file in UTF-8 (with or without BOM) as text.

    ``aliases`` gives other names of required columns. Raises SourceChangedError for another
    encoding, an error page, a missing column, and a file that is torn or has rows of another width
    than its header.
    """
    _check_encoding(payload)
    try:
        rows = pl.read_csv(payload, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        msg = f"not a whole CSV file: {str(error).splitlines()[0]}; it begins {_start(payload)!r}"
        raise SourceChangedError(msg) from error
    other = {old: new for old, new in aliases.items() if new not in rows.columns}
    rows = rows.rename(other, strict=False)
    missing = [column for column in required if column not in rows.columns]
    if missing:
        msg = f"missing fields: {', '.join(missing)}; the file has: {', '.join(rows.columns)[:_SHOWN]}"
        raise SourceChangedError(msg)
    _check_whole(payload, rows.width)
    return rows


def _start(payload: bytes) -> str:
    return payload[:60].decode("utf-8-sig", "replace")


def _check_encoding(payload: bytes) -> None:
    # A piece at a time: as one text, a character beyond Latin would make all of it four times as large.
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(payload) + 1, _PIECE):
        piece = payload[start : start + _PIECE]
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=start + _PIECE > len(payload))
        except UnicodeDecodeError as error:
            msg = f"not UTF-8: byte {start - waiting + error.start} cannot be read; save the file as UTF-8"
            raise SourceChangedError(msg) from error


def _check_whole(payload: bytes, width: int) -> None:
    """Refuse a row of another width than the header: a torn file would say that its cells are empty."""
    if payload.endswith(b","):
        msg = "not a whole CSV file: it ends in the middle of a row, after a comma"
        raise SourceChangedError(msg)
    text = io.TextIOWrapper(io.BytesIO(payload), "utf-8-sig", newline="")
    try:
        for number, row in enumerate(csv.reader(text, strict=True), start=1):
            if row and len(row) != width:
                msg = f"not a whole CSV file: row {number} has {len(row)} cells, the header {width}"
                raise SourceChangedError(msg)
    except csv.Error as error:
        msg = f"not a whole CSV file: {error}"
        raise SourceChangedError(msg) from error
