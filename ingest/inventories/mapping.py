"""The declared mapping of one inventory: a TOML file that says which column is what, and which word."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from ingest.inventories.words import CHOICES, allowed, known, plain
from sql.lines import LINE_BY_KEY
from sql.settings import SettingsError, check_keys

#: What a proposal writes where a person is to decide.
UNDECIDED: Final = "?"
FORMATS: Final = ("csv", "xlsx", "ods", "json", "yaml")
LANGUAGES: Final = ("nl", "en")
_TEXTS: Final = ("format", "encoding", "delimiter", "sheet", "language")
_TABLES: Final = ("columns", "values", "ids", "skip", "withheld", "organisations")
_KEYS: Final = (*_TEXTS, "header_row", "dates", "ignored", *_TABLES)


@dataclass(frozen=True)
class Pick:
    """Where the value of one canonical key comes from.

    The first of ``columns`` that is filled; all of them with ``join`` between; or a ``constant``.
    """

    columns: tuple[str, ...] = ()
    join: str | None = None
    constant: str | None = None


@dataclass(frozen=True)
class Leave:
    """Rows to set aside: those with one of these (plain) words in a column, for a stated reason."""

    column: str
    words: frozenset[str]
    reason: str


@dataclass(frozen=True)
class InventoryMapping:
    """How to read one inventory; without ``columns`` the canonical names and titles are understood."""

    format: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    language: str = ""
    dates: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    columns: Mapping[str, Pick] = field(default_factory=dict)
    #: Canonical value by key and plain word.
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    id_from: tuple[str, ...] = ()
    #: Whether rows that share an id are set aside instead of holding the run.
    twice_aside: bool = False
    leave: tuple[Leave, ...] = ()
    org_column: str = ""
    #: Organisation code by plain word.
    org_codes: Mapping[str, str] = field(default_factory=dict)
    #: The mapping as it was given, for the manifest.
    given: str = ""


def read_mapping(path: Path) -> InventoryMapping:
    """Return the mapping of a TOML file; raises SettingsError naming what is wrong, and what would do."""
    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: {error}"
        raise SettingsError(msg) from error
    return mapping_of(given, str(path))


def kept_mapping(text: str) -> InventoryMapping:
    """Return the mapping that a manifest kept; the empty text is none."""
    return mapping_of(orjson.loads(text), "the mapping in the manifest") if text else InventoryMapping()


def mapping_of(given: Mapping[str, Any], where: str) -> InventoryMapping:
    """Return a mapping from its keys. Raises SettingsError."""
    check_keys(given, _KEYS, where)
    texts = {key: _text(given[key], f"{where}: {key}") for key in _TEXTS if key in given}
    _check_texts(texts, where)
    tables = {key: _table(given.get(key, {}), f"{where}: [{key}]") for key in ("columns", "values", "ids")}
    check_keys(tables["columns"], tuple(LINE_BY_KEY), f"{where}: [columns]")
    columns = {key: _pick(value, f"{where}: [columns] {key}") for key, value in tables["columns"].items()}
    ids = tables["ids"]
    check_keys(ids, ("from", "duplicates"), f"{where}: [ids]")
    if ids.get("duplicates", "set aside") != "set aside":
        _wrong(f"{where}: [ids] duplicates", 'must be "set aside"', ids["duplicates"])
    column, codes = _organisations(_table(given.get("organisations", {}), f"{where}: [organisations]"), where)
    return InventoryMapping(
        format=texts.get("format", ""),
        encoding=texts.get("encoding"),
        delimiter=texts.get("delimiter"),
        sheet=texts.get("sheet"),
        language=texts.get("language", ""),
        dates=_texts(given.get("dates", []), f"{where}: dates"),
        ignored=_texts(given.get("ignored", []), f"{where}: ignored"),
        header_row=_row(given.get("header_row"), where),
        columns=columns,
        values=_values(tables["values"], where),
        id_from=_texts(ids.get("from", []), f"{where}: [ids] from"),
        twice_aside="duplicates" in ids,
        leave=tuple(one for kind in ("skip", "withheld") for one in _leaves(given.get(kind, []), kind, where)),
        org_column=column,
        org_codes=codes,
        given=orjson.dumps(dict(given), option=orjson.OPT_SORT_KEYS).decode(),
    )


def _wrong(where: str, words: str, given: object) -> None:
    msg = f"{where} {words}, not {given!r}"
    raise SettingsError(msg)


def _text(given: object, where: str) -> str:
    if not isinstance(given, str):
        _wrong(where, "must be text", given)
    return str(given)


def _texts(given: object, where: str) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        _wrong(where, "must be text or a list of texts", given)
    return tuple(listed) if isinstance(listed, list) else ()


def _table(given: object, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        _wrong(where, "must be a table of keys", given)
    return dict(given) if isinstance(given, dict) else {}


def _row(given: object, where: str) -> int | None:
    if given is not None and (isinstance(given, bool) or not isinstance(given, int) or given < 1):
        _wrong(f"{where}: header_row", "must be the number of a row, from 1", given)
    return given if isinstance(given, int) else None


def _check_texts(texts: Mapping[str, str], where: str) -> None:
    for key, choices in (("format", FORMATS), ("language", LANGUAGES)):
        if key in texts and texts[key] not in choices:
            _wrong(f"{where}: {key}", f"must be one of {', '.join(choices)}", texts[key])
    if len(texts.get("delimiter", ",")) != 1:
        _wrong(f"{where}: delimiter", "must be one sign", texts["delimiter"])
    try:
        b"a".decode(texts.get("encoding", "utf-8"))
    except LookupError:
        _wrong(
            f"{where}: encoding",
            'must be the name of an encoding, like "utf-8", "cp1252" or "utf-16"',
            texts["encoding"],
        )
    except UnicodeDecodeError:
        # It exists, and needs more than one byte.
        return


def _pick(given: object, where: str) -> Pick:
    if isinstance(given, str | list):
        return Pick(_texts(given, where))
    table = _table(given, where)
    check_keys(table, ("constant", "join", "with", "first"), where)
    if len({"constant", "join", "first"} & set(table)) != 1:
        _wrong(where, "must say one of constant, join and first", given)
    if "constant" in table:
        return Pick(constant=_text(table["constant"], where))
    if "first" in table:
        return Pick(_texts(table["first"], where))
    return Pick(_texts(table["join"], where), join=_text(table.get("with", " "), where))


def _values(tables: Mapping[str, Any], where: str) -> dict[str, dict[str, str]]:
    check_keys(tables, tuple(LINE_BY_KEY), f"{where}: [values]")
    found: dict[str, dict[str, str]] = {}
    for key, words in tables.items():
        place = f"{where}: [values.{key}]"
        found[key] = {
            plain(word): _value(key, _text(value, f"{place} {word!r}"), f"{place} {word!r}")
            for word, value in _table(words, place).items()
        }
    return found


def _value(key: str, given: str, where: str) -> str:
    if given == UNDECIDED or key not in CHOICES:
        return given
    canonical = known(key, given)
    if canonical is None:
        letters = "A, B, C, " if key == "category" else ""
        _wrong(where, f"must be one of {letters}{', '.join(allowed(key))}", given)
    return canonical or given


def _leaves(given: object, kind: str, where: str) -> list[Leave]:
    if not isinstance(given, list):
        _wrong(f"{where}: {kind}", f"must be written as [[{kind}]], once for each", given)
    found = []
    for number, one in enumerate(given if isinstance(given, list) else [], start=1):
        place = f"{where}: [[{kind}]] number {number}"
        table = _table(one, place)
        check_keys(table, ("column", "values", "reason"), place)
        missing = [key for key in ("column", "values", *(["reason"] if kind == "skip" else [])) if key not in table]
        if missing:
            _wrong(place, f"must say {', '.join(missing)}", table)
        words = frozenset(plain(word) for word in _texts(table["values"], f"{place} values"))
        reason = _text(table.get("reason", "withheld"), f"{place} reason")
        found.append(Leave(_text(table["column"], f"{place} column"), words, reason))
    return found


def _organisations(table: Mapping[str, Any], where: str) -> tuple[str, dict[str, str]]:
    place = f"{where}: [organisations]"
    check_keys(table, ("column", "codes"), place)
    if table and set(table) != {"column", "codes"}:
        _wrong(place, "must say column and codes", table)
    codes = _table(table.get("codes", {}), f"{place} codes")
    return _text(table.get("column", ""), f"{place} column"), {
        plain(word): _text(code, f"{place} codes {word!r}").lower() for word, code in codes.items()
    }


def columns_named(mapping: InventoryMapping) -> Sequence[str]:
    """Return every column that a mapping names beside ``columns`` and ``ignored``: it cannot do without them."""
    return [name for name in (*mapping.id_from, *(one.column for one in mapping.leave), mapping.org_column) if name]
