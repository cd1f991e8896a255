"""Size and completeness: what the register's own export tells."""

from collections.abc import Mapping
from typing import Final

from metrics.families.completeness import REQUIREMENTS
from sql.fields import BY_KEY
from tests.metrics.cases.parts import LARS, Cases, Told, bit, one, scored
from tests.metrics.facts_builder import FactsBuilder


def counted() -> Cases:
    # Nothing is collected on the day asked about: a gap.
    late = FactsBuilder("2025-06-02").registration(LARS, "2025-05-01").build()
    return Cases(
        (one(), Told(1, None, "ok")),
        (one(withdrawn="2026-01-15"), Told(0, None, "ok")),
        (late, Told(None, None, "stale")),
    )


CASES: Final[Mapping[str, Cases]] = {
    "size.registrations": counted(),
    "size.organisations": counted(),
    "completeness.valid": scored(bit("goal"), 3),
    "completeness.filled": scored(bit("goal"), 3),
    **{f"completeness.{key}": scored(bit(key)) for key in BY_KEY},
    **{f"completeness.{each.key}": scored(bit(each.fields[0])) for each in REQUIREMENTS},
}
