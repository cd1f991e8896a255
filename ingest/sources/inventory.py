"""An organisation's own inventory of algorithms: from a file, a watched folder, or an address.

Internal: its lines never reach a public mart.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from ingest.http import Answer, Door, FetchError
from ingest.inventories import deliveries
from ingest.inventories.amt import AMT
from ingest.inventories.limits import MEGABYTE
from ingest.inventories.lines import Understood, understand
from ingest.inventories.mapping import InventoryMapping, kept_mapping, read_mapping
from ingest.inventories.read import read_inventory
from ingest.source import Expect, Parsed, Source, SourceChangedError, facts
from sql.settings import InventorySettings, SettingsError

PREFIX: Final = "inventory:"
#: Without a mapping, columns are understood that are called as the canonical line calls them.
_BY_TITLE: Final = InventoryMapping()
#: A file is read once a day; a folder is looked into every hour.
_DAILY, _HOURLY = "50 4 * * *", "20 * * * *"


def source(settings: InventorySettings) -> Source:
    """Return the source that reads one organisation's inventory.

    A mapping that cannot be read fails this source when it is asked, and no other.
    """
    context = {"org_id": settings.organisation}
    try:
        mapping = read_mapping(settings.mapping) if settings.mapping else _BY_TITLE
    except SettingsError as error:
        return _source(settings, partial(_refuse, reason=str(error)), _BY_TITLE, context)
    if mapping.given:
        context["mapping"] = mapping.given
    if settings.url:
        context["url"] = settings.url
    return _source(settings, _asking(settings), mapping, context)


def _source(
    settings: InventorySettings,
    ask: Callable[[Door, Sequence[str]], list[Answer]],
    mapping: InventoryMapping,
    context: Mapping[str, str],
) -> Source:
    where = urlsplit(settings.url)
    return Source(
        PREFIX + settings.name,
        _HOURLY if settings.folder else _DAILY,
        ask,
        partial(parse, org_id=settings.organisation, mapping=mapping),
        # A body may empty its inventory (a declared zero); half of it gone at once is to be looked at.
        # Each line of a list is a system: not even one may go without a word.
        Expect(floor=0.5, ceiling=3.0, least=0, few=0),
        address=f"{where.scheme}://{where.netloc}" if settings.url else "",
        token_env=settings.token_env,
        conditional=bool(settings.url),
        sealed=True,
        context=context,
    )


def _asking(settings: InventorySettings) -> Callable[[Door, Sequence[str]], list[Answer]]:
    most = settings.max_megabytes
    if settings.url:
        where = urlsplit(settings.url)
        return partial(_fetch, path=(where.path or "/") + (f"?{where.query}" if where.query else ""), most=most)
    if settings.folder:
        folder = settings.folder
        return lambda _door, _known: deliveries.newest(folder, most)
    path = settings.path
    return lambda _door, _known: [deliveries.file_answer(path, most)] if path else []


def _refuse(_door: Door, _known: Sequence[str], *, reason: str) -> list[Answer]:
    request = "reading the mapping"
    raise FetchError(request, reason)


def _fetch(door: Door, _known: Sequence[str], *, path: str, most: int) -> list[Answer]:
    door.limits = replace(door.limits, max_bytes=most * MEGABYTE)
    return [door.ask("GET", path)]


def reader(context: Mapping[str, str]) -> Callable[[Sequence[Answer]], Parsed]:
    """Return the parser that the manifest's context tells: old bytes are read with their old mapping."""
    return partial(parse, org_id=context["org_id"], mapping=kept_mapping(context.get("mapping", "")))


def parse(answers: Sequence[Answer], *, org_id: str, mapping: InventoryMapping = _BY_TITLE) -> Parsed:
    """Read the lines (key ``line/LOCAL_ID``), and under ``inventory`` whose they are.

    An empty file is an error; one with a header and no line declares zero systems. What is written
    in a way that nobody understands is kept as a line, and told.
    """
    return accounted(read([(answer.path, answer.body) for answer in answers], mapping, org_id), org_id)


def accounted(found: Understood, org_id: str) -> Parsed:
    """Return what a delivery says as facts, with its account."""
    pairs: dict[str, Mapping[str, object]] = {f"line/{line.body['local_id']}": line.body for line in found.lines}
    pairs["inventory"] = {"org_id": org_id}
    return Parsed(
        facts(pairs),
        rows_in=len(found.sheet.rows),
        rows_accepted=len(found.lines),
        set_aside=found.set_aside(),
        remaps=found.remaps,
        warnings=found.warnings,
        breaches=found.breaches,
        left_out=found.declared,
    )


def read(files: Sequence[tuple[str, bytes]], mapping: InventoryMapping, org_id: str) -> Understood:
    """Return what the files of one delivery say. Raises SourceChangedError, naming the file."""
    sheet = read_inventory(files, mapping)
    if sheet.format == "yaml" and not mapping.columns:
        mapping = AMT
    try:
        return understand(sheet, mapping, org_id)
    except SourceChangedError as error:
        named = files[0][0].rpartition("/")[2] if len(files) == 1 else f"{len(files)} cards"
        msg = f"{named}: {error}"
        raise SourceChangedError(msg) from error
