"""Our verdicts: the three masks of fields, all that is kept of a text, and only reading it."""

from pathlib import Path

import polars as pl

from metrics.reading import field_masks
from metrics.texts import by_standard
from metrics.verdicts import verdicts
from tests.bench.rules import COUNTS, RULES, STEPS, pieces


def bits(folder: Path) -> dict[str, int]:
    """Make three masks a version and keep them; return what they add up to."""
    return counted(pl.concat(_masks(pl.read_parquet(path)) for path in pieces(folder)))


def _masks(said: pl.DataFrame) -> pl.DataFrame:
    standards = said["standard"].unique().sort()
    parts = (field_masks(said.lazy().filter(standard=one), str(one)).select("content", *STEPS) for one in standards)
    return pl.concat(pl.collect_all(parts))


def read(folder: Path) -> dict[str, int]:
    """Do the same from what arrives: JSON is read, texts are trimmed, and each standard has its own columns."""
    return counted(pl.concat(_read(pl.read_parquet(path)) for path in pieces(folder, "bodies")))


def _read(arrived: pl.DataFrame) -> pl.DataFrame:
    parts = (field_masks(said.lazy(), standard).select("content", *STEPS) for standard, said in by_standard(arrived))
    return pl.concat(pl.collect_all(parts))


def arrived(folder: Path) -> dict[str, int]:
    """Judge what arrives, with all checks, traits and fingerprints; return what the masks of fields add up to."""
    return counted(pl.concat(verdicts(pl.read_parquet(path)).select(STEPS) for path in pieces(folder, "bodies")))


def length(folder: Path) -> int:
    """Read every text once and do nothing but add up how long they are."""
    texts = pl.scan_parquet(list(pieces(folder))).select(
        pl.col([rule.column for rule in RULES]).str.len_bytes().cast(pl.Int64).sum()
    )
    return int(texts.select(pl.sum_horizontal(pl.all())).collect(engine="streaming").item())


def counted(masks: pl.DataFrame) -> dict[str, int]:
    """Return how often each bit is set."""
    sums = masks.select(((pl.col(step) & (1 << place)) != 0).sum().alias(name) for name, step, place in COUNTS)
    return {name: int(value) for name, value in sums.row(0, named=True).items()}
