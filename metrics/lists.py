"""Which rows of one list are which of another: the links of ``metrics.linking`` without a store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import polars as pl

from metrics.linked import CERTAIN, POSSIBLE, SOURCE_ID, TEXT
from metrics.named import ADDRESS, LARS, URL
from metrics.same_bodies import Blocks, blocks
from metrics.schemas import INSTANT

#: Without bodies every row is compared with every other: so many pairs take about half an hour.
MOST: Final = 500_000_000
#: What there is to say of a link: the rows of both lists from 0; numbers are null when an id makes it.
LINKS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "left": pl.UInt32,
    "right": pl.UInt32,
    "by": pl.String,
    "probability": pl.Float64,
    "state": pl.String,
    "evidence": pl.List(pl.Float64),
}
_KNOWN: Final = datetime(2000, 1, 1, tzinfo=UTC)


class TooManyError(Exception):
    """Two lists have more pairs of rows to compare than can be waited for."""


@dataclass(frozen=True)
class Linked:
    """Links of two lists (``LINKS``), certain or possible; of their bodies ``basis`` and ``joined`` (``Blocks``)."""

    links: pl.DataFrame
    basis: str
    joined: tuple[tuple[str, str], ...] = ()


def linked(left: pl.DataFrame, right: pl.DataFrame) -> Linked:
    """Return the links between two lists, both with texts: what is not told is empty.

    Columns: local_id, org_id, organisation, name, description, goal, process, vendor, start_date, category,
    source_id, lars, register_url. Rows of the left are looked at as lines of an inventory, of the right as
    registrations. A number or address of a registration that a row names beside its own id goes first, then
    a source_id of the right that is an id of the left, then the texts. The ids of both lists are never
    compared with each other. Raises TooManyError.
    """
    bodies = blocks(left, right)
    ours, theirs = _placed(left, bodies.left, "left"), _placed(right, bodies.right, "right")
    _check_size(ours, theirs, bodies)
    by_id = _by_id(ours, theirs)
    texts = _by_text(ours, theirs, bodies, by_id)
    links = pl.concat([one.select(pl.col(name).cast(kind) for name, kind in LINKS.items()) for one in (by_id, texts)])
    return Linked(links.sort("left", "right"), bodies.basis, bodies.joined)


def _placed(rows: pl.DataFrame, block: pl.Series, side: str) -> pl.DataFrame:
    return rows.with_columns(block.alias("block")).with_row_index(side)


def _check_size(ours: pl.DataFrame, theirs: pl.DataFrame, bodies: Blocks) -> None:
    sizes = [side.group_by("block").len().with_columns(pl.col("len").cast(pl.Int64)) for side in (ours, theirs)]
    met = bodies.related.join(sizes[0], left_on="org_id", right_on="block")
    pairs = met.join(sizes[1], left_on="other", right_on="block").select(pl.col("len") * pl.col("len_right"))
    count = int(pairs.to_series().sum())
    if count > MOST:
        msg = f"{count:,} pairs of rows to compare, more than {MOST:,}; name the bodies on both lists, or give parts"
        raise TooManyError(msg)


def _by_id(ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Return the links that ids make, of each row on the left those by the strongest kind of id."""
    names = ours.select("left", "block", *(_id(one) for one in ("local_id", "lars")), url=pl.col("register_url"))
    address = pl.col("url").str.extract(ADDRESS).fill_null("")
    # What a row says of itself is not what it says it is on the other list.
    named = [_beside(names, pl.col("lars"), LARS), _beside(names, address, URL)]
    registered = theirs.select("right", number=pl.when(_id("lars") == "").then(_id("local_id")).otherwise(_id("lars")))
    by_number = [one.join(registered, on="number").select("left", "right", "by") for one in named]
    said = theirs.select("right", "block", local_id=_id("source_id")).filter(pl.col("local_id") != "")
    by_source = names.join(said, on=["block", "local_id"]).select("left", "right", by=pl.lit(SOURCE_ID))
    every = pl.concat([*by_number, by_source])
    rank = pl.col("by").replace_strict({LARS: 0, URL: 1, SOURCE_ID: 2}, return_dtype=pl.Int8)
    best = every.filter(rank == rank.min().over("left")).unique(["left", "right"], maintain_order=True)
    lacking = [pl.lit(None, LINKS[name]).alias(name) for name in ("probability", "evidence")]
    return best.with_columns(*lacking, state=pl.lit(CERTAIN))


def _id(column: str) -> pl.Expr:
    return pl.col(column).str.strip_chars().str.to_lowercase()


def _beside(names: pl.DataFrame, number: pl.Expr, by: str) -> pl.DataFrame:
    told = names.select("left", "local_id", number=number, by=pl.lit(by))
    return told.filter(pl.col("number") != "", pl.col("number") != pl.col("local_id"))


def _by_text(ours: pl.DataFrame, theirs: pl.DataFrame, bodies: Blocks, by_id: pl.DataFrame) -> pl.DataFrame:
    """Return the links that texts make of rows that no id links."""
    # They need numpy, which whoever shows pages does without.
    from metrics.linking.choice import chosen  # noqa: PLC0415
    from metrics.linking.pairs import pairs  # noqa: PLC0415

    lines = _known(ours.join(by_id, on="left", how="anti").select(_LINE))
    registrations = _known(theirs.join(by_id, on="right", how="anti").select(_REGISTRATION))
    found = chosen(pairs(lines, registrations, bodies.related)).filter(pl.col("state").is_in([CERTAIN, POSSIBLE]))
    return found.with_columns(left=pl.col("local_id"), right=pl.col("lars"), by=pl.lit(TEXT))


def _first(columns: Sequence[str]) -> pl.Expr:
    """Return the first text of a row that is not empty."""
    return pl.coalesce(*(pl.when(pl.col(one) != "").then(pl.col(one)) for one in columns), pl.lit(""))


#: Both lists as linking wants them; rows go by their place, as ids may stand twice (of two bodies).
_LINE: Final = (
    pl.col("block").alias("org_id"),
    pl.col("left").cast(pl.String).alias("local_id"),
    "name",
    _first(("description", "goal")).alias("description"),
    "process",
    "vendor",
    "start_date",
    "category",
)
_REGISTRATION: Final = (
    pl.col("right").cast(pl.String).alias("lars"),
    pl.col("block").alias("org_id"),
    "organisation",
    "name",
    pl.col("description").alias("description_short"),
    _first(("goal", "process")).alias("goal"),
    pl.col("vendor").alias("provider"),
    pl.col("start_date").alias("begin_date"),
    "category",
    pl.lit("").alias("source_id"),
)


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(known_from=pl.lit(_KNOWN, INSTANT), known_to=pl.lit(None, INSTANT))
