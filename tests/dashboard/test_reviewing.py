"""The review on the command line: the queue, both texts side by side, and what is written in the ledger."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.formats import Formats
from dashboard.reviewing import _likely
from dashboard.side_by_side import columns, marked
from metrics.differences import ADDED, KEPT, REMOVED, Run, differences
from metrics.schemas import SCHEMAS
from sql import append, mart
from sql.append import Signature
from sql.ledger import BY_NAME
from tests.metrics.facts_builder import AGENCY, at
from tests.metrics.review_world import ReviewWorld
from tests.replay import House, Outcome

ONE, TWO, THREE = (f"1000000{number}" for number in range(1, 4))
WHO = ("--author", "Ada", "--proof", "A letter")


def published(world: ReviewWorld, folder: Path) -> House:
    """Return a house in which a world was published by hand."""
    facts = world.build()
    texts = pl.DataFrame({"content": list(world.said), "body": list(world.texts(pl.Series(list(world.said))).values())})
    frames = {name: getattr(facts, name) for name in SCHEMAS} | {"texts": texts}
    meta = dict.fromkeys(("published_at", "collected_at"), "2026-03-01T12:00:00+00:00") | {"facts_hash": "made by hand"}
    mart.point(folder / "data", mart.write(folder / "data", 1, {"internal": frames}, meta))
    (folder / "c.toml").write_text("", "utf-8")
    return House(folder / "data", folder / "c.toml")


def worlds() -> ReviewWorld:
    made = ReviewWorld()
    made.line("1", name="Chatbot Gem", description="Beantwoordt vragen van inwoners", vendor="Bouwer")
    made.line("2", name="Tweede").line("a b/c", name="Derde")
    made.system(ONE, "Chatbot Gem 2", description_short="Beantwoordt alle vragen", standard_version="1.0")
    made.system(TWO, "Chatbot")
    made.system(THREE, "tweede")
    for local_id, lars in (("1", ONE), ("1", TWO), ("2", THREE)):
        made.decided(local_id, lars)
    return made


@pytest.fixture
def house(tmp_path: Path) -> House:
    return published(worlds(), tmp_path)


def decide(house: House, *words: str) -> Outcome:
    return house.run("review", "decide", *words, *WHO)


def in_force(house: House) -> list[tuple[str, ...]]:
    rows = house.run("ledger", "list", "matches", "--format", "json").json
    return [(row["entry"], row["local_id"], row["lars"], row["verdict"], row["author"]) for row in rows]


# The queue


def test_the_queue_as_a_table(house: House) -> None:
    done = house.run("review", "--language", "en")
    lines = done.out.splitlines()
    assert done.code == 0, done.err
    assert [line.split()[:2] for line in lines[:4]] == [
        ["organisation", "own"], [AGENCY, "2"], [AGENCY, "1"], [AGENCY, "1"],
    ]  # fmt: skip
    assert lines[1].endswith("33.33    0       possible (decision)")
    assert lines[-2] == "3 of 3 to decide, on 1 March 2026 (known on 1 March 2026)."
    assert lines[-1].startswith("Coverage: strict 0 of 3, generous 2 of 3. 'Narrows' says by how many")
    assert "te beslissen, op 1 maart 2026" in house.run("review").out
    assert house.run("review", "--limit", "1").out.count(AGENCY) == 1
    assert "1 of 3 to decide" in house.run("review", "--limit", "1", "--language", "en").out


def test_the_queue_for_a_page(house: House) -> None:
    told = house.run("review", "--org", AGENCY.upper(), "--format", "json").json
    assert (told["pairs"], told["range"]) == (3, {"strict": [0, 3], "generous": [2, 3]})
    row = next(one for one in told["rows"] if one["lars"] == ONE)
    assert (row["rivals_of_line"], row["narrows_not_same"], row["evidence"], row["entry"]) == (
        [TWO], 0.0, None, "matches-1",
    )  # fmt: skip
    fields = {one["field"]: one for one in row["fields"]}
    assert fields["name"]["differences"] == [{"kind": KEPT, "text": "Chatbot Gem"}, {"kind": ADDED, "text": "2"}]
    assert fields["description"]["registration_title"] == {"nl": "Korte omschrijving", "en": "Short description"}


def test_the_queue_for_a_spreadsheet(house: House) -> None:
    rows = list(csv.DictReader(io.StringIO(house.run("review", "--format", "csv").out)))
    assert [row["lars"] for row in rows] == [THREE, ONE, TWO] or [row["lars"] for row in rows] == [THREE, TWO, ONE]
    row = next(one for one in rows if one["lars"] == ONE)
    assert (row["line_description"], row["registration_description"], row["conflicts"], row["rivals_of_line"]) == (
        "Beantwoordt vragen van inwoners", "Beantwoordt alle vragen", "name", TWO,
    )  # fmt: skip


# Both texts


def test_both_texts_side_by_side(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = house.run("review", "show", AGENCY, "1", ONE, "--language", "en")
    assert done.code == 0, done.err
    assert max(map(len, done.out.splitlines()[4:])) <= 80
    assert done.out.splitlines()[:2] == [
        f"{AGENCY} 1 | {ONE}: possible (decision)", f"This line may also be: {TWO}",
    ]  # fmt: skip
    assert "Chatbot Gem                            | Chatbot Gem {+2+}" in done.out
    assert "Beantwoordt vragen [-van inwoners-]    | Beantwoordt {+alle+} vragen" in done.out
    assert "Name / Name" not in done.out
    assert "Name (differs)" in done.out


def test_a_narrow_terminal_has_them_under_each_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    lines = house.run("review", "show", AGENCY, "1", ONE).out.splitlines()
    at_line = lines.index("Chatbot Gem")
    assert lines[at_line + 1] == "Chatbot Gem {+2+}"
    assert max(map(len, lines[4:])) <= 30


def test_a_line_with_all_that_it_may_be_and_a_pair_that_nobody_linked(house: House) -> None:
    told = house.run("review", "show", AGENCY, "1", "--format", "json").json
    assert [one["lars"] for one in told["rows"]] == [ONE, TWO]
    assert "past geen registratie" in house.run("review", "show", AGENCY, "a b/c").out
    bare = house.run("review", "show", AGENCY, "a b/c", ONE, "--language", "en")
    assert (bare.code, bare.out.splitlines()[0]) == (0, f"{AGENCY} a b/c | {ONE}: not matched")
    assert "[-Derde-]" in bare.out
    # A side that says nothing needs no marks.
    assert "Beantwoordt alle vragen" in bare.out


def test_who_decided_is_told_beside_the_texts(house: House) -> None:
    decide(house, AGENCY, "1", ONE, "unsure")
    shown = house.run("review", "show", AGENCY, "1", ONE, "--language", "en").out
    assert "Decided by Ada on " in shown
    assert "(matches-1): A letter" in shown


@pytest.mark.parametrize(
    ("first", "second", "left", "right"),
    [
        ("een oud model", "een nieuw model", "een [-oud-] model", "een {+nieuw+} model"),
        ("", "nieuw", "", "{+nieuw+}"),
        ("zelfde", "zelfde", "zelfde", "zelfde"),
    ],
)
def test_marks_need_no_colour(first: str, second: str, left: str, right: str) -> None:
    runs = differences(first, second)
    assert (marked(runs, ADDED), marked(runs, REMOVED)) == (left, right)
    assert marked((Run(KEPT, "x"),), ADDED) == "x"


@pytest.mark.parametrize(
    ("probability", "nl", "en"),
    [(0.5, "0,5", "0.5"), (0.876, "0,88", "0.88"), (0.9999, "> 0,99", "> 0.99"), (0.0001, "< 0,01", "< 0.01")],
)
def test_nothing_is_quite_sure(probability: float, nl: str, en: str) -> None:
    assert [_likely(Formats(one), probability) for one in ("nl", "en")] == [nl, en]


@pytest.mark.parametrize("width", [0, 5, 40, 71, 72, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    rows = [("Titel", "een twee drie " * 20, "vier"), ("", "", "abcdefghijklmnopqrstuvwxyz")]
    shown = list(columns(rows, width))
    assert max(map(len, shown)) <= max(width, 1)
    assert "".join(line.replace(" | ", "").replace(" ", "") for line in shown).count("vier") == 1


def test_a_text_cannot_steer_the_terminal() -> None:
    assert list(columns([("", "een\x1b[2Jtwee\tdrie", "")], 20)) == ["een [2Jtwee drie", "", ""]


# Deciding


def test_a_decision_stands_in_the_ledger_and_another_one_replaces_it(house: House) -> None:
    first = decide(house, AGENCY, "1", ONE, "same")
    assert first.code == 0, first.err
    assert first.out.splitlines()[:2] == [f"{AGENCY} 1 and {ONE}: same", "matches: matches-1 written"]
    again = decide(house, AGENCY, "1", ONE, "same")
    assert (again.code, "already; nothing was written" in again.out) == (0, True)
    other = house.run("review", "decide", AGENCY, "1", ONE, "not_same", "--author", "Bo", "--proof", "Looked")
    assert "this replaces that Ada decided same on " in other.out
    assert in_force(house) == [("matches-2", "1", ONE, "not_same", "Bo")]
    assert len(house.run("ledger", "history", "matches", "--format", "json").json) == 2


def test_undoing_brings_back_what_was_replaced_and_can_be_undone(house: House) -> None:
    decide(house, AGENCY, "1", ONE, "same")
    decide(house, AGENCY, "1", ONE, "not_same")
    for entry, told, left in (
        ("matches-2", "Ada decided same on", ["matches-1"]),
        ("matches-1", "nobody decided on it now", []),
        ("matches-4", "Ada decided same on", ["matches-1"]),
    ):
        done = house.run("review", "undo", entry, *WHO)
        assert (done.code, told in done.out) == (0, True), done.err
        assert [row[0] for row in in_force(house)] == left
    assert len(house.run("ledger", "history", "matches", "--format", "json").json) == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("decide", "ag0009", "1", ONE, "same"), "no list of 'ag0009' was ever delivered", id="no body"),
        pytest.param(("decide", "ag0009", "1", ONE, "same"), f"bodies with a list: {AGENCY}", id="what would do"),
        pytest.param(
            ("decide", AGENCY, "9", ONE, "same"), "never listed a line '9'; its lines: 1, 2, a b/c", id="line"
        ),
        pytest.param(("decide", AGENCY, "1", "99999999", "same"), "no registration '99999999' was ever", id="no lars"),
        pytest.param(("decide", AGENCY, "1", "123", "same"), "a lars is eight digits", id="no lars at all"),
        pytest.param(("decide", AGENCY, "1", ONE, "maybe"), "choose from", id="no verdict"),
        pytest.param(("undo", "matches-9"), "no entry 'matches-9' was ever added", id="no entry"),
        pytest.param(("accept-identical", "--org", "x"), "no list of 'x'", id="no body to accept for"),
        pytest.param(("show", AGENCY, "9"), "never listed a line '9'", id="no line to show"),
        pytest.param(("show", AGENCY, "1", "99999999"), "no registration '99999999'", id="no lars to show"),
        pytest.param(("--org", "gm9999"), "no list of 'gm9999'", id="no body to list"),
        pytest.param(("--target", "x"), "no target 'x'; there are: rijk-a-2025", id="no target"),
        pytest.param(("--limit", "0"), "write 1 or more", id="no limit"),
    ],
)
def test_wrong_use(house: House, words: tuple[str, ...], said: str) -> None:
    writes = words[0] in {"decide", "undo", "accept-identical"}
    done = house.run("review", *words, *(WHO if writes else ()))
    assert (done.code, said in done.err) == (2, True), done.err
    assert not (house.data / "ledgers").exists()


@pytest.mark.parametrize("left_out", ["--author", "--proof"])
def test_a_decision_needs_an_author_and_a_proof(house: House, left_out: str) -> None:
    given = [word for pair in zip(WHO[::2], WHO[1::2], strict=True) if pair[0] != left_out for word in pair]
    assert house.run("review", "decide", AGENCY, "1", ONE, "same", *given).code == 2
    assert house.run("review", "decide", AGENCY, "1", ONE, "same", *given, left_out, " ").code == 2
    assert not (house.data / "ledgers").exists()


def test_nothing_was_published(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("", "utf-8")
    house = House(tmp_path / "data", tmp_path / "c.toml")
    assert [house.run("review").code, decide(house, AGENCY, "1", ONE, "same").code] == [5, 5]
    assert house.run("review", "accept-identical", *WHO).code == 5


# Two at once


def _elsewhere(house: House, verdict: str, corrects: str = "") -> Callable[..., Any]:
    """Return how another steward writes a moment before we do."""
    before, row = append.add, {"org_id": AGENCY, "local_id": "1", "lars": ONE, "verdict": verdict}

    def add(*args: Any, **kwargs: Any) -> list[str]:  # noqa: ANN401 - whatever is handed on
        before(house.data, BY_NAME["matches"], [row], Signature("Bo", "A call", at("2026-03-02")), corrects)
        return before(*args, **kwargs)

    return add


@pytest.mark.parametrize("mine", ["same", "not_same"])
def test_somebody_else_who_is_quicker_is_not_overruled(
    house: House, monkeypatch: pytest.MonkeyPatch, mine: str
) -> None:
    monkeypatch.setattr(append, "add", _elsewhere(house, "unsure"))
    done = decide(house, AGENCY, "1", ONE, mine)
    assert (done.code, "Bo decided unsure on 2026-03-02 (matches-1) just now" in done.err) == (2, True), done.err
    assert [row[3:] for row in in_force(house)] == [("unsure", "Bo")]


def test_somebody_else_replaced_it_first(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(house, AGENCY, "1", ONE, "unsure")
    monkeypatch.setattr(append, "add", _elsewhere(house, "same", "matches-1"))
    done = decide(house, AGENCY, "1", ONE, "not_same")
    assert (done.code, "Bo decided same" in done.err) == (2, True), done.err
    assert [row[3:] for row in in_force(house)] == [("same", "Bo")]


def test_what_is_wrong_for_another_reason_is_told_as_it_is(house: House) -> None:
    decide(house, AGENCY, "1", ONE, "unsure")
    path = house.data / "ledgers" / "matches.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Ada", b"Eve"))
    done = decide(house, AGENCY, "1", ONE, "same")
    assert (done.code, "is not what it was" in done.err) == (4, True), done.err


# Identical pairs


@pytest.fixture
def twins(tmp_path: Path) -> House:
    """Return a house with two identical pairs, and one that only looks like it."""
    made = ReviewWorld()
    for local_id, lars, name in (("1", ONE, "Een"), ("2", TWO, "Twee"), ("3", THREE, "Drie")):
        made.line(local_id, name=name)
        made.system(lars, name.upper() if local_id != "3" else "Vier")
        made.pair(lars, local_id, alone="possible")
    return published(made, tmp_path)


def test_identical_pairs_are_accepted_in_one_import(twins: House) -> None:
    tried = twins.run("review", "accept-identical", "--dry-run", *WHO)
    assert tried.code == 0, tried.err
    assert tried.out.splitlines() == [
        f"{AGENCY} 1 and {ONE}: same", f"{AGENCY} 2 and {TWO}: same",
        "identical pairs to accept: 2; nothing was written",
    ]  # fmt: skip
    assert not (twins.data / "ledgers").exists()
    done = twins.run("review", "--org", AGENCY, "accept-identical", *WHO)
    assert (done.code, done.out.splitlines()[-1]) == (0, "matches: matches-1 to matches-2 written"), done.err
    assert [row[1:4] for row in in_force(twins)] == [("1", ONE, "same"), ("2", TWO, "same")]
    lines = twins.run("ledger", "history", "matches", "--format", "json").json
    assert len({line["at"] for line in lines}) == 1
    # What stands in the ledger is known, also before the next publication.
    assert twins.run("review", "accept-identical", *WHO).out == "identical pairs to accept: 0\n"
    assert decide(twins, AGENCY, "2", TWO, "not_same").code == 0
    assert twins.run("review", "accept-identical", *WHO).out == "identical pairs to accept: 0\n"
    assert in_force(twins)[-1][3] == "not_same"


def test_nothing_is_accepted_while_somebody_else_decides(twins: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(append, "add", _elsewhere(twins, "not_same"))
    done = twins.run("review", "accept-identical", *WHO)
    assert (done.code, "so nothing was written; do it again for the others" in done.err) == (2, True), done.err
    assert [row[3:] for row in in_force(twins)] == [("not_same", "Bo")]


def test_another_trouble_while_accepting_is_told_as_it_is(twins: House) -> None:
    done = twins.run("review", "accept-identical", "--author", "Ada", "--proof", " ")
    assert (done.code, "give an author and a proof" in done.err) == (2, True), done.err


def test_what_texts_say_for_a_pair_is_told_in_words(twins: House) -> None:
    row = twins.run("review", "--format", "json", "--language", "en").json["rows"][0]
    assert row["evidence_said"].startswith("Name: speaks")
    assert set(row["evidence"]) >= {"name", "text", "prior"}
    shown = twins.run("review", "show", AGENCY, "3", THREE, "--language", "en").out
    assert "Probability that it is the same system: 0." in shown
    assert "Name: speaks" in shown
