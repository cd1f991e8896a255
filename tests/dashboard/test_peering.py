"""The command that says what peers have: tables to read, CSV and JSON of the same rows, and its refusals."""

import csv
import io
from pathlib import Path

import pytest

from metrics.schemas import SCHEMAS
from sql import mart
from sql.fields import OTHER
from tests.metrics.facts_builder import FactsBuilder
from tests.replay import Outcome, command

PRINTS = [None, 77, *[None] * 13]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a register in which each list of gm0 has one row."""
    folder = tmp_path_factory.mktemp("data")
    builder = FactsBuilder("2025-06-01", "2026-06-01").body("gm0", "gemeente")
    for number in range(1, 7):
        builder.body(f"gm{number}", "gemeente")
        org_id = f"gm{number}"
        builder.registration(f"1000000{number}", "2025-01-01", org_id=org_id, cluster="a", name="Lichten")
        builder.registration(f"2000000{number}", "2025-01-01", org_id=org_id, cluster="b", prints=PRINTS)
    builder.registration("20000000", "2025-01-01", org_id="gm0", cluster="b", prints=PRINTS, category=OTHER)
    for number, org_id in enumerate(("pv1", "pv2")):
        builder.body(org_id, "provincie").registration(f"3000000{number}", "2025-01-01", org_id=org_id, cluster="c")
    facts = builder.build()
    frames = {name: getattr(facts, name) for name in SCHEMAS}
    mart.point(folder, mart.write(folder, 1, {"internal": frames, "public": frames}, {}))
    return folder


def run(data: Path, *words: str) -> Outcome:
    return command("peers", "--data", str(data), *words)


def test_tables_to_read(data: Path) -> None:
    done = run(data, "--org", "gm0")
    assert done.code == 0
    about, *rest = done.out.splitlines()
    assert about.startswith("Body gm0 op 1 juni 2026: 1 openbare registratie. Vergeleken met 6 andere organisaties")
    assert "; 6 daarvan zijn ongeveer even groot" in about
    missing, differing, shared = (line for line in rest if "https://" in line)
    assert missing.split()[:2] == ["Systeem", "a"]
    assert "https://algoritmes.overheid.nl/nl/algoritme/10000001" in missing
    assert "Overige algoritmes" in differing
    assert "Hoog-risico AI-systeem 6" in differing
    assert "Doel" in shared
    assert "ja" in shared.split()


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("nl", "1 openbare registratie. Vergeleken met 1 andere organisatie van dezelfde soort"),
        ("nl", "; 1 daarvan is ongeveer even groot."),
        ("en", "1 public registration. Compared with 1 other organisation of the same kind"),
        ("en", "; 1 of them is of about the same size."),
    ],
)
def test_one_is_no_plural(data: Path, language: str, says: str) -> None:
    assert says in run(data, "--org", "pv1", "--lang", language).out.splitlines()[0]


def test_a_list_without_a_row_says_so(data: Path) -> None:
    done = run(data, "--org", "gm1", "--lang", "en")
    assert done.out.splitlines().count("Nothing found.") == 1
    assert "The same systems in another category" in done.out


def test_json_and_csv_hold_the_same(data: Path) -> None:
    told = run(data, "--org", "GM0", "--format", "json").json
    about = ("org_id", "type", "registrations", "as_of", "known_on")
    assert [told[one] for one in about] == ["gm0", "gemeente", 1, "2026-06-01", "2026-06-01"]
    assert told["peers"] == {"of_type": 6, "of_about_this_size": 6}
    rows = list(csv.DictReader(io.StringIO(run(data, "--org", "gm0", "--format", "csv").out)))
    assert [(one["list"], one["system"]) for one in rows] == [
        ("missing", "a"),
        ("differing", "b"),
        ("shared_texts", "b"),
    ]
    for name, row in zip(("missing", "differing", "shared_texts"), rows, strict=True):
        (one,) = told[name]
        assert row["example_link"] == one["examples"][0]["link"]
        assert one["label"] == row["label"] == f"Systeem {row['system']}"
    (one,) = told["shared_texts"]
    assert (one["field"], one["bodies"], one["boilerplate"]) == ("goal", 7, True)
    assert told["missing"][0]["examples"][0] == {
        "lars": "10000001",
        "name": "Lichten",
        "link": "https://algoritmes.overheid.nl/nl/algoritme/10000001",
        "organisation": "Body gm1",
    }


def test_all_systems(data: Path) -> None:
    done = run(data, "--language", "en")
    head, *lines, total = done.out.splitlines()
    assert head.split() == ["code", "system", "organisations", "by", "kind", "by", "category"]
    assert [line.split()[0] for line in lines] == ["b", "a"]
    assert total.startswith("2 systems on 1 June 2026.")
    told = run(data, "--format", "json").json
    assert [(one["system"], one["bodies"], one["types"]) for one in told["rows"]] == [
        ("b", 7, {"gemeente": 7}),
        ("a", 6, {"gemeente": 6}),
    ]
    rows = list(csv.DictReader(io.StringIO(run(data, "--format", "csv", "--least", "7").out)))
    assert [(one["system"], one["types"]) for one in rows] == [("b", "gemeente 7")]
    assert run(data, "--audience", "public").out == run(data).out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--org", "gm11"), "no organisation 'gm11'; did you mean gm1 (Body gm1)"),
        (("--org", "Body gm3"), "did you mean gm3 (Body gm3)"),
        (("--as-of", "2026-06-02"), "no collection after 2026-06-01"),
        (("--least", "0"), "--least 0: write 1 or more"),
        (("--least", "3", "--org", "gm0"), "leave it out with --org"),
    ],
)
def test_what_cannot_be_answered(data: Path, words: tuple[str, ...], message: str) -> None:
    done = run(data, *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_before_anything_was_published(tmp_path: Path) -> None:
    assert run(tmp_path).code == 5
