"""What holds a run: fields that are suddenly empty; and that no row of any source is ever lost."""

import csv
import io
from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.guard import breaches
from ingest.http import Answer
from ingest.source import Expect, Parsed, SourceChangedError, facts
from ingest.sources import BY_NAME, register_export


@pytest.mark.parametrize(
    ("filled", "rows", "last", "days", "held"),
    [
        pytest.param({"goal": 980}, 1000, {"goal": 980}, 1, "", id="as it was"),
        pytest.param({"goal": 0}, 1000, {"goal": 980}, 1, "goal: filled in 0 of 1000 rows, in 980 of 1000", id="empty"),
        pytest.param({"name": 990}, 1000, {"goal": 980}, 1, "goal: filled in 0 of 1000", id="no such column now"),
        pytest.param({"goal": 490}, 1000, {"goal": 980}, 1, "", id="just enough"),
        pytest.param({"goal": 489}, 1000, {"goal": 980}, 1, "goal", id="just not enough"),
        pytest.param({"goal": 245}, 1000, {"goal": 980}, 60, "", id="less, over two months"),
        pytest.param({"goal": 0}, 1000, {"goal": 980}, 93, "", id="too long ago to compare"),
        pytest.param({"goal": 0}, 1000, {"goal": 20}, 1, "", id="a field that few have"),
        pytest.param({"goal": 0}, 10, {"goal": 500}, 1, "", id="too few rows to tell"),
        pytest.param({"goal": 1000, "new": 3}, 1000, {"goal": 5}, 1, "", id="fuller, and a new one"),
        pytest.param({"name": 980}, 1000, {}, 1, "", id="at its floor"),
        pytest.param(
            {"name": 979}, 1000, {}, 1, "name: filled in 979 of 1000 rows, at least 98%", id="under its floor"
        ),
        pytest.param({"name": 3}, 5, {}, 1, "", id="two of a few"),
    ],
)
def test_fields(filled: Mapping[str, int], rows: int, last: Mapping[str, int], days: int, held: str) -> None:
    parsed = Parsed(facts({}), rows, rows, filled=filled)
    expect = Expect(floor=0.001, ceiling=1000, filled={"name": 0.98})
    found = breaches(parsed, expect, 1000, days, last)
    assert held in " ".join(found)
    assert bool(found) == bool(held)


# Rows in = accepted + set aside, whatever comes

CELL = st.sampled_from(
    ["", " ", "12345678", "12345678", "87654321", "GM0344", "2025-03-01", "NLD", "In gebruik", "1.0", "naam"]
)
JSON = st.recursive(
    st.none() | st.integers(0, 3) | CELL,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["lars", "org_id", "name", "owner", "language", "results"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)
EXPORT = (*register_export._REQUIRED, "goal")
OBJECTS: Mapping[str, tuple[str, ...]] = {
    "provinces": ("org_id", "name"),
    "listing": ("lars", "org_id"),
    "site_data": ("lars", "owner", "language"),
}


def table(columns: tuple[str, ...], rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([columns, *rows])
    return out.getvalue().encode()


def accounted(parse: Any, *bodies: Any) -> None:  # noqa: ANN401 - a parser, and JSON
    answers = [
        Answer(
            "GET",
            f"/organisation-relation/gm{number}",
            200,
            (),
            body if isinstance(body, bytes) else orjson.dumps(body),
        )
        for number, body in enumerate(bodies)
    ]
    try:
        parsed = parse(answers)
    except (SourceChangedError, ValueError, TypeError, LookupError, AttributeError):
        # Refused as a whole: that source fails, and nothing of it is taken in.
        return
    assert parsed.rows_in == parsed.rows_accepted + sum(parsed.set_aside.values())
    assert all(count > 0 for count in parsed.set_aside.values())
    assert parsed.facts["key"].is_unique().all()
    assert all(0 <= count <= parsed.rows_accepted for count in parsed.filled.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=len(EXPORT), max_size=len(EXPORT)), max_size=8))
def test_no_row_of_an_export_is_lost(rows: list[list[str]]) -> None:
    for name in ("current", "history"):
        accounted(BY_NAME[name].parse, table(EXPORT, rows))
    accounted(register_export.old().parse, table(EXPORT[1:4] + EXPORT[5:], [row[1:4] + row[5:] for row in rows]))
    accounted(BY_NAME["snapshot"].parse, table(EXPORT[:-1], [row[:-1] for row in rows]))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(OBJECTS)), st.data())
def test_no_row_of_a_list_is_lost(name: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(OBJECTS[name], CELL)), max_size=6))
    body: Any = rows
    if name == "listing":
        body = {"results": rows, "total_count": len(rows)}
    if name == "site_data":
        body = {"algoritme_versions": rows, "organisation_details": []}
    accounted(BY_NAME[name].parse, body)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(BY_NAME)), st.lists(JSON, min_size=1, max_size=4))
def test_no_row_of_anything_else_is_lost(name: str, bodies: list[Any]) -> None:
    accounted(BY_NAME[name].parse, *bodies)
    accounted(partial(BY_NAME["totals"].parse), 3, *[[{"date": "1-2026", "count": 2}] * len(bodies), [], []])
