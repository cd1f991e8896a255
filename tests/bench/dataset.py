"""Write a register of some size to disk: what arrives, its canonical texts, and the facts that follow."""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from metrics.texts import texts
from metrics.verdicts import verdicts
from tests.bench import facts, figures_ours, register, whole

#: As many texts as DuckDB, pandas and Polars each read well at a time.
_GROUP = 20_000


def write(folder: Path, scale: int) -> None:
    """Write ``bodies`` and ``fields`` (one file a piece), ``facts`` and what follows, unless they are there."""
    if (folder / "done").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("bodies", "fields"):
        (folder / name).mkdir(parents=True)
    facts.write(_pieces(folder, scale), folder)
    figures_ours.write_stays(facts.read(folder), folder / "stays.parquet")
    facts.keep(folder, whole.worked_out(whole.arrived(folder)))
    (folder / "done").touch()


def _pieces(folder: Path, scale: int) -> Iterator[pl.DataFrame]:
    for number, rows in enumerate(register.pieces(scale)):
        arrived = register.bodies(rows)
        arrived.write_parquet(folder / "bodies" / f"{number:04}.parquet", row_group_size=_GROUP)
        texts(arrived).write_parquet(folder / "fields" / f"{number:04}.parquet", row_group_size=_GROUP)
        yield facts.versions(rows, verdicts(arrived))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("scale", type=int)
    given = parser.parse_args()
    write(given.folder, given.scale)
