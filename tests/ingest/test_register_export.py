"""The register's exports: every trap of the dialect, and what is no export at all."""

import csv
import gzip
import io
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

import orjson
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.http import Answer
from ingest.source import Parsed, SourceChangedError
from ingest.sources import register_export
from sql.fields import CATEGORIES, NOT_STATED

Row = Mapping[str, str]
SAME = "says the same as another row"
NO_ID = "no algorithm_id of eight digits"
NO_MOMENT = "publication_dt is not a moment in time"

current = partial(register_export.parse, current=True)
history = partial(register_export.parse, current=False)


def row(lars: str = "11111111", published: str = "2025-03-01 10:00:00.250000+00:00", **other: str) -> dict[str, str]:
    cells = {
        "algorithm_id": lars, "name": f"Systeem {lars}", "organization": "Gemeente Utrecht", "status": "In gebruik",
        "publication_category": "Overige algoritmes", "goal": "Iets doen", "standard_version": "1.0",
        "publication_dt": published,
    }  # fmt: skip
    return cells | other


def written(rows: Sequence[Row], columns: Sequence[str] = (), *, quoting: Literal[0, 1] = csv.QUOTE_ALL) -> bytes:
    """Return rows as the register writes them: every cell quoted, LF, byte order mark."""
    names = list(columns) or list(dict.fromkeys(key for one in rows for key in one))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", quoting=quoting, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def answer(body: bytes, path: str = "/downloads/NLD?filetype=csv") -> Answer:
    return Answer("GET", path, 200, (), body)


def read(body: bytes) -> Parsed:
    parsed = history([answer(body)])
    assert parsed.rows_in == parsed.rows_accepted + sum(parsed.set_aside.values())
    return parsed


def records(parsed: Parsed) -> list[dict[str, Any]]:
    assert parsed.records is not None
    return parsed.records.drop("content", "text").sort("lars", "published_at").to_dicts()


def said(parsed: Parsed) -> list[dict[str, Any]]:
    return [orjson.loads(body) for body in parsed.facts["body"]]


PLAIN = written([row(), row("22222222")])
READ = [
    {
        "lars": lars, "published_at": datetime(2025, 3, 1, 10, 0, 0, 250_000, tzinfo=UTC), "name": f"Systeem {lars}",
        "organisation": "Gemeente Utrecht", "org_id": None, "status": "In gebruik", "category": "Overige algoritmes",
        "standard": "1.0",
    }
    for lars in ("11111111", "22222222")
]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(PLAIN, id="as it is"),
        pytest.param(PLAIN.removeprefix(b"\xef\xbb\xbf"), id="no byte order mark"),
        pytest.param(PLAIN.replace(b"\n", b"\r\n"), id="CRLF line ends"),
        pytest.param(PLAIN.rstrip(b"\n"), id="no newline at the end"),
        pytest.param(written([row(), row("22222222")], quoting=csv.QUOTE_MINIMAL), id="quoted where needed"),
        pytest.param(written([row(), row("22222222")], sorted(row(), reverse=True)), id="columns in another order"),
        pytest.param(written([row("22222222"), row()]), id="rows in another order"),
        pytest.param(PLAIN.replace(b"algorithm_id", b"lars"), id="the id is called lars"),
        pytest.param(written([row() | {"begin_date": "", "iama": ""}, row("22222222")]), id="columns without a value"),
    ],
)
def test_the_same_facts_however_they_are_written(body: bytes) -> None:
    parsed = read(body)
    assert records(parsed) == READ
    assert parsed.facts.equals(read(PLAIN).facts)
    assert (parsed.warnings, parsed.breaches, parsed.remaps, parsed.set_aside) == ((), (), {}, {})


@pytest.mark.parametrize(
    "published",
    [
        "2025-03-01 10:00:00+00:00",
        "2025-03-01 10:00:00.000000+00:00",
        "2025-03-01 11:00:00+01:00",
        "2025-03-01 05:00:00.000000-05:00",
        "2025-03-01T10:00:00Z",
        " 2025-03-01 10:00:00+00:00 ",
        "2025-03-01 10:00:00",
    ],
)
def test_a_moment_is_the_same_in_every_spelling(published: str) -> None:
    plain = read(written([row(published="2025-03-01 10:00:00+00:00")]))
    parsed = read(written([row(published=published)]))
    assert parsed.facts.equals(plain.facts)
    assert records(parsed)[0]["published_at"] == datetime(2025, 3, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"standard_version": "1.0.0"}, {"standard": "1.0"}, id="1.0.0"),
        pytest.param({"standard_version": "0.4.0"}, {"standard": "0.4"}, id="0.4.0"),
        pytest.param({"standard_version": ""}, {"standard": NOT_STATED}, id="no standard"),
        pytest.param({"status": "Pilot"}, {"status": "In gebruik"}, id="pilot"),
        pytest.param({"status": " in GEBRUIK "}, {"status": "In gebruik"}, id="case and blanks"),
        pytest.param({"status": "In gebruik sinds 2021"}, {"status": "In gebruik"}, id="in use since"),
        pytest.param({"status": "Gestopt"}, {"status": "Buiten gebruik"}, id="stopped"),
        pytest.param({"status": "Wie weet"}, {"status": NOT_STATED}, id="an unknown status"),
        pytest.param({"status": ""}, {"status": NOT_STATED}, id="no status"),
    ],
)
def test_what_is_remapped_is_counted_and_the_original_stays(cells: Row, expected: Row) -> None:
    parsed = read(written([row(**cells), row("22222222")]))
    (column,) = cells
    assert {key: records(parsed)[0][key] for key in expected} == expected
    assert list(parsed.remaps.values()) == [1]
    assert said(parsed)[0].get(column, "") == cells[column]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"org_id": " GM0344 "}, {"org_id": "gm0344"}, id="org_id, in one spelling"),
        pytest.param({"org_id": " "}, {"org_id": None}, id="an empty org_id is none"),
        pytest.param({"name": "  Naam \t"}, {"name": "Naam"}, id="blanks round a name"),
        pytest.param({"publication_category": ""}, {"category": NOT_STATED}, id="no category"),
        pytest.param({"publication_category": "Anders"}, {"category": NOT_STATED}, id="an unknown category"),
        *(pytest.param({"publication_category": one}, {"category": one}, id=one) for one in CATEGORIES),
    ],
)
def test_what_is_read_of_a_cell(cells: Row, expected: Row) -> None:
    parsed = read(written([row(**cells)]))
    assert {key: records(parsed)[0][key] for key in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "regel een\r\nregel twee",
        "regel een\nregel twee",
        'zij zei "nee"',
        "a, b; c",
        "=1+1",
        "\t",
        "\u200b",
        "é€🙂",
        "NULL",
    ],
)
def test_a_text_survives_as_it_is(text: str) -> None:
    assert said(read(written([row(goal=text)])))[0]["goal"] == text


def test_the_union_of_standards_leaves_what_a_standard_lacks_unsaid() -> None:
    parsed = read(written([row(risks="Geen"), row("22222222", standard_version="0.1", iama="Ja", impact="Groot")]))
    first, second = said(parsed)
    assert "iama" not in first
    assert (second["iama"], second["impact"]) == ("Ja", "Groot")
    assert "risks" not in second


def test_an_unknown_column_is_kept_with_a_warning() -> None:
    parsed = read(written([row(eu_database_id="EU-1")]))
    assert said(parsed)[0]["eu_database_id"] == "EU-1"
    assert parsed.warnings == ("unknown column 'eu_database_id': kept as it is, not measured",)


def test_an_unknown_standard_is_kept_with_a_warning() -> None:
    parsed = read(written([row(standard_version="2.0")]))
    assert records(parsed)[0]["standard"] == "2.0"
    assert parsed.warnings == ("standard '2.0' is not known: kept as it is, not scored",)


# Duplicates

OLD, NEW = "2025-03-01 10:00:00+00:00", "2025-04-01 10:00:00+00:00"


def test_a_republication_is_two_publications_of_the_history() -> None:
    parsed = read(written([row(published=NEW), row(published=OLD)]))
    assert parsed.facts["key"].to_list() == [
        "11111111/2025-03-01T10:00:00.000000Z", "11111111/2025-04-01T10:00:00.000000Z",
    ]  # fmt: skip
    assert parsed.records is not None
    assert parsed.records["text"].n_unique() == 1


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_of_a_republication_the_latest_counts_in_either_order(order: tuple[str, str]) -> None:
    parsed = current([answer(written([row(published=one) for one in order])), answer(b"1")])
    assert parsed.facts["key"].to_list() == ["11111111"]
    assert records(parsed)[0]["published_at"] == datetime(2025, 4, 1, 10, tzinfo=UTC)
    assert (parsed.rows_in, parsed.rows_accepted, parsed.set_aside) == (2, 1, {SAME: 1})
    assert parsed.breaches == ()


def test_the_very_same_row_twice_is_one() -> None:
    parsed = read(written([row(), row(), row("22222222")]))
    assert (parsed.rows_in, parsed.rows_accepted, parsed.set_aside) == (3, 2, {SAME: 1})
    assert parsed.breaches == ()


@pytest.mark.parametrize("parse", [current, history], ids=["current", "history"])
def test_one_publication_that_says_two_things_is_a_breach(parse: Any) -> None:  # noqa: ANN401 - a partial
    body = written([row(), row(organization="Gemeente Elders"), row("22222222")])
    parsed = parse([answer(body)])
    assert parsed.doubt
    assert "11111111" in parsed.breaches[0]
    assert (parsed.rows_in, parsed.rows_accepted) == (3, 2)
    assert parsed.rows_in == parsed.rows_accepted + sum(parsed.set_aside.values())


# Rows that cannot be used


@pytest.mark.parametrize("lars", ["", "1234567", "123456789", "1234567a", "12 45678", "n.v.t."])
def test_a_row_without_an_id_is_set_aside(lars: str) -> None:
    parsed = read(written([row(lars), row("22222222")]))
    assert (parsed.rows_accepted, parsed.set_aside) == (1, {NO_ID: 1})


@pytest.mark.parametrize(
    "published", ["", "gisteren", "2025-13-01 10:00:00+00:00", "2025-03-01", "01-03-2025 10:00:00"]
)
def test_a_row_without_a_moment_is_set_aside(published: str) -> None:
    parsed = read(written([row(published=published), row("22222222")]))
    assert (parsed.rows_accepted, parsed.set_aside) == (1, {NO_MOMENT: 1})


# The register's own count beside the export


@pytest.mark.parametrize(
    ("count", "breached", "warned"),
    [
        (b"5", False, False),
        (b"7", False, False),
        (b"3", False, False),
        (b"8", True, False),
        (b"2", True, False),
        (b"veel", False, True),
        (None, False, True),
    ],
)
def test_the_total_is_compared(count: bytes | None, breached: bool, warned: bool) -> None:
    export = answer(written([row(f"{number}1111111") for number in range(1, 6)]))
    parsed = current([export] if count is None else [export, answer(count, "/algoritme/total-count")])
    assert (bool(parsed.breaches), parsed.doubt, bool(parsed.warnings)) == (breached, breached, warned)


# What is no export


def without(column: str) -> bytes:
    return written([{key: cell for key, cell in row().items() if key != column}])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param(without("algorithm_id"), "missing fields: lars", id="no id"),
        pytest.param(without("publication_dt"), "missing fields: publication_dt", id="no publication_dt"),
        pytest.param(without("organization"), "missing fields: organization", id="no organisation"),
        pytest.param(without("status"), "missing fields: status", id="no status"),
        pytest.param(without("name"), "missing fields: name", id="no name"),
        pytest.param(without("standard_version"), "missing fields: standard_version", id="no standard"),
        pytest.param(written([row(goal="één")]).decode("utf-8-sig").encode("latin-1"), "not UTF-8", id="latin-1"),
        pytest.param(written([row()]).decode().encode("utf-16"), "not UTF-8", id="utf-16"),
        pytest.param(b"", "not a whole CSV file", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "not a whole CSV file", id="a byte order mark alone"),
        pytest.param(b"\n\n", "not a whole CSV file", id="empty lines"),
        pytest.param(b"Internal Server Error", "missing fields", id="the error page of 2023"),
        pytest.param(b"<!doctype html><title>Onderhoud</title>", "Onderhoud", id="html"),
        pytest.param(b'{"detail":"NO_DATA_FOUND"}', "NO_DATA_FOUND", id="json"),
        pytest.param(random.Random(1).randbytes(5000), "", id="garbage"),  # noqa: S311 - no secret
        pytest.param(b"\0" * 5000, "", id="zeros"),
        pytest.param(written([row()]).replace(b'","', b'";"'), "missing fields", id="semicolons"),
        pytest.param(PLAIN + b'"33333333","a","b","c","d","e","f","g","one cell too many"\n', "CSV", id="a long row"),
        pytest.param(PLAIN + b'"33333333","Naam","Gemeente"\n', "CSV", id="a short row"),
        pytest.param(PLAIN[:-60], "CSV", id="torn in a cell"),
    ],
)
def test_what_is_no_export_is_refused(body: bytes, says: str) -> None:
    with pytest.raises(SourceChangedError) as refused:
        history([answer(body)])
    assert says in str(refused.value)


def test_an_export_without_a_row_is_read_as_that() -> None:
    assert (read(written([], list(row()))).rows_in, read(written([], list(row()))).rows_accepted) == (0, 0)


REQUIRED_FIRST = written(
    [row(), row("22222222")], sorted(row(), key=lambda one: one in {"goal", "publication_category"})
)


@settings(deadline=None)
@given(st.sampled_from([PLAIN, REQUIRED_FIRST]), st.integers(0, len(PLAIN)))
@example(REQUIRED_FIRST, len(REQUIRED_FIRST) - len('"Overige algoritmes","Iets doen"\n'))
@example(REQUIRED_FIRST, len(REQUIRED_FIRST) - len(',"Overige algoritmes","Iets doen"\n'))
def test_a_torn_export_never_says_something_else(body: bytes, at: int) -> None:
    whole = set(history([answer(body)]).facts["content"])
    try:
        parsed = read(body[:at])
    except SourceChangedError:
        return
    assert set(parsed.facts["content"]) <= whole


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, len(PLAIN)), st.integers(0, 40))
@example(b'"', 300, 0)
@example(b"\0", 300, 0)
def test_a_damaged_export_is_refused_or_accounted_for(damage: bytes, at: int, cut: int) -> None:
    body = PLAIN[:at] + damage + PLAIN[at + cut :]
    try:
        read(body)
    except SourceChangedError:
        return


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)
ids = st.one_of(st.sampled_from(["11111111", "22222222", "33333333"]), cells)
moments = st.one_of(st.sampled_from([OLD, NEW, "2025-03-01 10:00:00.5+02:00"]), cells)
exports = st.lists(st.builds(row, ids, moments, goal=cells, status=cells, publication_category=cells), max_size=8)


@settings(deadline=None, max_examples=40)
@given(exports, st.randoms(use_true_random=False))
def test_every_row_is_accounted_for_and_the_order_of_rows_does_not_matter(
    rows: list[Row], chance: random.Random
) -> None:
    parsed = read(written(rows, list(row())))
    assert parsed.rows_in == len(rows)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    again = read(written(shuffled, list(row())))
    assert (again.rows_accepted, again.set_aside, again.remaps) == (
        parsed.rows_accepted, parsed.set_aside, parsed.remaps,
    )  # fmt: skip
    if not parsed.breaches:
        assert again.facts.equals(parsed.facts)


# Genuine files


def test_the_genuine_download_of_2024_is_told_to_be_an_older_dialect(shared: Path) -> None:
    body = (shared / "register" / "live_2024" / "single_algorithm_1_0_0.csv").read_bytes()
    with pytest.raises(SourceChangedError, match="missing fields: lars, publication_dt; the file has: "):
        history([answer(body)])


@pytest.mark.parametrize("name", ["one_v01_13499798", "one_v04_12987610", "one_v10_15897972", "one_multi_12437883"])
def test_the_download_of_one_registration_can_be_read(shared: Path, name: str) -> None:
    folder = shared / "register" / "2026-08-08" / "downloads"
    parsed = read((folder / f"{name}_NLD.csv").read_bytes())
    assert {one["lars"] for one in records(parsed)} == {name.rsplit("_", 1)[1]}
    assert parsed.warnings == ()


def test_two_downloads_a_second_apart_say_the_same(shared: Path) -> None:
    """The register's order of republications is not stable; here the rows are turned round."""
    body = gzip.decompress((shared / "register" / "2026-08-08" / "downloads" / "full_NLD.csv.gz").read_bytes())
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([rows[0], *rows[:0:-1]])
    count = answer(b"1530", "/algoritme/total-count")
    one, two = (current([answer(each), count]) for each in (body, out.getvalue().encode("utf-8-sig")))
    assert one.facts.equals(two.facts)
    assert isinstance(one.facts, pl.DataFrame)
    assert (one.rows_in, one.rows_accepted, one.set_aside, one.breaches) == (1539, 1530, {SAME: 9}, ())
