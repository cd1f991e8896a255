"""The form of what is filled in: its length, the words that are permitted, and its number."""

from typing import Final

import polars as pl

from metrics.checks.declare import CHECKS, EMPTY, INFORMATION, REGISTER, SERIOUS, STANDARD, VULGRAAD, WARNING, Check
from metrics.reading import some
from metrics.registry import Text
from metrics.texts import of
from sql.fields import BY_KEY, CATEGORIES, FIELDS, NOT_STATED, STANDARDS, STATUSES

_TIERED: Final = tuple(one.key for one in FIELDS if one.tier is not None)
_ALL: Final = tuple(one.key for one in FIELDS)


CHECKS.declare(
    Check(
        "placeholder",
        Text("Geen tekst zonder inhoud", "No text without content"),
        Text(
            "'N.v.t.' of een streepje vult een veld, maar een lezer weet daarna nog niets.",
            "'N/a' or a dash fills a field, and leaves a reader knowing nothing.",
        ),
        Text(
            "Schrijf op wat er te weten is, of laat het veld leeg als het niet verplicht is.",
            "Write what there is to know, or leave the field empty where it is not required.",
        ),
        Text(
            "Registraties waarin geen veld is ingevuld dat meetelt voor de volledigheid.",
            "Registrations in which no field is filled that counts for completeness.",
        ),
        VULGRAAD,
        WARNING,
        due=some("filled", *_TIERED),
        fails=some("placeholder", *_TIERED),
        fields=_TIERED,
        at=lambda key: some("placeholder", key),
    )
)
CHECKS.declare(
    Check(
        "too_long",
        Text("Teksten passen in hun veld", "Texts fit in their field"),
        Text(
            "De standaard begrenst elke tekst; een te lange tekst kan worden afgekapt of geweigerd.",
            "The standard limits every text; one that is too long may be cut off or refused.",
        ),
        Text(
            "Kort de tekst in, of verwijs met een link naar de uitleg.",
            "Shorten the text, or link to the explanation.",
        ),
        Text(
            "Registraties waarin geen veld met een grens is ingevuld.",
            "Registrations in which no field with a limit is filled.",
        ),
        STANDARD,
        SERIOUS,
        due=(pl.col("filled") & pl.col("limited")) != 0,
        fails=pl.col("long") != 0,
        fields=_ALL,
        at=lambda key: some("long", key),
    )
)
CHECKS.declare(
    Check(
        "theme",
        Text("Thema staat op de lijst", "Theme is on the list"),
        Text(
            "Alleen met de thema's van de lijst vindt een lezer soortgelijke algoritmes.",
            "Only by the themes of the list can a reader find algorithms of a kind.",
        ),
        Text(
            "Kies een of meer thema's van de lijst van de standaard, met een komma ertussen.",
            "Choose one or more themes from the list of the standard, with a comma between them.",
        ),
        Text(
            "Registraties zonder thema, en standaarden zonder vaste lijst (vóór 0.4).",
            "Registrations without a theme, and standards without a fixed list (before 0.4).",
        ),
        REGISTER,
        WARNING,
        due=some("filled", "category") & pl.col("standard").is_in(list(BY_KEY["category"].permitted)),
        fails=some("unfit", "category"),
        fields=("category",),
    )
)
CHECKS.declare(
    Check(
        "status_word",
        Text("Status is een van de drie woorden", "Status is one of the three words"),
        Text(
            "Wie wil weten wat er nu in gebruik is, moet op de status kunnen tellen.",
            "Whoever wants to know what is in use now must be able to count by status.",
        ),
        Text(
            "Kies In ontwikkeling, In gebruik of Buiten gebruik.",
            "Choose In ontwikkeling, In gebruik or Buiten gebruik.",
        ),
        EMPTY,
        REGISTER,
        SERIOUS,
        due=some("filled", "status"),
        fails=~of(BY_KEY["status"]).is_in(list(STATUSES)),
        fields=("status",),
    )
)
CHECKS.declare(
    Check(
        "category_word",
        Text("Publicatiecategorie is een van de drie", "Publication category is one of the three"),
        Text(
            "De categorie bepaalt wat er moet worden uitgelegd, en wat er meetelt voor de afspraken.",
            "The category decides what must be explained, and what counts for the agreements.",
        ),
        Text(
            "Kies Hoog-risico AI-systeem, Impactvolle algoritmes of Overige algoritmes.",
            "Choose Hoog-risico AI-systeem, Impactvolle algoritmes or Overige algoritmes.",
        ),
        EMPTY,
        REGISTER,
        SERIOUS,
        due=some("filled", "publication_category"),
        fails=~of(BY_KEY["publication_category"]).is_in(list(CATEGORIES)),
        fields=("publication_category",),
    )
)
CHECKS.declare(
    Check(
        "language",
        Text("Taal is nld", "Language is nld"),
        Text(
            "De Nederlandse tekst is de eerste versie; het register vertaalt die.",
            "The Dutch text is the first version; the register translates it.",
        ),
        Text("Zet de taal op nld, en schrijf in het Nederlands.", "Set the language to nld, and write in Dutch."),
        Text(
            "Registraties zonder taal, en standaarden vóór 1.0.",
            "Registrations without a language, and standards before 1.0.",
        ),
        STANDARD,
        INFORMATION,
        due=some("filled", "lang") & (pl.col("standard") == STANDARDS[-1]),
        fails=of(BY_KEY["lang"]) != "nld",
        fields=("lang",),
    )
)
CHECKS.declare(
    Check(
        "self_learning",
        Text("Type algoritme is Ja of Nee", "Type of algorithm is Ja or Nee"),
        Text(
            "In standaard 0.4 zegt dit veld of het algoritme zelflerend is: iets anders zegt niets.",
            "In standard 0.4 this field says whether the algorithm is self-learning: anything else says nothing.",
        ),
        Text("Schrijf Ja of Nee.", "Write Ja or Nee."),
        Text(
            "Registraties zonder dit veld, en andere standaarden dan 0.4.",
            "Registrations without this field, and standards other than 0.4.",
        ),
        STANDARD,
        WARNING,
        due=some("filled", "type") & (pl.col("standard") == "0.4"),
        fails=some("unfit", "type"),
        fields=("type",),
    )
)


def _control_digit() -> pl.Expr:
    """Return the eighth digit that the first seven ask for."""
    digits = [pl.col("lars").str.slice(place, 1).cast(pl.Int64, strict=False) for place in range(7)]
    return (3 * (digits[0] + digits[2] + digits[4] + digits[6]) + digits[1] + digits[3] + digits[5]) % 10


CHECKS.declare(
    Check(
        "lars",
        Text("Nummer van de registratie klopt", "Registration number is correct"),
        Text(
            "Het laatste cijfer controleert de andere zeven; klopt het niet, dan is er een cijfer verwisseld.",
            "The last digit checks the other seven; when it does not fit, a digit was changed.",
        ),
        Text(
            "Zoek het nummer op in het register, en verbeter het waar u het gebruikt.",
            "Look the number up in the register, and correct it wherever you use it.",
        ),
        Text(
            "Registraties van vóór het register nummers liet zien, en concepten.",
            "Registrations from before the register showed numbers, and drafts.",
        ),
        REGISTER,
        SERIOUS,
        due=pl.col("lars").is_not_null() & ~pl.col("lars").str.starts_with("~"),
        fails=~pl.col("lars").str.contains(r"^[1-9]{7}[0-9]$")
        | (pl.col("lars").str.slice(7, 1).cast(pl.Int64, strict=False) != _control_digit()),
    )
)
CHECKS.declare(
    Check(
        "standard",
        Text("Geschreven in de nieuwste standaard", "Written in the newest standard"),
        Text(
            "Oudere standaarden vragen minder, en kennen geen publicatiecategorie.",
            "Older standards ask less, and have no publication category.",
        ),
        Text(
            f"Zet de registratie over naar standaard {STANDARDS[-1]}.",
            f"Move the registration to standard {STANDARDS[-1]}.",
        ),
        Text(
            "Bronnen die niet zeggen in welke standaard een registratie is geschreven: niet te beoordelen.",
            "Sources that do not say in which standard a registration was written: it cannot be judged.",
        ),
        STANDARD,
        INFORMATION,
        due=pl.lit(value=True),
        fails=pl.col("standard") != STANDARDS[-1],
        broken=pl.col("standard") == NOT_STATED,
    )
)
