"""Exports that were collected earlier: a folder at once, as each of them was, and nothing made up."""

import gzip
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.exports import UndatedError, dated
from ingest.http import Answer
from ingest.source import Parsed, SourceChangedError
from ingest.sources import BY_NAME, register_export, snapshot
from metrics.record import facts_of, judge
from sql.store import Store
from tests.ingest import exports
from tests.replay import House, command

NO_NAME = "no name or no organisation, where there is no algorithm_id"
CLASH = "another row has its algorithm_id and publication_dt, and differs"


def house(folder: Path, limits: str = "") -> House:
    config = folder / "c.toml"
    config.write_text(f'[register]\nbase_url = "http://127.0.0.1:9"\n{limits}', "utf-8")
    return House(folder / "data", config)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return a house in which the made-up folder was taken in."""
    folder = tmp_path_factory.mktemp("imported")
    one = house(folder)
    done = one.run("import", str(exports.write(folder / "exports")))
    assert done.code == 4, done.err
    assert "missing fields: name, organization, status, standard_version; the file has: Internal Server" in done.err
    return one


def registrations(one: House, day: str) -> dict[str, dict[str, Any]]:
    rows = one.run("registrations", "--as-of", day, "--format", "json").json["rows"]
    return {row["lars"]: row for row in rows if row["state"] == "public"}


@pytest.mark.parametrize("day", exports.DAYS)
def test_what_was_public_on_a_day_with_an_export_is_what_it_showed(imported: House, day: str) -> None:
    assert set(registrations(imported, day)) == {exports.lars(one) for one in exports.DAYS[day]}


@pytest.mark.parametrize(
    ("day", "identity"), [("2023-03-01", "inferred"), ("2023-04-14", "inferred"), ("2023-04-15", "stated")]
)
def test_an_identity_that_was_carried_back_is_marked(imported: House, day: str, identity: str) -> None:
    found = registrations(imported, day)
    assert {row["identity"] for row in found.values()} == {identity}
    assert {row["first_published"] for row in found.values()} == {None}


def test_a_folder_is_published_once_and_the_rest_of_it_is_taken_in(imported: House) -> None:
    assert [one.name for one in (imported.data / "marts").iterdir() if one.is_dir()] == ["00000001"]
    status = imported.run("status", "--json").json
    (current,) = [one for one in status["sources"] if one["name"] == "current"]
    assert (current["state"], current["rows"], current["held"]) == ("ok", 24, [])
    assert sorted(run["state"] for run in status["mart"]["runs"]) == ["failed", *["ok"] * 5]


def test_nothing_is_an_edit_because_the_form_of_the_export_changed(imported: House) -> None:
    found = imported.run("changes", "--from", "2023-04-14", "--to", "2023-04-15", "--format", "json").json
    assert (found["added"], found["removed"], found["changed"]) == ([], [], [])


def test_once_more_changes_nothing(imported: House, tmp_path: Path) -> None:
    shutil.copytree(imported.data, tmp_path / "data")
    again = House(tmp_path / "data", imported.config)
    assert again.run("import", str(imported.config.parent / "exports")).code == 4
    assert [one.name for one in (again.data / "marts").iterdir() if one.is_dir()] == ["00000001"]


def test_a_rebuild_gives_the_same_facts_and_the_same_runs(imported: House, tmp_path: Path) -> None:
    shutil.copytree(imported.data, tmp_path / "data")
    again = House(tmp_path / "data", imported.config)
    with Store(again.data / "store.duckdb") as store:
        before = store.facts_hash(), store.rows("runs")
    assert "the facts are what they were" in again.run("rebuild").out
    with Store(again.data / "store.duckdb") as store:
        assert (store.facts_hash(), store.rows("runs")) == before


@settings(max_examples=10, deadline=None)
@given(st.permutations(sorted(exports.DAYS)))
def test_the_order_in_which_days_are_taken_in_does_not_matter(days: list[str]) -> None:
    assert known(tuple(days)) == known(tuple(exports.DAYS))


def known(days: tuple[str, ...]) -> tuple[Any, ...]:
    with TemporaryDirectory() as folder, Store(Path(folder) / "store.duckdb") as store:
        for number, day in enumerate(days, start=1):
            parsed = old(exports.export(day))
            ((moment, _),) = dated(Path(f"{day}.csv"), None)
            assert parsed.records is not None
            store.observe("current", moment, parsed.facts, number)
            store.add_records(parsed.records)
        judge(store)
        facts = facts_of(store)
        return store.facts_hash(), facts.versions.rows(), facts.seen.rows()


# Reading them


def old(body: bytes) -> Parsed:
    parsed = register_export.old().parse([Answer("FILE", "x.csv", 200, (), body)])
    assert parsed.rows_in == parsed.rows_accepted + sum(parsed.set_aside.values())
    return parsed


@pytest.mark.parametrize("day", exports.DAYS)
def test_each_form_of_the_header_is_read(day: str) -> None:
    parsed = old(exports.export(day))
    assert parsed.records is not None
    assert set(parsed.records["name"]) == {f"Systeem {one}" for one in exports.DAYS[day]}
    assert set(parsed.records["standard"]) == {"0.1"}
    assert parsed.records["published_at"].null_count() == parsed.rows_accepted
    assert parsed.records["lars"].str.starts_with("~").all() == (day < "2023-04-15")
    assert parsed.filled["lawful_basis"] == parsed.rows_accepted
    assert parsed.warnings == ()


def test_a_provisional_key_follows_from_organisation_and_name_whatever_their_case_and_blanks() -> None:
    first = exports.row("1")
    other = first | {"name": "  SYSTEEM   1 ", "organization": "gemeente verzonnen", "goal": "Anders."}
    keys = [old(exports.export("2023-03-01", [one])).facts["key"][0] for one in (first, other, exports.row("2"))]
    assert keys[0] == keys[1] != keys[2]
    assert keys[0].startswith("~")
    assert len(keys[0]) == 17


@pytest.mark.parametrize(
    ("rows", "accepted", "aside", "held"),
    [
        pytest.param([exports.row("1"), exports.row("2", name="")], 1, {NO_NAME: 1}, "", id="no name"),
        pytest.param([exports.row("1"), exports.row("1")], 1, {"says the same as another row": 1}, "", id="twice"),
        pytest.param([exports.row("1"), exports.row("1", goal="Anders.")], 1, {CLASH: 1}, "2 rows share", id="clash"),
    ],
)
def test_rows_without_an_id(rows: list[dict[str, str]], accepted: int, aside: Mapping[str, int], held: str) -> None:
    parsed = old(exports.export("2023-03-01", rows))
    assert (parsed.rows_accepted, parsed.set_aside) == (accepted, aside)
    assert held in " ".join(parsed.breaches)
    assert bool(held) == bool(parsed.breaches)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (exports.export("2023-03-01").replace(b"juridisch.lawful_basis", b"x.goal"), "both stand for goal"),
        (exports.export("2023-03-01").replace(b'"name"', b'"title"'), "missing fields: name"),
        (b"Internal Server Error", "missing fields: name, organization"),
    ],
)
def test_what_is_no_export_is_refused(body: bytes, says: str) -> None:
    with pytest.raises(SourceChangedError) as refused:
        old(body)
    assert says in str(refused.value)


def test_today_an_export_without_ids_is_refused() -> None:
    with pytest.raises(SourceChangedError) as refused:
        BY_NAME["current"].parse([Answer("GET", "/", 200, (), exports.export("2023-03-01"))])
    assert "missing fields: lars, publication_dt" in str(refused.value)


# Files


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2023-02-02.csv.gz", date(2023, 2, 2)),
        ("register-2026-01-02.csv", date(2026, 1, 2)),
        ("snapshot-2026-05-13.json.gz", date(2026, 5, 13)),
        ("2026-05-13_register (1).csv", date(2026, 5, 13)),
    ],
)
def test_the_day_is_in_the_name(name: str, day: date) -> None:
    ((moment, path),) = dated(Path(name), None)
    assert (moment.isoformat()[:10], path.name) == (day.isoformat(), name)


@pytest.mark.parametrize("name", ["register.csv", "2023-02-30.csv", "2023-02-02-2023-02-03.csv", "12023-02-02.csv"])
def test_a_name_without_one_day_is_wrong_use(name: str) -> None:
    with pytest.raises(UndatedError, match="no date"):
        dated(Path(name), None)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param(gzip.compress(b"0" * 3 * 1024 * 1024), "more than 1 MB", id="a bomb"),
        pytest.param(gzip.compress(exports.export("2023-03-01"))[:-20], "end", id="torn"),
        pytest.param(b"\x1f\x8b no gzip", "", id="not packed"),
        pytest.param(b"", "not a whole CSV file", id="empty"),
    ],
)
def test_a_bad_file_has_its_failed_run_and_the_rest_goes_on(tmp_path: Path, body: bytes, says: str) -> None:
    folder = exports.write(tmp_path / "exports", ["2023-03-01"])
    (folder / "2023-02-28.csv.gz").write_bytes(body)
    one = house(tmp_path, "max_megabytes = 1\n")
    done = one.run("import", str(folder))
    assert (done.code, says in done.err, "Traceback" in done.err) == (4, True, False)
    assert len(registrations(one, "2023-03-01")) == 23


# Reduced tables


@pytest.mark.parametrize("body", [exports.table("1", "2"), exports.listed("1", "2")])
def test_a_reduced_table_shows_what_was_there_and_scores_nothing(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "x-2026-01-02.csv").write_bytes(body)
    one = house(tmp_path)
    done = command(*one.command("import", str(tmp_path / "x-2026-01-02.csv"))[3:])
    assert done.code == 0, done.err
    found = registrations(one, "2026-01-02")
    assert {(row["status"], row["standard"], row["basis"]) for row in found.values()} == {
        ("In gebruik", "not stated", "reduced")
    }
    scored = one.run("metric", "completeness.valid", "--as-of", "2026-01-02", "--format", "json").json["rows"]
    assert [(row["asked"], row["state"]) for row in scored] == [(None, "not_asked")]


def test_a_reduced_table_beside_an_export_only_shows_presence(imported: House, tmp_path: Path) -> None:
    shutil.copytree(imported.data, tmp_path / "data")
    one = House(tmp_path / "data", imported.config)
    shown = (*exports.DAYS["2023-04-29"][2:], "1", "2", "5")
    (tmp_path / "x-2023-06-20.csv").write_bytes(exports.table(*shown))
    assert one.run("import", str(tmp_path / "x-2023-06-20.csv")).code == 0
    before, after = registrations(imported, "2023-06-09"), registrations(one, "2023-06-20")
    assert {key for key, row in after.items() if row["basis"] == "reduced"} == {exports.lars("5")}
    # Of the dates, the day of a version is better than nothing; what was said stays as it was listed.
    told = ("name", "status", "category", "standard", "basis", "identity")
    assert all(after[key][one] == before[key][one] for key in after.keys() & before.keys() for one in told)
    found = one.run("changes", "--from", "2023-06-09", "--to", "2023-06-20", "--format", "json").json
    assert ([row["lars"] for row in found["added"]], found["changed"]) == ([exports.lars("5")], [])
    assert [row["lars"] for row in found["removed"]] == [exports.lars("3")]


@pytest.mark.parametrize(
    ("header", "reduced"),
    [
        ("algorithm_id,organization,name,status,goal_300", True),
        ("id,organisatie,title,status", True),
        ("algorithm_id,organization,name,status,publication_dt,standard_version", False),
        ("name,organization,status,metadata_algorithm.schema_metadata", False),
        ("algorithm_id,organization,name,status,goal", False),
        ("Internal Server Error", False),
        ("", False),
    ],
)
def test_what_looks_like_a_reduced_table(header: str, *, reduced: bool) -> None:
    assert snapshot.is_reduced(header.encode("utf-8-sig") + b"\n1,2,3\n") == reduced


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"a": [], "b": []}', "one list of registrations"),
        (b'{"a": [1]}', "row 1: expected an object"),
        (b'{"a": ', "not a whole JSON file"),
        (b'[{"id": "11111111"}]', "missing fields: name (name or title or naam)"),
    ],
)
def test_what_is_no_reduced_table_is_refused(body: bytes, says: str) -> None:
    with pytest.raises(SourceChangedError) as refused:
        snapshot.parse([Answer("FILE", "x", 200, (), body)])
    assert says in str(refused.value)
