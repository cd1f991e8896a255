"""Two lists of which every link is known, as files: today's register with inventories, and 100,000 rows each."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from tests.bench.tasks import BULK, TODAY
from tests.linking.bulk import bulk
from tests.linking.calibration_set import sample
from tests.linking.inventories import inventories
from tests.linking.rows import Truth, always

_MADE: Final[Mapping[str, Callable[[], Truth]]] = {TODAY: lambda: inventories(sample(), 1), BULK: bulk}
SIZES: Final = tuple(_MADE)
_PARTS: Final = ("lines", "registrations", "related", "links")


def write(folder: Path, size: str) -> None:
    """Write lines, registrations, the pairs of bodies to look within, and the true links."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = _MADE[size]()
    for name, rows in zip(_PARTS, (*always(truth), truth.links_frame()), strict=True):
        rows.write_parquet(folder / f"{name}.parquet")


def read(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return lines, registrations and related, as linking takes them."""
    lines, registrations, related = (pl.read_parquet(folder / f"{name}.parquet") for name in _PARTS[:3])
    return lines, registrations, related


def told(folder: Path, found: pl.DataFrame) -> str:
    """Return how good links (org_id, local_id, lars) between these lists are, in words."""
    return share(found, pl.read_parquet(folder / "links.parquet"))


def share(found: pl.DataFrame, true: pl.DataFrame) -> str:
    """Return how many links were found, how many of those are true, and how many of all true ones that is."""
    right = found.join(true, on=true.columns, how="semi").height
    precision, recall = (f"{right / max(one.height, 1):.1%}" for one in (found, true))
    return f"{found.height:,} links, {precision} of them right; {recall} of all {true.height:,}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", choices=SIZES)
    given = parser.parse_args()
    write(given.folder, given.size)
