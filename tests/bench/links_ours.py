"""Links between two lists as ``metrics.linking`` finds them: every pair scored, then the choice."""

from pathlib import Path

import polars as pl

from metrics.linked import CERTAIN, POSSIBLE
from metrics.linking.choice import chosen
from metrics.linking.pairs import pairs
from tests.bench import lists


def certain(folder: Path) -> str:
    """Return what is certain."""
    return lists.told(folder, _found(folder).filter(state=CERTAIN).select("org_id", "local_id", "lars"))


def likely(folder: Path) -> str:
    """Return what is certain or possible."""
    either = _found(folder).filter(pl.col("state").is_in([CERTAIN, POSSIBLE]))
    return lists.told(folder, either.select("org_id", "local_id", "lars"))


def _found(folder: Path) -> pl.DataFrame:
    return chosen(pairs(*lists.read(folder)))
