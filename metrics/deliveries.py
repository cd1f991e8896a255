"""Inventories as they were delivered: which delivery speaks about a day, for whom, and which lines it has."""

from datetime import date

import polars as pl

from metrics.ageing import is_out
from metrics.facts import Facts, day, known
from metrics.memo import with_facts
from sql.fields import IN_USE


def newest_delivery(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the delivery of each inventory that speaks about a day: the newest up to it, else the first.

    Columns: inventory, delivered (an instant), delivered_on.
    """
    deliveries = facts.inventories.filter(day("observed_at") <= known_on).sort("observed_at")
    before = (
        deliveries.filter(pl.col("as_of") <= as_of).group_by("inventory").agg(pl.col("observed_at", "as_of").last())
    )
    first = deliveries.group_by("inventory").agg(pl.col("observed_at", "as_of").first().name.suffix("_first"))
    joined = first.join(before, on="inventory", how="left")
    return joined.select(
        "inventory",
        delivered=pl.coalesce("observed_at", "observed_at_first"),
        delivered_on=pl.coalesce("as_of", "as_of_first"),
    )


@with_facts(16)
def current_lines(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the lines of every inventory as the delivery that speaks about a day has them.

    Columns: those of the frame ``inventory``, delivered, delivered_on, and line: its number, the
    same however the rows were ordered.
    """
    lines = known(facts.inventory, known_on).join(newest_delivery(facts, as_of, known_on), on="inventory")
    shown = lines.filter(
        pl.col("known_from") <= pl.col("delivered"),
        pl.col("known_to").is_null() | (pl.col("known_to") > pl.col("delivered")),
    )
    return shown.sort("inventory", "org_id", "local_id", "name", maintain_order=True).with_row_index("line")


@with_facts(16)
def delivered_for(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the bodies that an inventory speaks for on a day: org_id, listed_on (when it last was delivered).

    An inventory speaks for the bodies that it was delivered for, and for those on its lines; one
    that was delivered later speaks for the day, too.
    """
    deliveries = facts.inventories.select("inventory", "org_id", delivered="observed_at")
    newest = newest_delivery(facts, as_of, known_on)
    for_whom = deliveries.join(newest, on=["inventory", "delivered"]).select("org_id", "delivered_on")
    on_lines = current_lines(facts, as_of, known_on).select("org_id", "delivered_on")
    return pl.concat([for_whom, on_lines]).group_by("org_id").agg(listed_on=pl.col("delivered_on").max())


def listed(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return ``delivered_for`` without the bodies whose inventories are too old to speak."""
    return delivered_for(facts, as_of, known_on).filter(~is_out(pl.col("listed_on"), as_of))


def in_use(as_of: date, *, strict: bool = False) -> pl.Expr:
    """Whether a line says that its system is in use on a day: its status, begun, and not ended before."""
    start, end = started(strict=strict), read_day("end_date", last=True)
    begun = start.is_null() | (start <= pl.lit(as_of, pl.Date))
    return (pl.col("status") == IN_USE) & begun & (end.is_null() | (end >= pl.lit(as_of, pl.Date)))


def started(*, strict: bool = False) -> pl.Expr:
    """When a line says that its system was taken in use; a month is its last day, or strictly its first."""
    return read_day("start_date", last=not strict)


def read_day(column: str, *, last: bool) -> pl.Expr:
    """Read ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; a month is its last day, or its first. Else null."""
    text = pl.col(column).fill_null("").str.strip_chars()
    whole = text.str.to_date("%Y-%m-%d", strict=False)
    month = (text + "-01").str.to_date("%Y-%m-%d", strict=False)
    year = (text + ("-12-01" if last else "-01-01")).str.to_date("%Y-%m-%d", strict=False)
    begun = pl.coalesce(month, year)
    return pl.coalesce(whole, begun.dt.month_end() if last else begun)
