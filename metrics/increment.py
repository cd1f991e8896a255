"""What a run changed: the stretches and findings of yesterday, with those anew that today's facts touch.

Equal, row for row, to working everything out again: ``tests/metrics/test_increment.py`` holds it to that.
"""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from metrics.bodies import UNKNOWN, bodies_of
from metrics.context import AT_A_TIME, LOOKS, Known, found
from metrics.context.declare import Level, Look
from metrics.facts import LISTED, Facts, known
from metrics.intervals import merged
from metrics.spans import SPANS, orphans, spans
from sql import fields
from sql.days import ZONE

#: So many registrations are worked out apart before anything is published.
_SAMPLE: Final = 50
_BODY: Final = ("organisation", "type", "ministry_id", "ministry")


class WorkedOut(NamedTuple):
    """What follows from facts as known on the day of the last collection: stretches, and findings."""

    cut: pl.DataFrame
    found: pl.DataFrame


def in_full(facts: Facts, known_on: date) -> WorkedOut:
    """Work everything out."""
    cut = spans(facts, known_on)
    return WorkedOut(cut, found(Known.by(facts, known_on, cut)))


def increment(before: Facts, after: Facts) -> WorkedOut:
    """Return what follows from facts, given earlier facts and what followed from those (``cut`` and ``found``).

    ``after`` must have been collected at least once. Everything is worked out anew when the earlier
    collections are not what they were: then each of them may show something else.
    """
    day = after.last_day()
    if day is None:
        msg = "nothing follows from facts that were never collected"
        raise ValueError(msg)
    last = _goes_on_from(before, after)
    if last is None:
        return in_full(after, day)
    earlier = last.astimezone(ZONE).date()
    changed = _changed(before, earlier, after, day, last)
    cut = _cut(before, earlier, after, day, changed)
    sides = ((before, earlier, before.cut), (after, day, cut))
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        earlier_known, known_now = pool.map(lambda side: Known.by(*side), sides)
        both = _Both.of(earlier_known, known_now, changed)
        return WorkedOut(cut, pl.concat(list(pool.map(lambda look: _refound(look, before.found, both), LOOKS))))


def _goes_on_from(before: Facts, after: Facts) -> datetime | None:
    """Return the last of the earlier collections, if the later ones only came after it."""
    told, now = before.collected(), after.collected()
    listed = [facts.collected(sources=("current",)) for facts in (before, after)]
    kept = told == now[: len(told)] and listed[0] == listed[1][: len(listed[0])]
    # A look that was taken in late, by another source, must not lie among the earlier ones.
    ordered = all(moment > told[-1] for moment in listed[1][len(listed[0]) :]) if told else False
    return told[-1] if before.cut.width and before.found.width and kept and ordered else None


def broken(facts: Facts, day: date, done: WorkedOut) -> str | None:
    """Say which law does not hold of what was worked out, None when all do.

    Days of one registration do not overlap, and some of them, worked out apart, come to the same.
    """
    cut = done.cut.select("lars", "from_day", "to_day")
    next_one = pl.col("from_day").shift(-1).over("lars", order_by="from_day")
    if cut.filter((pl.col("to_day") <= pl.col("from_day")) | (pl.col("to_day") > next_one)).height:
        return "a registration has days that end before they begin, or two states on one day"
    if done.found.filter(pl.col("to_day") <= pl.col("from_day")).height:
        return "a finding ends before it begins"
    some = cut.select(pl.col("lars").unique()).sort(pl.col("lars").hash(), "lars").head(_SAMPLE)["lars"]
    again = done.cut.filter(pl.col("lars").is_in(some.implode())).select(SPANS).sort("lars", "from_day")
    if not again.equals(spans(facts, day, some).select(SPANS)):
        return "stretches of a sample, worked out apart, are others"
    return None


@lru_cache(maxsize=1)
def made_by() -> str:
    """Name the code that works things out: what other code made is not built upon."""
    own = [one for kind in ("*.py", "*.toml") for one in Path(__file__).parent.rglob(kind)]
    sources = sorted([*own, Path(fields.__file__)])
    digest = hashlib.sha256(pl.__version__.encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


# Which registrations


def _changed(before: Facts, earlier: date, after: Facts, day: date, last: datetime) -> pl.Series:
    """Return the registrations about which anything is known that was not, or no longer is."""
    versions = known(
        after.versions.select("lars", "published_at", "valid_from", "basis", "known_from", "known_to"), day
    )
    newer = pl.max_horizontal("published_at", "valid_from") > last
    # What an export without moments of publication still lists holds up to its newest one.
    open_ended = (pl.col("basis") == LISTED) & pl.col("known_to").is_null()
    parts = [
        *(
            _differing(known(getattr(before, one), earlier), known(getattr(after, one), day))
            for one in ("versions", "seen", "owners")
        ),
        versions.filter(newer | open_ended)["lars"],
        orphans(before, earlier),
        orphans(after, day),
    ]
    return pl.concat(parts).unique()


def _differing(told: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    """Return the registrations whose rows differ, in whichever order they stand."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        before, after = pool.map(_digests, (told, now))
    lost, won = ~before.is_in(after.implode()), ~after.is_in(before.implode())
    if told.height - lost.sum() != now.height - won.sum():
        # A row stands there more often than it did.
        return pl.concat([told["lars"], now["lars"]]).unique()
    return pl.concat([told["lars"].filter(lost), now["lars"].filter(won)])


def _digests(rows: pl.DataFrame) -> pl.Series:
    # Lists follow from the content, which is compared.
    return rows.select(pl.exclude(pl.List(pl.Int64))).hash_rows()


# Stretches


def _cut(before: Facts, earlier: date, after: Facts, day: date, changed: pl.Series) -> pl.DataFrame:
    told = before.cut.select(SPANS)
    if not bodies_of(before, earlier).equals(bodies_of(after, day)):
        told = _renamed(told, after, day)
    return _replaced(told, ~pl.col("lars").is_in(changed.implode()), spans(after, day, changed).select(SPANS))


def _replaced(told: pl.DataFrame, kept: pl.Expr, anew: pl.DataFrame) -> pl.DataFrame:
    """Put rows of some registrations in their places among the rows that are kept; all stand in order of lars.

    Millions of rows are copied once.
    """
    at = told.select(kept.fill_null(value=False)).to_series().arg_true().cast(pl.Int64)
    before = told["lars"].gather(at).search_sorted(anew["lars"]).cast(pl.Int64)
    numbers, step = pl.int_range(anew.height, eager=True), anew.height + 1
    places = pl.concat([pl.int_range(at.len(), eager=True) * step + anew.height, before * step + numbers])
    rows = pl.concat([at, numbers + told.height])
    return pl.concat([told, anew])[rows.gather(places.arg_sort())]


def _renamed(cut: pl.DataFrame, facts: Facts, day: date) -> pl.DataFrame:
    """Give stretches what their body is called now, what it is and which ministry it hangs under.

    What a registration of an unknown body is called stands on its entry.
    """
    carried = pl.when(pl.col("org_id") == UNKNOWN).then("organisation")
    bodies = bodies_of(facts, day).rename({"organisation": "called"})
    named = cut.with_columns(carried=carried).drop(_BODY).join(bodies, on="org_id", how="left", maintain_order="left")
    return named.with_columns(
        organisation=pl.coalesce("called", "carried", "org_id"), type=pl.col("type").fill_null(UNKNOWN)
    ).select(SPANS)


# Findings


class _Both(NamedTuple):
    """What was known and what is, of all registrations and of those that changed."""

    before: Known
    after: Known
    changed: pl.Series
    changed_before: Known
    changed_after: Known

    @classmethod
    def of(cls, before: Known, after: Known, changed: pl.Series) -> "_Both":
        return cls(before, after, changed, before.of(changed), after.of(changed))


def _refound(look: Look, told: pl.DataFrame, both: _Both) -> pl.DataFrame:
    """Return the findings of one look, those of registrations that anything touches anew."""
    touched = _touched(look, both)
    kept = look.mine & ~pl.col("lars").is_in(touched.implode())
    rows = look.rows(both.after.of(touched), None)
    every = None if look.level is None else look.rows(both.after, rows["key"].unique())
    anew = look.findings(both.after, rows, every)
    return _replaced(told, kept, anew)


def _touched(look: Look, both: _Both) -> pl.Series:
    """Return the registrations of which the findings may differ."""
    if look.level is not None:
        return _touched_by_others(look, look.level, both)
    keys = None if look.stirred is None else look.stirred(both.before, both.after)
    if keys is None or keys.is_empty():
        return both.changed
    return pl.concat([both.changed, _with(look, both.after, keys)]).unique()


def _touched_by_others(look: Look, level: Level, both: _Both) -> pl.Series:
    """Return the registrations that had a key on other days than they have it, and those that share it."""
    moved = _differences(_there(look, both.changed_before), _there(look, both.changed_after))
    keys = moved["key"].unique()
    # One body more makes a text no other than it was, when many have it.
    told, now = (level(look.rows(one, keys)) for one in (both.before, both.after))
    keys = _differences(told, now)["key"].unique()
    return pl.concat([moved["lars"], _with(look, both.after, keys)]).unique()


def _there(look: Look, known_: Known) -> pl.DataFrame:
    """Return on which days registrations have a key, of whom and in which category."""
    rows = look.rows(known_, None)
    named = rows.with_columns(known_.names.gather(rows["who"]).alias("lars"))
    return merged(named, ["lars", "key", *(one for one in ("org_id", "category") if one in rows.columns)])


def _differences(told: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that are in one of two frames alone."""
    return pl.concat([told.join(now, on=told.columns, how="anti"), now.join(told, on=told.columns, how="anti")])


def _with(look: Look, known_: Known, keys: pl.Series) -> pl.Series:
    return known_.names.gather(look.rows(known_, keys)["who"].unique())
