"""Every body once: its name, kind and ministry, as then known; and what it is today.

The Algorithm Register's own word comes first, then its lists, its chains of parents, and last the
register of organisations, of which nothing counts that does not agree with the others.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl

from metrics.facts import Facts, known
from metrics.memo import with_facts
from metrics.register import Body, joined, names_used, register, shown

UNKNOWN: Final = "unknown"
_MINISTRY: Final = "ministerie"
_SCHEMA: Final = dict.fromkeys(("org_id", "organisation", "type", "ministry_id", "ministry"), pl.String)
#: The frames in which a body stands for itself; registrations get theirs in ``placed``.
_MOVED: Final = ("members", "inventory", "inventories", "explanations", "matches", "pairs", "scopes")


@with_facts(8)
def bodies_of(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return every body once: org_id, organisation (its name), type, ministry_id, ministry.

    As last known at the end of a day; a ministry hangs under itself. Restated facts have no body
    that is no more, and the ministry that took over from one.
    """
    bodies = _with_register(_told_here(facts, known_on), facts, known_on)
    if facts.heirs.height:
        names, gone = dict(bodies.select("org_id", "organisation").iter_rows()), facts.heirs["org_id"].implode()
        heir = _standing_in("ministry_id", facts)
        named = pl.when(pl.col("ministry_id").is_in(gone)).then(heir.replace(names)).otherwise("ministry")
        bodies = bodies.filter(~pl.col("org_id").is_in(gone)).with_columns(ministry_id=heir, ministry=named)
    return bodies.sort("org_id")


def placed(cut: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Give stretches the name, kind and ministry of their body as last known, or of the one that stands for it.

    A registration of which no source told the owner keeps the name that it carries (``organisation``).
    """
    carried = pl.when(pl.col("org_id") == UNKNOWN).then(pl.col("organisation").str.strip_chars())
    moved = cut.with_columns(_standing_in("org_id", facts), carried=carried).drop("organisation")
    named = moved.join(bodies_of(facts, known_on), on="org_id", how="left", maintain_order="left")
    return named.with_columns(
        pl.coalesce("organisation", "carried", "org_id").alias("organisation"), pl.col("type").fill_null(UNKNOWN)
    ).drop("carried")


def _standing_in(column: str, facts: Facts) -> pl.Expr:
    return pl.col(column).replace(facts.heirs["org_id"], facts.heirs["heir"])


def as_today(facts: Facts, known_on: date) -> Facts:
    """Return the facts restated to the organisations there are on a day, kept for whoever asks again.

    The totals of a public mart were made per ministry as it was, and cannot be divided anew.
    """
    return _restated(facts, known_on) if heirs(facts, known_on) else facts


@with_facts(4)
def _restated(facts: Facts, known_on: date) -> Facts:
    to = heirs(facts, known_on)
    moved: dict[str, Any] = {name: _moved(getattr(facts, name), to) for name in _MOVED}
    frame = pl.DataFrame(list(to.items()), schema=facts.heirs.schema, orient="row")
    return replace(facts, heirs=frame, kept=facts.kept.filter(pl.col("by") == "all"), **moved)


def _moved(frame: pl.DataFrame, to: Mapping[str, str]) -> pl.DataFrame:
    """Give rows to the body that stands for theirs; two bodies may have used the same id for a line."""
    if "local_id" in frame.columns:
        own = pl.when(pl.col("org_id").is_in(list(to))).then(pl.concat_str("org_id", "local_id", separator="/"))
        frame = frame.with_columns(local_id=own.otherwise("local_id"))
    return frame.with_columns(pl.col("org_id").replace(to))


def _told_here(facts: Facts, known_on: date) -> pl.DataFrame:
    told = known(facts.organisations, known_on).sort("org_id", "known_from")
    best = told.filter(pl.col("rank").fill_null(1) == pl.col("rank").fill_null(1).min().over("org_id"))
    newest = best.unique("org_id", keep="last", maintain_order=True)
    above = known(facts.relations, known_on).sort("org_id", "known_from").unique("org_id", keep="last")
    named = newest.select("org_id", organisation="name", type=pl.col("type").fill_null(UNKNOWN))
    bodies = named.join(above.select("org_id", "ministry_id", "ministry"), on="org_id", how="left")
    itself = pl.col("type") == _MINISTRY
    return bodies.with_columns(
        ministry_id=pl.coalesce("ministry_id", pl.when(itself).then("org_id")),
        ministry=pl.coalesce("ministry", pl.when(itself).then("organisation")),
    )


def _with_register(bodies: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Fill in what only the register of organisations knows, also of bodies that took over from others."""
    every, ours = register(facts, known_on), dict(joined(facts, known_on))
    if not every:
        return bodies
    known_here = names_used(facts, known_on)
    taken_over = {heir for code, heir in heirs(facts, known_on).items() if code in known_here} - set(known_here)
    ours |= {code: every[code] for code in taken_over if code in every}
    codes = {body.org_id: code for code, body in ours.items()}
    names = dict(bodies.select("org_id", "organisation").iter_rows())
    rows = [_row(code, body, codes, every, names) for code, body in ours.items()]
    other = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    both = bodies.join(other, on="org_id", how="full", coalesce=True, suffix="_other")
    kind = pl.when(pl.col("type") != UNKNOWN).then("type")
    return both.select(
        "org_id",
        pl.coalesce("organisation", "organisation_other"),
        pl.coalesce(kind, "type_other").fill_null(UNKNOWN).alias("type"),
        pl.coalesce("ministry_id", "ministry_id_other"),
        pl.coalesce("ministry", pl.when(pl.col("ministry_id").is_null()).then("ministry_other")),
    )


def _row(
    code: str, body: Body, codes: Mapping[str, str], every: Mapping[str, Body], names: Mapping[str, str]
) -> tuple[str | None, ...]:
    """Return a body as a row of ``bodies_of``, by the codes that are used here."""
    itself = body.type == _MINISTRY
    above = code if itself else codes.get(body.ministry_id, body.ministry_id)
    called = names.get(above) or (every[body.ministry_id].name if body.ministry_id in every else None)
    ministry = (names.get(code) or body.name) if itself else called
    return code, body.name, body.type or None, above or None, (ministry if above else None)


# Today's bodies


@with_facts(4)
def steps(facts: Facts, known_on: date) -> Mapping[str, str]:
    """Return, of each body that is no more on a day, the one that took over from it.

    The ledger of successions comes first, then the register of organisations. A body that was split
    up stays, until a person named one successor; so does one whose successor nobody knows.
    """
    found = _by_register(facts, known_on)
    for ended, entries in decided(facts, known_on).items():
        found.pop(ended, None)
        if len(entries) == 1:
            found[ended] = next(iter(entries))
    return found


def _by_register(facts: Facts, known_on: date) -> dict[str, str]:
    every, ours, used = register(facts, known_on), joined(facts, known_on), names_used(facts, known_on)
    codes = {body.org_id: code for code, body in ours.items()}
    # A code that another body has here is not taken for the one that the register of organisations means.
    bodies = {code: body for code, body in every.items() if code not in used} | dict(ours)
    found = {}
    for code, body in bodies.items():
        heir = codes.get(body.successor, body.successor)
        if body.valid_until and body.valid_until <= known_on and heir in bodies and heir != code:
            found[code] = heir
    return found


def decided(facts: Facts, known_on: date) -> Mapping[str, set[str]]:
    """Return the successors that people named, by the body that ended."""
    rows = shown(facts.successions, known_on).filter(pl.col("date").is_null() | (pl.col("date") <= known_on))
    found: dict[str, set[str]] = {}
    for ended, heir in rows.select("predecessor", "successor").drop_nulls().iter_rows():
        if heir != ended:
            found.setdefault(ended, set()).add(heir)
    return found


@with_facts(4)
def heirs(facts: Facts, known_on: date) -> Mapping[str, str]:
    """Return, of each body that is no more, the one at the end of its chain of successors.

    Bodies that take over from each other in a circle, and those that lead into one, stay as they were.
    """
    direct = steps(facts, known_on)
    found = {}
    for code in direct:
        last, passed = code, {code}
        while last in direct and direct[last] not in passed:
            last = direct[last]
            passed.add(last)
        if last not in direct:
            found[code] = last
    return found


def circles(facts: Facts, known_on: date) -> list[str]:
    """Return the bodies whose successors lead into a circle."""
    return sorted(set(steps(facts, known_on)) - set(heirs(facts, known_on)))
