"""Ledgers as sources: taken in, guarded, found again after a rebuild; as a user writes them."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import polars as pl
import pytest

import vulgraad
from ingest.sources.ledgers import taken_in
from metrics.record import facts_of
from sql import mart
from sql.settings import Settings
from sql.store import Store
from tests.ingest.test_worker import until, worker
from tests.replay import JUNE_AT, House, Outcome

FIRST, SECOND = "2026-06-16", "2026-06-17"
WHO = ("--author", "Ada", "--proof", "A letter")
ROW = ("org_id=mnre1034", "category_a=3", "as_of=2025-08-25", "document=A letter")
COUNTS = "inventories/ministry-declared-counts-2025-08-25.csv"


@pytest.fixture
def bare(tmp_path: Path) -> House:
    """Return a house in which nothing was collected, of a register that is never asked."""
    config = tmp_path / "c.toml"
    config.write_text("", "utf-8")
    return House(tmp_path / "data", config)


def write(house: House, *words: str, at: str = FIRST) -> Outcome:
    return house.run("ledger", *words, *WHO, "--observed-at", at)


def declared(house: House) -> list[tuple[Any, ...]]:
    with Store(house.data / "store.duckdb") as store:
        frame = facts_of(store).declared
    return frame.select("entry", "category_a", pl.col("known_from", "known_to").dt.to_string("%F")).rows()


def sources(house: House, name: str = "status.json") -> dict[str, Any]:
    found = orjson.loads((house.data / name).read_bytes())["sources"]
    return {one["name"]: one for one in found if one["name"].startswith("ledger:")}


def test_an_entry_is_known_from_the_day_it_was_seen_until_it_is_withdrawn(bare: House) -> None:
    assert write(bare, "add", "declared", *ROW).code == 0
    assert write(bare, "add", "declared", *ROW[2:], "org_id=mnre1034", "category_a=4", "--corrects", "declared-1",
                 at=SECOND).code == 0  # fmt: skip
    assert declared(bare) == [("declared-1", 3, FIRST, SECOND), ("declared-2", 4, SECOND, None)]
    assert write(bare, "withdraw", "declared", "declared-2", at="2026-06-18").code == 0
    # The entry that was corrected is in force again.
    assert declared(bare) == [
        ("declared-1", 3, FIRST, SECOND),
        ("declared-1", 3, "2026-06-18", None),
        ("declared-2", 4, SECOND, "2026-06-18"),
    ]


def test_without_a_file_there_is_no_source(bare: House) -> None:
    assert bare.run("ledger", "list").code == 0
    assert write(bare, "add", "matches", "org_id=mnre1034", "local_id=1", "lars=12345678", "verdict=same").code == 0
    assert write(bare, "add", "declared", *ROW).code == 0
    assert {name: one["state"] for name, one in sources(bare).items()} == {
        "ledger:declared": "ok",
        "ledger:matches": "ok",
    }
    # What is about lines of inventories is not for the public.
    assert set(sources(bare, "status.public.json")) == {"ledger:declared"}


def test_a_rebuild_finds_the_same(bare: House) -> None:
    write(bare, "add", "declared", *ROW)
    write(bare, "withdraw", "declared", "declared-1", at=SECOND)
    before = declared(bare)
    (bare.data / "ledgers" / "declared.jsonl").unlink()
    (bare.data / "store.duckdb").unlink()
    assert bare.run("rebuild").code == 0
    assert declared(bare) == before != []


def test_the_same_file_again_changes_nothing(bare: House) -> None:
    write(bare, "add", "declared", *ROW)
    before = declared(bare)
    assert bare.run("ingest", "ledger:declared").code == 0
    assert declared(bare) == before


def _last_edited(body: bytes) -> bytes:
    return body.replace(b'"category_a":4', b'"category_a":9')


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        pytest.param(lambda body: body.splitlines(keepends=True)[0], 3, "not all there as they were", id="cut off"),
        pytest.param(_last_edited, 3, "not all there as they were", id="the last line edited"),
        pytest.param(lambda body: body.splitlines(keepends=True)[1], 3, "does not follow", id="the first taken out"),
        pytest.param(lambda body: b"nonsense\n" + body, 4, "line 1 is no JSON", id="no ledger"),
    ],
)
def test_a_file_that_lost_or_changed_lines_is_not_taken_in(
    bare: House, spoil: Callable[[bytes], bytes], code: int, said: str
) -> None:
    write(bare, "add", "declared", *ROW)
    write(bare, "add", "declared", *ROW[2:], "org_id=mnre1058", "category_a=4", at=SECOND)
    before, path = declared(bare), bare.data / "ledgers" / "declared.jsonl"
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))
    done = bare.run("ingest", "ledger:declared")
    assert (done.code, said in sources(bare)["ledger:declared"]["reason"]) == (code, True)
    assert declared(bare) == before
    path.write_bytes(whole)
    assert bare.run("ingest", "ledger:declared").code == 0
    assert declared(bare) == before


def test_a_file_that_is_gone_is_noticed(bare: House) -> None:
    write(bare, "add", "declared", *ROW)
    before, path = declared(bare), bare.data / "ledgers" / "declared.jsonl"
    whole = path.read_bytes()
    path.unlink()
    assert bare.run("ingest", "ledger:declared").code == 4
    assert "No such file" in sources(bare)["ledger:declared"]["reason"]
    # Begun anew, it would not be what was taken in before.
    done = bare.run("ledger", "add", "declared", *ROW[1:], "org_id=mnre1058", *WHO)
    assert (done.code, "is gone" in done.err, path.exists()) == (4, True, False), done.err
    assert declared(bare) == before
    path.write_bytes(whole)
    assert bare.run("ingest", "ledger:declared").code == 0
    assert declared(bare) == before


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda body: body.splitlines(keepends=True)[0], "lost its end", id="cut off"),
        pytest.param(_last_edited, "is not what it was", id="the last line edited"),
    ],
)
@pytest.mark.parametrize(
    "words",
    [("add", "declared", *ROW[1:], "org_id=mnre1090"), ("withdraw", "declared", "declared-1")],
    ids=lambda w: w[0],
)
def test_nothing_is_written_after_what_was_taken_in_and_is_not_there(
    bare: House, spoil: Callable[[bytes], bytes], said: str, words: tuple[str, ...]
) -> None:
    write(bare, "add", "declared", *ROW)
    write(bare, "add", "declared", *ROW[2:], "org_id=mnre1058", "category_a=4", at=SECOND)
    path = bare.data / "ledgers" / "declared.jsonl"
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))
    done = bare.run("ledger", *words, *WHO)
    assert (done.code, said in done.err, path.read_bytes()) == (4, True, spoil(whole)), done.err
    # What was written since, and a line of the manifest that was being written, are no reason.
    path.write_bytes(whole + b'{"entry": "decl')
    manifest = bare.data / "archive" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes() + b'{"line":')
    assert bare.run("ledger", *words, *WHO).code == 0


def test_a_shorter_file_that_was_released_is_written_to(bare: House) -> None:
    write(bare, "add", "declared", *ROW)
    write(bare, "add", "declared", *ROW[2:], "org_id=mnre1058", "category_a=4", at=SECOND)
    path = bare.data / "ledgers" / "declared.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert bare.run("ingest", "ledger:declared").code == 3
    (held,) = sources(bare)["ledger:declared"]["held"]
    assert bare.run("release", held["run"], "--author", "Ada", "--why", "Never happened").code == 0
    assert bare.run("ledger", "add", "declared", *ROW[1:], "org_id=mnre1090", *WHO).code == 0


def test_decisions_about_runs_are_a_ledger_to_read(bare: House) -> None:
    write(bare, "add", "declared", *ROW)
    path = bare.data / "ledgers" / "declared.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"category_a":3', b'"category_a":9'))
    assert bare.run("ingest", "ledger:declared").code == 3
    (held,) = sources(bare)["ledger:declared"]["held"]
    assert bare.run("drop", held["run"], "--author", "Ada", "--why", "Edited by hand").code == 0
    (told,) = bare.run("ledger", "list", "runs", "--format", "json").json
    assert (told["kind"], told["run"], told["author"], told["why"]) == ("dropped", held["run"], "Ada", "Edited by hand")
    assert [row[:2] for row in declared(bare)] == [("declared-1", 3)]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(("add", "declarred", *ROW), 2, "did you mean declared?", id="no ledger"),
        pytest.param(("add", "runs", *ROW), 2, "runs can only be listed", id="a view"),
        pytest.param(("add", "declared", "org=x"), 2, "did you mean org_id?", id="no field"),
        pytest.param(("add", "declared", "org_id"), 2, "write NAME=VALUE", id="no value"),
        pytest.param(("add", "declared", *ROW, ROW[0]), 2, "org_id is given twice", id="twice"),
        pytest.param(("add", "declared", *ROW, "--corrects", "declared-7"), 2, "no entry 'declared-7'", id="no entry"),
        pytest.param(("withdraw", "declared", "declared-7"), 2, "no entry 'declared-7'", id="nothing to withdraw"),
        pytest.param(("import", "declared", "nowhere.csv"), 4, "nowhere.csv", id="no file"),
    ],
)
def test_wrong_use(bare: House, words: tuple[str, ...], code: int, said: str) -> None:
    done = write(bare, *words)
    assert (done.code, said in done.err) == (code, True), done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "is empty", id="empty"),
        pytest.param("org_id,as_of\n", "has no row", id="header only"),
        pytest.param("org_id,as_of\nmnre1034\n", "row 2 has 1 cells, the header 2", id="a short row"),
        pytest.param("\norg_id,as_of\n\nmnre1034\n", "row 4 has 1 cells", id="a short row after empty ones"),
        pytest.param("org_id;as_of\nmnre1034;2025-08-25\n", "parted by ';'", id="semicolons"),
        pytest.param("org_id,org_id\na,b\n", "names a column twice", id="a column twice"),
        pytest.param("org_id,as_of\nmnre1034,2025-08-25\nmnre1034,soon\n", "row 3: as_of", id="a bad cell"),
        pytest.param('org_id\n"mnre1034\n', "unexpected end", id="a quote without end"),
    ],
)
def test_a_file_that_cannot_be_imported(bare: House, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "counts.csv").write_text(text, "utf-8")
    done = write(bare, "import", "declared", str(tmp_path / "counts.csv"))
    assert (done.code, said in done.err) == (2, True), done.err
    assert bare.run("ledger", "history", "declared", "--format", "json").json == []
    assert not (bare.data / "ledgers").exists()


def test_columns_under_another_name(bare: House, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("wie,peildatum,A,bron,rest\nmnre1034,2025-08-25,3,A letter,x\n", "utf-8")
    maps = [word for one in ("wie=org_id", "A=category_a", "rest=") for word in ("--map", one)]
    assert write(bare, "import", "declared", str(path), *maps).code == 0
    (entry,) = bare.run("ledger", "list", "declared", "--format", "json").json
    assert (entry["org_id"], entry["category_a"], entry["document"], entry["author"]) == (
        "mnre1034", 3, "A letter", "Ada",
    )  # fmt: skip
    wrong = write(bare, "import", "declared", str(path), "--map", "who=org_id")
    assert (wrong.code, "no column 'who' to map" in wrong.err) == (2, True)


def test_the_history_of_an_entry(bare: House) -> None:
    write(bare, "add", "declared", *ROW)
    write(bare, "add", "declared", *ROW, "total_printed=9", "--corrects", "declared-1", at=SECOND)
    write(bare, "add", "declared", "org_id=mnre1058", *ROW[1:], at=SECOND)
    write(bare, "withdraw", "declared", "declared-2", at=SECOND)
    rows = bare.run("ledger", "history", "declared", "declared-1", "--format", "json").json
    told = [(row["entry"], row["stands"], row["by"]) for row in rows]
    assert told == [
        ("declared-1", "in force", None), ("declared-2", "withdrawn", "declared-4"), ("declared-4", "withdrawal", None),
    ]  # fmt: skip
    assert "in force" in bare.run("ledger", "history", "declared").out
    shown = bare.run("ledger", "show", "declared", "declared-2", "--format", "json").json
    assert (shown["stands"], shown["total_printed"], shown["proof"]) == ("withdrawn", 9, "A letter")
    assert bare.run("ledger", "show", "declared", "declared-9").code == 2
    assert bare.run("ledger", "history", "declared", "declared-9").code == 2


def test_what_comes_with_the_software_is_listed_as_shipped(bare: House) -> None:
    (target,) = bare.run("ledger", "list", "targets", "--format", "json").json
    assert (target["entry"], target["target"], target["author"]) == ("shipped-1", "rijk-a-2025", "shipped")
    assert "shipped" in bare.run("ledger", "show", "targets", "shipped-1").out
    assert "org_id" in bare.run("ledger", "show", "declared").out


def test_checking(bare: House, tmp_path: Path) -> None:
    assert "nothing was written" in bare.run("ledger", "check").out
    write(bare, "add", "declared", *ROW)
    assert bare.run("ledger", "check").code == 0
    copy = tmp_path / "declared.jsonl"
    copy.write_bytes((bare.data / "ledgers" / "declared.jsonl").read_bytes().replace(b"mnre1034", b"?"))
    done = bare.run("ledger", "check", str(copy))
    assert (done.code, "org_id: '?'" in done.err) == (2, True)


def test_a_running_worker_takes_an_entry_in_at_once(bare: House) -> None:
    bare.config.write_text('[register]\nbase_url = "http://127.0.0.1:9"\nattempts = 1\n', "utf-8")
    with worker(bare):
        until((bare.data / "status.json").exists)
        assert bare.run("ledger", "add", "declared", *ROW, *WHO).code == 0
        assert sources(bare)["ledger:declared"]["state"] == "ok"
        # What the pages write is found without being asked.
        other = Path(bare.data / "ledgers" / "matches.jsonl")
        elsewhere = House(bare.data.parent / "elsewhere", bare.config)
        write(elsewhere, "add", "matches", "org_id=mnre1034", "local_id=1", "lars=12345678", "verdict=same")
        shutil.copy(elsewhere.data / "ledgers" / "matches.jsonl", other)
        until(lambda: sources(bare).get("ledger:matches", {}).get("state") == "ok")
    assert [row[:2] for row in declared(bare)] == [("declared-1", 3)]


def test_only_what_grew_is_looked_at_again(bare: House) -> None:
    write(bare, "add", "declared", *ROW)
    ours = vulgraad.collector(bare.data, Settings())
    assert ours.grown() == []
    write(bare, "withdraw", "declared", "declared-1", at=SECOND)
    with Store(bare.data / "store.duckdb") as store:
        assert taken_in(store.shown("ledger:declared"))
    assert (ours.grown(), taken_in({})) == ([], "")
    path = bare.data / "ledgers" / "declared.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert (ours.grown(), ours.grown()) == (["ledger:declared"], [])


# The declared counts of 2025, from file to figure


def test_the_declared_counts_end_to_end(house: House, shared: Path) -> None:
    assert write(house, "import", "declared", str(shared / "data" / COUNTS)).code == 0
    printed = ("org_id=total", "category_a=13", "category_b=250", "category_c=107", "as_of=2025-08-25")
    with (shared / "data" / COUNTS).open(encoding="utf-8") as handle:
        document = next(csv.DictReader(handle))["source"]
    assert write(house, "add", "declared", *printed, f"document={document}", at=SECOND).code == 0
    done = house.run("declarations", "--format", "json")
    assert done.code == 0, done.err
    odd = {(row["org_id"], row["what"]): (row["printed"], row["summed"]) for row in done.json["contradictions"]}
    assert odd == {("mnre1045", "total_printed"): (76, 51), ("total", "category_c"): (107, 127)}
    rows = {row["org_id"]: row for row in done.json["rows"]}
    assert len([row for row in rows.values() if row["document"] == document]) == 14
    assert (rows["mnre1045"]["contradicts"], rows["mnre1058"]["contradicts"]) == (True, False)
    assert (rows["mnre1058"]["state"], rows["mnre1090"]["state"]) == ("reported", "declared_zero")
    for audience in ("internal", "public"):
        found = [
            house.run("metric", f"declared.{name}", "--as-of", JUNE_AT[:10], "--known-on", SECOND,
                      "--audience", audience, "--format", "json").json["rows"][0]
            for name in ("high_risk", "impactful", "other")
        ]  # fmt: skip
        assert [(one["passed"], one["low"], one["high"]) for one in found] == [
            (13, 13, 13), (250, 250, 250), (127, 107, 127),
        ]  # fmt: skip
    # The register was collected the day before: of that day nothing was declared yet.
    (before,) = house.run("metric", "declared.other", "--format", "json").json["rows"]
    assert (before["passed"], before["state"]) == (None, "not_reported")
    assert "The documents contradict themselves:" in house.run("declarations").out
    assert house.run("declarations", "--as-of", "2030-01-01").code == 2
    name = mart.pointer(house.data)
    assert name
    assert mart.read(house.data, name, "public").frames["declared"].height == 15
