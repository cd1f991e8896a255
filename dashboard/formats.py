"""Numbers, shares and dates as a reader of Dutch or English writes them; rounds once, here."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from sql.days import ZONE

#: What stands where there is no figure; the reason in words stands beside it.
DASH: Final = "–"  # noqa: RUF001  (a dash, as readers know it)
MINUS: Final = "\u2212"
#: Under this number of cases a share says more about chance than about the body.
SMALL: Final = 5
_LOCALES: Final = {"nl": "nl_NL", "en": "en_GB"}


@dataclass(frozen=True)
class Share:
    """A numerator and its denominator; the ratio is made when it is shown."""

    passed: int
    asked: int

    @property
    def too_few(self) -> bool:
        """Whether only the counts may be shown."""
        return self.asked < SMALL

    @property
    def percent(self) -> float | None:
        """The percentage with one decimal; None under the smallest number of cases."""
        return None if self.too_few else round(100 * self.passed / self.asked, 1)


@dataclass(frozen=True)
class Points:
    """A change of a percentage, in tenths of a percentage point."""

    tenths: int


@dataclass(frozen=True)
class Formats:
    """How one language writes things."""

    language: str

    @property
    def locale(self) -> str:
        """The locale that Babel knows."""
        return _LOCALES[self.language]

    @property
    def separators(self) -> str:
        """The decimal sign and the sign between thousands, as Plotly wants them."""
        return ",." if self.language == "nl" else ".,"

    @lru_cache(16_384)  # noqa: B019  (there is one for each language)
    def number(self, value: float | None) -> str:
        """Write a number with its separators; nothing is a dash."""
        return DASH if value is None else format_decimal(value, locale=self.locale)

    def percent_of(self, value: float) -> str:
        """Write a number of a hundred as a percentage with one decimal."""
        return format_percent(value / 100, format="0.0%", locale=self.locale)

    def hundredths(self, value: float) -> str:
        """Write a number with two decimals, also where the last is nought: 0,90."""
        return format_decimal(value, "#,##0.00", self.locale)

    def signed(self, value: float) -> str:
        """Write a difference with its sign: +3; what is no whole number has two decimals: +0,27; nought has no sign."""
        size = self.number(abs(value)) if isinstance(value, int) else self.hundredths(abs(value))
        return f"{'+' if value > 0 else MINUS if value else ''}{size}"

    @lru_cache(16_384)  # noqa: B019  (there is one for each language)
    def percent(self, share: Share | None) -> str:
        """Write a share with one decimal; too few cases is a dash."""
        if share is None or share.percent is None:
            return DASH
        return format_percent(share.percent / 100, format="0.0%", locale=self.locale)

    def points(self, value: Points) -> str:
        """Write percentage points with their sign; nought has none."""
        shown = format_decimal(abs(value.tenths) / 10, format="0.0", locale=self.locale)
        return f"{'+' if value.tenths > 0 else MINUS if value.tenths else ''}{shown}"

    @lru_cache(16_384)  # noqa: B019  (there is one for each language)
    def day(self, value: date | None) -> str:
        """Write a day in full: 8 augustus 2026."""
        return DASH if value is None else format_date(value, "d MMMM yyyy", locale=self.locale)

    def month(self, value: date) -> str:
        """Write a month short, over its year, as there is little room under a chart."""
        return format_date(value, "MMM'<br>'yyyy", locale=self.locale)

    def month_in_full(self, value: date) -> str:
        """Write the month of a day: juni 2026."""
        return format_date(value, "MMMM yyyy", locale=self.locale)

    def moment(self, value: datetime | None) -> str:
        """Write an instant as the clock in Amsterdam shows it."""
        if value is None:
            return DASH
        return format_datetime(value.astimezone(ZONE), "d MMMM yyyy, HH:mm", locale=self.locale)


def instant(text: object) -> datetime | None:
    """Read an ISO instant as the worker writes it; anything else is None."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def day_of(text: object) -> date | None:
    """Return the day, in the Netherlands, of an ISO instant; of anything else None."""
    moment = instant(text)
    return moment.astimezone(ZONE).date() if moment else None
