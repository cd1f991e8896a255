"""What holds of any table: it reads the same from every format, and every row is accounted for."""

import unicodedata
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.inventories.mapping import InventoryMapping, mapping_of
from ingest.inventories.read import read_inventory
from ingest.sources import inventory
from tests.ingest.inventories.books import HEADER, as_csv, as_json, as_ods, as_xlsx

MAPPINGS = [
    {},
    {"ids": {"from": ["name"]}},
    {"ids": {"duplicates": "set aside"}},
    {"ids": {"from": ["name", "status"], "duplicates": "set aside"}},
    {"skip": [{"column": "status", "values": ["", "pilot"], "reason": "left out"}]},
]
#: Any text that a cell can hold in all formats; the sign of a formula and blanks at the ends are apart.
TEXT = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12)
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
    .filter(lambda text: not text.startswith(("=", "_x")) and "_x" not in text and not any(map(_odd, text)))
)


def _odd(sign: str) -> bool:
    return sign in "\ufeff\u2028\u2029\x85" or (unicodedata.category(sign) == "Zs" and sign != " ")


def cells(name: str) -> st.SearchStrategy[str]:
    some = {
        "local_id": ["1", "2", "3", "", "a"],
        "category": ["A", "b", "", "niet beoordeeld", "?"],
        "status": ["pilot", "In gebruik", "", "weg"],
        "start_date": ["2024", "2024-01-02", "", "45292", "ooit"],
        "lars": ["12345678", "", "x"],
    }
    return st.sampled_from(some[name]) if name in some else TEXT


ROWS = st.lists(st.tuples(*map(cells, HEADER)).map(list), max_size=6)


def bodies(table: list[list[str]]) -> list[tuple[str, bytes]]:
    packed = [[text or None for text in row] for row in table]
    found = [
        ("t.csv", as_csv(table)),
        ("t.csv", as_csv(table, ";", "utf-16")),
        ("t.xlsx", as_xlsx({"a": packed})),
        ("t.ods", as_ods({"a": table})),
    ]
    # A list without an object has no names, so it says nothing of its columns.
    return [*found, ("t.json", as_json(table))] if any(map(any, table[1:])) else found


@given(ROWS)
@example([])
@example([["", "a, b; c|d \"e\" 'f'", "", "", "", ""]])
@settings(max_examples=60, deadline=None)
def test_a_table_reads_the_same_from_every_format(rows: list[list[str]]) -> None:
    read = [read_inventory([one], InventoryMapping()) for one in bodies([HEADER, *rows])]
    filled = [tuple(row) for row in rows if any(row)]
    for sheet in read:
        assert sheet.columns == tuple(HEADER)
        assert list(sheet.rows) == filled
    lines = [inventory.read([one], InventoryMapping(), "x").lines for one in bodies([HEADER, *rows])]
    assert all([line.body for line in one] == [line.body for line in lines[0]] for one in lines)


@given(ROWS, st.sampled_from(MAPPINGS))
@settings(max_examples=150, deadline=None)
def test_rows_in_are_accepted_or_set_aside(rows: list[list[str]], given_so: dict[str, Any]) -> None:
    found = inventory.read([("t.csv", as_csv([HEADER, *rows]))], mapping_of(given_so, "m"), "x")
    assert len(found.lines) + len(found.aside) == len(found.sheet.rows)
    assert {line.index for line in found.lines}.isdisjoint(found.aside)
    ids = [line.body["local_id"] for line in found.lines]
    assert len(ids) == len(set(ids))
    assert found.declared <= len(found.aside)
    for line in found.lines:
        row = dict(zip(HEADER, found.sheet.rows[line.index], strict=True))
        said = {key: line.body.get("said", {}).get(key, line.body.get(key, "")) for key in HEADER[1:]}
        assert said == {key: row[key] or line.body.get(key, "") for key in HEADER[1:]}, "the original is kept"
