"""What registrations tell of the systems that they are of: kept, so that a night adds only what is new.

All of it follows from single registrations, and more of them only ever add to it: which group a name at a
body is of, and the longest thing that a body says a group is for.
"""

from typing import Final, NamedTuple
from zlib import crc32

import polars as pl

from metrics.clusters.listed import System, listed
from metrics.clusters.words import flat, stems, without_own

#: Goals of fewer words are the same by chance.
_GOAL_FROM: Final = 12
#: So many goals of a group are looked at, of different bodies: the same ones whatever else there is.
_GOALS: Final = 24


class Told(NamedTuple):
    """Every name at a body with its group, some goals of each group, and how alike groups are.

    ``names`` (name, organisation, body, group, words; the last two null for a name without a letter),
    ``goals`` (group, body, goal, said) and ``alike`` (one, other, much). Bodies are flat names; ``words`` are
    the stems of the title and ``said`` the goal, both flat and without the body's own name, with spaces between.
    """

    names: pl.DataFrame
    goals: pl.DataFrame
    alike: pl.DataFrame

    @classmethod
    def nothing(cls) -> "Told":
        """Return what is told when nothing is."""
        return cls(*(pl.DataFrame(schema=kinds) for kinds in SCHEMAS.values()))


SCHEMAS: Final[dict[str, dict[str, type[pl.DataType]]]] = {
    "names": dict.fromkeys(("name", "organisation", "body", "group", "words"), pl.String),
    "goals": dict.fromkeys(("group", "body", "goal", "said"), pl.String),
    "alike": {"one": pl.String, "other": pl.String, "much": pl.Float64},
}


def added(before: Told, registrations: pl.DataFrame, known: tuple[System, ...]) -> tuple[Told, pl.Series]:
    """Return what is told with more registrations (name, organisation, goal; any number of rows for one).

    With it come the groups of which anything changed; how alike those are is yet to be found.
    """
    rows = registrations.select(pl.col("name", "organisation", "goal").fill_null(""))
    pairs = rows.select("name", "organisation").unique()
    fresh = _named(pairs.join(before.names, on=["name", "organisation"], how="anti"), known)
    names = pl.concat([before.names, fresh])
    goals, changed = _goals(before.goals, rows, names)
    # Another spelling of what a body was known to have changes nothing of a group.
    other = fresh.drop_nulls("group").join(before.names, on=["group", "body", "words"], how="anti")["group"]
    return Told(names, goals, before.alike), pl.concat([other, changed])


def _named(pairs: pl.DataFrame, known: tuple[System, ...]) -> pl.DataFrame:
    """Return names at bodies with the words of each, own names out, and the group that it is of."""
    bodies = pairs.select("organisation").unique().with_columns(body=flat(pl.col("organisation")))
    rows = pairs.join(bodies, on="organisation").with_columns(title=flat(pl.col("name")))
    titles = rows.filter(pl.col("title") != "").select("title", "body").unique()
    own = [without_own(title, body) for title, body in titles.iter_rows()]
    words = {title: " ".join(stems(title)) for title in {*own}}
    grouped = titles.with_columns(
        own=pl.Series(own, dtype=pl.String), words=pl.Series([words[one] for one in own], dtype=pl.String)
    ).with_columns(
        group=pl.coalesce(
            pl.concat_str(pl.lit("listed/"), listed(pl.col("own"), known)), pl.concat_str(pl.lit("words/"), "words")
        )
    )
    return rows.join(grouped, on=["title", "body"], how="left").select(list(SCHEMAS["names"]))


def _goals(before: pl.DataFrame, rows: pl.DataFrame, names: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """Return some goals of each group, the longest of a body and by a number of it, and of which groups they changed.

    They are the same ones whatever else is registered.
    """
    worth = rows.filter(pl.col("goal").str.count_matches(r"\s") >= _GOAL_FROM - 1)
    grouped = worth.join(names, on=["name", "organisation"]).drop_nulls("group").select("group", "body", "goal")
    every = pl.concat([before.select("group", "body", "goal"), grouped])
    some = every.join(_some_bodies(every), on=["group", "body"], how="semi").with_columns(
        size=pl.col("goal").str.len_chars()
    )
    longest = some.filter(pl.col("size") == pl.col("size").max().over("group", "body"))
    each = longest.group_by("group", "body").agg(pl.col("goal").max())
    kept = each.join(before, on=["group", "body", "goal"])
    fresh = each.join(before, on=["group", "body", "goal"], how="anti").with_columns(said=flat(pl.col("goal")))
    said = [without_own(text, body) for body, text in fresh.select("body", "said").iter_rows()]
    fresh = fresh.with_columns(said=pl.Series(said, dtype=pl.String))
    return pl.concat([kept, fresh]).select(list(SCHEMAS["goals"])).sort("group", "body"), fresh["group"]


def _some_bodies(goals: pl.DataFrame) -> pl.DataFrame:
    """Return those bodies of each group whose goals are looked at."""
    numbers = goals.select(pl.col("body").unique())
    at = pl.Series([crc32(one.encode()) for one in numbers["body"]], dtype=pl.Int64)
    told = goals.select("group", "body").unique().join(numbers.with_columns(at=at), on="body")
    return told.sort("group", "at", "body").group_by("group", maintain_order=True).head(_GOALS)
