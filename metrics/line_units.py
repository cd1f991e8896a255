"""The units of figures that follow inventories: their lines, on one day."""

from collections.abc import Collection

import polars as pl

from metrics.bodies import bodies_of
from metrics.decisions import decisions
from metrics.deliveries import current_lines, listed, newest_delivery
from metrics.facts import Facts
from metrics.linked import CERTAIN, DECISION
from metrics.matches import links_on
from metrics.named import LARS, URL
from metrics.registry import Question, Units
from metrics.spans import stretches
from metrics.systems import target_of
from metrics.units import hidden_on, public_on, shaped

#: What a delivery says of a line that decides whether and when it is asked for.
_SAID = ("start_date", "end_date", "lars", "owner", "reasons", "eu_database_id", "register_url")
_KEY = ("org_id", "local_id")


def of_lines(  # noqa: PLR0913 - what decides of a line has this many parts
    facts: Facts,
    question: Question,
    counted: pl.DataFrame,
    *,
    speaking: Collection[str] | None = None,
    silent: Collection[str] = (),
    of_target: bool = True,
    by_register: bool = False,
) -> Units:
    """Return every line of the inventories that speak on a day, with what it counts for.

    ``counted`` are the lines that the figure counts: org_id, local_id, n and asked, and where they
    matter ``lars`` (the registration that it is taken for, or empty), ``valid_until`` (of an explanation
    that counts, or null) and ``context``. A line is one by its body and its own id, on however many
    inventories it stands. ``speaking`` are the bodies whose inventories count, by default all that are
    not too old, and ``silent`` those of them that do not. ``by_register`` says that a line is asked for
    because of what the register has; ``of_target`` that a target decides of it.
    """
    (as_of,), known_on = question.days, question.known_on
    public = public_on(facts, question).select("lars", public=pl.lit(value=True))
    speaking = listed(facts, as_of, known_on)["org_id"].to_list() if speaking is None else speaking
    joined = (
        _told(facts, question, _once(counted))
        .with_columns(speaks=pl.col("org_id").is_in(list(set(speaking) - set(silent))))
        .join(public, on="lars", how="left")
    )
    rows = joined.select(
        "org_id",
        "explained_until",
        "body",
        "match",
        "content",
        "context",
        unit=pl.concat_str(_KEY, separator="/"),
        label="name",
        n=pl.col("n").fill_null(0),
        asked=pl.col("asked").fill_null(0),
        registrations=pl.when("public").then(pl.concat_list("lars")).otherwise(pl.lit([], pl.List(pl.String))),
        listed="speaks",
        source="inventory",
        by_register=pl.lit(by_register),
        # A registration may contradict its line, from the day on which it says something else.
        category=_words(("category", "said_category")),
        status=_words(("status", "said_status")),
        **(target_said(facts, question) if of_target else {}),
    )
    # An inventory that is too old to speak for its bodies is no source any more.
    delivered = frozenset(newest_delivery(facts, as_of, known_on)["inventory"])
    usable = delivered - frozenset(joined.filter(~pl.col("speaks"))["inventory"])
    return Units(shaped(rows), usable, frozenset(public["lars"]), hidden_on(facts, question))


def _once(counted: pl.DataFrame) -> pl.DataFrame:
    """Return what each line counts for: org_id, local_id, n, asked, lars, context and explained_until."""
    optional = {"lars": pl.String, "valid_until": pl.Date, "context": pl.String}
    nothing = [pl.lit(None, kind).alias(name) for name, kind in optional.items() if name not in counted.columns]
    return (
        counted.with_columns(nothing)
        .group_by(_KEY)
        .agg(
            pl.col("n", "asked").sum(),
            pl.col("lars", "context").drop_nulls().first(),
            explained_until=pl.col("valid_until").max(),
        )
    )


def _told(facts: Facts, question: Question, counts: pl.DataFrame) -> pl.DataFrame:
    """Return every line that is listed on a day, once, with its counts, and what body, people and register tell of it.

    Columns: those of ``_once`` (null where a line counts for nothing), name, inventory, category, status, content
    (what the line says), body, match (``_matched``), and said_category and said_status (``_said``).
    """
    lines = current_lines(facts, question.days[0], question.known_on)
    lines = lines.sort(*_KEY, "inventory").unique(_KEY, keep="first")
    bodies = bodies_of(facts, question.known_on).select("org_id", body=_words(("type", "ministry_id")))
    return (
        lines.select(*_KEY, "name", "inventory", "category", "status", content=_words(_SAID))
        .join(counts, on=_KEY, how="left")
        .join(bodies, on="org_id", how="left")
        .join(_matched(lines, facts, question), on=_KEY, how="left")
        .join(_said(facts, question), on="lars", how="left")
    )


def _words(columns: tuple[str, ...]) -> pl.Expr:
    return pl.concat_str(pl.col(columns).fill_null(""), separator="\n")


def _matched(lines: pl.DataFrame, facts: Facts, question: Question) -> pl.DataFrame:
    """Return what people decided of each line by then, and what ids and texts tell of it: org_id, local_id, match.

    What a line itself names, and so is, stands in its content.
    """
    decided = decisions(facts, question.known_on).select(*_KEY, "lars", said="verdict")
    links = links_on(facts, question.days[0], question.known_on).join(lines, on="line", how="semi")
    itself = pl.col("by").is_in([LARS, URL]) & (pl.col("state") == CERTAIN)
    told = links.filter(pl.col("by") != DECISION, ~itself).select(*_KEY, "lars", said="state")
    said = pl.concat_str(pl.col("said", "lars").fill_null(""), separator=" ")
    return pl.concat([decided, told]).group_by(_KEY).agg(match=said.unique().sort().str.join("\n"))


def _said(facts: Facts, question: Question) -> pl.DataFrame:
    """Return what each registration last said by a day, public or not: lars, said_category, said_status."""
    begun = stretches(facts, question.known_on).filter(pl.col("from_day") <= question.days[0], ~pl.col("retro"))
    latest = begun.sort("lars", "from_day").unique("lars", keep="last", maintain_order=True)
    return latest.select("lars", said_category="category", said_status="status")


def target_said(facts: Facts, question: Question) -> dict[str, pl.Expr]:
    """Return what the target said on a day: which systems it is about, and when they are due (target)."""
    row = target_of(facts, question.target, question.days[0], question.known_on)
    said = {"about": ("category", "scope"), "target": ("deadline", "lag_days", "grace_days")}
    return {name: pl.lit("\n".join(str(row[one]) for one in each)) for name, each in said.items()}
