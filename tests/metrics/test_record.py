"""What is published: to whom, kept for ever, and anew when what stands there cannot be read."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from ingest.http import Answer
from ingest.source import facts
from ingest.sources import BY_NAME, inventory
from metrics.catalogue import CATALOGUE
from metrics.facts import Facts
from metrics.record import _declared_hash, facts_of, publish
from metrics.suppress import suppressed
from metrics.told_beside import SMALL
from sql import mart
from sql.store import Store

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
HEAD = "local_id,name,category,status,start_date,lars\n"
#: How many systems each ministry lists, none of them registered.
LISTED = {"mnre1034": 12, "mnre1058": 7, "mnre1109": 2}
LINES = pl.col("metric").is_in([one.name for one in CATALOGUE if one.inventories])
ON_TIME = pl.col("metric").str.starts_with("on_time.")


@dataclass(frozen=True)
class Published:
    """A folder with one publication, and what it was made of."""

    store: Store
    facts: Facts
    data: Path
    name: str

    def again(self, data: Path) -> str | None:
        return publish(self.store, self.facts, data, NOW)

    def told(self, audience: str) -> pl.DataFrame:
        return told(self.data, audience, self.name)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Return a register of one registration and three ministries, each with an inventory."""
    export = (
        "algorithm_id,publication_dt,name,organization,status,standard_version\n"
        "11111111,2026-01-05T10:00:00Z,Naam,BZK,In gebruik,1.0\n"
    )
    current = BY_NAME["current"].parse([Answer("GET", "/", 200, (), export.encode())])
    assert current.records is not None
    bodies = facts({f"organisation/{one}": {"name": f"Ministerie {one}", "type": "ministerie"} for one in LISTED})
    folder = tmp_path_factory.mktemp("published")
    with Store(folder / "store.duckdb") as store:
        shown = [("current", current.facts), ("history", current.facts), ("site_data", bodies)]
        for org_id, count in LISTED.items():
            text = HEAD + "".join(f"{number},Naam,A,In gebruik,2024,\n" for number in range(count))
            read = inventory.parse([Answer("FILE", "x.csv", 200, (), text.encode())], org_id=org_id)
            shown.append((f"inventory:{org_id}", read.facts))
        for line, (source, frame) in enumerate(shown, start=1):
            store.observe(source, NOW, frame, line)
        store.add_records(current.records)
        known = facts_of(store)
        name = publish(store, known, folder / "data", NOW)
        assert name
        yield Published(store, known, folder / "data", name)


def told(data: Path, audience: str, name: str) -> pl.DataFrame:
    return pl.read_parquet(data / "publications" / audience / f"{name}.parquet")


def sort(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("metric", "by", "group", pl.col("org_id").fill_null(""))


def test_what_was_told_is_kept_for_each_audience(first: Published) -> None:
    internal, public = first.told("internal"), first.told("public")
    assert sort(internal.filter(~LINES)).equals(sort(public.filter(~LINES)))
    systems = internal.filter(LINES)
    about = ("facts_hash", "published_at")
    hidden = suppressed(systems.drop(about)).select(pl.exclude(about))
    assert sort(public.filter(LINES).drop(about)).equals(sort(hidden))
    assert public.select(about).unique().equals(internal.select(about).unique())


def test_the_internal_publication_has_every_number_and_the_public_one_no_small_one(first: Published) -> None:
    overdue = pl.col("metric") == "on_time.overdue", pl.col("by") == "ministry"
    asked = dict(first.told("internal").filter(*overdue).select("org_id", "passed").iter_rows())
    assert asked == LISTED
    public = first.told("public")
    shown = dict(public.filter(*overdue).select("org_id", "passed").iter_rows())
    assert shown == {**LISTED, "mnre1109": None}
    for row in public.filter(ON_TIME).to_dicts():
        assert not any(0 < (row[one] or 0) < SMALL for one in ("asked", "passed")), row
        assert [row[one] for one in ("low", "low_asked", "high", "high_asked")] == [None] * 4


def test_a_public_mart_says_what_the_public_publication_says(first: Published) -> None:
    frames = mart.read(first.data, first.name, "public").frames
    assert [frames[one].height for one in ("inventory", "inventories", "explanations", "matches")] == [0] * 4
    assert not any(source.startswith("inventory:") for source in frames["collections"]["source"])
    kept = frames["kept"].filter(pl.col("as_of") == date(2026, 6, 1))
    columns = [one for one in kept.columns if one != "n_date"]
    said = first.told("public").filter(LINES).select(columns)
    splits = pl.DataFrame([(one.name, by) for one in CATALOGUE for by in one.headline], ["metric", "by"], orient="row")
    assert sort(kept.join(splits, on=["metric", "by"], how="semi").select(columns)).equals(sort(said))


@pytest.mark.parametrize(
    "junk",
    [
        pytest.param(b"", id="emptied"),
        pytest.param(b"nonsense", id="a word"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"\x00", id="a nought"),
        pytest.param(b"../store.duckdb", id="another path"),
        pytest.param(b"99999999", id="a mart that is not there"),
        pytest.param(b"00000000", id="a mart that never was"),
    ],
)
def test_a_pointer_to_nothing_heals_at_the_next_publication(first: Published, tmp_path: Path, junk: bytes) -> None:
    data = tmp_path / "data"
    shutil.copytree(first.data, data)
    (data / "marts" / "CURRENT").write_bytes(junk)
    second = first.again(data)
    assert (first.name, second, mart.pointer(data)) == ("00000001", "00000002", "00000002")
    assert mart.read(data, "00000002", "public").frames["versions"].height == 1
    # What was reported stays; and now nothing is left to publish.
    assert told(data, "public", first.name).equals(first.told("public"))
    assert first.again(data) is None


def test_every_publication_keeps_what_the_metrics_call_their_headlines(first: Published) -> None:
    kept = set(first.told("internal").select("metric", "by").unique().iter_rows())
    assert kept == {(one.name, by) for one in CATALOGUE for by in one.headline}
    assert {name.split(".")[0] for name, _ in kept} >= {
        "size",
        "coverage",
        "on_time",
        "pace",
        "estimate",
        "completeness",
    }


@pytest.mark.parametrize("audience", mart.AUDIENCES)
def test_a_mart_tells_which_system_each_registration_is_of(first: Published, audience: str) -> None:
    frames = mart.read(first.data, first.name, audience).frames
    assert frames["versions"]["cluster"].to_list() == ["naam"]
    assert frames["clusters"].rows() == [("naam", "Naam", "Naam", False)]


def test_another_list_of_systems_is_another_publication(first: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    assert first.again(first.data) is None
    before = _declared_hash()
    monkeypatch.setattr("metrics.clusters.version", lambda: "another")
    assert _declared_hash() != before
