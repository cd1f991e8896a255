"""Inventories as JSON: a list of objects, or an object that holds one."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import orjson

from ingest.inventories.sheet import Sheet, of_records
from ingest.source import SourceChangedError

_DEEPEST: Final = 20
#: Values in one object, nested ones counted: references that repeat each other grow without end.
_MOST_VALUES: Final = 20_000


def read_json(body: bytes) -> Sheet:
    """Return the objects of a JSON file, nested names joined with dots. Raises SourceChangedError."""
    try:
        given = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        msg = f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        raise SourceChangedError(msg) from error
    records = _list(given)
    for number, one in enumerate(records, start=1):
        if not isinstance(one, dict):
            msg = f"item {number}: expected an object with a name for each value, got {type(one).__name__}"
            raise SourceChangedError(msg)
    return of_records(((str(n), flat(one, f"item {n}")) for n, one in enumerate(records, start=1)), "item", "json")


def _list(given: Any) -> list[Any]:  # noqa: ANN401 - JSON can be anything
    if isinstance(given, list):
        return given
    lists = {key: value for key, value in given.items() if isinstance(value, list)} if isinstance(given, dict) else {}
    if len(lists) != 1:
        found = f"an object with {len(lists)} lists ({', '.join(lists)})" if lists else type(given).__name__
        msg = f"expected a list of objects, or an object that holds one such list; got {found}"
        raise SourceChangedError(msg)
    return next(iter(lists.values()))


def flat(record: dict[Any, Any], where: str) -> dict[str, str]:
    """Return the values of a nested record as text by dotted name; a list of plain values is one cell."""
    found: dict[str, str] = {}
    for count, (name, text) in enumerate(_walk(record, "", 0, where)):
        if count > _MOST_VALUES:
            msg = f"{where}: more than {_MOST_VALUES} values in one system; refused"
            raise SourceChangedError(msg)
        if "\0" in name or "\0" in text:
            msg = f"{where}, {name[:60].replace(chr(0), '')}: a NUL byte, which no text has"
            raise SourceChangedError(msg)
        found[name] = text
    return found


def _walk(value: Any, name: str, depth: int, where: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - anything
    if depth > _DEEPEST:
        msg = f"{where}, {name[:60]}: nested more than {_DEEPEST} deep; refused"
        raise SourceChangedError(msg)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{name}.{key}" if name else str(key), depth + 1, where)
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for at, inner in enumerate(value):
            yield from _walk(inner, f"{name}.{at}", depth + 1, where)
    elif isinstance(value, list):
        yield name, "; ".join(as_text(one) for one in value)
    else:
        yield name, as_text(value).strip()


def as_text(value: object) -> str:
    """Return a value as a person would write it: no decimals that say nothing, days as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
