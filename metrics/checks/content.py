"""Whether what must be there is there: a rule for each required field and for each requirement of completeness.

They take no bits of their own: they follow from those that say of each field whether it is asked and filled.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from metrics.checks.declare import INFORMATION, SERIOUS, STANDARD, WARNING, Check, Checks, Severity
from metrics.families.completeness import REQUIREMENTS, Requirement
from metrics.reading import mask_of, some
from metrics.registry import Text
from sql.fields import FIELDS

CONTENT: Final = Checks()
_SEVERITY: Final[Mapping[int, Severity]] = {0: SERIOUS, 1: SERIOUS, 2: WARNING, 3: INFORMATION, 4: WARNING}
_CORE: Final = tuple(Requirement(one.key, one.title, 0, (one.key,)) for one in FIELDS if one.tier == 0)
_WHY: Final[Mapping[int, Text]] = {
    0: Text(
        "Standaard 1.0 eist dit veld van elke registratie. Ook in een oudere registratie mag een lezer het verwachten.",
        "Standard 1.0 requires this field of every registration. In an older one a reader may expect it as well.",
    ),
    1: Text(
        "Hiermee legt een organisatie verantwoording af: zonder dit kan een lezer het gebruik niet beoordelen.",
        "With this an organisation accounts for what it does: without it a reader cannot judge the use.",
    ),
    2: Text(
        "Zonder dit weet een lezer niet waarmee en hoe het algoritme tot een uitkomst komt.",
        "Without this a reader does not know with what and how the algorithm comes to an outcome.",
    ),
    3: Text(
        "Dit helpt een lezer het algoritme te vinden, en er meer over te lezen.",
        "This helps a reader to find the algorithm, and to read more about it.",
    ),
    4: Text(
        "Door wat de registratie verder zegt, mag een lezer dit verwachten.",
        "By what else the registration says a reader may expect this.",
    ),
}
_NOT_ASKED: Final = Text(
    "Registraties die dit niet hoeven in te vullen: door hun standaard, hun categorie of wat ze verder zeggen.",
    "Registrations that do not owe it: by their standard, their category or what else they say.",
)


def _declare(one: Requirement) -> None:
    title = one.title
    CONTENT.declare(
        Check(
            f"content_{one.key}",
            Text(f"Ingevuld: {title.nl}", f"Filled in: {title.en}"),
            _WHY[one.tier],
            Text(f"Vul in: {title.nl}.", f"Fill in: {title.en}."),
            _NOT_ASKED,
            STANDARD,
            _SEVERITY[one.tier],
            due=some("asked", *one.fields),
            fails=(pl.col("asked") & pl.col("filled") & mask_of(*one.fields)) == 0,
            fields=one.fields,
        )
    )


for _one in (*_CORE, *REQUIREMENTS):
    _declare(_one)
