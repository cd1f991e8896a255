"""The sources, one a module; ``REGISTER`` lists those of the register in the order of a run."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ingest.http import Answer
from ingest.source import Parsed, Source
from ingest.sources import (
    denominators,
    inventory,
    ledgers,
    links,
    listing,
    organisations,
    register_export,
    relations,
    site_data,
    snapshot,
    totals,
)
from sql.ledger import PREFIX

REGISTER: tuple[Source, ...] = (
    totals.SOURCE,
    register_export.HISTORY,
    register_export.CURRENT,
    site_data.SOURCE,
    listing.SOURCE,
    *denominators.SOURCES,
    relations.SOURCE,
)
#: Those that can be taken in from files only are never scheduled, links only if that was turned on.
BY_NAME = {source.name: source for source in (*REGISTER, snapshot.SOURCE, links.SOURCE)}


def reader(name: str, context: Mapping[str, str]) -> Callable[[Sequence[Answer]], Parsed]:
    """Return the parser of a source, also of an inventory that is not configured any more.

    Raises KeyError for a source that this version does not know.
    """
    if name.startswith(inventory.PREFIX):
        return inventory.reader(context)
    if name.startswith(PREFIX):
        return partial(ledgers.parse, name=name.removeprefix(PREFIX))
    if name.partition(":")[0] == organisations.NAME:
        return organisations.parse
    return (register_export.old() if context == register_export.OLD else BY_NAME[name]).parse
