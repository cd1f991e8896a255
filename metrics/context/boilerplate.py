"""Boilerplate: a long text that stands, word for word, in the same field at five bodies or more."""

from typing import Final

import polars as pl

from metrics.bodies import UNKNOWN
from metrics.checks.declare import INFORMATION
from metrics.context.declare import FAILED, ContextCheck, Known, Look, Rows, of_keys
from metrics.fingerprints import PRINTED
from metrics.intervals import clipped, shared
from metrics.registry import Text

#: From how many bodies on a text counts as a template; the unknown body is none.
BODIES: Final = 5
CHECK: Final = ContextCheck(
    "boilerplate",
    Text("Geen tekst die bij vijf of meer organisaties staat", "No text that five or more organisations use"),
    Text(
        "Een tekst uit een sjabloon zegt weinig over hoe deze organisatie het algoritme gebruikt.",
        "A text from a template says little about how this organisation uses the algorithm.",
    ),
    Text(
        "Kijk of de tekst past bij uw eigen gebruik en vul aan wat bij u anders is.",
        "See whether the text fits your own use, and add what is different at your organisation.",
    ),
    Text(
        "Openbare registraties met een tekst van 40 tekens of meer.",
        "Public registrations with a text of 40 characters or more.",
    ),
    Text("Registraties zonder zo'n lange tekst.", "Registrations without such a long text."),
    Text(
        "Regel van Vulgraad: dezelfde tekst in hetzelfde veld bij vijf organisaties of meer op dezelfde dag.",
        "Rule by Vulgraad: the same text in the same field at five organisations or more on the same day.",
    ),
    INFORMATION,
    asked=pl.col("printed"),
)


def _rows(place: int) -> Rows:
    def rows(known: Known, keys: pl.Series | None) -> pl.DataFrame:
        prints = known.texts[str(place)].gather(known.cut["at"])
        said = known.cut.select("who", "from_day", "to_day", "org_id", "body", key=prints)
        return of_keys(said.drop_nulls("key"), keys)

    return rows


def _everywhere(rows: pl.DataFrame) -> pl.DataFrame:
    """Return when texts stand at so many bodies: key, from_day, to_day."""
    often = rows.filter(pl.len().over("key") >= BODIES, pl.col("org_id") != UNKNOWN)
    return shared(often, ["key"], "body", BODIES)


def _find(known: Known, rows: pl.DataFrame, level: pl.DataFrame) -> pl.DataFrame:
    del known
    return clipped(rows, level, ["key"]).select("who", "from_day", "to_day", outcome=pl.lit(FAILED))


LOOKS: Final = tuple(
    Look(CHECK, _rows(place), _find, level=_everywhere, field=field) for place, field in enumerate(PRINTED)
)
