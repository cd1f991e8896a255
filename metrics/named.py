"""Which registration a line of an inventory names, by number or address, and whether the register knows it."""

from datetime import date
from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN
from metrics.decisions import PAIR
from metrics.facts import Facts, known
from metrics.relatives import related
from metrics.spans import stretches

#: The address of a registration ends with its number.
ADDRESS: Final = r"(?i)algoritmes\.overheid\.nl/(?:\S*[/-])?(\d{8})(?:[/?#\s]|$)"
LARS, URL = "lars", "url"
#: By what a line names a registration, the strongest first, and how to read its number there; empty for none.
WAYS: Final = {
    LARS: pl.col("lars").fill_null(""),
    URL: pl.col("register_url").fill_null("").str.extract(ADDRESS).fill_null(""),
}
#: A line names one that the register showed: of its own body or one near to it, or of one it has nothing to do with.
NEAR, FAR = "near", "far"


def named(lines: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Return the registrations that lines name, those by their numbers first: keys, lars, by (one of ``WAYS``)."""
    told = [lines.select(*keys, lars=way, by=pl.lit(by)) for by, way in WAYS.items()]
    return pl.concat(told).filter(pl.col("lars") != "")


def shown(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return what lines name and the register had shown by the end of a day, public or not: ``PAIR``, whose.

    Whose is ``FAR`` where it is known to belong to a body that has nothing to do with the line's, else ``NEAR``.
    A number that the register never had is left out: a slip of the pen settles nothing.
    """
    pairs = named(facts.inventory, "org_id", "local_id").select(PAIR).unique(maintain_order=True)
    if pairs.is_empty():
        return pairs.with_columns(whose=pl.lit(NEAR))
    seen = pl.concat([known(one.select("lars", "known_from"), known_on) for one in (facts.versions, facts.seen)])
    pairs = pairs.join(seen.select("lars").unique(), on="lars", how="semi", maintain_order="left")
    told = stretches(facts, known_on).select("lars", "org_id").unique()
    # Of what nobody knows the owner of, or the body whose list it is on, nobody can say that it is another's.
    doubt = told.filter(pl.col("org_id").is_in([UNKNOWN, ""]))["lars"]
    far = pairs.join(near_to(pairs, facts, known_on), on=["org_id", "lars"], how="anti")
    far = far.join(told, on="lars", how="semi").filter(pl.col("org_id") != "", ~pl.col("lars").is_in(doubt.implode()))
    whose = far.select(*PAIR, whose=pl.lit(FAR))
    return pairs.join(whose, on=PAIR, how="left", maintain_order="left").with_columns(pl.col("whose").fill_null(NEAR))


def near_to(pairs: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Keep the pairs of which the registration belonged, by then, to the body of the line or one near to it."""
    owners = stretches(facts, known_on).select("lars", owner="org_id").unique()
    owned = pairs.select("org_id", "lars").unique().join(owners, on="lars")
    own = owned.filter(pl.col("org_id") == pl.col("owner"))
    near = related(facts, known_on)
    others = owned.join(near, left_on=["org_id", "owner"], right_on=["org_id", "other"], how="semi")
    kept = pl.concat([one.select("org_id", "lars") for one in (own, others)]).unique()
    return pairs.join(kept, on=["org_id", "lars"], how="semi", maintain_order="left")
