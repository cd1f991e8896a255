"""Plain language: at which level of reading name, short description and goal are; a signal, no verdict."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Final, Literal

import polars as pl

from metrics.registry import CATALOGUE, Metric, Score, Text
from metrics.traits import LEVELS, READ, WORDS_FROM, level_bit
from sql.fields import BY_KEY

_GOOD: Final[Mapping[str, Literal["up", "down"]]] = {"a2": "up", "b1": "up", "b2": "down", "c1": "down"}
_SOURCE: Final = Text(
    "Leesformule van Flesch-Douma (1960), grenzen van Vulgraad; de folder 'Alles over het Algoritmeregister' vraagt om "
    "begrijpelijke taal.",
    "Readability formula of Flesch-Douma (1960), limits by Vulgraad; the leaflet 'Alles over het Algoritmeregister' "
    "asks for plain language.",
)


def _declare(key: str, level: str) -> None:
    title = BY_KEY[key].title
    judged = reduce(or_, (1 << level_bit(key, one) for one in LEVELS))
    in_level, asked = ((pl.col("traits") & mask) != 0 for mask in (1 << level_bit(key, level), judged))
    CATALOGUE.declare(
        Metric(
            f"plain_language.{key}_{level}",
            Text(f"{title.nl} op niveau {level.upper()}", f"{title.en} at level {level.upper()}"),
            Text(
                "De meeste mensen lezen op niveau B1 of lager. De maat kijkt alleen naar de lengte van woorden en "
                "zinnen: een signaal, geen oordeel.",
                "Most people read at level B1 or below. The measure looks at the length of words and sentences only: "
                "a signal, no verdict.",
            ),
            Text(
                f"Openbare registraties met ten minste {WORDS_FROM[key]} woorden in dit veld. De vier niveaus zijn "
                "samen het geheel.",
                f"Public registrations with at least {WORDS_FROM[key]} words in this field. The four levels together "
                "are the whole.",
            ),
            Text(
                f"Registraties met minder dan {WORDS_FROM[key]} woorden in dit veld.",
                f"Registrations with fewer than {WORDS_FROM[key]} words in this field.",
            ),
            _SOURCE,
            Score(in_level.cast(pl.Int64), asked.cast(pl.Int64)),
            good=_GOOD[level],
        )
    )


for _key in READ:
    for _level in LEVELS:
        _declare(_key, _level)
