"""The verdicts in DuckDB SQL, tuned: the length of a text first, the text itself only where it can matter."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

import duckdb

from sql.fields import EXPORT_COLUMNS, FIELDS, STANDARDS, Field
from tests.bench.rules import COUNTS, DATES, RULES, SHORT, STARTS, STEPS, Rule

#: What trimming removes, as ``metrics.texts`` does.
_BLANKS: Final = "".join(map(chr, (*range(9, 14), 32, 133, 160, 5760, *range(8192, 8206)))) + "".join(
    map(chr, (8232, 8233, 8239, 8287, 8288, 12288, 65279))
)
_Value = TypeVar("_Value", int, tuple[str, ...])


def connect(threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that uses what we may use."""
    connection = duckdb.connect(config={"threads": threads, "memory_limit": "8GB"})
    connection.execute("SET enable_progress_bar=false")
    return connection


def bits(folder: Path) -> dict[str, int]:
    """Make three masks a version and keep them, as we do; return what they add up to."""
    connection = connect()
    files = str(folder / "fields" / "*.parquet")
    connection.execute(f"CREATE TABLE bits AS {masks('read_parquet($files)')}", {"files": files})
    return counted(connection)


def arrived(folder: Path) -> dict[str, int]:
    """Do the same from what arrives: JSON is read, texts are trimmed, and each standard has its own columns."""
    connection = connect()
    cells = "{" + ", ".join(f'"{one}": "VARCHAR"' for one in sorted(EXPORT_COLUMNS)) + "}"
    texts = ", ".join(f'{_text(one)} AS "field.{one.key}"' for one in FIELDS)
    connection.execute(
        f"""
        CREATE TABLE bits AS
        WITH decoded AS (
            SELECT content, standard, category, status AS stated, json_transform(body, '{cells}') AS said
            FROM read_parquet($files)
        ), texts AS (SELECT content, standard, category, stated, {texts} FROM decoded)
        {masks("texts")}
        """,  # noqa: S608
        {"files": str(folder / "bodies" / "*.parquet")},
    )
    return counted(connection)


def length(folder: Path) -> int:
    """Read every text once and do nothing but add up how long they are."""
    total = " + ".join(f"sum(strlen({_name(rule.column)}))" for rule in RULES)
    files = str(folder / "fields" / "*.parquet")
    found = connect().execute(f"SELECT {total} FROM read_parquet($files)", {"files": files}).fetchall()  # noqa: S608
    return int(found[0][0])


def counted(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return what the masks of the table ``bits`` add up to."""
    sums = ", ".join(f"sum({step} >> {place} & 1)" for _, step, place in COUNTS)
    found = connection.execute(f"SELECT {sums} FROM bits").fetchall()  # noqa: S608
    return {name: int(value) for (name, _, _), value in zip(COUNTS, found[0], strict=True)}


def masks(source: str) -> str:
    """Return the query for content and its masks, from standard, category, stated and columns ``field.KEY``."""
    judge = dict(zip(STEPS, (asked, filled, valid), strict=True))
    said = ", ".join(f"({judge[step](RULES[place])}) AS {_name(name)}" for name, step, place in COUNTS)
    parts = {step: [f"{_name(name)}::BIGINT << {place}" for name, of, place in COUNTS if of == step] for step in STEPS}
    kept = ", ".join(f"{' | '.join(f'({one})' for one in some)} AS {step}" for step, some in parts.items())
    return f"SELECT content, {kept} FROM (SELECT content, {said} FROM {source})"  # noqa: S608


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _word(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _words(texts: Sequence[str]) -> str:
    return "(" + ", ".join(_word(one) for one in texts) + ")"


def asked(rule: Rule) -> str:
    parts = [f"standard IN {_words(rule.standards)}"]
    parts += [f"category <> {_word(rule.not_category)}"] if rule.not_category else []
    parts += [f"stated = {_word(rule.only_status)}"] if rule.only_status else []
    parts += [f"strlen({_name(rule.parent)}) > 0"] if rule.parent else []
    return " AND ".join(parts)


def filled(rule: Rule) -> str:
    return f"strlen({_name(rule.column)}) > 0"


def valid(rule: Rule) -> str:
    """Return the rule that a filled text is usable."""
    text = _name(rule.column)
    cases = [f"WHEN strlen({text}) = 0 THEN false"]
    if rule.not_status:
        cases.append(f"WHEN stated = {_word(rule.not_status)} THEN false")
    if rule.dated:
        cases.append(f"WHEN NOT regexp_matches({text}, {_word(DATES)}) THEN false")
    if rule.permitted:
        outside = _by_standard(rule.permitted, lambda one: _outside(text, one, listed=rule.listed))
        cases.append(f"WHEN {outside} THEN false")
    if rule.limits:
        least = min(rule.limits.values())
        over = _by_standard(rule.limits, lambda limit: f"length({text}) > {limit}")
        cases.append(f"WHEN strlen({text}) > {least} AND {over} THEN false")
    cases += [
        f"WHEN strlen({text}) <= {SHORT} AND lower({text}) IN {_words(rule.words)} THEN false",
        f"WHEN lower(left({text}, {len(STARTS)})) = {_word(STARTS)} THEN false",
    ]
    return f"CASE {' '.join(cases)} ELSE true END"


def _by_standard(values: Mapping[str, _Value], breaks: Callable[[_Value], str]) -> str:
    """Return a condition that differs by standard; those with the same value share one."""
    groups: dict[_Value, list[str]] = {}
    for standard, value in values.items():
        groups.setdefault(value, []).append(standard)
    parts = (f"standard IN {_words(some)} AND {breaks(value)}" for value, some in groups.items())
    return "(" + " OR ".join(parts) + ")"


def _outside(text: str, permitted: tuple[str, ...], *, listed: bool) -> str:
    if not listed:
        return f"{text} NOT IN {_words(permitted)}"
    values = ", ".join(map(_word, permitted))
    return f"NOT list_has_all([{values}], string_split({text}, ', '))"


def _text(one: Field) -> str:
    """Return what an entry says in a field: by its standard, the first column that says anything."""
    sources: dict[tuple[str, ...], list[str]] = {}
    for standard in STANDARDS:
        sources.setdefault(one.sources(standard), []).append(standard)
    cases = []
    for columns, standards in sources.items():
        if columns:
            said = ", ".join(f"nullif(trim(said.{_name(column)}, {_word(_BLANKS)}), '')" for column in columns)
            cases.append(f"WHEN standard IN {_words(standards)} THEN coalesce({said}, '')")
    return f"CASE {' '.join(cases)} ELSE '' END"
