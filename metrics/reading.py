"""What a check may look at: the texts of entries, and what was already found out about them.

Beside the columns of ``metrics.texts`` there are masks with a bit a field (``sql.fields.BIT``):
``asked``, ``filled``, ``valid``, ``placeholder``, ``says`` (filled and no placeholder), ``limited``
(its standard sets a limit), ``long`` (over it), ``unfit`` (no value that is permitted) and ``linked``
(it has the form of an address). ``whole`` holds all texts with ``BETWEEN`` between them, ``traits``
the bits of ``metrics.traits``, ``english`` whether it seems to be English, and ``prose.KEY`` the
fingerprints of ``metrics.fingerprints``.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, reduce
from operator import or_
from typing import Final, TypeVar

import polars as pl

from metrics.texts import LINK, RULES, filled, of
from sql.fields import BIT, BY_KEY, FIELDS, LINKS, OTHER, OUT_OF_USE, Field

#: Between two texts in ``whole``: no tag, entity or broken letter goes across it.
BETWEEN: Final = "<\n"
#: The parent text whose references are asked for once it is filled.
PARENTS: Final = {"lawful_basis_grouping": "lawful_basis", "source_data_grouping": "source_data"}


#: A lazy one works out only what is asked of it.
Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def bits(judged: Iterable[tuple[int, pl.Expr]]) -> pl.Expr:
    """Return a mask of what is so, by the bit that it sets; null counts as no."""
    # One flat sum: a chain of additions would take long to plan.
    return pl.sum_horizontal(
        pl.lit(0, pl.Int64), *(so.fill_null(value=False).cast(pl.Int64) * (1 << bit) for bit, so in judged)
    )


def mask_of(*keys: str) -> int:
    """Return the bits of some fields."""
    return reduce(or_, (1 << BIT[key] for key in keys), 0)


def some(column: str, *keys: str) -> pl.Expr:
    """Say whether a mask has the bit of any of some fields."""
    return (pl.col(column) & mask_of(*keys)) != 0


def field_masks(said: Frame, standard: str) -> Frame:
    """Add asked, filled and valid to texts of one standard, and why a filled one is not valid."""
    for step in _masks(standard):
        said = said.with_columns(step)
    return said


@cache
def _masks(standard: str) -> tuple[list[pl.Expr], ...]:
    """Return the columns of ``field_masks`` step by step, each from those before: thousands of parts, made once."""
    known: list[Field] = [one for one in FIELDS if standard in one.limits]

    def found(rule: Callable[[Field], pl.Expr | None], among: Sequence[Field] = known) -> pl.Expr:
        return bits((BIT[one.key], so) for one in among if (so := rule(one)) is not None)

    def breaks(*names: str) -> pl.Expr:
        masks = (found(_under(name, standard)) for name in names)
        return pl.col("filled") & reduce(or_, masks)

    rest = [name for name in RULES if name not in {"placeholder", "too_long"}]
    limited = mask_of(*(one.key for one in known if one.limits[standard]))
    return (
        [found(_asked).alias("asked"), found(filled).alias("filled")],
        [
            breaks("placeholder").alias("placeholder"),
            breaks("too_long").alias("long"),
            breaks(*rest).alias("unfit"),
            pl.lit(limited, pl.Int64).alias("limited"),
            found(_linked, [one for one in known if one.key in LINKS]).alias("linked"),
        ],
        [
            (pl.col("filled") & ~(pl.col("placeholder") | pl.col("long") | pl.col("unfit"))).alias("valid"),
            (pl.col("filled") & ~pl.col("placeholder")).alias("says"),
        ],
    )


def _under(name: str, standard: str) -> Callable[[Field], pl.Expr | None]:
    """Return a rule as it is for the texts of one standard."""
    return lambda one: RULES[name](one, (standard,))


def _linked(one: Field) -> pl.Expr:
    return of(one).str.contains(LINK)


def _asked(one: Field) -> pl.Expr:
    """Say whether an entry owes a field that its standard has: by its category, and what else it says."""
    if one.tier in {1, 2}:
        return pl.col("category") != OTHER
    if one.key == "end_date":
        return pl.col("stated") == OUT_OF_USE
    if one.key in PARENTS:
        return filled(BY_KEY[PARENTS[one.key]])
    return pl.lit(value=True)
