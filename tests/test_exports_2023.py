"""The real exports of 2023 and reduced tables of 2026, against counting their rows with plain csv."""

import csv
import gzip
import io
import json
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.terminal import published
from ingest.collect import Collector
from ingest.exports import dated
from metrics.catalogue import CATALOGUE
from metrics.engine import figures
from metrics.registrations import registrations
from sql.fields import HIGH_RISK, IMPACTFUL, IN_DEVELOPMENT, IN_USE, NOT_STATED, OTHER, OUT_OF_USE
from sql.lock import owned
from sql.settings import Settings
from sql.status import read_status
from sql.store import Store
from tests.metrics.comparison import told
from tests.metrics.oracle import Form
from tests.metrics.oracle.exports import Exports
from tests.metrics.oracle.figures import of_words, share
from tests.replay import command
from vulgraad import collector

GOOD = 71
FIRST_IDS = date(2023, 4, 15)


def rows_of(path: Path) -> list[dict[str, str]]:
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return [{key.rpartition(".")[2]: cell for key, cell in row.items()} for row in rows]


def taken(data: Path, files: list[Any]) -> Collector:
    ours = collector(data, Settings())
    with owned(data):
        assert ours.take(files) == 4
    return ours


@pytest.fixture(scope="module")
def exports(shared: Path) -> Path:
    return shared / "data" / "register-exports-2023"


@pytest.fixture(scope="module")
def house(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder into which the folder was taken, by the command that a user would give."""
    data = tmp_path_factory.mktemp("exports") / "data"
    assert command("import", str(exports), "--data", str(data)).code == 4
    return data


def test_on_every_good_day_the_size_is_the_rows_of_the_file(house: Path, exports: Path) -> None:
    _, facts = published(house, "internal")
    counts = {date.fromisoformat(path.name[:10]): len(rows_of(path)) for path in sorted(exports.glob("*.csv.gz"))}
    counts = {day: count for day, count in counts.items() if count}
    assert len(counts) == GOOD
    found = figures(facts, "size.registrations", list(counts))
    assert dict(found.select("as_of", "passed").iter_rows()) == counts
    assert found.select((pl.col("low") == pl.col("passed")).all()).item()


@pytest.mark.parametrize("by", ["all", "status", "standard", "theme"])
def test_on_every_good_day_the_verdicts_are_those_of_the_oracle(
    house: Path, exports: Path, shared: Path, by: str
) -> None:
    """What each row says, judged by us as it was taken in, and by the oracle from the file."""
    _, facts = published(house, "internal")
    form = Form(shared / "register" / "publication_standard.json")
    read = Exports(exports, form)
    assert len(read.days) == GOOD
    last = facts.last_day()
    assert last
    wrong = []
    for name, verdicts in of_words(form).items():
        if name not in CATALOGUE or by not in CATALOGUE[name].by:
            continue
        for day, ours in told(facts, name, read.days, last, by).items():
            # Before there were ids a row was no entry of which the id could be wrong.
            if name == "validity.lars" and day < FIRST_IDS:
                continue
            theirs = share(read, day, by, verdicts(read, day))
            theirs = {group: one for group, one in theirs.items() if one.state != "not_asked"}
            wrong += [(name, day, ours, theirs)] if ours != theirs else []
    first = {name: rest for name, *rest in reversed(wrong)}
    assert not wrong, f"{len(wrong)} differ: {first}"


def test_every_row_of_the_first_days_is_carried_to_its_id(house: Path, exports: Path) -> None:
    _, facts = published(house, "internal")
    first = registrations(facts, date(2023, 2, 2)).filter(state="public")
    assert Counter(first["identity"]) == {"inferred": len(rows_of(exports / "2023-02-02.csv.gz"))}
    later = {row["lars"]: row["name"].strip() for row in rows_of(exports / "2023-04-15.csv.gz")}
    assert all(later[lars] == name for lars, name in first.select("lars", "name").iter_rows())


def test_rows_that_moved_to_another_organisation_name_stay_one_registration(house: Path) -> None:
    _, facts = published(house, "internal")
    assert registrations(facts, date(2023, 6, 19)).filter(state="withdrawn").is_empty()


def test_the_error_pages_have_their_runs(house: Path) -> None:
    with Store(house / "store.duckdb") as store:
        runs = store._connection.sql("SELECT state, observed_at::DATE::VARCHAR, reason FROM source_run ORDER BY line")
        bad = [row for row in runs.fetchall() if row[0] != "ok"]
    assert [(state, day) for state, day, _ in bad] == [("failed", "2023-04-27"), ("failed", "2023-04-28")]
    assert all("Internal Server Error" in reason for *_, reason in bad)
    assert [one["held"] for one in read_status(house)["sources"] if one["name"] == "current"] == [[]]


def test_in_any_order_the_facts_are_the_same_and_so_they_are_once_rebuilt(
    house: Path, exports: Path, tmp_path: Path
) -> None:
    files = dated(exports, None)
    random.Random(73).shuffle(files)  # noqa: S311 - an order, no secret
    ours = taken(tmp_path, files)
    assert facts_of(tmp_path) == facts_of(house)
    with Store(tmp_path / "store.duckdb") as store:
        before = store.rows("facts_in_order"), store.frame("runs").to_dicts(), store.rows("held")
    assert ours.rebuild() is None
    with Store(tmp_path / "store.duckdb") as store:
        assert (store.rows("facts_in_order"), store.frame("runs").to_dicts(), store.rows("held")) == before


def facts_of(data: Path) -> list[Any]:
    _, facts = published(data, "internal")
    return [facts.versions.rows(), facts.seen.rows(), facts.collections.rows()]


# The reduced tables


@pytest.fixture(scope="module")
def reduced(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("reduced") / "data"
    assert command("import", str(shared / "data" / "register-2026"), "--data", str(data)).code == 0
    return data


@pytest.mark.parametrize("day", ["2026-05-13", "2026-06-08", "2026-06-25"])
def test_a_snapshot_is_what_was_public(reduced: Path, shared: Path, day: str) -> None:
    _, facts = published(reduced, "internal")
    path = shared / "data" / "register-2026" / f"snapshot-{day}.json.gz"
    ids = {row["id"] for row in json.loads(gzip.decompress(path.read_bytes()))["algoritmes"]}
    assert set(registrations(facts, date.fromisoformat(day)).filter(state="public")["lars"]) == ids


def test_the_check_point_of_january(reduced: Path) -> None:
    _, facts = published(reduced, "internal")
    day = [date(2026, 1, 2)]
    by = {
        split: dict(figures(facts, "size.registrations", day, by=split).select("group", "passed").iter_rows())
        for split in ("all", "category", "status")
    }
    assert by["all"] == {"all": 1306}
    assert by["category"] == {HIGH_RISK: 36, IMPACTFUL: 615, OTHER: 655, NOT_STATED: 0}
    assert by["status"] == {IN_USE: 1191, IN_DEVELOPMENT: 66, OUT_OF_USE: 49, NOT_STATED: 0}
