"""What is to be checked in a registration: the rules that its text breaks, where, and what to do about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.checks import CHECKS, Check
from metrics.checks.content import CONTENT
from metrics.checks.declare import INFORMATION, SERIOUS, WARNING, Severity
from metrics.registry import Text
from metrics.texts import by_standard, filled, of
from metrics.verdicts import looked_at, with_checks
from sql.fields import BY_KEY

_ORDER: Final = (SERIOUS, WARNING, INFORMATION)


@dataclass(frozen=True)
class Finding:
    """One rule that a text breaks: ``said`` holds what it says in each field to look at, as far as it says anything."""

    check: str
    severity: Severity
    title: Text
    fix: Text
    fields: tuple[str, ...]
    said: Mapping[str, str]


def findings(rows: pl.DataFrame) -> dict[str, list[Finding]]:
    """Return the findings of each content, the serious ones first; takes the rows that ``verdicts`` takes.

    A content without any has an empty list. Rules about more than the text itself are not among them.
    """
    found: dict[str, list[Finding]] = {content: [] for content in rows["content"]}
    for standard, said in by_standard(rows):
        seen = looked_at(said, standard)
        for checks in (CONTENT, CHECKS):
            judged = with_checks(seen, checks, standard)
            for bit, one in enumerate(checks):
                for content, finding in _broken(judged.filter((pl.col("failed") & (1 << bit)) != 0), one, standard):
                    found[content].append(finding)
    return {content: sorted(told, key=lambda one: _ORDER.index(one.severity)) for content, told in found.items()}


def _broken(judged: pl.DataFrame, one: Check, standard: str) -> Iterator[tuple[str, Finding]]:
    """Return the finding of each entry that breaks a rule, with the fields that a reader would look at."""
    keys = [key for key in one.fields if standard in BY_KEY[key].limits]
    to_blame = one.at or (lambda key: filled(BY_KEY[key]))
    columns = [of(BY_KEY[key]) for key in keys]
    blamed = (to_blame(key).fill_null(value=False).alias(f"at.{key}") for key in keys)
    for row in judged.select("content", *columns, *blamed).iter_rows(named=True) if judged.height else ():
        fields = tuple(key for key in keys if row[f"at.{key}"]) or tuple(keys)
        said = {key: text for key in fields if (text := row[f"field.{key}"])}
        yield row["content"], Finding(one.name, one.severity, one.title, one.fix, fields, said)
