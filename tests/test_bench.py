"""The peers of `make bench` that are at hand here come to what we come to; how fast they are is never asserted."""

from pathlib import Path

import polars as pl
import pytest

from tests.bench import (
    bits_duckdb,
    bits_ours,
    dataset,
    facts,
    figures_ours,
    figures_polars,
    figures_sql,
    links_ours,
    links_rapidfuzz,
    lists,
    whole,
)
from tests.bench.bits_polars import judge
from tests.bench.rules import RULES, STEPS, pieces
from tests.bench.tasks import TODAY


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bench") / "1"
    dataset.write(made, 1)
    return made


def test_verdicts_of_fields_are_those_of_rules_written_from_the_same_table(folder: Path) -> None:
    ours = bits_ours.bits(folder)
    judged = (
        one.sum().alias(f"{rule.key} {step}") for rule in RULES for step, one in zip(STEPS, judge(rule), strict=True)
    )
    assert pl.scan_parquet(list(pieces(folder))).select(judged).collect().row(0, named=True) == ours
    assert bits_duckdb.bits(folder) == ours
    assert bits_duckdb.arrived(folder) == bits_ours.read(folder) == bits_ours.arrived(folder) == ours


def test_figures_from_stored_bits_are_those_from_the_texts(folder: Path) -> None:
    ours = figures_ours.from_files(folder)
    assert ours == figures_ours.monthly(figures_ours.cut(facts.read(folder)))
    assert ours == figures_polars.monthly(folder) == figures_sql.monthly(folder)


def test_a_night_can_be_taken_in(folder: Path) -> None:
    before, arrived = whole.eve(folder)
    assert whole.night((before, arrived)).startswith(f"{arrived.height} new texts")


def test_two_lists_are_linked_in_several_ways(tmp_path: Path) -> None:
    lists.write(tmp_path, TODAY)
    for links in (links_ours.certain, links_ours.likely, links_rapidfuzz.links):
        assert "of them right; " in links(tmp_path)


def test_what_is_told_of_links() -> None:
    given = pl.DataFrame({"org_id": ["a", "a"], "local_id": ["1", "2"], "lars": ["x", "y"]})
    assert lists.share(given, given[:1]) == "2 links, 50.0% of them right; 100.0% of all 1"
    assert lists.share(given.clear(), given) == "0 links, 0.0% of them right; 0.0% of all 2"
