"""Draft registrations from a file: the shapes in which they come, and what is said of other files."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import vulgraad
from ingest import check
from ingest.draft import read, read_cells
from ingest.http import FetchError
from ingest.source import SourceChangedError
from sql.fields import IMPACTFUL, IN_USE, NOT_STATED
from sql.template import as_csv, as_workbook


def written(folder: Path, content: object, name: str = "draft.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ({"name": "A", "goal": None}, [{"name": "A", "goal": ""}]),
        ([{"name": "A"}, {"name": "B"}], [{"name": "A"}, {"name": "B"}]),
        ({"algoritmes": [{"name": "A"}]}, [{"name": "A"}]),
        ({"algemeen": {"name": "A"}, "inzet": {"werking": {"goal": "B"}}}, [{"name": "A", "goal": "B"}]),
        ({"goal": "<p>Wet &amp; regel</p>\n<ul>"}, [{"goal": "Wet & regel "}]),
        ({"goal": "a < b"}, [{"goal": "a < b"}]),
        ({"category": ["Werk", "Verkeer"]}, [{"category": "Werk, Verkeer"}]),
        ({"category": []}, [{"category": ""}]),
        (
            {"lawful_basis_grouping": [{"title": "Wet", "link": "https://a.nl"}, {"title": "Regel", "link": None}]},
            [{"lawful_basis_grouping": "1: Wet, https://a.nl. 2: Regel"}],
        ),
        ({"source_id": 7}, [{"source_id": "7"}]),
    ],
)
def test_json_is_read_as_the_register_would_export_it(
    content: object, cells: list[dict[str, str]], tmp_path: Path
) -> None:
    assert [said for _, said in read_cells(written(tmp_path, content))] == cells


def deep(levels: int) -> Any:  # noqa: ANN401 - as deep as asked
    return {"goal": "x"} if levels == 0 else {"group": deep(levels - 1)}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "draft.json", "expected JSON"),
        (b"[", "draft.json", "expected JSON"),
        ([], "draft.json", "draft.json: no registration stands in it"),
        ([{"name": "A"}, "B"], "draft.json", "item 2: expected an object with the fields of a registration, got str"),
        (deep(9), "draft.json", "item 1: expected an object with the fields of a registration, got groups in more"),
        ({"name": {"first": "A"}}, "draft.json", "item 1, field name: expected text or a list, got an object"),
        ({"tags": [["a"]]}, "draft.json", "item 1, field tags: expected text or a list, got a list of lists"),
        (b"name,goal\n", "draft.csv", "draft.csv: no registration stands in it"),
        (b"name,goal\nA\n", "draft.csv", "draft.csv: not a whole CSV file: row 2 has 1 cells, the header 2"),
        (b"name\n\xff\n", "draft.csv", "draft.csv: row 2, column name: byte 0xFF cannot be read as utf-8"),
    ],
)
def test_what_is_no_draft_is_said(content: object, name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourceChangedError, match=re.escape(words)):
        read(written(tmp_path, content, name), None)


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(FetchError, match=str(path)):
            read(path, None)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as handle:
        handle.truncate(101 * 1024 * 1024)
    with pytest.raises(FetchError, match=r"large\.json: 101 MB, more than the 64 MB"):
        read(path, None)


def test_each_draft_is_read_in_its_own_standard_or_in_the_one_that_was_chosen(tmp_path: Path) -> None:
    path = written(tmp_path, b"standard_version,status\n0.4.0,Pilot\n,soms\n9,In gebruik\n", "draft.csv")
    assert read(path, None).rows["standard"].to_list() == ["0.4", "1.0", "9"]
    assert read(path, "0.1").rows["standard"].to_list() == ["0.1"] * 3
    assert read(path, None).rows["status"].to_list() == [IN_USE, NOT_STATED, IN_USE]


def test_words_rows_and_columns(tmp_path: Path) -> None:
    drafts = read(written(tmp_path, [{"name": "A"}, {"publication_category": IMPACTFUL, "x": 1}]), None)
    assert drafts.rows["row"].to_list() == [1, 2]
    assert drafts.rows["category"].to_list() == [NOT_STATED, IMPACTFUL]
    assert drafts.columns == {"name": 1, "publication_category": 2, "x": 2}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv", b"local_id,name,category,status\n", "inventory"),
        ("a.csv", as_csv("nl"), "inventory"),
        ("a.csv", as_csv("en"), "inventory"),
        ("a.xlsx", as_workbook("nl"), "inventory"),
        ("a.csv", b"name,goal,risks,status\n", "registration"),
        ("a.csv", b'"name";"goal";"risks"\nlocal_id;owner;vendor\n', "registration"),
        ("a.json", b'[{"name": "A", "goal": "B"}]', "registration"),
        ("a.json", b'{"x": {"Eigen kenmerk": "A"}}', "inventory"),
    ],
)
def test_a_file_is_told_by_its_columns(name: str, content: bytes, kind: str, tmp_path: Path) -> None:
    assert check.kind_of(written(tmp_path, content, name)) == kind


@pytest.mark.parametrize("content", [b"een,twee\n", b"name,status\n"])
def test_a_file_that_could_be_either_is_asked_about(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, content, "a.csv")
    assert vulgraad.main(["validate", str(path)]) == vulgraad.WRONG_USE
    assert "--as inventory or --as registration" in capsys.readouterr().err
