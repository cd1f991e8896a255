"""What the cases of metrics are made of: facts, and what a figure of them must come to."""

from datetime import date
from typing import NamedTuple

from metrics.facts import Facts
from sql.fields import BIT, FIELDS
from tests.metrics.facts_builder import FactsBuilder

LARS, DAY = "12345678", date(2026, 3, 1)
COLLECTED = ("2025-06-02", "2026-02-01", "2026-03-01", "2026-04-01")
ALL_BITS = (1 << len(FIELDS)) - 1


class Told(NamedTuple):
    """What a figure came to."""

    passed: int | None
    asked: int | None
    state: str


class Cases(NamedTuple):
    """Facts and what they must come to; instead of facts, a reason why there can be none."""

    passing: tuple[Facts, Told] | str
    failing: tuple[Facts, Told] | str
    not_asked: tuple[Facts, Told] | str


def one(**said: object) -> Facts:
    """A register with one registration."""
    return FactsBuilder(*COLLECTED).registration(LARS, "2025-05-01", **said).build()  # type: ignore[arg-type]


def scored(mask: int, weight: int = 1) -> Cases:
    nothing = (one(bits=(0, ALL_BITS, ALL_BITS)), Told(None, None, "not_asked"))
    return Cases(
        (one(bits=(mask, mask, mask)), Told(weight, weight, "too_few")),
        (one(bits=(mask, 0, 0)), Told(0, weight, "too_few")),
        nothing,
    )


def bit(*keys: str) -> int:
    return sum(1 << BIT[key] for key in keys)
