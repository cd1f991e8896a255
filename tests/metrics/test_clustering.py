"""Common systems from one night to the next: from what is new alone, and the same as all at once."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from metrics.clustering import Goals, clustered
from metrics.facts import TOLD, Facts
from metrics.record import facts_of, publish, with_clusters
from sql import mart
from sql.store import Store
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.test_worked_out import FIRST, LATER, collect
from tests.replay import published_facts

MAIL = "Het doel is dat medewerkers vertrouwelijke berichten niet aan de verkeerde persoon sturen en veilig werken"
#: A name, whose it is and what it says that it is for; each is a content of its own.
Row: TypeAlias = tuple[str, str, str]
POST = [("Postduif", f"gm{letter}", MAIL) for letter in "abc"]
HELP = ("Berichtenhulp", "gmz", f"{MAIL} hier")


def known(*rows: Row) -> Facts:
    built = FactsBuilder("2026-01-01")
    for number, (name, org_id, _) in enumerate(rows):
        built.registration(f"1000000{number}", "2025-12-01", org_id=org_id, name=name)
    facts = built.build()
    contents = pl.Series("content", [f"content {name} {org_id} {goal}" for name, org_id, goal in rows], pl.String)
    return replace(facts, versions=facts.versions.sort("lars").with_columns(contents))


def store(*rows: Row, asked: list[str] | None = None) -> Goals:
    """Return what tells the goals of contents, and notes which ones it was asked for."""
    told = {f"content {name} {org_id} {goal}": goal for name, org_id, goal in rows}

    def goals(contents: pl.Series) -> pl.DataFrame:
        if asked is not None:
            asked.extend(sorted(contents))
        some = [(one, told[one]) for one in contents if told[one]]
        return pl.DataFrame(some, schema={"content": pl.String, "goal": pl.String}, orient="row")

    return goals


def same(one: Facts, other: Facts) -> None:
    assert_frame_equal(one.versions, other.versions)
    assert_frame_equal(one.clusters, other.clusters)
    for name in TOLD:
        assert_frame_equal(getattr(one, name), getattr(other, name), check_row_order=False)


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        pytest.param(POST, POST, 0, id="nothing is new"),
        pytest.param(POST, [*POST, HELP], 1, id="one that joins by its goal"),
        pytest.param(POST[:1], [*POST, HELP], 3, id="more bodies make a system"),
        pytest.param([*POST, HELP], POST, 3, id="one is gone: all anew"),
        pytest.param(POST, [*POST[:2], ("Anders", "gmc", MAIL)], 3, id="a name that was corrected: all anew"),
        pytest.param([], POST, 3, id="the first ones"),
    ],
)
def test_only_what_is_new_is_looked_at(before: list[Row], after: list[Row], asked: int) -> None:
    heard: list[str] = []
    yesterday = clustered(known(*before), None, store(*before))
    today = clustered(known(*after), yesterday, store(*after, asked=heard))
    assert len(heard) == asked
    same(today, clustered(known(*after), None, store(*after)))


def test_what_is_new_moves_what_was_there() -> None:
    """Berichtenhulp is a system of its own until three others say the same of Postduif."""
    first = clustered(known(HELP, POST[0]), None, store(HELP, POST[0]))
    assert first.versions["cluster"].to_list() == ["berichtenhulp", "postduif"]
    second = clustered(known(HELP, *POST), first, store(HELP, *POST))
    assert second.versions["cluster"].to_list() == ["postduif"] * 4


def test_a_night_in_a_mart_is_what_the_store_gives_at_once(tmp_path: Path) -> None:
    with Store(tmp_path / "store.duckdb") as opened:
        for day, rows in ((1, FIRST), (2, LATER)):
            publish(opened, collect(opened, day, rows), tmp_path, datetime(2026, 6, day, 9, tzinfo=UTC))
        whole = with_clusters(opened, facts_of(opened))
        assert mart.pointer(tmp_path) == "00000002"
        same(published_facts(tmp_path), whole)
        public = published_facts(tmp_path, "public")
    assert_frame_equal(public.clusters, whole.clusters)
    # Readers have no use for what it was found by.
    assert [getattr(public, one).width for one in TOLD] == [0, 0, 0]
