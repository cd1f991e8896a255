"""Writing to a disk that may be full: what cannot be written says so, and what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

_FULL: Final = "No space left on device"
ADVICE: Final = "nothing that was published or archived is lost; make room and run it again"


class DiskError(Exception):
    """A file cannot be written; says which, why, and what to do."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what Polars and DuckDB say of a file that cannot be written into DiskError."""
    try:
        yield
    except (OSError, pl.exceptions.ComputeError, duckdb.IOException, duckdb.TransactionException) as error:
        # Polars tells a full disk in several ways, and only some name it.
        reason = _FULL if is_full(error) else str(error).splitlines()[0]
        msg = f"{path} cannot be written: {reason}; {ADVICE}"
        raise DiskError(msg) from error


def is_full(error: Exception) -> bool:
    """Whether an error says that the disk is full."""
    return _FULL in str(error) or (isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT})


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame to a file; raises DiskError."""
    with writing(path):
        frame.write_parquet(path)
