"""What a registration says in each canonical field, and the rules that make a filled text not valid.

Rules are expressions over the columns of ``texts``; null counts as no.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Final

import polars as pl

from metrics.facts import INSTANT
from sql.fields import EXPORT_COLUMNS, FIELDS, NOT_STATED, STANDARDS, Field

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


def texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what registrations say: one column ``field.KEY`` a canonical field, trimmed text.

    Beside it content, lars, published_at, standard, category and ``stated`` (the status). Takes these
    (without lars and published_at for a draft) and body, the JSON of the export's cells.
    """
    absent: dict[str, pl.DataType | type[pl.DataType]] = {"lars": pl.String, "published_at": INSTANT}
    rows = rows.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in absent.items() if name not in rows.columns
    )
    cells = pl.Struct(dict.fromkeys(sorted(EXPORT_COLUMNS), pl.String))
    said = (
        rows.with_columns(pl.col("body").str.json_decode(cells).alias("said"))
        .drop("body")
        .unnest("said", separator=".")
    )
    return said.select(
        "content",
        "lars",
        "published_at",
        "standard",
        "category",
        pl.col("status").alias("stated"),
        *(_text(one) for one in FIELDS),
    )


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


def filled(one: Field) -> pl.Expr:
    """Say whether an entry says anything in a field."""
    return of(one) != ""


def valid(one: Field) -> pl.Expr:
    """Say whether what an entry says in a field is usable."""
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
