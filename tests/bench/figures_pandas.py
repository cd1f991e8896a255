"""The same figures from the texts, in plain pandas."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.bench.bits_pandas import judge
from tests.bench.figures_ours import METRICS, MONTHS, digest
from tests.bench.figures_sql import told
from tests.bench.rules import FIELDS_SCORED, SCORED, STEPS, pieces


def monthly(folder: Path) -> str:
    """Return the figures by organisation and month, as a digest."""
    scored = pd.concat([_scored(pd.read_parquet(path)) for path in pieces(folder)])
    public = pd.read_parquet(folder / "stays.parquet").merge(scored, on="content")
    sums = list(range(2 * len(METRICS)))
    begun = public[sums].groupby([public["org_id"], _month(public["from_day"])]).sum()
    ended = public[sums].groupby([public["org_id"], _month(public["to_day"])]).sum()
    steps = begun.rename_axis(["body", "month"]).sub(ended.rename_axis(["body", "month"]), fill_value=0)
    months = [one.year * 12 + one.month for one in MONTHS]
    every = pd.MultiIndex.from_product([steps.index.levels[0], months], names=["body", "month"])
    totals = steps.reindex(steps.index.union(every), fill_value=0).groupby(level=0).cumsum().loc[every]
    rows = zip(totals.index, totals.itertuples(index=False), strict=True)
    return digest(row for (body, month), one in rows for row in told(body, month, tuple(one)))


def _month(days: pd.Series) -> pd.Series:
    return days.map(lambda one: one.year * 12 + one.month)


def _scored(said: pd.DataFrame) -> pd.DataFrame:
    """Return points owed and passed of each metric, a row a text."""
    verdicts = {rule.key: dict(zip(STEPS, judge(said, rule), strict=True)) for rule in FIELDS_SCORED}
    columns: dict[int, np.ndarray] = {}
    for place, (step, requirements) in enumerate(SCORED.values()):
        for offset, judged in enumerate(("asked", step)):
            points: np.ndarray = np.zeros(len(said), np.int64)
            for fields, weight in requirements:
                points += weight * np.logical_or.reduce(
                    [(verdicts[key]["asked"] & verdicts[key][judged]).to_numpy(bool) for key in fields]
                )
            columns[2 * place + offset] = points
    return pd.DataFrame(columns).assign(content=said["content"].to_numpy())
