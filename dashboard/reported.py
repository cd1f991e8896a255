"""What was reported, on a terminal: the publications that are kept, and a figure as one of them told it."""

import argparse
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from dashboard.terminal import NothingPublishedError, show, show_figures
from metrics.explain import Point, Reported
from metrics.schemas import FIGURE_SCHEMA
from sql import publications
from sql.arguments import UseError
from sql.days import ZONE
from sql.publications import Publication, PublicationError

GOOD: Final = 0
_COLUMNS: Final = {"by": pl.String, **FIGURE_SCHEMA}
#: Said of a publication as a whole.
_COMMON: Final = ("by", "metric", "metric_version", "as_of", "known_on")
#: What cannot be asked of a publication: it has what it has.
_COMPUTED: Final = ("as_of", "known_on", "where", "target", "restated")


def listed(args: argparse.Namespace) -> int:
    """Print the publications that are kept, the oldest first."""
    rows = [
        {
            "number": one.number,
            "published_at": one.published_at.astimezone(ZONE).isoformat(timespec="seconds"),
            "as_of": one.as_of,
            "known_on": one.known_on,
            "figures": one.rows,
            "facts_hash": one.facts_hash,
        }
        for one in _published(args.data, args.audience)
    ]
    show(pl.DataFrame(rows), args.format, {"publications": len(rows)})
    return GOOD


def metric(args: argparse.Namespace) -> int:
    """Print figures of one metric as a publication told them."""
    odd = [f"--{name.replace('_', '-')}" for name in _COMPUTED if getattr(args, name)]
    if odd:
        msg = f"--reported tells what was told; leave out {', '.join(odd)}, or ask for the figure without --reported"
        raise UseError(msg)
    one = _chosen(args.data, args.audience, args.reported)
    rows = _told(args.data, args.audience, one, args.name, args.by)
    about: dict[str, Any] = {"metric": args.name, "version": rows["metric_version"][0], "as_of": one.as_of}
    about |= {"known_on": one.known_on, "publication": one.number, "published_at": one.published_at}
    show_figures(rows.drop(_COMMON), args.format, about)
    return GOOD


def figure(data: Path, audience: str, metric: str, as_of: date, where: Mapping[str, str]) -> Reported:
    """Return what the newest publication about a day said of one group; raises PublicationError, UseError."""
    if len(where) > 1:
        msg = f"publications keep one split at a time, not {' and '.join(where)}"
        raise UseError(msg)
    about = [one for one in _published(data, audience) if one.as_of == as_of]
    if not about:
        days = sorted({str(one.as_of) for one in _published(data, audience)})
        msg = f"no publication is about {as_of}; there are about {', '.join(days)}"
        raise PublicationError(msg)
    ((by, group),) = where.items() or [("all", "all")]
    rows = _told(data, audience, about[-1], metric, by)
    found = rows.filter((pl.col("group") == group) | (pl.col("org_id") == group).fill_null(value=False))
    if found.height != 1 or found["passed"][0] is None or not found["asked"][0]:
        told = found["state"][0] if found.height == 1 else "no such group"
        msg = f"publication {about[-1].number} has no figure of {metric} for {by} {group}: {told}"
        raise PublicationError(msg)
    row = found.row(0, named=True)
    point = Point(as_of, row["known_on"], row["passed"], row["asked"], row["state"])
    return Reported(about[-1].number, row["metric_version"], point)


def _published(data: Path, audience: str) -> list[Publication]:
    found = publications.publications(data, audience)
    if not found:
        msg = f"no publication is kept in {data} yet; run: vulgraad ingest --data {data}"
        raise NothingPublishedError(msg)
    return found


def _chosen(data: Path, audience: str, wanted: str) -> Publication:
    """Return a publication by its number, or the newest by the end of a day in Amsterdam; else the last."""
    found = _published(data, audience)
    if not wanted:
        return found[-1]
    if wanted.isdecimal():
        return publications.numbered(found, int(wanted))
    try:
        after = date.fromisoformat(wanted) + timedelta(days=1)
    except ValueError as error:
        msg = f"{wanted!r} is no publication; write its number, or a day as YYYY-MM-DD"
        raise UseError(msg) from error
    return publications.newest(found, datetime.combine(after, time(), ZONE))


def _told(data: Path, audience: str, one: Publication, metric: str, by: str) -> pl.DataFrame:
    """Return the figures of a metric in a publication; raises PublicationError that names what it has."""
    rows = publications.read(data, audience, one.number, _COLUMNS)
    of_metric = rows.filter(pl.col("metric") == metric)
    if of_metric.is_empty():
        msg = f"publication {one.number} keeps no {metric}; it keeps {', '.join(rows['metric'].unique().sort())}"
        raise PublicationError(msg)
    split = of_metric.filter(pl.col("by") == by)
    if split.is_empty():
        msg = f"publication {one.number} keeps {metric} by {', '.join(of_metric['by'].unique().sort())}, not by {by}"
        raise PublicationError(msg)
    return split.sort("group", "org_id")
