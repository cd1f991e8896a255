"""What others wrote, in a table and in a spreadsheet: nothing of it steers a terminal or runs."""

import pytest

from sql.cells import inert, spreadsheet, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parkeren: élk uur", "Parkeren: élk uur"),
        ("a\nb\r\nc\td", "a b  c d"),
        ("\x1b[31mrood", " [31mrood"),
        ("\x9b31m", " 31m"),
        ("abc\u202edef\u2066\u200f", "abc def  "),
        ("a\u2028b\u200bc", "a b c"),
    ],
)
def test_in_a_table(text: str, expected: str) -> None:
    assert visible(text) == expected


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-x", "-1+2", "-5\n", "@SUM(A1)", "\t=1", "\r=1", "-"])
def test_a_formula_does_not_run(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert spreadsheet(text).startswith("'")


@pytest.mark.parametrize("text", ["", "-5", "-5.25", "Parkeren", "a = b", "'=1", "twee\nregels"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert inert(text) == spreadsheet(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("\x1b[31mrood", " [31mrood"), ("abc\u202edef", "abc def"), ("\x00=1", " =1"), ("a\rb\r\nc", "a b\r\nc")],
)
def test_a_file_on_a_terminal(text: str, expected: str) -> None:
    assert spreadsheet(text) == expected
