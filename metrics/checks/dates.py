"""Months of beginning and end: their form, and whether they fit the status and the publication."""

from typing import Final

import polars as pl

from metrics.checks.declare import CHECKS, EMPTY, INFORMATION, SERIOUS, STANDARD, VULGRAAD, WARNING, Check
from metrics.reading import some
from metrics.registry import Text
from metrics.texts import DATE_FORM, of
from sql.days import ZONE
from sql.fields import BY_KEY, IN_DEVELOPMENT, IN_USE, OUT_OF_USE

#: No system of today is older, and nobody plans further ahead.
_FIRST_YEAR: Final = 1950
_YEARS_AHEAD: Final = 10


def month(key: str) -> pl.Expr:
    """Return the month that a text names, counted from the year 0; null for a text that is no month."""
    text = of(BY_KEY[key])
    year_first = text.str.slice(4, 1) == "-"
    year = pl.when(year_first).then(text.str.head(4)).otherwise(text.str.slice(3, 4))
    number = pl.when(year_first).then(text.str.slice(5, 2)).otherwise(text.str.head(2))
    counted = 12 * year.cast(pl.Int64, strict=False) + number.cast(pl.Int64, strict=False)
    return pl.when(text.str.contains(DATE_FORM)).then(counted)


_PUBLISHED: Final = pl.col("published_at").dt.convert_time_zone(ZONE.key)
_YEAR: Final = _PUBLISHED.dt.year().cast(pl.Int64)
_MONTH: Final = 12 * _YEAR + _PUBLISHED.dt.month().cast(pl.Int64)
_UNDATED: Final = pl.col("published_at").is_null()
_BEGIN, _END = month("begin_date"), month("end_date")
_BOTH: Final = ("begin_date", "end_date")


def _year_odd(key: str) -> pl.Expr:
    # December counts as the twelfth month of its own year.
    year = (month(key) - 1).floordiv(12)
    return ((year < _FIRST_YEAR) | (year > _YEAR + _YEARS_AHEAD)).fill_null(value=False)


def _no_month(field: str, nl: str, en: str) -> None:
    CHECKS.declare(
        Check(
            f"{field}_form",
            Text(f"{nl} is een maand", f"{en} is a month"),
            Text(
                "Alleen met jaar en maand is te tellen wat sinds wanneer in gebruik is.",
                "Only with a year and a month can be counted what is in use since when.",
            ),
            Text("Schrijf jaar en maand, zoals 2025-03.", "Write year and month, like 2025-03."),
            EMPTY,
            STANDARD,
            WARNING,
            due=some("filled", field),
            fails=~of(BY_KEY[field]).str.contains(DATE_FORM),
            fields=(field,),
        )
    )


_no_month("begin_date", "Begindatum", "Start date")
_no_month("end_date", "Einddatum", "End date")
CHECKS.declare(
    Check(
        "date_order",
        Text("Einde ligt niet vóór het begin", "The end is not before the beginning"),
        Text(
            "Een systeem dat eindigt voordat het begint, staat verkeerd in elke tijdlijn.",
            "A system that ends before it begins is wrong in every timeline.",
        ),
        Text(
            "Controleer begindatum en einddatum: een van beide klopt niet.",
            "Check start date and end date: one of them does not fit.",
        ),
        Text(
            "Registraties zonder begindatum of einddatum. Niet te beoordelen als een van beide geen maand is.",
            "Registrations without a start date or end date. Cannot be judged when one of them is no month.",
        ),
        VULGRAAD,
        SERIOUS,
        due=some("filled", "begin_date") & some("filled", "end_date"),
        fails=_END < _BEGIN,
        broken=_BEGIN.is_null() | _END.is_null(),
        fields=_BOTH,
    )
)
CHECKS.declare(
    Check(
        "date_plausible",
        Text("Begin en einde zijn aannemelijk", "Beginning and end are plausible"),
        Text(
            "Een jaar als 0001 of 2203 is bijna altijd een tikfout.",
            "A year such as 0001 or 2203 is nearly always a typing error.",
        ),
        Text(
            f"Verbeter het jaar: tussen {_FIRST_YEAR} en {_YEARS_AHEAD} jaar na de publicatie.",
            f"Correct the year: between {_FIRST_YEAR} and {_YEARS_AHEAD} years after publication.",
        ),
        Text(
            "Registraties zonder een maand van begin of einde. Niet te beoordelen zonder moment van publicatie.",
            "Registrations without a month of beginning or end. Cannot be judged without a moment of publication.",
        ),
        VULGRAAD,
        WARNING,
        due=_BEGIN.is_not_null() | _END.is_not_null(),
        fails=_year_odd("begin_date") | _year_odd("end_date"),
        broken=_UNDATED,
        fields=_BOTH,
        at=_year_odd,
    )
)
_NO_BEGIN: Final = Text(
    "Registraties met een andere status, of zonder een maand van begin. Niet te beoordelen zonder moment van "
    "publicatie.",
    "Registrations of another status, or without a month of beginning. Cannot be judged without a moment of "
    "publication.",
)
_NO_END: Final = Text(
    "Registraties met een andere status, of zonder een maand van einde. Niet te beoordelen zonder moment van "
    "publicatie.",
    "Registrations of another status, or without a month of end. Cannot be judged without a moment of publication.",
)
CHECKS.declare(
    Check(
        "in_use_before_start",
        Text("Bij publicatie: wat in gebruik is, is begonnen", "At publication: what is in use has begun"),
        Text(
            "De status was al In gebruik, terwijl de begindatum bij de publicatie nog moest komen: na te gaan.",
            "The status was In gebruik already, while at publication the start date still lay ahead: to check.",
        ),
        Text(
            "Bij de publicatie moest de begindatum nog komen: ga na of status en datum nu kloppen.",
            "At publication the start date still lay ahead: check whether status and date are right now.",
        ),
        _NO_BEGIN,
        VULGRAAD,
        WARNING,
        due=(pl.col("stated") == IN_USE) & _BEGIN.is_not_null(),
        fails=_BEGIN > _MONTH,
        broken=_UNDATED,
        fields=("status", "begin_date"),
    )
)
CHECKS.declare(
    Check(
        "ended_in_use",
        Text("Bij publicatie: wat voorbij is, is buiten gebruik", "At publication: what has ended is out of use"),
        Text(
            "De einddatum was bij de publicatie al geweest, terwijl de status niet Buiten gebruik was: na te gaan.",
            "At publication the end date had passed, while the status was not Buiten gebruik: to check.",
        ),
        Text(
            "Bij de publicatie was de einddatum al geweest: ga na of status en datum nu kloppen.",
            "At publication the end date had passed already: check whether status and date are right now.",
        ),
        _NO_END,
        VULGRAAD,
        WARNING,
        due=pl.col("stated").is_in([IN_USE, IN_DEVELOPMENT]) & _END.is_not_null(),
        fails=_END < _MONTH,
        broken=_UNDATED,
        fields=("status", "end_date"),
    )
)
CHECKS.declare(
    Check(
        "out_of_use_future_end",
        Text("Bij publicatie: wat buiten gebruik is, is voorbij", "At publication: what is out of use has ended"),
        Text(
            "De status was al Buiten gebruik, terwijl de einddatum bij de publicatie nog moest komen: na te gaan.",
            "The status was Buiten gebruik already, while at publication the end date still lay ahead: to check.",
        ),
        Text(
            "Bij de publicatie moest de einddatum nog komen: ga na of status en datum nu kloppen.",
            "At publication the end date still lay ahead: check whether status and date are right now.",
        ),
        _NO_END,
        VULGRAAD,
        INFORMATION,
        due=(pl.col("stated") == OUT_OF_USE) & _END.is_not_null(),
        fails=_END > _MONTH,
        broken=_UNDATED,
        fields=("status", "end_date"),
    )
)
CHECKS.declare(
    Check(
        "development_begun",
        Text(
            "Bij publicatie: wat in ontwikkeling is, moet nog beginnen",
            "At publication: what is in development has not started yet",
        ),
        Text(
            "De begindatum was bij de publicatie al geweest: misschien was het systeem al in gebruik.",
            "At publication the start date had passed: the system may have been in use already.",
        ),
        Text(
            "Bij de publicatie was de begindatum al geweest: ga na of status en datum nu kloppen.",
            "At publication the start date had passed already: check whether status and date are right now.",
        ),
        _NO_BEGIN,
        VULGRAAD,
        INFORMATION,
        due=(pl.col("stated") == IN_DEVELOPMENT) & _BEGIN.is_not_null(),
        fails=_BEGIN < _MONTH,
        broken=_UNDATED,
        fields=("status", "begin_date"),
    )
)
