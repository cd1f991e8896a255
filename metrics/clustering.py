"""Which common system every version is of, from the facts before and what is new since."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

import polars as pl

from metrics.clusters import Told, worked_out
from metrics.facts import Facts

#: Given contents, returns what each says that its system is for: content and goal.
Goals: TypeAlias = Callable[[pl.Series], pl.DataFrame]
_SAID: Final = ("content", "name", "organisation")


def clustered(facts: Facts, before: Facts | None, goals: Goals) -> Facts:
    """Return the facts with the ``cluster`` of every version, what clusters are called, and what they were found by.

    With facts before, of the same code, only versions that are new are looked at: more of them only ever add
    to what is told. Once one is gone everything is found anew.
    """
    said, told = _said(facts), None
    fresh = said
    if before is not None and before.cluster_names.width:
        earlier, now = _said(before).hash_rows(), said.hash_rows()
        if earlier.is_in(now.implode()).all():
            told = Told(before.cluster_names, before.cluster_goals, before.cluster_alike)
            fresh = said.filter(~now.is_in(earlier.implode()))
    if told is not None and before is not None and fresh.is_empty():
        of = before.versions.select("name", "organisation", "cluster")
        return _with(facts, said, of, before.clusters, told)
    found = worked_out(fresh.join(goals(fresh["content"].unique()), on="content", how="left"), before=told)
    return _with(facts, said, found.of, found.labels, found.told)


def _said(facts: Facts) -> pl.DataFrame:
    return facts.versions.select(pl.col(_SAID).fill_null(""))


def _with(facts: Facts, said: pl.DataFrame, of: pl.DataFrame, labels: pl.DataFrame, told: Told) -> Facts:
    named = of.with_columns(pl.col("name", "organisation").fill_null("")).unique(["name", "organisation"])
    cluster = said.join(named, on=["name", "organisation"], how="left", maintain_order="left")["cluster"]
    return replace(
        facts,
        versions=facts.versions.with_columns(cluster),
        clusters=labels,
        cluster_names=told.names,
        cluster_goals=told.goals,
        cluster_alike=told.alike,
    )
