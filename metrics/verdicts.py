"""Verdicts on one text, computed once when it arrives and kept.

Of every field a bit for asked, filled and valid, at the position of the field in
``sql.fields.FIELDS``: *filled* is not empty after trimming; *valid* is filled, within the standard's
limit and permitted values, of the form of a date where it is one, and no placeholder; *asked* says
whether the entry owes the field at all. Of every check a bit for due, failed and broken, at its
position in ``metrics.checks.CHECKS``. And what a text is like: traits, themes, and fingerprints.
"""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

import polars as pl

from metrics.checks import CHECKS, Check
from metrics.fingerprints import probe, with_fingerprints
from metrics.reading import BETWEEN, bits, field_masks
from metrics.texts import ROW, by_standard, of
from metrics.traits import with_traits
from sql.fields import BY_KEY, FIELDS, NOT_STATED

#: Raise it when any verdict that is no check changes its meaning: every text is then judged again.
RULES_VERSION: Final = 2
#: So many texts are looked at together: what is made of them on the way takes several times their room.
_TOGETHER: Final = 10_000
#: So many of those at a time: reading JSON and patterns leave a second core idle.
_AT_A_TIME: Final = 2


@cache
def version() -> int:
    """Return a number for all rules together, in 31 bits: the same rules, checks and fingerprints give the same.

    Verdicts of another version are made anew.
    """
    checks = ",".join(f"{one.name}={one.version}" for one in CHECKS)
    return int.from_bytes(hashlib.sha256(f"{RULES_VERSION}/{checks}/{probe()}".encode()).digest()[:4]) >> 1


def verdicts(rows: pl.DataFrame) -> pl.DataFrame:
    """Judge texts. Takes content, lars, published_at, standard, category, status and body (JSON of the export's cells).

    Returns the columns of the table ``verdict``, a row each in their order: content, version, masks of
    fields (asked, filled, valid) and of checks (due, failed, broken), traits, themes and fingerprints.
    """
    if rows.height <= _TOGETHER:
        return _judged(rows)
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        return pl.concat(list(pool.map(_judged, rows.iter_slices(_TOGETHER))))


def _judged(rows: pl.DataFrame) -> pl.DataFrame:
    parts = [
        with_checks(looked_at(said, standard), CHECKS, standard).select(
            ROW,
            "content",
            pl.lit(version(), pl.Int32).alias("version"),
            *("asked", "filled", "valid", "due", "failed", "broken", "traits"),
            _themes().alias("themes"),
            *("real", "title", "prints", "links"),
        )
        for standard, said in by_standard(rows)
    ]
    return pl.concat(parts).sort(ROW).drop(ROW)


def looked_at(said: pl.DataFrame, standard: str) -> pl.DataFrame:
    """Add to texts of one standard all that a check may look at (``metrics.reading``)."""
    whole = pl.concat_str([of(one) for one in FIELDS if standard in one.limits] or [pl.lit("")], separator=BETWEEN)
    masked = field_masks(said, standard).with_columns(whole=whole)
    return with_fingerprints(with_traits(masked), standard)


def with_checks(seen: pl.DataFrame, checks: Iterable[Check], standard: str) -> pl.DataFrame:
    """Add the masks of checks to ``looked_at``: nothing fails that is not asked, or could not be judged."""
    asked = [(bit, one) for bit, one in enumerate(checks) if one.asked_in(standard)]
    unsure = {bit: one.broken for bit, one in asked if one.broken is not None}
    masks = {
        "due": bits((bit, one.due) for bit, one in asked),
        "failed": bits((bit, one.fails) for bit, one in asked),
        "broken": bits(unsure.items()),
    }
    due, failed, broken = (pl.col(name) for name in masks)
    return seen.with_columns(**masks).with_columns(broken=broken & due).with_columns(failed=failed & due & ~broken)


def _themes() -> pl.Expr:
    """Return the themes that stand on the list of some standard, as written, with a comma between."""
    known = sorted({theme for permitted in BY_KEY["category"].permitted.values() for theme in permitted})
    said = of(BY_KEY["category"]).str.split(", ").list.eval(pl.element().filter(pl.element().is_in(known)))
    kept = said.list.unique(maintain_order=True)
    return pl.when(kept.list.len() > 0).then(kept.list.join(", ")).otherwise(pl.lit(NOT_STATED))
