"""Clusters: registrations of different bodies that are of one common system, such as anonymising or parking control.

First what is sure: titles that name a system of the list, and titles of the same words. Then these groups
are joined by average link, by their titles and by what they say their goal is. A cluster is called after
the system of the list in it, or else after the words that most bodies use: its id follows from neither
the order of rows nor their numbers. More registrations are put beside those before at the cost of what they
change, and come to the same as all of them at once. How it was chosen, and how well it does: ``docs/peers.md``.
"""

from typing import Final

from metrics.clusters.listed import table_hash
from metrics.clusters.told import Told
from metrics.clusters.work_out import Clusters, worked_out

#: Raise it with every change of what is put together.
RULES_VERSION: Final = 2


def version() -> str:
    """Name the rules and the list of known systems together."""
    return f"{RULES_VERSION}/{table_hash()}"


__all__ = ["Clusters", "Told", "version", "worked_out"]
