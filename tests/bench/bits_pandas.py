"""The verdicts in plain pandas, a column at a time."""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.bench.rules import COUNTS, DATES, RULES, STARTS, STEPS, Rule, pieces


def bits(folder: Path) -> dict[str, int]:
    """Make three masks a version and keep them; return what they add up to."""
    masks = pd.concat([_masks(pd.read_parquet(path)) for path in pieces(folder)])
    return {name: int((masks[step].to_numpy() >> place & 1).sum()) for name, step, place in COUNTS}


def _masks(said: pd.DataFrame) -> pd.DataFrame:
    masks = pd.DataFrame({"content": said["content"], **{step: np.zeros(len(said), np.int64) for step in STEPS}})
    for place, rule in enumerate(RULES):
        for step, judged in zip(STEPS, judge(said, rule), strict=True):
            masks[step] |= judged.to_numpy(bool).astype(np.int64) << place
    return masks


def judge(said: pd.DataFrame, rule: Rule) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Say of each text whether it is asked, filled and valid."""
    text = said[rule.column]
    asked = said["standard"].isin(rule.standards)
    if rule.not_category:
        asked &= said["category"] != rule.not_category
    if rule.only_status:
        asked &= said["stated"] == rule.only_status
    if rule.parent:
        asked &= said[rule.parent] != ""
    filled = text != ""
    return asked, filled, filled & ~_broken(said, rule)


def _broken(said: pd.DataFrame, rule: Rule) -> pd.Series:
    text = said[rule.column]
    folded = text.str.lower()
    broken = folded.isin(rule.words) | folded.str.startswith(STARTS)
    if rule.limits:
        broken |= text.str.len() > said["standard"].map(rule.limits).fillna(np.inf)
    if rule.dated:
        broken |= ~text.str.contains(DATES.replace("(", "(?:"), regex=True)
    if rule.not_status:
        broken |= said["stated"] == rule.not_status
    for standard, permitted in rule.permitted.items():
        value = "|".join(permitted)
        pattern = f"(?:{value})(?:, (?:{value}))*" if rule.listed else f"(?:{value})"
        broken |= (said["standard"] == standard) & ~text.str.fullmatch(pattern)
    return broken
