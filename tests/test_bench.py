"""The peers of `make bench` that are at hand here come to what we come to; how fast they are is never asserted."""

from pathlib import Path

import polars as pl
import pytest

from tests.bench import bits_duckdb, bits_ours, dataset, facts, figures_ours, figures_polars, figures_sql, whole
from tests.bench.bits_polars import judge
from tests.bench.rules import RULES, STEPS, pieces


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
