"""End to end: the commands of the first issue on the captured register, against its answer keys."""

import csv
import gzip
import io
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from metrics import engine
from metrics.schemas import SCHEMAS
from sql import mart
from sql.fields import CATEGORIES, IN_DEVELOPMENT, IN_USE, NOT_STATED, OUT_OF_USE
from sql.store import Store
from tests.replay import AUGUST, AUGUST_AT, JUNE, JUNE_AT, House, Outcome, Replay, published_facts, write_config

ZONE = ZoneInfo("Europe/Amsterdam")


ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Both:
    """A data folder that took in both days, and what happened on the way."""

    house: House
    codes: tuple[int, ...]
    marts: tuple[str | None, ...]
    hashes: tuple[str, ...]
    known_in_june: Any
    told: str

    def metric(self, name: str, *words: str) -> list[dict[str, Any]]:
        done = self.house.run("metric", name, "--format", "json", *words)
        assert done.code == 0, done.err
        rows: list[dict[str, Any]] = done.json["rows"]
        return rows


def facts_hash(data: Path) -> str:
    with Store(data / "store.duckdb") as store:
        return store.facts_hash()


@pytest.fixture(scope="module")
def both(replayed: Replay, tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("both")
    house = House(folder / "data", write_config(folder / "c.toml", replayed.base_url))
    outcomes: list[Outcome] = []
    marts, hashes = [], []
    known_in_june = None
    for day, observed, ask in (
        (JUNE, JUNE_AT, house.spawn),
        (JUNE, JUNE_AT, house.run),
        (AUGUST, AUGUST_AT, house.spawn),
    ):
        replayed.tell(date=day, fault=None)
        outcomes.append(ask("ingest", "--observed-at", observed))
        marts.append(mart.pointer(house.data))
        hashes.append(facts_hash(house.data))
        if day == JUNE:
            known_in_june = june_figures(house)
    told = outcomes[0].err
    return Both(house, tuple(one.code for one in outcomes), tuple(marts), tuple(hashes), known_in_june, told)


def june_figures(house: House, *words: str) -> dict[str, Any]:
    """Return figures as they could be had in June."""
    asked = {
        "size.registrations": ("2023-06-30", "2025-09-30", "2026-06-15"),
        "size.organisations": ("2026-06-15",),
        "completeness.valid": ("2026-01-31", "2026-06-15"),
        "connected.organisations": ("2026-06-15",),
    }
    split = {"size.registrations": "category", "connected.organisations": "type"}
    return {
        f"{name} {day}": house.run(
            "metric", name, "--as-of", day, "--by", split.get(name, "all"), "--format", "json", *words
        ).json["rows"]
        for name, days in asked.items()
        for day in days
    }


@pytest.fixture(scope="module")
def truth(shared: Path) -> dict[str, dict[str, Any]]:
    packed = (shared / "register" / AUGUST / "truth_NLD.json.gz").read_bytes()
    known: dict[str, dict[str, Any]] = json.loads(gzip.decompress(packed))
    return {lars: one for lars, one in known.items() if one["first_published"]}


@pytest.fixture(scope="module")
def newest(shared: Path) -> list[dict[str, str]]:
    """Return the export of August by the csv module alone, the latest publication of each id."""
    packed = (shared / "register" / AUGUST / "downloads" / "full_NLD.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8-sig"), newline=""))
    latest: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=lambda one: one["publication_dt"]):
        latest[row["algorithm_id"]] = row
    return list(latest.values())


def counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {row["group"]: row["passed"] for row in rows if row["passed"]}


# A run, and the same again


def test_both_days_are_taken_in(both: Both) -> None:
    assert both.codes == (0, 0, 0)


def test_the_same_answers_again_change_nothing(both: Both) -> None:
    first, again, later = both.hashes
    assert (first, both.marts[0]) == (again, both.marts[1])
    assert (first, both.marts[0]) != (later, both.marts[2])


def test_a_run_without_a_terminal_tells_of_each_source_as_json(both: Both) -> None:
    told = [json.loads(line) for line in both.told.splitlines()]
    assert {"history", "current", "site_data", "relations"} <= {one.get("source") for one in told}
    assert {one["state"] for one in told if "source" in one} <= {"ok", "standby"}


def test_a_run_may_not_go_back(both: Both) -> None:
    done = both.house.run("ingest", "current", "--observed-at", JUNE_AT)
    assert done.code == 2
    assert "before that" in done.err


# The commands of the issue


@pytest.fixture(scope="module")
def asked(both: Both) -> dict[str, Outcome]:
    """Return the answers; two as processes of their own, for the rest the same without their imports."""
    questions = {
        "all": ("metric", "size.registrations", "--as-of", AUGUST, "--by", "all", "--format", "json"),
        "category": ("metric", "size.registrations", "--as-of", "2025-09-30", "--by", "category", "--format", "json"),
        "valid": ("metric", "completeness.valid", "--as-of", AUGUST, "--by", "organisation", "--format", "json"),
        "registrations": ("registrations", "--as-of", AUGUST, "--format", "csv"),
        "changes": ("changes", "--from", JUNE, "--to", AUGUST, "--format", "json"),
        "status": ("status", "--json"),
    }
    return {
        name: both.house.spawn(*words) if name in {"all", "status"} else both.house.run(*words)
        for name, words in questions.items()
    }


ROW = {
    "group": str, "org_id": str | None, "asked": int | None, "passed": int | None, "low": int | None,
    "low_asked": int | None, "high": int | None, "high_asked": int | None, "state": str,
    "n_source": str | None, "n_date": str | None,
}  # fmt: skip


@pytest.mark.parametrize("name", ["all", "category", "valid"])
def test_json_of_a_metric_has_the_agreed_shape(asked: dict[str, Outcome], name: str) -> None:
    assert asked[name].code == 0, asked[name].err
    answer = asked[name].json
    assert list(answer) == ["metric", "version", "as_of", "known_on", "rows"]
    assert answer["version"] == 1
    assert answer["known_on"] == AUGUST
    assert answer["rows"]
    for row in answer["rows"]:
        assert list(row) == list(ROW)
        assert all(isinstance(row[key], kind) for key, kind in ROW.items())


def test_1530_registrations(asked: dict[str, Outcome]) -> None:
    (row,) = asked["all"].json["rows"]
    assert (row["passed"], row["low"], row["high"], row["asked"], row["state"]) == (1530, 1530, 1530, None, "ok")


def test_every_category_is_there_on_a_day_before_the_first_collection(asked: dict[str, Outcome]) -> None:
    rows = asked["category"].json["rows"]
    assert {row["group"] for row in rows} == {*CATEGORIES, NOT_STATED}
    assert all(row["low"] == row["passed"] <= row["high"] for row in rows)


def test_completeness_is_given_for_each_of_336_organisations(asked: dict[str, Outcome]) -> None:
    rows = asked["valid"].json["rows"]
    assert len({row["org_id"] for row in rows}) == len(rows) == 336
    assert all(0 <= row["passed"] <= row["asked"] for row in rows)


def test_registrations_are_those_of_the_answer_key(asked: dict[str, Outcome], truth: dict[str, dict[str, Any]]) -> None:
    rows = {row["lars"]: row for row in csv.DictReader(io.StringIO(asked["registrations"].out))}
    expected = {
        lars: (moment(one["first_published"]), "public" if one["currently_published"] else "withdrawn", one["org_id"])
        for lars, one in truth.items()
    }
    found = {lars: (moment(row["first_published"]), row["state"], row["org_id"]) for lars, row in rows.items()}
    assert len(found) == 1595
    assert {lars: one[0] for lars, one in found.items()} == {lars: one[0] for lars, one in expected.items()}
    assert {lars: one[1] for lars, one in found.items()} == {lars: one[1] for lars, one in expected.items()}
    public = {lars for lars, one in expected.items() if one[1] == "public"}
    assert {lars: found[lars][2] for lars in public} == {lars: expected[lars][2] for lars in public}
    assert len(found) - len(public) == 65
    assert len({found[lars][2] for lars in public}) == 336


def test_changes_between_the_days(asked: dict[str, Outcome]) -> None:
    answer = asked["changes"].json
    assert {kind: len(answer[kind]) for kind in ("added", "removed", "changed")} == {
        "added": 66, "removed": 11, "changed": 55,
    }  # fmt: skip
    renamed = [one for one in answer["changed"] if list(one["fields"]) == ["organization"]]
    assert len(renamed) == 21
    assert all(one["published_from"] == one["published_to"] for one in renamed)


def test_status_names_every_source_and_what_was_published(asked: dict[str, Outcome], both: Both) -> None:
    answer = asked["status"].json
    assert list(answer) == ["sources", "mart"]
    states = {one["name"]: one["state"] for one in answer["sources"]}
    assert states.pop("listing") == "standby"
    assert set(states.values()) == {"ok"}
    for one in answer["sources"]:
        assert {"name", "state", "last_good_run", "collected_at", "rows", "held"} <= set(one)
        assert one["held"] == []
    rows = {one["name"]: one["rows"] for one in answer["sources"]}
    assert (rows["current"], rows["history"], rows["site_data"]) == (1530, 2832, 1530)
    assert {"published_at", "runs"} <= set(answer["mart"])
    assert answer["mart"]["number"] == both.marts[-1]
    assert [one["state"] for one in answer["mart"]["runs"]] == ["ok"] * 3


def moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


# Figures against the captured export


def test_counts_by_category_equal_the_export(both: Both, newest: list[dict[str, str]]) -> None:
    expected = Counter(row["publication_category"] or NOT_STATED for row in newest)
    assert expected[NOT_STATED] == 208
    assert counts(both.metric("size.registrations", "--by", "category")) == expected


def test_counts_by_standard_equal_the_export(both: Both, newest: list[dict[str, str]]) -> None:
    expected = Counter(row["standard_version"] for row in newest)
    assert counts(both.metric("size.registrations", "--by", "standard")) == expected


def test_counts_by_status_equal_the_export_after_the_remaps(both: Both, newest: list[dict[str, str]]) -> None:
    words = {
        "in gebruik": IN_USE, "pilot": IN_USE, "operationeel": IN_USE, "actief": IN_USE, "in werking": IN_USE,
        "in productie": IN_USE, "in ontwikkeling": IN_DEVELOPMENT, "buiten gebruik": OUT_OF_USE, "gestopt": OUT_OF_USE,
    }  # fmt: skip
    read = [row["status"].strip().casefold() for row in newest]
    expected = Counter(IN_USE if one.startswith("in gebruik sinds") else words.get(one, NOT_STATED) for one in read)
    assert expected == {IN_USE: 1392, IN_DEVELOPMENT: 73, OUT_OF_USE: 65}
    assert counts(both.metric("size.registrations", "--by", "status")) == expected


def test_336_organisations_and_the_denominators(both: Both) -> None:
    (row,) = both.metric("size.organisations")
    assert row["passed"] == 336
    asked = {one["group"]: one["asked"] for one in both.metric("connected.organisations", "--by", "type")}
    expected = {"gemeente": 342, "provincie": 12, "waterschap": 21, "veiligheidsregio": 25, "omgevingsdienst": 27}
    assert {kind: asked[kind] for kind in expected} == expected


# Figures and time


def test_figures_known_in_june_do_not_move_when_august_comes(both: Both) -> None:
    assert june_figures(both.house, "--known-on", "2026-06-20") == both.known_in_june


@pytest.mark.parametrize(
    ("name", "shares"),
    [
        ("completeness.valid", {"Ministerie van Algemene Zaken": "50.0%", "Asiel en Migratie": "73.3%"}),
        # Its two numbers are no share of each other.
        ("size.registrations", None),
    ],
)
def test_people_read_the_share_beside_its_two_numbers(both: Both, name: str, shares: dict[str, str] | None) -> None:
    head, *rows = (
        re.split(r"  +", line) for line in both.house.run("metric", name, "--by", "ministry").out.splitlines()
    )
    assert ("share" in head) == (shares is not None)
    if shares:
        found = {row[0]: row[head.index("share")] for row in rows if len(row) == len(head)}
        assert {one: found[one] for one in shares} == shares


def test_after_the_last_collection_there_is_no_figure(both: Both) -> None:
    (row,) = both.metric("size.registrations", "--as-of", "2026-08-09")
    assert (row["state"], row["passed"], row["low"], row["high"]) == ("stale", None, None, None)


def public_days(one: dict[str, Any], ends: list[datetime]) -> set[int]:
    """Return at the end of which days (by position) the answer key has a registration public."""
    found: set[int] = set()
    for version in one["versions"]:
        gone = version["last_retracted"] if version["state"] != "PUBLISHED" else None
        start = bisect_right(ends, min(moment(text) for text in version["published"])) if version["published"] else 0
        stop = bisect_right(ends, moment(gone)) if gone else len(ends)
        found.update(range(start, stop) if version["published"] else ())
    return found


def test_the_truth_lies_within_low_and_high_on_every_day(both: Both, truth: dict[str, dict[str, Any]]) -> None:
    days = [date(2023, 1, 1) + timedelta(n) for n in range((date(2026, 8, 8) - date(2023, 1, 1)).days + 1)]
    midnights = [datetime.combine(day + timedelta(1), datetime.min.time(), ZONE).astimezone(UTC) for day in days]
    ends = [min(one, moment(AUGUST_AT)) for one in midnights]
    true = Counter(at for one in truth.values() for at in public_days(one, ends))
    found = engine.figures(published_facts(both.house.data), "size.registrations", days)
    assert found["as_of"].to_list() == days
    assert true[len(days) - 1] == 1530
    rows = [
        (day, low, true[at], high) for at, (day, low, high) in enumerate(found.select("as_of", "low", "high").rows())
    ]
    assert [row for row in rows if not row[1] <= row[2] <= row[3]] == []


# Rebuilding


def sightings(data: Path) -> list[tuple[Any, ...]]:
    """Return every sighting there ever was, replaced ones included, in the order of its columns."""
    with Store(data / "store.duckdb") as store:
        return pl.DataFrame(store._connection.sql("FROM sighting ORDER BY ALL")).rows()


def test_rebuilt_from_the_archive_alone_it_says_the_same(both: Both, tmp_path: Path) -> None:
    house = House(tmp_path / "data", both.house.config)
    shutil.copytree(both.house.data, house.data)
    before = sightings(house.data), facts_hash(house.data), june_figures(house)
    (house.data / "store.duckdb").unlink()
    done = house.run("rebuild")
    assert done.code == 0, done.err
    assert (sightings(house.data), facts_hash(house.data), june_figures(house)) == before
    assert mart.pointer(house.data) == both.marts[-1]


def test_rebuilt_without_its_marts_it_gives_the_same_figures(both: Both, tmp_path: Path) -> None:
    house = House(tmp_path / "data", both.house.config)
    shutil.copytree(both.house.data / "archive", house.data / "archive")
    assert house.run("rebuild").code == 0
    for frame in SCHEMAS:
        ours, theirs = getattr(published_facts(house.data), frame), getattr(published_facts(both.house.data), frame)
        assert ours.equals(theirs), frame


@pytest.mark.parametrize(("day", "count"), [("2026-01-02", 1306), ("2026-05-13", 1431)])
def test_a_reduced_table_taken_in_later_says_what_was_public_on_its_day(
    both: Both, shared: Path, tmp_path: Path, day: str, count: int
) -> None:
    shutil.copytree(both.house.data, tmp_path / "data")
    house = House(tmp_path / "data", both.house.config)
    (file,) = (shared / "data" / "register-2026").glob(f"*{day}*")
    assert house.run("import", str(file)).code == 0
    (row,) = house.run("metric", "size.registrations", "--as-of", day, "--format", "json").json["rows"]
    assert (row["low"], row["passed"], row["high"]) == (count, count, count)
    (row,) = house.run("metric", "size.registrations", "--as-of", AUGUST, "--format", "json").json["rows"]
    assert row["passed"] == 1530


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_web_answers_its_readers_from_a_process_of_its_own(audience: str, both: Both) -> None:
    """The web forks; whatever of Polars runs before that would hang every reader."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = both.house.command("web", "--audience", audience, "--port", str(port))
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as web:
        try:
            # It listens before it is warm, so the first reader waits and is answered.
            _until_listening(port)
            for path in ("/health", "/nl/", "/nl/bronnen", "/en/"):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                    assert answer.status == 200
        finally:
            web.terminate()
        assert web.wait(timeout=30) == 0


def _until_listening(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60):
                return
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "it never listened"
            time.sleep(0.1)


def test_nothing_of_polars_runs_before_the_web_forks() -> None:
    looked = "import os, vulgraad, dashboard.app, dashboard.serve; print(*(open(f'/proc/self/task/{one}/comm').read().strip() for one in os.listdir('/proc/self/task')))"  # noqa: E501
    done = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "python" in done.stdout
    assert "polars-0" not in done.stdout
