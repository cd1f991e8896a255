"""The units of coverage: lines of lists, what documents count, and the registrations that are counted beside it.

A line is one unit. A body that a document speaks of is two kinds of them: its declaration, with all that
it declares, and each registration that is counted beside it, whoever reaches it. So each has one cause.
Where a group went from lists to documents, or back, everything of the one leaves and everything of the
other comes as ``source_outage``: the source of the other day could not be used on this one.
"""

from collections.abc import Collection
from dataclasses import replace

import polars as pl

from metrics.deliveries import delivered_for
from metrics.facts import Facts, in_force
from metrics.groups import chosen, counts_zbos
from metrics.line_units import of_lines, target_said
from metrics.registry import Question, Units
from metrics.sources import DECLARED, INVENTORY, reached, sources
from metrics.systems import lines_on, target_of
from metrics.tallies import distinct, heard, matched
from metrics.units import of_registrations, public_on, shaped

#: More registrations than systems: each registration counts, and not each line.
_TOO_MANY = "more registrations than systems"
_COUNTS = "declared counts"


def of_source(facts: Facts, question: Question) -> Units:
    """Return the units of coverage against one source: lists where a body asked about has one to go by, else counts."""
    bodies = _sources(facts, question)
    keeping = chosen(bodies.filter(pl.col("source") == INVENTORY), question.where)["org_id"]
    lines = _lines(facts, question).with_columns(
        asked=pl.col("inside") & pl.col("org_id").is_in(keeping.implode()), passed=matched()
    )
    silent = bodies.filter(pl.col("source").ne_missing(pl.lit(INVENTORY)))["org_id"].to_list()
    if keeping.len():
        listed = _of_lists(facts, question, lines, silent)
        return _together(listed, _of_counts(facts, question, bodies, counting=False))
    none = lines.with_columns(asked=pl.lit(value=False))
    # The lines of the other day are told of, too: they did not go, their list is no source.
    listed = _counted_lines(facts, question, none, silent)
    return _together(
        listed, _of_counts(facts, question, bodies, counting=True), _beside(facts, question, bodies, counting=True)
    )


def of_declared(facts: Facts, question: Question) -> Units:
    """Return the units of coverage against documents alone."""
    source = pl.when(pl.col("count").is_not_null()).then(pl.lit(DECLARED))
    bodies = _sources(facts, question).with_columns(source=source)
    return _together(
        _of_counts(facts, question, bodies, counting=True), _beside(facts, question, bodies, counting=True)
    )


def of_status(facts: Facts, question: Question, status: str) -> Units:
    """Return the units of coverage of systems with another status than in use: lines of lists."""
    category = target_of(facts, question.target, question.days[0], question.known_on)["category"]
    such = (pl.col("status") == status) & (pl.col("category") == category)
    about = chosen(_sources(facts, question), question.where)["org_id"]
    inside = such.fill_null(value=False) & pl.col("org_id").is_in(about.implode())
    lines = _lines(facts, question).with_columns(asked=inside, passed=pl.col("public"))
    return _of_lists(facts, question, lines, [])


def silent_sources(facts: Facts, question: Question, bodies: pl.DataFrame) -> frozenset[str]:
    """Return the bodies that told of themselves once and have no source now: what they told is too old, or in part."""
    (as_of,), known_on = question.days, question.known_on
    documents = in_force(facts.declared, known_on).filter(pl.col("as_of") <= as_of, pl.col("state") != "forthcoming")
    ever = {*documents["org_id"], *delivered_for(facts, as_of, known_on)["org_id"]}
    return frozenset(bodies.filter(pl.col("source").is_null())["org_id"]) & ever


def _sources(facts: Facts, question: Question) -> pl.DataFrame:
    return sources(facts, question.target, question.days[0], question.known_on, zbos=counts_zbos(question))


def _lines(facts: Facts, question: Question) -> pl.DataFrame:
    return lines_on(facts, question.target, question.days[0], question.known_on, zbos=counts_zbos(question))


def _together(*every: Units) -> Units:
    rows = pl.concat(one.rows for one in every)
    sets = [
        frozenset[str]().union(*(getattr(one, name) for one in every)) for name in ("sources", "registered", "hidden")
    ]
    return Units(rows, *sets)


def _of_lists(facts: Facts, question: Question, lines: pl.DataFrame, silent: Collection[str]) -> Units:
    """Return lines (asked and passed say of each whether it is), and registrations that count beyond them.

    As the figure does: where a body's lines that passed are more registrations than there are lines,
    registrations count. Then a line counts for the one that it is taken for, once, and the others for themselves.
    """
    asked = lines.filter("asked")
    sizes = asked.group_by("org_id").agg(lines=pl.len(), registrations=distinct(pl.col("passed")))
    over = pl.col("org_id").is_in(sizes.filter(pl.col("registrations") > pl.col("lines"))["org_id"].implode())
    many = asked.filter(over)
    found = many.filter("passed")
    once = found.unique(["org_id", "lars"], keep="first", maintain_order=True)
    counted = lines.with_columns(
        passed=pl.when(over).then(pl.col("line").is_in(once["line"].implode())).otherwise("passed"),
        context=pl.when(over).then(pl.lit(_TOO_MANY)),
    )
    pairs = found.select("org_id", lars="registrations").explode("lars", keep_nulls=False, empty_as_null=False).unique()
    beyond = pairs.join(once, on=["org_id", "lars"], how="anti").group_by("lars").agg(n=pl.len().cast(pl.Int64))
    worth = dict(beyond.select("lars", "n").iter_rows())
    return _together(
        _counted_lines(facts, question, counted, silent),
        _registrations(facts, question, worth, dict.fromkeys(worth, _TOO_MANY)),
    )


def _counted_lines(facts: Facts, question: Question, lines: pl.DataFrame, silent: Collection[str]) -> Units:
    """Return lines as units; those of bodies that are silent are no source, though delivered."""
    counted = lines.with_columns(
        n=(pl.col("asked") & pl.col("passed")).cast(pl.Int64), asked=pl.col("asked").cast(pl.Int64)
    )
    return of_lines(facts, question, counted.drop("valid_until"), silent=silent)


def _registrations(
    facts: Facts, question: Question, worth: dict[str, int], beside: dict[str, str] | None, *, counting: bool = False
) -> Units:
    """Return the public registrations of a day, of which some count: each for how much, and beside what."""
    today = public_on(facts, question)
    rows = today.select(
        "lars",
        n=pl.col("lars").replace_strict(worth, default=0, return_dtype=pl.Int64),
        asked=pl.lit(0, pl.Int64),
        # Nothing of its text matters, and whose it is does.
        content=pl.lit(None, pl.String),
        body=pl.concat_str(pl.col("org_id", "ministry_id").fill_null(""), separator="/"),
        context=pl.col("lars").replace_strict(beside or {}, default=None, return_dtype=pl.String),
    )
    found = of_registrations(facts, replace(question, where={}), rows)
    counted = found.rows.with_columns(listed=pl.lit(counting), source=pl.lit(_COUNTS))
    return replace(found, rows=counted, sources=frozenset([_COUNTS] if counting else []))


def _heard(question: Question, bodies: pl.DataFrame) -> pl.DataFrame:
    """Return the bodies whose declared count the figure adds up."""
    return chosen(bodies.filter(pl.col("source") == DECLARED), question.where).filter(heard(question))


def _beside(facts: Facts, question: Question, bodies: pl.DataFrame, *, counting: bool) -> Units:
    """Return the registrations that are counted beside what documents declare."""
    (as_of,), known_on = question.days, question.known_on
    category = str(target_of(facts, question.target, as_of, known_on)["category"])
    reach = reached(bodies, facts, as_of, known_on, category)
    told = reach.join(_heard(question, bodies), on="org_id", how="semi").group_by("lars")
    rows = told.agg(n=pl.len().cast(pl.Int64), by=pl.col("org_id").sort().str.join(" "))
    worth, beside = dict(rows.select("lars", "n").iter_rows()), dict(rows.select("lars", "by").iter_rows())
    return _registrations(facts, question, worth, beside, counting=counting)


def _of_counts(facts: Facts, question: Question, bodies: pl.DataFrame, *, counting: bool) -> Units:
    """Return what each body declares, in one unit; it counts for nothing where the figure follows lists."""
    declaring = bodies.filter(pl.col("source") == DECLARED)
    counts = pl.col("org_id").is_in(_heard(question, bodies)["org_id"].implode()) & pl.lit(counting)
    rows = declaring.select(
        "org_id",
        unit=pl.concat_str(pl.lit(f"{DECLARED}/"), "org_id"),
        label="organisation",
        n=pl.lit(0, pl.Int64),
        asked=pl.when(counts).then("count").otherwise(0),
        listed=pl.lit(counting),
        source=pl.concat_str(pl.lit(f"{DECLARED} by "), "org_id"),
        systems="count",
        body="ministry_id",
        **target_said(facts, question),
        # A ministry that declares for all under it makes their own counts superfluous.
        context=pl.when(~heard(question)).then(pl.lit("its ministry's count")),
    )
    usable = _everybody(facts, question, bodies) - silent_sources(facts, question, bodies) if counting else ()
    return Units(shaped(rows), frozenset(f"{DECLARED} by {one}" for one in usable))


def _everybody(facts: Facts, question: Question, bodies: pl.DataFrame) -> frozenset[str]:
    """Return the bodies that may be told of, now or later: those in scope, and all that documents ever named."""
    return frozenset(bodies["org_id"]) | frozenset(in_force(facts.declared, question.known_on)["org_id"])
