"""The sources, one a module; ``REGISTER`` lists those of the register in the order of a run."""

from collections.abc import Callable, Mapping, Sequence

from ingest.http import Answer
from ingest.source import Parsed, Source
from ingest.sources import (
    denominators,
    inventory,
    listing,
    organisations,
    register_export,
    relations,
    site_data,
    totals,
)

REGISTER: tuple[Source, ...] = (
    totals.SOURCE,
    register_export.HISTORY,
    register_export.CURRENT,
    site_data.SOURCE,
    listing.SOURCE,
    *denominators.SOURCES,
    relations.SOURCE,
)
BY_NAME = {source.name: source for source in REGISTER}


def reader(name: str, context: Mapping[str, str]) -> Callable[[Sequence[Answer]], Parsed]:
    """Return the parser of a source, also of an inventory that is not configured any more.

    Raises KeyError for a source that this version does not know.
    """
    if name.startswith(inventory.PREFIX):
        return inventory.reader(context)
    if name.partition(":")[0] == organisations.NAME:
        return organisations.parse
    return BY_NAME[name].parse
