"""The inventories of two other governments, through mappings only: each figure beside a count of the csv module."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from ingest.guard import SAME_ROW
from sql.fields import HIGH_RISK, IN_DEVELOPMENT, IN_USE, NOT_STATED, OUT_OF_USE
from sql.lines import ASSESSED, NOT_ASSESSED, NOT_DETERMINED, UNREAD
from sql.store import Store
from tests.ingest.inventories.conftest import FIRST_AT, Desk
from tests.replay import House, command

MAPPINGS = Path(__file__).resolve().parents[3] / "docs" / "inventories"
UNITED_STATES, CANADA = "us-federal-ai-inventory-2025", "canada-ai-register-2025-11"
Row = dict[str, str]


@dataclass(frozen=True)
class Taken:
    """One of them, taken in, and its rows as the csv module reads them."""

    desk: Desk
    rows: list[Row]
    lines: pl.DataFrame

    def counts(self, column: str) -> Counter[str]:
        return Counter(self.lines[column].to_list())


def taken(shared: Path, folder: Path, name: str, mapping: str) -> Taken:
    packed = shared / "data" / "inventories" / f"{name}.csv.gz"
    desk = Desk(folder, House(folder / "data", folder / "c.toml"))
    desk.configure(path=str(packed), mapping=str(MAPPINGS / mapping))
    done = desk.ingest(FIRST_AT)
    assert done.code == 0, done.err
    text = gzip.decompress(packed.read_bytes()).decode("utf-8-sig")
    rows = [{key: cell.strip() for key, cell in row.items()} for row in csv.DictReader(io.StringIO(text))]
    with Store(desk.house.data / "store.duckdb") as store:
        lines = store.frame("mart_inventory")
    return Taken(desk, rows, lines)


@pytest.fixture(scope="module")
def united_states(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return taken(shared, tmp_path_factory.mktemp("us"), UNITED_STATES, "us-federal.toml")


@pytest.fixture(scope="module")
def canada(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return taken(shared, tmp_path_factory.mktemp("ca"), CANADA, "canada.toml")


def withheld(row: Row) -> bool:
    return row["is_withheld"] in {"Yes - Disclosure Risk", "Yes - Prohibited by Law"}


def identity(row: Row) -> tuple[str, ...]:
    if row["id"]:
        return row["agency"], row["id"]
    return "made", *(row[name] for name in ("agency", "agency_bureau", "use_case_name"))


def kept(rows: list[Row]) -> list[Row]:
    """Return the rows that are to be lines: shown, once each, and alone under their id."""
    distinct = [dict(one) for one in dict.fromkeys(tuple(row.items()) for row in rows if not withheld(row))]
    shared_by = Counter(map(identity, distinct))
    return [row for row in distinct if shared_by[identity(row)] == 1]


def test_every_row_of_the_united_states_is_accounted_for(united_states: Taken) -> None:
    rows, source = united_states.rows, united_states.desk.source()
    assert (len(rows), sum(not row["id"] for row in rows)) == (3_611, 704)
    expected = kept(rows)
    assert united_states.lines.height == len(expected) == 3_573
    assert source["rows"] == 3_573
    assert source["set_aside"] == {
        "withheld from publication by its agency": sum(map(withheld, rows)),
        "local_id stands on more than one row": 4,
        "no local_id, and what the mapping makes one of stands on more than one row": 8,
        SAME_ROW: 2,
    }
    assert 3_573 + sum(source["set_aside"].values()) == 3_611
    assert source["remaps"]["local_id: (empty) → made from agency, agency_bureau, use_case_name"] == sum(
        not row["id"] for row in expected
    )


@pytest.mark.parametrize(
    ("column", "said", "words"),
    [
        (
            "status", "development_stage",
            {
                "Pre-deployment": IN_DEVELOPMENT, "Pilot": IN_USE, "Deployed": IN_USE, "Retired": OUT_OF_USE,
                "": NOT_STATED,
            },
        ),
        (
            "assessment", "is_high_impact",
            {
                "High-impact": ASSESSED, "Not High-impact": ASSESSED, "": UNREAD,
                "Presumed High-Impact, but Not High-impact": NOT_DETERMINED,
            },
        ),
        (
            "category", "is_high_impact",
            {
                "High-impact": HIGH_RISK, "Not High-impact": NOT_STATED, "": NOT_STATED,
                "Presumed High-Impact, but Not High-impact": NOT_STATED,
            },
        ),
    ],
)  # fmt: skip
def test_words_of_the_united_states(united_states: Taken, column: str, said: str, words: dict[str, str]) -> None:
    assert united_states.counts(column) == Counter(words[row[said]] for row in kept(united_states.rows))


def test_what_was_presumed_and_determined_not_is_kept(united_states: Taken) -> None:
    presumed = united_states.lines.filter(pl.col("assessment") == NOT_DETERMINED)
    assert presumed.height == 105
    assert set(presumed["category"]) == {NOT_STATED}


def test_every_start_of_operation_is_understood(united_states: Taken) -> None:
    rows = kept(united_states.rows)
    assert united_states.lines["start_date"].drop_nulls().len() == sum(bool(row["operational_date"]) for row in rows)
    assert united_states.lines["start_date"].drop_nulls().str.contains(r"^\d{4}(-\d\d){0,2}$").all()
    assert not [one for one in united_states.desk.source()["warnings"] if "date" in one]


def test_agencies_of_the_united_states_are_the_bodies(united_states: Taken) -> None:
    assert united_states.counts("org_id") == Counter(row["agency"].lower() for row in kept(united_states.rows))


def test_canada_comes_in_whole(canada: Taken) -> None:
    rows, source = canada.rows, canada.desk.source()
    assert (len(rows), canada.lines.height, source["set_aside"]) == (409, 409, {})
    words = {"in production": IN_USE, "in development": IN_DEVELOPMENT, "retired": OUT_OF_USE, "": NOT_STATED}
    assert canada.counts("status") == Counter(words[row["ai_system_status_en"].lower()] for row in rows)
    assert canada.counts("assessment") == {NOT_ASSESSED: 409}
    assert sorted(canada.lines["name"]) == sorted(row["name_ai_system_en"] for row in rows)
    assert canada.lines["vendor"].drop_nulls().len() == sum(bool(row["vendor_information"]) for row in rows)


def test_a_rebuild_gives_the_same_lines(united_states: Taken, canada: Taken) -> None:
    for one in (united_states, canada):
        before = one.desk.facts_hash()
        assert one.desk.house.run("rebuild").code == 0
        assert one.desk.facts_hash() == before


# From nothing to a mapping, as a person would


def finish_us(text: str) -> str:
    decided = {
        "Not High-impact": "assessed",
        "High-impact": "A",
        "Presumed High-Impact, but Not High-impact": "presumed high-risk, determined not",
        "Pre-deployment": "In ontwikkeling",
    }
    for word, target in decided.items():
        text = text.replace(f'"{word}" = "?"', f'"{word}" = "{target}"')
    text = text.replace('local_id = "id"', 'local_id = { join = ["agency", "id"] }')
    return text.replace("# duplicates", "duplicates")


def finish_canada(text: str) -> str:
    return text.replace('category = "?"', 'category = { constant = "not assessed" }')


@pytest.mark.parametrize(
    ("name", "first", "finish", "accepted"),
    [(UNITED_STATES, 3, finish_us, 3_597), (CANADA, 4, finish_canada, 409)],
)
def test_a_proposal_is_finished_and_runs(
    shared: Path, tmp_path: Path, name: str, first: int, finish: Callable[[str], str], accepted: int
) -> None:
    file, out = shared / "data" / "inventories" / f"{name}.csv.gz", tmp_path / "m.toml"
    assert command("inventory", "propose", str(file), "--out", str(out)).code == 0
    words = ("inventory", "preview", str(file), "--mapping", str(out), "--format", "json")
    assert command(*words).code == first
    out.write_text(finish(out.read_text("utf-8")), "utf-8")
    done = command(*words)
    assert done.code == 0, done.err
    assert done.json["rows_accepted"] == accepted
