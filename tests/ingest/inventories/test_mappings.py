"""Mappings: what each key does to a table, and what is refused when it is read."""

from pathlib import Path
from typing import Any

import pytest

from ingest.guard import SAME_ROW, breaches
from ingest.http import Answer
from ingest.inventories.lines import NO_ID, Understood
from ingest.inventories.mapping import InventoryMapping, kept_mapping, mapping_of, read_mapping
from ingest.source import Expect, SourceChangedError
from ingest.sources import inventory
from sql.fields import HIGH_RISK, IMPACTFUL, NOT_STATED
from sql.settings import SettingsError

HEAD = "Nr;Wat;Risico;Fase;Sinds;Waarom;Rol;Dienst;Mail;Verborgen\n"
COLUMNS: dict[str, Any] = {"local_id": "Nr", "name": "Wat", "category": "Risico", "status": "Fase"}


def read(rows: str, **keys: object) -> Understood:
    given = {"ignored": ["*"], "columns": COLUMNS} | keys
    return inventory.read([("list.csv", (HEAD + rows).encode())], mapping_of(given, "m.toml"), "ag0001")


def only(rows: str, **keys: object) -> dict[str, Any]:
    (line,) = read(rows, **keys).lines
    return dict(line.body)


ONE = "1;Systeem;A;pilot;01-02-2024;Woo-verzoek, media;aanbieder;X;a@b.nl;\n"


@pytest.mark.parametrize(
    ("more", "key", "value"),
    [
        ({"start_date": "Sinds"}, "start_date", "01-02-2024"),
        ({"reasons": "Waarom"}, "reasons", "media; woo"),
        ({"role": "Rol"}, "role", "provider"),
        ({"owner": ["Verborgen", "Dienst"]}, "owner", "X"),
        ({"owner": {"first": ["Dienst", "Nr"]}}, "owner", "X"),
        ({"owner": {"join": ["Dienst", "Nr", "Verborgen"], "with": "/"}}, "owner", "X/1"),
        ({"owner": {"constant": "Team"}}, "owner", "Team"),
        ({"owner_contact": "Mail"}, "owner_contact", "a@b.nl"),
        ({}, "owner_contact", None),
        ({"org_id": "Dienst"}, "org_id", "x"),
        ({}, "org_id", "ag0001"),
        ({"local_id": {"join": ["Dienst", "Nr"]}}, "local_id", "X 1"),
        ({"category": {"constant": "not assessed"}}, "assessment", "not assessed"),
        ({"category": {"constant": "C"}}, "category", "Overige algoritmes"),
    ],
)  # fmt: skip
def test_where_a_value_comes_from(more: dict[str, Any], key: str, value: str | None) -> None:
    assert only(ONE, columns=COLUMNS | more).get(key) == value


@pytest.mark.parametrize(
    ("word", "target", "category", "assessment"),
    [
        ("groot", "A", HIGH_RISK, "assessed"),
        ("GROOT ", "B", IMPACTFUL, "assessed"),
        ("groot", "impactful", IMPACTFUL, "assessed"),
        ("groot", "assessed", NOT_STATED, "assessed"),
        ("groot", "not assessed", NOT_STATED, "not assessed"),
        ("groot", "presumed high-risk, determined not", NOT_STATED, "presumed high-risk, determined not"),
        ("groot", "not stated", NOT_STATED, "not stated"),
        ("groot", "?", NOT_STATED, "not stated"),
        ("A", "C", "Overige algoritmes", "assessed"),
        ("Niet beoordeeld", "A", NOT_STATED, "not assessed"),
        ("klein", "A", NOT_STATED, "not stated"),
    ],
)
def test_what_a_word_is_read_as(word: str, target: str, category: str, assessment: str) -> None:
    line = only(f"1;Systeem;{word};pilot;;;;;;\n", values={"category": {word if word == "A" else "groot": target}})
    assert (line["category"], line["assessment"]) == (category, assessment)
    assert line["said"]["category"] == word.strip()


@pytest.mark.parametrize(
    ("cell", "date", "told"),
    [
        ("2024-02", "2024-02", None),
        ("01-02-2024", "2024-02-01", "written as %d-%m-%Y"),
        ("02-2024", "2024-02", "written as %m-%Y"),
        ("maart 2024", "2024-03", "written as %B %Y"),
        ("45292", "2024-01-01", "written as serial number"),
        ("31-02-2024", "31-02-2024", None),
        ("12345", "12345", None),
        ("ooit", "ooit", None),
    ],
)
def test_dates_as_they_are_written(cell: str, date: str, told: str | None) -> None:
    forms = ["%d-%m-%Y", "%m-%Y", "%B %Y"]
    found = read(
        f"1;Systeem;A;pilot;{cell};;;;;\n", columns=COLUMNS | {"start_date": "Sinds"}, dates=forms, language="nl"
    )
    assert found.lines[0].body["start_date"] == date
    assert [change for change in found.remaps if change.startswith("start_date")] == (
        [f"start_date: {told} → date"] if told else []
    )
    assert any("is no date" in warning for warning in found.warnings) == (told is None and cell != "2024-02")


#: Rows, what the mapping says of ids, and the ids, reasons and breaches that follow.
IDS = {
    "an id": ("1;a;A;pilot;;;;;;\n", {}, ["1"], {}, False),
    "none": (";a;A;pilot;;;;;;\n", {}, [], {NO_ID: 1}, False),
    "made": (";a;A;pilot;;;;X;;\n", {"from": ["Dienst", "Wat"]}, ["X / a"], {}, False),
    "made of what is there": (";a;A;pilot;;;;;;\n", {"from": ["Dienst", "Wat"]}, ["a"], {}, False),
    "nothing to make it of": (";;A;pilot;;;;;;\n", {"from": ["Wat"]}, [], {NO_ID: 1}, False),
    "made twice": (
        ";a;A;pilot;;;;;;\n;a;B;pilot;;;;;;\n", {"from": ["Wat"]}, [],
        {"no local_id, and what the mapping makes one of stands on more than one row": 2}, False,
    ),
    "made twice, of the same row": (";a;A;pilot;;;;;;\n" * 2, {"from": ["Wat"]}, ["a"], {SAME_ROW: 1}, False),
    "twice": (
        "1;a;A;pilot;;;;;;\n1;b;A;pilot;;;;;;\n1;a;A;pilot;;;;;;\n", {}, ["1"],
        {"another row has its local_id, and differs": 1, SAME_ROW: 1}, True,
    ),
    "twice, declared": (
        "1;a;A;pilot;;;;;;\n1;b;A;pilot;;;;;;\n", {"duplicates": "set aside"}, [],
        {"local_id stands on more than one row": 2}, False,
    ),
    "made as one that is given": (
        "a;x;A;pilot;;;;;;\n;a;A;pilot;;;;;;\n", {"from": ["Wat"]}, ["a"],
        {"no local_id, and what the mapping makes one of stands on more than one row": 1}, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "ids", "found", "aside", "held"), IDS.values(), ids=IDS.keys())
def test_lines_and_their_ids(
    rows: str, ids: dict[str, Any], found: list[str], aside: dict[str, int], *, held: bool
) -> None:
    read_so = read(rows, ids=ids)
    assert [line.body["local_id"] for line in read_so.lines] == found
    assert (read_so.set_aside(), bool(read_so.breaches)) == (aside, held)
    assert len(read_so.sheet.rows) == len(read_so.lines) + len(read_so.aside)


@pytest.mark.parametrize("kind", ["skip", "withheld"])
def test_rows_to_leave_out(kind: str) -> None:
    rows = "1;a;A;pilot;;;;;;\n2;b;A;pilot;;;;;;ja\n3;c;A;pilot;;;;;;JA\n4;d;A;pilot;;;;;;nee\n"
    leave = [{"column": "Verborgen", "values": ["ja"], "reason": "geheim"}]
    found = read(rows, **{kind: leave})
    assert [line.body["local_id"] for line in found.lines] == ["1", "4"]
    assert (found.set_aside(), found.declared) == ({"geheim": 2}, 2)


def test_many_rows_that_a_mapping_leaves_out_hold_nothing() -> None:
    rows = "".join(f"{n};x;A;pilot;;;;;;{'ja' if n % 2 else ''}\n" for n in range(100))
    answers = [Answer("FILE", "list.csv", 200, (), (HEAD + rows).encode())]
    for keys, held in (({"withheld": [{"column": "Verborgen", "values": ["ja"]}]}, False), ({}, False)):
        mapping = mapping_of({"ignored": "*", "columns": COLUMNS} | keys, "m")
        parsed = inventory.parse(answers, org_id="x", mapping=mapping)
        assert bool(breaches(parsed, Expect(0.5, least=0), None, 0)) == held
        assert parsed.rows_in == parsed.rows_accepted + sum(parsed.set_aside.values())


def test_a_list_about_several_bodies() -> None:
    rows = "1;a;A;pilot;;;;Dienst X;;\n2;b;A;pilot;;;;dienst-x;;\n3;c;A;pilot;;;;Elders;;\n"
    found = read(rows, organisations={"column": "Dienst", "codes": {"Dienst X": "AG0002"}})
    assert {line.body["local_id"]: line.body["org_id"] for line in found.lines} == {"1": "ag0002", "2": "ag0002"}
    assert found.set_aside() == {"its organisation is not in the mapping": 1}
    assert "organisation 'Elders' is not in [organisations]: 1 rows" in found.warnings


def test_a_text_can_be_read_as_another() -> None:
    columns = COLUMNS | {"exemption": "Verborgen"}
    found = read(
        "1;a;A;pilot;;;;;;ja\n2;b;A;pilot;;;;;;nee\n",
        columns=columns,
        values={"exemption": {"ja": "opsporing", "nee": ""}},
    )
    assert [line.body.get("exemption") for line in found.lines] == ["opsporing", None]
    assert {change for change in found.remaps if change.startswith("exemption")} == {
        "exemption: ja → opsporing",
        "exemption: nee → (empty)",
    }


@pytest.mark.parametrize(
    ("keys", "warning"),
    [
        ({"ignored": []}, "columns not understood, and not read: Sinds, Waarom, Rol, Dienst, Mail, Verborgen"),
        ({"ignored": ["Sinds", "Waarom", "rol", "Dienst", "Mail"]}, "columns not understood, and not read: Verborgen"),
        (
            {"columns": COLUMNS | {"vendor": "Maker"}},
            "columns that the mapping names and the file lacks: Maker (vendor)",
        ),
    ],
)  # fmt: skip
def test_what_is_told_of_columns(keys: dict[str, Any], warning: str) -> None:
    assert read(ONE, **keys).warnings == (warning,)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"columns": COLUMNS | {"name": "Titel"}}, "missing fields: name (column 'Titel'); the file has: Nr, Wat"),
        ({"columns": COLUMNS | {"name": "?"}}, "missing fields: name (still '?' in the mapping)"),
        (
            {"columns": COLUMNS | {"local_id": {"join": ["Nr", "Weg"]}}},
            "missing fields: local_id (column 'Nr' or 'Weg')",
        ),
        ({"columns": {"local_id": "Nr"}}, "missing fields: name, category, status"),
        ({"skip": [{"column": "Weg", "values": ["x"], "reason": "y"}]}, "columns that the mapping counts on: Weg"),
        ({"ids": {"from": ["Weg"]}}, "columns that the mapping counts on: Weg"),
        ({"header_row": 3}, "row 3 is empty, and the mapping says that the header stands there"),
        ({"delimiter": ","}, "row 2 has 2 cells, the header 1; the mapping can name another delimiter than ','"),
        ({"encoding": "utf-16"}, "missing fields: local_id (column 'Nr')"),
        ({"format": "xlsx"}, "the mapping says xlsx, and it is no workbook"),
        ({"format": "json"}, "not JSON: line 1, column 1"),
    ],
)
def test_a_mapping_that_does_not_fit_its_file(keys: dict[str, Any], says: str) -> None:
    with pytest.raises(SourceChangedError) as refused:
        read(ONE, **keys)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colums = 1", "unknown key 'colums'; did you mean 'columns'?"),
        ("[columns]\nnaam = 'x'", "[columns]: unknown key 'naam'; did you mean 'name'?"),
        ("[columns]\nname = 1", "[columns] name must be a table of keys, not 1"),
        ("[columns]\nname = {constnt = 'x'}", "unknown key 'constnt'; did you mean 'constant'?"),
        ("[columns]\nname = {constant = 'x', join = ['a']}", "must say one of constant, join and first"),
        ("[columns]\nname = []\n[values]\nstat = {}", "[values]: unknown key 'stat'; did you mean 'status'?"),
        ("[values.category]\nx = 'D'", "[values.category] 'x' must be one of A, B, C, Hoog-risico AI-systeem"),
        ("[values.status]\nx = 'A'", "[values.status] 'x' must be one of In ontwikkeling, In gebruik"),
        ("[values]\ncategory = 1", "[values.category] must be a table of keys, not 1"),
        ("format = 'xls'", "format must be one of csv, xlsx, ods, json, yaml, not 'xls'"),
        ("encoding = 'latin-99'", "must be the name of an encoding"),
        ("encoding = 'hex'", "must be the name of an encoding"),
        ("delimiter = ';;'", "delimiter must be one sign, not ';;'"),
        ("header_row = 0", "must be the number of a row, from 1, not 0"),
        ("header_row = '2'", "must be the number of a row, from 1, not '2'"),
        ("dates = [1]", "dates must be text or a list of texts"),
        ("language = 'de'", "language must be one of nl, en"),
        ("[ids]\nform = ['x']", "[ids]: unknown key 'form'; did you mean 'from'?"),
        ("[ids]\nduplicates = 'keep'", '[ids] duplicates must be "set aside"'),
        ("[skip]\ncolumn = 'x'", "must be written as [[skip]]"),
        ("[[skip]]\ncolumn = 'x'\nvalues = ['y']", "[[skip]] number 1 must say reason"),
        ("[[withheld]]\ncolumn = 'x'", "[[withheld]] number 1 must say values"),
        ("[organisations]\ncolumn = 'x'", "[organisations] must say column and codes"),
        ("x = ", "Invalid value"),
    ],
)
def test_a_wrong_mapping_is_refused_when_it_is_read(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as refused:
        read_mapping(path)
    assert says in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "latin-1"])
def test_a_mapping_survives_the_manifest(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        f'encoding = "{encoding}"\nheader_row = 2\n[columns]\nname = {{ join = ["a", "b"] }}\n'
        '[values.category]\n"x" = "A"\n[[skip]]\ncolumn = "a"\nvalues = "b"\nreason = "c"\n'
        '[organisations]\ncolumn = "a"\ncodes = { "X" = "GM1" }\n',
        "utf-8",
    )
    mapping = read_mapping(path)
    assert kept_mapping(mapping.given) == mapping
    assert kept_mapping("") == InventoryMapping()
