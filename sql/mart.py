"""Marts: immutable files that readers open, and the one pointer that says which is current.

Layout below the data folder: ``marts/NUMBER/public.duckdb`` and ``internal.duckdb``, and the file
``marts/CURRENT`` that holds the number of the published ones. A file is never changed after it was
published; a reader that still has an older one open goes on reading that.
"""

import os
import shutil
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final, TypeAlias

import duckdb
import polars as pl

from sql.arrow import Rows
from sql.disk import write_parquet, writing

AUDIENCES: Final = ("public", "internal")
#: Readers of another layout than this one must not guess: raise it with every change of a frame.
LAYOUT: Final = "9"
_KEPT: Final = 3
#: So many texts that were looked up last are kept: a page asks for those of its registration more than once.
_TEXTS: Final = 512
#: What DuckDB may take while it writes: the machine is shared with the pages.
_MEMORY: Final = "1GB"
#: What a table of a mart is made of.
Table: TypeAlias = pl.DataFrame | Path


class MartError(Exception):
    """A mart is missing, half written, or of another layout; says which."""


@dataclass(frozen=True)
class Mart:
    """What one mart file holds: text about itself, and frames by name."""

    meta: Mapping[str, str]
    frames: Mapping[str, pl.DataFrame]


def pointer(data: Path) -> str | None:
    """Return the name of the published marts, None when nothing was published yet."""
    try:
        return (data / "marts" / "CURRENT").read_text("utf-8", "replace").strip() or None
    except FileNotFoundError:
        return None


def write(data: Path, number: int, frames: Mapping[str, Mapping[str, Table]], meta: Mapping[str, str]) -> str:
    """Write and check the marts of each audience; return the name they got. ``point`` publishes them.

    A table is a frame, or a Parquet file of what is too much to hold in memory (the texts). Raises MartError
    when what was written cannot be read back.
    """
    name = f"{number:08d}"
    final = data / "marts" / name
    draft = final.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(final, ignore_errors=True)
    draft.mkdir(parents=True)
    for audience, tables in frames.items():
        about = {**meta, "audience": audience, "layout": LAYOUT, "number": str(number)}
        _write_one(draft / f"{audience}.duckdb", tables, about)
    draft.rename(final)
    for audience, tables in frames.items():
        _check(read(data, name, audience), tables)
    return name


def _write_one(path: Path, tables: Mapping[str, Table], meta: Mapping[str, str]) -> None:
    about = pl.DataFrame({"key": list(meta), "value": list(meta.values())})
    with writing(path), duckdb.connect(str(path)) as connection, TemporaryDirectory(dir=path.parent) as folder:
        connection.execute(f"SET memory_limit='{_MEMORY}'")
        for name, frame in {**tables, "meta": about}.items():
            parquet = frame if isinstance(frame, Path) else Path(folder) / f"{name}.parquet"
            if isinstance(frame, pl.DataFrame):
                write_parquet(frame, parquet)
            connection.execute(f'CREATE TABLE "{name}" AS FROM read_parquet(?)', [str(parquet)])
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def _check(mart: Mart, tables: Mapping[str, Table]) -> None:
    for name, frame in tables.items():
        found = mart.frames[name].height if name in mart.frames else None
        if name != "texts" and isinstance(frame, pl.DataFrame) and found != frame.height:
            msg = f"mart {mart.meta['number']}: {name} has {found} rows, {frame.height} were written"
            raise MartError(msg)


def point(data: Path, name: str) -> None:
    """Publish marts that were written: every reader's next look finds them."""
    draft = data / "marts" / "CURRENT.draft"
    with draft.open("w", encoding="utf-8") as handle:
        handle.write(name)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(data / "marts" / "CURRENT")


def sweep(data: Path, keep: int = _KEPT) -> None:
    """Remove drafts and all but the last ``keep`` published marts; open readers are not disturbed."""
    folder = data / "marts"
    if not folder.exists():
        return
    for draft in folder.glob("*.draft"):
        if draft.is_dir():
            shutil.rmtree(draft)
        else:
            draft.unlink()
    current = pointer(data)
    published = sorted(one.name for one in folder.iterdir() if one.is_dir())
    # A mart above the pointer was written by a run that died before it published.
    for name in [one for one in published if current is None or one > current] + published[:-keep]:
        if name != current:
            shutil.rmtree(folder / name, ignore_errors=True)


def _open(data: Path, name: str, audience: str) -> duckdb.DuckDBPyConnection:
    path = data / "marts" / name / f"{audience}.duckdb"
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        msg = f"mart {name} cannot be opened for {audience}: {str(error).splitlines()[0]}"
        raise MartError(msg) from error


def about(data: Path, name: str, audience: str) -> dict[str, str]:
    """Return what a mart says of itself; raises MartError when it cannot be read, or is of another layout."""
    with closing(_open(data, name, audience)) as connection:
        return _about(connection, name)


def _about(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except duckdb.Error as error:
        msg = f"mart {name} cannot be read: {str(error).splitlines()[0]}"
        raise MartError(msg) from error
    if meta.get("layout") != LAYOUT:
        layout = meta.get("layout")
        msg = f"mart {name} has layout {layout}, this version reads {LAYOUT}: start the worker, or run vulgraad rebuild"
        raise MartError(msg)
    return meta


def read(data: Path, name: str, audience: str) -> Mart:
    """Return everything in a mart but the texts; raises MartError when it cannot be read."""
    with closing(_open(data, name, audience)) as connection:
        meta = _about(connection, name)
        try:
            connection.execute("SET TimeZone='UTC'")
            tables = [table for (table,) in connection.execute("SHOW TABLES").fetchall()]
            wanted = [table for table in tables if table not in {"meta", "texts"}]
            frames = {table: pl.DataFrame(Rows(connection.sql(f'FROM "{table}"'))) for table in wanted}
        except duckdb.Error as error:
            msg = f"mart {name} cannot be read: {str(error).splitlines()[0]}"
            raise MartError(msg) from error
    return Mart(meta, frames)


class Texts:
    """What registrations said (JSON of the original values) by content, of a mart that is opened once.

    Several threads may ask. It goes on answering when the mart is swept, as long as somebody has it.
    """

    def __init__(self, data: Path, name: str, audience: str) -> None:
        """Open the mart; raises MartError when it cannot be."""
        path = str(data / "marts" / name / f"{audience}.duckdb").replace("'", "''")
        try:
            # Attached to a database of its own: DuckDB would hand out again what is open under a path, though
            # another file stands there by now. It looks a few texts up: a thread and little memory do.
            self._connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "256MB"})
            self._connection.execute(f"ATTACH '{path}' AS mart (READ_ONLY)")
        except duckdb.Error as error:
            msg = f"mart {name} cannot be opened for {audience}: {str(error).splitlines()[0]}"
            raise MartError(msg) from error
        self._last: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def __call__(self, contents: pl.Series) -> dict[str, str]:
        """Return what those of these contents that are kept say."""
        wanted = contents.unique().to_list()
        with self._lock:
            found = {one: self._last[one] for one in wanted if one in self._last}
        if rest := [one for one in wanted if one not in found]:
            found |= self._looked_up(rest)
        return found

    def _looked_up(self, wanted: list[str]) -> dict[str, str]:
        asked = "SELECT content, body FROM mart.texts WHERE content IN (SELECT unnest($wanted))"
        with closing(self._connection.cursor()) as cursor:
            found: dict[str, str] = dict(cursor.execute(asked, {"wanted": wanted}).fetchall())
        # Many at once are those of a comparison: they would drive out all others.
        if len(found) <= _TEXTS // 8:
            with self._lock:
                self._last |= found
                while len(self._last) > _TEXTS:
                    self._last.popitem(last=False)
        return found


def texts(data: Path, name: str, audience: str, contents: pl.Series) -> dict[str, str]:
    """Return what registrations said by content, of a mart that is asked once; raises MartError."""
    return Texts(data, name, audience)(contents)
