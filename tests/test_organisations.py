"""The real register of organisations and the replayed Algorithm Register together, by the commands of a user."""

import csv
import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ingest.http import Answer
from ingest.sources import organisations
from tests.replay import AUGUST, AUGUST_AT, JUNE, JUNE_AT, House, Replay, write_config

FILE = "organisations/organisations-2026-05-19.csv.gz"
PROVINCES = {"pv20", "pv21", "pv23", "pv26", "pv27"}
REGISTERED = ("size.registrations", "--by", "organisation")


@pytest.fixture(scope="module")
def house(shared: Path, replayed: Replay, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return both captured days, and figures kept before the register of organisations came in."""
    folder = tmp_path_factory.mktemp("organisations")
    house = House(folder / "data", write_config(folder / "c.toml", replayed.base_url))
    for day, moment in ((JUNE, JUNE_AT), (AUGUST, AUGUST_AT)):
        replayed.tell(date=day, fault=None)
        assert house.run("ingest", "--observed-at", moment).code == 0
    (folder / "before.json").write_text(house.run("metric", *REGISTERED, "--format", "json").out, "utf-8")
    given = str(shared / "data" / FILE)
    assert house.run("import", given, "--source", "organisations", "--observed-at", "2026-05-19").code == 0
    return house


def rows(house: House, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.run(*words, "--format", "json").json["rows"]
    return found


def by_code(found: list[dict[str, Any]], value: str = "passed") -> Mapping[str, Any]:
    return {row["org_id"]: row[value] for row in found}


def test_every_row_of_the_file_is_accepted_or_set_aside(shared: Path) -> None:
    body = (shared / "data" / FILE).read_bytes()
    parsed = organisations.parse([Answer("FILE", FILE, 200, (), body)])
    given = list(csv.DictReader(io.StringIO(gzip.decompress(body).decode())))
    without = sum(not row["tooi_code"] for row in given)
    assert parsed.rows_in == len(given) == 4_277
    assert (parsed.rows_accepted, parsed.set_aside) == (len(given) - without, {"no TOOI code": without})
    assert parsed.warnings == parsed.breaches == ()


def test_who_registers_what_does_not_change_by_it(house: House) -> None:
    before = (house.config.parent / "before.json").read_text("utf-8")
    assert house.run("metric", *REGISTERED, "--format", "json").out == before


def test_five_living_provinces_go_on_counting_though_the_file_ends_them(house: House) -> None:
    for day, state in (("2026-05-01", "reconstructed"), ("2026-08-08", "ok")):
        found = rows(house, "metric", "connected.organisations", "--by", "type", "--as-of", day)
        province = next(row for row in found if row["group"] == "provincie")
        assert (province["asked"], province["passed"], province["state"]) == (12, 11, state)
    issues = rows(house, "organisations", "--issues")
    ended = {row["org_id"] for row in issues if row["kind"] == "ended_without_successor"}
    assert ended >= PROVINCES
    registered = by_code(rows(house, "metric", *REGISTERED))
    restated = by_code(rows(house, "metric", *REGISTERED, "--restated"))
    assert all(registered.get(code) == restated.get(code) for code in PROVINCES)


def test_before_the_first_list_there_are_as_many_bodies_as_on_it(house: House) -> None:
    """The file has 613 municipalities of all times: those that it ends, and the list lacks, are gone."""
    lists = {"gemeente": 342, "provincie": 12, "waterschap": 21}
    for day in ("2026-06-01", "2026-08-08"):
        found = rows(house, "metric", "connected.organisations", "--by", "type", "--as-of", day)
        assert {row["group"]: row["asked"] for row in found if row["group"] in lists} == lists


def test_ministries_that_ended_hand_over_only_where_a_successor_is_known(house: House) -> None:
    asked = ("metric", "size.registrations", "--by", "ministry")
    was, now = (by_code(rows(house, *asked, *more)) for more in ((), ("--restated",)))
    # VRO went to BZK; of AenM the file names no successor, and EZK lives, though it has one.
    assert now == {code: count for code, count in was.items() if code != "mnre1171"} | {
        "mnre1034": was["mnre1034"] + was["mnre1171"]
    }
    assert {"mnre1162", "mnre1045", "mnre1153"} <= set(now)
    listed = {row["org_id"]: row for row in rows(house, "organisations", "--as-of", "2026-03-01")}
    ended = {code: listed[code]["valid_until"] for code in ("mnre1162", "mnre1171", "mnre1182")}
    assert ended == dict.fromkeys(ended, "2026-02-23")
    assert {listed[code]["state"] for code in ended} == {"ended"}
    every = rows(house, "organisations", "--issues", "--all")
    kinds = {row["org_id"]: row["kind"] for row in every if row["org_id"] in ended}
    assert kinds == {
        "mnre1162": "ended_without_successor",
        "mnre1171": "ended_still_registering",
        "mnre1182": "ended_without_successor",
    }


def test_no_issue_is_of_our_own_making(house: House, shared: Path) -> None:
    """The capture's invented codes are unknown or another body's; of the real ones each was looked at."""
    issues = rows(house, "organisations", "--issues")
    text = (shared / "register" / "organisations_of_the_capture.csv").read_text("utf-8-sig")
    real = {row["org_id"] for row in csv.DictReader(io.StringIO(text)) if row["org_id"] == row["real_tooi_code"]}
    kinds = {row["org_id"]: row["kind"] for row in issues}
    assert not {code for code in real if kinds.get(code) in {"code_unknown", "type_differs"}}
    # On lists alone: the file lacks one safety region.
    assert {code for code, kind in kinds.items() if kind == "code_unknown" and code[:2] in {"gm", "pv", "ws"}} == set()
    assert kinds["so0638"] == "code_unknown"
    differ = {row["org_id"] for row in issues if row["kind"] == "name_differs"} & (real | {"gm1982"})
    # Nuenen in full or short; a merged town under its old name; a ministry before its renaming; RUD Utrecht.
    assert differ == {"gm0820", "gm1982", "mnre1153", "so0697"}


def test_a_body_that_was_renamed_stays_the_same_body(house: House) -> None:
    found = by_code(rows(house, "metric", *REGISTERED), "group")
    assert found["oo002074"] == "Stichting Bureau Informatiediensten Nederland"
    assert "Stichting Inlichtingenbureau" not in found.values()


def test_a_rebuild_gives_the_same_issues(house: House) -> None:
    before = house.run("organisations", "--issues", "--all", "--format", "csv").out
    assert house.run("rebuild").code == 0
    assert house.run("organisations", "--issues", "--all", "--format", "csv").out == before
