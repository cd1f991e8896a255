"""A published register of many times today's size, to put readers on: made up by the generator of `make bench`.

``python -m tests.load.large FOLDER --times 100`` takes ten minutes and 7 GB; then ``vulgraad web --data FOLDER``.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from ingest.http import Answer
from ingest.sample.answers import Answers
from ingest.sample.generate import generate
from ingest.source import Parsed
from ingest.sources import BY_NAME
from metrics import record
from sql.store import Store
from tests.bench.register import SEED, TODAY, pieces

#: After the last publication of the last copy.
COLLECTED: Final = datetime(2026, 12, 25, 8, tzinfo=UTC)


def _parsed(source: str, answers: dict[str, bytes]) -> Parsed:
    return BY_NAME[source].parse([Answer("GET", path, 200, (), body) for path, body in answers.items()])


def arrivals(times: int) -> Iterator[tuple[str, Parsed]]:
    """Yield what each source of a register of so many copies of today's answers, on one day."""
    rows = pl.concat(pieces(times))
    cells = rows.select(
        pl.col("lars").alias("algorithm_id"), pl.exclude("lars", r"^_.*$", "registration", "again", "until", "body")
    )
    latest = cells.sort("publication_dt").unique("algorithm_id", keep="last")
    yield "current", _parsed("current", {"/": latest.write_csv().encode()})
    yield "history", _parsed("history", {"/": cells.write_csv().encode()})
    files = dict(Answers(generate(SEED), TODAY).files())
    site = json.loads(files["site-data.json"])
    owned = rows.select("lars", "org_id").unique("lars").sort("lars").iter_rows()
    site["algoritme_versions"] = [{"lars": lars, "owner": body, "language": "NLD"} for lars, body in owned]
    yield "site_data", _parsed("site_data", {"/": json.dumps(site).encode()})
    related = json.loads(files["relations.json"])
    asked = {f"/organisation-relation/{code}": json.dumps(one).encode() for code, one in related.items()}
    yield "relations", _parsed("relations", asked)


def make(folder: Path, times: int) -> None:
    """Collect such a register into an empty folder, and publish it."""
    folder.mkdir(parents=True)
    with Store(folder / "store.duckdb") as store:
        for line, (source, parsed) in enumerate(arrivals(times), start=1):
            store.observe(source, COLLECTED, parsed.facts, line)
            if parsed.records is not None:
                store.add_records(parsed.records)
        record.judge(store)
        record.publish(store, record.facts_of(store), folder, COLLECTED)


def main() -> None:
    """Make one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=100)
    asked = parser.parse_args()
    make(asked.folder, asked.times)


if __name__ == "__main__":
    main()
