"""The other sources' parsers: what passes, what fails, what is held."""

import json
import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from ingest.guard import SAME_ROW, breaches
from ingest.http import Answer, FetchError
from ingest.inventories.deliveries import file_answer
from ingest.source import Expect, Parsed, SourceChangedError, facts
from ingest.sources import BY_NAME, REGISTER, inventory, reader
from sql.fields import HIGH_RISK, IMPACTFUL, IN_DEVELOPMENT, IN_USE, NOT_STATED, OTHER, OUT_OF_USE
from sql.settings import InventorySettings

ORG = "ag0001"


def answered(*bodies: object, path: str = "/x") -> list[Answer]:
    return [
        Answer("GET", path, 200, (), body if isinstance(body, bytes) else json.dumps(body).encode()) for body in bodies
    ]


def told(parsed: Parsed) -> dict[str, Any]:
    assert parsed.rows_in == parsed.rows_accepted + sum(parsed.set_aside.values())
    return {key: orjson.loads(body) for key, body in parsed.facts.select("key", "body").rows()}


VERSION = {"lars": "11111111", "owner": "GM0344", "language": "NLD"}
BODY = {"org_id": "GM0344", "name": "Utrecht", "language": "NLD", "type": "gemeente", "code": "gemeente-utrecht"}
MEMBER = {"org_id": "PV26", "name": "Utrecht"}
RESULT = {"lars": "11111111", "org_id": "GM0344"}
CATEGORY, MINISTRY = {"category": OTHER, "count": 3}, {"name": "BZK", "Total": 2}
TOTALS = (5, [{"date": "9-2025", "count": 4}], [CATEGORY], [MINISTRY])


def site(versions: Sequence[object], details: Sequence[object] = ()) -> dict[str, object]:
    return {"algoritme_versions": versions, "organisation_details": details}


def page(*results: object, total: int) -> dict[str, object]:
    return {"results": results, "total_count": total}


@pytest.mark.parametrize(
    ("source", "answers", "expected"),
    [
        ("site_data", [site([], [])], {}),
        ("site_data", [site([VERSION])], {"owner/11111111": {"org_id": "gm0344", "languages": ["NLD"]}}),
        (
            "site_data",
            [site([VERSION, VERSION | {"language": "ENG"}])],
            {"owner/11111111": {"org_id": "gm0344", "languages": ["ENG", "NLD"]}},
        ),
        ("site_data", [site([VERSION | {"language": "FRY"}])], {}),
        (
            "site_data",
            [site([VERSION | {"lawful_basis_grouping": [{"title": "Wet", "link": None}]}])],
            {
                "owner/11111111": {
                    "org_id": "gm0344",
                    "languages": ["NLD"],
                    "lawful_basis_grouping": [{"title": "Wet", "link": None}],
                }
            },
        ),
        (
            "site_data",
            [site([], [BODY, BODY | {"language": "ENG", "name": "Utrecht (city)"}])],
            {"organisation/gm0344": {"name": "Utrecht", "type": "gemeente", "code": "gemeente-utrecht"}},
        ),
        ("listing", [page(RESULT, total=1)], {"owner/11111111": {"org_id": "gm0344"}}),
        ("provinces", [[MEMBER]], {"pv26": {"name": "Utrecht"}}),
        ("provinces", [[]], {}),
        (
            "totals",
            TOTALS,
            {
                "total": {"count": 5},
                "month/9-2025": {"count": 4},
                f"category/{OTHER}": {"count": 3},
                "ministry/BZK": {"count": 2},
            },
        ),
    ],
)
def test_what_is_read(source: str, answers: Sequence[object], expected: Mapping[str, object]) -> None:
    parsed = BY_NAME[source].parse(answered(*answers))
    assert told(parsed) == expected
    assert (parsed.breaches, parsed.warnings) == ((), ())


HTML = b"<!doctype html><p>Even geduld</p>"


@pytest.mark.parametrize(
    ("source", "answers", "says"),
    [
        *(
            (source, [HTML] * count, "expected JSON")
            for source, count in (("site_data", 1), ("listing", 1), ("provinces", 1), ("totals", 4), ("relations", 1))
        ),
        ("site_data", [b""], "expected JSON"),
        ("site_data", [[]], "site data: expected an object, got list"),
        ("site_data", [{"algoritme_versions": []}], "missing organisation_details"),
        ("site_data", [site([{"lars": "1", "language": "NLD"}])], "algoritme_versions[0]: missing owner"),
        ("site_data", [site([None])], "algoritme_versions[0]: expected an object"),
        ("site_data", [site([], [{"org_id": "gm1"}])], "organisation_details[0]: missing name, language, type"),
        ("listing", [{"results": []}], "page 1: missing total_count"),
        ("listing", [{"results": {}, "total_count": 1}], "expected a list, got dict"),
        ("listing", [page({"lars": "1"}, total=1)], "page 1, result 0: missing org_id"),
        ("provinces", [{"detail": "x"}], "provinces: expected a list"),
        ("provinces", [[{"name": "Utrecht"}]], "provinces[0]: missing org_id"),
        ("totals", ["5", *TOTALS[1:]], "expected a number"),
        ("totals", [5, {}, *TOTALS[2:]], "published-permonth: expected a list"),
        ("totals", [*TOTALS[:3], [{"name": "BZK"}]], "missing Total"),
        ("relations", [{"org_id": "gm1"}], "missing hierarchy"),
        ("relations", [{"hierarchy": [{"org_id": "gm1"}]}], "missing name"),
    ],
)
def test_what_is_refused(source: str, answers: Sequence[object], says: str) -> None:
    with pytest.raises(SourceChangedError) as refused:
        BY_NAME[source].parse(answered(*answers))
    assert says in str(refused.value)


def test_a_body_listed_twice_counts_once() -> None:
    parsed = BY_NAME["environmental_services"].parse(answered([MEMBER, MEMBER | {"name": "Ander"}]))
    assert list(told(parsed)) == ["pv26"]
    assert parsed.warnings == ("pv26 is listed twice",)


@pytest.mark.parametrize(("total", "held"), [(2, False), (4, False), (5, True), (0, False)])
def test_the_listing_is_compared_with_its_own_count(total: int, *, held: bool) -> None:
    two = [RESULT, RESULT | {"lars": "22222222"}]
    parsed = BY_NAME["listing"].parse(answered(page(*two, total=total), page(two[0], total=total)))
    assert len(told(parsed)) == 2
    assert parsed.set_aside == {SAME_ROW: 1}
    assert (bool(parsed.breaches), parsed.doubt) == (held, held)


def test_a_chain_runs_from_the_top() -> None:
    steps = [{"org_id": "MNRE1034", "name": "BZK", "extra": 1}, {"org_id": "ag0001", "name": "Agentschap"}]
    answers = [
        *answered({"hierarchy": steps}, path="/organisation-relation/ag0001"),
        *answered({"hierarchy": []}, path="/organisation-relation/gm0344"),
    ]
    assert told(BY_NAME["relations"].parse(answers)) == {
        "ag0001": {"chain": [{"org_id": "mnre1034", "name": "BZK"}, {"org_id": "ag0001", "name": "Agentschap"}]},
        "gm0344": {"chain": []},
    }


def test_every_source_can_be_read_again_from_the_archive() -> None:
    assert all(reader(source.name, {}) is source.parse for source in REGISTER)
    assert isinstance(reader("inventory:gone", {"org_id": ORG}), partial)
    with pytest.raises(KeyError):
        reader("nobody", {})


# The guard


@pytest.mark.parametrize(
    ("rows_in", "accepted", "aside", "last", "days", "held"),
    [
        pytest.param(100, 100, {}, None, 0, "", id="the first run"),
        pytest.param(100, 100, {}, 100, 1, "", id="the same"),
        pytest.param(90, 90, {}, 100, 1, "", id="at the floor"),
        pytest.param(89, 89, {}, 100, 1, "fewer than 90%", id="under the floor"),
        pytest.param(89, 89, {}, 100, 60, "", id="under it, after two months"),
        pytest.param(80, 80, {}, 100, 60, "fewer than 81%", id="far under it, after two months"),
        pytest.param(150, 150, {}, 100, 1, "", id="at the ceiling"),
        pytest.param(151, 151, {}, 100, 1, "more than 1.5 times", id="over the ceiling"),
        pytest.param(0, 0, {}, None, 0, "at least 1", id="nothing at all"),
        pytest.param(100, 98, {"no id": 2}, 100, 1, "", id="a few rows set aside"),
        pytest.param(100, 97, {"no id": 3}, 100, 1, "3 of 100 rows could not be used", id="many rows set aside"),
        pytest.param(200, 100, {SAME_ROW: 100}, 100, 1, "", id="rows that say the same are no trouble"),
    ],
)
def test_the_guard(
    rows_in: int, accepted: int, aside: Mapping[str, int], last: int | None, days: int, held: str
) -> None:
    parsed = Parsed(facts({}), rows_in, accepted, set_aside=aside)
    found = breaches(parsed, Expect(floor=0.9, ceiling=1.5), last, days)
    assert held in " ".join(found)
    assert bool(found) == bool(held)


def test_what_the_parser_held_stays_held() -> None:
    parsed = Parsed(facts({}), 5, 5, breaches=("a reason",))
    assert breaches(parsed, Expect(floor=0.9), 5, 1) == ["a reason"]


# Inventories

HEADER = "local_id,name,category,status,start_date,lars"


def read(text: str | bytes) -> Parsed:
    body = text.encode() if isinstance(text, str) else text
    return inventory.parse([Answer("FILE", "lijst.csv", 200, (), body)], org_id=ORG)


def lines(text: str) -> dict[str, Any]:
    found = told(read(text))
    assert found.pop("inventory") == {"org_id": ORG}
    return {key.removeprefix("line/"): value for key, value in found.items()}


@pytest.mark.parametrize(
    ("cell", "category"),
    [
        ("A", HIGH_RISK), ("b", IMPACTFUL), (" C ", OTHER), (HIGH_RISK, HIGH_RISK), (IMPACTFUL, IMPACTFUL),
        ("HOOG-RISICO AI-SYSTEEM", HIGH_RISK), ("overige algoritmes", OTHER), ("impactvolle  algoritmes", IMPACTFUL),
        ("hoog risico", HIGH_RISK), ("Hoog-risico", HIGH_RISK), ("Impactvol", IMPACTFUL), ("overig", OTHER),
        ("High-risk", HIGH_RISK), ("high risk", HIGH_RISK), ("impactful", IMPACTFUL), ("OTHER", OTHER),
        ("not assessed", NOT_STATED), ("Niet beoordeeld", NOT_STATED),
        ("", NOT_STATED), ("D", NOT_STATED), ("hoog", NOT_STATED), ("AB", NOT_STATED),
    ],
)  # fmt: skip
def test_a_category_by_letter_or_word(cell: str, category: str) -> None:
    assert lines(f"{HEADER}\n1,Systeem,{cell},In gebruik,2024-01,\n")["1"]["category"] == category


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("In gebruik", IN_USE), ("IN GEBRUIK", IN_USE), ("pilot", IN_USE), ("In gebruik sinds 2020", IN_USE),
        ("in use", IN_USE), ("In-use", IN_USE), ("In development", IN_DEVELOPMENT), ("In ontwikkeling", IN_DEVELOPMENT),
        ("Out of use", OUT_OF_USE), ("retired", OUT_OF_USE), ("gestopt", OUT_OF_USE),
        ("", NOT_STATED), ("used", NOT_STATED), ("ja", NOT_STATED),
    ],
)  # fmt: skip
def test_a_status_in_either_language(cell: str, status: str) -> None:
    assert lines(f"{HEADER}\n1,Systeem,A,{cell},2024-01,\n")["1"]["status"] == status


def test_a_line_is_read_with_its_blanks_off() -> None:
    found = lines(f"\ufeff{HEADER},end_date,vendor\r\n 1 , Systeem ,A,pilot,2024-01,12345678,2025-01,Bedrijf\r\n")
    assert found == {
        "1": {
            "org_id": ORG, "local_id": "1", "name": "Systeem", "category": HIGH_RISK, "status": IN_USE,
            "start_date": "2024-01", "lars": "12345678", "end_date": "2025-01", "vendor": "Bedrijf",
            "assessment": "assessed", "said": {"category": "A", "status": "pilot"},
        }
    }  # fmt: skip


def test_a_header_alone_declares_zero() -> None:
    parsed = read(HEADER + "\n")
    assert (list(told(parsed)), parsed.rows_in, parsed.breaches) == (["inventory"], 0, ())
    assert breaches(parsed, inventory.source(InventorySettings(ORG, Path("x"), name="x")).expect, None, 0) == []


def test_an_id_twice_is_held() -> None:
    parsed = read(f"{HEADER}\n1,Een,A,,,\n2,Twee,A,,,\n1,Drie,A,,,\n")
    assert parsed.breaches == ("local_id '1' and others stand more than once (rows 2, 4)",)
    assert set(told(parsed)) == {"inventory", "line/1", "line/2"}


def test_a_line_without_an_id_is_set_aside() -> None:
    parsed = read(f"{HEADER}\n,Een,A,,,\n2,Twee,A,,,\n")
    assert (set(told(parsed)), parsed.set_aside) == ({"inventory", "line/2"}, {"no local_id": 1})


NO_DATE = "is no date; write YYYY-MM-DD, YYYY-MM or YYYY"
NO_STATUS = "is no status; write In ontwikkeling, In gebruik, Buiten gebruik"
NO_CATEGORY = "is no category; write A, B, C, the register's words, or 'not assessed'"
CATEGORY_MISSED = "1 line has no category that can be read and is in no figure"
STATUS_MISSED = "1 line has no status that can be read and is in no figure"


@pytest.mark.parametrize(
    ("cells", "warnings"),
    [
        ("A,In gebruik,2024-02-29,12345678,2025", ()),
        ("A,In gebruik,2024-02,,2025-12", ()),
        ("not assessed,In gebruik,,,", ()),
        ("D,In gebruik,,,", (CATEGORY_MISSED, f"row 2, column category: 'D' {NO_CATEGORY}")),
        ("A,ja,,,", (STATUS_MISSED, f"row 2, column status: 'ja' {NO_STATUS}")),
        (",In gebruik,,,", (CATEGORY_MISSED,)),
        ("A,,,,", (STATUS_MISSED,)),
        *(
            (f"A,In gebruik,{date},,", (f"row 2, column start_date: '{date}' {NO_DATE}",))
            for date in (
                "01-02-2024", "02-2024", "2024-2", "2024-1-5", "2024-02-30", "2024-13", "24", "2024/01/05",
                "januari 2024", "2024-01-05T10:00", "20240105", "2024-", "2024-01-", "n.v.t.",
            )
        ),
        ("A,In gebruik,2024,,onbekend", (f"row 2, column end_date: 'onbekend' {NO_DATE}",)),
        *(
            (f"A,In gebruik,,{lars},", (f"row 2, column lars: '{lars}' is no id of eight digits",))
            for lars in ("n.v.t.", "1234567", "123456789", "1234 5678")
        ),
        (
            "D,ja,nu,x,ooit",
            (
                CATEGORY_MISSED,
                STATUS_MISSED,
                f"row 2, column category: 'D' {NO_CATEGORY}",
                f"row 2, column end_date: 'ooit' {NO_DATE}",
                "row 2, column lars: 'x' is no id of eight digits",
                f"row 2, column start_date: 'nu' {NO_DATE}",
                f"row 2, column status: 'ja' {NO_STATUS}",
            ),
        ),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_kept_and_told(cells: str, warnings: tuple[str, ...]) -> None:
    parsed = read(f"{HEADER},end_date\n1,Een,{cells}\n")
    assert parsed.warnings == warnings
    assert "line/1" in told(parsed)


def test_two_lines_with_one_lars_are_both_kept_and_told() -> None:
    rows = (
        "A,In gebruik,,12345678",
        "A,In gebruik,,87654321",
        "B,In gebruik,,12345678",
        "A,In gebruik,,x",
        "A,pilot,,x",
    )
    parsed = read(f"{HEADER}\n" + "".join(f"{number},Naam,{row}\n" for number, row in enumerate(rows)))
    assert len(told(parsed)) == 6
    assert parsed.warnings == (
        "row 2, column lars: '12345678' stands on another line too",
        "row 4, column lars: '12345678' stands on another line too",
        "row 5, column lars: 'x' is no id of eight digits",
        "row 6, column lars: 'x' is no id of eight digits",
    )


@pytest.mark.parametrize(("odd", "more"), [(20, ()), (21, ("and 1 more",)), (300, ("and 280 more",))])
def test_no_more_than_twenty_warnings_are_written_out(odd: int, more: tuple[str, ...]) -> None:
    parsed = read(f"{HEADER}\n" + "".join(f"{number},Naam,D,pilot,,\n" for number in range(odd)))
    missed, *cells = parsed.warnings
    assert missed == f"{odd} lines have no category that can be read and are in no figure"
    assert [cell.partition(",")[0] for cell in cells[:20]] == [f"row {number}" for number in range(2, 22)]
    assert tuple(cells[20:]) == more


def test_what_was_read_as_another_word_is_counted() -> None:
    rows = ("A,pilot", "a,In use", "A,In gebruik", "Overige algoritmes,In gebruik", "D,", "niet beoordeeld,Gestopt")
    parsed = read(f"{HEADER}\n" + "".join(f"{number},Naam,{row},,\n" for number, row in enumerate(rows)))
    assert parsed.remaps == {
        f"category: A → {HIGH_RISK}": 2,
        f"category: a → {HIGH_RISK}": 1,
        f"category: D → {NOT_STATED}": 1,
        f"category: niet beoordeeld → {NOT_STATED} (not assessed)": 1,
        f"status: (empty) → {NOT_STATED}": 1,
        f"status: Gestopt → {OUT_OF_USE}": 1,
        f"status: In use → {IN_USE}": 1,
        f"status: pilot → {IN_USE}": 1,
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "lijst.csv: it is empty"),
        ("local_id,name\n1,Een\n", "missing fields: category, status; the file has: local_id, name"),
        (f"{HEADER}\n1,één,A,,,\n".encode("latin-1"), "not UTF-8"),
        (f"{HEADER}\n1,Een,A,,,,,,\n", "not a whole CSV file"),
    ],
)
def test_what_is_no_inventory_is_refused(text: str | bytes, says: str) -> None:
    with pytest.raises(SourceChangedError) as refused:
        read(text)
    assert says in str(refused.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "gone.csv", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(FetchError, match=says):
            file_answer(path, 1)


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEADER)
    path.chmod(0)
    # Root may read everything, so a child that is root first becomes nobody.
    child = os.fork()
    if child == 0:
        told = 1
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            file_answer(path, 1)
        except FetchError:
            told = 0
        os._exit(told)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
