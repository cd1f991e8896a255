"""``vulgraad inventory``: what a person sees of an inventory before anything is stored."""

import csv
import io
import tomllib
from pathlib import Path

import pytest

from ingest.inventories.mapping import read_mapping
from ingest.inventories.propose import propose
from ingest.source import SourceChangedError
from tests.ingest.inventories.books import HEADER, ROW, as_csv, as_json, as_ods, as_xlsx, changed
from tests.ingest.inventories.conftest import Desk
from tests.replay import command

OWN = [
    ["Kenmerk", "naamSysteem", "RISICO_KLASSE", "Fase", "In gebruik vanaf", "Contact e-mail", "Kostenplaats"],
    ["1", "Een", "Hoog risico", "Live", "01-02-2024", "a@b.nl", "12"],
    ["2", "Twee", "Laag", "Live", "2024", "", ""],
    ["", "Drie", "Laag", "pilot", "13-02-2024", "", ""],
]


def proposed(name: str, body: bytes, folder: Path) -> tuple[str, dict[str, object]]:
    text = propose(name, body)
    path = folder / "m.toml"
    path.write_text(text, "utf-8")
    read_mapping(path)
    return text, tomllib.loads(text)


@pytest.mark.parametrize(
    ("name", "body", "format_"),
    [
        ("list.csv", as_csv(OWN, ";"), "csv"),
        ("list.xlsx", as_xlsx({"Blad1": OWN}), "xlsx"),
        ("list.ods", as_ods({"Blad1": OWN}), "ods"),
        ("list.json", as_json(OWN), "json"),
    ],
)
def test_a_mapping_is_proposed_from_the_header(tmp_path: Path, name: str, body: bytes, format_: str) -> None:
    text, found = proposed(name, body, tmp_path)
    assert found["format"] == format_
    assert found["columns"] == {
        "local_id": "Kenmerk",
        "name": "naamSysteem",
        "category": "RISICO_KLASSE",
        "status": "Fase",
        "start_date": "In gebruik vanaf",
    }
    assert found["values"] == {
        "category": {"Laag": "?", "Hoog risico": "Hoog-risico AI-systeem"},
        "status": {"Live": "?", "pilot": "In gebruik"},
    }
    assert (found["dates"], found["ignored"]) == (["%d-%m-%Y"], ["Contact e-mail", "Kostenplaats"])
    assert found["ids"] == {"from": ["naamSysteem"]}
    assert '# owner_contact = "Contact e-mail"  # personal data' in text


@pytest.mark.parametrize(
    ("name", "body", "key", "value"),
    [
        ("list.csv", as_csv([["Nr", "Naam"], ["1", "Één"]], encoding="cp1252"), "encoding", "cp1252"),
        ("list.csv", as_csv([["Lijst"], [], *OWN], ";"), "header_row", 3),
        ("list.xlsx", as_xlsx({"Blad1": [["Lijst 2026"], *OWN]}, ["A1:D1"]), "header_row", 2),
        ("list.xlsx", as_xlsx({"2025": OWN, "2026": OWN}), "sheet", "2025"),
    ],
)
def test_a_proposal_says_how_to_read_the_file(tmp_path: Path, name: str, body: bytes, key: str, value: object) -> None:
    _, found = proposed(name, body, tmp_path)
    assert found[key] == value


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheet"),
        ("xl/worksheets/sheet1.xml", b'r="B1"', b'r="1B"'),
        ("xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="x"'),
        ("xl/worksheets/sheet1.xml", b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]><worksheet'),
        ("xl/_rels/workbook.xml.rels", b"sheet1.xml", b"sheet7.xml"),
    ],
)
def test_a_damaged_workbook_gets_no_proposal(part: str, old: bytes, new: bytes) -> None:
    with pytest.raises(SourceChangedError, match="the workbook cannot be read"):
        propose("list.xlsx", changed(as_xlsx({"Blad1": OWN}), part, old, new))


def test_what_nobody_can_know_is_a_question(tmp_path: Path) -> None:
    _, found = proposed("list.csv", as_csv([["Alfa", "Bèta"], ["1", "2"]]), tmp_path)
    assert found["columns"] == dict.fromkeys(("local_id", "name", "category", "status"), "?")
    assert found["ignored"] == ["Alfa", "Bèta"]


def test_a_proposal_goes_to_a_new_file(tmp_path: Path) -> None:
    file, out = tmp_path / "list.csv", tmp_path / "m.toml"
    file.write_bytes(as_csv(OWN))
    assert command("inventory", "propose", str(file)).out.startswith("# Proposed from the header of 'list.csv'")
    assert command("inventory", "propose", str(file), "--out", str(out)).code == 0
    again = command("inventory", "propose", str(file), "--out", str(out))
    assert (again.code, "exists; give another --out" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "required: part"),
        (("propose",), 2, "required: FILE"),
        (("propose", "gone.csv"), 4, "No such file"),
        (("preview", "gone.csv"), 4, "No such file"),
        (("preview", "gone.csv", "--mapping", "gone.toml"), 2, "gone.toml"),
    ],
)
def test_wrong_use(words: tuple[str, ...], code: int, says: str) -> None:
    done = command("inventory", *words)
    assert (done.code, says in done.err) == (code, True), done.err


# Preview


ODD = [HEADER, ROW, ["", "Zonder", *ROW[2:]], ["3", "Drie", "D", "weg", "ooit", "1"]]


def test_a_preview_shows_every_row_and_every_change(desk: Desk) -> None:
    done = desk.preview(desk.deliver("list.csv", as_csv(ODD)))
    assert done.code == 0
    assert [line.split()[:4] for line in done.out.splitlines()[1:4]] == [
        ["row", "2", "1", "Systeem"],
        ["row", "3", "set", "aside:"],
        ["row", "4", "3", "Drie"],
    ]
    for said in (
        "3 rows in = 2 accepted + 1 set aside",
        "category: A → Hoog-risico AI-systeem: 1",
        "row 3: no local_id",
        "row 4, column lars: '1' is no id of eight digits",
        "start_date: 2 of 2",
        "category ← category",
    ):
        assert said in done.out
    assert not (desk.folder / "none").exists()


def test_a_preview_for_machines(desk: Desk) -> None:
    path = desk.deliver("list.csv", as_csv(ODD))
    told = desk.preview(path, "--format", "json").json
    assert (told["rows_in"], told["rows_accepted"], told["set_aside"]) == (3, 2, {"no local_id": 1})
    assert told["rows"][1] == {"place": "row 3", "line": {}, "set_aside": "no local_id"}
    assert told["filled"]["name"] == 2
    rows = list(csv.DictReader(io.StringIO(desk.preview(path, "--format", "csv").out)))
    assert [row["place"] for row in rows] == ["row 2", "row 3", "row 4"]
    assert rows[0]["said"] == '{"category": "A"}'
    assert len(desk.preview(path, "--format", "json", "--rows", "1").json["rows"]) == 1


def test_a_preview_says_that_it_would_be_held(desk: Desk) -> None:
    done = desk.preview(desk.deliver("list.csv", as_csv([HEADER, ROW, ROW])))
    assert (done.code, "This delivery would be held:\n  local_id '1' and others" in done.out) == (3, True)


def test_a_preview_of_a_long_list_is_cut(desk: Desk) -> None:
    rows = [[str(number), *ROW[1:]] for number in range(30)]
    done = desk.preview(desk.deliver("list.csv", as_csv([HEADER, *rows])))
    assert "… and 10 more rows (--rows 30)" in done.out


def test_the_public_status_names_no_inventory(desk: Desk) -> None:
    assert b"inventory" in (desk.house.data / "status.json").read_bytes()
    assert b"inventory:" not in (desk.house.data / "status.public.json").read_bytes()


def test_a_preview_steers_no_terminal_and_runs_nothing(desk: Desk) -> None:
    name = "=1+1 \N{RIGHT-TO-LEFT OVERRIDE}x"
    path = desk.deliver("list.csv", as_csv([HEADER, [name if cell == ROW[1] else cell for cell in ROW]]))
    table, rows = (desk.preview(path, "--format", form).out for form in ("table", "csv"))
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in table + rows
    assert "'=1+1" in rows
