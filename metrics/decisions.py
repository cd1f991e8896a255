"""What people decided of lines and registrations, and what of it counts for lines of a body that took over."""

from datetime import date
from typing import Final

import polars as pl

from metrics.facts import Facts, in_force
from metrics.memo import with_facts
from metrics.relatives import reached, successions

SAME, NOT_SAME, UNSURE = "same", "not_same", "unsure"
PAIR: Final = ("org_id", "local_id", "lars")
_COLUMNS: Final = (*PAIR, "verdict", "entry")


@with_facts(16)
def decisions(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return the decisions that count at the end of a day, one for a line and a registration, sorted.

    Columns: org_id, local_id, lars, verdict, entry. What was decided of a line counts for the line with the
    same id of every body that took over, too; a nearer decision about a pair goes first. Where several bodies
    went into one, and more than one of them has decisions about such an id, nobody can say whose line it is now:
    none of those is inherited.
    """
    counting = in_force(facts.matches, known_on).sort("known_from", "entry", nulls_last=False)
    newest = counting.unique(PAIR, keep="last", maintain_order=True).select(_COLUMNS)
    if newest.is_empty():
        return newest
    given = _told_apart(newest, facts).join(_heirs(facts, known_on), on="org_id")
    of_one = pl.col("org_id").n_unique().over("heir", "local_id", "steps") == 1
    heard = given.filter(of_one).with_columns(org_id="heir")
    nearest = heard.filter(pl.col("steps") == pl.col("steps").min().over(PAIR))
    return _together(nearest, facts).select(_COLUMNS).unique(PAIR, keep="first", maintain_order=True).sort(PAIR)


def _heirs(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return each body with itself, and with all that took over from it in however many steps: org_id, heir, steps."""
    direct: dict[str, set[str]] = {}
    for ended, heir in successions(facts, known_on):
        direct.setdefault(ended, set()).add(heir)
    bodies = {*facts.matches["org_id"].drop_nulls(), *facts.heirs["org_id"]}
    rows = [
        (org_id, heir, steps)
        for org_id in sorted(bodies)
        for heir, steps in {org_id: 0, **reached(org_id, direct)}.items()
    ]
    return pl.DataFrame(rows, {"org_id": pl.String, "heir": pl.String, "steps": pl.Int64}, orient="row")


def _told_apart(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Give rows of restated facts back to the body of which they told (``bodies.as_today``)."""
    if facts.heirs.is_empty():
        return rows
    parts = pl.col("local_id").str.splitn("/", 2)
    moved = rows.with_columns(was=parts.struct.field("field_0"), own=parts.struct.field("field_1"))
    known = moved.join(facts.heirs, left_on="was", right_on="org_id", how="left")
    restated = (pl.col("heir") == pl.col("org_id")).fill_null(value=False)
    return known.select(
        pl.when(restated).then("was").otherwise("org_id").alias("org_id"),
        pl.when(restated).then("own").otherwise("local_id").alias("local_id"),
        *_COLUMNS[2:],
    )


def _together(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Restate rows as the facts are: the lines of a body that is no more are those of the one that stands for it."""
    standing = rows.drop("heir", strict=False).join(facts.heirs, on="org_id", how="left")
    gone = pl.col("heir").is_not_null()
    return standing.with_columns(
        pl.when(gone).then("heir").otherwise("org_id").alias("org_id"),
        pl.when(gone).then(pl.concat_str("org_id", "local_id", separator="/")).otherwise("local_id").alias("local_id"),
    )
