"""The links of registrations and whether they lead anywhere, on a terminal: as a table, as CSV, or as JSON."""

import argparse
from collections.abc import Mapping
from typing import Any, Final

import orjson
import polars as pl

from dashboard import terminal
from metrics.facts import Facts, day
from metrics.registrations import registrations
from metrics.texts import Said
from sql import mart
from sql.links import links

STATES: Final = ("alive", "dead", "unsure")
_OF_LINK: Final = ("url", "state", "since", "outcome", "status", "looked_on")
_OF_REGISTRATION: Final = {"lars": pl.String, "name": pl.String, "org_id": pl.String, "organisation": pl.String}
#: So many registrations of a link stand in the table; CSV and JSON have all.
_NAMED: Final = 3


def listed(args: argparse.Namespace) -> int:
    """Print the links that were looked at: alive, dead or unsure, since when, and the registrations that have them."""
    name, facts = terminal.published(args.data, args.audience)
    if facts.links.is_empty():
        msg = "no link was looked at yet; run: vulgraad ingest links (for every night: enabled = true under [links])"
        raise terminal.NothingPublishedError(msg)
    rows = with_registrations(facts, lambda wanted: mart.texts(args.data, name, args.audience, wanted))
    if args.state:
        rows = rows.filter(pl.col("state") == args.state)
    if args.org:
        rows = rows.filter(pl.col("org_id") == args.org.lower())
    by_link = rows.group_by(_OF_LINK, maintain_order=True).agg(registrations=pl.struct(*_OF_REGISTRATION))
    about = {"links": by_link.height, **dict(by_link.group_by("state").len().sort("state").rows())}
    if args.format == "csv":
        terminal.show(rows, args.format, about)
    elif args.format == "json":
        terminal.show(by_link, args.format, about)
    else:
        terminal.show(by_link.with_columns(_named()), args.format, about)
    return terminal.GOOD


def with_registrations(facts: Facts, texts: Said) -> pl.DataFrame:
    """Return a row for each link and registration that has it now: dead ones first, then by link and lars.

    Columns: url, state, since (day), outcome, status, looked_on (day), lars, name, org_id,
    organisation. A link that no registration has any more is left out. ``texts`` finds what
    registrations said by content.
    """
    last = facts.last_day()
    known = facts.links.filter(pl.col("known_to").is_null()).with_columns(looked_on=day("known_from"))
    public = registrations(facts, last).filter(pl.col("state") == "public") if last else None
    having = _having(public, texts(public["content"])) if public is not None else []
    owned = pl.DataFrame(having, schema={"url": pl.String, **_OF_REGISTRATION}, orient="row")
    rank = pl.col("state").replace_strict({"dead": 0, "unsure": 1, "alive": 2}, return_dtype=pl.Int8)
    return known.select(_OF_LINK).join(owned, on="url").sort(rank, "url", "lars")


def _having(public: pl.DataFrame, said: Mapping[str, str]) -> list[tuple[Any, ...]]:
    return [
        (link, *(row[key] for key in _OF_REGISTRATION))
        for row in public.iter_rows(named=True)
        for link in links(orjson.loads(said.get(row["content"], "{}")), row["standard"])
    ]


def _named() -> pl.Expr:
    all_of = pl.col("registrations").list.eval(pl.element().struct.field("lars"))
    more = all_of.list.len().cast(pl.Int64) - _NAMED
    first = all_of.list.head(_NAMED).list.join(" ")
    told = pl.when(more > 0).then(pl.format("{} and {} more", first, more)).otherwise(first)
    return told.alias("registrations")
