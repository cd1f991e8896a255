"""Characters that do not belong in a text: markup, broken letters, what nobody sees, and formulas."""

from collections.abc import Callable
from functools import partial
from typing import Final

import polars as pl

from metrics.checks.declare import CHECKS, INFORMATION, VULGRAAD, WARNING, Check
from metrics.registry import Text
from metrics.texts import of
from sql.fields import BY_KEY, FIELDS

MARKUP: Final = r"<[A-Za-z/][^<>]*>|&(?:#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z]{2,8});"
#: What is left of letters with accents and of curly quotes when a file is read in the wrong encoding.
MOJIBAKE: Final = "Ã[\u0080-\u00bf]|â€|Â[\u00a0-\u00bf]|\ufffd"
CONTROL: Final = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{200B}\x{200C}\x{200D}\x{FEFF}]"
_ALL: Final = tuple(one.key for one in FIELDS)
#: A check of every field of whatever says anything.
_check: Final = partial(
    Check,
    not_asked=Text("Registraties waarin geen enkel veld is ingevuld.", "Registrations without any text."),
    source=VULGRAAD,
    due=pl.col("filled") != 0,
    fields=_ALL,
)


def _with(pattern: str) -> Callable[[str], pl.Expr]:
    """Say of a field whether its text holds a pattern."""
    return lambda key: of(BY_KEY[key]).str.contains(pattern)


def _formula(key: str) -> pl.Expr:
    text = of(BY_KEY[key])
    return text.str.starts_with("=") | text.str.starts_with("@")


CHECKS.declare(
    _check(
        "markup",
        Text("Geen opmaakcodes in de tekst", "No markup codes in the text"),
        Text(
            "Codes als <p> of &nbsp; staan letterlijk in de export en op pagina's van anderen.",
            "Codes such as <p> or &nbsp; stand in the export and on other people's pages as they are.",
        ),
        Text("Plak de tekst opnieuw, zonder opmaak.", "Paste the text again, without markup."),
        severity=WARNING,
        fails=pl.col("whole").str.contains(MARKUP),
        at=_with(MARKUP),
    )
)
CHECKS.declare(
    _check(
        "mojibake",
        Text("Geen verminkte letters", "No garbled characters"),
        Text(
            "Tekens als Ã« in plaats van ë ontstaan als een bestand verkeerd wordt ingelezen.",
            "Signs such as Ã« in the place of ë appear when a file is read in the wrong way.",
        ),
        Text(
            "Vervang de verminkte tekens, en lever het bestand aan als UTF-8.",
            "Replace the broken signs, and deliver the file as UTF-8.",
        ),
        severity=WARNING,
        fails=pl.col("whole").str.contains(MOJIBAKE),
        at=_with(MOJIBAKE),
    )
)
CHECKS.declare(
    _check(
        "control",
        Text("Geen onzichtbare tekens", "No invisible characters"),
        Text(
            "Onzichtbare tekens breken zoeken, sorteren en voorlezen.",
            "Characters that nobody sees break searching, sorting and reading aloud.",
        ),
        Text("Typ de tekst opnieuw, of plak die zonder opmaak.", "Type the text again, or paste it without markup."),
        severity=INFORMATION,
        fails=pl.col("whole").str.contains(CONTROL),
        at=_with(CONTROL),
    )
)
CHECKS.declare(
    _check(
        "formula",
        Text("Geen tekst die begint als een formule", "No text that starts like a spreadsheet formula"),
        Text(
            "Een rekenblad voert een tekst die met = of @ begint uit als formule.",
            "A spreadsheet runs a text that begins with = or @ as a formula.",
        ),
        Text("Begin de tekst met een letter.", "Begin the text with a letter."),
        severity=INFORMATION,
        fails=pl.any_horizontal(_formula(key) for key in _ALL),
        at=_formula,
    )
)
