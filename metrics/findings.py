"""What is to be checked in a registration: the rules that its text breaks, where, and what to do about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from metrics.checks import CHECKS, Check
from metrics.checks.content import CONTENT
from metrics.checks.declare import SEVERITIES, Severity
from metrics.reading import field_masks
from metrics.registry import Text
from metrics.texts import by_standard, filled, of
from metrics.verdicts import looked_at, with_checks
from sql.fields import BY_KEY


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
    return {content: sorted(told, key=lambda one: SEVERITIES.index(one.severity)) for content, told in found.items()}


def explained(rows: pl.DataFrame, broken: pl.DataFrame) -> dict[tuple[str, str], Finding]:
    """Return the findings of rules that are known to be broken, by content and check, without judging them anew.

    Takes the rows that ``verdicts`` takes, and which content breaks which check (content, check).
    """
    found: dict[tuple[str, str], Finding] = {}
    breaking = {name: part["content"] for (name,), part in broken.partition_by("check", as_dict=True).items()}
    asked = [one for one in (*CONTENT, *CHECKS) if one.name in breaking]
    for standard, said in by_standard(rows):
        seen = _seen(said, standard, asked)
        for one in asked:
            if (contents := breaking.get(one.name)) is not None:
                such = seen.filter(pl.col("content").is_in(contents.implode()))
                found |= {(content, one.name): finding for content, finding in _broken(such, one, standard)}
    return found


def _seen(said: pl.DataFrame, standard: str, asked: Sequence[Check]) -> pl.DataFrame:
    """Add to texts what tells which fields to look at: of most rules they do themselves, of others their masks."""
    wanted = {name for one in asked for name in _looked_for(one, standard)}
    if wanted <= {*said.columns}:
        return said
    masked = field_masks(said, standard)
    return masked if wanted <= {*masked.columns} else looked_at(said, standard)


def _broken(judged: pl.DataFrame, one: Check, standard: str) -> Iterator[tuple[str, Finding]]:
    """Return the finding of each entry that breaks a rule, with the fields that a reader would look at."""
    keys, blamed = _keys(one, standard), _blamed(one, standard)
    columns = [of(BY_KEY[key]) for key in keys]
    for row in judged.select("content", *columns, *blamed).iter_rows(named=True) if judged.height else ():
        fields = tuple(key for key in keys if row[f"at.{key}"]) or tuple(keys)
        said = {key: text for key in fields if (text := row[f"field.{key}"])}
        yield row["content"], Finding(one.name, one.severity, one.title, one.fix, fields, said)


def _keys(one: Check, standard: str) -> list[str]:
    """Return the fields of a rule that a standard has."""
    return [key for key in one.fields if standard in BY_KEY[key].limits]


def _blamed(one: Check, standard: str) -> list[pl.Expr]:
    """Say of each of those fields whether a reader would look at it."""
    to_blame = one.at or (lambda key: filled(BY_KEY[key]))
    return [to_blame(key).fill_null(value=False).alias(f"at.{key}") for key in _keys(one, standard)]


def _looked_for(one: Check, standard: str) -> set[str]:
    """Return the columns that tell which fields a rule is about."""
    return {name for blamed in _blamed(one, standard) for name in blamed.meta.root_names()}
