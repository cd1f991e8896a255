"""Pairs of lines and registrations as marts hold them: for whoever may see inventories, and anew where need be."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.http import Answer
from ingest.source import facts
from ingest.sources import BY_NAME, inventory
from metrics import linkage, linking
from metrics.facts import Facts
from metrics.record import facts_of, judge, publish
from sql.store import Store
from tests.replay import published_facts

BODIES = {"gm0001": "Body 1", "gm0002": "Body 2"}
HEAD = "algorithm_id,publication_dt,name,organization,org_id,status,standard_version,source_id\n"
ROWS = [
    "11111111,2026-01-05T10:00:00Z,Parkeercontrole,Body 1,gm0001,In gebruik,1.0,A-1\n",
    "22222222,2026-01-05T10:00:00Z,WOZ-waardering,Body 2,gm0002,In gebruik,1.0,A-1\n",
]
LINES = "local_id,name,category,status,start_date,lars\nA-1,Scanauto,A,In gebruik,2024,\n"


def collect(store: Store, day: int, rows: list[str], lists: dict[str, str]) -> Facts:
    now = datetime(2026, 6, day, 8, tzinfo=UTC)
    export = BY_NAME["current"].parse([Answer("GET", "/", 200, (), (HEAD + "".join(rows)).encode())])
    assert export.records is not None
    bodies = facts({f"organisation/{one}": {"name": name, "type": "gemeente"} for one, name in BODIES.items()})
    shown = [("current", export.facts), ("history", export.facts), ("site_data", bodies)]
    for org_id, text in lists.items():
        read = inventory.parse([Answer("FILE", "x.csv", 200, (), text.encode())], org_id=org_id)
        shown.append((f"inventory:{org_id}", read.facts))
    for source, frame in shown:
        store.observe(source, now, frame, day)
    store.add_records(export.records)
    judge(store)
    return facts_of(store)


def published(store: Store, data: Path, day: int, rows: list[str], lists: dict[str, str]) -> str | None:
    return publish(store, collect(store, day, rows, lists), data, datetime(2026, 6, day, 9, tzinfo=UTC))


def held(data: Path, audience: str) -> pl.DataFrame:
    return published_facts(data, audience).pairs


def named(rows: pl.DataFrame) -> list[Any]:
    return rows.filter(basis="source_id").select("org_id", "local_id", "lars").rows()


def test_those_who_see_inventories_see_the_pairs_and_the_public_none(store: Store, tmp_path: Path) -> None:
    published(store, tmp_path, 1, ROWS, {"gm0001": LINES})
    assert named(held(tmp_path, "internal")) == [("gm0001", "A-1", "11111111")]
    assert held(tmp_path, "public").is_empty()


def test_without_an_inventory_nothing_is_linked(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metrics.record.linked_anew", None)
    published(store, tmp_path, 1, ROWS, {})
    assert held(tmp_path, "internal").is_empty()


def test_a_night_links_the_bodies_of_which_something_changed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[list[str]] = []

    def counting(before: linkage.Inputs, after: linkage.Inputs) -> pl.Series:
        looked.append((found := changed(before, after)).sort().to_list())
        return found

    changed = linkage.changed
    monkeypatch.setattr(linkage, "changed", counting)
    both = {"gm0001": LINES, "gm0002": LINES}
    published(store, tmp_path, 1, ROWS, both)
    published(store, tmp_path, 2, ROWS, both | {"gm0002": LINES + "A-2,Taxatie,A,In gebruik,2024,\n"})
    published(store, tmp_path, 3, [ROWS[0].replace("controle", "toezicht"), ROWS[1]], both)
    assert looked == [["gm0002"], ["gm0001", "gm0002"]]
    assert named(held(tmp_path, "internal")) == [("gm0001", "A-1", "11111111"), ("gm0002", "A-1", "22222222")]


def test_other_rules_link_everything_anew(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = {"gm0001": LINES}
    assert published(store, tmp_path, 1, ROWS, lists) == "00000001"
    assert publish(store, facts_of(store), tmp_path, datetime(2026, 6, 2, tzinfo=UTC)) is None
    monkeypatch.setattr(linking, "VERSION", linking.VERSION + 1)
    monkeypatch.setattr(linkage, "changed", None)
    assert published(store, tmp_path, 2, ROWS, lists) == "00000002"
    assert named(held(tmp_path, "internal")) == [("gm0001", "A-1", "11111111")]
