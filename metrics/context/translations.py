"""Translations: whether the register has a registration in English too."""

from typing import Final

import polars as pl

from metrics.absences import FAR
from metrics.checks.declare import INFORMATION
from metrics.context.declare import FAILED, PASSED, ContextCheck, Known, Look, of_keys
from metrics.facts import day, known
from metrics.intervals import clipped
from metrics.registry import Text

_ENGLISH: Final = "ENG"
CHECK: Final = ContextCheck(
    "translation",
    Text("Er is een Engelse vertaling", "There is an English translation"),
    Text(
        "Wie geen Nederlands leest, kan zonder vertaling niet weten wat het algoritme met hem doet.",
        "Without a translation, whoever reads no Dutch cannot know what the algorithm does with them.",
    ),
    Text(
        "Voeg in het register een Engelse versie van de registratie toe.",
        "Add an English version of the registration in the register.",
    ),
    Text(
        "Openbare registraties waarvan het register zegt in welke talen ze er staan.",
        "Public registrations of which the register says in which languages it has them.",
    ),
    Text(
        "Registraties waarvan de talen op die dag nog niet waren opgehaald.",
        "Registrations whose languages had not been collected by that day.",
    ),
    Text("De gegevens van de website van het Algoritmeregister.", "The data of the Algorithm Register's website."),
    INFORMATION,
)


def _rows(known_: Known, keys: pl.Series | None) -> pl.DataFrame:
    return of_keys(known_.cut.select("who", "from_day", "to_day", key="lars"), keys)


def _told(known_: Known) -> pl.DataFrame:
    """Return in which languages each registration was last known to be: key, languages, from_day, to_day."""
    shown = known(known_.facts.translations, known_.known_on).sort("lars", "known_from", "languages")
    daily = shown.select("lars", "languages", from_day=day("known_from")).unique(
        ["lars", "from_day"], keep="last", maintain_order=True
    )
    after = pl.when(pl.col("lars") == pl.col("lars").shift(-1)).then(pl.col("from_day").shift(-1)).fill_null(FAR)
    return daily.select("languages", "from_day", key="lars", to_day=after)


def _find(known_: Known, rows: pl.DataFrame) -> pl.DataFrame:
    english = pl.col("languages").str.split(" ").list.contains(_ENGLISH)
    outcome = pl.when(english).then(pl.lit(PASSED)).otherwise(pl.lit(FAILED))
    return clipped(rows, _told(known_), ["key"]).select("who", "from_day", "to_day", outcome=outcome)


def _stirred(before: Known, after: Known) -> pl.Series:
    return pl.concat(
        [
            _told(before).join(_told(after), on=["key", "languages", "from_day", "to_day"], how="anti")["key"],
            _told(after).join(_told(before), on=["key", "languages", "from_day", "to_day"], how="anti")["key"],
        ]
    ).unique()


LOOKS: Final = (Look(CHECK, _rows, _find, _stirred),)
