"""Validity: a case for every rule, and for all of them together."""

from collections.abc import Mapping
from typing import Final

from metrics.checks import CHECKS, Check
from metrics.checks.content import CONTENT
from metrics.checks.declare import SERIOUS
from tests.metrics.cases.parts import Cases, Told, bit, one

NOT_ASKED: Final = Told(None, None, "not_asked")


def by_bits(check: Check) -> Cases:
    mask = 1 << CHECKS.bit(check.name)
    return Cases(
        (one(due=mask), Told(1, 1, "too_few")),
        (one(due=mask, failed=mask), Told(0, 1, "too_few")),
        # What could not be judged is in no denominator.
        (one(due=mask, broken=mask), NOT_ASKED),
    )


def by_content(check: Check) -> Cases:
    mask = bit(*check.fields)
    some = bit(check.fields[-1])
    return Cases(
        (one(bits=(mask, some, 0)), Told(1, 1, "too_few")),
        # What a standard does not ask for fills nothing.
        (one(bits=(some, mask & ~some, 0)), Told(0, 1, "too_few")),
        (one(bits=(0, mask, mask)), NOT_ASKED),
    )


def of_all(mask: int) -> Cases:
    """Ten rules: two that do not apply, one that could not be judged, three failed, four passed."""
    eight = [1 << place for place in range(63) if mask >> place & 1][:8]
    due, failed, broken = sum(eight), sum(eight[:3]), eight[3]
    return Cases(
        (one(due=due, failed=failed, broken=broken), Told(4, 7, "ok")),
        (one(due=due, failed=due), Told(0, 8, "ok")),
        (one(due=broken, broken=broken), NOT_ASKED),
    )


CASES: Final[Mapping[str, Cases]] = {
    **{f"validity.{check.name}": by_bits(check) for check in CHECKS},
    **{f"validity.{check.name}": by_content(check) for check in CONTENT},
    "validity.all": of_all((1 << len(CHECKS)) - 1),
    "validity.serious": of_all(sum(1 << place for place, each in enumerate(CHECKS) if each.severity == SERIOUS)),
}
