"""The sample register: real bodies, invented texts, the register's dialect and growth."""

import csv
import io
import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from ingest.sample import DAYS, SampleRegister, inventory_files, write
from ingest.sample.bodies import ENDED_MINISTRIES, bodies, denominators, ministries
from ingest.sample.folder import SEED, day_folder
from ingest.sample.generate import DEADLINE, Register, generate
from ingest.sample.growth import CHECKPOINTS
from ingest.sample.inventories import NO_HIGH_RISK, WITHOUT_INVENTORY
from ingest.sample.registrations import FILLED_IN_UP_TO, check_digit

FIRST, LAST = DAYS
HEADER = "local_id,name,description,process,category,status,start_date,end_date,vendor,owner,reasons,lars"
FILLED_IN = "2023-04-01 00:00:00+00:00"
STATUSES = {"In ontwikkeling", "In gebruik", "Buiten gebruik"}
# Fill rates of the real export, 24 June 2026, in per cent.
REAL_FILL = {
    "goal": 99,
    "human_intervention": 98,
    "proportionality": 96,
    "category": 94,
    "risks": 91,
    "methods_and_models": 87,
    "source_data": 87,
    "provider": 78,
    "lawful_basis": 75,
    "begin_date": 74,
    "lawful_basis_grouping": 55,
    "website": 47,
    "tags": 41,
    "impacttoetsen_grouping": 31,
    "source_data_grouping": 23,
    "impacttoetsen": 21,
    "url": 12,
    "process_index_url": 8,
    "source_id": 6,
    "publiccode": 5,
    "end_date": 4,
}


@pytest.fixture(scope="module")
def register() -> Register:
    return generate(SEED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample") / "register"
    write(made)
    return made


@pytest.fixture(scope="module")
def live(folder: Path) -> Iterator[SampleRegister]:
    with SampleRegister(folder, LAST) as running:
        yield running


def rows(folder: Path, day: date, name: str) -> list[dict[str, str]]:
    text = (folder / day_folder(day) / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def current(folder: Path, day: date) -> dict[str, dict[str, str]]:
    return {row["algorithm_id"]: row for row in rows(folder, day, "full_NLD.csv")}


def at_the_end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)


def ask(url: str, body: object = None, method: str | None = None) -> tuple[int, Any, bytes]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, method=method)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - idem
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers, refusal.read()


# What is fact


def test_the_denominators_are_whole() -> None:
    sizes = {name: len(members) for name, members in denominators().items()}
    assert sizes == {
        "municipalities": 342,
        "provinces": 12,
        "water-authorities": 21,
        "safety-regions": 25,
        "environmental-services": 27,
    }
    assert len(bodies()) > sum(sizes.values()) + 60
    assert {"gm0344", "pv21", "ws0636", "so0638"} <= set(bodies())


def test_a_body_hangs_under_a_ministry_that_exists() -> None:
    present = {body.org_id for body in ministries()}
    assert len(present) == 12
    assert not present & set(ENDED_MINISTRIES)
    assert {body.parent for body in bodies().values()} - {""} <= present


@pytest.mark.parametrize(
    ("org_id", "code"),
    [
        ("gm0344", "gemeente-utrecht"),
        ("gm0796", "gemeente-s-hertogenbosch"),
        ("pv21", "provincie-fryslan"),
    ],
)
def test_a_code_is_a_slug(org_id: str, code: str) -> None:
    assert bodies()[org_id].code == code


# Growth


@pytest.mark.parametrize(("day", "public", "organisations"), CHECKPOINTS[1:])
def test_the_register_grew_as_the_real_one(register: Register, day: date, public: int, organisations: int) -> None:
    moment = at_the_end_of(day)
    shown = [each for each in register.registrations if each.public_on(moment)]
    assert len(shown) == pytest.approx(public, rel=0.02)
    publishers = {each.body.org_id for each in shown}
    assert len(publishers) == pytest.approx(organisations, rel=0.02)


def test_categories_two_days_after_the_deadline(register: Register) -> None:
    moment = at_the_end_of(date(2026, 1, 2))
    shown = [each for each in register.registrations if each.public_on(moment)]
    counted = Counter(each.category for each in shown)
    assert counted["A"] == 36
    assert counted["B"] == pytest.approx(615, rel=0.08)
    assert counted["C"] == pytest.approx(655, rel=0.08)
    national = [each for each in shown if each.category == "A" and each.body.ministry]
    assert len(national) == 14
    ended = [each for each in national if each.versions[-1].content["status"] == "Buiten gebruik"]
    assert len(ended) == 3


def test_the_first_carry_a_moment_filled_in_afterwards(folder: Path) -> None:
    first: dict[str, str] = {}
    for row in rows(folder, LAST, "history_NLD.csv"):
        first[row["algorithm_id"]] = min(row["publication_dt"], first.get(row["algorithm_id"], "9"))
    assert min(first.values()) == FILLED_IN
    assert Counter(first.values())[FILLED_IN] == FILLED_IN_UP_TO


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_seed_gives_another_register_of_the_same_size(register: Register, seed: int) -> None:
    other = generate(seed)
    assert len(other.registrations) == len(register.registrations)
    assert other.registrations[0].lars != register.registrations[0].lars
    moment = at_the_end_of(date(2026, 1, 2))
    shown = [each for each in other.registrations if each.public_on(moment)]
    assert len(shown) == 1306
    assert sum(each.category == "A" for each in shown) == 36


# Registrations


def test_every_number_has_its_check_digit(register: Register) -> None:
    numbers = [each.lars for each in register.registrations]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert len(number) == 8
        assert "0" not in number[:7]
        assert number[7] == check_digit([int(digit) for digit in number[:7]])


def test_the_check_digit_of_a_known_number() -> None:
    assert check_digit([1, 1, 1, 3, 6, 8, 9]) == "3"


def test_versions_follow_one_another(register: Register) -> None:
    for each in register.registrations:
        moments = [version.published[0] for version in each.versions]
        assert moments == sorted(set(moments))
        assert 1 <= len(moments) <= 4
        if each.stay.until:
            assert moments[-1] < each.stay.until


def test_a_body_uses_each_name_once(register: Register) -> None:
    names = [(each.body.org_id, str(each.versions[-1].content["name"]).strip()) for each in register.registrations]
    assert len(set(names)) == len(names)


def test_texts_keep_to_the_standard(folder: Path) -> None:
    limits = {"name": 100, "description_short": 250, "provider": 200}
    limits |= {"goal": 2500, "begin_date": 7, "end_date": 7, "organization": 100}
    for row in rows(folder, LAST, "history_NLD.csv"):
        for field, limit in limits.items():
            assert len(row[field]) <= limit, (field, row[field])
        assert "{" not in "".join(row.values())
        assert row["status"] in STATUSES or row["standard_version"] == "0.1"


@pytest.mark.parametrize(("field", "percent"), REAL_FILL.items())
def test_fields_are_filled_as_in_the_real_export(folder: Path, field: str, percent: int) -> None:
    shown = rows(folder, FIRST, "full_NLD.csv")
    filled = 100 * sum(bool(row[field]) for row in shown) / len(shown)
    assert filled == pytest.approx(percent, abs=4)


def test_the_usual_dirt_is_there(folder: Path) -> None:
    shown = rows(folder, LAST, "full_NLD.csv")
    said = Counter(value for row in shown for value in row.values())
    assert all(0 < said[word] < 100 for word in ("n.v.t.", "-", "onbekend", "volgt"))
    begun = [row["begin_date"] for row in shown]
    assert any(len(value) == 7 and value[2] == "-" for value in begun)
    old = [row for row in shown if row["standard_version"] == "0.1"]
    assert any(row["status"] not in STATUSES for row in old)


# The two days


def test_what_happened_between_the_days(folder: Path) -> None:
    before, after = current(folder, FIRST), current(folder, LAST)
    assert len(before) == pytest.approx(1488, abs=5)
    assert len(after) == 1553
    assert len(before.keys() - after.keys()) == 8
    assert len(after.keys() - before.keys()) == 73
    kept = before.keys() & after.keys()
    edited = [lars for lars in kept if before[lars]["publication_dt"] != after[lars]["publication_dt"]]
    assert 40 < len(edited) < 200


def test_one_organisation_was_renamed_in_place(folder: Path) -> None:
    before, after = current(folder, FIRST), current(folder, LAST)
    renamed = {
        lars: {field for field in row if row[field] != after[lars][field]}
        for lars, row in before.items()
        if lars in after and row["publication_dt"] == after[lars]["publication_dt"]
    }
    changed = {lars: fields for lars, fields in renamed.items() if fields}
    assert changed
    assert all(fields == {"organization"} for fields in changed.values())
    assert len({after[lars]["organization"] for lars in changed}) == 1
    history = rows(folder, LAST, "history_NLD.csv")
    gone = {before[lars]["organization"] for lars in changed}
    assert not gone & {row["organization"] for row in history}


def test_history_forgets_nothing(folder: Path) -> None:
    for day in DAYS:
        history = {row["algorithm_id"] for row in rows(folder, day, "history_NLD.csv")}
        assert current(folder, day).keys() < history
    withdrawn = history - current(folder, LAST).keys()
    assert len(withdrawn) == 65


def test_some_were_published_twice_unchanged(folder: Path) -> None:
    shown = rows(folder, LAST, "full_NLD.csv")
    counted = Counter(row["algorithm_id"] for row in shown)
    twice = [row for row in shown if counted[row["algorithm_id"]] == 2]
    assert len(twice) == 18
    contents = {tuple(value for field, value in row.items() if field != "publication_dt") for row in twice}
    assert len(contents) == 9


# The dialect


@pytest.mark.parametrize("name", ["full_NLD.csv", "history_NLD.csv"])
def test_the_csv_is_in_the_registers_dialect(folder: Path, name: str) -> None:
    answer = (folder / day_folder(LAST) / name).read_bytes()
    assert answer.startswith(b'\xef\xbb\xbf"name","organization"')
    assert b"\r" not in answer
    lines = answer.decode("utf-8-sig").splitlines()
    assert all(line.startswith('"') and line.endswith('"') for line in lines)
    listed = rows(folder, LAST, name)
    assert len(lines) == len(listed) + 1
    assert len(listed[0]) == 52
    assert {"algorithm_id", "publication_dt"} <= listed[0].keys()
    standards = [row["standard_version"] for row in listed]
    assert standards == sorted(standards, reverse=True)
    assert set(standards) == {"1.0", "0.4", "0.1"}


def test_groupings_are_text_in_the_csv_and_typed_in_the_json(folder: Path) -> None:
    listing = json.loads((folder / day_folder(LAST) / "listing.json").read_bytes())
    shown = current(folder, LAST)
    seen = 0
    for result in listing:
        text = shown[result["lars"]]["lawful_basis_grouping"]
        links = result["lawful_basis_grouping"]
        if links and len(links) == 2:
            seen += 1
            first, second = ([link["title"], link["link"]] for link in links)
            assert text == f"1: {', '.join(first)}. 2: {', '.join(second)}"
    assert seen > 100


def test_markup_is_lost_in_the_csv(folder: Path) -> None:
    listing = json.loads((folder / day_folder(LAST) / "listing.json").read_bytes())
    marked = [result for result in listing if "</p><p>" in (result["goal"] or "")]
    assert marked
    shown = current(folder, LAST)
    assert all("<" not in shown[result["lars"]]["goal"] for result in marked)
    assert all("&amp;" not in shown[result["lars"]]["goal"] for result in marked)


def test_the_site_data_knows_all_publishers(folder: Path) -> None:
    data = json.loads((folder / day_folder(LAST) / "site-data.json").read_bytes())
    dutch = [each for each in data["algoritme_versions"] if each["language"] == "NLD"]
    assert len(dutch) == 1553
    assert len(data["algoritme_versions"]) > len(dutch)
    owners = {each["owner"] for each in dutch}
    assert owners == {each["org_id"] for each in data["organisation_details"]}
    assert owners <= set(bodies())


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    write(again)
    made = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    assert made == [path.relative_to(again) for path in sorted(again.rglob("*")) if path.is_file()]
    for name in made:
        assert (folder / name).read_bytes() == (again / name).read_bytes(), name
    assert [path.name for path in tmp_path.iterdir()] == ["again"]


def test_writing_again_replaces_the_folder_whole(tmp_path: Path) -> None:
    place = tmp_path / "sample"
    place.mkdir()
    (place / "left behind").touch()
    write(place, seed=5)
    assert not (place / "left behind").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["sample"]


# Inventories


def lines(folder: Path) -> list[tuple[str, dict[str, str]]]:
    found = []
    for code, path in inventory_files(folder).items():
        text = path.read_text(encoding="utf-8")
        assert text.splitlines()[0] == HEADER
        found += [(code, line) for line in csv.DictReader(io.StringIO(text, newline=""))]
    return found


def test_two_ministries_give_no_inventory(folder: Path) -> None:
    expected = {body.org_id for body in ministries()} - set(WITHOUT_INVENTORY)
    assert set(inventory_files(folder)) == expected
    assert len(expected) == 10


def test_inventory_lines_keep_to_their_form(folder: Path) -> None:
    numbers = [(code, line["local_id"]) for code, line in lines(folder)]
    assert len(set(numbers)) == len(numbers)
    for _, line in lines(folder):
        assert line["category"] in {"A", "B", "C", "not assessed"}
        assert line["status"] in STATUSES
        assert (line["end_date"] == "") == (line["status"] != "Buiten gebruik")
        for field in ("start_date", "end_date"):
            if day := line[field]:
                date.fromisoformat(day if len(day) == 10 else f"{day}-01")


def test_inventory_numbers_belong_to_the_ministry(folder: Path, register: Register) -> None:
    owners = {each.lars: each.body.ministry for each in register.registrations}
    linked = [(code, line["lars"]) for code, line in lines(folder) if line["lars"]]
    assert len({lars for _, lars in linked}) == len(linked)
    assert all(owners[lars] == code for code, lars in linked)


def test_high_risk_lines_registered_late_missing_and_contradicting(folder: Path, register: Register) -> None:
    found = {each.lars: each for each in register.registrations}
    high = [(code, line["lars"]) for code, line in lines(folder) if line["category"] == "A"]
    assert NO_HIGH_RISK not in {code for code, _ in high}
    assert {code for code, _ in high} | {NO_HIGH_RISK} == set(inventory_files(folder))
    registered = [found[lars] for _, lars in high if lars]
    assert len(registered) / len(high) == pytest.approx(0.85, abs=0.05)
    assert len(high) - len(registered) == 3
    assert sum(each.stay.since.date() > DEADLINE for each in registered) == 4
    assert Counter(each.category for each in registered) == {"A": 18, "B": 1}


# The server


@pytest.mark.parametrize(
    ("path", "content_type", "name"),
    [
        ("/downloads/NLD?filetype=csv", "text/csv; charset=utf-8", "full_NLD.csv"),
        (
            "/downloads/history/NLD?filetype=csv",
            "text/csv; charset=utf-8",
            "history_NLD.csv",
        ),
        ("/downloads/site-data/json", "json", "site-data.json"),
        ("/organisation/municipalities", "application/json", "municipalities.json"),
        ("/organisation/provinces", "application/json", "provinces.json"),
        (
            "/organisation/water-authorities",
            "application/json",
            "water-authorities.json",
        ),
        ("/organisation/safety-regions", "application/json", "safety-regions.json"),
        (
            "/organisation/environmental-services",
            "application/json",
            "environmental-services.json",
        ),
        (
            "/algorithm/published-permonth",
            "application/json",
            "published-permonth.json",
        ),
        (
            "/algorithm/publication-categories/NLD",
            "application/json",
            "publication-categories.json",
        ),
        (
            "/algorithm/national-organisations/NLD",
            "application/json",
            "national-organisations.json",
        ),
    ],
)
def test_an_answer_is_the_file(folder: Path, live: SampleRegister, path: str, content_type: str, name: str) -> None:
    status, headers, body = ask(live.base_url + path)
    assert (status, headers["content-type"]) == (200, content_type)
    assert body == (folder / day_folder(LAST) / name).read_bytes()
    assert (headers["content-length"] is None) == path.startswith("/downloads")


def test_the_listing_is_paged(live: SampleRegister) -> None:
    seen: list[str] = []
    for page in range(1, 18):
        status, _, body = ask(f"{live.base_url}/algoritme/NLD", {"page": page, "limit": 100})
        answer = json.loads(body)
        assert (status, answer["total_count"], answer["filter_data"]) == (200, 1553, {})
        seen += [result["lars"] for result in answer["results"]]
    assert answer["results"] == []
    assert len(set(seen)) == len(seen) == 1553
    assert json.loads(ask(f"{live.base_url}/algoritme/total-count")[2]) == 1553


def test_the_listing_takes_ten_without_being_asked(live: SampleRegister) -> None:
    answer = json.loads(ask(f"{live.base_url}/algoritme/NLD", {"page": "2"})[2])
    assert len(answer["results"]) == 10
    stamps = [result["create_dt"] for result in answer["results"]]
    assert stamps == sorted(stamps, reverse=True)
    assert stamps[0].endswith("Z")


def test_a_relation_leads_to_the_ministry(live: SampleRegister) -> None:
    url = f"{live.base_url}/organisation-relation/"
    assert json.loads(ask(url + "oorg12370")[2]) == {
        "org_id": "oorg12370",
        "hierarchy_path": "mnre1090",
        "hierarchy": [
            {"org_id": "mnre1090", "name": "Ministerie van Financiën"},
            {"org_id": "oorg12370", "name": "Douane"},
        ],
    }
    assert json.loads(ask(url + "gm0344")[2])["hierarchy_path"] == ""
    unknown = {"org_id": "zz9999", "hierarchy_path": "", "hierarchy": []}
    assert json.loads(ask(url + "zz9999")[2]) == unknown


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "detail"),
    [
        ("GET", "/nope", None, 404, "Not Found"),
        ("GET", "/algoritme/NLD/00000000", None, 404, "Kan algoritme niet vinden."),
        ("GET", "/downloads/ENG?filetype=csv", None, 404, "NO_DATA_FOUND"),
        ("GET", "/downloads/nl?filetype=csv", None, 422, "enum"),
        ("GET", "/downloads/NLD", None, 422, "missing"),
        ("GET", "/downloads/NLD?filetype=json", None, 422, "literal_error"),
        ("GET", "/algorithm/publication-categories/nl", None, 422, "enum"),
        ("GET", "/algoritme/NLD", None, 405, "Method Not Allowed"),
        ("HEAD", "/downloads/NLD?filetype=csv", None, 405, None),
        ("POST", "/algoritme/NLD", None, 422, "missing"),
        ("POST", "/algoritme/nl", {}, 422, "enum"),
        ("POST", "/algoritme/NLD", {"limit": 101}, 422, "less_than_equal"),
        ("POST", "/algoritme/NLD", {"page": 0}, 422, "greater_than_equal"),
        ("POST", "/algoritme/NLD", {"page": "x"}, 422, "int_parsing"),
        ("POST", "/downloads/NLD", {}, 404, "Not Found"),
    ],
)
def test_a_refusal_is_worded_as_the_register_does(
    live: SampleRegister,
    method: str,
    path: str,
    body: object,
    status: int,
    detail: str | None,
) -> None:
    given, _, answer = ask(live.base_url + path, body, method)
    assert given == status
    if detail is not None:
        said = json.loads(answer)["detail"]
        assert (said if isinstance(said, str) else said[0]["type"]) == detail


def test_outside_the_interface_there_is_nothing(live: SampleRegister) -> None:
    root = live.base_url.removesuffix("/api")
    assert ask(f"{root}/downloads/NLD?filetype=csv")[0] == 404
    assert ask(f"{root}/algoritme/NLD", {})[0] == 404


def test_a_known_etag_saves_the_answer(live: SampleRegister) -> None:
    url = f"{live.base_url}/algorithm/published-permonth"
    etag = ask(url)[1]["etag"]
    request = urllib.request.Request(url, headers={"If-None-Match": etag})  # noqa: S310 - idem
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, timeout=10)  # noqa: S310 - idem
    with refusal.value as answer:
        assert (answer.code, answer.read()) == (304, b"")


def test_the_detail_of_a_registration(folder: Path, live: SampleRegister) -> None:
    listing = json.loads((folder / day_folder(LAST) / "listing.json").read_bytes())
    url = f"{live.base_url}/algoritme/NLD/{listing[7]['lars']}"
    assert json.loads(ask(url)[2]) == listing[7]


def test_each_day_has_its_own_answers(folder: Path) -> None:
    with SampleRegister(folder, FIRST) as running:
        count = json.loads(ask(f"{running.base_url}/algoritme/total-count")[2])
    assert count == len(current(folder, FIRST))
    with pytest.raises(RuntimeError, match="not running"):
        _ = running.base_url


def test_a_day_without_answers_is_said(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="2026-01-01"):
        SampleRegister(folder, date(2026, 1, 1))
