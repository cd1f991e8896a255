"""What bodies can learn from each other: the common systems, and for one body what its peers have, class and write.

Peers of a body are the bodies of its kind with a public registration. What a body is like beyond its kind
nobody told us: its size here is how many public registrations it has, and no number of inhabitants.
"""

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN, bodies_of
from metrics.context.boilerplate import BODIES as BOILERPLATE
from metrics.facts import Facts
from metrics.fingerprints import PRINTED
from metrics.memo import with_facts
from metrics.peer_rows import Common, Differing, Example, Missing, Peers, Shared
from metrics.peer_units import COMMON
from metrics.registry import QuestionError
from metrics.system_of import labels
from metrics.units import public_by
from sql.fields import CATEGORIES

#: So many bodies show what a system looks like in the register.
_EXAMPLES: Final = 3
#: At so many bodies, this one included, the same text for the same system is a template.
TEMPLATE: Final = 3
#: What is looked at of what is public.
_COLUMNS: Final = ("lars", "name", "org_id", "organisation", "type", "category", "content", "cluster")
#: Bodies of about one size have at most so many times as many registrations, and no fewer than one in so many.
_ABOUT: Final = 2


def common(facts: Facts, as_of: date | None = None, *, least: int = COMMON) -> tuple[Common, ...]:
    """Return the systems that so many bodies have as of a day, those of most bodies first.

    Raises QuestionError for a day of which nothing is known.
    """
    rows = _public(facts, _day(facts, as_of))
    called = labels(facts)
    # A registration may be of nobody that is known: it is no body's, and still of a system.
    every = rows.filter(pl.col("org_id") != UNKNOWN)
    counts = every.group_by("cluster").agg(bodies=pl.col("org_id").n_unique(), registrations=pl.len())
    chosen = counts.filter(pl.col("bodies") >= least).sort("bodies", "cluster", descending=[True, False])
    kinds, categories = (_bodies_by(every, one) for one in ("type", "category"))
    examples = _examples_of(every.join(chosen, on="cluster", how="semi"), "cluster")
    return tuple(
        Common(
            cluster,
            called[cluster][0],
            examples[cluster,],
            called[cluster][1],
            bodies,
            registrations,
            kinds[cluster],
            categories[cluster],
        )
        for cluster, bodies, registrations in chosen.iter_rows()
    )


def peers(facts: Facts, org_id: str, as_of: date | None = None) -> Peers:
    """Return what a body can learn from its peers as of a day, by default that of the last collection.

    Raises QuestionError for a body that is not known, naming those that look like it; for one of which the
    kind is not known; and for a day of which nothing is known.
    """
    day, known_on = _day(facts, as_of), _day(facts, None)
    organisation, kind = _body(facts, org_id, known_on)
    rows = _public(facts, day).filter(pl.col("org_id") != UNKNOWN)
    own, others = rows.filter(pl.col("org_id") == org_id), rows.filter(pl.col("org_id") != org_id)
    alike = others.filter(pl.col("type") == kind)
    near = _near(alike, own.height)
    return Peers(
        org_id,
        organisation,
        kind,
        day,
        known_on,
        own.height,
        alike["org_id"].n_unique(),
        near.len(),
        tuple(_missing(facts, day, kind, own, near)),
        tuple(_differing(facts, own, others)),
    )


def shared_texts(facts: Facts, org_id: str, as_of: date | None = None) -> tuple[Shared, ...]:
    """Return the long texts of a body that others have too for the same system, as of a day.

    Those of most bodies first. Raises QuestionError for a day of which nothing is known.
    """
    return tuple(_shared(facts, _day(facts, as_of), org_id))


def _day(facts: Facts, as_of: date | None) -> date:
    last = facts.last_day()
    if last is None:
        msg = "the register was never collected: there is nothing to compare"
        raise QuestionError(msg)
    if as_of is not None and as_of > last:
        msg = f"no collection after {last}: nothing is known of {as_of}"
        raise QuestionError(msg)
    return as_of or last


def _body(facts: Facts, org_id: str, known_on: date) -> tuple[str, str]:
    """Return the name and the kind of a body."""
    bodies = bodies_of(facts, known_on).select("org_id", "organisation", "type")
    found = bodies.filter(pl.col("org_id") == org_id)
    if found.is_empty():
        raise QuestionError(_no_body(org_id, dict(bodies.select("org_id", "organisation").iter_rows())))
    _, organisation, kind = found.row(0)
    if kind == UNKNOWN:
        msg = f"nobody told of which kind {org_id} ({organisation}) is, so it has no peers"
        raise QuestionError(msg)
    return organisation, kind


def _no_body(asked: str, names: Mapping[str, str]) -> str:
    """Say which bodies are near, by their names if a name was given."""
    by_name = {name.casefold(): code for code, name in names.items() if name}
    said = asked.casefold()
    inside = sorted(name for name in by_name if said in name)
    near = [*inside, *difflib.get_close_matches(said, by_name, n=3, cutoff=0.6)] if len(said) > 2 else []  # noqa: PLR2004 - two letters are in every name
    codes = list(dict.fromkeys(by_name[one] for one in near)) or difflib.get_close_matches(asked, names, n=3, cutoff=0)
    told = ", ".join(f"{code} ({names[code]})" for code in codes[:3])
    return f"no organisation {asked!r}; did you mean {told}?" if told else f"no organisation {asked!r}"


@with_facts(8)
def _public(facts: Facts, as_of: date) -> pl.DataFrame:
    """Return what is public on a day and has a system, as the figures count it: ``_COLUMNS``, by lars."""
    return public_by(facts, as_of, _day(facts, None)).select(_COLUMNS).drop_nulls("cluster").sort("lars")


def _bodies_by(rows: pl.DataFrame, column: str) -> Mapping[str, Mapping[str, int]]:
    """Return of each system how many bodies it has by kind or category, the most first."""
    counted = rows.group_by("cluster", column).agg(bodies=pl.col("org_id").n_unique())
    found: dict[str, dict[str, int]] = {}
    for cluster, value, bodies in counted.sort("bodies", column, descending=[True, False]).iter_rows():
        found.setdefault(cluster, {})[value] = bodies
    return found


def _examples_of(rows: pl.DataFrame, *key: str) -> Mapping[tuple[object, ...], tuple[Example, ...]]:
    """Return of each key that rows have a registration of each of some bodies, under the name that most use first."""
    often = rows.with_columns(times=pl.len().over(*key, "name")).sort(
        "times", "name", "lars", descending=[True, False, False]
    )
    of_bodies = often.unique([*key, "org_id"], keep="first", maintain_order=True)
    found: dict[tuple[object, ...], tuple[Example, ...]] = {}
    for row in of_bodies.group_by(*key, maintain_order=True).head(_EXAMPLES).iter_rows(named=True):
        one = tuple(row[part] for part in key)
        found[one] = (*found.get(one, ()), Example(row["lars"], row["name"], row["organisation"]))
    return found


def _near(alike: pl.DataFrame, size: int) -> pl.Series:
    """Return the peers of about one size; a body without registrations is as large as one with a single one."""
    sizes = alike.group_by("org_id").len("size")
    bounds = (pl.col("size") * _ABOUT >= max(size, 1)) & (pl.col("size") <= max(size, 1) * _ABOUT)
    return sizes.filter(bounds)["org_id"].sort()


def _missing(facts: Facts, day: date, kind: str, own: pl.DataFrame, near: pl.Series) -> Sequence[Missing]:
    """Return what enough bodies of a kind have and this one has not: what most peers of its size have first."""
    called = labels(facts)
    have, examples = _had(facts, day, kind)
    others = have.filter(~pl.col("cluster").is_in(own["cluster"].implode()))
    close = pl.col("org_id").is_in(near.implode())
    chosen = (
        others.group_by("cluster")
        .agg(peers=pl.len(), near=close.sum())
        .sort("near", "peers", "cluster", descending=[True, True, False])
    )
    return [
        Missing(cluster, called[cluster][0], examples[cluster,], count, about)
        for cluster, count, about in chosen.select("cluster", "peers", "near").iter_rows()
    ]


@with_facts(32)
def _had(facts: Facts, day: date, kind: str) -> tuple[pl.DataFrame, Mapping[tuple[object, ...], tuple[Example, ...]]]:
    """Return which bodies of a kind have which of the systems that enough of them have: cluster, org_id; and examples.

    A body that has not got a system changes nothing of who has.
    """
    rows = _public(facts, day).filter(pl.col("type") == kind, pl.col("org_id") != UNKNOWN)
    have = rows.select("cluster", "org_id").unique().sort("cluster", "org_id")
    have = have.filter(pl.len().over("cluster") >= COMMON)
    return have, _examples_of(rows.join(have, on="cluster", how="semi", maintain_order="left"), "cluster")


def _differing(facts: Facts, own: pl.DataFrame, others: pl.DataFrame) -> Sequence[Differing]:
    """Return the registrations that are in another category than some other body has the same system in."""
    called = labels(facts)
    stated = pl.col("category").is_in(CATEGORIES)
    theirs = others.filter(stated, pl.col("cluster").is_in(own["cluster"].implode()))
    counts = _bodies_by(theirs, "category")
    given = own.filter(stated)
    ours = given.select("cluster", ours="category").unique()
    apart = theirs.join(ours, on="cluster", maintain_order="left").filter(pl.col("category") != pl.col("ours"))
    examples = _examples_of(apart, "cluster", "ours")
    found = [
        Differing(cluster, called[cluster][0], examples[cluster, category], lars, name, category, counts[cluster])
        for cluster, category, lars, name in given.select("cluster", "category", "lars", "name").iter_rows()
        if (cluster, category) in examples
    ]
    return sorted(found, key=lambda one: (one.cluster, one.lars))


def _shared(facts: Facts, as_of: date, org_id: str) -> Sequence[Shared]:
    """Return the texts that other bodies have too for the same system, those of most bodies first."""
    called, key = labels(facts), ("cluster", "field", "print")
    every = _texts(facts, as_of)
    mine = every.filter(pl.col("org_id") == org_id)
    theirs = every.filter(pl.col("org_id") != org_id).join(mine, on=key, how="semi", maintain_order="left")
    many = theirs.group_by(key).agg(bodies=pl.col("org_id").n_unique() + 1)
    ordered = mine.join(many.filter(pl.col("bodies") >= TEMPLATE), on=key).sort(
        "bodies", "lars", "field", descending=[True, False, False]
    )
    examples = _examples_of(theirs.join(ordered, on=key, how="semi", maintain_order="left"), *key)
    return [
        Shared(
            row["cluster"],
            called[row["cluster"]][0],
            examples[row["cluster"], row["field"], row["print"]],
            row["lars"],
            row["name"],
            row["field"],
            row["bodies"],
            row["everywhere"] >= BOILERPLATE,
        )
        for row in ordered.iter_rows(named=True)
    ]


@with_facts(8)
def _texts(facts: Facts, as_of: date) -> pl.DataFrame:
    """Return the long texts of what is public, of bodies that are known, by fingerprint.

    Columns: lars, name, org_id, organisation, cluster, field, print, and how many bodies have it ``everywhere``.
    """
    rows = _public(facts, as_of).filter(pl.col("org_id") != UNKNOWN)
    said = facts.versions.select("content", "prints").unique("content", keep="any")
    told = rows.select("lars", "name", "org_id", "organisation", "cluster", "content").join(said, on="content")
    fields = told.with_columns(field=pl.lit(list(PRINTED), pl.List(pl.String)))
    # What a reduced table showed has no fingerprints.
    whole = fields.filter(pl.col("prints").list.len() == len(PRINTED))
    each = whole.explode("prints", "field").rename({"prints": "print"}).drop_nulls("print").drop("content")
    return each.with_columns(everywhere=pl.col("org_id").n_unique().over("field", "print"))
