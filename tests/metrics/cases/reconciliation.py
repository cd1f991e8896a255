"""Reconciliation: each system on a list is one of five, and a registration is on a list or not."""

from collections.abc import Mapping
from typing import Final

from metrics.facts import Facts
from sql.fields import IMPACTFUL, OTHER
from tests.metrics.cases.lists import a_list
from tests.metrics.cases.parts import LARS, Cases, Told


def listed(lars: str = "", *, alone: str = "", until: str = "", category: str = "", registered: str = "") -> Facts:
    """One system and one registration: linked by an id or by texts, explained, or of another category."""
    builder = a_list().line("1", lars, **({"category": category} if category else {}))
    builder.registration(LARS, "2025-05-01", **({"category": registered} if registered else {}))  # type: ignore[arg-type]
    if alone:
        builder.pair(LARS, alone=alone)
    if until:
        builder.explanation("1", until)
    return builder.build()


PASSES, FAILS = Told(1, 1, "too_few"), Told(0, 1, "too_few")
#: A system that the target is not about.
OUTSIDE = (listed(LARS, category=IMPACTFUL), Told(None, 0, "declared_zero"))

CASES: Final[Mapping[str, Cases]] = {
    "reconciliation.registered": Cases((listed(alone="certain"), PASSES), (listed(alone="possible"), FAILS), OUTSIDE),
    "reconciliation.missing": Cases((listed(alone="none"), PASSES), (listed(LARS), FAILS), OUTSIDE),
    "reconciliation.uncertain": Cases((listed(alone="possible"), PASSES), (listed(alone="certain"), FAILS), OUTSIDE),
    "reconciliation.exempt": Cases(
        (listed(alone="possible", until="2026-12-31"), PASSES), (listed(LARS, until="2026-12-31"), FAILS), OUTSIDE
    ),
    "reconciliation.inconsistent": Cases((listed(LARS, registered=OTHER), PASSES), (listed(LARS), FAILS), OUTSIDE),
    "reconciliation.unlisted": Cases(
        (listed(), PASSES), (listed(alone="possible"), FAILS), (listed(registered=OTHER), Told(None, 0, "not_asked"))
    ),
}
