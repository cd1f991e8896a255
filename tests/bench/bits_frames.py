"""The verdicts in Pointblank and dataframely: rules over a frame, and how many texts pass each.

They say what passes; neither keeps the bits of each version, which is what later figures need.
"""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from pathlib import Path

import dataframely as dy
import pointblank as pb
import polars as pl

from tests.bench.rules import DATES, RULES, SHORT, STARTS, STEPS, Rule, pieces


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


def _judge(rule: Rule) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    text = pl.col(rule.column)
    asked = pl.col("standard").is_in(list(rule.standards))
    if rule.not_category:
        asked &= pl.col("category") != rule.not_category
    if rule.only_status:
        asked &= pl.col("stated") == rule.only_status
    if rule.parent:
        asked &= pl.col(rule.parent) != ""
    return asked, text != "", reduce(and_, (~one for one in _broken(rule)), text != "")


def _broken(rule: Rule) -> list[pl.Expr]:
    text, standard = pl.col(rule.column), pl.col("standard")
    short = pl.when(text.str.len_bytes() <= SHORT).then(text).otherwise(pl.lit("")).str.to_lowercase()
    broken = [short.is_in(list(rule.words)), text.str.head(len(STARTS)).str.to_lowercase() == STARTS]
    if rule.limits:
        over = ((standard == one) & (text.str.len_chars() > limit) for one, limit in rule.limits.items())
        broken.append(reduce(or_, over))
    if rule.dated:
        broken.append(~text.str.contains(DATES))
    if rule.not_status:
        broken.append(pl.col("stated") == rule.not_status)
    for one, permitted in rule.permitted.items():
        value = "|".join(permitted)
        pattern = f"^(?:{value})(?:, (?:{value}))*$" if rule.listed else f"^(?:{value})$"
        broken.append((standard == one) & ~text.str.contains(pattern))
    return broken


_RULES = {f"{rule.key} {step}": judged for rule in RULES for step, judged in zip(STEPS, _judge(rule), strict=True)}
_COLUMNS = ["standard", "category", "stated", *(rule.column for rule in RULES)]


def _schema() -> type[dy.Schema]:
    """Write the rules as dataframely wants them: methods of a class."""
    columns = {f"c{place}": dy.String(alias=name) for place, name in enumerate(_COLUMNS)}
    rules = {name: dy.rule()(lambda _, rule=rule: rule) for name, rule in _RULES.items()}
    return type("Texts", (dy.Schema,), columns | rules)


_SCHEMA = _schema()
