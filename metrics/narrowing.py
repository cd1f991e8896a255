"""What a headline's range would be once somebody decided on a pair, by the rules of coverage alone.

Each verdict is a world. Only the lines that are linked otherwise in it are told anew, all worlds at
once; the rest counts as it does today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

import polars as pl

from metrics.facts import Facts
from metrics.linked import CERTAIN, POSSIBLE, grounds
from metrics.matches import public_in_use
from metrics.otherwise import edges, key, otherwise, unfolded
from metrics.sources import INVENTORY, sources
from metrics.systems import bare_lines, lines_on, target_of, told_of
from metrics.tallies import COUNTED, bounded, counts_of, matched, tallies, within

_TALLIED: Final = ("certain", "disputed", "explained", "possible", "n", "disputed_outside")


@dataclass(frozen=True)
class Range:
    """The strict and the generous side of coverage, each as n of N."""

    low: int
    low_asked: int
    high: int
    high_asked: int

    @property
    def width(self) -> Fraction:
        """How far the sides are apart, 0 to 1."""
        return Fraction(self.high, self.high_asked) - Fraction(self.low, self.low_asked)


@dataclass(frozen=True)
class Headline:
    """A target, and the days that its coverage is told of."""

    facts: Facts
    target: str | None
    as_of: date
    known_on: date

    def range(self) -> Range | None:
        """Return the range as it is; None where no list counts, or a side has no share."""
        return _range_of(_summed(self._now()))

    def after(self, pairs: pl.DataFrame) -> list[tuple[Range | None, Range | None]]:
        """Return for each pair (org_id, local_id, lars; each once) the range after ``same``, and after ``not_same``."""
        found: dict[int, Range | None] = {}
        for some in otherwise(self._worth(pairs), pairs, self.facts, self.known_on):
            found |= self._ranges(some.select("world", "line"), unfolded(some))
        now = self.range()
        worlds = [found.get(world, now) for world in range(2 * pairs.height)]
        return list(zip(worlds[::2], worlds[1::2], strict=True))

    def _ranges(self, touched: pl.DataFrame, links: pl.DataFrame) -> dict[int, Range | None]:
        """Return the range in each world.

        ``touched`` are the lines matched otherwise (world, line), and ``links`` (world, line, lars, state)
        the registrations that they certainly are, or may be, in that world.
        """
        now = self._now()
        changed = self._changed(touched, links)
        before = changed.select("world", "org_id").join(now, on="org_id")
        after = _added(before, changed)
        steps = [_bounded(one).select("world", pl.col(COUNTED) * sign) for one, sign in ((after, 1), (before, -1))]
        moved = pl.concat(steps).group_by("world").agg(pl.col(COUNTED).sum())
        total = _summed(now)
        sums = moved.select("world", *(pl.col(one) + total[one] for one in COUNTED))
        return {row["world"]: _range_of(row) for row in within(sums).to_dicts()}

    def _counting(self) -> pl.DataFrame:
        """Return the bodies whose list the headline counts: org_id."""
        return sources(self.facts, self.target, self.as_of, self.known_on).filter(source=INVENTORY).select("org_id")

    def _bare(self) -> pl.DataFrame:
        """Return the lines that the headline counts, without what the register says of them."""
        lines = bare_lines(self.facts, self._about(), self.as_of, self.known_on)
        return lines.join(self._counting(), on="org_id", how="semi")

    def _worth(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Return the lines that may count: systems of the target, and what the register may say is one."""
        says_so = public_in_use(self.facts, self.as_of, self.known_on).filter(said_category=self._about()["category"])
        met = edges(grounds(self.facts, self.known_on), pairs).join(says_so, on="lars", how="semi").select("key")
        inside = self._told().filter("inside").select(key=key())
        return self._bare().filter(key().is_in(pl.concat([met, inside])["key"].implode()))

    def _about(self) -> dict[str, object]:
        return target_of(self.facts, self.target, self.as_of, self.known_on)

    def _told(self) -> pl.DataFrame:
        """Return the lines that the headline counts, with the columns of ``lines_on``."""
        lines = lines_on(self.facts, self.target, self.as_of, self.known_on)
        return lines.join(self._counting(), on="org_id", how="semi")

    def _now(self) -> pl.DataFrame:
        return self._told().group_by("org_id").agg(**tallies())

    def _changed(self, touched: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
        """Return by how much each tally of a body differs in a world: world, org_id, the columns of ``tallies``."""
        told = self._told()
        before = told.join(touched, on="line")
        after = self._retold(touched, links)
        keys = ["world", "org_id"]
        sums = [
            frame.group_by(keys).agg(**tallies()).select(*keys, pl.col(_TALLIED) * sign)
            for frame, sign in ((before, -1), (after, 1))
        ]
        moved = pl.concat(sums).group_by(keys).agg(pl.col(_TALLIED).sum())
        return moved.join(_registrations(told, before, after), on=keys, how="left").with_columns(
            pl.col("registrations").fill_null(0)
        )

    def _retold(self, touched: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
        """Return what the register says of each touched line as it is matched in its world."""
        copies = self._bare().join(touched, on="line").rename({"line": "was"}).with_row_index("line")
        pairs = links.rename({"line": "was"}).join(copies.select("line", "world", "was", "org_id"), on=["world", "was"])
        sure = pairs.filter(state=CERTAIN).select("line", "org_id", "lars")
        maybe = pairs.filter(state=POSSIBLE).select("line", "lars")
        bare = copies.drop("world", "was")
        told = told_of(self.facts, bare, (sure, maybe), (self.as_of, self.known_on), str(self._about()["category"]))
        return told.join(copies.select("line", "world"), on="line")


def _registrations(told: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return how many more registrations the systems of a body are in a world: world, org_id, registrations."""
    keys = ["world", "org_id"]
    ours = _each(told).group_by("org_id", "lars").agg(times=pl.len().cast(pl.Int64))
    moves = pl.concat(
        _each(frame).select(*keys, "lars", step=pl.lit(sign, pl.Int64)) for frame, sign in ((before, -1), (after, 1))
    )
    moved = moves.group_by(*keys, "lars").agg(pl.col("step").sum()).join(ours, on=["org_id", "lars"], how="left")
    times = pl.col("times").fill_null(0)
    grew = (times + pl.col("step") > 0).cast(pl.Int64) - (times > 0).cast(pl.Int64)
    return moved.group_by(keys).agg(registrations=grew.sum())


def _each(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the public registrations that systems that are matched certainly are, a row each."""
    rows = lines.filter(matched()).rename({"registrations": "every"} | ({"lars": "best"} if "lars" in lines else {}))
    return rows.with_columns(lars="every").explode("lars", keep_nulls=False, empty_as_null=False)


def _added(bodies: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Return the tallies of bodies in each world."""
    names = (*_TALLIED, "registrations")
    both = bodies.join(moved, on=["world", "org_id"], suffix="_moved")
    return both.select("world", "org_id", *(pl.col(one) + pl.col(f"{one}_moved") for one in names))


def _bounded(tallied: pl.DataFrame) -> pl.DataFrame:
    return bounded(counts_of(tallied))


def _summed(bodies: pl.DataFrame) -> dict[str, int]:
    return within(_bounded(bodies).select(pl.col(COUNTED).sum())).row(0, named=True)


def _range_of(counts: Mapping[str, Any]) -> Range | None:
    """Return the range that a figure with these counts tells."""
    told = counts["asked"] > 0 and counts["passed"] <= counts["asked"]
    if not told or not counts["low_asked"] or not counts["high_asked"]:
        return None
    return Range(*(int(counts[one]) for one in COUNTED[2:]))
