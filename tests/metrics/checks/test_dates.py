"""Months of beginning and end, as tables. The entries are published on 1 January 2025, here; in UTC it is December."""

from sql.fields import IN_DEVELOPMENT, IN_USE, NOT_STATED, OUT_OF_USE
from tests.metrics.checks.entries import BROKEN, FAILS, NOT_ASKED, PASSES, Entry, Table, wrong


def months(
    begin: str = "", end: str = "", status: str = IN_USE, *, published: bool = True, standard: str = "1.0"
) -> Entry:
    said = {"begin_date": begin, "end_date": end}
    one = Entry(said, standard, status=status)
    return one if published else Entry(said, standard, status=status, published=None)


FORM = {
    "2023-01": PASSES,
    "01-2023": PASSES,
    "0001-01": PASSES,
    "2023": FAILS,
    "2023-13": FAILS,
    "2023-12-01": FAILS,
    "heden": FAILS,
    "n.v.t.": FAILS,
    "": NOT_ASKED,
}
TABLE: Table = {
    "begin_date_form": [
        *((expected, months(begin=text)) for text, expected in FORM.items()),
        (NOT_ASKED, months(begin="heden", standard="0.3.1")),
    ],
    "end_date_form": [
        *((expected, months(end=text)) for text, expected in FORM.items()),
        (NOT_ASKED, months(end="heden", standard="0.1")),
    ],
    "date_order": [
        (PASSES, months("2023-01", "2023-01")),
        (PASSES, months("12-2022", "2023-01")),
        (FAILS, months("2023-01", "12-2022")),
        (FAILS, months("2023-02", "2023-01")),
        (BROKEN, months("2023", "2023-01")),
        (BROKEN, months("2023-01", "heden")),
        (NOT_ASKED, months("2023-01")),
        (NOT_ASKED, months(end="2023-01")),
        (NOT_ASKED, months("2023-02", "2023-01", standard="0.1")),
    ],
    "date_plausible": [
        (PASSES, months("1950-01")),
        (PASSES, months("1950-01", "12-2035")),
        (FAILS, months("12-1949")),
        (FAILS, months("0001-01")),
        (FAILS, months(end="01-2036")),
        (FAILS, months("2023-01", "2203-01")),
        # Of two dates, one of which is none, the other is looked at.
        (PASSES, months("2023-01", "heden")),
        (FAILS, months("ooit", "2203-01")),
        (BROKEN, months("2023-01", published=False)),
        (NOT_ASKED, months()),
        (NOT_ASKED, months("2023")),
    ],
    "in_use_before_start": [
        (PASSES, months("2025-01")),
        (PASSES, months("2020-01")),
        (FAILS, months("2025-02")),
        (FAILS, months("02-2025")),
        (BROKEN, months("2025-02", published=False)),
        (NOT_ASKED, months("2025-02", status=IN_DEVELOPMENT)),
        (NOT_ASKED, months("2025-02", status=NOT_STATED)),
        (NOT_ASKED, months("later")),
        (NOT_ASKED, months()),
    ],
    "ended_in_use": [
        (PASSES, months(end="2025-01")),
        (FAILS, months(end="2024-12")),
        (FAILS, months(end="12-2024", status=IN_DEVELOPMENT)),
        (BROKEN, months(end="2024-12", published=False)),
        (NOT_ASKED, months(end="2024-12", status=OUT_OF_USE)),
        (NOT_ASKED, months(end="heden")),
        (NOT_ASKED, months()),
    ],
    "out_of_use_future_end": [
        (PASSES, months(end="2025-01", status=OUT_OF_USE)),
        (FAILS, months(end="2025-02", status=OUT_OF_USE)),
        (BROKEN, months(end="2025-02", status=OUT_OF_USE, published=False)),
        (NOT_ASKED, months(end="2025-02")),
        (NOT_ASKED, months(status=OUT_OF_USE)),
    ],
    "development_begun": [
        (PASSES, months("2025-01", status=IN_DEVELOPMENT)),
        (FAILS, months("2024-12", status=IN_DEVELOPMENT)),
        (BROKEN, months("2024-12", status=IN_DEVELOPMENT, published=False)),
        (NOT_ASKED, months("2024-12")),
        (NOT_ASKED, months("2024", status=IN_DEVELOPMENT)),
    ],
}


def test_dates() -> None:
    assert not wrong(TABLE)
