"""Pairs that nobody needs to look at: one name at one body, once on either side, and nothing that conflicts."""

from typing import Final

import polars as pl

from metrics.deliveries import current_lines
from metrics.facts import Facts
from metrics.linked import TEXT
from metrics.registrations import registrations
from metrics.review import Days, open_pairs
from metrics.sides import compared
from metrics.texts import Said

_KEY: Final = ["org_id", "plain"]


def identical(facts: Facts, days: Days, said: Said, org_id: str | None = None) -> pl.DataFrame:
    """Return the pairs that are identical, sorted: org_id, local_id, lars, name, registration.

    The same name at the same body but for capitals and punctuation; neither has a rival, nor does the
    body list or register that name twice; no field says otherwise on either side; and nobody decided.
    """
    pairs = open_pairs(facts, days).filter(
        pl.col("by") == TEXT,
        pl.col("org_id") == pl.col("registered_by"),
        pl.col("shown") == "public",
        *(pl.col(name).list.len() == 0 for name in ("rivals_of_line", "rivals_of_registration")),
    )
    pairs = pairs if org_id is None else pairs.filter(org_id=org_id)
    same = pairs.with_columns(plain=_plain("name")).filter(pl.col("plain") == _plain("registration"))
    lines = current_lines(facts, days.as_of, days.known_on).unique(["org_id", "local_id"])
    public = registrations(facts, days.as_of, days.known_on).filter(state="public")
    for every in (lines, public):
        same = same.join(_once(every), on=_KEY, how="semi")
    found = same.filter(pl.col("plain") != "").select("org_id", "local_id", "lars", "name", "registration")
    agree = [not any(one.conflicts for one in fields) for fields in compared(facts, days, found, said)]
    return found.filter(pl.Series(agree, dtype=pl.Boolean)).sort("org_id", "local_id", "lars")


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the names that a body has once: org_id, plain."""
    named = rows.select("org_id", plain=_plain("name"))
    return named.group_by(_KEY).len().filter(pl.col("len") == 1)


def _plain(column: str) -> pl.Expr:
    """Return names as ``sides.plain`` has them."""
    return pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars(" ")
