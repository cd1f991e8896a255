"""What every command prints: a row on a line, and nothing in it that steers a terminal or runs in a spreadsheet."""

import csv
import io

import polars as pl
import pytest

from dashboard.terminal import show

ROWS = pl.DataFrame(
    {
        "name": ["=1+1", "\x1b[2Jweg\u202e", "twee\nregels", None],
        "number": [-5, 1, None, 2],
        "share": [-0.5, 0.5, None, 1.0],
        "said": ["-5", "-x", "@a", "+1"],
    }
)


def test_a_table_has_a_row_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, "table", {"organisation": "A\x1b[2J\nB"})
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 6
    assert all(sign.isprintable() for sign in out.replace("\n", ""))
    assert "twee regels" in out


def test_csv_runs_nothing_and_leaves_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, "csv", {})
    out = capsys.readouterr().out
    assert not {"\x1b", "\u202e"} & set(out)
    assert list(csv.reader(io.StringIO(out))) == [
        ["name", "number", "share", "said"],
        ["'=1+1", "-5", "-0.5", "-5"],
        [" [2Jweg ", "1", "0.5", "'-x"],
        ["twee\nregels", "", "", "'@a"],
        ["", "2", "1.0", "'+1"],
    ]
