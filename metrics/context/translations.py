"""Translations: whether the register has a registration in English too."""

from typing import Final

import polars as pl

from metrics.absences import FAR
from metrics.checks.declare import INFORMATION
from metrics.context.declare import FAILED, PASSED, ContextCheck, Known, Look, of_keys
from metrics.facts import day, known
from metrics.intervals import clipped, without
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
        "Openbare registraties, vanaf de dag waarop voor het eerst is gekeken in welke talen het register ze heeft.",
        "Public registrations, from the first day on which somebody looked in which languages the register has them.",
    ),
    Text(
        "Registraties op dagen voordat de talen voor het eerst waren opgehaald.",
        "Registrations on days before the languages were first collected.",
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


def _find(known_: Known, rows: pl.DataFrame, level: pl.DataFrame) -> pl.DataFrame:
    del level
    told = _told(known_)
    first = pl.lit(told["from_day"].min(), pl.Date)
    asked = rows.with_columns(from_day=pl.max_horizontal("from_day", first))
    asked = asked.filter(first.is_not_null(), pl.col("from_day") < pl.col("to_day"))
    english = clipped(asked, told.filter(pl.col("languages").str.split(" ").list.contains(_ENGLISH)), ["key"])
    found = {PASSED: english, FAILED: without(asked, english, ["who"])}
    columns = ("who", "from_day", "to_day")
    return pl.concat(frame.select(*columns, outcome=pl.lit(outcome)) for outcome, frame in found.items())


def _stirred(before: Known, after: Known) -> pl.Series:
    told, now = _told(before), _told(after)
    if told["from_day"].min() != now["from_day"].min():
        return after.names
    changed = [told.join(now, on=told.columns, how="anti"), now.join(told, on=told.columns, how="anti")]
    return pl.concat(changed)["key"].unique()


LOOKS: Final = (Look(CHECK, _rows, _find, _stirred),)
