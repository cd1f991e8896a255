"""System cards as the Algorithm Management Toolkit (MinBZK/amt) exports them: YAML, one system a card."""

from collections.abc import Iterator
from typing import Any, Final

import yaml

from ingest.inventories.json_file import flat
from ingest.inventories.limits import MEGABYTE
from ingest.inventories.sheet import Sheet, of_records
from ingest.source import SourceChangedError

_LARGEST: Final = 8 * MEGABYTE
#: Parts of a card that say nothing of a canonical line and can be thousands of values long.
_LEFT_OUT: Final = ("instruments", "requirements", "measures", "assessments", "models")


class _Loader(yaml.SafeLoader):  # type: ignore[misc] # the library ships no types
    """Reads plain values only; a tag that it does not know (``!include``) is empty."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Refuse merge keys: they can double at every level, and no export has them."""
        if any(key.tag == "tag:yaml.org,2002:merge" for key, _ in node.value):
            raise yaml.constructor.ConstructorError(None, None, "merge keys (<<) are not read", node.start_mark)
        super().flatten_mapping(node)


_Loader.add_multi_constructor("!", lambda *_: None)


def read_cards(files: list[tuple[str, bytes]]) -> Sheet:
    """Return one row a card. Raises SourceChangedError naming the file, line and column at fault."""
    return of_records((pair for name, body in files for pair in _cards(name, body)), "card", "yaml")


def _cards(name: str, body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    if len(body) > _LARGEST:
        msg = f"{name}: a card of {len(body) / MEGABYTE:.0f} MB, more than {_LARGEST // MEGABYTE} MB"
        raise SourceChangedError(msg)
    found = [card for document in _documents(name, body) for card in _listed(document)]
    if not found:
        msg = f"{name}: it is empty, and a card describes a system"
        raise SourceChangedError(msg)
    for number, card in enumerate(found, start=1):
        label = name if len(found) == 1 else f"{name} number {number}"
        if not isinstance(card, dict) or "name" not in card:
            msg = f"card {label}: expected a system card with at least a name, got {str(card)[:60]!r}"
            raise SourceChangedError(msg)
        yield label, flat({key: value for key, value in card.items() if key not in _LEFT_OUT}, f"card {label}")


def _documents(name: str, body: bytes) -> list[Any]:
    try:
        return [one for one in yaml.load_all(body, _Loader) if one is not None]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}, column {mark.column + 1}:" if mark else ""
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        msg = f"{name}: not YAML:{where} {problem}"
        raise SourceChangedError(msg) from error


def _listed(document: object) -> list[Any]:
    return document if isinstance(document, list) else [document]
