"""Which registrations a line of an inventory is: certainly, or possibly; and what the register then said of it."""

from datetime import date
from typing import Final

import polars as pl

from metrics.deliveries import current_lines
from metrics.facts import Facts, day, in_force
from metrics.linked import CERTAIN, POSSIBLE, linked, links_of
from metrics.memo import with_facts
from metrics.spans import counting, stretches
from sql.fields import IN_USE, NOT_STATED

__all__ = ["certain", "explained", "judged", "linked", "links_on", "possible", "public_in_use", "registered"]

_LINE = ["org_id", "local_id"]
#: What is looked at of stretches.
_REGISTERED = (
    "lars",
    "from_day",
    "to_day",
    "low",
    "retro",
    "first_published",
    "category",
    "status",
    "org_id",
    "traits",
)


def _stated(column: str) -> pl.Expr:
    return ~pl.col(column).fill_null(NOT_STATED).is_in([NOT_STATED, ""])


#: Whether a registration says otherwise than that it is of the wanted category, and in use; unsaid is no other word.
_CONTRADICTS: Final = (
    (_stated("said_category") & _stated("wanted") & (pl.col("said_category") != pl.col("wanted")))
    | (_stated("said_status") & (pl.col("said_status") != IN_USE))
).fill_null(value=False)


@with_facts(16)
def registered(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return what the register said by a day of every registration that it had ever shown.

    Columns: lars, public (on the day), first_published, said_category, said_status, owner, traits.
    """
    cut = stretches(facts, known_on).select(_REGISTERED)
    begun = cut.filter(pl.col("from_day") <= as_of, ~pl.col("retro"))
    # Stretches stand in order. Without a moment of publication it counts from the collection that first showed it.
    is_first = pl.col("lars").ne_missing(pl.col("lars").shift(1))
    first = pl.coalesce(day("first_published"), pl.when(is_first).then("from_day").forward_fill())
    latest = begun.with_columns(first=first).filter(pl.col("lars").ne_missing(pl.col("lars").shift(-1)))
    return latest.select(
        "lars",
        public=(pl.col("to_day") > as_of) & counting(facts, as_of, known_on),
        first_published="first",
        said_category="category",
        said_status="status",
        owner="org_id",
        traits="traits",
    )


def public_in_use(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return what was public on a day and said to be in use (columns of ``registered``)."""
    return registered(facts, as_of, known_on).filter("public", pl.col("said_status") == IN_USE)


def certain(lines: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Return each line with each registration that it certainly is: line, org_id, lars.

    Those that somebody decided on, a whole family if need be; else the one that the line names, unless
    somebody decided against it; else those that name the line, or whose texts leave no doubt.
    """
    return links_of(lines, facts, known_on).filter(state=CERTAIN).select("line", "org_id", "lars")


def possible(lines: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Return each line with each registration that it may be, by its texts or as somebody was unsure: line, lars."""
    return links_of(lines, facts, known_on).filter(state=POSSIBLE).select("line", "lars")


@with_facts(16)
def links_on(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the links of every line that speaks about a day: line (its number), org_id, local_id, ``linked.LINK``."""
    return links_of(current_lines(facts, as_of, known_on), facts, known_on)


def judged(  # noqa: PLR0913, PLR0917 - what is certain, what is possible, and when, has this many parts
    lines: pl.DataFrame,
    pairs: pl.DataFrame,
    maybe: pl.DataFrame,
    facts: Facts,
    days: tuple[date, date],
    category: str | None,
) -> pl.DataFrame:
    """Add to lines what the register says of them; ``days`` are as of and known on.

    Each is held against a category, that of a target, or without one against its own.

    ``pairs`` are those that are ``certain``, ``maybe`` those that are ``possible``.

    Columns: lars, public, contradicts, first_published of the registration that speaks for the line:
    of a family the first that is public and fits, else the first that is public, else the first
    that ever was. And of all of them: registrations (those that are public), says_so (one of them
    is of this category, and in use), possible (it may be one that is public).
    """
    register = registered(facts, *days)
    wanted = pl.col("category") if category is None else pl.lit(category)
    told = (
        pairs.drop("org_id").join(register, on="lars", how="left").join(lines.select("line", wanted=wanted), on="line")
    )
    told = told.with_columns(pl.col("public").fill_null(value=False), contradicts=_CONTRADICTS)
    rank = pl.when(pl.col("public") & ~pl.col("contradicts")).then(0).when("public").then(1).otherwise(2)
    ordered = told.sort("line", rank, "first_published", "lars", nulls_last=True)
    best = ordered.unique("line", keep="first", maintain_order=True)
    says_so = (pl.col("said_category") == pl.col("wanted")) & (pl.col("said_status") == IN_USE)
    every = told.filter("public").group_by("line").agg(registrations=pl.col("lars").sort(), says_so=says_so.any())
    maybe = maybe.join(register.filter("public"), on="lars", how="semi")
    found = lines.drop("lars").join(
        best.select("line", "lars", "public", "contradicts", "first_published"), on="line", how="left"
    )
    found = found.join(every, on="line", how="left")
    found = found.join(maybe.select("line", possible=pl.lit(value=True)).unique(), on="line", how="left")
    flags = pl.col("public", "contradicts", "says_so", "possible").fill_null(value=False)
    return found.with_columns(pl.col("lars").fill_null(""), flags)


def explained(lines: pl.DataFrame, pairs: pl.DataFrame, facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Give each line the explanation that is valid on a day, by its own id or a registration of it; the longest."""
    then = in_force(facts.explanations, known_on)
    valid = then.filter(pl.col("valid_from") <= as_of, pl.col("valid_until") >= as_of)
    said = ("entry", "reason", "ground", "document", "valid_until")
    named = {
        key: valid.filter(pl.col(key).fill_null("") != "").select("org_id", key, *said) for key in ("local_id", "lars")
    }
    by_id = lines.select("line", *_LINE).join(named["local_id"], on=_LINE)
    by_lars = pairs.join(named["lars"], on=["org_id", "lars"])
    found = pl.concat([one.select("line", *said) for one in (by_id, by_lars)])
    one = found.sort("valid_until", "entry", nulls_last=False).unique("line", keep="last", maintain_order=True)
    return lines.join(one.drop("entry"), on="line", how="left")
