"""A held run can be looked at before anybody decides, beside the last good one."""

import gzip
import shutil
from pathlib import Path

import pytest

from tests.ingest import exports
from tests.replay import House


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return a house that took in one day, and held the next: its goals are gone, and one row."""
    folder = tmp_path_factory.mktemp("held")
    (folder / "c.toml").write_text('[register]\nbase_url = "http://127.0.0.1:9"\n', "utf-8")
    one = House(folder / "data", folder / "c.toml")
    (folder / "2023-04-15.csv").write_bytes(exports.export("2023-04-15"))
    assert one.run("import", str(folder / "2023-04-15.csv")).code == 0
    rows = [exports.row(number, lars=exports.lars(number), goal="") for number in exports.DAYS["2023-04-29"]]
    (folder / "2023-04-29.csv.gz").write_bytes(gzip.compress(exports.export("2023-04-29", rows)))
    done = one.run("import", str(folder / "2023-04-29.csv.gz"))
    assert (done.code, "goal: filled in 0 of 23 rows, in 24 of 24 in the last good run" in done.err) == (3, True)
    return one


def test_the_runs_that_hold_something_are_listed(held: House) -> None:
    (told,) = held.run("held", "--format", "json").json["rows"]
    assert (told["source"], told["rows"], told["last_rows"]) == ("current", 23, 24)
    assert told["run"] in held.run("held").out


def test_what_a_run_holds_stands_beside_the_last_good_one(held: House) -> None:
    (run,) = [row["run"] for row in held.run("held", "--format", "json").json["rows"]]
    (told,) = held.run("held", run, "--format", "json").json["held"]
    assert (told["rows_in"], told["rows"], told["last_rows"]) == (23, 23, 24)
    assert (told["added"], told["removed"], told["changed"]) == (0, 1, 23)
    assert {"field": "goal", "last_good": 24, "held": 0} in told["filled"]
    assert [row["key"] for row in told["sample"] if row["what"] == "removed"] == [exports.lars("3")]
    text = held.run("held", run).out
    assert "vulgraad release " + run in text
    assert "removed: 1" in text


@pytest.mark.parametrize("run", ["20990101T000000Z-abcdef", ""])
def test_a_run_that_holds_nothing(held: House, run: str) -> None:
    done = held.run("held", run or "x")
    assert (done.code, "held nothing" in done.err) == (2, True)


def test_once_decided_it_says_so(held: House, tmp_path: Path) -> None:
    shutil.copytree(held.data, tmp_path / "data")
    one = House(tmp_path / "data", held.config)
    (run,) = [row["run"] for row in one.run("held", "--format", "json").json["rows"]]
    assert one.run("release", run, "--author", "Kim", "--why", "The register says so.").code == 0
    assert one.run("held", "--format", "json").json["rows"] == []
    (told,) = one.run("held", run, "--format", "json").json["held"]
    assert (told["decision"], told["last_rows"]) == ("released by Kim: The register says so.", 24)
