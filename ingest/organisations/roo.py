"""ROO's export (``exportOO.xml``): nested organisations, tens of MB, read piece by piece.

Namespaces carry the version of the export and change with it, so only local names count. Staff and
addresses in the export are passed over.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest.organisations.record import Record, code_of
from ingest.source import SourceChangedError

_BODY: Final = "organisatie"
_ROOT: Final = "overheidsorganisaties"
_TOOI: Final = "resourceIdentifierTOOI"
#: The field of a record → the element directly below an organisation that holds it.
_ELEMENTS: Final = {
    "naam": "name",
    "afkorting": "abbreviation",
    "startDatum": "valid_from",
    "eindDatum": "valid_until",
}


def read(payload: bytes) -> list[Record]:
    """Return every organisation, also those within another; raises SourceChangedError for other XML."""
    try:
        return list(_bodies(payload))
    except ParseError as error:
        line, column = error.position
        msg = f"not a whole XML file: line {line}, column {column}: {str(error).partition(':')[0]}"
        raise SourceChangedError(msg) from error
    except DefusedXmlException as error:
        msg = f"the XML declares entities, which an export of ROO does not: {error}"
        raise SourceChangedError(msg) from error


def _bodies(payload: bytes) -> Iterator[Record]:
    path: list[str] = []
    open_bodies: list[dict[str, str]] = []
    for event, element in iterparse(io.BytesIO(payload), events=("start", "end")):
        name = _local(element.tag)
        if event == "start":
            if not path and name != _ROOT:
                msg = f"expected an export of ROO, whose first element is <{_ROOT}>; this begins with <{name}>"
                raise SourceChangedError(msg)
            path.append(name)
            if name == _BODY:
                open_bodies.append(_begun(_attributes(element), open_bodies))
            continue
        path.pop()
        if name == _BODY:
            yield _record(open_bodies.pop())
            element.clear()
        elif open_bodies and path[-1] == _BODY:
            _said(open_bodies[-1], name, element)
            element.clear()


def _begun(attributes: Mapping[str, str], around: list[dict[str, str]]) -> dict[str, str]:
    own = attributes.get("systeemId", "")
    code = code_of(attributes.get(_TOOI, ""))
    return {"own_id": own, "code": code, "parent": around[-1]["own_id"] if around else ""}


def _said(body: dict[str, str], name: str, element: Element) -> None:
    """Note what one element directly below an organisation says of it."""
    if name in _ELEMENTS:
        body.setdefault(_ELEMENTS[name], (element.text or "").strip())
    elif name == "types":
        written = [(one.text or "").strip() for one in element]
        body["type"] = next(filter(None, written), "")
    elif name == "relatieMetMinisterie":
        body["ministry_id"] = code_of(_attributes(element).get(_TOOI, ""))
    elif name == "identificatiecodes":
        # Where exports before 2.6 have what is an attribute now.
        named = {_attributes(one).get("naam"): (one.text or "").strip() for one in element}
        body["code"] = body["code"] or code_of(named.get(_TOOI, ""))
        body["own_id"] = body["own_id"] or named.get("systeemId", "")


def _record(said: Mapping[str, str]) -> Record:
    about = {key: value for key, value in said.items() if key not in {"name", "type"}}
    where = f"organisation {said['own_id'] or said.get('name', '') or 'without id'}"
    return Record(where=where, name=said.get("name", ""), type=said.get("type", ""), roo_id=said["own_id"], **about)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attributes(element: Element) -> dict[str, str]:
    return {_local(key): value for key, value in element.attrib.items()}
