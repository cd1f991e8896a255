"""The verdicts as Polars expressions, written from the table of rules and not from ours."""

from functools import reduce
from operator import and_, or_

import polars as pl

from tests.bench.rules import DATES, SHORT, STARTS, Rule


def judge(rule: Rule) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
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
