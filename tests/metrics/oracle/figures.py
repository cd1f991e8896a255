"""Every figure about registrations, by the name of its metric."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeAlias

from tests.metrics.oracle import classification, currency, peers, score
from tests.metrics.oracle.checks import SERIOUS, TEXT_CHECKS
from tests.metrics.oracle.context import CONTEXT_CHECKS
from tests.metrics.oracle.language import LEVELS, READABLE, at_level
from tests.metrics.oracle.register import Known, Standing
from tests.metrics.oracle.words import A, B, C, Form, Version

FEW = 5


@dataclass(frozen=True)
class Figure:
    """One row of the answer; a bound's ``_asked`` is None where it equals ``asked``."""

    asked: int | None
    passed: int | None
    low: int | None
    low_asked: int | None
    high: int | None
    high_asked: int | None
    state: str = "ok"


class Register(Protocol):
    """What may be public on a day, and the groups in which a version counts."""

    def public(self, day: dt.date) -> list[Standing]: ...

    def groups(self, by: str, day: dt.date) -> Callable[[Version], list[str]]: ...


Figures: TypeAlias = dict[str, Figure]
#: Asked and passed, of every registration that may be public on a day.
Verdicts: TypeAlias = Callable[[Known, dt.date], Mapping[str, tuple[int, int]]]
VersionVerdicts: TypeAlias = Callable[[Register, dt.date], Mapping[str, tuple[int, int]]]


def few(asked: int | None, state: str) -> str:
    return "too_few" if state == "ok" and asked is not None and 0 < asked < FEW else state


def share(known: Register, day: dt.date, by: str, verdicts: Mapping[str, tuple[int, int]]) -> Figures:
    """Add verdicts up over what was public, over what surely was, and over what may have been."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    groups = known.groups(by, day)
    for one in known.public(day):
        asked, passed = verdicts.get(one.lars, (0, 0))
        if asked:
            for group in groups(one.version):
                for place, counts in enumerate((one.passed, one.low, True)):
                    if counts:
                        sums[group][2 * place] += asked
                        sums[group][2 * place + 1] += passed
    return {group: _figure(*counts) for group, counts in sums.items()}


def _figure(asked: int, passed: int, low_asked: int, low: int, high_asked: int, high: int) -> Figure:
    bounds = (low, None if low_asked == asked else low_asked, high, None if high_asked == asked else high_asked)
    if not asked:
        return Figure(None, None, None, None, None, None, "not_asked")
    return Figure(asked, passed, *bounds, few(asked, "ok"))


def of_version(judge: Callable[[Version], tuple[int, int]]) -> VersionVerdicts:
    """Judge the words of each registration; the same words once."""
    known_verdicts: dict[int, tuple[Version, tuple[int, int]]] = {}

    def verdicts(known: Register, day: dt.date) -> dict[str, tuple[int, int]]:
        found = {}
        for one in known.public(day):
            if id(one.version) not in known_verdicts:
                known_verdicts[id(one.version)] = (one.version, judge(one.version))
            found[one.lars] = known_verdicts[id(one.version)][1]
        return found

    return verdicts


def of_day(judge: Callable[[Known, dt.date], dict[str, bool]]) -> Verdicts:
    return lambda known, day: {lars: (1, int(passed)) for lars, passed in judge(known, day).items()}


def _checks(version: Version, names: frozenset[str]) -> tuple[int, int]:
    counts = [TEXT_CHECKS[name](version).counts for name in sorted(names)]
    return sum(asked for asked, _ in counts), sum(passed for _, passed in counts)


def of_words(form: Form) -> dict[str, VersionVerdicts]:
    """Return every metric that looks at the words of each registration alone."""
    found: dict[str, VersionVerdicts] = {
        "completeness.valid": of_version(partial(score.score, step="valid")),
        "completeness.filled": of_version(partial(score.score, step="filled")),
        "completeness.strict": of_version(score.strict),
        "completeness.not_in_standard": of_version(score.not_in_standard),
        "validity.all": of_version(partial(_checks, names=frozenset(TEXT_CHECKS))),
        "validity.serious": of_version(partial(_checks, names=frozenset(SERIOUS))),
        "classification.not_stated": of_version(classification.not_stated),
    }
    found |= {f"completeness.{name}": of_version(partial(score.field_valid, field=name)) for name in form.keys}
    found |= {f"completeness.{name}": of_version(partial(score.question, name=name)) for name in score.QUESTIONS}
    found |= {f"validity.{name}": of_version(partial(_checks, names=frozenset({name}))) for name in TEXT_CHECKS}
    for field in READABLE:
        for level in LEVELS:
            found[f"plain_language.{field}_{level}"] = of_version(partial(at_level, field=field, wanted=level))
    for name, category in (("high_risk", A), ("impactful", B), ("other", C)):
        found[f"classification.{name}"] = of_version(partial(classification.share_of, category=category))
    return found


def shares(form: Form) -> dict[str, Verdicts]:
    """Return every metric that adds up verdicts on registrations."""
    found: dict[str, Verdicts] = {
        "currency.within_12_months": of_day(lambda known, day: currency.within(known, day, 12)),
        "currency.within_24_months": of_day(lambda known, day: currency.within(known, day, 24)),
        "classification.moved": of_day(classification.moved),
        "classification.differs_from_peers": of_day(classification.differs),
    }
    found |= {f"validity.{name}": of_day(one) for name, one in CONTEXT_CHECKS.items()}
    return {**of_words(form), **found}


def days_since_change(known: Known, day: dt.date, by: str) -> Figures:
    """Return the median age, and its range between what surely was public and what may have been."""
    groups: dict[str, list[Standing]] = defaultdict(list)
    for one in known.public(day):
        for group in known.groups(by, day)(one.version):
            groups[group].append(one)
    found = {}
    for group, members in groups.items():
        chosen = ([one for one in members if one.passed], [one for one in members if one.low], members)
        median, sure, possible = (currency.lower_median(currency.days_since(known, day, some)) for some in chosen)
        bounds = [one for one in (sure, possible) if one is not None]
        state = "ok" if median is not None else "not_asked"
        found[group] = Figure(None, median, min(bounds), None, max(bounds), None, state)
    return found


def counts(known: Known, day: dt.date, by: str) -> Figures:
    return {
        group: Figure(None, one.passed, one.low, None, one.high, None)
        for group, one in known.registrations(day, by).items()
    }


def bodies(known: Known, day: dt.date, by: str) -> Figures:
    return {
        group: Figure(None, one.passed, one.low, None, one.high, None)
        for group, one in known.organisations(day, by).items()
    }


def common_systems(known: Known, day: dt.date, by: str) -> Figures:
    """Count over what was public, over what surely was, and over what may have been: each by its own common ones."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    members = known.public(day)
    chosen = ([one for one in members if one.passed], [one for one in members if one.low], members)
    for place, some in enumerate(chosen):
        for body, (kind, asked, passed) in peers.common(known, some, day).items():
            group = {"all": "all", "type": kind, "organisation": body}[by]
            sums[group][2 * place] += asked
            sums[group][2 * place + 1] += passed
    return {group: _figure(*counts) for group, counts in sums.items() if any(counts)}
