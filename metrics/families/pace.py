"""Pace: what is still missing after a target's date, how late it comes, and when it would be done."""

import math
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import polars as pl

from metrics.evidence import SOURCE
from metrics.facts import Facts, day
from metrics.families.on_time import on_day, reported, state_of, units
from metrics.groups import KEYS, OF_TARGET, beside, counts_zbos, labelled
from metrics.registry import BY_BODY, CATALOGUE, Metric, Question, Text
from metrics.sources import reporting
from metrics.systems import systems_on, target_of
from metrics.totals import OnDay, internal

#: The pace is that of so many weeks; a rate needs a list on so many of their last days.
WEEKS: Final = 13
POINTS: Final = 8
#: So many standard deviations to both sides hold 95 of 100 outcomes, if registrations come by chance.
_SPREAD: Final = 1.96
_WEEK: Final = timedelta(weeks=1)


def days_to(facts: Facts, question: Question, as_of: date) -> int:
    """Return the days up to the deadline of the target, as it was stated by the day; below nought after it."""
    deadline = target_of(facts, question.target, as_of, question.known_on)["deadline"]
    return (date.fromisoformat(str(deadline)) - as_of).days


def only_after(counts: OnDay) -> OnDay:
    """Ask only after the deadline of the target."""
    return partial(_asked_when, counts, after=True)


def only_before(counts: OnDay) -> OnDay:
    """Ask only before the deadline of the target."""
    return partial(_asked_when, counts, after=False)


def _asked_when(counts: OnDay, facts: Facts, question: Question, as_of: date, *, after: bool) -> pl.DataFrame:
    left = days_to(facts, question, as_of)
    if left < 0 if after else left > 0:
        return counts(facts, question, as_of)
    groups = reported(facts, question, as_of)
    return groups.select(*KEYS, "n_date", "covers", "covers_asked", state=pl.lit("not_asked"))


def days_late(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: the lower median of the days that its late systems were late."""
    rows = _tallied(facts, question, as_of)
    return _figures(rows, pl.when(pl.col("late") == 0).then(pl.lit("not_asked")), passed="late_days")


def needed(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: how many systems a week are to be registered to be done by the deadline."""
    weeks = math.ceil(days_to(facts, question, as_of) / _WEEK.days)
    rows = _tallied(facts, question, as_of)
    # Whole numbers all the way: rounded up.
    rows = rows.with_columns(needed=(pl.col("not_due") + weeks - 1) // weeks)
    return _figures(rows, pl.lit(None, pl.String), passed="needed")


def weeks_to_clear(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: in how many weeks all would be there, at the pace of the last ones, as a range.

    Too few where a list was there on less than ``POINTS`` of the weeks' last days, or nothing came.
    """
    rows = beside(_tallied(facts, question, as_of), _points(facts, question, as_of))
    pairs = rows.select(pl.col("overdue", "come").fill_null(0)).rows()
    weeks = pl.DataFrame([_weeks(*one) for one in pairs], schema=dict.fromkeys(("passed", "low", "high"), pl.Int64))
    few = (pl.col("points").fill_null(0) < POINTS) | (pl.col("come").fill_null(0) == 0)
    return _figures(rows.hstack(weeks), pl.when(few).then(pl.lit("too_few")), passed="passed", low="low", high="high")


def _weeks(backlog: int, come: int) -> dict[str, int | None]:
    """Return the weeks that a backlog takes at a rate, and at the rates between which the true one lies."""
    if not come:
        return dict.fromkeys(("passed", "low", "high"))
    spread = _SPREAD * math.sqrt(come)
    fast, slow = come + spread, come - spread
    return {
        "passed": -(-WEEKS * backlog // come),
        "low": math.ceil(WEEKS * backlog / fast),
        "high": math.ceil(WEEKS * backlog / slow) if slow > 0 else None,
    }


def _tallied(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return what there is to say of the systems of each group (columns of ``reported``, and counts)."""
    found = systems_on(facts, question.target, as_of, question.known_on, zbos=counts_zbos(question))
    state, published = pl.col("state"), pl.col("first_published")
    since = pl.lit(as_of - WEEKS * _WEEK, pl.Date)
    come = (published > since) & (published <= pl.lit(as_of, pl.Date)) & (published > pl.col("due"))
    counts = (
        labelled(found, question)
        .group_by(KEYS)
        .agg(
            n=pl.len().cast(pl.Int64),
            **{one: (state == one).sum().cast(pl.Int64) for one in ("overdue", "not_due", "late")},
            late_days=pl.col("days").filter(state == "late").quantile(0.5, "lower").cast(pl.Int64),
            come=come.sum().cast(pl.Int64),
        )
    )
    return beside(reported(facts, question, as_of), counts)


def _points(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return on how many of the last days of the weeks some body of each group had delivered a list."""
    delivered = facts.inventories.filter(day("observed_at") <= question.known_on)
    first = delivered.group_by("org_id").agg(first=pl.col("as_of").min())
    bodies = reporting(facts, question.target, as_of, question.known_on, zbos=counts_zbos(question))
    groups = labelled(bodies.join(first, on="org_id"), question).group_by(KEYS).agg(pl.col("first").min())
    ends = [as_of - number * _WEEK for number in range(WEEKS)]
    points = pl.sum_horizontal((pl.col("first") <= pl.lit(one, pl.Date)).cast(pl.Int64) for one in ends)
    return groups.select(*KEYS, points=points)


def _figures(rows: pl.DataFrame, withheld: pl.Expr, **columns: str) -> pl.DataFrame:
    """Make figures of groups, unless ``withheld`` gives the state that says why there is none."""
    found = rows.with_columns(state=state_of(pl.col("n").fill_null(0) > 0))
    counted = pl.col("state").is_in(["ok", "stale"])
    found = found.with_columns(state=pl.coalesce(pl.when(counted).then(withheld), "state"))
    bounds: dict[str, str] = {"low": columns["passed"], "high": columns["passed"]} | columns
    return found.select(
        *KEYS,
        *("n_date", "covers", "covers_asked", "state"),
        n_source=pl.when("reported").then(pl.lit("inventory")),
        **{name: pl.when(pl.col("state").is_in(["ok", "stale"])).then(one) for name, one in bounds.items()},
    )


_WHO: Final = Text(
    "Systemen in gebruik van de categorie van het doel, op de lijst van een organisatie binnen het doel.",
    "Systems in use of the target's category, on the list of an organisation that the target is about.",
)
_AFTER: Final = Text(
    "Tot en met de streefdatum. Organisaties zonder lijst (niet gemeld) of met nul systemen.",
    "Up to and including the date of the target. Organisations without a list (not reported) or with zero systems.",
)


def _declare_one(name: str, title: Text, why: Text, not_asked: Text, counts: OnDay, **more: Any) -> None:  # noqa: ANN401 - as Metric takes them
    CATALOGUE.declare(
        Metric(
            f"pace.{name}",
            title,
            why,
            _WHO,
            not_asked,
            SOURCE,
            internal(counts),
            good="down",
            by=BY_BODY,
            filters=OF_TARGET,
            version=2,
            inventories=True,
            headline=("all", "ministry"),
            **more,
        )
    )


def _declare() -> None:
    _declare_one(
        "backlog",
        Text("Achterstand na de streefdatum", "Backlog after the date"),
        Text(
            "Hoeveel systemen staan er na de streefdatum nog niet in het register?",
            "After the date, how many systems are not in the register yet?",
        ),
        _AFTER,
        only_after(partial(on_day, state="overdue")),
        unit="systems",
        units=partial(units, state="overdue"),
    )
    _declare_one(
        "days_late",
        Text("Dagen te laat geregistreerd", "Days registered late"),
        Text(
            "Een dag te laat is iets anders dan een jaar te laat. Dit is het middelste van de late systemen; bij een "
            "even aantal het laagste van de twee.",
            "A day late is not a year late. This is the middle one of the late systems; of an even number the lower "
            "of the two.",
        ),
        Text(f"{_AFTER.nl} Groepen waar niets te laat kwam.", f"{_AFTER.en} Groups where nothing came late."),
        only_after(days_late),
        unit="days",
        ratio=False,
    )
    _declare_one(
        "weeks_to_clear",
        Text("Weken tot de achterstand weg is", "Weeks until the backlog is gone"),
        Text(
            "Bij het tempo van de laatste 13 weken, met een marge: 95 van de 100 keer ligt het echte tempo daarbinnen, "
            "als registraties toevallig over de weken vallen. Het is een som, geen belofte.",
            "At the pace of the last 13 weeks, with a margin: 95 times in 100 the true pace lies within it, if "
            "registrations fall by chance over the weeks. It is a sum, not a promise.",
        ),
        Text(
            f"{_AFTER.nl} Te weinig gegevens: op minder dan 8 van de 13 weken was er een lijst, of er kwam in die "
            "weken niets bij.",
            f"{_AFTER.en} Too little to go by: there was a list in fewer than 8 of the 13 weeks, or nothing came in "
            "those weeks.",
        ),
        only_after(weeks_to_clear),
        unit="weeks",
        ratio=False,
    )
    _declare_one(
        "needed_per_week",
        Text("Nodig per week tot de streefdatum", "Needed a week up to the date"),
        Text(
            "Hoeveel systemen moeten er elke week bij om op tijd klaar te zijn?",
            "How many systems must be added each week to be done in time?",
        ),
        Text(
            "Vanaf de streefdatum. Organisaties zonder lijst (niet gemeld) of met nul systemen.",
            "From the date of the target on. Organisations without a list (not reported) or with zero systems.",
        ),
        only_before(needed),
        unit="systems",
        ratio=False,
    )


_declare()
