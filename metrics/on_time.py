"""On time: what became of each system that had to be in the register by a target's date.

The systems are the lines of organisations' own inventories, joined to registrations by lars only.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from metrics.facts import ZONE, Facts, day, known
from metrics.registry import CATALOGUE, Metric, QuestionError, Text
from metrics.spans import bodies_of, stretches
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
_NO_MINISTRY: Final = "not under a ministry"


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
    newest = _newest_delivery(facts, as_of, known_on)
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
        .join(_bodies_in(facts, str(target["scope"]), known_on), on="org_id")
        .with_columns(pl.col("lars").fill_null(""))
    )


def _newest_delivery(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
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


def _bodies_in(facts: Facts, scope: str, known_on: date) -> pl.DataFrame:
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
def _systems(facts: Facts, target: str | None, as_of: date, known_on: date, *, strict: bool = False) -> pl.DataFrame:
    """Return ``systems``, kept: seven metrics and every split ask for the same ones."""
    return systems(facts, stretches(facts, known_on), target_of(facts, target), as_of, known_on, strict=strict)


def work_list(facts: Facts, target: str, as_of: date, known_on: date | None = None) -> pl.DataFrame:
    """Return the systems of a target, those that most need somebody first (columns of ``systems``)."""
    found = _systems(facts, target, as_of, known_on or facts.last_day() or as_of)
    order = {state: number for number, state in enumerate(("overdue", "late", "inconsistent"))}
    rank = pl.col("state").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return found.sort(rank, -pl.col("days").fill_null(-1), "organisation", "local_id")


def counts(  # noqa: PLR0913, PLR0917 - the question has this many parts
    facts: Facts,
    metric: Metric,
    days: Sequence[date],
    known_on: date,
    by: str,
    where: Mapping[str, str],
    target: str | None,
) -> pl.DataFrame:
    """Return one row per day and group: systems in scope (asked) and those in a state (passed).

    A body in scope without an inventory is ``not_reported``, one with no such system
    ``declared_zero``. Where this mart holds no lines, the kept totals are given instead.
    """
    if facts.audience == "public":
        target_of(facts, target)
        return _kept(facts, metric, days, known_on, by, where)
    return pl.concat([_on(facts, metric, each, known_on, by, where, target) for each in days])


_GROUP: Final = {"ministry": ("ministry", "ministry_id"), "organisation": ("organisation", "org_id")}


def _on(  # noqa: PLR0913, PLR0917 - the question has this many parts
    facts: Facts,
    metric: Metric,
    as_of: date,
    known_on: date,
    by: str,
    where: Mapping[str, str],
    target: str | None,
) -> pl.DataFrame:
    found = (_systems(facts, target, as_of, known_on, strict=strict) for strict in (False, True))
    central, first_days = (_grouped(_where(one, where), by, metric.argument) for one in found)
    reporting = _where(_reporting(facts, target_of(facts, target), as_of, known_on), where)
    strict = first_days.rename({"asked": "strict_asked", "passed": "strict_passed"})
    joined = _reported(reporting, by)
    for counted in (central, strict):
        joined = joined.join(counted, on=["group", "org_id"], how="left", nulls_equal=True)
    counts_of = pl.col("asked", "passed", "strict_asked", "strict_passed").fill_null(0)
    return _stated(joined.with_columns(counts_of)).with_columns(as_of=pl.lit(as_of))


def _reported(reporting: pl.DataFrame, by: str) -> pl.DataFrame:
    """Say of each group whether an inventory speaks for it, of when, and whether its ministry's does."""
    # Of one body its ministry's list says that there may be systems, and not which are its own.
    speaks = pl.col("delivered") if by == "organisation" else pl.coalesce("delivered", "above")
    groups = _labelled(reporting, by).group_by("group", "org_id")
    return groups.agg(
        reported=speaks.is_not_null().any(),
        above=pl.col("above").is_not_null().any(),
        n_date=speaks.max().dt.convert_time_zone(ZONE.key).dt.date(),
    )


def _stated(joined: pl.DataFrame) -> pl.DataFrame:
    """Turn counts into figures: the state of each, and its bounds."""
    has = pl.col("asked") > 0
    state = (
        pl.when(~pl.col("reported") & pl.col("above"))
        .then(pl.lit("partial"))
        .when(~pl.col("reported"))
        .then(pl.lit("not_reported"))
        .when(~has)
        .then(pl.lit("declared_zero"))
        .otherwise(pl.lit("ok"))
    )
    # Each bound keeps the systems it is a share of: a start may lie in this very month.
    strict = pl.col("strict_passed") * pl.col("asked")
    lenient = pl.col("passed") * pl.col("strict_asked")
    low, low_asked, high, high_asked = (
        pl.when(has & strict_bounds).then(f"strict_{one}").when(has).then(one)
        for strict_bounds in (strict < lenient, strict > lenient)
        for one in ("passed", "asked")
    )
    return joined.select(
        "group",
        "org_id",
        "n_date",
        asked=pl.when(pl.col("reported") | has).then("asked"),
        passed=pl.when(has).then("passed"),
        low=low,
        high=high,
        low_asked=low_asked,
        high_asked=high_asked,
        state=state,
        n_source=pl.when(pl.col("reported")).then(pl.lit("inventory")),
    )


def _where(rows: pl.DataFrame, where: Mapping[str, str]) -> pl.DataFrame:
    columns = {"organisation": "org_id", "ministry": "ministry_id"}
    conditions = [pl.col(columns[key]) == value for key, value in where.items() if key in columns]
    return rows.filter(pl.lit(value=True), *conditions)


def _labelled(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    if by == "all":
        return rows.with_columns(group=pl.lit("all"), org_id=pl.lit(None, pl.String))
    label, code = _GROUP[by]
    return rows.with_columns(group=pl.col(label).fill_null(_NO_MINISTRY), org_id=pl.col(code))


def _grouped(found: pl.DataFrame, by: str, state: str) -> pl.DataFrame:
    return (
        _labelled(found, by)
        .group_by("group", "org_id")
        .agg(asked=pl.len().cast(pl.Int64), passed=(pl.col("state") == state).sum().cast(pl.Int64))
    )


def _reporting(facts: Facts, target: Mapping[str, object], as_of: date, known_on: date) -> pl.DataFrame:
    """Return the bodies in scope, when each last delivered an inventory, and when its ministry did.

    An inventory speaks for the body that keeps it and for what hangs under that body.
    """
    deliveries = facts.inventories.filter(day("observed_at") <= known_on)
    newest = deliveries.join(
        _newest_delivery(facts, as_of, known_on),
        left_on=["inventory", "observed_at"],
        right_on=["inventory", "delivered"],
    )
    by_body = newest.group_by("org_id").agg(pl.col("observed_at").max().alias("delivered"))
    bodies = _bodies_in(facts, str(target["scope"]), known_on)
    own = bodies.join(by_body, on="org_id", how="left")
    above = by_body.rename({"org_id": "ministry_id", "delivered": "above"})
    return own.join(above, on="ministry_id", how="left")


def _kept(  # noqa: PLR0913, PLR0917 - the question has this many parts
    facts: Facts, metric: Metric, days: Sequence[date], known_on: date, by: str, where: Mapping[str, str]
) -> pl.DataFrame:
    """Return the totals that a public mart was given: nothing is recomputed, nothing can leak.

    They were made with all that was known; of what was known earlier nothing is told.
    """
    rows = facts.kept.filter(
        pl.col("metric") == metric.name,
        pl.col("as_of").is_in(list(days)),
        pl.col("by") == by,
        pl.col("known_on") == known_on,
    )
    if where:
        rows = rows.filter(pl.col("org_id").is_in(list(where.values())))
    found = rows.drop("metric", "metric_version", "known_on", "by")
    lacking = [one for one in days if one not in set(found["as_of"])]
    missing = pl.DataFrame(
        {"as_of": lacking, "group": ["all"] * len(lacking), "state": ["suppressed"] * len(lacking)},
        schema={"as_of": pl.Date, "group": pl.String, "state": pl.String},
    )
    return pl.concat([found, missing], how="diagonal")


def _declare() -> None:
    titles = {
        "on_time": ("Op tijd geregistreerd", "Registered on time"),
        "late": ("Te laat geregistreerd", "Registered late"),
        "overdue": ("Niet gevonden in het register na de streefdatum", "Not found in the register after the date"),
        "not_due": ("Streefdatum nog niet verstreken", "Date not yet passed"),
        "in_grace": ("Binnen de uitlooptijd", "Within the period of grace"),
        "exempt": ("Met een geldige uitleg niet geregistreerd", "Explained, and so not registered"),
        "inconsistent": ("Register en inventaris spreken elkaar tegen", "Register and inventory contradict each other"),
    }
    for state, (nl, en) in titles.items():
        CATALOGUE.declare(
            Metric(
                "on_time.high_risk" if state == "on_time" else f"on_time.{state}",
                Text(nl, en),
                Text(
                    "Het kabinet beloofde de hoog-risico AI-systemen van het Rijk uiterlijk eind 2025 in het register.",
                    "The cabinet promised to register central government's high-risk AI systems by the end of 2025.",
                ),
                Text(
                    "Systemen in gebruik, categorie hoog-risico, op de inventaris van een organisatie binnen het doel.",
                    "Systems in use, category high-risk, on the inventory of a body that the target is about.",
                ),
                Text(
                    "Organisaties zonder inventaris (niet gemeld) en organisaties die nul systemen opgeven.",
                    "Bodies without an inventory (not reported) and bodies that declare zero systems.",
                ),
                Text(
                    "Inventarissen van de organisaties zelf, per systeem, gekoppeld op het Algoritme-ID (lars).",
                    "The bodies' own inventories, by system, joined on the algorithm id (lars).",
                ),
                "on_time",
                unit="systems",
                good="up" if state == "on_time" else "neutral" if state in {"exempt", "not_due"} else "down",
                by=("all", "ministry", "organisation"),
                argument=state,
            )
        )


_declare()
