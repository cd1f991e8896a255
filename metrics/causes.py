"""Why a unit counts for something else than it did: one cause each, the first that fits in a fixed order."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from metrics.registry import Text, Units

METHOD_CHANGED: Final = "method_changed"
#: Every cause, in the order in which they are tried. The last is what is left: only the day differs.
CAUSES: Final[Mapping[str, Text]] = {
    METHOD_CHANGED: Text(
        "Anders geteld dan destijds gemeld: de methode is gewijzigd.",
        "Counted otherwise than was reported then: the method changed.",
    ),
    "source_outage": Text(
        "Een bron was op één van de dagen niet bruikbaar, of er was toen niet verzameld.",
        "A source could not be used on one of the days, or nothing was collected then.",
    ),
    "newly_registered": Text("Nieuw in het register.", "New in the register."),
    "retracted": Text("Ingetrokken uit het register.", "Retracted from the register."),
    "match_decided": Text(
        "Of een systeem bij een registratie hoort, is anders bekend: door een besluit, een kenmerk of de teksten.",
        "Whether a system is a registration is known otherwise: by a decision, an id or the texts.",
    ),
    "inventory_grew": Text(
        "Kwam op de lijst te staan, of het opgegeven aantal steeg.",
        "Came to stand on the list, or the declared count rose.",
    ),
    "inventory_shrank": Text(
        "Staat niet meer op de lijst, of het opgegeven aantal daalde.",
        "Stands on the list no more, or the declared count fell.",
    ),
    "reorganised": Text(
        "Ging naar een andere organisatie, of de organisatie hoort nu elders bij.",
        "Went to another organisation, or its organisation now belongs elsewhere.",
    ),
    "reclassified": Text("Kreeg een andere categorie.", "Got another category."),
    "status_changed": Text("Kreeg een andere status.", "Got another status."),
    "explained": Text(
        "Er kwam een uitleg waarom het niet in het register staat, of die werd ingetrokken.",
        "An explanation came of why it is not in the register, or was withdrawn.",
    ),
    "edited": Text("Er staat iets anders in.", "It says something else."),
    "target_moved": Text(
        "Het doel is gewijzigd: een andere streefdatum, of andere systemen.",
        "The target was changed: another date, or other systems.",
    ),
    "context_changed": Text(
        "Waarmee het vergeleken wordt, is anders.",
        "What it is compared with is another.",
    ),
    "time_passed": Text(
        "Alleen de dag is anders: een datum ging voorbij, of een uitleg verliep.",
        "Only the day differs: a date went by, or an explanation ran out.",
    ),
}

_LISTED: Final = pl.col("listed").fill_null(value=False)
_LISTED_TO: Final = pl.col("listed_to").fill_null(value=False)
#: What stands on a list is asked for, or not, whatever the register says; unless it is compared with the register.
_BY_REGISTER: Final = (
    (pl.col("listed").is_null() & pl.col("listed_to").is_null())
    | (pl.col("asked") == pl.col("asked_to"))
    | (pl.col("by_register") & pl.col("by_register_to")).fill_null(value=False)
)
#: What is counted and not listed one by one stands there once, for more systems or fewer.
_MORE: Final = _LISTED & _LISTED_TO & (pl.col("systems_to") > pl.col("systems"))
_FEWER: Final = _LISTED & _LISTED_TO & (pl.col("systems_to") < pl.col("systems"))
_HAS, _HAS_TO = ((pl.col(one).list.len() > 0).fill_null(value=False) for one in ("registrations", "registrations_to"))
_CAME: Final = _BY_REGISTER & _HAS_TO & ~_HAS
_WENT: Final = _BY_REGISTER & _HAS & ~_HAS_TO


def cause(before: Units, hindsight: Units, after: Units, on: date) -> pl.Expr:
    """Return the cause of a pair of rows of ``metrics.units``, the later one's columns ending in ``_to``.

    ``hindsight`` is the earlier day as it was known on the later one, which is the day ``on``.
    """
    new = _any("registrations_to", hindsight.registered | hindsight.hidden)
    unseen = _any("registrations_to", before.registered)
    gone = _any("registrations", after.registered | after.hidden)
    lost = _any("registrations", after.registered)
    unlisted = _LISTED_TO & ~_LISTED & ~pl.col("source_to").is_in(sorted(before.sources))
    delisted = _LISTED & ~_LISTED_TO & ~pl.col("source").is_in(sorted(after.sources))
    rules = {
        "source_outage": (_CAME & ~new & unseen) | (_WENT & ~gone & lost) | unlisted | delisted,
        "newly_registered": _CAME & new,
        "retracted": _WENT & gone,
        "match_decided": _LISTED & _LISTED_TO & _BY_REGISTER & _differs("match"),
        "inventory_grew": (_LISTED_TO & ~_LISTED) | _MORE,
        "inventory_shrank": (_LISTED & ~_LISTED_TO) | _FEWER,
        "reorganised": _differs("body"),
        "reclassified": _differs("category"),
        "status_changed": _differs("status"),
        "explained": _explained(on),
        "edited": _differs("content"),
        "target_moved": _target_moved(on),
        "context_changed": _differs("context"),
    }
    found = pl.lit("time_passed")
    for name in reversed([one for one in CAUSES if one in rules]):
        found = pl.when(rules[name].fill_null(value=False)).then(pl.lit(name)).otherwise(found)
    return found


def _any(column: str, known: frozenset[str]) -> pl.Expr:
    """Whether a unit has a registration that is not among those known."""
    others = ~pl.element().is_in(pl.Series(list(known), dtype=pl.String).implode())
    return pl.col(column).list.eval(others).list.any().fill_null(value=False)


def _differs(column: str) -> pl.Expr:
    return pl.col(column).ne_missing(pl.col(f"{column}_to"))


def _target_moved(on: date) -> pl.Expr:
    """Whether it counts otherwise because the target does: it is about other systems, or they are due on another day.

    When systems are due decides of none whether it is asked for: that a day went by does, by which a
    system came into use or went out of it. Nor is it the target where an explanation ran out by the day.
    """
    same = pl.col("asked") == pl.col("asked_to")
    ran_out = (pl.col("explained_until") < on).fill_null(value=False) & pl.col("explained_until_to").is_null()
    return pl.when(same).then((_differs("about") | _differs("target")) & ~ran_out).otherwise(_differs("about"))


def _explained(on: date) -> pl.Expr:
    """Whether an explanation came, or went before its time; one that ran out did so by the day."""
    before, after = pl.col("explained_until"), pl.col("explained_until_to")
    return (before.is_null() & after.is_not_null()) | (after.is_null() & (before >= on))
