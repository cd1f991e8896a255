"""Each system that a target is about, and what became of it.

The systems are the lines of organisations' own inventories, joined to registrations by lars only.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from metrics.bodies import bodies_of
from metrics.facts import ZONE, Facts, day, in_force, known
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


def stated(targets: pl.DataFrame, as_of: date, known_on: date) -> pl.DataFrame:
    """Return each target once, as last stated by a day, or as first stated when that was later.

    So a deadline that was moved changes nothing of the days before.
    """
    rows = in_force(targets, known_on).sort("stated_on", "deadline", "target")
    first = rows.group_by("target", maintain_order=True).first()
    newest = rows.filter(pl.col("stated_on") <= as_of).group_by("target", maintain_order=True).last()
    return pl.concat([newest, first.join(newest, on="target", how="anti")]).sort("stated_on", "target")


def target_of(facts: Facts, target: str | None, as_of: date, known_on: date) -> dict[str, object]:
    """Return a target's ledger row as stated by a day; the one that was stated first when none is named.

    Raises QuestionError when there is no such target.
    """
    known_then = in_force(facts.targets, known_on).sort("stated_on", "deadline", "target")
    name = target if target is not None or known_then.is_empty() else known_then["target"][0]
    rows = stated(facts.targets, as_of, known_on).filter(pl.col("target") == name)
    if rows.is_empty():
        names = ", ".join(known_then["target"].unique().sort())
        msg = f"no target {target!r}; there are: {names or 'none'}"
        raise QuestionError(msg)
    return rows.row(0, named=True)


def systems(  # noqa: PLR0913
    facts: Facts, cut: pl.DataFrame, target: Mapping[str, object], as_of: date, known_on: date, *, strict: bool = False
) -> pl.DataFrame:
    """Return each system in scope on a day, and its state.

    Columns: inventory, org_id, organisation, ministry_id, ministry, local_id, name, lars, state,
    due, days (late or overdue; else null), first_published, retracted, and of an explanation that
    is valid on the day: reason, ground, document, valid_until. ``strict`` takes a start that is
    given as a month as its first day instead of its last.
    """
    lines = _in_scope(facts, target, as_of, known_on, strict=strict)
    deadline = pl.lit(target["deadline"], pl.Date)
    lag, grace = (pl.duration(days=int(str(target[key]))) for key in ("lag_days", "grace_days"))
    due = pl.max_horizontal(deadline, pl.coalesce(pl.col("start") + lag, deadline))
    joined = lines.join(_registered(cut, as_of, facts, known_on), on="lars", how="left").with_columns(due.alias("due"))
    joined = _explained(joined, facts, as_of, known_on)
    today = pl.lit(as_of, pl.Date)
    public = pl.col("public").fill_null(value=False)
    contradicts = ((pl.col("said_category") != target["category"]) & (pl.col("said_category") != NOT_STATED)) | (
        (pl.col("said_status") != IN_USE) & (pl.col("said_status") != NOT_STATED)
    )
    published = pl.col("first_published")
    state = (
        pl.when(public & contradicts)
        .then(pl.lit("inconsistent"))
        .when(pl.col("reason").is_not_null())
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
    "reason",
    "ground",
    "document",
    "valid_until",
)


def _explained(lines: pl.DataFrame, facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Give each line the explanation that is valid on a day, by its own id or its lars; the longest of several."""
    then = in_force(facts.explanations, known_on)
    valid = then.filter(pl.col("valid_from") <= as_of, pl.col("valid_until") >= as_of)
    said = ("reason", "ground", "document", "valid_until")
    for key in ("local_id", "lars"):
        named = valid.filter(pl.col(key).fill_null("") != "").sort("valid_until", "entry", nulls_last=False)
        one = named.unique(["org_id", key], keep="last", maintain_order=True)
        lines = lines.join(one.select("org_id", key, *said), on=["org_id", key], how="left", suffix=f"_by_{key}")
    return lines.with_columns(pl.coalesce(one, f"{one}_by_lars") for one in said)


def _decided(lines: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Give each line the lars that somebody decided on, and take away one that somebody decided against."""
    decisions = in_force(facts.matches, known_on).sort("known_from", "lars")
    same = decisions.filter(pl.col("verdict") == "same").unique(["org_id", "local_id"], keep="last")
    wrong = decisions.filter(pl.col("verdict") == "not_same").select("org_id", "local_id", "lars", wrong=True)
    joined = lines.join(same.select("org_id", "local_id", decided="lars"), on=["org_id", "local_id"], how="left")
    joined = joined.join(wrong, on=["org_id", "local_id", "lars"], how="left")
    stated_lars = pl.when(pl.col("wrong").is_null()).then("lars")
    return joined.with_columns(lars=pl.coalesce("decided", stated_lars)).drop("decided", "wrong")


def _in_scope(facts: Facts, target: Mapping[str, object], as_of: date, known_on: date, *, strict: bool) -> pl.DataFrame:
    """Return the inventory lines that the target is about on a day, with their start of use."""
    dated = _decided(current_lines(facts, as_of, known_on), facts, known_on).with_columns(
        start=_date("start_date", last=not strict), end=_date("end_date", last=True)
    )
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


def current_lines(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the lines of every inventory (columns of that frame) as the delivery that speaks about a day has them."""
    lines = known(facts.inventory, known_on).join(newest_delivery(facts, as_of, known_on), on="inventory")
    return lines.filter(
        pl.col("known_from") <= pl.col("delivered"),
        pl.col("known_to").is_null() | (pl.col("known_to") > pl.col("delivered")),
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
    # Without a moment of publication it counts from the collection that first showed it.
    first = pl.coalesce(day("first_published"), pl.col("from_day").min().over("lars"))
    latest = begun.with_columns(first=first).unique("lars", keep="last", maintain_order=True)
    return latest.select(
        "lars",
        public=(pl.col("to_day") > as_of) & sure,
        first_published="first",
        said_category="category",
        said_status="status",
    )


@lru_cache(maxsize=64)
def systems_on(facts: Facts, target: str | None, as_of: date, known_on: date, *, strict: bool = False) -> pl.DataFrame:
    """Return ``systems``, kept: seven metrics and every split ask for the same ones."""
    return systems(
        facts, stretches(facts, known_on), target_of(facts, target, as_of, known_on), as_of, known_on, strict=strict
    )


def work_list(facts: Facts, target: str, as_of: date, known_on: date | None = None) -> pl.DataFrame:
    """Return the systems of a target, those that most need somebody first (columns of ``systems``)."""
    found = systems_on(facts, target, as_of, known_on or facts.last_day() or as_of)
    order = {state: number for number, state in enumerate(("overdue", "late", "inconsistent"))}
    rank = pl.col("state").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return found.sort(rank, -pl.col("days").fill_null(-1), "organisation", "local_id")
