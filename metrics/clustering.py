"""Which common system every version is of, from the facts before and what is new since."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

import polars as pl

from metrics.clusters import Told, worked_out
from metrics.facts import Facts

#: Given contents, returns what each says that its system is for: content and goal.
Goals: TypeAlias = Callable[[pl.Series], pl.DataFrame]
_NAME: Final = ("name", "organisation")
#: The goals of so many versions are read at a time: all of them at once would take gigabytes in a large register.
_AT_ONCE: Final = 500_000
_SAID: Final = ("content", *_NAME)


def clustered(facts: Facts, before: Facts | None, goals: Goals) -> Facts:
    """Return the facts with the ``cluster`` of every version, what clusters are called, and what they were found by.

    With facts before, of the same code, only versions that are new are looked at: more of them only ever add
    to what is told. Once one is gone everything is found anew.
    """
    fresh, told = facts.versions.select(_SAID), None
    if before is not None and before.cluster_names.width:
        earlier, now = (one.versions.select(_SAID).hash_rows() for one in (before, facts))
        if earlier.is_in(now.implode()).all():
            told = Told(before.cluster_names, before.cluster_goals, before.cluster_alike)
            fresh = fresh.filter(~now.is_in(earlier.implode()))
    if told is not None and before is not None and fresh.is_empty():
        return _with(facts, before.versions.select(*_NAME, "cluster"), before.clusters, told)
    parts = (
        part.join(goals(part["content"].unique()), on="content", how="left") for part in fresh.iter_slices(_AT_ONCE)
    )
    found = worked_out(parts, before=told)
    return _with(facts, found.of, found.labels, found.told)


def _with(facts: Facts, of: pl.DataFrame, labels: pl.DataFrame, told: Told) -> Facts:
    named = of.with_columns(pl.col(_NAME).fill_null("")).unique(_NAME)
    said = facts.versions.select(pl.col(_NAME).fill_null(""))
    cluster = said.join(named, on=_NAME, how="left", maintain_order="left")["cluster"]
    return replace(
        facts,
        versions=facts.versions.with_columns(cluster),
        clusters=labels,
        cluster_names=told.names,
        cluster_goals=told.goals,
        cluster_alike=told.alike,
    )
