"""Verdicts on one text, computed once when it arrives and kept.

Of every field a bit for asked, filled and valid, at the position of the field in
``sql.fields.FIELDS``: *filled* is not empty after trimming; *valid* is filled, within the standard's
limit and permitted values, of the form of a date where it is one, and no placeholder; *asked* says
whether the entry owes the field at all. Of every check a bit for due, failed and broken, at its
position in ``metrics.checks.CHECKS``.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import reduce
from operator import add
from typing import Final

import polars as pl

from metrics.checks import CHECKS
from metrics.texts import filled, has, of, texts, valid
from sql.fields import BIT, BY_KEY, FIELDS, NOT_STATED, OTHER, OUT_OF_USE, Field

#: Raise it when any verdict that is no check changes its meaning: every text is then judged again.
RULES_VERSION: Final = 2
#: The parent text whose references are asked for once it is filled.
PARENTS: Final = {"lawful_basis_grouping": "lawful_basis", "source_data_grouping": "source_data"}


def _version() -> int:
    """Return a number for all rules together, in 31 bits: the same rules and checks give the same."""
    checks = ",".join(f"{one.name}={one.version}" for one in CHECKS)
    return int.from_bytes(hashlib.sha256(f"{RULES_VERSION}/{checks}".encode()).digest()[:4]) >> 1


#: Verdicts of another version are made anew.
VERSION: Final = _version()


def verdicts(rows: pl.DataFrame) -> pl.DataFrame:
    """Judge texts. Takes content, lars, published_at, standard, category, status and body (JSON of the export's cells).

    Returns the columns of the table ``verdict``: content, version, masks of fields (asked, filled,
    valid) and of checks (due, failed, broken), traits, themes and fingerprints.
    """
    said = texts(rows).with_columns(
        _mask(_asked).alias("asked"), _mask(filled).alias("filled"), _mask(valid).alias("valid")
    )
    return said.select(
        "content",
        pl.lit(VERSION, pl.Int32).alias("version"),
        "asked",
        "filled",
        "valid",
        *_check_masks(),
        traits=pl.lit(0, pl.Int64),
        themes=_themes(),
        real=pl.lit(0, pl.Int64),
        title=pl.lit(0, pl.Int64),
        prints=pl.lit([], pl.List(pl.Int64)),
        links=pl.lit([], pl.List(pl.Int64)),
    )


def _mask(judge: Callable[[Field], pl.Expr]) -> pl.Expr:
    return _bits((BIT[one.key], judge(one)) for one in FIELDS)


def _bits(judged: Iterable[tuple[int, pl.Expr]]) -> pl.Expr:
    bits = (said.fill_null(value=False).cast(pl.Int64) * (1 << bit) for bit, said in judged)
    return reduce(add, bits, pl.lit(0, pl.Int64))


def _check_masks() -> list[pl.Expr]:
    """Return the masks of checks: nothing fails that is not asked, or could not be judged."""
    due, failed, broken = [], [], []
    for bit, one in enumerate(CHECKS):
        asked = one.due.fill_null(value=False)
        unsure = pl.lit(value=False) if one.broken is None else asked & one.broken.fill_null(value=False)
        due.append((bit, asked))
        broken.append((bit, unsure))
        failed.append((bit, asked & ~unsure & one.fails))
    return [_bits(due).alias("due"), _bits(failed).alias("failed"), _bits(broken).alias("broken")]


def _themes() -> pl.Expr:
    """Return the themes that stand on the list of some standard, as written, with a comma between."""
    known = sorted({theme for permitted in BY_KEY["category"].permitted.values() for theme in permitted})
    said = of(BY_KEY["category"]).str.split(", ").list.eval(pl.element().filter(pl.element().is_in(known)))
    kept = said.list.unique(maintain_order=True)
    return pl.when(kept.list.len() > 0).then(kept.list.join(", ")).otherwise(pl.lit(NOT_STATED))


def _asked(one: Field) -> pl.Expr:
    """Say whether an entry owes a field: by its standard, its category, and what else it says."""
    asked = has(one)
    if one.tier in {1, 2}:
        return asked & (pl.col("category") != OTHER)
    if one.key == "end_date":
        return asked & (pl.col("stated") == OUT_OF_USE)
    if one.key in PARENTS:
        return asked & (pl.col(f"field.{PARENTS[one.key]}") != "")
    return asked
