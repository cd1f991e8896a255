"""What follows from the pairs that are known on one day: which are certain, and which are possible."""

import math
from typing import Final

import polars as pl

#: The log-odds from which a text alone makes a pair certain, or possible.
CERTAIN: Final = math.log(0.995 / 0.005)
POSSIBLE: Final = 0.0
_COLUMNS: Final = ("org_id", "local_id", "lars", "basis", "score", "evidence")


def chosen(candidates: pl.DataFrame) -> pl.DataFrame:
    """Return pairs (rows of ``pairs`` known on one day) with the probability and the state of each.

    Columns: org_id, local_id, lars, basis, score, evidence, probability (null unless by text), state
    (certain, possible or none). An id or an address is certain.
    """
    by_text = pl.col("basis") == "text"
    probability = pl.when(by_text).then(1 / (1 + (-pl.col("score")).exp()))
    state = (
        pl.when(~by_text | (pl.col("score") >= CERTAIN))
        .then(pl.lit("certain"))
        .when(pl.col("score") >= POSSIBLE)
        .then(pl.lit("possible"))
        .otherwise(pl.lit("none"))
    )
    return candidates.select(*_COLUMNS, probability=probability, state=state)
