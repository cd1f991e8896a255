"""What a list and the register say otherwise of one system, in the words of both."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import orjson
import polars as pl

from metrics.bodies import bodies_of
from metrics.deliveries import current_lines
from metrics.facts import Facts
from metrics.identity import plain
from metrics.linked import grounds
from metrics.named import FAR, named
from metrics.spans import stretches
from metrics.texts import PLACEHOLDER_START, PLACEHOLDERS, Said
from sql.fields import NOT_STATED

#: What is compared: of a line, and of a registration, in the order in which it is told.
FIELDS: Final = ("name", "status", "category", "start", "end", "vendor")
#: And of what a line itself names: whether the register has it, and of which body.
LARS, BODY = "lars", "body"
COLUMNS: Final = dict.fromkeys(("org_id", "local_id", "lars", "field", "listed", "registered"), pl.String)
_SAID: Final = {"start": "begin_date", "end": "end_date", "vendor": "provider"}
_LISTED: Final = {"start": "start_date", "end": "end_date"}
#: The forms of a firm, which say nothing of which one it is.
_FORMS: Final = frozenset({"b", "v", "bv", "n", "nv", "vof", "cv", "inc", "ltd", "llc", "gmbh", "holding", "nederland"})
_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
_MONTH_FIRST: Final = re.compile(r"(\d{1,2})-(\d{4})")


def conflicts(facts: Facts, systems: pl.DataFrame, as_of: date, known_on: date, texts: Said) -> pl.DataFrame:
    """Return where systems (``both_ways.systems_both_ways``) and their public registrations differ (``COLUMNS``).

    Name, status, category, start and end of use, and vendor, where both say one. A month and a day within it do
    not differ, nor do a name in other capitals and a firm with its legal form. ``texts`` finds what
    registrations said by content.
    """
    pairs = systems.explode("registrations", keep_nulls=False, empty_as_null=False).drop("lars")
    cut = stretches(facts, known_on).filter(pl.col("from_day") <= as_of, pl.col("to_day") > as_of, ~pl.col("retro"))
    said = cut.select("lars", "content", said_name="name", said_status="status", said_category="category")
    met = pairs.rename({"registrations": "lars"}).join(said, on="lars").sort("org_id", "local_id", "line", "lars")
    words = texts(met["content"].unique())
    rows = [one for row in met.iter_rows(named=True) for one in _of(row, orjson.loads(words.get(row["content"], "{}")))]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def misnamed(facts: Facts, systems: pl.DataFrame, as_of: date, known_on: date) -> pl.DataFrame:
    """Return what lines of systems name and cannot be, or perhaps are not (``COLUMNS``).

    Field ``LARS``: the register never had that number (``registered`` is null). Field ``BODY``: it is of a body
    that has nothing to do with the line's, and nobody decided on it; both by name.
    """
    key = ["org_id", "local_id", "lars"]
    given = grounds(facts, known_on)
    lines = current_lines(facts, as_of, known_on).join(systems, on="line", how="semi")
    told = named(lines, "line", *key[:2]).select(key).unique(maintain_order=True)
    unknown = told.join(given.shown, on=key, how="anti", maintain_order="left")
    slips = unknown.with_columns(field=pl.lit(LARS), listed="lars", registered=pl.lit(None, pl.String))
    far = told.join(given.shown.filter(whose=FAR), on=key, how="semi").join(given.said, on=key, how="anti")
    owners = stretches(facts, known_on).group_by("lars").agg(registered=pl.col("organisation").last())
    bodies = bodies_of(facts, known_on).select("org_id", listed="organisation")
    others = far.join(owners, on="lars").join(bodies, on="org_id", how="left")
    others = others.with_columns(pl.col("listed").fill_null(pl.col("org_id")), field=pl.lit(BODY))
    return pl.concat([one.select(list(COLUMNS)) for one in (slips, others)]).sort(key)


def _of(row: Mapping[str, Any], text: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for field in FIELDS:
        ours = str(row.get(_LISTED.get(field, field)) or "").strip()
        theirs = str((text.get(_SAID[field]) if field in _SAID else row[f"said_{field}"]) or "").strip()
        if _says(ours) and _says(theirs) and _DIFFERS[field](ours, theirs):
            yield row["org_id"], row["local_id"], row["lars"], field, ours, theirs


def _says(text: str) -> bool:
    """Whether a text says something: not empty, and no placeholder."""
    word = text.casefold()
    return word not in {"", NOT_STATED, *PLACEHOLDERS} and not word.startswith(PLACEHOLDER_START)


def _differ(ours: str, theirs: str) -> bool:
    return plain(ours) != plain(theirs)


def _apart(ours: str, theirs: str) -> bool:
    """Whether two dates cannot be one day; what nobody can read says nothing."""
    one, other = days_of(ours), days_of(theirs)
    return one is not None and other is not None and (one[1] < other[0] or other[1] < one[0])


def days_of(text: str) -> tuple[date, date] | None:
    """Return the first and last day that a date may mean: a day, a month or a year; None for what is no date."""
    if turned := _MONTH_FIRST.fullmatch(text):
        text = f"{turned[2]}-{turned[1]}"
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(one) if one else None for one in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        return first, date(first.year, last_month, day or monthrange(first.year, last_month)[1])
    except ValueError:
        return None


def _other_firm(ours: str, theirs: str) -> bool:
    """Whether neither of two names has all words of the other."""
    one, other = (frozenset(re.findall(r"\w+", plain(text))) - _FORMS for text in (ours, theirs))
    return bool(one and other) and not (one <= other or other <= one)


_DIFFERS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "name": _differ,
    "status": _differ,
    "category": _differ,
    "start": _apart,
    "end": _apart,
    "vendor": _other_firm,
}
