"""A made-up register of a dozen municipalities and two provinces, to compare; with one list for the internal mart."""

from datetime import date

from metrics.facts import Facts
from sql.fields import BIT, HIGH_RISK, OTHER
from tests.metrics.facts_builder import FactsBuilder

FIRST, LAST = "2025-06-02", "2026-08-08"
#: How many registrations each has, and how many of the five fields that each is asked are filled.
CITIES = {
    "gm0001": (6, 1),
    "gm0002": (6, 2),
    "gm0003": (8, 3),
    "gm0004": (10, 3),
    "gm0005": (12, 4),
    "gm0006": (20, 5),
    "gm0007": (5, 0),
    "gm0008": (4, 5),
    "gm0009": (1, 2),
    "gm0010": (0, 0),
}
_FIELDS = ("goal", "risks", "proportionality", "human_intervention", "lawful_basis")


def bits(filled: int) -> tuple[int, int, int]:
    """Return the masks of what is asked, filled and valid."""
    asked, had = (sum(1 << BIT[key] for key in keys) for keys in (_FIELDS, _FIELDS[:filled]))
    return asked, had, had


def many(audience: str = "internal") -> Facts:
    """Return the register."""
    builder = FactsBuilder(FIRST, LAST).body("pv0001", "provincie").body("ag0001", "agentschap", "mnre0001")
    builder.body("mnre0001", "ministerie")
    number = 10_000_000
    for code, (registrations, filled) in CITIES.items():
        builder.body(code, "gemeente").member("gemeente", code)
        for place in range(registrations):
            number += 1
            since = "2024-03-01" if place < registrations - 1 else "2026-08-01"
            builder.registration(f"{number}", since, org_id=code, category=OTHER, bits=bits(filled))
    builder.member("gemeente", "gm0011")
    builder.target().inventory("ag0001", FIRST)
    for local in range(6):
        builder.line(f"{local}", category=HIGH_RISK)
    facts = builder.build(audience)
    assert facts.last_day() == date.fromisoformat(LAST)
    return facts
