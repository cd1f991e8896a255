"""How texts are written: copied, too short to say anything, in capitals, in another language, hard to read."""

from functools import reduce
from itertools import combinations
from operator import or_
from typing import Final

import polars as pl

from metrics.checks.declare import CHECKS, INFORMATION, LEAFLET, STANDARD, VULGRAAD, WARNING, Check
from metrics.fingerprints import COPY_FROM, PROSE
from metrics.reading import some
from metrics.registry import Text
from metrics.texts import of
from metrics.traits import LEVELS, level_bit
from sql.fields import BY_KEY

#: Texts that should explain something; a legal basis may be as short as the name of a law.
_EXPLAINING: Final = (
    "goal",
    "proportionality",
    "human_intervention",
    "risks",
    "source_data",
    "methods_and_models",
)
#: Fewer characters explain nothing.
_THIN: Final = 20
_EIGHT_LETTERS: Final = r"(?:\p{L}\P{L}*){8}"
_EIGHT_WORDS: Final = r"(?:\p{L}+\P{L}+){7}\p{L}"
_NAME: Final = of(BY_KEY["name"])
_TOLD: Final = of(BY_KEY["description_short"]) + "\n" + of(BY_KEY["goal"])
_PROSE: Final = [pl.col(f"prose.{key}") for key in PROSE]


def _copied(key: str) -> pl.Expr:
    mine = pl.col(f"prose.{key}")
    return pl.any_horizontal(mine == pl.col(f"prose.{other}") for other in PROSE if other != key)


def _thin(key: str) -> pl.Expr:
    text = of(BY_KEY[key])
    short = text.str.len_chars() < _THIN
    return some("says", key) & short & (text.str.to_lowercase() != "geen")


CHECKS.declare(
    Check(
        "copy",
        Text("Geen tekst staat er twee keer", "No text appears twice"),
        Text(
            "Dezelfde tekst in twee velden beantwoordt meestal een van beide vragen niet.",
            "The same text in two fields mostly answers only one of both questions.",
        ),
        Text("Beantwoord in elk veld de vraag van dat veld.", "Answer in each field the question of that field."),
        Text(
            f"Registraties met minder dan twee teksten van {COPY_FROM} tekens of meer.",
            f"Registrations with fewer than two texts of {COPY_FROM} characters or more.",
        ),
        VULGRAAD,
        WARNING,
        due=pl.sum_horizontal(one.is_not_null() for one in _PROSE) > 1,
        fails=pl.any_horizontal(one == other for one, other in combinations(_PROSE, 2)),
        fields=PROSE,
        at=_copied,
    )
)
CHECKS.declare(
    Check(
        "thin",
        Text("Uitleg is meer dan een paar woorden", "Explanations are more than a few words"),
        Text(
            f"In minder dan {_THIN} tekens is niets uit te leggen.",
            f"Fewer than {_THIN} characters explain nothing.",
        ),
        Text("Schrijf een of twee hele zinnen.", "Write one or two whole sentences."),
        Text(
            "Registraties zonder een tekst die iets moet uitleggen.",
            "Registrations without a text that should explain something.",
        ),
        VULGRAAD,
        INFORMATION,
        due=some("says", *_EXPLAINING),
        fails=pl.any_horizontal(_thin(key) for key in _EXPLAINING),
        fields=_EXPLAINING,
        at=_thin,
    )
)
CHECKS.declare(
    Check(
        "shouting",
        Text("Naam staat niet in hoofdletters", "Name is not in capitals"),
        Text(
            "Een naam in hoofdletters leest moeilijk, en een voorleesprogramma spelt die.",
            "A name in capitals is hard to read, and a screen reader spells it.",
        ),
        Text("Schrijf de naam in gewone letters.", "Write the name in ordinary letters."),
        Text("Namen van minder dan acht letters.", "Names of fewer than eight letters."),
        VULGRAAD,
        INFORMATION,
        due=_NAME.str.contains(_EIGHT_LETTERS),
        fails=_NAME.str.to_uppercase() == _NAME,
        fields=("name",),
    )
)
CHECKS.declare(
    Check(
        "dutch",
        Text("Omschrijving is in het Nederlands", "Description is in Dutch"),
        Text(
            "Het register is er voor iedereen in Nederland; het vertaalt zelf naar andere talen.",
            "The register is for everybody in the Netherlands; it makes the translations itself.",
        ),
        Text(
            "Schrijf de omschrijving en het doel in het Nederlands.",
            "Write the description and the goal in Dutch.",
        ),
        Text(
            "Registraties met minder dan acht woorden in korte omschrijving en doel samen.",
            "Registrations with fewer than eight words in short description and goal together.",
        ),
        STANDARD,
        INFORMATION,
        due=_TOLD.str.contains(_EIGHT_WORDS),
        fails=pl.col("english"),
        fields=("description_short", "goal"),
    )
)
for _name, _key in (("readable_description", "description_short"), ("readable_goal", "goal")):
    _title = BY_KEY[_key].title
    _bits = {level: 1 << level_bit(_key, level) for level in LEVELS}
    CHECKS.declare(
        Check(
            _name,
            Text(f"{_title.nl} is te lezen op taalniveau B1", f"{_title.en} can be read at level B1"),
            Text(
                "Op niveau B1 kunnen de meeste mensen een tekst volgen. De maat kijkt alleen naar de lengte van "
                "woorden en zinnen: een signaal, geen oordeel.",
                "Most people can follow a text at level B1. The measure looks at the length of words and sentences "
                "only: a signal, no verdict.",
            ),
            Text(
                "Schrijf kortere zinnen, en gewone woorden in plaats van vaktaal.",
                "Write shorter sentences, and everyday words in the place of jargon.",
            ),
            Text("Teksten van minder dan acht woorden.", "Texts of fewer than eight words."),
            LEAFLET,
            INFORMATION,
            due=(pl.col("traits") & reduce(or_, _bits.values())) != 0,
            fails=(pl.col("traits") & (_bits["b2"] | _bits["c1"])) != 0,
            fields=(_key,),
        )
    )
