"""Verdicts on one text: asked, filled, valid; computed once when it arrives, kept as bits.

A bit stands at the position of its field in ``sql.fields.FIELDS``. *Filled* is not empty after
trimming. *Valid* is filled, within the standard's limit and permitted values, of the form of a
date where it is one, and no placeholder. *Asked* says whether the entry owes the field at all.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add, and_, or_
from typing import Final

import polars as pl

from sql.fields import (
    BIT,
    EXPORT_COLUMNS,
    FIELDS,
    NOT_STATED,
    OTHER,
    OUT_OF_USE,
    STANDARDS,
    Field,
)

#: Raise it when any verdict changes its meaning: every text is then judged again.
VERSION: Final = 1

#: Full matches after trim and casefold; published with the method.
PLACEHOLDERS: Final = (
    "n.v.t.",
    "nvt",
    "niet van toepassing",
    "-",
    "--",
    ".",
    "?",
    "x",
    "geen",
    "onbekend",
    "volgt",
    "nog niet bekend",
    "tbd",
    "n/a",
    "none",
    "no description available",
    "unnamed algorithm",
    "noreply@example.com",
)
PLACEHOLDER_START: Final = "lorem ipsum"
#: ``2023-01`` and ``01-2023``, the two forms that the texts of the standards show. Form only:
#: whether such a year can be is another question.
DATE_FORM: Final = r"^(\d{4}-(0[1-9]|1[0-2])|(0[1-9]|1[0-2])-\d{4})$"
#: What trimming removes: white space, and the characters that show nothing.
_BLANK: Final = " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_UNSEEN: Final = "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
#: The parent text whose references are asked for once it is filled.
PARENTS: Final = {"lawful_basis_grouping": "lawful_basis", "source_data_grouping": "source_data"}


def verdicts(rows: pl.DataFrame) -> pl.DataFrame:
    """Judge texts. Takes content, standard, category, status and body (JSON of the export's cells).

    Returns content, version, asked, filled, valid: the last three are masks (int64), one bit a
    field.
    """
    return texts(rows).select(
        "content",
        pl.lit(VERSION, pl.Int32).alias("version"),
        _mask(_asked).alias("asked"),
        _mask(filled).alias("filled"),
        _mask(_valid).alias("valid"),
    )


def texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return content, standard, category, ``stated`` (the status) and every field's text as ``field.KEY``."""
    cells = pl.Struct(dict.fromkeys(sorted(EXPORT_COLUMNS), pl.String))
    said = (
        rows.with_columns(pl.col("body").str.json_decode(cells).alias("said"))
        .drop("body")
        .unnest("said", separator=".")
    )
    return said.select(
        "content", "standard", "category", pl.col("status").alias("stated"), *(_text(one) for one in FIELDS)
    )


def _mask(judge: Callable[[Field], pl.Expr]) -> pl.Expr:
    bits = (judge(one).fill_null(value=False).cast(pl.Int64) * (1 << BIT[one.key]) for one in FIELDS)
    return reduce(add, bits)


def _text(one: Field) -> pl.Expr:
    """Return what the entry says in a canonical field, trimmed; empty where it says nothing."""
    said = pl.lit("")
    for standard in STANDARDS:
        columns = [_trimmed(f"said.{column}") for column in one.sources(standard)]
        if columns:
            first = pl.coalesce(pl.when(column != "").then(column) for column in columns).fill_null("")
            said = pl.when(pl.col("standard") == standard).then(first).otherwise(said)
    return said.alias(f"field.{one.key}")


def _trimmed(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.strip_chars(_BLANK + _UNSEEN)


def of(one: Field) -> pl.Expr:
    """Return what a row of ``texts`` says in a field."""
    return pl.col(f"field.{one.key}")


def has(one: Field) -> pl.Expr:
    """Say whether the entry's standard has a field."""
    return pl.col("standard").is_in(list(one.limits))


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


def filled(one: Field) -> pl.Expr:
    """Say whether an entry says anything in a field."""
    return of(one) != ""


def _valid(one: Field) -> pl.Expr:
    rules = (rule(one) for rule in RULES.values())
    return reduce(and_, (~broken for broken in rules if broken is not None), filled(one))


def _placeholder(one: Field) -> pl.Expr:
    folded = of(one).str.to_lowercase()
    words = [word for word in PLACEHOLDERS if not (word == "geen" and one.geen_is_answer)]
    return folded.is_in(words) | folded.str.starts_with(PLACEHOLDER_START)


def _too_long(one: Field) -> pl.Expr | None:
    length = of(one).str.len_chars()
    over = [(pl.col("standard") == standard) & (length > limit) for standard, limit in one.limits.items() if limit]
    return reduce(or_, over) if over else None


def _no_date(one: Field) -> pl.Expr | None:
    return ~of(one).str.contains(DATE_FORM) if one.kind == "date" else None


def _no_status(one: Field) -> pl.Expr | None:
    # Old spellings count as the word that they were remapped to.
    return pl.col("stated") == NOT_STATED if one.key == "status" else None


def _not_permitted(one: Field) -> pl.Expr | None:
    if one.key == "status" or not one.permitted:
        return None
    values = of(one).str.split(", ") if one.kind == "list" else pl.concat_list(of(one))
    return reduce(
        or_,
        (
            (pl.col("standard") == standard) & ~values.list.eval(pl.element().is_in(list(permitted))).list.all()
            for standard, permitted in one.permitted.items()
        ),
    )


#: What makes a filled text not valid, by name: whether a field breaks it; None where it has no such rule.
RULES: Final[Mapping[str, Callable[[Field], pl.Expr | None]]] = {
    "placeholder": _placeholder,
    "too_long": _too_long,
    "date_form": _no_date,
    "status": _no_status,
    "not_permitted": _not_permitted,
}
