"""What a check can come to."""

from enum import Enum


class Verdict(Enum):
    """One answer of one check about one version."""

    NOT_DUE = "not due"
    PASSES = "passes"
    FAILS = "fails"
    #: Asked, but nobody could judge it.
    BROKEN = "broken"

    @property
    def counts(self) -> tuple[int, int]:
        """Return asked and passed: what could not be judged is in neither."""
        return int(self in {Verdict.PASSES, Verdict.FAILS}), int(self is Verdict.PASSES)


NOT_DUE, PASSES, FAILS, BROKEN = Verdict.NOT_DUE, Verdict.PASSES, Verdict.FAILS, Verdict.BROKEN


def judged(due: bool, *, fails: bool, broken: bool = False) -> Verdict:
    if not due:
        return NOT_DUE
    if broken:
        return BROKEN
    return FAILS if fails else PASSES
