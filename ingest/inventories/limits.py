"""What is refused before it is opened: too large, packed to burst, or no file of the kind it says."""

import gzip
import io
import zipfile
import zlib
from typing import Final

from ingest.source import SourceChangedError

MEGABYTE: Final = 1024 * 1024
#: A workbook or archive may grow to this when unpacked, and to this many times its size.
_UNPACKED: Final = 512 * MEGABYTE
_TIMES: Final = 200
#: Under this size even a high ratio is harmless: empty sheets pack very well.
_HARMLESS: Final = 32 * MEGABYTE
_ENTRIES: Final = 2_000
_ENCRYPTED: Final = 0x1
#: Rows times columns of one sheet.
CELLS: Final = 5_000_000
#: What all cells of one workbook show together: a text that many cells refer to counts for each.
CHARACTERS: Final = 64_000_000


def unpacked(body: bytes) -> bytes:
    """Return what a gzip file holds. Raises SourceChangedError when it is damaged or too large."""
    try:
        with gzip.open(io.BytesIO(body)) as handle:
            text = handle.read(_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        msg = f"the gzip file is damaged ({error}); deliver it again"
        raise SourceChangedError(msg) from error
    if len(text) > _UNPACKED or (len(text) > _HARMLESS and len(text) > _TIMES * len(body)):
        msg = f"unpacks to more than {_TIMES} times its size or {_UNPACKED // MEGABYTE} MB; refused as a zip bomb"
        raise SourceChangedError(msg)
    return text


def opened(body: bytes) -> zipfile.ZipFile:
    """Return a zip file whose directory promises nothing unreasonable, and that keeps its promise.

    Raises SourceChangedError for a damaged one, one with a password, and a zip bomb.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(body))
        _check_directory(packed.infolist(), len(body))
        # A directory can lie: each part is read once, up to the size that it claims.
        broken = packed.testzip()
    # Nothing is left undone here: zipfile raises NotImplementedError for a way of packing that it does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        msg = f"the workbook is damaged ({error}); save it again and deliver it anew"
        raise SourceChangedError(msg) from error
    if broken:
        msg = f"the workbook is damaged (part {broken}); save it again and deliver it anew"
        raise SourceChangedError(msg)
    return packed


def _check_directory(parts: list[zipfile.ZipInfo], size: int) -> None:
    if len(parts) > _ENTRIES:
        msg = f"the workbook has {len(parts)} parts, more than {_ENTRIES}; refused as a zip bomb"
        raise SourceChangedError(msg)
    grown = sum(part.file_size for part in parts)
    if grown > _UNPACKED or (grown > _HARMLESS and grown > _TIMES * size):
        msg = (
            f"the workbook of {size / MEGABYTE:.1f} MB unpacks to {grown / MEGABYTE:.0f} MB; refused as a zip bomb "
            f"(at most {_UNPACKED // MEGABYTE} MB and {_TIMES} times its size)"
        )
        raise SourceChangedError(msg)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        msg = "the workbook has a password; save it without one"
        raise SourceChangedError(msg)
