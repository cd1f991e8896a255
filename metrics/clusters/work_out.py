"""From registrations to clusters: groups that are sure, what is alike among them, and what each cluster is called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple
from zlib import crc32

import polars as pl

from metrics.clusters.candidates import candidates
from metrics.clusters.joining import joined
from metrics.clusters.likeness import Goal, Group, alike
from metrics.clusters.listed import System, systems
from metrics.clusters.told import SCHEMAS, Told, added

#: So many titles of a group are looked at, those of most bodies: what few others write tells little of it.
_TITLES: Final = 24
_SLUG: Final = 60


class Clusters(NamedTuple):
    """What registrations are of: ``of`` (name, organisation, cluster) and ``labels`` (cluster, nl, en, listed).

    ``told`` is what the clusters were found by: with it, more registrations cost little.
    """

    of: pl.DataFrame
    labels: pl.DataFrame
    told: Told


def worked_out(
    registrations: Iterable[pl.DataFrame], known: Sequence[System] | None = None, before: Told | None = None
) -> Clusters:
    """Return the clusters of registrations (name, organisation, goal; all text, any number of rows for one).

    They may come in any number of frames, of which one is held at a time: the goals of a large register take more
    room than what follows from them. A name of which no letter is left has no cluster. ``known`` is the list of
    systems, by default ours. ``before`` is what other registrations told by the same list: these come beside them.
    """
    table = tuple(systems() if known is None else known)
    told, parts = before or Told.nothing(), [pl.Series("group", [], pl.String)]
    for part in registrations:
        told, some = added(told, part, table)
        parts.append(some)
    changed = pl.concat(parts).unique()
    titles = _titles(told)
    groups = _groups(told, titles)
    found = _alike(groups, titles, told, changed)
    first = joined([len(one.bodies) for one in groups], found, _listed_at(groups))
    called = _called(groups, first)
    cluster = pl.DataFrame(
        [(group.name, called[at]) for group, at in zip(groups, first, strict=True)],
        schema=dict.fromkeys(("group", "cluster"), pl.String),
        orient="row",
    )
    named = told.names.join(cluster, on="group").select("name", "organisation", "cluster")
    of = named.sort("name", "organisation")
    return Clusters(of, _labels(of, table), told._replace(alike=_kept(groups, found)))


# Groups that are sure


def _groups(told: Told, used: pl.DataFrame) -> list[Group]:
    """Return the groups by name, each with its titles, those of most bodies first, and some of its goals."""
    goals: dict[str, list[Goal]] = defaultdict(list)
    for group, body, said in told.goals.select("group", "body", "said").iter_rows():
        goals[group].append(Goal(body, said))
    titles: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for group, words in used.select("group", "words").iter_rows():
        titles[group].append(tuple(words.split()))
    bodies = told.names.drop_nulls("group").group_by("group").agg(pl.col("body").unique()).sort("group")
    return [
        Group(group, tuple(titles[group]), frozenset(mine), tuple(goals[group]), group.startswith("listed/"))
        for group, mine in bodies.iter_rows()
    ]


def _titles(told: Told) -> pl.DataFrame:
    """Return the words of the titles (group, words) that most bodies of a group use, the most used first."""
    uses = told.names.drop_nulls("group").group_by("group", "words").agg(many=pl.col("body").n_unique())
    ordered = uses.sort("group", "many", "words", descending=[False, True, False])
    return ordered.group_by("group", maintain_order=True).head(_TITLES)


# What is alike


def _alike(
    groups: Sequence[Group], titles: pl.DataFrame, told: Told, changed: pl.Series
) -> dict[tuple[int, int], float]:
    """Return how alike pairs of groups are: as it was, of two that are what they were."""
    names = pl.Series("group", [one.name for one in groups], dtype=pl.String)
    at = pl.DataFrame([names]).with_columns(at=pl.int_range(pl.len()))
    pairs = candidates(titles.join(at, on="group"), told.goals.join(at, on="group"))
    same = at.filter(~pl.col("group").is_in(changed.implode()))
    kept = told.alike.join(same, left_on="one", right_on="group").join(
        same, left_on="other", right_on="group", suffix="_other"
    )
    known = pairs.join(kept.select(one="at", other="at_other", much="much"), on=["one", "other"], how="left")
    found = {
        (one, other): alike(groups[one], groups[other]) if much is None else much
        for one, other, much in known.iter_rows()
    }
    return {pair: much for pair, much in found.items() if much > 0}


def _kept(groups: Sequence[Group], found: Mapping[tuple[int, int], float]) -> pl.DataFrame:
    return pl.DataFrame(
        [(groups[one].name, groups[other].name, much) for (one, other), much in found.items()],
        schema=SCHEMAS["alike"],
        orient="row",
    )


def _listed_at(groups: Sequence[Group]) -> frozenset[int]:
    return frozenset(at for at, one in enumerate(groups) if one.listed)


# What clusters are called


def _called(groups: Sequence[Group], first: Sequence[int]) -> dict[int, str]:
    """Return the id of each cluster: of the system of the list in it, or the words that most bodies use."""
    inside: dict[int, list[Group]] = defaultdict(list)
    for group, at in zip(groups, first, strict=True):
        inside[at].append(group)
    named = {at: min(mine, key=lambda one: (not one.listed, -len(one.bodies), one.name)) for at, mine in inside.items()}
    return {at: _id(one) for at, one in named.items()}


def _id(group: Group) -> str:
    name = group.name.partition("/")[2].replace(" ", "-")
    if len(name) <= _SLUG:
        return name
    # A long title is told from another that begins like it.
    return f"{name[:_SLUG].rstrip('-')}-{crc32(name.encode()):08x}"


def _labels(of: pl.DataFrame, known: Sequence[System]) -> pl.DataFrame:
    """Return what clusters are called: as the list says, or as most bodies write it."""
    said = {one.id: one.label for one in known}
    by_hand = pl.DataFrame(
        [(one, label.nl, label.en) for one, label in said.items()],
        schema=dict.fromkeys(("cluster", "by_hand_nl", "by_hand_en"), pl.String),
        orient="row",
    )
    written = of.select("cluster", "organisation", name=pl.col("name").str.strip_chars().str.replace_all(r"\s+", " "))
    most = written.group_by("cluster", "name").agg(bodies=pl.col("organisation").n_unique())
    best = most.sort("bodies", "name", descending=[True, False]).unique("cluster", keep="first", maintain_order=True)
    both = best.join(by_hand, on="cluster", how="left").sort("cluster")
    return both.select(
        "cluster",
        label_nl=pl.coalesce("by_hand_nl", "name"),
        label_en=pl.coalesce("by_hand_en", "name"),
        listed=pl.col("by_hand_nl").is_not_null(),
    )
