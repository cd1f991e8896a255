"""As it was reported then: every publication can be read back for ever, whatever was learned since."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.http import Answer
from ingest.sources import BY_NAME
from metrics.record import facts_of, judge, publish
from sql import mart
from sql.publications import publications
from sql.store import Store
from tests.replay import AUGUST, AUGUST_AT, JUNE, JUNE_AT, House, Outcome, Replay, command, write_config

SIZE = "size.registrations"
HEAD = "algorithm_id,publication_dt,name,organization,status,standard_version,publication_category"
OLD = "11111111,2026-01-05T10:00:00Z,Naam,BZK,In gebruik,1.0,Impactvolle algoritmes"
NEW = "2222222{},2026-01-0{}T10:00:00Z,Naam,BZK,In gebruik,1.0,Impactvolle algoritmes"


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=UTC)


def collect(store: Store, moment: datetime, rows: Sequence[str], line: int) -> None:
    for source in ("history", "current"):
        parsed = BY_NAME[source].parse([Answer("GET", "/", 200, (), "\n".join((HEAD, *rows, "")).encode())])
        assert parsed.records is not None
        store.observe(source, moment, parsed.facts, line)
        store.add_records(parsed.records)
    judge(store)


def kept(data: Path) -> dict[str, bytes]:
    return {str(one.relative_to(data)): one.read_bytes() for one in (data / "publications").rglob("*.parquet")}


def ask(data: Path, *words: str) -> Outcome:
    return command("metric", SIZE, *words, "--data", str(data))


def told(data: Path, *words: str) -> Mapping[str, Any]:
    done = ask(data, *words, "--format", "json")
    assert done.code == 0, done.err
    found: Mapping[str, Any] = done.json
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five days, each with one registration more than the day before, each published."""
    folder = tmp_path_factory.mktemp("reported")
    rows = [OLD]
    with Store(folder / "store.duckdb") as store:
        for day in range(1, 6):
            collect(store, at(day), rows, day)
            assert publish(store, facts_of(store), folder, at(day, 23)) == f"{day:08d}"
            rows.append(NEW.format(day, day))
    return folder


def test_every_publication_is_listed_though_few_marts_are_kept(data: Path) -> None:
    assert len(list((data / "marts").glob("0*"))) < 5
    done = command("publications", "--format", "json", "--data", str(data))
    assert [(one["number"], one["as_of"]) for one in done.json["rows"]] == [
        (f"{day:08d}", f"2026-06-0{day}") for day in range(1, 6)
    ]
    # Published after midnight in Amsterdam.
    assert done.json["rows"][0]["published_at"] == "2026-06-02T01:00:00+02:00"
    assert "00000005" in command("publications", "--data", str(data)).out


@pytest.mark.parametrize(
    ("asked", "number", "passed"),
    [
        ((), "00000005", 5),
        (("2",), "00000002", 2),
        (("00000002",), "00000002", 2),
        # A day ends at midnight in Amsterdam: what was published on 2 June by its clock is of 1 June by UTC.
        (("2026-06-02",), "00000001", 1),
        (("2026-06-03",), "00000002", 2),
        (("2027-01-01",), "00000005", 5),
    ],
)
def test_a_figure_as_it_was_reported(data: Path, asked: tuple[str, ...], number: str, passed: int) -> None:
    found = told(data, "--reported", *asked)
    assert (found["publication"], found["rows"][0]["passed"], found["version"]) == (number, passed, 1)
    assert found["as_of"] == found["known_on"] == f"2026-06-0{passed}"


def test_by_a_split_and_to_an_audience(data: Path) -> None:
    rows = told(data, "--reported", "3", "--by", "category", "--audience", "public")["rows"]
    assert {one["group"]: one["passed"] for one in rows}["Impactvolle algoritmes"] == 3


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--reported", "9"), "publication 9 is not kept; kept are 00000001 to 00000005"),
        (("--reported", "2026-06-01"), "nothing had been published by 2026-06-02T00:00:00+02:00"),
        (("--reported", "yesterday"), "write its number, or a day"),
        (("--reported", "--by", "organisation"), f"keeps {SIZE} by all, category, ministry"),
        (("--reported", "--as-of", "2026-06-01"), "leave out --as-of"),
    ],
)
def test_what_was_not_reported(data: Path, words: tuple[str, ...], message: str) -> None:
    done = ask(data, *words)
    assert (done.code, message in done.err) == (2, True), done.err


def test_a_metric_that_is_not_kept(data: Path) -> None:
    done = command("metric", "completeness.goal", "--reported", "--data", str(data))
    assert (done.code, "it keeps completeness.filled, completeness.valid, connected" in done.err) == (2, True), done.err


def test_where_nothing_was_ever_published(tmp_path: Path) -> None:
    for words in (("publications",), ("metric", SIZE, "--reported")):
        assert command(*words, "--data", str(tmp_path)).code == 5


def test_nothing_that_is_learned_or_swept_later_touches_them(data: Path, tmp_path: Path) -> None:
    """A correction of the past, sweeping, a store made anew, and a folder brought back without its marts."""
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    before = kept(folder)
    mart.sweep(folder, keep=1)
    assert kept(folder) == before
    with Store(folder / "store.duckdb") as store:
        # Collected earlier, and taken in only now: on 3 June there was nothing but the first.
        collect(store, at(3, 20), [OLD], 6)
        assert publish(store, facts_of(store), folder, at(6)) == "00000006"
    assert told(folder, "--as-of", "2026-06-03")["rows"][0]["passed"] == 1
    assert told(folder, "--reported", "3")["rows"][0]["passed"] == 3
    shutil.rmtree(folder / "marts")
    with Store(folder / "anew.duckdb") as store:
        collect(store, at(5), [OLD], 1)
        assert publish(store, facts_of(store), folder, at(7)) == "00000007"
    after = kept(folder)
    assert {name: after[name] for name in before} == before
    assert len(publications(folder, "public")) == 7


def test_a_rebuild_leaves_them_alone(replayed: Replay, tmp_path: Path) -> None:
    house = House(tmp_path / "data", write_config(tmp_path / "c.toml", replayed.base_url))
    for day, moment in ((JUNE, JUNE_AT), (AUGUST, AUGUST_AT)):
        replayed.tell(date=day, fault=None)
        assert house.run("ingest", "current", "--observed-at", moment).code == 0
    before = kept(house.data)
    assert len(before) == 4
    assert house.run("rebuild").code == 0
    shutil.rmtree(house.data / "marts")
    (house.data / "store.duckdb").unlink()
    assert house.run("rebuild").code == 0
    after = kept(house.data)
    assert {name: after[name] for name in before} == before
    june = house.run("metric", SIZE, "--reported", "1", "--format", "json").json
    assert (june["as_of"], june["rows"][0]["passed"]) == (JUNE, 1475)
