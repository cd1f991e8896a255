"""The verdicts in Pointblank and dataframely: rules over a frame, and how many texts pass each.

They say what passes; neither keeps the bits of each version, which is what later figures need.
"""

from collections.abc import Callable
from functools import reduce
from pathlib import Path

import dataframely as dy
import pointblank as pb
import polars as pl

from tests.bench.bits_polars import judge
from tests.bench.rules import RULES, STEPS, pieces


def with_pointblank(folder: Path) -> dict[str, int]:
    """Return how many texts pass each rule, by Pointblank."""
    return _summed(folder, _by_pointblank)


def with_dataframely(folder: Path) -> dict[str, int]:
    """Return how many texts pass each rule, by dataframely."""
    return _summed(folder, _by_dataframely)


def _summed(folder: Path, passed: Callable[[pl.DataFrame], dict[str, int]]) -> dict[str, int]:
    total = dict.fromkeys(_RULES, 0)
    for path in pieces(folder):
        for name, count in passed(pl.read_parquet(path)).items():
            total[name] += count
    return total


def _by_pointblank(said: pl.DataFrame) -> dict[str, int]:
    plan = reduce(lambda plan, rule: plan.col_vals_expr(rule), _RULES.values(), pb.Validate(said))
    done = plan.interrogate(collect_extracts=False)
    return {name: int(done.n_passed(i=place, scalar=True)) for place, name in enumerate(_RULES, start=1)}


def _by_dataframely(said: pl.DataFrame) -> dict[str, int]:
    failed = _SCHEMA.filter(said.select(_COLUMNS)).failure.counts()
    return {name: said.height - failed.get(name, 0) for name in _RULES}


_RULES = {f"{rule.key} {step}": judged for rule in RULES for step, judged in zip(STEPS, judge(rule), strict=True)}
_COLUMNS = ["standard", "category", "stated", *(rule.column for rule in RULES)]


def _schema() -> type[dy.Schema]:
    """Write the rules as dataframely wants them: methods of a class."""
    columns = {f"c{place}": dy.String(alias=name) for place, name in enumerate(_COLUMNS)}
    rules = {name: dy.rule()(lambda _, rule=rule: rule) for name, rule in _RULES.items()}
    return type("Texts", (dy.Schema,), columns | rules)


_SCHEMA = _schema()
