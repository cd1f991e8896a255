"""A data folder that took in one inventory, and files that are delivered next."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sql.store import Store
from tests.ingest.inventories.books import HEADER, ROW, as_csv
from tests.replay import House, Outcome, command

FIRST_AT, NEXT_AT = "2026-06-15T08:00:00+00:00", "2026-06-16T08:00:00+00:00"


@dataclass(frozen=True)
class Desk:
    """Where an inventory is delivered, and the commands that take it in."""

    folder: Path
    house: House

    def configure(self, **keys: str) -> None:
        lines = ["[[inventories]]", 'organisation = "ag0001"', 'name = "list"']
        lines += [f'{key} = "{value}"' for key, value in keys.items()]
        self.house.config.write_text("\n".join(lines), "utf-8")

    def deliver(self, name: str, body: bytes, mapping: str = "") -> Path:
        path = self.folder / name
        path.write_bytes(body)
        keys = {"path": str(path)}
        if mapping:
            (self.folder / "mapping.toml").write_text(mapping, "utf-8")
            keys["mapping"] = str(self.folder / "mapping.toml")
        self.configure(**keys)
        return path

    def ingest(self, at: str = NEXT_AT) -> Outcome:
        return self.house.run("ingest", "inventory:list", "--observed-at", at)

    def preview(self, path: Path, *words: str) -> Outcome:
        return command("inventory", "preview", str(path), *words, "--data", str(self.folder / "none"))

    def source(self) -> dict[str, Any]:
        (one,) = (one for one in self.house.run("status", "--json").json["sources"] if one["name"] == "inventory:list")
        found: dict[str, Any] = one
        return found

    def facts_hash(self) -> str:
        with Store(self.house.data / "store.duckdb") as store:
            return store.facts_hash()

    def lines(self) -> dict[str, dict[str, Any]]:
        with Store(self.house.data / "store.duckdb") as store:
            rows = store.frame("mart_inventory").filter(pl.col("known_to").is_null())
        return {row["local_id"]: row for row in rows.iter_rows(named=True)}


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    desk = Desk(folder, House(folder / "data", folder / "c.toml"))
    desk.deliver("list.csv", as_csv([HEADER, ROW]))
    done = desk.ingest(FIRST_AT)
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Desk:
    """Return a desk that holds one line, of a delivery of the day before."""
    shutil.copytree(filled / "data", tmp_path / "data")
    return Desk(tmp_path, House(tmp_path / "data", tmp_path / "c.toml"))
