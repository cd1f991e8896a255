"""Declarations: what each body says of its systems, by a list of them or in a document that only counts.

What a document says stays as printed. Where it contradicts itself, that is told beside it.
"""

from datetime import date
from typing import Final

import polars as pl

from metrics.ageing import is_out
from metrics.bodies import bodies_of
from metrics.deliveries import current_lines, newest_delivery
from metrics.facts import Facts, day, in_force
from metrics.systems import bodies_in, target_of
from sql.fields import HIGH_RISK, IMPACTFUL, IN_USE, OTHER

#: Under which name a ledger keeps what a document prints below a column.
TOTAL: Final = "total"
COLUMNS: Final = {HIGH_RISK: "category_a", IMPACTFUL: "category_b", OTHER: "category_c"}
STATES: Final = ("reported", "declared_zero", "partial", "forthcoming", "not_reported", "not_asked")
_PRINTED: Final = (*COLUMNS.values(), "total_printed", "published_on_date")
DOCUMENT: Final = ["document", "as_of"]
_CODE: Final = r"[a-z]{2,8}_?\d{1,10}"
_TOLD: Final = (*_PRINTED, "as_of", "document", "link", "quote", "includes", "printed", "entry")


def declarations(facts: Facts, as_of: date, known_on: date, target: str | None = None) -> pl.DataFrame:
    """Return each body that a target is about, or that declared anything, and what it declared by a day.

    Columns: org_id, organisation, ministry_id, ministry, state (one of ``STATES``), n_source
    (inventory, declared, or null), n_date, age_days, listed (systems in use of the target's
    category on its own inventory), the printed counts, summed (A, B and C), contradicts,
    declared_on, document, link, quote, includes, printed (its name there), entry. A body's own
    inventory goes before its newest document; its ministry's tells of it in part.
    """
    asked = target_of(facts, target, as_of, known_on)
    rows = told(facts, as_of, known_on, bodies_in(facts, asked, as_of, known_on), COLUMNS[str(asked["category"])])
    listed = rows.join(_inventories(facts, as_of, known_on, str(asked["category"])), on="org_id", how="left")
    above = listed.select(ministry_id="org_id", above="listed_on").drop_nulls()
    listed = listed.join(above, on="ministry_id", how="left")
    own = pl.col("listed_on").is_not_null()
    state = (
        pl.when(~pl.col("asked"))
        .then(pl.lit("not_asked"))
        .when(own)
        .then(pl.when(pl.col("lines") > 0).then(pl.lit("reported")).otherwise(pl.lit("declared_zero")))
        .when(pl.col("above").is_not_null() & pl.col("state").is_in(["forthcoming", "not_reported"]))
        .then(pl.lit("partial"))
        .otherwise("state")
    )
    source = pl.when(own).then(pl.lit("inventory")).when(pl.col("as_of").is_not_null()).then(pl.lit("declared"))
    n_date = pl.coalesce("listed_on", "as_of")
    return listed.select(
        *("org_id", "organisation", "ministry_id", "ministry"),
        state=state,
        n_source=source,
        n_date=n_date,
        listed="lines",
        age_days=(pl.lit(as_of, pl.Date) - n_date).dt.total_days(),
        **{key: pl.col(key) for key in _PRINTED},
        summed=_summed(),
        contradicts=(_summed() != pl.col("total_printed")).fill_null(value=False),
        declared_on="as_of",
        **{key: pl.col(key) for key in _TOLD[len(_PRINTED) + 1 :]},
    ).sort("organisation", "org_id")


def last_heard(facts: Facts) -> date | None:
    """Return the day up to which anything is known: of the last collection of the register, or of a ledger or list."""
    days = facts.collections.filter((pl.col("source") == "current") | pl.col("source").str.contains(":"))
    found: date | None = days.select(day("observed_at").max()).item()
    return found


def over_time(facts: Facts, org_id: str, known_on: date) -> pl.DataFrame:
    """Return all that documents ever said of one body (columns of the frame ``declared``), oldest first."""
    rows = in_force(facts.declared, known_on).filter(pl.col("org_id") == org_id)
    return rows.with_columns(summed=_summed()).sort("as_of", "document")


def contradictions(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return where the documents that speak by a day contradict themselves.

    Columns: document, as_of, org_id (``total`` for the line below a column), organisation, what
    (the column), printed, summed. A row adds up A, B and C; a column adds up the rows.
    """
    rows = speaking(facts, as_of, known_on)
    across = rows.filter(_summed() != pl.col("total_printed")).select(
        *DOCUMENT, "org_id", "organisation", what=pl.lit("total_printed"), printed="total_printed", summed=_summed()
    )
    down = _columns(rows).filter(pl.col("printed") != pl.col("summed"))
    return pl.concat([across, down.select(across.columns)]).sort(*DOCUMENT, "org_id", "what")


def _columns(rows: pl.DataFrame) -> pl.DataFrame:
    """Return of each printed total of a column: what is printed, and what its rows add up to."""
    is_total = pl.col("org_id") == TOTAL
    sums = rows.filter(~is_total).group_by(DOCUMENT).agg(pl.col(_PRINTED).sum())
    added = sums.unpivot(_PRINTED, index=DOCUMENT, variable_name="what", value_name="summed")
    index = [*DOCUMENT, "org_id", "organisation"]
    below = rows.filter(is_total).unpivot(_PRINTED, index=index, variable_name="what", value_name="printed")
    return below.drop_nulls("printed").join(added, on=[*DOCUMENT, "what"])


def _summed() -> pl.Expr:
    return pl.sum_horizontal(pl.col(one) for one in COLUMNS.values()) + _nothing_missing()


def _nothing_missing() -> pl.Expr:
    """Return 0 where all three counts are given, null where one is not: a sum with a gap is no sum."""
    return pl.when(pl.all_horizontal(pl.col(one).is_not_null() for one in COLUMNS.values())).then(0)


def speaking(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the rows of every document in which some body's newest declaration stands."""
    rows = in_force(facts.declared, known_on).filter(pl.col("as_of") <= as_of, pl.col("state") != "forthcoming")
    return rows.join(_newest(facts, as_of, known_on), on=DOCUMENT, how="semi")


def _newest(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the newest declaration of each body up to a day; announcements and totals are none."""
    rows = in_force(facts.declared, known_on).filter(
        pl.col("as_of") <= as_of, pl.col("state") != "forthcoming", pl.col("org_id") != TOTAL
    )
    # The order must not depend on which of two entries was written first.
    ordered = rows.sort("as_of", "known_from", "document", *_PRINTED)
    return ordered.unique("org_id", keep="last", maintain_order=True)


def told(  # noqa: PLR0913 - who is asked what, of which day, has this many parts
    facts: Facts, as_of: date, known_on: date, scope: pl.DataFrame, column: str, *, ageing: bool = False
) -> pl.DataFrame:
    """Return every body with its newest declaration, and how that stands for one category.

    Those in ``scope`` (columns of ``systems.bodies_in``) are asked, and ministries that declared something.
    With ``ageing`` a declaration that is too old to speak is none, and says nothing of other bodies.
    """
    newest = _newest(facts, as_of, known_on)
    bodies = _bodies(facts, newest, known_on, scope)
    newest = newest.filter(~is_out(pl.col("as_of"), as_of)) if ageing else newest
    joined = bodies.join(newest.rename({"organisation": "printed", "state": "said"}), "org_id", how="left")
    within = newest.select(org_id=pl.col("includes").fill_null("").str.to_lowercase().str.extract_all(_CODE))
    named = within.explode("org_id").drop_nulls().unique().with_columns(included=pl.lit(value=True))
    above = newest.select(ministry_id="org_id", above=pl.lit(value=True))
    coming = _announced(facts, as_of, known_on)
    joined = joined.join(named, "org_id", how="left").join(coming, "org_id", how="left")
    joined = joined.join(above, "ministry_id", how="left")
    count, has = pl.col(column), pl.col("as_of").is_not_null()
    state = (
        pl.when(has & ((pl.col("said") == "partial") | count.is_null()))
        .then(pl.lit("partial"))
        .when(has)
        .then(pl.when(count > 0).then(pl.lit("reported")).otherwise(pl.lit("declared_zero")))
        .when(pl.col("included") | pl.col("above"))
        .then(pl.lit("partial"))
        .when(pl.col("coming"))
        .then(pl.lit("forthcoming"))
        .otherwise(pl.lit("not_reported"))
    )
    return joined.with_columns(state=state).drop("above")


def _bodies(facts: Facts, newest: pl.DataFrame, known_on: date, scope: pl.DataFrame) -> pl.DataFrame:
    """Return the bodies in scope (asked), and the others that declared something or keep an inventory.

    A ministry that no register lists any more is one by its code, under the name as printed.
    """
    asked = scope.with_columns(asked=pl.lit(value=True))
    known_bodies = bodies_of(facts, known_on).select("org_id", "organisation", "ministry_id", "ministry")
    keeping = facts.inventories.filter(day("observed_at") <= known_on).select("org_id")
    others = pl.concat([newest.select("org_id"), keeping]).unique().join(asked, on="org_id", how="anti")
    placed = others.join(known_bodies, on="org_id", how="left")
    printed = placed.join(newest.select("org_id", printed="organisation"), on="org_id", how="left")
    is_ministry = pl.col("organisation").is_null() & pl.col("org_id").str.starts_with("mnre")
    name = pl.coalesce("organisation", "printed", "org_id")
    found = printed.with_columns(
        organisation=name,
        ministry_id=pl.when(is_ministry).then("org_id").otherwise("ministry_id"),
        ministry=pl.when(is_ministry).then(name).otherwise("ministry"),
        asked=is_ministry,
    )
    return pl.concat([asked, found.select(asked.columns)])


def _announced(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the bodies that announced an inventory, or promised something, for after the day."""
    said = in_force(facts.declared, known_on).filter(pl.col("state") == "forthcoming")
    promised = in_force(facts.commitments, known_on)
    rows = [
        said.select("org_id", since="as_of", until="expected_on"),
        promised.select("org_id", since="stated_on", until="date"),
    ]
    open_now = pl.concat(rows).filter(pl.col("since") <= as_of, pl.col("until") > as_of)
    return open_now.select("org_id").unique().with_columns(coming=pl.lit(value=True))


def _inventories(facts: Facts, as_of: date, known_on: date, category: str) -> pl.DataFrame:
    """Return of each body that an inventory speaks for: its date (listed_on), and its lines in use of a category.

    To a ministry count the lines of what hangs under it, too.
    """
    newest = newest_delivery(facts, as_of, known_on)
    dated = facts.inventories.join(newest, left_on=["inventory", "observed_at"], right_on=["inventory", "delivered"])
    lines = current_lines(facts, as_of, known_on)
    in_use = lines.filter(pl.col("category") == category, pl.col("status") == IN_USE)
    above = bodies_of(facts, known_on).select("org_id", "ministry_id")
    parts = in_use.join(above, on="org_id").filter(pl.col("ministry_id") != pl.col("org_id"))
    owned = [in_use.select("inventory", "org_id"), parts.select("inventory", org_id="ministry_id")]
    counted = pl.concat(owned).group_by("inventory", "org_id").agg(lines=pl.len())
    kept = dated.join(counted, on=["inventory", "org_id"], how="left")
    return kept.group_by("org_id").agg(listed_on=pl.col("as_of").max(), lines=pl.col("lines").sum())
