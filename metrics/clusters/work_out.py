"""From registrations to clusters: groups that are sure, what is alike among them, and what each cluster is called."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final, NamedTuple
from zlib import crc32

import polars as pl

from metrics.clusters.joining import joined
from metrics.clusters.likeness import Goal, Group, alike
from metrics.clusters.listed import System, listed, systems
from metrics.clusters.words import flat, stems, without_own

#: Goals of fewer words are the same by chance.
_GOAL_FROM: Final = 12
#: So many goals of a group are looked at, of different bodies: the same ones whatever else there is.
_GOALS: Final = 24
#: What more groups than this have in common tells none of them apart.
_COMMON: Final = 60
_SLUG: Final = 60
#: Goals that are alike share at least so many pairs of words.
_PAIRS: Final = 4


class Clusters(NamedTuple):
    """What registrations are of: ``of`` (name, organisation, cluster) and ``labels`` (cluster, nl, en, listed)."""

    of: pl.DataFrame
    labels: pl.DataFrame


def worked_out(registrations: pl.DataFrame, known: Sequence[System] | None = None) -> Clusters:
    """Return the clusters of registrations (name, organisation, goal; all text, any number of rows for one).

    A name of which no letter is left has no cluster. ``known`` is the list of systems, by default ours.
    """
    table = tuple(systems() if known is None else known)
    named = _named(registrations, table)
    groups = _groups(named)
    first = joined([len(one.bodies) for one in groups], _alike(groups), _listed_at(groups))
    called = _called(groups, first)
    cluster = {group.name: called[at] for group, at in zip(groups, first, strict=True)}
    of = named.select("name", "organisation", cluster=pl.col("group").replace_strict(cluster, return_dtype=pl.String))
    return Clusters(of.unique(["name", "organisation"]).sort("name", "organisation"), _labels(of, table))


def clustered(versions: pl.DataFrame, texts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return versions of registrations with the ``cluster`` of each, and what clusters are called.

    Takes content, name and organisation of versions, and the goals that contents tell (content, goal).
    """
    said = versions.select("content", pl.col("name", "organisation").fill_null(""))
    found = worked_out(said.join(texts, on="content", how="left"))
    cluster = said.join(found.of, on=["name", "organisation"], how="left", maintain_order="left")["cluster"]
    return versions.with_columns(cluster), found.labels


# Groups that are sure


def _named(registrations: pl.DataFrame, known: tuple[System, ...]) -> pl.DataFrame:
    """Return the registrations that have a name, with its words, own names out, and the group that it is of."""
    rows = registrations.select("name", "organisation", pl.col("goal").fill_null("")).unique()
    rows = rows.with_columns(title=flat(pl.col("name")), body=flat(pl.col("organisation"))).filter(
        pl.col("title") != ""
    )
    titles = rows.select("title", "body").unique()
    own = [without_own(title, body) for title, body in titles.iter_rows()]
    words = {title: stems(title) for title in {*own}}
    told = titles.with_columns(own=pl.Series(own, dtype=pl.String)).with_columns(
        words=pl.Series([" ".join(words[one]) for one in own], dtype=pl.String), listed=listed(pl.col("own"), known)
    )
    grouped = told.with_columns(
        group=pl.coalesce(pl.concat_str(pl.lit("listed/"), "listed"), pl.concat_str(pl.lit("words/"), "words"))
    )
    return rows.join(grouped, on=["title", "body"]).sort("name", "organisation", "goal")


def _groups(named: pl.DataFrame) -> list[Group]:
    """Return the groups by name, each with its titles, those of most bodies first, and some of its goals."""
    goals = _goals(named)
    uses = named.group_by("group", "words").agg(pl.col("body").n_unique()).sort("group", "words")
    titles: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
    for group, words, many in uses.iter_rows():
        titles[group][tuple(words.split())] = many
    bodies = named.group_by("group").agg(pl.col("body").unique()).sort("group")
    return [
        Group(
            group,
            tuple(titles[group]),
            frozenset(mine),
            tuple(goals.get(group, ())),
            group.startswith("listed/"),
            titles[group],
        )
        for group, mine in bodies.iter_rows()
    ]


def _goals(named: pl.DataFrame) -> Mapping[str, list[Goal]]:
    """Return some goals of each group, the same ones whatever else is registered: one a body, by a number of it."""
    told = named.select("group", "body", "goal").filter(pl.col("goal").str.count_matches(r"\s") >= _GOAL_FROM - 1)
    longest = told.sort(pl.col("goal").str.len_chars(), "goal", descending=True)
    each = longest.unique(["group", "body"], keep="first", maintain_order=True)
    some = each.with_columns(at=_number(pl.col("body"))).sort("group", "at", "body").group_by("group").head(_GOALS)
    some = some.sort("group", "at", "body").with_columns(flat(pl.col("goal")))
    found: dict[str, list[Goal]] = defaultdict(list)
    for group, body, goal, _ in some.iter_rows():
        found[group].append(Goal(body, frozenset(pairwise(without_own(goal, body).split()))))
    return found


def _number(text: pl.Expr) -> pl.Expr:
    """Return a number that is as good as drawn, and always the same for a text."""
    return text.map_batches(
        lambda every: pl.Series([crc32(one.encode()) for one in every], dtype=pl.Int64), return_dtype=pl.Int64
    )


# What is alike


def _alike(groups: Sequence[Group]) -> dict[tuple[int, int], float]:
    """Return how alike pairs of groups are that have a word or a pair of words of their goals in common."""
    words = ((at, word) for at, one in enumerate(groups) for title in one.titles for word in title)
    goals = ((at, pair) for at, one in enumerate(groups) for goal in one.goals for pair in goal.pairs)
    pairs = {*_sharing(words, 1), *_sharing(goals, _PAIRS)}
    found = {(one, other): alike(groups[one], groups[other]) for one, other in sorted(pairs)}
    return {pair: much for pair, much in found.items() if much > 0}


def _sharing(told: Iterable[tuple[int, object]], least: int) -> Iterator[tuple[int, int]]:
    """Go through the pairs of groups that have so many things in common which few others have."""
    having: dict[object, set[int]] = defaultdict(set)
    for at, thing in told:
        having[thing].add(at)
    shared: Counter[tuple[int, int]] = Counter()
    for mine in having.values():
        if 1 < len(mine) <= _COMMON:
            shared.update(combinations(sorted(mine), 2))
    return (pair for pair, many in shared.items() if many >= least)


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
