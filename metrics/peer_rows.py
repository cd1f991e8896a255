"""The rows of what bodies can learn from each other (``metrics.peer_lists``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from metrics.registry import Text


@dataclass(frozen=True)
class Example:
    """One registration of another body."""

    lars: str
    name: str
    organisation: str


@dataclass(frozen=True)
class OfSystem:
    """What every row has: the system that it is about, and what that looks like at other bodies."""

    cluster: str
    label: Text
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class OfRegistration(OfSystem):
    """What a row about one registration of this body has besides."""

    lars: str
    name: str


@dataclass(frozen=True)
class Common(OfSystem):
    """A common system: who has it, by kind, and in which category bodies put it; a body may count in several."""

    listed: bool
    bodies: int
    registrations: int
    kinds: Mapping[str, int]
    categories: Mapping[str, int]


@dataclass(frozen=True)
class Missing(OfSystem):
    """A system that peers registered and this body did not: how many of how many, and of those about its size."""

    peers: int
    near: int


@dataclass(frozen=True)
class Differing(OfRegistration):
    """A registration whose category is another than that of other bodies for the same system."""

    category: str
    #: How many other bodies have it in each category, that of this one included.
    others: Mapping[str, int]


@dataclass(frozen=True)
class Shared(OfRegistration):
    """A long text that other bodies have too, word for word, in the same field and for the same system."""

    field: str
    #: How many bodies have it for this system, this one included; whether five have it, for whatever system.
    bodies: int
    boilerplate: bool


@dataclass(frozen=True)
class Peers:
    """What one body can learn from its peers as of a day; ``size`` is how many public registrations it has."""

    org_id: str
    organisation: str
    kind: str
    as_of: date
    known_on: date
    size: int
    peers: int
    near: int
    missing: tuple[Missing, ...]
    differing: tuple[Differing, ...]
