"""What a body can complete, on a terminal: the largest gain first, as a table, CSV or JSON."""

import argparse
from fractions import Fraction
from typing import Any, Final

import polars as pl

from dashboard.formats import SMALL
from dashboard.terminal import NO_VALUE, print_json, published, show
from metrics import fixes as measured
from metrics.fixes import Fix, Fixes, Score
from sql.arguments import UseError
from sql.fields import BY_KEY

GOOD: Final = 0


def fixes(args: argparse.Namespace) -> int:
    """Say which fields a body can best complete in its registrations, and what each adds to its score."""
    if args.most is not None and args.most < 1:
        msg = f"--most {args.most}: write 1 or more"
        raise UseError(msg)
    _, facts = published(args.data, args.audience)
    found = measured.fixes(facts, args.org, lars=args.lars, as_of=args.as_of, most=args.most)
    if args.format == "json":
        print_json({**_about(found), "fixes": [_machine(one) for one in found.fixes]})
        return GOOD
    show(pl.DataFrame([_row(one, found) for one in found.fixes], schema=_COLUMNS), args.format, _said(found))
    return GOOD


_COLUMNS: Final = {
    **dict.fromkeys(("lars", "name", "do", "field", "gain", "before", "after", "cumulative", "then"), pl.String),
    "checks": pl.String,
}


def _row(one: Fix, found: Fixes) -> dict[str, str]:
    few = found.score.asked < SMALL
    titles = " / ".join(BY_KEY[key].title.nl for key in one.fields)
    return {
        "lars": one.lars,
        "name": one.name,
        "do": one.action,
        "field": titles,
        "gain": NO_VALUE if few else f"{float(100 * one.gain):+.2f}",
        "before": _percent(one.before, few=few),
        "after": _percent(one.after, few=few),
        "cumulative": _percent(one.cumulative, few=few),
        "then": BY_KEY[one.follows].title.nl if one.follows else "",
        "checks": " ".join(one.checks),
    }


def _percent(one: Score, *, few: bool) -> str:
    return f"{one.passed} of {one.asked}" if few else f"{float(100 * one.share):.2f}%"


def _said(found: Fixes) -> dict[str, Any]:
    score = f"{found.score.passed} of {found.score.asked} points"
    return {"org_id": found.org_id, "as_of": found.as_of, "known_on": found.known_on, "score": score}


def _about(found: Fixes) -> dict[str, Any]:
    about = {"metric": measured.SCORE, "org_id": found.org_id, "as_of": found.as_of, "known_on": found.known_on}
    return {**about, "score": _score(found.score), "state": found.state}


def _machine(one: Fix) -> dict[str, Any]:
    return {
        "lars": one.lars,
        "name": one.name,
        "requirement": one.requirement.key,
        "do": one.action,
        "fields": [{"field": key, "nl": BY_KEY[key].title.nl, "en": BY_KEY[key].title.en} for key in one.fields],
        "gain": _exact(one.gain),
        "gain_points": float(100 * one.gain),
        "before": _score(one.before),
        "after": _score(one.after),
        "cumulative": _score(one.cumulative),
        "registration": {
            "gain": _exact(one.own_gain),
            "before": _score(one.own),
            "after": _score(one.own_after),
        },
        "then_owed": one.follows,
        "checks": list(one.checks),
    }


def _score(one: Score) -> dict[str, Any]:
    return {"passed": one.passed, "asked": one.asked, "share": _exact(one.share)}


def _exact(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"
