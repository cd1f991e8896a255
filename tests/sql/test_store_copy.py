"""What a store writes to a file never needs the memory that all of it takes."""

from pathlib import Path
from typing import Final

import duckdb
import polars as pl
import pytest

from sql import store
from sql.store import Store

#: Texts of 6 kB that do not pack: together twice the memory that the store may take.
_MANY: Final = 40_000
_MEMORY: Final = "150MB"
_FILL: Final = """
INSERT INTO content
SELECT sha256(n::VARCHAR), repeat(sha256(n::VARCHAR) || md5(n::VARCHAR), 64), 1 FROM range({many}) AS r(n);
INSERT INTO record
SELECT content, '10000001', now(), NULL, NULL, NULL, '', '', '', content FROM content;
"""


def test_texts_are_copied_with_less_memory_than_they_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = tmp_path / "store.duckdb", tmp_path / "texts.parquet"
    Store(path).__exit__()
    with duckdb.connect(str(path)) as connection:
        connection.execute(_FILL.format(many=_MANY))
    monkeypatch.setattr(store, "_MEMORY", _MEMORY)
    with Store(path) as opened:
        opened.copy("mart_texts", out)
    found = pl.scan_parquet(out).select(pl.len(), pl.col("content").n_unique().alias("contents")).collect()
    assert found.rows() == [(_MANY, _MANY)]
