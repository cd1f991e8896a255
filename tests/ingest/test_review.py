"""Decisions about matches from end to end: they outlive renames, new deliveries and a rebuild; many may decide."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.inventories.books import as_csv
from tests.ingest.test_worker import until, worker
from tests.replay import AUGUST, AUGUST_AT, JUNE_AT, House, Outcome, Replay

#: A part of a ministry, two of its registrations of June (one is withdrawn since), and another body's.
BODY, LARS, OTHER, ELSEWHERE = "oorg20140", "16577998", "51275118", "95279897"
WHO = ("--author", "Ada", "--proof", "Both texts")
HEADER = ["local_id", "name", "description", "category", "status", "start_date"]
LINES = [
    ["1", "Naheffen loonheffing", "Kiest aangiften", "A", "In gebruik", "2024-01"],
    ["2", "Iets anders", "Wat het doet", "A", "In gebruik", "2024-01"],
    ["3", "Nog iets", "", "A", "In gebruik", "2024-01"],
]
DELIVERED, DECIDED, AGAIN, LATER = (f"2026-06-{day}T08:00:00+00:00" for day in (16, 17, 18, 19))


@pytest.fixture
def office(house: House, tmp_path: Path) -> House:
    """Return a house in which a body delivered its list the day after the register was collected."""
    return opened(house, tmp_path, LINES)


def opened(house: House, tmp_path: Path, rows: list[list[str]]) -> House:
    config = tmp_path / "c.toml"
    listed = f'[[inventories]]\norganisation = "{BODY}"\nname = "list"\npath = "{tmp_path / "list.csv"}"\n'
    config.write_text(house.config.read_text("utf-8") + listed, "utf-8")
    made = House(house.data, config)
    assert deliver(made, rows, DELIVERED).code == 0
    return made


def deliver(office: House, rows: list[list[str]], at: str) -> Outcome:
    (office.config.parent / "list.csv").write_bytes(as_csv([HEADER, *rows]))
    return office.run("ingest", "inventory:list", "--observed-at", at)


def decide(office: House, local_id: str, lars: str, verdict: str, at: str = DECIDED) -> Outcome:
    done = office.run("review", "decide", BODY, local_id, lars, verdict, *WHO, "--observed-at", at)
    assert done.code == 0, done.err
    return done


def coverage(office: House, known_on: str = LATER) -> tuple[Any, ...]:
    """Return the strict side, the figure and the generous side of the list."""
    asked = ("--as-of", JUNE_AT[:10], "--known-on", known_on[:10], "--format", "json")
    (row,) = office.run("metric", "coverage.high_risk", *asked).json["rows"]
    return row["low"], row["passed"], row["high"], row["asked"]


def queue(office: House) -> dict[str, Any]:
    done = office.run("review", "--format", "json")
    assert done.code == 0, done.err
    found: dict[str, Any] = done.json
    return found


def state_of(office: House, local_id: str, lars: str) -> dict[str, Any]:
    (row,) = office.run("review", "show", BODY, local_id, lars, "--format", "json").json["rows"]
    return {key: row[key] for key in ("state", "by", "entry")}


def test_what_the_queue_promises_is_what_the_figure_does(office: House) -> None:
    decide(office, "2", LARS, "unsure")
    told = queue(office)
    row = next(one for one in told["rows"] if (one["local_id"], one["lars"]) == ("2", LARS))
    low, passed, high, asked = coverage(office)
    assert told["range"] == {"strict": [low, asked], "generous": [high, asked]}
    decide(office, "2", LARS, "same", LATER)
    low_now, passed_now, high_now, _ = coverage(office)
    assert (passed_now, low_now) == (passed + 1, low + 1)
    assert row["narrows_same"] == pytest.approx((high - low - (high_now - low_now)) / asked)


def test_decisions_outlive_renames_new_deliveries_and_a_rebuild(office: House) -> None:
    decide(office, "2", LARS, "same")
    decide(office, "3", OTHER, "not_same", "2026-06-17T09:00:00+00:00")
    before = coverage(office)
    # The line gets another name and text; another one goes, and comes back.
    renamed = [["2", "Heet nu heel anders", "En doet iets nieuws", *LINES[1][3:]]]
    assert deliver(office, [LINES[0], *renamed], AGAIN).code == 0
    assert state_of(office, "2", LARS) == {"state": "certain", "by": "decision", "entry": "matches-1"}
    assert deliver(office, [LINES[0], *renamed, LINES[2]], LATER).code == 0
    assert coverage(office) == before
    entries = office.run("ledger", "list", "matches", "--format", "json").json
    marts = [office.run("review", "--format", "json").out, coverage(office)]
    (office.data / "store.duckdb").unlink()
    assert office.run("rebuild").code == 0
    assert [office.run("review", "--format", "json").out, coverage(office)] == marts
    assert office.run("ledger", "list", "matches", "--format", "json").json == entries
    assert {one: state_of(office, *one)["state"] for one in (("2", LARS), ("3", OTHER))} == {
        ("2", LARS): "certain", ("3", OTHER): "rejected",
    }  # fmt: skip
    assert office.run("review", "undo", "matches-1", *WHO, "--observed-at", "2026-06-20").code == 0
    assert state_of(office, "2", LARS)["by"] != "decision"


def test_decisions_outlive_what_the_register_says_next(office: House, replayed: Replay) -> None:
    decide(office, "2", LARS, "same")
    replayed.tell(date=AUGUST, fault=None)
    assert office.run("ingest", "history", "current", "--observed-at", AUGUST_AT).code == 0
    assert state_of(office, "2", LARS) == {"state": "certain", "by": "decision", "entry": "matches-1"}
    office.run("review", "decide", BODY, "2", LARS, "not_same", *WHO, "--observed-at", "2026-08-09")
    assert state_of(office, "2", LARS) == {"state": "rejected", "by": "decision", "entry": "matches-2"}
    # As it was known before, it stays what it was.
    assert coverage(office)[1] == coverage(office, DECIDED)[1]


def test_a_running_worker_takes_a_decision_in_at_once(office: House) -> None:
    office.config.write_text(office.config.read_text("utf-8").replace("http://", "http://nowhere.invalid/"), "utf-8")
    with worker(office):
        until((office.data / "worker.json").exists)
        done = office.run("review", "decide", BODY, "2", ELSEWHERE, "same", *WHO)
        assert done.code == 0, done.err
        assert state_of(office, "2", ELSEWHERE)["entry"] == "matches-1"
        undone = office.run("review", "undo", "matches-1", *WHO)
        assert (undone.code, "nobody decided on it now" in undone.out) == (0, True), undone.err
        assert state_of(office, "2", ELSEWHERE)["by"] != "decision"


def test_two_stewards_at_once_both_get_their_say(office: House) -> None:
    asked = [office.command("review", "decide", BODY, one, LARS, "unsure", *WHO) for one in ("1", "2", "3")]
    at_work = [subprocess.Popen(words, cwd=office.config.parent, stdout=subprocess.DEVNULL) for words in asked]
    # Whoever finds the folder in use has written all the same, and says that the next run takes it in.
    assert {one.wait(60) for one in at_work} <= {0, 75}
    assert office.run("ingest", "ledger:matches").code == 0
    rows = office.run("ledger", "list", "matches", "--format", "json").json
    assert sorted(row["local_id"] for row in rows) == ["1", "2", "3"]
    decided = [one for one in queue(office)["rows"] if one["by"] == "decision"]
    assert sorted(one["local_id"] for one in decided) == ["1", "2", "3"]
    assert office.run("ledger", "check").code == 0


def test_identical_pairs_are_accepted_once_and_stay_so(house: House, tmp_path: Path) -> None:
    rows = house.run("registrations", "--format", "json").json["rows"]
    names = {row["lars"]: row["name"] for row in rows if row["lars"] in {LARS, OTHER}}
    same = [[lars, name.upper(), "", "A", "In gebruik", ""] for lars, name in names.items()]
    office = opened(house, tmp_path, [*LINES, *same])
    done = office.run("review", "accept-identical", *WHO, "--observed-at", DECIDED)
    assert (done.code, "matches: matches-1 to matches-2 written" in done.out) == (0, True), done.err
    told = {(row["local_id"], row["lars"]) for row in office.run("ledger", "list", "matches", "--format", "json").json}
    assert told == {(LARS, LARS), (OTHER, OTHER)}
    renamed = [[lars, "Heet nu anders", *row[2:]] for lars, row in zip(names, same, strict=True)]
    assert deliver(office, [*LINES, *renamed], AGAIN).code == 0
    assert {state_of(office, lars, lars)["by"] for lars in names} == {"decision"}
    assert "accept: 0" in office.run("review", "accept-identical", *WHO).out
