"""What is to be checked in registrations, on a terminal: as a table, as CSV, or as JSON for a machine to read."""

import argparse
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import polars as pl

from dashboard.formats import Formats
from dashboard.terminal import GOOD, NO_VALUE, NothingPublishedError, print_json, print_table, published, show
from dashboard.text import Words, words
from dashboard.validated import counted, shortened
from metrics.facts import Facts
from metrics.finding_list import Asked, Listed
from metrics.finding_list import listed as found_on
from sql import mart
from sql.arguments import UseError
from sql.fields import BY_KEY


def listed(args: argparse.Namespace) -> int:
    """Say which checks registrations do not pass on a day, what they say there, and what to do."""
    if not (args.org or args.lars or args.check):
        msg = "give --org, --lars or --check: which registrations, or which check of all of them"
        raise UseError(msg)
    name, facts = published(args.data, args.audience)
    as_of = args.as_of or facts.last_day()
    if as_of is None:
        msg = "the register was never collected yet; run: vulgraad ingest"
        raise NothingPublishedError(msg)
    org_id = args.org.lower() if args.org else None
    asked = Asked(org_id, args.lars, args.check, args.severity)
    found = found_on(facts, as_of, partial(mart.texts, args.data, name, args.audience), asked)
    if args.format == "json":
        print_json({**_about(facts, as_of, found), "rows": [_machine(one, args.language) for one in found]})
    elif args.format == "csv":
        show(pl.DataFrame([_flat(one, args.language) for one in found], schema=_COLUMNS), "csv", {})
    else:
        _print(words(args.language), found, as_of, whose=not (args.org or args.lars))
    return GOOD


_ABOUT: Final = ("lars", "name", "org_id", "organisation", "check", "severity")
_COLUMNS: Final = {
    **dict.fromkeys(_ABOUT, pl.String),
    "since": pl.Date,
    **dict.fromkeys(("fields", "said", "do"), pl.String),
}


def _about(facts: Facts, as_of: date, found: Sequence[Listed]) -> dict[str, Any]:
    registrations = len({one.lars for one in found})
    counts = {"findings": len(found), "registrations": registrations}
    return {"as_of": as_of, "known_on": facts.last_day(), **counts}


def _machine(one: Listed, language: str) -> dict[str, Any]:
    finding = one.finding
    return {
        "lars": one.lars,
        "name": one.name,
        "org_id": one.org_id,
        "organisation": one.organisation,
        "check": finding.check,
        "severity": finding.severity,
        "title": finding.title[language],
        "since": one.since,
        "fields": list(finding.fields),
        "said": dict(finding.said),
        "do": finding.fix[language],
    }


def _flat(one: Listed, language: str) -> dict[str, Any]:
    row = _machine(one, language)
    said = "; ".join(f"{key}: {text}" for key, text in row["said"].items())
    return {key: row[key] for key in (*_ABOUT, "since", "do")} | {"fields": " ".join(row["fields"]), "said": said}


def _print(t: Words, found: Sequence[Listed], as_of: date, *, whose: bool) -> None:
    formats = Formats(t.language)
    day = formats.day(as_of)
    if not found:
        print(t("findings.nothing", day=day))
        return
    heads = [t("validate.severity"), t("findings.lars"), t("findings.name")]
    heads += [t("findings.organisation")] if whose else []
    heads += [t(f"findings.{one}") for one in ("check", "since")]
    heads += [t("validate.field"), t("findings.said"), t("validate.advice")]
    print_table(heads, [_cells(t, one, whose=whose) for one in found])
    numbers = {"findings": len(found), "registrations": len({one.lars for one in found})}
    told = {key: t.count(f"count.{key}", number, formats.number(number)) for key, number in numbers.items()}
    print(t("findings.summary", **told, day=day, counted=counted(t, [one.finding.severity for one in found])))


def _cells(t: Words, one: Listed, *, whose: bool) -> list[str]:
    finding = one.finding
    titles = " / ".join(getattr(BY_KEY[key].title, t.language) for key in finding.fields)
    said = " / ".join(shortened(" ".join(text.split())) for text in finding.said.values())
    return [
        t(f"validate.{finding.severity}"),
        one.lars,
        shortened(one.name),
        *([shortened(one.organisation)] if whose else []),
        finding.check,
        one.since.isoformat(),
        titles or NO_VALUE,
        said or NO_VALUE,
        finding.fix[t.language],
    ]
