"""The store: one DuckDB file, owned by one process, holding dated facts.

Everything in it follows from the archive's manifest: a run appends a line there first and then
applies it here, so a store that died in between, or is gone, is brought up by applying the lines
it lacks.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Self

import duckdb
import orjson
import polars as pl

from sql.arrow import Rows
from sql.disk import write_parquet, writing
from sql.migrate import migrate

#: One fact as a source brings it: a key, and a JSON object of original values.
FACT_SCHEMA: Final = {"key": pl.String, "content": pl.String, "body": pl.String}
RECORD_COLUMNS: Final = (
    "content",
    "lars",
    "published_at",
    "name",
    "organisation",
    "org_id",
    "status",
    "category",
    "standard",
    "text",
)


_MEMORY: Final = "1GB"
#: Rows of texts that are written together: a few kilobytes each, and each thread holds as many.
_TOGETHER: Final = 2_048


class ConflictError(Exception):
    """A source said two different things about the same moment."""


def digest(body: bytes | str) -> str:
    """Return the name of a content: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(body.encode() if isinstance(body, str) else body).hexdigest()


def query(name: str) -> str:
    """Return the text of a named query, ``sql/queries/NAME.sql``."""
    return resources.files("sql").joinpath("queries", f"{name}.sql").read_text("utf-8")


class Store:
    """An open store; use it as a context manager. Raises duckdb.Error when the file is not one."""

    def __init__(self, path: Path) -> None:
        """Open or create the store and bring its tables up to date."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._connection = duckdb.connect(str(path))
        self._connection.execute("SET TimeZone='UTC'")
        self._connection.execute("SET enable_progress_bar=false")
        # The machine is shared with the pages; what does not fit goes to a file beside the store.
        self._connection.execute(f"SET memory_limit='{_MEMORY}'")
        migrate(self._connection)

    def __enter__(self) -> Self:
        """Return the open store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that happens in the block, or nothing of it."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def frame(self, name: str, **parameters: object) -> pl.DataFrame:
        """Run a named query and return its answer as a frame."""
        relation = self._connection.sql(query(name), params=parameters or None)
        return pl.DataFrame(Rows(relation))

    def copy(self, name: str, path: Path) -> None:
        """Write the answer of a named query to a Parquet file, without holding it in memory; raises DiskError."""
        with writing(path):
            self._connection.sql(query(name)).write_parquet(str(path), row_group_size=_TOGETHER)

    def rows(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Run a named query and return its answer as tuples."""
        return self.frame(name, **parameters).rows()

    def run(self, name: str, **parameters: object) -> None:
        """Run a named query that changes rows."""
        self._connection.execute(query(name), parameters or None)

    def load(self, table: str, frame: pl.DataFrame) -> None:
        """Make a frame a temporary table; through Parquet, since that needs no other library."""
        with TemporaryDirectory(dir=self.path.parent) as folder:
            path = Path(folder) / "frame.parquet"
            write_parquet(frame, path)
            self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" AS FROM read_parquet(?)', [str(path)])

    def applied(self) -> int:
        """Return how many lines of the manifest this store has taken in."""
        return int(self.rows("applied")[0][0])

    def collected(self, source: str) -> datetime | None:
        """Return the last moment at which a source was collected whole."""
        moment: datetime | None = self.rows("last_collection", source=source)[0][0]
        return moment.astimezone(UTC) if moment else None

    def attempted(self, source: str) -> datetime | None:
        """Return the moment that the last attempt of a source observed, whatever came of it."""
        moment: datetime | None = self.rows("last_attempt", source=source)[0][0]
        return moment.astimezone(UTC) if moment else None

    def shown(self, source: str) -> dict[str, str]:
        """Return what a source showed when it was last collected: the body of each fact, by key."""
        return dict(self.rows("shown", source=source))

    def conflicts(self, source: str, moment: datetime, facts: pl.DataFrame) -> bool:
        """Whether a source was collected at this very moment before and showed something else."""
        if not self.rows("is_collected", source=source, moment=moment)[0][0]:
            return False
        self.load("incoming", facts.select(FACT_SCHEMA.keys()))
        return bool(self.rows("differs_from_collected", source=source, moment=moment)[0][0])

    def observe(self, source: str, moment: datetime, facts: pl.DataFrame, line: int) -> None:
        """Take in everything that a source showed at one moment (columns of ``FACT_SCHEMA``).

        Anything the source showed around that moment and not at it ended or began there; an
        earlier moment than the last may be given. Raises ConflictError when the source was
        collected at this very moment before and showed something else.
        """
        if self.conflicts(source, moment, facts):
            msg = f"{source}: another answer was already taken in for {moment.isoformat()}"
            raise ConflictError(msg)
        bounds = {"source": source, "moment": moment}
        if self.rows("is_collected", **bounds)[0][0]:
            return
        later = self.rows("next_collection", **bounds)[0][0]
        self.load("incoming", facts.select(FACT_SCHEMA.keys()))
        self.run("add_contents", line=line)
        self.run("plan_sightings", **bounds, later=later)
        self.run("supersede_sightings", line=line, source=source)
        self.run("insert_sightings", line=line, source=source)
        self.run("add_collection", **bounds, line=line)

    def add_records(self, records: pl.DataFrame) -> None:
        """Keep the canonical reading of contents (columns of ``RECORD_COLUMNS``) not read before."""
        self.load("incoming_record", records.select(RECORD_COLUMNS))
        self.run("add_records")

    def add_verdicts(self, verdicts: pl.DataFrame) -> None:
        """Keep the verdicts of contents (columns of the table ``verdict``)."""
        self.load("incoming_verdict", verdicts)
        self.run("add_verdicts")

    def add_source_run(self, line: dict[str, Any]) -> None:
        """Keep one line of the manifest as a row, so that runs can be asked about."""
        details = {key: line.get(key, {}) for key in ("warnings", "set_aside", "remaps", "filled")}
        self.run(
            "add_source_run",
            line=line["line"],
            run=line["run"],
            source=line["source"],
            state=line["state"],
            observed_at=datetime.fromisoformat(line["observed_at"]),
            finished_at=datetime.fromisoformat(line["finished_at"]),
            reason=line.get("reason"),
            rows_in=line.get("rows_in"),
            rows_accepted=line.get("rows_accepted"),
            details=orjson.dumps(details).decode(),
        )

    def add_run(self, line: dict[str, Any]) -> None:
        """Keep the end of a run as its row."""
        started, finished = (datetime.fromisoformat(line[key]) for key in ("started_at", "finished_at"))
        self.run("add_run", line=line["line"], run=line["run"], state=line["state"], started=started, finished=finished)

    def add_decision(self, line: dict[str, Any]) -> None:
        """Keep what a person decided about a held attempt."""
        self.run(
            "add_decision",
            held_line=line["held_line"],
            line=line["line"],
            kind=line["kind"],
            author=line["author"],
            reason=line["why"],
            decided_at=datetime.fromisoformat(line["finished_at"]),
        )

    def set_applied(self, line: int) -> None:
        """Remember that the manifest was taken in up to this line."""
        self.run("set_applied", line=line)

    def facts_hash(self) -> str:
        """Return a hash of all live facts and collections; the same facts give the same hash."""
        rows: Sequence[tuple[object, ...]] = self.rows("facts_in_order")
        running = hashlib.sha256()
        for row in rows:
            running.update(repr(row).encode())
        return running.hexdigest()
