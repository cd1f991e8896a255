"""One owner of a data folder at a time: an flock on a file of its own.

DuckDB's own lock is lost when the owning process merely opens and closes the file, so it is not
what we rely on.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(Exception):
    """Another process owns this data folder."""


@contextmanager
def owned(data: Path) -> Iterator[None]:
    """Own the data folder while the block runs; raises LockedError when somebody else does."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "owner.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = f"{data} is in use by another Vulgraad process"
            raise LockedError(msg) from error
        yield
