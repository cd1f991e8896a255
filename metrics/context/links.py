"""Dead links: an address on which nothing was found the last time that somebody looked."""

from typing import Final

import polars as pl

from metrics.absences import FAR
from metrics.checks.declare import WARNING
from metrics.context.declare import FAILED, PASSED, ContextCheck, Known, Look, of_keys
from metrics.facts import day, known
from metrics.fingerprints import link_of
from metrics.intervals import clipped, merged, without
from metrics.registry import Text

_ALIVE, _DEAD = "alive", "dead"
CHECK: Final = ContextCheck(
    "dead_link",
    Text("Geen link die niet meer werkt", "No link that no longer works"),
    Text(
        "Een lezer die meer wil weten, loopt vast op een pagina die er niet is.",
        "A reader who wants to know more gets stuck on a page that is not there.",
    ),
    Text(
        "Kijk of de pagina is verhuisd en zet de nieuwe link in de registratie.",
        "See whether the page has moved, and put the new link in the registration.",
    ),
    Text(
        "Openbare registraties met een link waarvan de laatste controle uitsluitsel gaf.",
        "Public registrations with a link of which the last look gave a verdict.",
    ),
    Text(
        "Registraties zonder link, en links die nog niet zijn bekeken of waarvan de controle onzeker bleef.",
        "Registrations without a link, and links that were not looked at yet or remained uncertain.",
    ),
    Text(
        "De linkcontrole van Vulgraad: elke link af en toe, met rust ertussen; alleen een herhaald nee telt.",
        "Vulgraad's own look at links: each now and then, with rest between; only a repeated no counts.",
    ),
    WARNING,
)


def _looks(known_: Known) -> pl.DataFrame:
    """Return what the last look at each link said: key, state, from_day, to_day."""
    shown = known(known_.facts.links, known_.known_on).with_columns(key=link_of(pl.col("url")))
    daily = (
        shown.sort("key", "known_from", "state")
        .select("key", "state", from_day=day("known_from"))
        .unique(["key", "from_day"], keep="last", maintain_order=True)
    )
    after = pl.when(pl.col("key") == pl.col("key").shift(-1)).then(pl.col("from_day").shift(-1)).fill_null(FAR)
    return daily.with_columns(to_day=after)


def _rows(known_: Known, keys: pl.Series | None) -> pl.DataFrame:
    """Return the days on which registrations had a link that somebody ever looked at."""
    looked_at = _looks(known_)["key"] if keys is None else keys
    linked = known_.texts.with_row_index("at").select("at", key="links").explode("key", empty_as_null=False)
    linked = of_keys(linked.drop_nulls("key"), looked_at.unique()).unique()
    return known_.cut.select("who", "from_day", "to_day", "at").join(linked, on="at").drop("at")


def _find(known_: Known, rows: pl.DataFrame, level: pl.DataFrame) -> pl.DataFrame:
    del level
    judged = clipped(rows, _looks(known_).filter(pl.col("state").is_in([_ALIVE, _DEAD])), ["key"])
    dead = merged(judged.filter(pl.col("state") == _DEAD), ["who"])
    found = {FAILED: dead, PASSED: without(judged, dead, ["who"])}
    return pl.concat(frame.with_columns(outcome=pl.lit(outcome)) for outcome, frame in found.items())


def _stirred(before: Known, after: Known) -> pl.Series:
    told = [_looks(one) for one in (before, after)]
    changed = [
        told[0].join(told[1], on=told[0].columns, how="anti"),
        told[1].join(told[0], on=told[0].columns, how="anti"),
    ]
    return pl.concat(changed)["key"].unique()


LOOKS: Final = (Look(CHECK, _rows, _find, _stirred),)
