"""Which column of a list holds what, and what is said of a list that cannot be linked."""

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.lists.columns import ListError, found
from ingest.lists.read import SystemList, read_list
from ingest.source import SourceChangedError
from sql.settings import SettingsError

OPTION = "--left-column"


def read(folder: Path, text: str, named: Mapping[str, str] | None = None, name: str = "list.csv") -> SystemList:
    path = folder / name
    path.write_text(text, "utf-8")
    return read_list(path, named or {}, OPTION)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        # An export of today, of 2023, and of its first weeks.
        (
            "name organization description_short category goal publication_category algorithm_id publication_dt",
            (
                "local_id=algorithm_id organisation=organization name=name description=description_short goal=goal "
                "category=publication_category published=publication_dt"
            ),
        ),
        (
            "name organization goal lars provider",
            "local_id=lars organisation=organization name=name goal=goal vendor=provider",
        ),
        ("name organization inzet.goal", "organisation=organization name=name goal=inzet.goal"),
        # An inventory that names registrations: its own id is another.
        ("local_id name lars", "local_id=local_id name=name lars=lars"),
        (
            "Naam Werkproces Leverancier Organisatie",
            "organisation=Organisatie name=Naam process=Werkproces vendor=Leverancier",
        ),
        # Two languages: the first.
        ("ai_register_id name_ai_system_en name_ai_system_fr", "local_id=ai_register_id name=name_ai_system_en"),
        (
            "agency agency_name id use_case_name",
            "local_id=id org_id=agency organisation=agency_name name=use_case_name",
        ),
    ],
)
def test_columns_are_found_by_their_names(columns: str, expected: str) -> None:
    told = found(columns.split(), {}, OPTION)
    assert told == dict(one.split("=") for one in expected.split())


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"name": "What"}, {"name": "What", "local_id": "id"}),
        ({"name": "what "}, {"name": "What", "local_id": "id"}),
        ({"name": "id"}, {"name": "id"}),
        ({"name": "What", "local_id": ""}, {"name": "What"}),
    ],
)
def test_a_person_says_which_column(named: dict[str, str], expected: dict[str, str]) -> None:
    assert found(["id", "What"], named, OPTION) == expected


@pytest.mark.parametrize(
    ("named", "error", "words"),
    [
        (
            {},
            ListError,
            r"no column that is known to hold names \(nearest: 'Naams'\); it has: id, Naams, Wat; say which",
        ),
        ({"name": "Naam"}, ListError, r"no column 'Naam' \(nearest: 'Naams'\); it has: id, Naams, Wat"),
        ({"nam": "Wat"}, SettingsError, "unknown key 'nam'; did you mean 'name'"),
    ],
)
def test_what_is_not_there_is_named_with_what_is_near(
    named: dict[str, str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        found(["id", "Naams", "Wat"], named, f"{OPTION} list.csv")


def test_a_row_without_an_id_goes_by_its_place(tmp_path: Path) -> None:
    told = read(tmp_path, "id,naam\n7,Een\n,Twee\n")
    assert told.rows["local_id"].to_list() == ["7", "row 3"]
    assert told.unnumbered == 1


def test_an_id_that_stands_twice_is_an_error_that_says_which(tmp_path: Path) -> None:
    text = "organisatie,id,naam\nEde,7,Een\nBest,7,Twee\nEde,8,Drie\nEDE,7,Vier\n"
    with pytest.raises(ListError, match=r"more than once: '7' \(rows 2, 5\); .*\(--left-column local_id=\)"):
        read(tmp_path, text)
    assert read(tmp_path, text, {"local_id": ""}).rows["local_id"].to_list() == ["row 2", "row 3", "row 4", "row 5"]


def test_of_several_publications_of_an_id_the_last_counts(tmp_path: Path) -> None:
    head = "organization,algorithm_id,name,publication_dt\n"
    told = read(tmp_path, head + "Ede,7,Was,2025-01-01\nEde,7,Is,2025-02-01\nEde,8,Other,2025-01-01\n")
    assert told.rows["name"].to_list() == ["Is", "Other"]
    assert told.older == 1
    with pytest.raises(ListError, match="'7'"):
        read(tmp_path, head + "Ede,7,Was,2025-01-01\nEde,7,Is,2025-01-01\n")


def test_dates_and_categories_are_read_as_everywhere(tmp_path: Path) -> None:
    text = "naam,begindatum,categorie\nEen,01-02-2024,A\nTwee,maart 2023,hoog risico\nDrie,ooit,onbekend\n"
    told = read(tmp_path, text)
    assert told.rows["start_date"].to_list() == ["2024-02-01", "2023-03", "ooit"]
    assert told.rows["category"].to_list() == ["Hoog-risico AI-systeem", "Hoog-risico AI-systeem", ""]


def test_other_ways_to_write_a_list(tmp_path: Path) -> None:
    above = read(tmp_path, "Onze algoritmes,,\n,,\nid,naam,doel\n1,Eén,Iets\n")
    assert above.rows["name"].to_list() == ["Eén"]
    assert above.header_row == 3
    as_json = read(tmp_path, '{"lijst": [{"id": 1, "title": "Eén"}]}', name="list.json")
    assert as_json.rows["local_id"].to_list() == ["1"]
    packed = tmp_path / "list.csv.gz"
    packed.write_bytes(gzip.compress("id;naam\n1;Eén\n".encode("cp1252")))
    assert read_list(packed, {}, OPTION).rows["name"].to_list() == ["Eén"]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceChangedError, match="empty"):
        read(tmp_path, "")
