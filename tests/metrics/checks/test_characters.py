"""Characters that do not belong in a text, as tables."""

from tests.metrics.checks.entries import FAILS, NOT_ASKED, PASSES, Entry, Table, wrong


def goal(text: str) -> Entry:
    return Entry({"name": "Parkeercontrole", "goal": text})


NOTHING = (NOT_ASKED, Entry({"goal": " "}))
TABLE: Table = {
    "markup": [
        (PASSES, goal("Meer dan 5 < 6 en 7 > 6; A&B, R&D; zie <2>")),
        (FAILS, goal("<p>Doel</p>")),
        (FAILS, goal('<a\nhref="x">')),
        (FAILS, goal("Dit</b> ook")),
        (FAILS, goal("A &amp; B")),
        (FAILS, goal("een&nbsp;spatie")),
        (FAILS, goal("&#233;&#xE9;")),
        (PASSES, goal("&a; &onbekendwoord;")),
        # A tag does not begin in one field and end in another.
        (PASSES, Entry({"description_short": "kleiner <dan", "goal": "groter> dan"})),
        (FAILS, Entry({"source_id": "<br>"})),
        NOTHING,
    ],
    "mojibake": [
        (PASSES, goal("Privé, coördinatie, naïef, ’s avonds, € 5, 20 °C")),  # noqa: RUF001
        (FAILS, goal("coÃ¶rdinatie")),
        (FAILS, goal("â€™s avonds")),
        (FAILS, goal("20Â\u00a0°C")),
        (FAILS, goal("priv\ufffd")),
        (PASSES, goal("Ãe Â")),
        NOTHING,
    ],
    "control": [
        (PASSES, goal("Regel een.\r\n\tRegel twee.\u00a0")),
        (FAILS, goal("zacht\u200bkoppel")),
        (FAILS, goal("bel\u0007")),
        (FAILS, goal("a\ufeffb")),
        (FAILS, goal("a\x0bb")),
        # What shows nothing at either end is trimmed.
        (PASSES, goal("\ufeffDoel\u200b")),
        NOTHING,
    ],
    "formula": [
        (PASSES, goal("1 = 1, mail@example.nl, - een lijst")),
        (FAILS, goal("=SOM(A1)")),
        (FAILS, goal(" @naam")),
        (PASSES, goal("tekst <\n= tekst")),
        NOTHING,
    ],
}


def test_characters() -> None:
    assert not wrong(TABLE)
