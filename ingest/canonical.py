"""Read the rows of an export: ids, instants, and the three words that every figure is split by."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from sql.days import ZONE
from sql.fields import CATEGORIES, NOT_STATED, STANDARD_SPELLINGS, STANDARDS, STATUS_PREFIX, STATUS_WORDS
from sql.store import digest

_NO_ID: Final = "no algorithm_id of eight digits"
_NO_NAME: Final = "no name or no organisation, where there is no algorithm_id"
_NO_MOMENT: Final = "publication_dt is not a moment in time"
_ID: Final = r"^\d{8}$"
PROVISIONAL: Final = r"^~[0-9a-f]{16}$"
_INSTANT: Final = "%Y-%m-%dT%H:%M:%S%.f%:z"


@dataclass(frozen=True)
class RowReading:
    """The rows that could be read, and what was done to them, counted by reason.

    Columns that we add begin with an underscore: ``_published_at``, ``_status``, ``_category``,
    ``_standard``. The others are the export's own.
    """

    rows: pl.DataFrame
    set_aside: Mapping[str, int]
    remaps: Mapping[str, int]
    warnings: tuple[str, ...]


def instant(column: str) -> pl.Expr:
    """Return a moment as UTC; null where the text is none. A moment without a zone is UTC."""
    text = pl.col(column).str.strip_chars().str.replace(" ", "T", literal=True).str.replace("Z$", "+00:00")
    zoned = pl.when(text.str.contains(r"[+-]\d\d:\d\d$")).then(text).otherwise(text + "+00:00")
    return zoned.str.to_datetime(_INSTANT, time_unit="us", time_zone="UTC", strict=False)


def status(column: str) -> pl.Expr:
    """Return the register's word for a status; ``not stated`` for anything it does not know."""
    word = pl.col(column).fill_null("").str.replace_all("_", " ").str.strip_chars().str.to_lowercase()
    known = word.replace_strict(STATUS_WORDS, default=NOT_STATED, return_dtype=pl.String)
    prefix, meaning = STATUS_PREFIX
    return pl.when(word.str.starts_with(prefix)).then(pl.lit(meaning)).otherwise(known)


def category(column: str) -> pl.Expr:
    """Return the publication category; ``not stated`` for an empty or unknown one."""
    text = pl.col(column).fill_null("").str.strip_chars()
    return pl.when(text.is_in(CATEGORIES)).then(text).otherwise(pl.lit(NOT_STATED))


def standard(column: str) -> pl.Expr:
    """Return the version of the publication standard, short spelling; ``not stated`` if empty."""
    text = pl.col(column).fill_null("").str.strip_chars().replace(STANDARD_SPELLINGS)
    return pl.when(text == "").then(pl.lit(NOT_STATED)).otherwise(text)


def provisional(name: str | None, organization: str | None) -> str | None:
    """Return the key of a registration that was shown without an id: ``~`` and 16 digits.

    It follows from organisation and name, whatever their case and blanks; None when one is empty.
    """
    words = [" ".join(unicodedata.normalize("NFKC", one or "").casefold().split()) for one in (organization, name)]
    return "~" + digest("\0".join(words))[:16] if all(words) else None


def read_rows(rows: pl.DataFrame, *, old: bool = False) -> RowReading:
    """Read ids, moments, status, category and standard; set aside what has no id or moment.

    An ``old`` export may lack the column of ids, of moments or both: rows then get a provisional
    key, and no moment.
    """
    given = set(rows.columns)
    for column in ("publication_category", "org_id", "publication_dt"):
        if column not in given:
            rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias(column))
    keyed = old and "lars" not in given
    if keyed:
        keys = [provisional(*pair) for pair in rows.select("name", "organization").iter_rows()]
        rows = rows.with_columns(pl.Series("lars", keys, dtype=pl.String))
    read = rows.with_columns(
        pl.col("lars").str.strip_chars(),
        instant("publication_dt").alias("_published_at"),
        status("status").alias("_status"),
        category("publication_category").alias("_category"),
        standard("standard_version").alias("_standard"),
    )
    identified = pl.col("lars").str.contains(PROVISIONAL if keyed else _ID).fill_null(value=False)
    dated = pl.col("_published_at").is_not_null() | pl.lit(old and "publication_dt" not in given)
    set_aside = {
        _NO_NAME if keyed else _NO_ID: read.filter(~identified).height,
        _NO_MOMENT: read.filter(identified & ~dated).height,
    }
    usable = read.filter(identified & dated)
    remaps = _remaps(usable, "status") | _remaps(usable, "standard_version", "_standard")
    unknown = sorted(set(usable["_standard"]) - set(STANDARDS) - {NOT_STATED})
    warnings = tuple(f"standard {one!r} is not known: kept as it is, not scored" for one in unknown)
    return RowReading(_canonical(usable), set_aside, remaps, warnings)


def read_reduced(rows: pl.DataFrame) -> RowReading:
    """Read the rows of a reduced table: its moments are days, and it states no standard.

    Needs the columns lars, name, organization, status, publication_category and version_date.
    """
    begun = pl.col("version_date").str.strip_chars().str.head(10).str.to_date("%Y-%m-%d", strict=False)
    read = rows.with_columns(
        pl.col("lars").str.strip_chars(),
        begun.cast(pl.Datetime("us")).dt.replace_time_zone(ZONE.key).dt.convert_time_zone("UTC").alias("_published_at"),
        status("status").alias("_status"),
        category("publication_category").alias("_category"),
        pl.lit(NOT_STATED).alias("_standard"),
    )
    identified = pl.col("lars").str.contains(_ID).fill_null(value=False)
    usable = read.filter(identified)
    undated = usable["_published_at"].null_count()
    warnings = (f"{undated} rows do not say of which day their version is",) if undated else ()
    return RowReading(usable, {_NO_ID: read.height - usable.height}, _remaps(usable, "status"), warnings)


def _canonical(rows: pl.DataFrame) -> pl.DataFrame:
    moment = pl.col("_published_at").dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
    # The original words stay beside the canonical ones; of the moment, one spelling is kept, since
    # the register writes it in the zone of whichever session answers.
    return rows.with_columns(moment.alias("publication_dt"))


def _remaps(rows: pl.DataFrame, column: str, canonical: str | None = None) -> dict[str, int]:
    target = canonical or f"_{column}"
    changed = rows.filter(pl.col(column).fill_null("") != pl.col(target))
    counted = changed.group_by(column, target).len().sort(column, target)
    return {f"{column}: {old or '(empty)'} → {new}": count for old, new, count in counted.iter_rows()}
