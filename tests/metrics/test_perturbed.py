"""The captured register, spoiled in many ways: our figures of it stay those of the oracle."""

from datetime import date, datetime
from pathlib import Path

import pytest

from metrics.catalogue import CATALOGUE
from metrics.record import facts_of, with_clusters
from sql.store import Store
from tests.metrics.comparison import SPLITS, differences, of_the_register, report
from tests.metrics.oracle import Oracle
from tests.metrics.perturbation import captured, seen, serve, spoiled
from tests.replay import AUGUST, AUGUST_AT, JUNE, JUNE_AT

DAYS = [date(2025, 12, 31), date(2026, 6, 15), date(2026, 7, 1), date(2026, 8, 8)]


@pytest.mark.parametrize("seed", [2026, 31])
def test_every_count_of_a_spoiled_register_is_that_of_the_oracle(shared: Path, tmp_path: Path, seed: int) -> None:
    register = shared / "register"
    moments = {JUNE: JUNE_AT, AUGUST: AUGUST_AT}
    days = [spoiled(captured(register / day, datetime.fromisoformat(moment)), seed) for day, moment in moments.items()]
    with Store(tmp_path / "store.duckdb") as store:
        for line, day in enumerate(days):
            serve(store, day, line)
        facts = with_clusters(store, facts_of(store))
    oracle = Oracle([seen(day) for day in days], register / "publication_standard.json")
    known = oracle.known(date(2026, 8, 8))
    answers = of_the_register(oracle.form)
    wrong = []
    for number, metric in enumerate(one for one in CATALOGUE if one.name in answers):
        # The whole, and one split in turn: over all metrics every split is asked for.
        splits = ["all", SPLITS[(number + seed) % len(SPLITS)]]
        wrong += differences(facts, known, metric, answers[metric.name], DAYS, splits)
    assert not wrong, report(wrong)
