"""Each system that a target is about, and what became of it.

The systems are the lines of organisations' own inventories, joined to registrations by lars only.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from metrics.bodies import bodies_of
from metrics.facts import ZONE, Facts, day, known
from metrics.registry import QuestionError
from metrics.spans import stretches
from sql.fields import IN_USE, NOT_STATED

#: In the order in which they are tried; the first that fits is the state of the system.
STATES: Final = ("inconsistent", "exempt", "on_time", "late", "not_due", "in_grace", "overdue")
#: Central government unless a ledger says otherwise: independent bodies (ZBO) are not in it.
_SCOPE: Final = {
    "central-government": (
        ("ministerie", "politie"),
        ("organisatieonderdeel", "inspectie", "agentschap"),
    )
}


def target_of(facts: Facts, target: str | None) -> dict[str, object]:
    """Return a target's ledger row, as last stated; the first target when none is named.

    Raises QuestionError when there is no such target.
    """
    rows = facts.targets.sort("stated_on")
    if target is not None:
        rows = rows.filter(pl.col("target") == target)
    if rows.is_empty():
        names = ", ".join(facts.targets["target"].unique().sort())
        msg = f"no target {target!r}; there are: {names or 'none'}"
        raise QuestionError(msg)
    name = rows["target"][0]
    return rows.filter(pl.col("target") == name).row(-1, named=True)


def systems(  # noqa: PLR0913
    facts: Facts, cut: pl.DataFrame, target: Mapping[str, object], as_of: date, known_on: date, *, strict: bool = False
) -> pl.DataFrame:
    """Return each system in scope on a day, and its state.

    Columns: inventory, org_id, organisation, ministry_id, ministry, local_id, name, lars, state,
    due, days (late or overdue; else null), first_published, retracted. ``strict`` takes a start
    that is given as a month as its first day instead of its last.
    """
    lines = _in_scope(facts, target, as_of, known_on, strict=strict)
    deadline = pl.lit(target["deadline"], pl.Date)
    lag, grace = (pl.duration(days=int(str(target[key]))) for key in ("lag_days", "grace_days"))
    due = pl.max_horizontal(deadline, pl.coalesce(pl.col("start") + lag, deadline))
    joined = lines.join(_registered(cut, as_of, facts, known_on), on="lars", how="left").with_columns(due.alias("due"))
    explained = facts.explanations.filter(pl.col("valid_from") <= as_of, pl.col("valid_until") >= as_of)
    joined = joined.join(
        explained.select("org_id", "local_id", explained=pl.lit(value=True)).unique(),
        on=["org_id", "local_id"],
        how="left",
    )
    today = pl.lit(as_of, pl.Date)
    public = pl.col("public").fill_null(value=False)
    contradicts = ((pl.col("said_category") != target["category"]) & (pl.col("said_category") != NOT_STATED)) | (
        (pl.col("said_status") != IN_USE) & (pl.col("said_status") != NOT_STATED)
    )
    published = pl.col("first_published")
    state = (
        pl.when(public & contradicts)
        .then(pl.lit("inconsistent"))
        .when(pl.col("explained").fill_null(value=False))
        .then(pl.lit("exempt"))
        .when(public & (published <= pl.min_horizontal("due", today)))
        .then(pl.lit("on_time"))
        .when(public & (published > pl.col("due")) & (published <= today))
        .then(pl.lit("late"))
        .when(today <= pl.col("due"))
        .then(pl.lit("not_due"))
        .when(today <= pl.col("due") + grace)
        .then(pl.lit("in_grace"))
        .otherwise(pl.lit("overdue"))
    )
    found = joined.with_columns(state.alias("state"))
    over = pl.when(state == "late").then(published - pl.col("due")).when(state == "overdue").then(today - pl.col("due"))
    return found.with_columns(
        days=over.dt.total_days(), retracted=(~public & (published <= today)).fill_null(value=False)
    ).select(*_SYSTEM)


_SYSTEM: Final = (
    "inventory",
    "org_id",
    "organisation",
    "ministry_id",
    "ministry",
    "local_id",
    "name",
    "lars",
    "state",
    "due",
    "days",
    "first_published",
    "retracted",
)


def _in_scope(facts: Facts, target: Mapping[str, object], as_of: date, known_on: date, *, strict: bool) -> pl.DataFrame:
    """Return the inventory lines that the target is about on a day, with their start of use."""
    lines = known(facts.inventory, known_on)
    newest = newest_delivery(facts, as_of, known_on)
    current = lines.join(newest, on="inventory").filter(
        pl.col("known_from") <= pl.col("delivered"),
        pl.col("known_to").is_null() | (pl.col("known_to") > pl.col("delivered")),
    )
    dated = current.with_columns(start=_date("start_date", last=not strict), end=_date("end_date", last=True))
    in_use = (
        (pl.col("status") == IN_USE)
        & (pl.col("start").is_null() | (pl.col("start") <= as_of))
        & (pl.col("end").is_null() | (pl.col("end") >= as_of))
    )
    return (
        dated.filter(in_use, pl.col("category") == target["category"])
        .join(bodies_in(facts, str(target["scope"]), known_on), on="org_id")
        .with_columns(pl.col("lars").fill_null(""))
    )


def newest_delivery(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the delivery of each inventory that speaks about a day: the newest up to it, else the first."""
    deliveries = facts.inventories.filter(day("observed_at") <= known_on).sort("observed_at")
    before = deliveries.filter(pl.col("as_of") <= as_of).group_by("inventory").agg(pl.col("observed_at").max())
    first = deliveries.group_by("inventory").agg(pl.col("observed_at").min().alias("first"))
    joined = first.join(before, on="inventory", how="left")
    return joined.select("inventory", delivered=pl.coalesce("observed_at", "first"))


def _date(column: str, *, last: bool) -> pl.Expr:
    """Read ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; a month is its last day, or its first."""
    text = pl.col(column).fill_null("").str.strip_chars()
    whole = text.str.to_date("%Y-%m-%d", strict=False)
    month = (text + "-01").str.to_date("%Y-%m-%d", strict=False)
    year = (text + ("-12-01" if last else "-01-01")).str.to_date("%Y-%m-%d", strict=False)
    begun = pl.coalesce(month, year)
    return pl.coalesce(whole, begun.dt.month_end() if last else begun)


def bodies_in(facts: Facts, scope: str, known_on: date) -> pl.DataFrame:
    """Return the bodies that a target is about: those always in, and those under a ministry."""
    always, under = _SCOPE[scope]
    bodies = bodies_of(facts, known_on)
    chosen = pl.col("type").is_in(always) | (pl.col("type").is_in(under) & pl.col("ministry_id").is_not_null())
    return bodies.filter(chosen).select("org_id", "organisation", "ministry_id", "ministry")


def _registered(cut: pl.DataFrame, as_of: date, facts: Facts, known_on: date) -> pl.DataFrame:
    """Return what the register said on a day: lars, public, first_published, said_category, said_status."""
    collected = facts.collected(known_on)
    sure = pl.lit(value=True)
    if not collected or as_of < collected[0].astimezone(ZONE).date():
        sure = pl.col("low")
    begun = cut.filter(pl.col("from_day") <= as_of, ~pl.col("retro")).sort("lars", "from_day")
    latest = begun.unique("lars", keep="last")
    return latest.select(
        "lars",
        public=(pl.col("to_day") > as_of) & sure,
        first_published=day("first_published"),
        said_category="category",
        said_status="status",
    )


@lru_cache(maxsize=64)
def systems_on(facts: Facts, target: str | None, as_of: date, known_on: date, *, strict: bool = False) -> pl.DataFrame:
    """Return ``systems``, kept: seven metrics and every split ask for the same ones."""
    return systems(facts, stretches(facts, known_on), target_of(facts, target), as_of, known_on, strict=strict)


def work_list(facts: Facts, target: str, as_of: date, known_on: date | None = None) -> pl.DataFrame:
    """Return the systems of a target, those that most need somebody first (columns of ``systems``)."""
    found = systems_on(facts, target, as_of, known_on or facts.last_day() or as_of)
    order = {state: number for number, state in enumerate(("overdue", "late", "inconsistent"))}
    rank = pl.col("state").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return found.sort(rank, -pl.col("days").fill_null(-1), "organisation", "local_id")
