"""TOOI's value lists (``rwc_…_compleet_N.json``): bodies and the changes between them, as JSON-LD."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from ingest.organisations.record import Record, code_of
from ingest.source import SourceChangedError

_ONTOLOGY: Final = "https://identifier.overheid.nl/tooi/def/ont/"
_BODIES: Final = "https://identifier.overheid.nl/tooi/id/"
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_PROV: Final = "http://www.w3.org/ns/prov#"
_VERSION: Final = "HistorischeVersie"
#: Changes that end bodies; those that were there before or came of it are the successors.
_ENDINGS: Final = frozenset({"Samenvoeging", "Uitbreiding", "Herschikking", "Splitsing", "Opsplitsing"})
_CHANGE: Final = "tijdstipWijziging"


def read(payload: bytes) -> list[Record]:
    """Return the bodies and their earlier versions; raises SourceChangedError for other JSON."""
    nodes = _nodes(payload)
    heirs = _heirs(nodes)
    return [_record(node, heirs) for node in nodes if _is_body(node)]


def list_of(payload: bytes) -> str:
    """Return which list this is, as the addresses of its bodies say: ``gemeente``; empty when none says so."""
    try:
        bodies = (node for node in _nodes(payload) if _is_body(node))
        first = next(bodies, None)
    except SourceChangedError:
        return ""
    return str(first["@id"]).removeprefix(_BODIES).partition("/")[0] if first else ""


def _nodes(payload: bytes) -> list[Mapping[str, Any]]:
    try:
        found = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        msg = f"not a whole JSON file: {error}"
        raise SourceChangedError(msg) from error
    nodes = found.get("@graph") if isinstance(found, dict) else found
    if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
        msg = "expected a value list of TOOI: a list of objects, or one object with @graph"
        raise SourceChangedError(msg)
    return nodes


def _kinds(node: Mapping[str, Any]) -> set[str]:
    return {str(one).rpartition("/")[2] for one in _listed(node.get("@type"))}


def _is_body(node: Mapping[str, Any]) -> bool:
    """Whether a node is a body, or an earlier version of one; changes and the list itself have other keys."""
    named = any(_ONTOLOGY + key in node for key in ("officieleNaamInclSoort", "officieleNaamExclSoort"))
    return named and str(node.get("@id", "")).startswith(_BODIES)


def _heirs(nodes: list[Mapping[str, Any]]) -> Mapping[str, set[str]]:
    """Return, of each body that a change ended, the codes of those that went on."""
    heirs: defaultdict[str, set[str]] = defaultdict(set)
    for node in nodes:
        if _ONTOLOGY + _CHANGE in node and _kinds(node) & _ENDINGS:
            going_on = {code for key in ("generated", "used") for code in _codes(node, _PROV + key)}
            for ended in _codes(node, _PROV + "invalidated"):
                heirs[ended] |= going_on - {ended}
    return heirs


def _record(node: Mapping[str, Any], heirs: Mapping[str, set[str]]) -> Record:
    kinds = _kinds(node) - {_VERSION}
    stated, code = _text(node, _ONTOLOGY + "organisatiecode"), code_of(str(node["@id"]))
    earlier = _VERSION in _kinds(node)
    official = _text(node, _ONTOLOGY + "officieleNaamInclSoort") or _text(node, _ONTOLOGY + "officieleNaamExclSoort")
    return Record(
        where=str(node["@id"]),
        code=code if earlier else stated.lower() or code,
        name=official or _text(node, _LABEL),
        other_name=_text(node, _ONTOLOGY + "voorkeursnaamInclSoort"),
        type=min(kinds, default=""),
        abbreviation=_text(node, _ONTOLOGY + "afkorting"),
        valid_from=_text(node, _ONTOLOGY + ("begindatumHV" if earlier else "begindatum")),
        valid_until=_text(node, _ONTOLOGY + ("einddatumHV" if earlier else "einddatum")),
        successor=" ".join(sorted(heirs.get(code, ()))),
        version_of=next(iter(_codes(node, _PROV + "specializationOf")), ""),
    )


def _text(node: Mapping[str, Any], key: str) -> str:
    """Return the text of a property; of several, the first."""
    for one in _listed(node.get(key)):
        return str(one.get("@value", "") if isinstance(one, dict) else one).strip()
    return ""


def _codes(node: Mapping[str, Any], key: str) -> Iterator[str]:
    for one in _listed(node.get(key)):
        if isinstance(one, dict) and "@id" in one:
            yield code_of(str(one["@id"]))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
