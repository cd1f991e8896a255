"""Lines whose name is just as well that of another registration: nobody could tell those apart by it."""

from collections import defaultdict
from dataclasses import replace
from typing import Final

from tests.linking.rows import Truth

TWIN: Final = "twin"


def plain(name: str) -> str:
    """Return a name's letters and figures, without capitals."""
    return "".join(filter(str.isalnum, name.casefold()))


def with_twins(truth: Truth) -> Truth:
    """Return a truth with the kind ``twin`` added to such lines: that they link to one is not to be read off."""
    registered = {one.lars: (one.org_id, plain(one.name)) for one in truth.registrations}
    called = defaultdict(set)
    for lars, name in registered.items():
        called[name].add(lars)
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
    return replace(truth, kinds=kinds)
