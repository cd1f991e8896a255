"""How alike two groups of registrations are: by the words of their titles, and by what they say their goal is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from typing import Final

from metrics.clusters.words import weight

#: What a title that holds all of another one, and more, is worth at least.
CONTAINED: Final = 0.6
#: Goals are as good as the same from so much on, in pairs of words: half of it is somebody's own.
SAME_GOAL: Final = 0.5
#: So many others must have the same goal to be sure: one may have copied the wrong one.
_NEAREST: Final = 3


@dataclass(frozen=True)
class Goal:
    """What one registration says that a system is for: of which body, and its words with spaces between."""

    body: str
    said: str

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs of words that it holds: only of groups that anything is beside."""
        return frozenset(pairwise(self.said.split()))


@dataclass(frozen=True)
class Group:
    """Registrations that are of one system for sure: under one set of words, or of one system that is listed."""

    name: str
    titles: tuple[tuple[str, ...], ...]
    bodies: frozenset[str]
    goals: tuple[Goal, ...] = ()
    listed: bool = False


def titles_alike(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much of the words of two titles they share, by weight, from 0 to 1."""
    mine, its = set(one), set(other)
    both = sum(map(weight, mine & its))
    if both == 0:
        return 0.0
    share = both / sum(map(weight, mine | its))
    # The words that are shared must be able to stand for a system.
    return max(share, CONTAINED) if both >= 1 and (mine <= its or its <= mine) else share


def goals_alike(one: Goal, other: Goal) -> float:
    """Return 1 for goals that are the same but for some words, less the less they share, 0 at one body."""
    if one.body == other.body or not one.pairs or not other.pairs:
        return 0.0
    both = len(one.pairs & other.pairs)
    return min(1.0, both / (len(one.pairs) + len(other.pairs) - both) / SAME_GOAL)


def alike(one: Group, other: Group) -> float:
    """Return how alike two groups are, from 0 to 1: titles and goals each add to what the other leaves open."""
    if one.bodies == other.bodies and len(one.bodies) == 1:
        return 0.0
    by_title = _mean_of_best([titles_alike(mine, its) for mine in one.titles for its in other.titles])
    few, many = sorted((one, other), key=lambda group: (len(group.bodies), group.name))
    by_goal = _towards(few.goals, many.goals)
    if len(few.bodies) == len(many.bodies):
        by_goal = (by_goal + _towards(many.goals, few.goals)) / 2
    return by_title + (1 - by_title) * by_goal


def _mean_of_best(found: Collection[float]) -> float:
    best = nlargest(_NEAREST, found)
    return sum(best) / len(best) if best else 0.0


def _towards(goals: Sequence[Goal], others: Sequence[Goal]) -> float:
    """Return how alike goals are to the nearest few of others, on average; too few others count as not alike."""
    if not goals:
        return 0.0
    return sum(sum(nlargest(_NEAREST, (goals_alike(one, its) for its in others))) / _NEAREST for one in goals) / len(
        goals
    )
