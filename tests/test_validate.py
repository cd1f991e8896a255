"""``vulgraad validate`` on what was really published, against the verdicts and the register's own answers."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import vulgraad
from ingest import check
from ingest.draft import read, read_cells
from ingest.http import FetchError
from ingest.source import SourceChangedError
from metrics.draft import findings, scores
from metrics.verdicts import verdicts
from sql.fields import BIT, FIELDS, NOT_STATED, OTHER, REQUIRED, STANDARDS
from tests.metrics.test_draft import GOOD
from tests.replay import AUGUST, JUNE

#: Rules that are a verdict too.
JUDGED = {"placeholder", "too_long", "date_form", "not_permitted"}


def export(shared: Path, day: str, folder: Path) -> Path:
    """Write a day's export as a person would have saved it."""
    path = folder / f"{day}.csv"
    path.write_bytes(gzip.decompress((shared / "register" / day / "downloads" / "full_NLD.csv.gz").read_bytes()))
    return path


def answer_key(shared: Path, name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads((shared / "register" / name).read_text("utf-8"))


@pytest.mark.parametrize("day", [JUNE, AUGUST])
def test_findings_agree_with_the_verdicts_field_by_field(shared: Path, tmp_path: Path, day: str) -> None:
    drafts = read(export(shared, day, tmp_path), None)
    understood = set(drafts.rows.filter(pl.col("status") != NOT_STATED)["row"])
    told = {
        (one.row, one.field)
        for one in findings(drafts.rows, drafts.columns)
        # An old spelling of a status is valid, and would not be delivered.
        if one.rule in JUDGED and not (one.field == "status" and one.row in understood)
    }
    bits = verdicts(drafts.rows.select(pl.col("row").cast(pl.String).alias("content"), pl.exclude("row")))
    judged = {
        (int(row["content"]), one.key)
        for row in bits.iter_rows(named=True)
        for one in FIELDS
        if row["filled"] & ~row["valid"] & (1 << BIT[one.key])
    }
    assert told
    assert told == judged


def test_scores_agree_with_the_figure_of_the_register(shared: Path, tmp_path: Path) -> None:
    scored = scores(read(export(shared, AUGUST, tmp_path), None).rows)
    assert all(0 <= one.valid <= one.filled <= one.asked for one in scored)
    for one in scored:
        states = set(one.requirements.values())
        assert ("filled" in states or "empty" in states) == (one.valid < one.asked)


def test_what_is_serious_is_what_the_register_itself_would_refuse(shared: Path, tmp_path: Path) -> None:
    path = export(shared, AUGUST, tmp_path)
    drafts = read(path, None)
    lars = {row: cells["algorithm_id"] for row, cells in read_cells(path)}
    ours = {
        (lars[one.row], one.field)
        for one in findings(drafts.rows, drafts.columns)
        # The register takes an empty text for a required field, against its own standard.
        if one.severity == "serious" and one.rule != "missing"
    }
    refused = answer_key(shared, f"{AUGUST}/truth_summary.json")["backend_delivery_validation"]["per_algorithm"]
    assert ours == {(one, field) for one, errors in refused.items() for field, kind, _ in errors if kind != "crash"}


def test_json_gives_the_cells_that_the_register_exports(shared: Path, tmp_path: Path) -> None:
    packed = shared / "register" / AUGUST / "downloads" / "site-data.json.gz"
    versions = json.loads(gzip.decompress(packed.read_bytes()))["algoritme_versions"]
    dutch = tmp_path / "versions.json"
    dutch.write_text(json.dumps([one for one in versions if one["language"] == "NLD"]), "utf-8")
    exported = {cells["algorithm_id"]: cells for _, cells in read_cells(export(shared, AUGUST, tmp_path))}
    delivered = read_cells(dutch)
    assert len(delivered) == len(exported)
    for _, cells in delivered:
        said = exported[cells["lars"]]
        # Of a table the cells are trimmed.
        asked = set(said) - {"algorithm_id", "publication_dt"}
        wrong = {key for key in asked if cells.get(key, "").strip() != said[key].strip()}
        assert wrong == set(), cells["lars"]


def test_required_fields_are_those_of_the_standard(shared: Path) -> None:
    versions = answer_key(shared, "publication_standard.json")["standard_versions"]
    assert set(versions) == set(STANDARDS)
    assert {one: set(said["required"]) for one, said in versions.items()} == {
        one: set(keys) for one, keys in REQUIRED.items()
    }


@pytest.mark.parametrize("name", ["v10_15897972_NLD", "v04_12987610_NLD", "v01_13499798_NLD", "repub_33473420_NLD"])
def test_a_published_registration_can_be_delivered_again(
    shared: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = shared / "register" / AUGUST / "detail" / f"{name}.json"
    assert vulgraad.main(["validate", str(path), "--as", "registration", "--format", "json"]) == vulgraad.GOOD
    said = json.loads(capsys.readouterr().out)
    assert [one["row"] for one in said["rows"]] == [1]
    assert {one["severity"] for one in said["findings"]} <= {"warning", "information"}


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.json"
    path.write_text(json.dumps({"name": "Parkeren", "goal": "-", "status": "Pilot", "website": "x.nl"}), "utf-8")
    return path


def test_the_table_says_what_to_do_and_what_is_to_be_won(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vulgraad.main(["validate", str(draft), "--language", "en"]) == vulgraad.FAILED
    said = capsys.readouterr().out
    assert "goal (Goal and impact)" in said
    assert "'-' tells a reader nothing" in said
    # The form of a link is told, and has no verdict: it counts.
    assert "Row 1: 3.8% validly filled (15.4% filled), 1 of 26 points." in said
    assert "filled, but does not count: Goal and impact (3)" in said
    assert "First fix what is serious" in said


@pytest.mark.parametrize(
    ("more", "said", "not_said"),
    [
        pytest.param({}, "It gets better once what is empty", "Nothing was found", id="something empty"),
        pytest.param({"name": "PARKEREN"}, "name (Name) for information", "It gets better", id="a text to check"),
    ],
)
def test_what_is_empty_is_not_called_whole(
    more: dict[str, str], said: str, not_said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.json"
    path.write_text(json.dumps({**GOOD, "publication_category": OTHER} | more), "utf-8")
    assert vulgraad.main(["validate", str(path), "--as", "registration", "--language", "en"]) == vulgraad.GOOD
    printed = " ".join(capsys.readouterr().out.split())
    assert said in printed
    assert not_said not in printed


def test_csv_is_the_findings(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vulgraad.main(["validate", str(draft), "--format", "csv"]) == vulgraad.FAILED
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {(one["field"], one["severity"]) for one in rows} == {
        *((key, "serious") for key in REQUIRED["1.0"] if key != "name"),
        ("goal", "warning"),
        ("website", "warning"),
    }


def test_a_file_that_cannot_be_read_would_be_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    torn = tmp_path / "torn.json"
    torn.write_text('{"name": ', "utf-8")
    for path in (torn, tmp_path / "none.json", tmp_path):
        assert vulgraad.main(["validate", str(path), "--as", "registration"]) == vulgraad.FAILED
    assert capsys.readouterr().err.count("vulgraad: ") == 3


def test_a_system_card_is_no_registration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "card.yaml"
    path.write_text("name: Parkeren\n", "utf-8")
    assert vulgraad.main(["validate", str(path), "--as", "registration"]) == vulgraad.WRONG_USE
    assert "card.yaml: a system card is an inventory" in capsys.readouterr().err


LIST = "local_id;name;category;status\n1;Parkeren;B;In gebruik\n"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(LIST.encode("utf-16"), "inventory", id="UTF-16"),
        pytest.param(b"sep=;\n" + LIST.encode(), "inventory", id="sep"),
        pytest.param(b"\n\n" + LIST.encode(), "inventory", id="blank lines above"),
        pytest.param("name;goal;contact_email\nParkeren;x;y\n".encode("utf-16"), "registration", id="a registration"),
    ],
)
def test_the_kind_of_a_table_is_told_as_its_reader_reads_it(tmp_path: Path, body: bytes, kind: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(body)
    assert check.kind_of(path) == kind


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        pytest.param("list.csv", b"", "it is empty", id="empty"),
        pytest.param("list.csv", b"\n \n\n", "it is empty", id="blank lines"),
        pytest.param("list.csv", b"\0" * 9, "NUL", id="NUL bytes"),
        pytest.param("list.csv", b"<!doctype html><p>", "a web page", id="a page"),
        pytest.param("list.json", b"", "expected JSON", id="no JSON"),
        pytest.param("list.csv", None, "No such file", id="missing"),
        pytest.param("", None, "directory", id="a folder"),
    ],
)
def test_a_file_of_no_kind_is_told_in_the_words_of_its_reader(
    name: str, body: bytes | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if body is not None:
        path.write_bytes(body)
    with pytest.raises((FetchError, SourceChangedError), match=said):
        check.kind_of(path)


def test_an_unknown_standard_is_told_and_the_newest_goes_for_the_rest(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for standard in ("1.0", "9.9"):
        draft.write_text(json.dumps(json.loads(draft.read_text("utf-8")) | {"standard_version": standard}), "utf-8")
        vulgraad.main(["validate", str(draft), "--format", "json"])
        said.append(json.loads(capsys.readouterr().out))
    (newest, unknown) = said
    assert unknown["rows"] == newest["rows"]
    assert [one["field"] for one in unknown["findings"]] == [
        "standard_version",
        *(one["field"] for one in newest["findings"]),
    ]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("1,Parkeren,B,In gebruik,2024-03-01,", vulgraad.GOOD, "Nothing was found"),
        ("1,Parkeren,B,In gebruik,vorig jaar,", vulgraad.GOOD, "2 start_date warning 'vorig jaar' is no date"),
        (",Parkeren,B,In gebruik,,", vulgraad.FAILED, "no local_id"),
    ],
)
def test_an_inventory_is_told_by_row_and_column(
    line: str, code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"local_id,name,category,status,start_date,lars\n{line}\n", "utf-8")
    assert vulgraad.main(["validate", str(path), "--language", "en"]) == code
    assert words in " ".join(capsys.readouterr().out.split())


def test_an_inventory_is_read_through_its_mapping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, mapping = tmp_path / "list.csv", tmp_path / "m.toml"
    path.write_text("ID;Systeem;Soort;Stand\n1;Parkeren;B;In gebruik\n", "utf-8")
    columns = {"local_id": "ID", "name": "Systeem", "category": "Soort", "status": "Stand"}
    mapping.write_text("[columns]\n" + "".join(f'{key} = "{name}"\n' for key, name in columns.items()), "utf-8")
    asked = ["validate", str(path), "--language", "en"]
    assert vulgraad.main([*asked, "--mapping", str(mapping)]) == vulgraad.GOOD
    assert vulgraad.main([*asked, "--mapping", str(tmp_path / "none.toml")]) == vulgraad.WRONG_USE
    assert vulgraad.main([*asked, "--as", "inventory"]) == vulgraad.FAILED
    assert "missing" in capsys.readouterr().out
