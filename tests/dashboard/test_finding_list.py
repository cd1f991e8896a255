"""The command that says what is to be checked: a table to read, CSV and JSON of the same rows, and its refusals."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from metrics.finding_list import BY_NAME
from metrics.schemas import SCHEMAS
from sql import mart
from tests.metrics.judged_register import ENDED, register
from tests.replay import Outcome, command


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the register published in it."""
    folder = tmp_path_factory.mktemp("data")
    facts, said = register()
    frames = {name: getattr(facts, name) for name in SCHEMAS}
    frames["texts"] = pl.DataFrame({"content": list(said), "body": list(said.values())})
    mart.point(folder, mart.write(folder, 1, {"internal": frames, "public": frames}, {}))
    return folder


def run(data: Path, *words: str) -> Outcome:
    return command("findings", "--data", str(data), *words)


def test_a_table_to_read(data: Path) -> None:
    done = run(data, "--org", ENDED, "--severity", "warning")
    assert done.code == 0
    head, *lines, total = done.out.splitlines()
    assert head.split() == [
        "hoe",
        "erg",
        "lars",
        "naam",
        "controle",
        "sinds",
        "veld",
        "er",
        "staat",
        "wat",
        "te",
        "doen",
    ]
    assert {line.split("  ")[0] for line in lines} == {"let op"}
    (one,) = [line for line in lines if "placeholder" in line and "10000000" in line]
    assert "Risico" in one
    assert "nvt" in one
    assert total.endswith(f"registraties op 1 maart 2026: {len(lines)} let op.")


def test_in_english(data: Path) -> None:
    done = run(data, "--lars", "10000000", "--check", "placeholder", "--language", "en")
    assert "it says" in done.out.splitlines()[0]
    assert done.out.splitlines()[-1] == "1 finding in 1 registration on 1 March 2026: 1 warning."


def test_of_all_bodies_it_says_whose(data: Path) -> None:
    done = run(data, "--check", "boilerplate")
    assert "organisatie" in done.out.splitlines()[0]
    assert "Body gm0005" in done.out


def test_long_texts_are_cut_in_the_table_only(data: Path) -> None:
    words = ("--lars", "10000000", "--check", "boilerplate")
    assert "…" in run(data, *words).out
    (row,) = run(data, *words, "--format", "json").json["rows"]
    assert row["said"]["goal"].endswith("hetzelfde veld.")


def test_json_and_csv_hold_the_same(data: Path) -> None:
    told = run(data, "--org", ENDED, "--format", "json").json
    lines = [*csv.DictReader(io.StringIO(run(data, "--org", ENDED, "--format", "csv").out))]
    assert (told["as_of"], told["known_on"], told["findings"]) == ("2026-03-01", "2026-03-01", len(lines))
    assert [(one["lars"], one["check"], one["since"], one["do"]) for one in told["rows"]] == [
        (one["lars"], one["check"], one["since"], one["do"]) for one in lines
    ]
    assert [" ".join(one["fields"]) for one in told["rows"]] == [one["fields"] for one in lines]


def test_nothing_to_check(data: Path) -> None:
    done = run(data, "--org", "gm0009", "--check", "ended_body")
    assert (done.code, done.out) == (0, "Op 1 maart 2026 is er niets gevonden om na te kijken.\n")


def test_another_day(data: Path) -> None:
    words = ("--lars", "10000000", "--check", "placeholder", "--format", "json")
    assert [run(data, *words, "--as-of", day).json["findings"] for day in ("2026-01-31", "2026-02-01")] == [0, 1]


@pytest.mark.parametrize("audience", mart.AUDIENCES)
def test_every_check_can_be_asked(data: Path, audience: str) -> None:
    told = run(data, "--org", "gm0003", "--audience", audience, "--format", "json").json
    assert {row["check"] for row in told["rows"]} <= BY_NAME.keys()
    assert told["rows"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give --org, --lars or --check"),
        (("--severity", "serious"), "give --org, --lars or --check"),
        (("--org", "gm0099"), "did you mean gm0009"),
        (("--lars", "1000000x"), "no registration '1000000x'; did you mean"),
        (("--check", "placehlder"), "did you mean placeholder"),
        (("--org", ENDED, "--as-of", "2026-03-02"), "nothing is known of 2026-03-02"),
    ],
)
def test_wrong_use(data: Path, words: tuple[str, ...], said: str) -> None:
    done = run(data, *words)
    assert done.code == 2
    assert said in done.err


def test_nothing_published(tmp_path: Path) -> None:
    assert run(tmp_path, "--check", "placeholder").code == 5


def test_a_register_that_was_never_collected(tmp_path: Path) -> None:
    frames = {name: pl.DataFrame(schema=kinds) for name, kinds in SCHEMAS.items()}
    frames["texts"] = pl.DataFrame(schema={"content": pl.String, "body": pl.String})
    mart.point(tmp_path, mart.write(tmp_path, 1, {"internal": frames}, {}))
    assert run(tmp_path, "--check", "placeholder").code == 5
