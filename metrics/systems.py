"""Each system that a target is about, and what became of it.

The systems are the lines of organisations' own inventories, joined to registrations by lars or by decision.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import bodies_of
from metrics.deliveries import current_lines, in_use, listed, started
from metrics.facts import Facts, in_force
from metrics.linked import CERTAIN, POSSIBLE
from metrics.matches import explained, judged, links_on
from metrics.memo import with_facts
from metrics.registry import QuestionError

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


_BODY: Final = ("org_id", "organisation", "ministry_id", "ministry")


def bodies_in(
    facts: Facts, target: Mapping[str, object], as_of: date, known_on: date, *, zbos: bool = False
) -> pl.DataFrame:
    """Return the bodies that a target is about: those always in, and those under a ministry.

    With ``zbos`` those, too, that a ledger counted in by the day. Columns: org_id, organisation,
    ministry_id, ministry.
    """
    always, under = _SCOPE[str(target["scope"])]
    bodies = bodies_of(facts, known_on)
    chosen = pl.col("type").is_in(always) | (pl.col("type").is_in(under) & pl.col("ministry_id").is_not_null())
    found = bodies.filter(chosen).select(_BODY)
    if not zbos:
        return found
    stated_then = in_force(facts.scopes, known_on).filter(
        pl.col("target") == target["target"], pl.col("stated_on") <= as_of
    )
    added = stated_then.select("org_id").unique().join(found, on="org_id", how="anti")
    named = added.join(bodies.select(_BODY), on="org_id", how="left")
    named = named.with_columns(pl.col("organisation").fill_null(pl.col("org_id")))
    return pl.concat([found, named.select(_BODY)]).sort("org_id")


@with_facts(64)
def lines_on(facts: Facts, target: str | None, as_of: date, known_on: date, *, zbos: bool = False) -> pl.DataFrame:
    """Return all that the bodies of a target list, of any category and status, with what the register says of it.

    Columns: those of ``deliveries.current_lines`` and ``matches.judged``, organisation, ministry_id,
    ministry, inside (it is a system of the target on the day), and of an explanation that is valid
    on the day: reason, ground, document, valid_until.
    """
    about = target_of(facts, target, as_of, known_on)
    lines = bare_lines(facts, about, as_of, known_on, zbos=zbos)
    return _told(facts, lines, (as_of, known_on), str(about["category"]))


@with_facts(16)
def all_lines_on(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return all that any body lists (columns of ``lines_on``), of whichever category: inside is what is in use."""
    bodies = bodies_of(facts, known_on).select(_BODY)
    listing = listed(facts, as_of, known_on).select("org_id").join(bodies, on="org_id", how="left")
    named = listing.with_columns(pl.col("organisation").fill_null(pl.col("org_id")))
    return _told(facts, _listed_by(facts, named, as_of, known_on), (as_of, known_on))


def _told(facts: Facts, lines: pl.DataFrame, days: tuple[date, date], category: str | None = None) -> pl.DataFrame:
    links = links_on(facts, *days).join(lines, on="line", how="semi")
    sure, maybe = (links.filter(state=one) for one in (CERTAIN, POSSIBLE))
    matched = (sure.select("line", "org_id", "lars"), maybe.select("line", "lars"))
    return told_of(facts, lines, matched, days, category).sort("line")


def bare_lines(
    facts: Facts, about: Mapping[str, object], as_of: date, known_on: date, *, zbos: bool = False
) -> pl.DataFrame:
    """Return the lines of the bodies that a target (its row) is about, with organisation, ministry_id, ministry."""
    return _listed_by(facts, bodies_in(facts, about, as_of, known_on, zbos=zbos), as_of, known_on)


def _listed_by(facts: Facts, bodies: pl.DataFrame, as_of: date, known_on: date) -> pl.DataFrame:
    speaking = bodies.join(listed(facts, as_of, known_on).select("org_id"), on="org_id", how="semi")
    return current_lines(facts, as_of, known_on).join(speaking, on="org_id")


def told_of(
    facts: Facts,
    lines: pl.DataFrame,
    matched: tuple[pl.DataFrame, pl.DataFrame],
    days: tuple[date, date],
    category: str | None = None,
) -> pl.DataFrame:
    """Add to lines what ``lines_on`` tells of them, where they are ``matched``: certainly, and possibly.

    Each is held against a category, or without one against its own. Of each line by its number alone,
    so a line may stand among them several times, matched otherwise.
    """
    sure, maybe = matched
    told = judged(lines, sure, maybe, facts, days, category)
    told = explained(told, sure, facts, *days)
    inside = in_use(days[0]) & (pl.lit(value=True) if category is None else pl.col("category") == category)
    return told.with_columns(inside=inside.fill_null(value=False))


@with_facts(64)
def systems_on(  # noqa: PLR0913 - which systems, on which day, has this many parts
    facts: Facts, target: str | None, as_of: date, known_on: date, *, strict: bool = False, zbos: bool = False
) -> pl.DataFrame:
    """Return each system in scope on a day, and its state; kept, since many metrics ask for the same ones.

    Columns: inventory, org_id, organisation, ministry_id, ministry, local_id, name, lars, state,
    due, days (late or overdue; else null), first_published, retracted, and of an explanation that
    is valid on the day: reason, ground, document, valid_until; owner (as the list names it), possible
    (it may be a registration that is public), delivered_on (the day of the list). ``strict`` takes a
    start that is given as a month as its first day instead of its last. ``zbos`` counts those bodies in.
    """
    about = target_of(facts, target, as_of, known_on)
    lines = lines_on(facts, target, as_of, known_on, zbos=zbos)
    if strict:
        lines = lines.filter(in_use(as_of, strict=True), pl.col("category") == about["category"])
    else:
        lines = lines.filter("inside")
    deadline, today = pl.lit(about["deadline"], pl.Date), pl.lit(as_of, pl.Date)
    lag, grace = (pl.duration(days=int(str(about[key]))) for key in ("lag_days", "grace_days"))
    start = started(strict=strict)
    dated = lines.with_columns(due=pl.max_horizontal(deadline, pl.coalesce(start + lag, deadline)))
    published = pl.col("first_published")
    found = dated.with_columns(
        state=_state(today, grace), retracted=(~pl.col("public") & (published <= today)).fill_null(value=False)
    )
    state, due = pl.col("state"), pl.col("due")
    over = pl.when(state == "late").then(published - due).when(state == "overdue").then(today - due)
    return found.with_columns(days=over.dt.total_days()).select(*_SYSTEM)


def _state(today: pl.Expr, grace: pl.Expr) -> pl.Expr:
    """Say in which of ``STATES`` a system is: the first that fits."""
    published, due, public = pl.col("first_published"), pl.col("due"), pl.col("public")
    return (
        pl.when(public & pl.col("contradicts"))
        .then(pl.lit("inconsistent"))
        .when(pl.col("reason").is_not_null())
        .then(pl.lit("exempt"))
        .when(public & (published <= pl.min_horizontal(due, today)))
        .then(pl.lit("on_time"))
        .when(public & (published > due) & (published <= today))
        .then(pl.lit("late"))
        .when(today <= due)
        .then(pl.lit("not_due"))
        .when(today <= due + grace)
        .then(pl.lit("in_grace"))
        .otherwise(pl.lit("overdue"))
    )


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
    "owner",
    "possible",
    "delivered_on",
)


def work_list(facts: Facts, target: str, as_of: date, known_on: date | None = None) -> pl.DataFrame:
    """Return the systems of a target, those that most need somebody first (columns of ``systems``)."""
    found = systems_on(facts, target, as_of, known_on or facts.last_day() or as_of)
    order = {state: number for number, state in enumerate(("overdue", "late", "inconsistent"))}
    rank = pl.col("state").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return found.sort(rank, -pl.col("days").fill_null(-1), "organisation", "local_id")
