"""Plain language: a case for every level of every text."""

from collections.abc import Mapping
from typing import Final

from metrics.traits import AI_LIKE_BIT, LEVELS, READ, level_bit
from tests.metrics.cases.parts import Cases, Told, one


def level(key: str, name: str) -> Cases:
    other = LEVELS[LEVELS.index(name) - 1]
    return Cases(
        (one(traits=1 << level_bit(key, name)), Told(1, 1, "too_few")),
        (one(traits=1 << level_bit(key, other)), Told(0, 1, "too_few")),
        (one(traits=1 << AI_LIKE_BIT), Told(None, None, "not_asked")),
    )


CASES: Final[Mapping[str, Cases]] = {
    f"plain_language.{key}_{name}": level(key, name) for key in READ for name in LEVELS
}
