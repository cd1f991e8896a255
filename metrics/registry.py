"""The declarations: one metric, one place, with its prose; a bad one fails at import."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

import polars as pl

from metrics.facts import Facts

#: The ways a figure may be split. ``all`` is the whole register; by ``theme`` groups overlap.
DIMENSIONS = ("all", "organisation", "ministry", "type", "category", "status", "standard", "theme")
#: How figures that follow inventories may be split.
BY_BODY = ("all", "ministry", "organisation")
#: What a figure can be restricted to: groups of a split, and a target's bodies with or without ZBOs.
FILTERS = frozenset({*DIMENSIONS[1:], "scope"})

#: The order in which a reader meets the families; others come after them.
FAMILIES = (
    "size",
    "connected",
    "coverage",
    "on_time",
    "reconciliation",
    "pace",
    "declared",
    "estimate",
    "completeness",
    "validity",
    "currency",
    "plain_language",
    "classification",
    "peers",
    "ownership",
)

_NAME = re.compile(r"[a-z_]+\.[a-z_0-9]+")


class BadDeclarationError(ValueError):
    """A metric was declared wrongly; says which one and what is missing."""


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Say that there is no such thing, and which of those that there are come nearest."""
    near = difflib.get_close_matches(name, list(known), n=3, cutoff=0)
    return f"no {kind} {name!r}; did you mean {', '.join(near)}?" if near else f"no {kind} {name!r}"


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
class Score:
    """What one registration adds to a figure on each of its days, as integers: what it gets, and what it owes.

    Expressions over the columns of ``metrics.spans``; without ``asked`` the figure is a count and no share.
    """

    passed: pl.Expr
    asked: pl.Expr | None = None

    @property
    def owed(self) -> pl.Expr:
        """What it owes, none for a count."""
        return pl.lit(0, pl.Int64) if self.asked is None else self.asked


@dataclass(frozen=True)
class Question:
    """What is asked of a metric: about which days, known up to when, how split and restricted."""

    metric: "Metric"
    days: Sequence[date]
    known_on: date
    by: str
    where: Mapping[str, str]
    target: str | None = None


#: Answers a question with a row per day and group. Columns: as_of, group, code or org_id, and counts.
#: With a column ``state`` they are figures already (passed, asked and the rest of them); without one, the
#: lower and upper counts (low, low_asked, high, high_asked) of which the engine makes figures. A frame
#: without columns says that what the metric needs was never collected.
Counts: TypeAlias = Callable[[Facts, Question], pl.DataFrame]


@dataclass(frozen=True)
class Units:
    """What a figure of one day is the sum of, and what its sources could tell that day.

    ``rows`` are those of ``metrics.units``: each unit once, with what it counts for and what it was.
    ``sources`` are the lists that could be used, ``registered`` the registrations that counted as
    public, and ``hidden`` those that were there by all that is known later, while nobody could tell.
    """

    rows: pl.DataFrame
    sources: frozenset[str] = field(default_factory=frozenset)
    registered: frozenset[str] = field(default_factory=frozenset)
    hidden: frozenset[str] = field(default_factory=frozenset)


#: Answers a question about one day with the units of the figure. Scores need none: their units are registrations.
UnitsOf: TypeAlias = Callable[[Facts, Question], Units]


@dataclass(frozen=True)
class Metric:
    """Everything that page, method text, API and computation need to know of one metric.

    ``measure`` is the computation: a score of registrations, or a function that counts something
    else. ``ratio`` says whether the figure is a share of what is asked. Figures of ``inventories``
    follow lists that are not public: the public is handed what may be told of them.
    """

    name: str
    title: Text
    why: Text
    population: Text
    not_asked: Text
    source: Text
    measure: Score | Counts
    version: int = 1
    unit: Literal["registrations", "organisations", "points", "systems", "days", "weeks"] = "registrations"
    good: Literal["up", "down", "neutral"] = "up"
    by: tuple[str, ...] = DIMENSIONS
    filters: tuple[str, ...] = DIMENSIONS[1:]
    ratio: bool = True
    inventories: bool = False
    #: In which splits every publication keeps its figures for ever.
    headline: tuple[str, ...] = ()
    #: Whether its groups can be restated to today's organisations.
    restatable: bool = True
    #: What the figure is the sum of, so that ``metrics.explain`` can say why it moved.
    units: UnitsOf | None = None

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
        if odd := set(self.headline) - set(self.by):
            msg = f"metric {self.name}: no publication can keep it by {sorted(odd)}"
            raise BadDeclarationError(msg)
        if odd := set(self.filters) - FILTERS:
            msg = f"metric {self.name}: cannot be restricted by {sorted(odd)}"
            raise BadDeclarationError(msg)
        if self.version < 1:
            msg = f"metric {self.name}: versions start at 1"
            raise BadDeclarationError(msg)

    @property
    def explainable(self) -> bool:
        """Whether ``metrics.explain`` can say why it moved: a share of which the units are known."""
        return self.ratio and (self.units is not None or isinstance(self.measure, Score))

    @property
    def family(self) -> str:
        """The part of the name before the dot."""
        return self.name.split(".")[0]


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

    def get(self, name: str) -> Metric | None:
        """Return a metric; None for a name that nobody declared."""
        return self._metrics.get(name)

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
