"""Declared counts as figures: what the documents of ministries add up to, beside what they print.

Never merged with the row-level inventories: documents differ in scope.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby

import polars as pl

from metrics.ageing import is_out, is_stale, turns
from metrics.declarations import DOCUMENT, TOTAL, speaking, told
from metrics.facts import Facts
from metrics.registry import CATALOGUE, Metric, Question, Text
from metrics.spans import NO_MINISTRY
from metrics.systems import bodies_in, target_of


def counts(facts: Facts, question: Question, column: str) -> pl.DataFrame:
    """Return one row per day and group: what the documents of that group declare (passed).

    A ministry's own declaration speaks for what hangs under it. Where the documents' one printed
    total is another number than the sum of its rows, the two are the bounds. A declaration that is
    too old is none, and one that is stale makes what it counts to so (``metrics.ageing``).
    """
    turns = _turns(facts)
    spans = groupby(question.days, lambda one: bisect_right(turns, one))
    return pl.concat(_over(facts, question, list(days), column) for _, days in spans)


def _turns(facts: Facts) -> list[date]:
    """Return the days from which something that is looked at may be otherwise, oldest first."""
    looked_at = (facts.declared, facts.commitments, facts.targets, facts.scopes)
    dated = [frame[name] for frame in looked_at for name, kind in frame.schema.items() if kind == pl.Date]
    return sorted({one for column in dated for one in column.drop_nulls()} | turns(facts.declared["as_of"]))


def _over(facts: Facts, question: Question, days: Sequence[date], column: str) -> pl.DataFrame:
    """Return the rows of days on which nothing turns: those of the first, for each."""
    found = _on(facts, question, days[0], column)
    return found.drop("as_of").join(pl.DataFrame({"as_of": list(days)}, schema={"as_of": pl.Date}), how="cross")


def _on(facts: Facts, question: Question, as_of: date, column: str) -> pl.DataFrame:
    known_on = question.known_on
    scope = bodies_in(facts, target_of(facts, question.target, as_of, known_on), as_of, known_on)
    rows = told(facts, as_of, known_on, scope, column, ageing=True).filter(pl.col("asked"))
    if "ministry" in question.where:
        rows = rows.filter(pl.col("ministry_id") == question.where["ministry"])
    aged = is_stale(pl.col("as_of"), as_of).fill_null(value=False)
    groups = _by_ministry(rows.with_columns(count=pl.col(column), stale=aged))
    by_ministry = question.by == "ministry"
    found = groups if by_ministry else _together(groups, _printed(facts, rows, as_of, known_on, column))
    return found.drop("stale").with_columns(
        as_of=pl.lit(as_of, pl.Date),
        n_source=pl.when(pl.col("n_date").is_not_null()).then(pl.lit("declared")),
    )


def _by_ministry(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row per ministry: its own declaration, else the sum of what hangs under it; and if that is stale."""
    itself = pl.col("org_id") == pl.col("ministry_id")
    own = rows.filter(itself).select("ministry_id", own="count", own_date="as_of", own_state="state", own_stale="stale")
    parts = (
        rows.filter(~itself.fill_null(value=False))
        .group_by("ministry_id")
        .agg(
            parts=pl.when(pl.col("count").is_not_null().any()).then(pl.col("count").sum()),
            parts_date=pl.col("as_of").max(),
            parts_stale=pl.col("stale").filter(pl.col("count").is_not_null()).any(),
        )
    )
    names = rows.group_by("ministry_id").agg(pl.col("ministry").drop_nulls().first())
    joined = names.join(own, "ministry_id", how="left", nulls_equal=True)
    joined = joined.join(parts, "ministry_id", how="left", nulls_equal=True)
    spoken = pl.col("own").is_not_null()
    summed = pl.col("parts").is_not_null()
    stale = pl.when(spoken).then("own_stale").when(summed).then("parts_stale").fill_null(value=False)
    heard = pl.when("stale").then(pl.lit("stale")).otherwise(pl.lit("ok"))
    loosely = pl.when(pl.col("ministry_id").is_null()).then(heard).otherwise(pl.lit("partial"))
    own_state = pl.col("own_state")
    passed = pl.coalesce("own", "parts")
    return joined.with_columns(stale=stale).select(
        "stale",
        group=pl.col("ministry").fill_null(NO_MINISTRY),
        org_id="ministry_id",
        passed=passed,
        low=passed,
        high=passed,
        n_date=pl.when(spoken).then("own_date").when(summed).then("parts_date"),
        state=pl.when(spoken)
        .then(pl.when(own_state == "reported").then(heard).otherwise(own_state))
        .when(summed)
        .then(loosely)
        .otherwise(own_state.fill_null("not_reported")),
    )


def _together(groups: pl.DataFrame, printed: int | None) -> pl.DataFrame:
    any_said = pl.col("passed").is_not_null().any()
    silent = (
        pl.when((pl.col("state") == "forthcoming").any()).then(pl.lit("forthcoming")).otherwise(pl.lit("not_reported"))
    )
    summed = groups.select(
        group=pl.lit("all"),
        org_id=pl.lit(None, pl.String),
        passed=pl.when(any_said).then(pl.col("passed").sum()),
        n_date=pl.col("n_date").max(),
        state=pl.when(pl.col("stale").any()).then(pl.lit("stale")).when(any_said).then(pl.lit("ok")).otherwise(silent),
        stale=pl.col("stale").any(),
    )
    other = pl.lit(printed, pl.Int64)
    return summed.with_columns(low=pl.min_horizontal("passed", other), high=pl.max_horizontal("passed", other))


def _printed(facts: Facts, used: pl.DataFrame, as_of: date, known_on: date, column: str) -> int | None:
    """Return the printed total of a column, when all that is told stands in that one document."""
    rows = speaking(facts, as_of, known_on).filter(~is_out(pl.col("as_of"), as_of))
    bodies, total = rows.filter(pl.col("org_id") != TOTAL), rows.filter(pl.col("org_id") == TOTAL)
    used = used.filter(pl.col("as_of").is_not_null())
    whole = used.height == bodies.height and bodies.select(DOCUMENT).unique().height == 1
    return total[column][0] if whole and total.height == 1 else None


def _declare() -> None:
    for name, letter, nl, en in (
        ("high_risk", "category_a", "Hoog-risico AI-systemen volgens opgave", "High-risk AI systems as declared"),
        ("impactful", "category_b", "Impactvolle algoritmes volgens opgave", "Impactful algorithms as declared"),
        ("other", "category_c", "Overige algoritmes volgens opgave", "Other algorithms as declared"),
    ):
        CATALOGUE.declare(
            Metric(
                f"declared.{name}",
                Text(nl, en),
                Text(
                    "Een organisatie die geen lijst geeft, noemt soms wel een aantal. Dat is beter dan niets, en "
                    "minder dan een lijst.",
                    "An organisation that gives no list may still declare a number. That is better than nothing, and "
                    "less than a list.",
                ),
                Text(
                    "Ministeries, en wat eronder hangt als het ministerie zelf niets opgaf: de nieuwste opgave tot en "
                    "met die dag. De som van de rijen; wijkt het gedrukte totaal af, dan zijn die twee de marge. Een "
                    "opgave van meer dan 12 maanden oud is verouderd, en een som waar die in zit ook.",
                    "Ministries, and what hangs under one that declared nothing itself: the newest declaration up to "
                    "the day. The sum of the rows; where the printed total differs, the two are the bounds. A "
                    "declaration of more than 12 months old is stale, and so is a sum that has it in it.",
                ),
                Text(
                    "Organisaties buiten de afspraak. Wie niets opgaf, of meer dan 24 maanden geleden, is niet gemeld; "
                    "wie iets aankondigde, is aangekondigd.",
                    "Organisations outside the target. Who declared nothing, or more than 24 months ago, is not "
                    "reported; who announced something is forthcoming.",
                ),
                Text(
                    "Openbare documenten, zoals brieven aan de Tweede Kamer. Nooit opgeteld bij lijsten per systeem: "
                    "documenten tellen niet hetzelfde.",
                    "Public documents, such as letters to parliament. Never added to lists by system: documents do "
                    "not count the same.",
                ),
                partial(counts, column=letter),
                version=2,
                unit="systems",
                good="neutral",
                by=("all", "ministry"),
                filters=("ministry",),
                ratio=False,
                restatable=False,
                headline=("all", "ministry") if name == "high_risk" else (),
            )
        )


_declare()
