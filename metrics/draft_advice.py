"""What to do about each finding in a draft, in plain Dutch and English; braces hold what a case fills in."""

from dataclasses import dataclass
from typing import Final, Literal

from metrics.registry import Text

Severity = Literal["serious", "warning", "information"]
SERIOUS: Final[Severity] = "serious"
WARNING: Final[Severity] = "warning"
INFORMATION: Final[Severity] = "information"


@dataclass(frozen=True)
class Advice:
    """How bad a kind of finding is, and what it says; serious is what the standard refuses."""

    severity: Severity
    text: Text


ADVICE: Final = {
    "missing": Advice(
        SERIOUS,
        Text(
            "is leeg, en standaard {standard} eist dit veld: vul het in",
            "is empty, and standard {standard} requires it: fill it in",
        ),
    ),
    "too_long": Advice(
        SERIOUS,
        Text(
            "is {over} tekens te lang: er mogen er {limit} zijn", "is {over} characters too long: {limit} are allowed"
        ),
    ),
    "not_permitted": Advice(
        SERIOUS,
        Text(
            "'{wrong}' is geen toegestane waarde: schrijf {nearest}",
            "'{wrong}' is not a permitted value: write {nearest}",
        ),
    ),
    "unknown_standard": Advice(
        SERIOUS,
        Text(
            "'{wrong}' is geen publicatiestandaard: schrijf {nearest}",
            "'{wrong}' is no publication standard: write {nearest}",
        ),
    ),
    "date_form": Advice(
        WARNING,
        Text(
            "is geen datum zoals de standaard die kent: schrijf jaar en maand, zoals 2025-03",
            "is no date as the standard knows it: write year and month, like 2025-03",
        ),
    ),
    "placeholder": Advice(
        WARNING,
        Text(
            "zegt de lezer niets en telt niet mee: schrijf op wat er te weten is",
            "tells a reader nothing and does not count: write what there is to know",
        ),
    ),
    "link_form": Advice(
        WARNING,
        Text(
            "is geen link: schrijf het hele adres, met https:// ervoor",
            "is no link: write the whole address, with https:// before it",
        ),
    ),
    "contact_form": Advice(
        WARNING,
        Text(
            "is geen e-mailadres en geen link: schrijf er een van, zoals algoritmes@example.nl",
            "is no e-mail address and no link: write either, like algorithms@example.nl",
        ),
    ),
    "unknown_column": Advice(
        WARNING,
        Text(
            "is geen veld van een publicatiestandaard en wordt niet gelezen{meant}",
            "is no field of any publication standard and is not read{meant}",
        ),
    ),
    "not_in_standard": Advice(
        INFORMATION,
        Text(
            "hoort bij een andere standaard dan {standard} en telt niet mee",
            "belongs to another standard than {standard} and does not count",
        ),
    ),
}
