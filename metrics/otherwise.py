"""What lines of inventories would be linked to if somebody decided on a pair: many pairs, both verdicts, all at once.

A decision is about one pair, and makes others that share its line or its registration more or less
likely. So each verdict is a world of its own: what hangs together with the pair is copied into it, under
names that no other world has, and all worlds are linked by the one rule that there is.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from metrics.decisions import NOT_SAME, PAIR, SAME
from metrics.facts import Facts
from metrics.linked import CERTAIN, POSSIBLE, Grounds, grounds, links_among, links_of
from metrics.named import ADDRESS

VERDICTS: Final = (SAME, NOT_SAME)
#: So many rows are copied at a time.
_AT_ONCE: Final = 500_000
_SITE: Final = "https://algoritmes.overheid.nl/"


def otherwise(lines: pl.DataFrame, pairs: pl.DataFrame, facts: Facts, known_on: date) -> Iterator[pl.DataFrame]:
    """Go through the lines that are linked otherwise once a pair (``PAIR``, each once) is decided, in parts.

    ``lines``, the ones to look at, are as deliveries have them (columns of the frame ``inventory``, and
    line). Columns: world (twice the place of the pair, and one more for ``not_same``), line, and links: a
    text for each registration that the line certainly is, or may be, in that world (``unfolded`` reads them).
    """
    given = grounds(facts, known_on)
    now = _folded(lines.select("line"), links_of(lines, facts, known_on), "line")
    parts = _parts(edges(given, pairs))
    looked_at = parts.join(lines.select(key=key()).unique(), on="key").select("part").unique()
    parts = parts.join(looked_at, on="part", how="semi")
    for worlds in _in_turn(pairs, parts):
        then = _then(lines, worlds, parts, given).join(now.rename({"links": "now"}), on="line")
        told = (pl.col(one).list.join(",") for one in ("links", "now"))
        yield then.filter(next(told) != next(told)).select("world", "line", "links")


def unfolded(found: pl.DataFrame) -> pl.DataFrame:
    """Return the links of lines in worlds, a row each: world, line, lars, state."""
    each = found.explode("links", keep_nulls=False, empty_as_null=False)
    words = pl.col("links").str.splitn(" ", 2)
    return each.select("world", "line", lars=words.struct.field("field_0"), state=words.struct.field("field_1"))


def _folded(lines: pl.DataFrame, links: pl.DataFrame, line: str) -> pl.DataFrame:
    """Add to lines their links that count, as texts."""
    counting = links.filter(pl.col("state").is_in([CERTAIN, POSSIBLE]))
    text = pl.concat_str("lars", "state", separator=" ")
    folded = counting.group_by(line).agg(links=text.unique().sort())
    return lines.join(folded, on=line, how="left").with_columns(pl.col("links").fill_null([]))


def key() -> pl.Expr:
    """Return a line by its body and its own id, as one text."""
    return pl.concat_str("org_id", "local_id", separator="\n")


def _named() -> tuple[pl.Expr, pl.Expr]:
    """Which registration a line names, by its number, and by its address."""
    return pl.col("lars"), pl.col("register_url").str.extract(ADDRESS)


def edges(given: Grounds, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return which lines (as ``key``) and registrations have to do with each other: key, lars."""
    named = [given.inventory.select(key().alias("key"), way.alias("lars")) for way in _named()]
    rows = pl.concat([*(one.select(key().alias("key"), "lars") for one in (given.pairs, given.said, pairs)), *named])
    return rows.filter(pl.col("lars").fill_null("") != "").unique(maintain_order=True)


def _parts(edges: pl.DataFrame) -> pl.DataFrame:
    """Return the lines that hang together, through however many others: key, part, and size (rows of ``edges``)."""
    above: dict[str, str] = {}

    def top(node: str) -> str:
        way = []
        while above.setdefault(node, node) != node:
            way.append(node)
            node = above[node]
        above.update(dict.fromkeys(way, node))
        return node

    for key, lars in edges.iter_rows():
        above[top(key)] = top(lars)
    parts = edges.with_columns(part=pl.Series([top(key) for key in edges["key"]], dtype=pl.String))
    return parts.select("key", "part", size=pl.len().over("part").cast(pl.Int64)).unique(maintain_order=True)


def _in_turn(pairs: pl.DataFrame, parts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Go through the worlds of pairs, as many at a time as may be copied: ``PAIR``, verdict, world, part."""
    verdicts = pl.DataFrame({"verdict": VERDICTS, "turn": [0, 1]}, schema={"verdict": pl.String, "turn": pl.Int64})
    place = 2 * pl.col("place").cast(pl.Int64)
    worlds = pairs.select(PAIR).with_row_index("place").with_columns(key=key()).join(parts, on="key")
    worlds = worlds.join(verdicts, how="cross").with_columns(world=place + pl.col("turn")).sort("world")
    batches = worlds.with_columns(batch=pl.col("size").cum_sum() // _AT_ONCE)
    for some in batches.partition_by("batch", maintain_order=True):
        yield some.select(*PAIR, "verdict", "world", "part")


def _then(lines: pl.DataFrame, worlds: pl.DataFrame, parts: pl.DataFrame, given: Grounds) -> pl.DataFrame:
    """Return every line that hangs together with a pair, in the world of each verdict on it: world, line, links."""
    copied = parts.select("key", "part").join(worlds.select("world", "part"), on="part").select("world", "key")
    inventory, pairs, said, shown, ours = (
        frame.with_columns(key=key()).join(copied, on="key").drop("key")
        for frame in (given.inventory, given.pairs, given.said, given.shown, lines)
    )
    new = worlds.drop("part").with_columns(entry=pl.lit(None, pl.String)).select(said.columns)
    said = pl.concat([said.join(new, on=["world", *PAIR], how="anti"), new])
    numbers = _numbers(inventory, pairs, said, ours)
    inventory, pairs, said, shown = (_renamed(one, numbers) for one in (inventory, pairs, said, shown))
    there = Grounds(inventory, pairs, said, shown, given.known_on)
    copies = ours.rename({"line": "was"}).with_row_index("line")
    links = links_among(_renamed(copies, numbers), there).select("line", "state", number="lars")
    links = links.join(numbers.select("number", "lars"), on="number")
    return _folded(copies.select("line", "was", "world"), links, "line").select("world", "links", line="was")


def _numbers(*frames: pl.DataFrame) -> pl.DataFrame:
    """Return a lars that no other world has for each one in the frames, in their order: world, lars, number."""
    named = [frame.select("world", way.alias("lars")) for frame in frames for way in _named_in(frame)]
    every = pl.concat(named).filter(pl.col("lars").fill_null("") != "").unique().sort("world", "lars")
    # It looks like one, since addresses are read too.
    return every.with_columns(number=pl.int_range(pl.len()).cast(pl.String).str.zfill(8))


def _named_in(frame: pl.DataFrame) -> tuple[pl.Expr, ...]:
    return _named() if "register_url" in frame.columns else _named()[:1]


def _renamed(frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Give the bodies and registrations of each world names of their own, that sort as they did."""
    tag = pl.col("world").cast(pl.String).str.zfill(9)
    names = ["lars", "register_url"][: len(_named_in(frame))]
    for name, way in zip(names, _named_in(frame), strict=True):
        told = frame.select("world", way.alias("lars")).join(
            numbers, on=["world", "lars"], how="left", maintain_order="left"
        )
        number = told["number"] if name == "lars" else _SITE + told["number"]
        frame = frame.with_columns(number.alias(name))
    return frame.with_columns(org_id=pl.concat_str(tag, "org_id", separator="/")).drop("world")
