"""The declarations: one metric, one place, with its prose; a bad one fails at import."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

#: The ways a figure may be split. ``all`` is the whole register.
DIMENSIONS = ("all", "organisation", "ministry", "type", "category", "status", "standard")

#: The order in which a reader meets the families; others come after them.
FAMILIES = ("size", "connected", "on_time", "declared", "completeness")

_NAME = re.compile(r"[a-z_]+\.[a-z_0-9]+")


class BadDeclarationError(ValueError):
    """A metric was declared wrongly; says which one and what is missing."""


class QuestionError(ValueError):
    """A figure was asked for that cannot be had; says what can."""


@dataclass(frozen=True)
class Text:
    """One piece of prose in both languages of the interface."""

    nl: str
    en: str

    def __getitem__(self, language: str) -> str:
        """Return the text in ``nl`` or ``en``; any other language is a KeyError."""
        return {"nl": self.nl, "en": self.en}[language]


@dataclass(frozen=True)
class Metric:
    """Everything that page, method text, API and computation need to know of one metric.

    ``kind`` names the computation: ``registrations`` and ``organisations`` count, ``bits``
    adds up verdict bits, ``connected`` divides by the register's own lists, ``on_time``
    follows the lines of inventories, ``declared`` reads counts from documents. ``argument`` is
    what that computation needs.
    """

    name: str
    title: Text
    why: Text
    population: Text
    not_asked: Text
    source: Text
    kind: Literal["registrations", "organisations", "bits", "connected", "on_time", "declared"]
    version: int = 1
    unit: Literal["registrations", "organisations", "points", "systems"] = "registrations"
    good: Literal["up", "down", "neutral"] = "up"
    by: tuple[str, ...] = DIMENSIONS
    argument: str = ""

    def __post_init__(self) -> None:
        """Refuse a declaration that could not be computed or explained."""
        if not _NAME.fullmatch(self.name):
            msg = f"metric {self.name!r}: a name is family.thing, in lower case"
            raise BadDeclarationError(msg)
        for part in ("title", "why", "population", "not_asked", "source"):
            text = getattr(self, part)
            if not (text.nl.strip() and text.en.strip()):
                msg = f"metric {self.name}: {part} needs a text in both languages"
                raise BadDeclarationError(msg)
        unknown = set(self.by) - set(DIMENSIONS)
        if unknown or "all" not in self.by:
            msg = f"metric {self.name}: cannot be split by {sorted(unknown) or 'nothing'}"
            raise BadDeclarationError(msg)
        if self.version < 1:
            msg = f"metric {self.name}: versions start at 1"
            raise BadDeclarationError(msg)

    @property
    def family(self) -> str:
        """The part of the name before the dot."""
        return self.name.split(".")[0]

    @property
    def filters(self) -> tuple[str, ...]:
        """What a figure of this metric can be restricted to."""
        own = {"connected": ("type",), "on_time": ("organisation", "ministry"), "declared": ("ministry",)}
        return own.get(self.kind, DIMENSIONS[1:])

    @property
    def is_ratio(self) -> bool:
        """Whether the figure divides: counts of registrations, of bodies and from documents do not."""
        return self.kind not in {"registrations", "organisations", "declared"}


class Catalogue:
    """All metrics by name: the families in the order of ``FAMILIES``, within one as declared."""

    def __init__(self) -> None:
        """Start empty; the family modules declare into it."""
        self._metrics: dict[str, Metric] = {}

    def declare(self, metric: Metric) -> Metric:
        """Take in one declaration; a second one under the same name is an error."""
        if metric.name in self._metrics:
            msg = f"metric {metric.name}: declared twice"
            raise BadDeclarationError(msg)
        self._metrics[metric.name] = metric
        return metric

    def __getitem__(self, name: str) -> Metric:
        """Return a metric; raises KeyError for a name that nobody declared."""
        return self._metrics[name]

    def __contains__(self, name: object) -> bool:
        """Whether a metric of that name is declared."""
        return name in self._metrics

    def __iter__(self) -> Iterator[Metric]:
        """Go through the metrics, family by family."""
        order = {family: number for number, family in enumerate(FAMILIES)}
        return iter(sorted(self._metrics.values(), key=lambda one: order.get(one.family, len(order))))

    def __len__(self) -> int:
        """How many metrics are declared."""
        return len(self._metrics)


CATALOGUE = Catalogue()
