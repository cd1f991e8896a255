"""The common system that a registration is of, and who else has registered it on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from metrics.bodies import UNKNOWN
from metrics.facts import Facts
from metrics.memo import with_facts
from metrics.registry import Text
from metrics.units import public_by
from sql.fields import CATEGORIES


@dataclass(frozen=True)
class System:
    """A system, as one registration has it.

    ``others`` are the other public registrations (columns of ``metrics.spans``), of bodies of its kind first.
    ``bodies`` counts the other bodies, ``elsewhere`` those that stated another category, by category.
    """

    cluster: str
    label: Text
    listed: bool
    bodies: int
    elsewhere: dict[str, int]
    others: pl.DataFrame


def system_of(facts: Facts, lars: str, as_of: date) -> System | None:
    """Return the system of a registration on a day; None where it is not public, or has no name to go by."""
    last = facts.last_day()
    if last is None or as_of > last:
        return None
    public = public_by(facts, as_of, last)
    mine = public.filter(pl.col("lars") == lars).drop_nulls("cluster")
    if mine.is_empty():
        return None
    own = mine.row(0, named=True)
    others = public.filter(pl.col("cluster") == own["cluster"], pl.col("lars") != lars)
    others = others.sort(pl.col("type").ne_missing(pl.lit(own["type"])), "organisation", "lars")
    theirs = others.filter(~pl.col("org_id").is_in([UNKNOWN, own["org_id"]]))
    label, listed = labels(facts).get(own["cluster"], (Text(own["cluster"], own["cluster"]), False))
    return System(
        own["cluster"], label, listed, theirs["org_id"].n_unique(), _elsewhere(theirs, own["category"]), others
    )


def _elsewhere(theirs: pl.DataFrame, category: str | None) -> dict[str, int]:
    if category not in CATEGORIES:
        return {}
    apart = theirs.filter(pl.col("category").is_in(CATEGORIES), pl.col("category") != category)
    counted = apart.group_by("category").agg(bodies=pl.col("org_id").n_unique())
    return dict(counted.sort("bodies", "category", descending=[True, False]).iter_rows())


@with_facts(1)
def labels(facts: Facts) -> Mapping[str, tuple[Text, bool]]:
    """Return what each common system is called, and whether it is on the list of known ones, by cluster."""
    rows = facts.clusters.select("cluster", "label_nl", "label_en", "listed").iter_rows()
    return {cluster: (Text(nl, en), listed) for cluster, nl, en, listed in rows}
