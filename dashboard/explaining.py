"""Why a figure moved, on a terminal: its parts as a table, as CSV, or as JSON for a machine to read."""

import argparse
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import polars as pl

from dashboard import reported
from dashboard.apportion import apportioned
from dashboard.formats import SMALL
from dashboard.terminal import NO_VALUE, print_json, print_table, published, show
from metrics.causes import CAUSES
from metrics.explain import Explanation, Part, Point, explain
from sql.arguments import UseError

GOOD: Final = 0
#: So many units of a cause are named, unless all of one cause are asked for.
_NAMED: Final = 20
#: A tenth of a percentage point.
_UNIT: Final = Fraction(1, 1000)


def explained(args: argparse.Namespace) -> int:
    """Say why a figure moved between two days: what each cause did, adding up to the difference."""
    _, facts = published(args.data, args.audience)
    where = dict(args.where)
    if args.as_reported and args.target:
        msg = "publications keep figures of the first target only; leave out --target or --as-reported"
        raise UseError(msg)
    told = reported.figure(args.data, args.audience, args.name, args.start, where) if args.as_reported else None
    found = explain(
        facts,
        args.name,
        args.start,
        args.end,
        known_on=args.known_on,
        as_known=args.as_known,
        where=where,
        target=args.target,
        reported=told,
    )
    about = _about(found) | ({"where": where} if where else {})
    if args.by_cause:
        return _units(found, args.by_cause, args.format, about)
    if args.format == "json":
        print_json({**about, "parts": [*_machine(found)]})
        return GOOD
    if args.format != "table":
        show(_rows(found), args.format, {})
        return GOOD
    if found.parts:
        show(_rows(found), args.format, {})
    else:
        print("Nothing counts otherwise on one day than on the other.\n")
    _summary(found)
    return GOOD


def _about(found: Explanation) -> dict[str, Any]:
    about: dict[str, Any] = {"metric": found.metric.name, "version": found.metric.version}
    about |= {"from": _point(found.start), "to": _point(found.end)}
    if found.reported:
        about["reported"] = {"publication": found.reported.number, "version": found.reported.version}
    rounded = sum(_points(found), Fraction()) if _shown(found) else None
    return about | {
        "passed_change": found.end.passed - found.start.passed,
        "asked_change": found.end.asked - found.start.asked,
        "difference": _exact(found.difference),
        "points": _decimal(rounded),
        "points_are_those_of_percents": None if rounded is None else rounded == _rounded_apart(found),
        "adds_up": sum((one.share for one in found.parts), Fraction()) == found.difference,
    }


def _point(one: Point) -> dict[str, Any]:
    percent = None if one.asked < SMALL else float(round(100 * one.share, 1))
    return {
        "as_of": one.as_of,
        "known_on": one.known_on,
        "passed": one.passed,
        "asked": one.asked,
        "state": one.state,
        "share": _exact(one.share),
        "percent": percent,
    }


def _shown(found: Explanation) -> bool:
    """Whether there is a percentage at all: of very few cases there is none."""
    return min(found.start.asked, found.end.asked) >= SMALL


def _points(found: Explanation) -> list[Fraction]:
    return apportioned([one.share for one in found.parts], _UNIT)


def _rounded_apart(found: Explanation) -> Fraction:
    """Return the difference of the two rounded shares, which may be a tenth of a point off."""
    return round(found.end.share, 3) - round(found.start.share, 3)


def _exact(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"


def _decimal(share: Fraction | None) -> float | None:
    """Return percentage points of a share that was rounded to tenths of them."""
    return None if share is None else float(100 * share)


def _with_points(found: Explanation) -> Iterator[tuple[Part, float | None]]:
    for part, points in zip(found.parts, _points(found), strict=True):
        yield part, _decimal(points) if _shown(found) else None


def _machine(found: Explanation) -> Iterator[dict[str, Any]]:
    for part, points in _with_points(found):
        yield {
            "cause": part.cause,
            "nl": CAUSES[part.cause].nl,
            "en": CAUSES[part.cause].en,
            "units": part.units.height,
            "passed_change": part.passed,
            "asked_change": part.asked,
            "part": _exact(part.share),
            "points": points,
            "examples": part.units.head(_NAMED).to_dicts(),
        }


def _rows(found: Explanation) -> pl.DataFrame:
    rows = [
        (part.cause, CAUSES[part.cause].en, part.units.height, part.passed, part.asked, _exact(part.share), points)
        for part, points in _with_points(found)
    ]
    text, whole = pl.String, pl.Int64
    kinds = {"cause": text, "what": text, "units": whole, "passed": whole, "asked": whole, "part": text}
    return pl.DataFrame(rows, schema=kinds | {"points": pl.Float64}, orient="row")


def _units(found: Explanation, cause: str, form: str, about: dict[str, Any]) -> int:
    """Print every unit of one cause."""
    if cause not in CAUSES:
        msg = f"no cause {cause!r}; there are: {', '.join(CAUSES)}"
        raise UseError(msg)
    columns = ("unit", "label", "org_id", "n", "asked", "n_to", "asked_to")
    nothing = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    rows = next((part.units for part in found.parts if part.cause == cause), nothing)
    show(rows, form, about | {"cause": cause} if form == "json" else {"cause": cause, "units": rows.height})
    return GOOD


def _summary(found: Explanation) -> None:
    """Print both figures, and what the parts add up to."""
    shares = [_percent(one) for one in (found.start, found.end)]
    cells = [
        [word, str(one.as_of), str(one.known_on), str(one.passed), str(one.asked), share, one.state]
        for word, one, share in zip(("from", "to"), (found.start, found.end), shares, strict=True)
    ]
    print()
    print_table(("", "as_of", "known_on", "passed", "asked", "share", "state"), cells)
    if not _shown(found):
        print("Too few cases for a percentage: the counts only.")
        return
    total = sum(_points(found), Fraction())
    print(f"The parts add up to {float(100 * total):+.1f} points, exactly {_exact(found.difference)}.")
    if total != _rounded_apart(found):
        print("The two rounded shares differ by another tenth: each number here was rounded once.")


def _percent(one: Point) -> str:
    return NO_VALUE if one.asked < SMALL else f"{float(round(100 * one.share, 1)):.1f}%"
