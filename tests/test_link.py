"""``vulgraad link`` end to end: small lists as tables, what it refuses, and real lists."""

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingest.inventories.books import as_csv, as_json, as_ods, as_xlsx
from tests.linking.reading import rows_of
from tests.replay import Outcome, command

LINES = [
    ["id", "organisatie", "naam", "omschrijving"],
    ["1", "Gemeente Ede", "Scanauto parkeren", "Rijdt door de stad en leest kentekens van geparkeerde auto's"],
    ["2", "Gemeente Ede", "Berekening leges bouwvergunning", ""],
    ["3", "Gemeente Best", "Chatbot Gem", ""],
]
REGISTERED = [
    ["lars", "organization", "name", "description_short"],
    [
        "11111111",
        "gemeente EDE",
        "Scanauto's voor parkeren",
        "Een auto rijdt door de stad en leest de kentekens van auto's",
    ],
    ["22222222", "Gemeente Ede", "Toeslagen kinderopvang", ""],
    ["33333333", "Gemeente Best", "Chatbot Gem", ""],
]


def link(folder: Path, left: Sequence[Sequence[str]], right: Sequence[Sequence[str]], *words: str) -> Outcome:
    """Link two tables."""
    paths = folder / "left.csv", folder / "right.csv"
    for path, table in zip(paths, (left, right), strict=True):
        path.write_bytes(as_csv([list(row) for row in table]))
    return command("link", *map(str, paths), *words)


def rows(done: Outcome) -> list[dict[str, str]]:
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


def links(done: Outcome) -> dict[tuple[str, str], str]:
    return {(row["left"], row["right"]): row["state"] for row in rows(done)}


def test_every_row_of_both_lists_is_there(tmp_path: Path) -> None:
    done = link(tmp_path, LINES, REGISTERED, "--format", "csv")
    assert links(done) == {
        ("1", "11111111"): "certain",
        ("2", ""): "none",
        ("3", "33333333"): "certain",
        ("", "22222222"): "none",
    }
    first, *_, last = rows(done)
    assert (first["body"], first["left_name"], first["right_name"]) == (
        "Gemeente Ede",
        "Scanauto parkeren",
        "Scanauto's voor parkeren",
    )
    assert 0.9 < float(first["probability"]) <= 1
    assert "Naam: spreekt" in first["evidence"]
    assert (last["left_name"], last["right_name"], last["probability"]) == ("", "Toeslagen kinderopvang", "")
    told = done.err.splitlines()
    assert "left.csv: 3 rows = 2 linked (2 certain, 0 possible) + 1 without a link" in told[0]
    assert "right.csv: 3 rows = 2 linked (2 certain, 0 possible) + 1 without a link" in told[1]
    assert "name \N{LEFTWARDS ARROW} naam" in told[0]
    assert told[2] == "bodies are told apart by name"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--only", "certain"], {("1", "11111111"), ("3", "33333333")}),
        (["--only", "possible"], set()),
        (["--least", "1.0"], {("1", ""), ("2", ""), ("3", ""), ("", "11111111"), ("", "22222222"), ("", "33333333")}),
    ],
)
def test_only_what_is_asked(tmp_path: Path, words: list[str], expected: set[tuple[str, str]]) -> None:
    assert set(links(link(tmp_path, LINES, REGISTERED, "--format", "csv", *words))) == expected


def test_table_and_json_hold_the_same(tmp_path: Path) -> None:
    told = link(tmp_path, LINES, REGISTERED, "--format", "json", "--language", "en").json
    assert [row["state"] for row in told["rows"]] == ["certain", "none", "certain", "none"]
    assert told["rows"][0]["evidence"].startswith("Name: speaks ")
    assert told["left"]["rows"] == told["left"]["linked"] + told["left"]["without"] == 3
    assert told["bodies_by"] == "name"
    table = link(tmp_path, LINES, REGISTERED).out.splitlines()
    assert [line.split()[0] for line in table[:4]] == ["left", "1", "2", "3"]


@pytest.mark.parametrize(
    ("lines", "registered", "expected"),
    [
        # A line that names a registration is that one; a registration that names a line too.
        (
            ["1", "Ede", "Scanauto parkeren", "33333333", ""],
            ["33333333", "Ede", "Iets anders", ""],
            ("certain", "lars"),
        ),
        (["1", "Ede", "Scanauto parkeren", "", ""], ["33333333", "Ede", "Iets anders", "1"], ("certain", "source_id")),
        (
            ["1", "Ede", "Scanauto parkeren", "", "https://algoritmes.overheid.nl/nl/algoritme/33333333"],
            ["33333333", "Ede", "Iets anders", ""],
            ("certain", "url"),
        ),
        # Another body has ids of its own.
        (["1", "Ede", "Scanauto parkeren", "", ""], ["33333333", "Best", "Iets anders", "1"], ("none", "")),
        # What both call their own id is not compared.
        (
            ["33333333", "Ede", "Scanauto parkeren", "33333333", ""],
            ["33333333", "Ede", "Iets anders", ""],
            ("none", ""),
        ),
        # Else the texts tell.
        (
            ["1", "Ede", "Scanauto parkeren", "", ""],
            ["33333333", "Ede", "Parkeren met scanauto", ""],
            ("certain", "text"),
        ),
    ],
)
def test_ids_that_a_row_names_go_first(
    tmp_path: Path, lines: list[str], registered: list[str], expected: tuple[str, str]
) -> None:
    left = [["id", "organisatie", "naam", "lars", "link"], lines]
    right = [["lars", "organization", "name", "source_id"], registered]
    row = rows(link(tmp_path, left, right, "--format", "csv"))[0]
    assert (row["state"], row["by"]) == expected


def test_what_an_id_settles_is_no_rival(tmp_path: Path) -> None:
    left = [["id", "naam", "lars"], ["1", "Anonimiseren", "11111111"], ["2", "Anonimiseren", ""]]
    right = [["lars", "naam"], ["11111111", "Anonimiseren"], ["22222222", "Anonimiseren"]]
    done = link(tmp_path, left, right, "--format", "csv")
    assert links(done) == {("1", "11111111"): "certain", ("2", "22222222"): "certain"}
    assert "a list names no bodies" in done.err


@pytest.mark.parametrize("name", ["left.xlsx", "left.ods", "left.json", "left.csv.gz"])
def test_any_format(tmp_path: Path, name: str) -> None:
    bodies = {
        "left.xlsx": as_xlsx({"Lijst": LINES}),
        "left.ods": as_ods({"Lijst": LINES}),
        "left.json": as_json(LINES),
        "left.csv.gz": gzip.compress(as_csv(LINES)),
    }
    (tmp_path / name).write_bytes(bodies[name])
    (tmp_path / "right.csv").write_bytes(as_csv(REGISTERED))
    done = command("link", str(tmp_path / name), str(tmp_path / "right.csv"), "--format", "csv", "--only", "certain")
    assert set(links(done)) == {("1", "11111111"), ("3", "33333333")}


@pytest.mark.parametrize(
    ("head", "words", "code", "said"),
    [
        ("id,organisatie,wat", [], 2, "no column that is known to hold names (nearest: "),
        ("id,organisatie,wat", ["--left-column", "name=wat"], 0, ""),
        ("id,organisatie,wat", ["--left-column", "name=waat"], 2, "no column 'waat' (nearest: 'wat')"),
        ("id,organisatie,wat", ["--left-column", "naam=wat"], 2, "did you mean 'name'?"),
        ("id,organisatie,naam", ["--least", "2"], 2, "--least 2.0: a probability is between 0 and 1"),
        ("id,naam", [], 4, "row 2 has 3 cells, the header 2"),
    ],
)
def test_what_it_refuses(tmp_path: Path, head: str, words: list[str], code: int, said: str) -> None:
    done = link(tmp_path, [head.split(","), ["1", "Ede", "Scanauto parkeren"]], REGISTERED, *words)
    assert done.code == code
    assert said in done.err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = command("link", str(tmp_path / "no.csv"), str(tmp_path / "no.csv"))
    assert done.code == 4
    assert "No such file" in done.err


def test_no_text_steers_the_terminal(tmp_path: Path) -> None:
    done = link(tmp_path, [["naam"], ["Scan\x1b[31mauto"]], [["naam"], ["Scanauto parkeren"]])
    assert "\x1b" not in done.out + done.err


NAMES = st.lists(
    st.sampled_from(["Scanauto parkeren", "Chatbot Gem", "Chatbot", "Anonimiseren", "Leges", ""]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=NAMES, right=NAMES)
def test_no_row_is_lost(tmp_path: Path, left: list[str], right: list[str]) -> None:
    ours, theirs = ([["nr", "naam"], *([str(n), name] for n, name in enumerate(one))] for one in (left, right))
    told = link(tmp_path, ours, theirs, "--format", "json").json
    for side, names in (("left", left), ("right", right)):
        assert {row[side] for row in told["rows"]} - {None} == {str(n) for n in range(len(names))}
        counts = told[side]
        assert counts["rows"] == len(names) == counts["certain"] + counts["possible"] + counts["without"]
        alone = [row[side] for row in told["rows"] if row["state"] == "none" and row[side] is not None]
        assert len(alone) == counts["without"]


# Real lists


def test_real_renames(shared: Path) -> None:
    """What the register showed on two days, 117 of it on both: 31 with another title, 22 of a renamed body."""
    data = shared / "data"
    before = data / "register-exports-2023" / "2023-06-19.csv.gz"
    after = data / "register-2026" / "register-2026-01-02.csv"
    both = {row["lars"] for row in rows_of(before)} & {row["algorithm_id"] for row in rows_of(after)}
    assert len(both) == 117
    told = command("link", str(before), str(after), "--format", "json").json
    linked = [row for row in told["rows"] if row["state"] != "none"]
    # The ids of both lists are never compared: they only tell here what is right.
    assert {row["by"] for row in linked} == {"text"}
    found = {row["left"] for row in linked if row["left"] == row["right"]}
    certain = [row for row in linked if row["state"] == "certain"]
    wrong = [row for row in certain if row["left"] != row["right"]]
    assert len(found & both) >= 0.95 * len(both)
    assert len(wrong) <= 0.01 * len(certain)
    assert (told["left"]["rows"], told["right"]["rows"]) == (123, 1306)


@pytest.mark.parametrize(
    ("file", "words", "rows_in"),
    [
        ("us-federal-ai-inventory-2025.csv.gz", ("--left-column", "local_id=", "--right-column", "local_id="), 3611),
        ("canada-ai-register-2025-11.csv.gz", (), 409),
    ],
)
def test_a_list_against_itself(shared: Path, file: str, words: tuple[str, ...], rows_in: int) -> None:
    path = str(shared / "data" / "inventories" / file)
    told: dict[str, Any] = command("link", path, path, "--format", "json", *words).json
    certain = [row for row in told["rows"] if row["state"] == "certain"]
    right = [row for row in certain if row["left"] == row["right"]]
    assert told["left"]["rows"] == rows_in
    assert len(right) >= 0.995 * len(certain)
    assert len(right) >= 0.95 * rows_in
    found = {row["left"] for row in told["rows"] if row["left"] == row["right"]}
    assert len(found) >= 0.995 * rows_in


def test_ids_that_stand_twice_in_a_real_list(shared: Path) -> None:
    path = str(shared / "data" / "inventories" / "us-federal-ai-inventory-2025.csv.gz")
    done = command("link", path, path)
    assert done.code == 2
    assert "'DOJ-0357' (rows " in done.err
