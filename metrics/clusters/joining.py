"""Groups joined by average link: a cluster is joined with another while all of their groups together are alike."""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log2
from typing import Final

#: Below this two clusters are not one system. Chosen on the captured register, on reading (docs/peers.md).
JOIN: Final = 0.55


def joined(sizes: Sequence[int], alike: Mapping[tuple[int, int], float], apart: frozenset[int]) -> list[int]:
    """Return of each group the first group of its cluster, given how many bodies each has.

    ``alike`` holds pairs (lower first) that are alike at all; of ``apart`` no two are ever joined. Larger
    groups weigh more, and far less than in proportion: what they are called counts, and not how often.
    """
    weights = [1 + log2(size) for size in sizes]
    members = {one: [one] for one in range(len(sizes))}
    total: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), much in alike.items():
        total[one][other] = total[other][one] = weights[one] * weights[other] * much
    worth = dict(enumerate(weights))
    fixed = {one: one in apart for one in members}
    queue = [entry for one, others in total.items() for other in others if (entry := _entry(total, worth, one, other))]
    heapq.heapify(queue)
    while queue:
        much, one, other = heapq.heappop(queue)
        if one not in members or other not in members or -much < JOIN or much != _much(total, worth, one, other):
            continue
        if fixed[one] and fixed[other]:
            continue
        _join(total, members, worth, one, other)
        fixed[one] = fixed[one] or fixed[other]
        for its in total[one]:
            if entry := _entry(total, worth, one, its):
                heapq.heappush(queue, entry)
    return [first for _, first in sorted((one, first) for first, mine in members.items() for one in mine)]


def _much(total: Mapping[int, Mapping[int, float]], worth: Mapping[int, float], one: int, other: int) -> float:
    return -total[one].get(other, 0.0) / (worth[one] * worth[other])


def _entry(
    total: Mapping[int, Mapping[int, float]], worth: Mapping[int, float], one: int, other: int
) -> tuple[float, int, int] | None:
    """Return a pair for the queue, the most alike first and of those the first; None if too little alike."""
    one, other = min(one, other), max(one, other)
    much = _much(total, worth, one, other)
    return (much, one, other) if -much >= JOIN else None


def _join(
    total: dict[int, dict[int, float]], members: dict[int, list[int]], worth: dict[int, float], one: int, other: int
) -> None:
    """Take one cluster into another: what both are like adds up."""
    members[one] += members.pop(other)
    worth[one] += worth[other]
    for its, much in total.pop(other).items():
        del total[its][other]
        if its != one:
            total[one][its] = total[its][one] = total[one].get(its, 0.0) + much
