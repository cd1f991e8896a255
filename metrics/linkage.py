"""What linking reads of the facts, body by body, and of which bodies that is another than it was."""

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple, TypeAlias

import polars as pl

from metrics.bodies import UNKNOWN, bodies_of
from metrics.facts import Facts
from metrics.relatives import ever_related
from metrics.schemas import empty
from metrics.spans import stretches

_LINE: Final = (
    "org_id",
    "local_id",
    "name",
    "description",
    "process",
    "vendor",
    "start_date",
    "category",
    "known_from",
    "known_to",
)
_REGISTRATION: Final = ("lars", "org_id", "organisation", "name", "category", "content", "known_from", "known_to")
#: What stands in the texts of registrations; the rest is in the facts.
TEXTS: Final = ("description_short", "goal", "provider", "begin_date", "source_id")
#: Given contents, returns the words of each: content and ``TEXTS``.
Texts: TypeAlias = Callable[[pl.Series], pl.DataFrame]
#: As ``metrics.linking.pairs.pairs``.
Pairs: TypeAlias = Callable[[pl.DataFrame, pl.DataFrame, pl.DataFrame], pl.DataFrame]


class Inputs(NamedTuple):
    """Lines, registrations without their texts (one row per content and body), and bodies near to each other."""

    lines: pl.DataFrame
    registrations: pl.DataFrame
    related: pl.DataFrame


def inputs(facts: Facts, day: date) -> Inputs:
    """Return what linking reads of everything that is known; ``day`` is that of the last collection."""
    lines = facts.inventory.filter(pl.col("org_id") != "").select(_LINE)
    keeping = lines.select("org_id").unique()
    near = ever_related(facts).join(keeping, on="org_id", how="semi")
    related = pl.concat([near, keeping.select("org_id", other="org_id")]).unique().sort("org_id", "other")
    registrations = _registrations(facts, day).join(related.select(org_id="other").unique(), on="org_id", how="semi")
    return Inputs(lines, registrations, related)


def _registrations(facts: Facts, day: date) -> pl.DataFrame:
    """Return each content of each registration once a body that it ever belonged to (``_REGISTRATION``)."""
    order = ("lars", "valid_from", "known_from", "content")
    told = facts.versions.sort(order).with_columns(pl.col("known_from").min().over("lars", "content").alias("since"))
    once = told.unique(["lars", "content"], keep="last", maintain_order=True)
    # A text holds until a newer one is known; of what was told at once only the last does.
    newer = pl.col("since").shift(-1).cum_min(reverse=True).over("lars")
    replaced = pl.when(newer.is_not_null()).then(pl.max_horizontal("since", newer))
    dated = once.with_columns(until=replaced)
    owned = pl.concat([stretches(facts, day).select("lars", "org_id"), dated.select("lars", "org_id")])
    owned = owned.filter(pl.col("org_id").fill_null("") != "", pl.col("org_id") != UNKNOWN).unique()
    named = owned.join(bodies_of(facts, day).select("org_id", called="organisation"), on="org_id", how="left")
    joined = dated.drop("org_id").join(named, on="lars")
    return joined.select(
        "lars",
        "org_id",
        pl.coalesce("called", "organisation").alias("organisation"),
        "name",
        "category",
        "content",
        known_from="since",
        known_to="until",
    ).sort("org_id", "lars", "known_from", "content")


def linked_anew(facts: Facts, day: date, before: tuple[Facts, date] | None, texts: Texts, pairs: Pairs) -> pl.DataFrame:
    """Return the frame ``pairs`` of facts, given earlier facts with theirs, and the day of their last collection.

    Only the bodies are looked at of which the lines changed, or the registrations among which they may be.
    Without a line nothing is looked at.
    """
    if facts.inventory.is_empty():
        return empty("pairs")
    now = inputs(facts, day)
    todo = now.lines["org_id"].unique()
    kept = empty("pairs")
    if before is not None:
        todo = changed(inputs(*before), now)
        same = set(now.lines["org_id"]) - set(todo)
        kept = before[0].pairs.filter(pl.col("org_id").is_in(sorted(same)))
    found = pairs(*_with_texts(_of(now, todo), texts)) if todo.len() else empty("pairs")
    key = ("org_id", "local_id", "lars", "basis", "known_from")
    return pl.concat([kept, found.select(kept.columns)]).sort(*key)


def changed(before: Inputs, after: Inputs) -> pl.Series:
    """Return the bodies with lines of which anything is another that decides of their pairs."""
    lines, registrations, near = (_differing(told, now) for told, now in zip(before, after, strict=True))
    touched = after.related.filter(pl.col("other").is_in(registrations.implode()))["org_id"]
    every = pl.concat([lines, near, touched]).unique()
    return every.filter(every.is_in(after.lines["org_id"].unique().implode()))


def _differing(told: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    """Return the bodies of which the rows differ, in whichever order they stand."""
    both = _digests(told).join(_digests(now), on="org_id", how="full", coalesce=True)
    return both.filter(pl.col("digest").ne_missing(pl.col("digest_right")))["org_id"]


def _digests(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("org_id", digest=rows.hash_rows()).group_by("org_id").agg(pl.col("digest").sum())


def _of(every: Inputs, bodies: pl.Series) -> Inputs:
    """Return what some bodies need."""
    lines, related = (one.filter(pl.col("org_id").is_in(bodies.implode())) for one in (every.lines, every.related))
    others = related.select(org_id="other").unique()
    return Inputs(lines, every.registrations.join(others, on="org_id", how="semi", maintain_order="left"), related)


def _with_texts(some: Inputs, texts: Texts) -> Inputs:
    words = texts(some.registrations["content"].unique()).select("content", *TEXTS)
    told = some.registrations.join(words, on="content", how="left", maintain_order="left")
    return some._replace(registrations=told)
