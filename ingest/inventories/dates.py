"""Days, months and years as inventories write them."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

_ISO: Final = re.compile(r"^\d{4}(-\d\d){0,2}$")
_SERIAL: Final = re.compile(r"^\d{5}$")
#: Days since 1900 that can be a day in the life of an algorithm: 1954 to 2119.
_SERIALS: Final = range(20_000, 80_000)
_FIRST: Final = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
SERIAL_NUMBER: Final = "serial number"
_MONTHS: Final = {
    "januari": "January", "februari": "February", "maart": "March", "april": "April", "mei": "May", "juni": "June",
    "juli": "July", "augustus": "August", "september": "September", "oktober": "October", "november": "November",
    "december": "December", "mrt": "Mar", "okt": "Oct",
}  # fmt: skip


def read_date(text: str, formats: Sequence[str], language: str, epoch: int) -> tuple[str, str] | None:
    """Return a date as YYYY-MM-DD, YYYY-MM or YYYY, and how it was written: empty, or the form that fits.

    None when no form fits, or it is no day of the calendar.
    """
    if _ISO.match(text):
        return (text, "") if _is_day(text) else None
    english = re.sub(r"[^\W\d_]+", lambda word: _MONTHS.get(word[0].casefold(), word[0]), text)
    for form in formats:
        try:
            moment = datetime.strptime(english if language == "nl" else text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return _as_precise(moment.date(), form), form
    if _SERIAL.match(text) and int(text) in _SERIALS:
        return (_FIRST[epoch] + timedelta(days=int(text))).isoformat(), SERIAL_NUMBER
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _as_precise(day: date, form: str) -> str:
    """Return as much of a day as its form tells."""
    if re.search(r"%[djxcD]", form):
        return day.isoformat()
    return day.isoformat()[:7] if re.search(r"%[mbB]", form) else day.isoformat()[:4]
