"""Systems that are known by hand: which titles name one of them (``systems.toml``)."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import polars as pl

from metrics.registry import BadDeclarationError, Text

_KEYS: Final = {"id", "nl", "en", "words", "products", "unless"}
_SLUG: Final = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True)
class System:
    """One system that is known by hand, with what is in titles that name it, and in those that do not after all."""

    id: str
    label: Text
    pattern: str
    unless: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "System":
        """Return one entry of the table; raises BadDeclarationError for one that cannot be used."""
        patterns = [*row.get("words", ()), *(rf"\b{re.escape(one)}\b" for one in row.get("products", ()))]
        label = Text(str(row.get("nl", "")), str(row.get("en", "")))
        usable = set(row) <= _KEYS and _SLUG.fullmatch(str(row.get("id"))) and label.nl and label.en and patterns
        if not usable:
            msg = f"system {row.get('id')!r}: it needs an id in small letters, two labels, words, and nothing unknown"
            raise BadDeclarationError(msg)
        return cls(row["id"], label, _either(patterns), _either(row["unless"]) if "unless" in row else None)

    def names(self, title: pl.Expr) -> pl.Expr:
        """Say of flat titles whether they name this system."""
        found = title.str.contains(self.pattern)
        return found & ~title.str.contains(self.unless) if self.unless else found


def _either(patterns: list[str]) -> str:
    return "|".join(f"(?:{one})" for one in patterns)


def _table() -> str:
    return resources.files("metrics.clusters").joinpath("systems.toml").read_text("utf-8")


def read(table: str) -> tuple[System, ...]:
    """Return the systems of a table, in its order; raises BadDeclarationError for one that cannot be used."""
    systems = tuple(System.of(row) for row in tomllib.loads(table)["system"])
    if len({one.id for one in systems}) < len(systems):
        msg = "two systems of the table have one id"
        raise BadDeclarationError(msg)
    return systems


@cache
def systems() -> tuple[System, ...]:
    """Return the systems that come with the software."""
    return read(_table())


@cache
def table_hash() -> str:
    """Name the table: what follows from another one is worked out anew."""
    return hashlib.sha256(_table().encode()).hexdigest()[:16]


def listed(title: pl.Expr, known: tuple[System, ...]) -> pl.Expr:
    """Return the id of the first system that a flat title names, null for none."""
    return pl.coalesce(*(pl.when(one.names(title)).then(pl.lit(one.id)) for one in known), pl.lit(None, pl.String))
