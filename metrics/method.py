"""The method, in prose, from the declarations: what ``docs/metrics.md`` holds."""

import hashlib
from collections.abc import Iterator
from functools import cache

from metrics.catalogue import CATALOGUE
from metrics.causes import CAUSES
from metrics.checks import Check
from metrics.context import CONTEXT_CHECKS, ContextCheck
from metrics.families.completeness import REQUIREMENTS, WEIGHTS
from metrics.families.validity import RULES
from metrics.registry import Metric, Text
from metrics.texts import DATE_FORM, PLACEHOLDER_START, PLACEHOLDERS
from metrics.verdicts import RULES_VERSION

#: Rules that look at more fields than this do not name them.
_FEW = 8
_HEAD = """# Metrics

Generated from the declarations by `make docs`; a test compares the two. Do not edit.
"""


@cache
def version() -> str:
    """Return by which definitions figures are counted: the version of the rules, and a mark of those of all metrics."""
    named = " ".join(sorted(f"{metric.name} {metric.version}" for metric in CATALOGUE))
    return f"{RULES_VERSION}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def markdown() -> str:
    """Return the catalogue as Markdown: weights, placeholders, rules, causes, and every metric in both languages."""
    parts = [_HEAD, _weights(), _placeholders(), _checks(), _causes()]
    for family in dict.fromkeys(one.family for one in CATALOGUE):
        parts.append(f"## {family}\n")
        parts += [_metric(one) for one in CATALOGUE if one.family == family]
    return "\n".join(parts)


def _weights() -> str:
    rows = [
        f"| {one.title.nl} / {one.title.en} | {', '.join(f'`{key}`' for key in one.fields)} | {one.tier} "
        f"| {WEIGHTS[one.tier]} |"
        for one in sorted(REQUIREMENTS, key=lambda one: one.tier)
    ]
    head = "## What a complete registration owes\n\n| Requirement | Met by any of | Tier | Weight |\n|---|---|---|---|"
    return "\n".join([head, *rows, ""])


def _placeholders() -> str:
    listed = ", ".join(f"`{one}`" for one in PLACEHOLDERS)
    return (
        f"## When a text is valid (verdicts version {RULES_VERSION})\n\n"
        "Filled: not empty after trimming. Valid: filled, within the length and the permitted values of its standard, "
        f"and no placeholder. Placeholders, as a full match after trim and casefold: {listed}, and anything that "
        f"begins with `{PLACEHOLDER_START}`. `geen` is an answer for human intervention and for the supplier. "
        f"Dates have the form `{DATE_FORM}`.\n"
    )


def _checks() -> str:
    rows = [_rule(one, _looks_at(one)) for one in RULES]
    context = [_rule(one, "other facts") for one in CONTEXT_CHECKS.values()]
    head = (
        "## Rules\n\nEach has a figure below: `validity.` and its name. Those about other facts hold from day to day; "
        "the others are judged once, when a text arrives.\n\n"
        "| Rule | Severity | Norm | Version | Looks at | What to do |\n|---|---|---|---|---|---|"
    )
    return "\n".join([head, *rows, *context, ""])


def _rule(one: Check | ContextCheck, looks_at: str) -> str:
    told = (f"`{one.name}`", one.severity, f"{one.norm}%", str(one.version), looks_at, f"{one.fix.nl} / {one.fix.en}")
    return f"| {' | '.join(told)} |"


def _looks_at(one: Check) -> str:
    """Name the fields of a rule, as far as a reader would want to read them."""
    if len(one.fields) > _FEW:
        return f"{len(one.fields)} fields"
    return ", ".join(f"`{key}`" for key in one.fields) or "the registration as a whole"


def _causes() -> str:
    head = (
        "## Why a figure moved\n\nFrom n of N on one day to n' of N' on another the difference is "
        "`(n' - n) * mean(1/N, 1/N') + mean(n, n') * (1/N' - 1/N)`, exactly. What the figure is the sum of "
        "(registrations, bodies, lines of inventories) and counts for something else, has one cause: the first of "
        "these that fits. A cause gets its part of n' - n and of N' - N, and the parts add up to the difference. "
        "The way back has the same causes, and each part with the other sign. "
        "Any share can be explained: `vulgraad explain`. Where coverage goes from lists to declared counts, or back, "
        "everything of the one goes, and everything of the other comes, as `source_outage`.\n"
    )
    return "\n".join([head, *(f"{at}. `{key}`: {text.nl} / {text.en}" for at, (key, text) in _numbered()), ""])


def _numbered() -> Iterator[tuple[int, tuple[str, Text]]]:
    return enumerate(CAUSES.items(), start=1)


def _metric(one: Metric) -> str:
    lines = [
        f"### `{one.name}`: {one.title.nl} / {one.title.en}",
        "",
        f"Version {one.version} · counts {one.unit} · good is {one.good} · by {', '.join(one.by)}",
        "",
    ]
    for label, text in (
        ("Why", one.why),
        ("Who is asked", one.population),
        ("Not asked", one.not_asked),
        ("Source", one.source),
    ):
        lines += [f"- {label}: {text.nl} / {text.en}"]
    return "\n".join([*lines, ""])
