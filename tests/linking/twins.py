"""Lines whose name is just as well that of another registration: nobody could tell those apart by it."""

from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from tests.linking.rows import Truth

TWIN: Final = "twin"
#: A name of which so much was cut off that several registrations of the body begin with what is left.
CUT_TOO_SHORT: Final = "cut_too_short"


def plain(name: str) -> str:
    """Return a name's letters and figures, without capitals."""
    return "".join(filter(str.isalnum, name.casefold()))


def with_twins(truth: Truth) -> Truth:
    """Return a truth with a kind added to lines of which the name does not say which registration they are.

    ``twin``: another registration has the same name. ``cut_too_short``: another begins with all that it says.
    """
    registered = {one.lars: (one.org_id, plain(one.name)) for one in truth.registrations}
    called = defaultdict(set)
    names_at: dict[str, set[str]] = defaultdict(set)
    for lars, name in registered.items():
        called[name].add(lars)
        names_at[name[0]].add(name[1])
    linked = defaultdict(set)
    for link in truth.links:
        linked[link[:2]].add(link.lars)
    near = defaultdict(set)
    for org_id, other in truth.related().rows():
        near[org_id].add(other)
    kinds = dict(truth.kinds)
    for line in truth.lines:
        key = (line.org_id, line.local_id)
        own = [registered[lars] for lars in linked[key]]
        # A registration of the line's own body goes before those of bodies above and below.
        around = near[line.org_id] if any(org_id != line.org_id for org_id, _ in own) else {line.org_id}
        names = {name for _, name in own} | {plain(line.name)}
        if any(called.get((org_id, name), set()) - linked[key] for org_id in around for name in names):
            kinds[key] = (*kinds.get(key, ()), TWIN)
        elif own and _begins_others(plain(line.name), set().union(*(names_at[each] for each in around))):
            kinds[key] = (*kinds.get(key, ()), CUT_TOO_SHORT)
    return replace(truth, kinds=kinds)


def _begins_others(said: str, names: AbstractSet[str]) -> bool:
    """Whether several names begin with what is said, and none is just that."""
    return said not in names and sum(name.startswith(said) for name in names) > 1
