"""What a registration says in each canonical field, and the rules that make a filled text not valid.

Rules are expressions over the columns of ``texts``; null counts as no. They look at how long a text
is before they look at the text: most are too long to be a placeholder, and too short to be too long.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final, TypeAlias, TypeVar

import polars as pl

from metrics.schemas import INSTANT
from sql.fields import FIELDS, NOT_STATED, STANDARDS, Field

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
#: The form of an address on the web, and of an e-mail address. Form only: nobody looked whether they work.
LINK: Final = r"^https?://[^\s/.]+(\.[^\s/.]+)+([/?#]\S*)?$"
MAIL: Final = r"^[^\s@,;]+@[^\s@,;.]+(\.[^\s@,;.]+)+$"
#: What trimming removes: white space, and the characters that show nothing.
_BLANK: Final = " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_UNSEEN: Final = "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
#: The place of a row among those that were asked about.
ROW: Final = "_row"
#: Before the name of a column of the export.
CELL: Final = "cell."
#: More bytes than any placeholder has, also with the few letters of more bytes that fold to one of ours.
_LONGER: Final = 2 * max(map(len, PLACEHOLDERS))
#: Finds what registrations said by content (JSON of the original values).
Said: TypeAlias = Callable[[pl.Series], Mapping[str, str]]
#: For which standards a rule is written: of several, each row is judged by its own.
Standards: TypeAlias = Sequence[str]
_Value = TypeVar("_Value")


def texts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what registrations say: one column ``field.KEY`` a canonical field, trimmed text, in their order.

    Beside it content, lars, published_at, standard, category and ``stated`` (the status). Takes these
    (without lars and published_at for a draft) and body, the JSON of the export's cells.
    """
    return pl.concat([said for _, said in by_standard(rows)]).sort(ROW).drop(ROW)


def by_standard(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Go through the standards of rows, with ``texts`` of those rows and their place in ``ROW``; at least one."""
    parts = rows.with_row_index(ROW).partition_by("standard", maintain_order=True, as_dict=True)
    for (standard,), part in parts.items():
        yield str(standard), _decoded(part, str(standard))
    if not parts:
        yield "", _decoded(rows.with_row_index(ROW), "")


def _decoded(rows: pl.DataFrame, standard: str) -> pl.DataFrame:
    """Return ``said`` of the rows of one standard: of their cells only what it knows is read."""
    columns = sorted({column for one in FIELDS for column in one.sources(standard)})
    if columns:
        cells = pl.Struct(dict.fromkeys(columns, pl.String))
        decoded = pl.col("body").str.json_decode(cells).struct.unnest().name.prefix(CELL)
        rows = rows.with_columns(decoded)
    return said(rows, standard, ROW)


def said(rows: pl.DataFrame, standard: str, *kept: str) -> pl.DataFrame:
    """Return ``texts`` of rows that are all of one standard, of which the cells stand in columns ``cell.COLUMN``."""
    absent: dict[str, pl.DataType | type[pl.DataType]] = {"lars": pl.String, "published_at": INSTANT}
    rows = rows.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in absent.items() if name not in rows.columns
    )
    return rows.select(
        *kept,
        "content",
        "lars",
        "published_at",
        "standard",
        "category",
        pl.col("status").alias("stated"),
        *(_text(one, standard) for one in FIELDS),
    )


def _text(one: Field, standard: str) -> pl.Expr:
    """Return what the entry says in a canonical field, trimmed; empty where it says nothing."""
    columns = [_trimmed(f"{CELL}{column}") for column in one.sources(standard)]
    if len(columns) > 1:
        columns = [pl.coalesce(pl.when(column != "").then(column) for column in columns).fill_null("")]
    return (columns[0] if columns else pl.lit("")).alias(f"field.{one.key}")


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


def says(one: Field) -> pl.Expr:
    """Say whether an entry says anything in a field that is no placeholder."""
    return filled(one) & ~_placeholder(one)


def _placeholder(one: Field, _: Standards = STANDARDS) -> pl.Expr:
    words = [word for word in PLACEHOLDERS if not (word == "geen" and one.geen_is_answer)]
    begins = of(one).str.head(len(PLACEHOLDER_START)).str.to_lowercase() == PLACEHOLDER_START
    return _if(of(one).str.len_bytes() <= _LONGER, of(one)).str.to_lowercase().is_in(words) | begins


def _too_long(one: Field, standards: Standards = STANDARDS) -> pl.Expr | None:
    limits = {standard: limit for standard, limit in one.limits.items() if limit}
    return _each(standards, limits, lambda limit: _if(of(one).str.len_bytes() > limit, of(one)).str.len_chars() > limit)


def _no_date(one: Field, _: Standards = STANDARDS) -> pl.Expr | None:
    return ~of(one).str.contains(DATE_FORM) if one.kind == "date" else None


def _no_status(one: Field, _: Standards = STANDARDS) -> pl.Expr | None:
    # Old spellings count as the word that they were remapped to.
    return pl.col("stated") == NOT_STATED if one.key == "status" else None


def _not_permitted(one: Field, standards: Standards = STANDARDS) -> pl.Expr | None:
    if one.key == "status":
        return None
    if one.kind != "list":
        return _each(standards, one.permitted, lambda permitted: ~of(one).is_in(list(permitted)))
    return _each(standards, one.permitted, lambda permitted: ~of(one).str.contains(_listed(permitted)))


def _listed(permitted: Sequence[str]) -> str:
    """Return the pattern of a list of permitted values."""
    value = "|".join(re.escape(one) for one in permitted)
    return f"^(?:{value})(?:, (?:{value}))*$"


def _if(worth: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Return the texts that are worth looking at, and nothing in the place of the others."""
    return pl.when(worth).then(text).otherwise(pl.lit(""))


def _each(standards: Standards, values: Mapping[str, _Value], breaks: Callable[[_Value], pl.Expr]) -> pl.Expr | None:
    """Return a rule that differs by standard; None if none of them has it."""
    told = {one: breaks(values[one]) for one in standards if one in values}
    if len(standards) == 1 or not told:
        return next(iter(told.values()), None)
    return reduce(or_, ((pl.col("standard") == one) & broken for one, broken in told.items()))


#: What makes a filled text not valid, by name: whether a field breaks it; None where it has no such rule.
RULES: Final[Mapping[str, Callable[..., pl.Expr | None]]] = {
    "placeholder": _placeholder,
    "too_long": _too_long,
    "date_form": _no_date,
    "status": _no_status,
    "not_permitted": _not_permitted,
}
