"""The command that lays a body's list and the register side by side: a table, CSV and JSON, and its refusals."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from metrics.evidence import FIELDS
from metrics.schemas import SCHEMAS
from sql import mart
from sql.fields import IMPACTFUL, OTHER
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder
from tests.replay import Outcome, command

FOUND, PERHAPS, OTHERWISE, BESIDE = "10000001", "10000002", "10000003", "10000004"
CITY, OLD, TOWN = "gm0344", "gm0345", "gm0346"


def register() -> FactsBuilder:
    """A ministry whose agency lists five systems of the target, one of each kind, and one of another category."""
    builder = FactsBuilder("2025-06-02", "2026-03-01").target().body(MINISTRY, "ministerie")
    builder.body(AGENCY, "agentschap", MINISTRY).body(CITY, "gemeente").body(OLD, "gemeente")
    builder.body(TOWN, "gemeente").inventory(TOWN, "2025-06-02").line("slip", "10000009").line("theirs", FOUND)
    builder.inventory(CITY, "2025-06-02").inventory(OLD, "2025-06-02")
    builder.rows["inventories"][-1]["as_of"] = date(2023, 6, 2)
    builder.inventory(AGENCY, "2025-06-02")
    builder.line("found", name="Parkeren", vendor="Centric").line("missing").line("perhaps").line("explained")
    builder.line("otherwise", OTHERWISE, name="Taxatie").line("b", category=IMPACTFUL)
    builder.pair(FOUND, "found").pair(PERHAPS, "perhaps", alone="possible").explanation("explained", "2026-12-31")
    builder.registration(FOUND, "2025-05-01", name="Parkeren").registration(PERHAPS, "2025-05-01")
    builder.registration(OTHERWISE, "2025-05-01", name="Taxatie", category=OTHER)
    return builder.registration(BESIDE, "2025-05-01", name="Nog een systeem")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the register published in it."""
    folder = tmp_path_factory.mktemp("data")
    facts = register().build()
    frames = {name: getattr(facts, name) for name in SCHEMAS}
    said = {one: json.dumps({"provider": "PinkRoccade"}) for one in facts.versions["content"]}
    frames["texts"] = pl.DataFrame({"content": list(said), "body": list(said.values())})
    mart.point(folder, mart.write(folder, 1, {"internal": frames, "public": frames}, {}))
    return folder


def run(data: Path, *words: str, org: str = AGENCY) -> Outcome:
    return command("reconcile", "--data", str(data), "--org", org, *words)


def test_a_table_that_adds_up(data: Path) -> None:
    done = run(data, "--target", TARGET)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    states = [line.split()[0] for line in lines[1:-1]]
    assert states == ["registered", "missing", "uncertain", "exempt", "inconsistent", "unlisted", "perhaps"]
    assert "list: 1 registered + 1 missing + 1 uncertain + 1 exempt + 1 inconsistent = 5" in lines[-1]
    assert "registered and not on the list: 1, perhaps 1 more" in lines[-1]
    assert "Name: speaks strongly" in lines[1]
    assert f'vendor: the list says "Centric", {FOUND} says "PinkRoccade"' in lines[1]


def test_all_systems_in_use(data: Path) -> None:
    told = run(data, "--format", "json").json
    assert (told["target"], told["listed"]) == (None, 6)
    assert sum(told["counts"].values()) == 6
    assert [one["local_id"] for one in told["systems"] if one["state"] == "missing"] == ["b", "missing"]


def test_json_has_links_with_their_evidence_and_conflicts(data: Path) -> None:
    told = run(data, "--target", TARGET, "--format", "json").json
    assert (told["org_id"], told["organisation"], told["as_of"]) == (AGENCY, f"Body {AGENCY}", "2026-03-01")
    assert told["beside"] == {"unlisted": 1, "perhaps": 1}
    systems = {one["local_id"]: one for one in told["systems"]}
    (link,) = systems["found"]["links"]
    assert (link["lars"], link["state"], link["by"], link["entry"]) == (FOUND, "certain", "text", None)
    assert set(link["evidence"]) == set(FIELDS)
    assert 0.5 < link["probability"] <= 1
    assert [one["state"] for one in systems["perhaps"]["links"]] == ["possible"]
    assert systems["explained"]["reason"] == "In review."
    (conflict,) = systems["otherwise"]["conflicts"]
    assert conflict == {
        "lars": OTHERWISE,
        "field": "category",
        "listed": "Hoog-risico AI-systeem",
        "registered": OTHER,
    }
    assert [(one["state"], one["lars"]) for one in told["registrations"]] == [
        ("unlisted", BESIDE),
        ("perhaps", PERHAPS),
    ]


def test_csv_holds_the_same_rows(data: Path) -> None:
    told = run(data, "--format", "json").json
    rows = [*csv.DictReader(io.StringIO(run(data, "--format", "csv").out))]
    assert [one["state"] for one in rows] == [one["state"] for one in [*told["systems"], *told["registrations"]]]
    assert [one["name"] for one in rows] == [one["name"] for one in [*told["systems"], *told["registrations"]]]


def test_a_body_with_an_empty_list(data: Path) -> None:
    told = run(data, "--format", "json", org=CITY.upper()).json
    assert (told["listed"], told["systems"], told["registrations"]) == (0, [], [])


def test_a_line_that_names_what_it_cannot_be(data: Path) -> None:
    done = run(data, org=TOWN)
    assert 'lars: the list says "10000009", which is not in the register' in done.out
    assert f'body: the list is of "Body {TOWN}", {FOUND} is of "Body {AGENCY}"' in done.out
    systems = {one["local_id"]: one for one in run(data, "--format", "json", org=TOWN).json["systems"]}
    assert {key: (one["state"], len(one["links"])) for key, one in systems.items()} == {
        "slip": ("missing", 0),
        "theirs": ("uncertain", 1),
    }
    assert systems["slip"]["conflicts"] == [
        {"lars": "10000009", "field": "lars", "listed": "10000009", "registered": None}
    ]


@pytest.mark.parametrize(
    ("org", "words", "said"),
    [
        ("ag0009", (), "no body 'ag0009'; did you mean ag0001"),
        (
            MINISTRY,
            (),
            f"{MINISTRY} delivered no list that was known on 2026-03-01; these did: {AGENCY}, {CITY}, {TOWN}",
        ),
        (OLD, (), f"the list of {OLD} is of 2023-06-02: too old to tell of 2026-03-01"),
        (CITY, ("--target", TARGET), f"target {TARGET} is not about {CITY}; leave out --target"),
        (AGENCY, ("--target", "nothing"), f"no target 'nothing'; there are: {TARGET}"),
        (AGENCY, ("--as-of", "2026-03-02"), "nothing is known of 2026-03-02"),
        (
            AGENCY,
            ("--known-on", "2025-01-01"),
            "the first collection was on 2025-06-02: nothing was known on 2025-01-01",
        ),
        (
            AGENCY,
            ("--known-on", "2025-01-01", "--as-of", "2025-07-01"),
            "the first collection was on 2025-06-02: nothing was known on 2025-01-01",
        ),
        (AGENCY, ("--audience", "public"), "lists are not public"),
    ],
)
def test_wrong_use(data: Path, org: str, words: tuple[str, ...], said: str) -> None:
    done = run(data, *words, org=org)
    assert done.code == 2
    assert said in done.err


def test_nothing_published(tmp_path: Path) -> None:
    assert run(tmp_path).code == 5


def test_a_register_that_was_never_collected(tmp_path: Path) -> None:
    frames = {name: pl.DataFrame(schema=kinds) for name, kinds in SCHEMAS.items()}
    frames["texts"] = pl.DataFrame(schema={"content": pl.String, "body": pl.String})
    mart.point(tmp_path, mart.write(tmp_path, 1, {"internal": frames}, {}))
    assert run(tmp_path).code == 5
