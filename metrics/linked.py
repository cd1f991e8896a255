"""Which registration each line of an inventory is, or may be: by a decision, an id, an address, or the texts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Final

import polars as pl

from metrics.decisions import NOT_SAME, PAIR, SAME, UNSURE, decisions
from metrics.facts import Facts, in_force, known
from metrics.relatives import related
from metrics.spans import stretches

CERTAIN, POSSIBLE, REJECTED = "certain", "possible", "rejected"
#: By what a link is known, the strongest first.
DECISION, LARS, URL, SOURCE_ID, TEXT = "decision", "lars", "url", "source_id", "text"
_KEY: Final = ["org_id", "local_id"]
#: What there is to say of a link; the probability and what it rests on where texts alone make it.
LINK: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "lars": pl.String,
    "state": pl.String,
    "by": pl.String,
    "probability": pl.Float64,
    "score": pl.Float64,
    "evidence": pl.List(pl.Float64),
    # Of the decision.
    "entry": pl.String,
}
#: The address of a registration ends with its number.
ADDRESS: Final = r"(?i)algoritmes\.overheid\.nl/(?:\S*[/-])?(\d{8})(?:[/?#\s]|$)"
_VERDICTS: Final = {SAME: CERTAIN, UNSURE: POSSIBLE, NOT_SAME: REJECTED}


@lru_cache(maxsize=8)
def linked(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return every link of every line that was ever listed, as known at the end of a day: org_id, local_id, ``LINK``.

    State: certain, possible, or rejected (by a person). By: decision, lars, url, source_id or text. A line that
    is on no list any more has the links of when it last was.
    """
    told = known(facts.inventory.filter(pl.col("org_id") != ""), known_on)
    there = pl.col("known_to").is_null()
    gone = told.filter(~there).join(told.filter(there), on=_KEY, how="anti")
    last = gone.filter(pl.col("known_to") == pl.col("known_to").max().over(_KEY))
    every = pl.concat([told.filter(there), last]).sort(*_KEY, "lars", "register_url", "inventory")
    found = links_of(every.with_row_index("line"), facts, known_on)
    return found.select(*_KEY, *LINK).unique(PAIR, keep="first", maintain_order=True).sort(PAIR)


def links_of(lines: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Return the links of lines as deliveries have them (columns of the frame ``inventory``, and line).

    Columns: line, org_id, local_id, ``LINK``. What people decided counts first. Then the registration that a
    line names, by number or address; then what the register or the texts tell of the line, but not of one
    that somebody decided to be a registration, or that names one.
    """
    return links_among(lines, grounds(facts, known_on))


@dataclass(frozen=True, eq=False)
class Grounds:
    """What links follow from, as known at the end of a day: lines, pairs of bodies that are near, and decisions.

    ``inventory`` and ``pairs`` are frames of ``Facts``, ``said`` is one of ``decisions``.
    """

    inventory: pl.DataFrame
    pairs: pl.DataFrame
    said: pl.DataFrame
    known_on: date
    _scored: dict[datetime | None, pl.DataFrame] = field(default_factory=dict)

    def scored(self, until: datetime | None) -> pl.DataFrame:
        """Return ``_scored``, worked out once for a moment."""
        if until not in self._scored:
            self._scored[until] = _scored(self, until)
        return self._scored[until]


@lru_cache(maxsize=8)
def grounds(facts: Facts, known_on: date) -> Grounds:
    """Return what links follow from at the end of a day."""
    pairs = facts.pairs if facts.pairs.is_empty() else _near(facts.pairs, facts, known_on)
    return Grounds(facts.inventory, pairs, decisions(facts, known_on), known_on)


def links_among(lines: pl.DataFrame, given: Grounds) -> pl.DataFrame:
    """Return ``links_of`` lines, by the grounds given."""
    keys = lines.select("line", *_KEY, "lars", "register_url", "known_to")
    decided = keys.select("line", *_KEY).join(given.said, on=_KEY)
    named = _named(keys, given.said)
    settled = pl.concat([decided.filter(verdict=SAME).select("line"), named.select("line")])
    rest = keys.join(settled, on="line", how="anti")
    # That somebody is unsure of what a line itself names takes nothing from it.
    decided = decided.join(named, on=["line", "lars"], how="anti")
    by_people = decided.with_columns(
        state=pl.col("verdict").replace_strict(_VERDICTS, return_dtype=pl.String), by=pl.lit(DECISION)
    )
    found = [by_people, named.with_columns(state=pl.lit(CERTAIN)), _told(rest, given)]
    return pl.concat([_shaped(one) for one in found]).sort("line", "lars")


def _shaped(links: pl.DataFrame) -> pl.DataFrame:
    lacking = [pl.lit(None, kind).alias(name) for name, kind in LINK.items() if name not in links.columns]
    return links.with_columns(lacking).select("line", *_KEY, *(pl.col(name).cast(kind) for name, kind in LINK.items()))


def _named(keys: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Return the registration that each line names, unless somebody decided against it: line, key, lars, by.

    A line that somebody decided to be some registration names none. A number goes before an address.
    """
    open_lines = keys.join(said.filter(verdict=SAME), on=_KEY, how="anti")
    ways = {LARS: pl.col("lars"), URL: pl.col("register_url").fill_null("").str.extract(ADDRESS)}
    told = [open_lines.select("line", *_KEY, lars=way, by=pl.lit(by)) for by, way in ways.items()]
    wrong = said.filter(verdict=NOT_SAME)
    named = pl.concat(told).filter(pl.col("lars").fill_null("") != "").join(wrong, on=PAIR, how="anti")
    return named.unique("line", keep="first", maintain_order=True)


def _told(rest: pl.DataFrame, given: Grounds) -> pl.DataFrame:
    """Return what ids and texts tell of lines that are not settled: as now known, or as when the line was last there.

    A line that is still on a list is what it is known to be now, whatever it said then.
    """
    if given.pairs.is_empty() or rest.is_empty():
        return rest.select("line", *_KEY, "lars").clear()
    there = _open(given)
    now = rest.join(there, on=_KEY, how="semi")
    found = [now.select("line", *_KEY).join(given.scored(None), on=_KEY)]
    gone = rest.join(there, on=_KEY, how="anti").filter(pl.col("known_to").is_not_null())
    for (until,), lines in gone.group_by("known_to", maintain_order=True):
        if isinstance(until, datetime):
            found.append(lines.select("line", *_KEY).join(given.scored(until), on=_KEY))
    return pl.concat(found)


def _open(given: Grounds) -> pl.DataFrame:
    """Return the lines on a list at the end of a day that nothing settles: org_id, local_id."""
    lines = _at(given.inventory, given.known_on, None).with_row_index("line")
    settled = _settled(lines, given.said)
    return lines.select(_KEY).unique().join(settled, on=_KEY, how="anti")


def _settled(lines: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Return the lines of which a decision or the line itself says which registration they are, and which: ``PAIR``."""
    decided = lines.select(_KEY).join(said.filter(verdict=SAME), on=_KEY)
    named = _named(lines.select("line", *_KEY, "lars", "register_url"), said)
    return pl.concat([decided.select(PAIR), named.select(PAIR)]).unique()


def _at(rows: pl.DataFrame, known_on: date, until: datetime | None) -> pl.DataFrame:
    """Return the rows that hold at the end of a day, or just before an earlier moment."""
    if until is None:
        return in_force(rows, known_on)
    moment = pl.lit(until, rows.schema["known_from"])
    return rows.filter(pl.col("known_from") < moment, pl.col("known_to").is_null() | (pl.col("known_to") >= moment))


def _scored(given: Grounds, until: datetime | None) -> pl.DataFrame:
    """Return the links that ids and texts make of lines that nothing settles, at the end of a day or before a moment.

    Columns: org_id, local_id, ``LINK``. What is decided of a pair, either way, is left out; so is, for the texts,
    a registration that another line of the same body is settled to be.
    """
    lines = _at(given.inventory, given.known_on, until).with_row_index("line")
    settled = _settled(lines, given.said)
    rows = _at(given.pairs, given.known_on, until).join(lines, on=_KEY, how="semi").join(settled, on=_KEY, how="anti")
    rows = rows.join(given.said, on=PAIR, how="anti")
    exact = rows.filter(pl.col("basis") != TEXT).with_columns(by="basis", state=pl.lit(CERTAIN))
    rank = pl.when(pl.col("by") == URL).then(0).otherwise(1)
    exact = exact.filter(rank == rank.min().over(_KEY))
    taken = pl.concat([one.select("org_id", "lars") for one in (settled, exact)])
    texts = rows.filter(pl.col("basis") == TEXT).join(exact, on=_KEY, how="anti")
    texts = texts.join(taken, on=["org_id", "lars"], how="anti")
    alike = _chosen(texts).filter(pl.col("state").is_in([CERTAIN, POSSIBLE])).with_columns(by=pl.lit(TEXT))
    blank = pl.lit("").alias("line")
    exact = exact.drop("score", "evidence")
    return pl.concat([_shaped(one.with_columns(blank)) for one in (exact, alike)]).drop("line").sort(PAIR)


def _chosen(texts: pl.DataFrame) -> pl.DataFrame:
    # It needs numpy, which pages that show no inventory do without.
    from metrics.linking.choice import chosen  # noqa: PLC0415

    return chosen(texts)


def _near(pairs: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Keep the pairs of which the registration belonged, by then, to the body of the line or one near to it."""
    owners = stretches(facts, known_on).select("lars", owner="org_id").unique()
    near = related(facts, known_on)
    owned = pairs.select("org_id", "lars").unique().join(owners, on="lars")
    own = owned.filter(pl.col("org_id") == pl.col("owner"))
    others = owned.join(near, left_on=["org_id", "owner"], right_on=["org_id", "other"], how="semi")
    kept = pl.concat([one.select("org_id", "lars") for one in (own, others)]).unique()
    return pairs.join(kept, on=["org_id", "lars"], how="semi", maintain_order="left")
