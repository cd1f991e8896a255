"""Estimate: how many systems there may be in all, from two lists that were made apart (capture and recapture)."""

import math
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from metrics.facts import Facts
from metrics.groups import KEYS, OF_TARGET, beside, counts_zbos, labelled
from metrics.matches import public_in_use
from metrics.registry import CATALOGUE, Metric, Question, Text
from metrics.sources import INVENTORY, sources
from metrics.systems import lines_on, target_of
from metrics.tallies import by_lists
from metrics.totals import internal

#: Under so many systems on both lists an estimate is a guess.
OVERLAP: Final = 7
_SPREAD: Final = 1.96


def chapman(first: int, second: int, both: int) -> tuple[int, int, int]:
    """Return Chapman's estimate of how many there are, and the bounds of its 95% interval.

    From the sizes of two lists and how many stand on both, which is no more than either size. The
    lower bound is at least what stands on one of them.
    """
    estimate = Fraction((first + 1) * (second + 1), both + 1) - 1
    variance = Fraction((first + 1) * (second + 1) * (first - both) * (second - both), (both + 1) ** 2 * (both + 2))
    spread = _SPREAD * math.sqrt(variance)
    low = max(round(float(estimate) - spread), first + second - both)
    return round(estimate), low, round(float(estimate) + spread)


def on_day(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: the estimate of its systems of the target's category that are in use.

    One list is the register's, of the bodies that have a list of their own to go by; the other are
    those lists.
    """
    about = target_of(facts, question.target, as_of, question.known_on)
    bodies = sources(facts, question.target, as_of, question.known_on, zbos=counts_zbos(question))
    groups = labelled(bodies, question).group_by(KEYS).agg(covers_asked=pl.len().cast(pl.Int64))
    keeping = labelled(bodies.filter(pl.col("source") == INVENTORY), question)
    register = public_in_use(facts, as_of, question.known_on).filter(pl.col("said_category") == about["category"])
    listed = register.join(keeping, left_on="owner", right_on="org_id").select(*KEYS, "lars")
    lists = by_lists(facts, question, as_of).select(*KEYS, "asked", "n_date", "n_source", "covers", "stale")
    rows = beside(beside(groups, lists), listed.group_by(KEYS).agg(registered=pl.len().cast(pl.Int64)))
    rows = beside(rows, _on_both(facts, question, as_of, keeping, listed))
    told = [_figure(row) for row in rows.with_columns(pl.col("registered", "covers", "both").fill_null(0)).to_dicts()]
    return pl.DataFrame(told, schema=_SCHEMA)


def _on_both(
    facts: Facts, question: Question, as_of: date, keeping: pl.DataFrame, listed: pl.DataFrame
) -> pl.DataFrame:
    """Return how many systems of each group stand on both lists: group, code, both.

    Of the pairs of a line and a registration that it certainly is, each line and each registration
    counts once; a registration that is not on the register's list meets nothing.
    """
    zbos = counts_zbos(question)
    lines = lines_on(facts, question.target, as_of, question.known_on, zbos=zbos).filter("inside")
    grouped = lines.join(keeping.select(*KEYS, "org_id"), on="org_id").select(*KEYS, "line", lars="registrations")
    pairs = grouped.explode("lars", keep_nulls=False, empty_as_null=False)
    met = pairs.join(listed, on=[*KEYS, "lars"], how="semi", nulls_equal=True)
    return met.group_by(KEYS).agg(both=pl.min_horizontal(pl.col("line").n_unique(), pl.col("lars").n_unique()))


_SCHEMA: Final = {
    "group": pl.String,
    "code": pl.String,
    "passed": pl.Int64,
    "low": pl.Int64,
    "high": pl.Int64,
    "state": pl.String,
    "n_source": pl.String,
    "n_date": pl.Date,
    "covers": pl.Int64,
    "covers_asked": pl.Int64,
}


def _figure(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: row.get(key) for key in _SCHEMA if key not in {"passed", "low", "high", "state"}}
    if row["n_source"] is None:
        return told | {"state": "not_reported"}
    if not row["asked"]:
        return told | {"state": "declared_zero"}
    if row["both"] < OVERLAP:
        return told | {"state": "too_few"}
    estimate, low, high = chapman(row["registered"], row["asked"], row["both"])
    return told | {"passed": estimate, "low": low, "high": high, "state": "stale" if row["stale"] else "ok"}


CATALOGUE.declare(
    Metric(
        "estimate.high_risk",
        Text("Geschat aantal hoog-risico systemen", "Estimated number of high-risk systems"),
        Text(
            "Wat op geen van beide lijsten staat, ziet niemand. Uit de overlap van twee lijsten is te schatten hoeveel "
            "dat is (Chapman, met een marge van 95%). De aanname: de lijsten zijn los van elkaar gemaakt, en elk "
            "systeem heeft evenveel kans om erop te staan. Is dat niet zo, dan zijn het er eerder meer. Een mogelijke "
            "koppeling telt niet als overlap: blijkt het hetzelfde systeem, dan zijn het er minder.",
            "What stands on neither list, nobody sees. From the overlap of two lists it can be estimated how much that "
            "is (Chapman, with a margin of 95%). The assumption: the lists were made apart, and every system is as "
            "likely to stand on them. Where that is not so, there are rather more. A possible match is no overlap: "
            "where it turns out to be the same system, there are fewer.",
        ),
        Text(
            "Organisaties binnen het doel met een eigen lijst: wat zij van de categorie van het doel gebruiken, "
            "volgens die lijst en volgens het register.",
            "Organisations of the target with a list of their own: what they have in use of the target's category, "
            "by that list and by the register.",
        ),
        Text(
            "Minder dan 7 systemen op beide lijsten: te weinig. Geen lijst: niet gemeld. Een lijst zonder zulke "
            "systemen: nul opgegeven.",
            "Fewer than 7 systems on both lists: too few. No list: not reported. A list without such systems: zero "
            "declared.",
        ),
        Text(
            "Inventarissen van de organisaties zelf, en de export van het Algoritmeregister.",
            "The organisations' own inventories, and the export of the Algorithm Register.",
        ),
        internal(on_day),
        unit="systems",
        good="neutral",
        by=("all", "ministry"),
        filters=OF_TARGET,
        ratio=False,
        version=2,
        inventories=True,
        restatable=False,
        headline=("all", "ministry"),
    )
)
