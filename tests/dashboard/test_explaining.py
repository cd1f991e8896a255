"""Why a figure moved, and what to complete first, as commands: table, CSV and JSON say the same."""

import csv
import io
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from metrics.engine import figures
from metrics.facts import Facts
from metrics.schemas import SCHEMAS
from sql import mart
from tests.metrics.cases.parts import bit
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder
from tests.replay import Outcome, command

VALID = "completeness.valid"
SPLITS = ("all", "ministry", "type", "category")
START, END = "2025-06-02", "2026-03-01"
BOTH = (bit("goal", "risks"), bit("goal", "risks"), bit("goal"))
GOOD = (bit("goal", "risks"),) * 3


def publish(data: Path, facts: Facts, number: int) -> None:
    """Publish facts as a run does, but for the store; what is reported is kept."""
    frames = {name: getattr(facts, name) for name in SCHEMAS} | {"texts": pl.DataFrame({"content": [""], "body": [""]})}
    meta = {"facts_hash": f"hash {number}", "published_at": f"2026-03-0{number}T06:00:00+00:00"}
    name = mart.write(data, number, {"internal": frames, "public": frames}, meta)
    last = facts.last_day()
    assert last
    about = [pl.lit(value).alias(key) for key, value in meta.items()]
    kept = [figures(facts, VALID, [last], by=by).with_columns(*about, by=pl.lit(by)) for by in SPLITS]
    path = data / "publications" / "internal" / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.concat(kept).write_parquet(path)
    mart.point(data, name)


def register(*collections: str) -> FactsBuilder:
    builder = FactsBuilder(*collections).target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    return builder.registration("10000001", "2025-05-01", bits=BOTH).registration("10000002", "2025-05-02", bits=BOTH)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two publications; between them one registration was edited, one came and one went."""
    folder = tmp_path_factory.mktemp("told")
    publish(folder, register(START).build(), 1)
    later = register(START, END).registration("10000003", "2026-02-01", bits=BOTH)
    later.registration("10000002", "2026-02-02", bits=GOOD)
    publish(folder, later.build(), 2)
    return folder


def ask(data: Path, *words: str) -> Outcome:
    return command(*words, "--data", str(data))


def explained(data: Path, *words: str) -> Outcome:
    return ask(data, "explain", VALID, "--from", START, "--to", END, *words)


def test_json_adds_up_exactly_and_rounded(data: Path) -> None:
    told = explained(data, "--format", "json").json
    assert [(one["as_of"], one["passed"], one["asked"]) for one in (told["from"], told["to"])] == [
        (START, 6, 12),
        (END, 12, 18),
    ]
    assert [(one["cause"], one["passed_change"], one["asked_change"], one["units"]) for one in told["parts"]] == [
        ("newly_registered", 3, 6, 1),
        ("edited", 3, 0, 1),
    ]
    assert sum(Fraction(one["part"]) for one in told["parts"]) == Fraction(told["difference"]) == Fraction(1, 6)
    assert [one["points"] for one in told["parts"]] == [-4.1, 20.8]
    assert (told["points"], told["adds_up"], told["from"]["percent"], told["to"]["percent"]) == (16.7, True, 50.0, 66.7)
    assert told["points_are_those_of_percents"]
    (example,) = told["parts"][1]["examples"]
    assert (example["unit"], example["label"], example["n"], example["n_to"]) == ("10000002", "System 10000002", 3, 6)
    assert told["parts"][1]["nl"]


def test_a_table_says_both_figures_and_what_the_parts_add_up_to(data: Path) -> None:
    done = explained(data)
    assert done.code == 0
    assert "It says something else." in done.out
    assert "50.0%" in done.out
    assert "The parts add up to +16.7 points, exactly 1/6." in done.out
    rows = list(csv.DictReader(io.StringIO(explained(data, "--format", "csv").out)))
    assert [(one["cause"], one["part"], one["points"]) for one in rows] == [
        ("newly_registered", "-1/24", "-4.1"),
        ("edited", "5/24", "20.8"),
    ]


def test_nothing_that_moved_is_said_in_words_and_is_an_empty_list_for_a_machine(data: Path) -> None:
    words = ("explain", VALID, "--from", END, "--to", END)
    done = ask(data, *words).out
    assert "Nothing counts otherwise" in done
    assert ("cause" in done, "The parts add up to +0.0 points, exactly 0/1." in done) == (False, True)
    assert ask(data, *words, "--format", "json").json["parts"] == []


def test_the_units_of_one_cause(data: Path) -> None:
    done = explained(data, "--by-cause", "edited", "--format", "json").json
    assert [one["unit"] for one in done["rows"]] == ["10000002"]
    assert explained(data, "--by-cause", "retracted", "--format", "json").json["rows"] == []
    odd = explained(data, "--by-cause", "weather")
    assert (odd.code, "there are: method_changed, source_outage" in odd.err) == (2, True)


def test_of_very_few_cases_there_are_counts_only(tmp_path: Path) -> None:
    few = FactsBuilder(START, END).registration("10000001", "2025-05-01", bits=(bit("begin_date"),) * 3)
    publish(tmp_path, few.registration("10000002", "2026-02-01", bits=(bit("begin_date"), 0, 0)).build(), 1)
    told = explained(tmp_path, "--format", "json").json
    assert (told["points"], told["to"]["percent"], told["parts"][0]["points"]) == (None, None, None)
    assert told["parts"][0]["asked_change"] == 1
    assert "the counts only" in explained(tmp_path).out
    table = ask(tmp_path, "fixes", "--org", AGENCY).out
    assert ("1 of 2" in table, "%" in table) == (True, False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("explain", VALID, "--from", START, "--to", "2026-03-02"), "stale"),
        (("explain", "size.registrations", "--from", START, "--to", END), "cannot be explained"),
        (("explain", VALID, "--from", START, "--to", END, "--as-known", "--known-on", END), "not allowed with"),
        (
            ("explain", VALID, "--from", "2025-07-01", "--to", END, "--as-reported"),
            "no publication is about 2025-07-01",
        ),
        (
            ("explain", VALID, "--from", START, "--to", END, "--as-reported", "--where", f"organisation={AGENCY}"),
            f"publication 00000001 keeps {VALID} by all, category, ministry, type, not by organisation",
        ),
        (
            ("explain", VALID, "--from", START, "--to", END, "--as-reported", "--where", "ministry=mnre9999"),
            "no such group",
        ),
        (
            ("explain", VALID, "--from", START, "--to", END, "--as-reported", "--target", "rijk-a-2025"),
            "of the first target only",
        ),
        (("fixes", "--org", "mnre9999"), "no organisation 'mnre9999'"),
        (("fixes", "--org", AGENCY, "--most", "0"), "write 1 or more"),
    ],
)
def test_wrong_use_says_what_would_work(data: Path, words: tuple[str, ...], told: str) -> None:
    done = ask(data, *words)
    assert (done.code, told in done.err) == (2, True), done.err


def test_begun_with_what_was_reported(data: Path, tmp_path: Path) -> None:
    """The same version and facts tell the same; of another version the difference is the method."""
    for where in ((), ("--where", f"ministry={MINISTRY}")):
        told = explained(data, "--as-reported", "--as-known", "--format", "json", *where).json
        assert told["reported"] == {"publication": "00000001", "version": 1}
        assert [one["cause"] for one in told["parts"]] == ["newly_registered", "edited"]
    publish(tmp_path, register(START).build(), 1)
    kept = tmp_path / "publications" / "internal" / "00000001.parquet"
    otherwise = pl.col("passed") - 2 * (pl.col("metric") == VALID).cast(pl.Int64)
    pl.read_parquet(kept).with_columns(otherwise, metric_version=pl.lit(0, pl.Int64)).write_parquet(kept)
    publish(tmp_path, register(START, END).build(), 2)
    told = explained(tmp_path, "--as-reported", "--format", "json").json
    assert (told["reported"]["version"], told["from"]["passed"]) == (0, 4)
    assert [(one["cause"], one["passed_change"], one["units"]) for one in told["parts"]] == [("method_changed", 2, 0)]
    assert told["parts"][0]["part"] == told["difference"] == "1/6"


def test_fixes(data: Path) -> None:
    told = ask(data, "fixes", "--org", AGENCY, "--format", "json").json
    assert (told["score"], told["as_of"]) == ({"passed": 12, "asked": 18, "share": "2/3"}, END)
    assert [(one["lars"], one["do"], one["gain"]) for one in told["fixes"]] == [
        ("10000001", "replace", "1/6"),
        ("10000003", "replace", "1/6"),
    ]
    assert told["fixes"][1]["cumulative"]["share"] == "1/1"
    assert told["fixes"][0]["fields"] == [{"field": "risks", "nl": "Risicobeheer", "en": "Risk management"}]
    assert told["fixes"][0]["registration"]["gain"] == "1/2"
    table = ask(data, "fixes", "--org", AGENCY, "--most", "1").out
    for word in ("10000001", "Risicobeheer", "+16.67", "66.67%", "83.33%", "12 of 18 points"):
        assert word in table
    assert "10000003" not in table
    one = ask(data, "fixes", "--org", AGENCY, "--lars", "10000003", "--format", "csv")
    assert [row["lars"] for row in csv.DictReader(io.StringIO(one.out))] == ["10000003"]
