"""Classification, and what a standard leaves out."""

from collections.abc import Mapping
from typing import Final

from metrics.facts import Facts
from sql.fields import HIGH_RISK, IMPACTFUL, NOT_STATED, OTHER
from tests.metrics.cases.parts import ALL_BITS, COLLECTED, LARS, Cases, Told, bit, one
from tests.metrics.facts_builder import FactsBuilder

NOT_ASKED: Final = Told(None, None, "not_asked")


def share(category: str, another: str) -> Cases:
    return Cases(
        (one(category=category), Told(1, 1, "too_few")),
        (one(category=another), Told(0, 1, "too_few")),
        (one(category=NOT_STATED), NOT_ASKED),
    )


def became(*categories: str) -> Facts:
    builder = FactsBuilder(*COLLECTED)
    for month, category in enumerate(categories, start=1):
        builder.registration(LARS, f"2025-0{month}-01", category=category)
    return builder.build()


ACCOUNTS: Final = bit("goal", "proportionality", "human_intervention", "risks", "lawful_basis")
CASES: Final[Mapping[str, Cases]] = {
    "classification.high_risk": share(HIGH_RISK, OTHER),
    "classification.impactful": share(IMPACTFUL, HIGH_RISK),
    "classification.other": share(OTHER, HIGH_RISK),
    "classification.not_stated": Cases(
        (one(category=NOT_STATED), Told(1, 1, "too_few")),
        (one(category=OTHER), Told(0, 1, "too_few")),
        "It is asked of every registration.",
    ),
    "classification.moved": Cases(
        (became(NOT_STATED, HIGH_RISK, OTHER), Told(1, 1, "too_few")),
        # Back to where it began.
        (became(NOT_STATED, HIGH_RISK, OTHER, HIGH_RISK), Told(0, 1, "too_few")),
        (became(HIGH_RISK, NOT_STATED), NOT_ASKED),
    ),
    "completeness.strict": Cases(
        (one(bits=(ACCOUNTS | bit("tags"), ALL_BITS, ACCOUNTS)), Told(1, 1, "too_few")),
        (one(bits=(ACCOUNTS, ALL_BITS, ACCOUNTS & ~bit("risks"))), Told(0, 1, "too_few")),
        (one(bits=(bit("tags"), ALL_BITS, ALL_BITS)), NOT_ASKED),
    ),
    # Of 26 points (6 of 3, 2 of 2, 4 of 1): 0.1 has no start date and no link to a register of processing.
    "completeness.not_in_standard": Cases(
        (one(standard="0.1"), Told(2, 26, "ok")),
        (one(standard="1.0", category=OTHER), Told(0, 4, "too_few")),
        (one(standard=NOT_STATED), NOT_ASKED),
    ),
}
