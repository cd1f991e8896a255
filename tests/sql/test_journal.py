"""A ledger's file: who may append, what is noticed, and what is in force."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sql import append, journal
from sql.append import Signature
from sql.entry import LedgerError
from sql.journal import TamperedError
from sql.ledger import BY_NAME

LEDGER = BY_NAME["declared"]
ADA = Signature("Ada", "A letter", datetime(2026, 1, 1, tzinfo=UTC))


def row(number: int, count: int = 1) -> dict[str, str]:
    return {"org_id": f"gm{number:04}", "category_a": str(count), "as_of": "2025-08-25", "document": "A letter"}


def add(data: Path, *numbers: int, corrects: str = "", count: int = 1) -> list[str]:
    return append.add(data, LEDGER, [row(number, count) for number in numbers], ADA, corrects)


def states(data: Path) -> dict[str, str]:
    return {line.entry: line.state for line in journal.read(data, LEDGER)}


def in_force(data: Path) -> list[tuple[str, int]]:
    found = journal.in_force(journal.read(data, LEDGER))
    return sorted((line.values["org_id"], line.values["category_a"]) for line in found)


def test_entries_are_appended_with_who_and_why(tmp_path: Path) -> None:
    assert add(tmp_path, 1, 2) == ["declared-1", "declared-2"]
    assert add(tmp_path, 3) == ["declared-3"]
    first, second, third = (line.content for line in journal.read(tmp_path, LEDGER))
    assert (first["author"], first["proof"], first["at"]) == ("Ada", "A letter", "2026-01-01T00:00:00+00:00")
    assert (first["before"], first["more"], second["more"], third["more"]) == ("", 1, 0, 0)
    assert journal.check(journal.path_of(tmp_path, LEDGER).read_bytes(), LEDGER) == []


@pytest.mark.parametrize(("author", "proof"), [("", "A letter"), ("Ada", ""), (" ", " ")])
def test_nobody_writes_without_name_and_proof(tmp_path: Path, author: str, proof: str) -> None:
    with pytest.raises(LedgerError, match="author and a proof"):
        append.add(tmp_path, LEDGER, [row(1)], Signature(author, proof, ADA.at))


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    for text, said in (("a\udcff", "UTF-8"), ("a\0b", "control character")):
        with pytest.raises(LedgerError, match=said):
            append.add(tmp_path, LEDGER, [row(1) | {"quote": text}], ADA)
    assert states(tmp_path) == {}


def test_all_rows_or_none(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as caught:
        append.add(tmp_path, LEDGER, [row(1), row(2) | {"as_of": "?", "category_a": "x"}, row(1)], ADA)
    said = str(caught.value).splitlines()
    assert [words.split(":")[0].strip() for words in said] == ["ledger declared", "row 3", "row 3", "row 4"]
    assert states(tmp_path) == {}


@pytest.mark.parametrize(
    ("ledger", "entry", "field"),
    [
        pytest.param("declared", row(1), "as_of", id="as of"),
        pytest.param("commitments", {"org_id": "government", "promise_nl": "Alles", "promise_en": "All",
                                     "date": "2027-12-31", "document_nl": "Een", "document_en": "A",
                                     "passage_nl": "alles", "passage_en": "all"}, "stated_on", id="stated on"),
    ],
)  # fmt: skip
def test_no_document_is_from_after_the_day_of_writing(
    tmp_path: Path, ledger: str, entry: dict[str, str], field: str
) -> None:
    # In the Netherlands it is the next day by then.
    late = Signature("Ada", "A letter", datetime(2026, 1, 1, 23, 30, tzinfo=UTC))
    with pytest.raises(LedgerError, match=f"{field}: 2026-01-03 is after today, 2026-01-02"):
        append.add(tmp_path, BY_NAME[ledger], [entry | {field: "2026-01-03"}], late)
    assert append.add(tmp_path, BY_NAME[ledger], [entry | {field: "2026-01-02"}], late)


def test_what_is_in_force_is_not_said_twice(tmp_path: Path) -> None:
    add(tmp_path, 1)
    with pytest.raises(LedgerError, match=r"declared-1 says it already .* --corrects declared-1"):
        add(tmp_path, 1, count=9)
    assert add(tmp_path, 1, count=9, corrects="declared-1") == ["declared-2"]
    assert in_force(tmp_path) == [("gm0001", 9)]


def test_what_was_corrected_and_withdrawn_stays_in_the_history(tmp_path: Path) -> None:
    add(tmp_path, 1)
    add(tmp_path, 1, count=2, corrects="declared-1")
    add(tmp_path, 1, count=3, corrects="declared-2")
    assert states(tmp_path) == {"declared-1": "corrected", "declared-2": "corrected", "declared-3": "in force"}
    append.withdraw(tmp_path, LEDGER, "declared-3", ADA)
    assert in_force(tmp_path) == [("gm0001", 2)]
    append.withdraw(tmp_path, LEDGER, "declared-4", ADA)
    assert in_force(tmp_path) == [("gm0001", 3)]
    assert list(states(tmp_path).values()) == ["corrected", "corrected", "in force", "withdrawn", "withdrawal"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param("declared-9", "no entry 'declared-9'", id="never added"),
        pytest.param("declared-1", "corrected by declared-2", id="corrected"),
        pytest.param("declared-3", "withdrawn by declared-4", id="withdrawn"),
    ],
)
def test_only_what_is_in_force_can_be_withdrawn_or_corrected(tmp_path: Path, entry: str, said: str) -> None:
    add(tmp_path, 1)
    add(tmp_path, 1, corrects="declared-1")
    add(tmp_path, 2)
    append.withdraw(tmp_path, LEDGER, "declared-3", ADA)
    with pytest.raises(LedgerError, match=said):
        append.withdraw(tmp_path, LEDGER, entry, ADA)
    with pytest.raises(LedgerError, match=said):
        add(tmp_path, 7, corrects=entry)


def test_what_was_said_anew_in_the_meantime_is_not_brought_back(tmp_path: Path) -> None:
    add(tmp_path, 1)
    append.withdraw(tmp_path, LEDGER, "declared-1", ADA)
    add(tmp_path, 1, count=2)
    with pytest.raises(LedgerError, match=r"declared-1 would count again, and declared-3 says"):
        append.withdraw(tmp_path, LEDGER, "declared-2", ADA)
    append.withdraw(tmp_path, LEDGER, "declared-3", ADA)
    append.withdraw(tmp_path, LEDGER, "declared-2", ADA)
    assert in_force(tmp_path) == [("gm0001", 1)]


def test_a_line_that_was_being_written_is_dropped_by_the_next(tmp_path: Path) -> None:
    add(tmp_path, 1)
    path = journal.path_of(tmp_path, LEDGER)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"entry": "declared-2", "at')
    assert in_force(tmp_path) == [("gm0001", 1)]
    assert "cut short" in journal.check(path.read_bytes(), LEDGER)[0]
    assert add(tmp_path, 2) == ["declared-2"]
    assert path.read_bytes().startswith(whole + b'{"entry":"declared-2"')


@pytest.mark.parametrize("kept", [1, 2])
def test_an_import_that_was_cut_short_counts_for_nothing(tmp_path: Path, kept: int) -> None:
    add(tmp_path, 1)
    add(tmp_path, 2, 3, 4)
    path = journal.path_of(tmp_path, LEDGER)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[: 1 + kept]))
    assert in_force(tmp_path) == [("gm0001", 1)]
    assert add(tmp_path, 2, 3) == ["declared-2", "declared-3"]


def _edited(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b'"category_a":1', b'"category_a":7'), *lines[1:]]


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        pytest.param(_edited, TamperedError, "line 2 does not follow", id="edited"),
        pytest.param(lambda lines: lines[1:], TamperedError, "line 1 does not follow", id="the first removed"),
        pytest.param(lambda lines: [lines[0], *lines[2:]], TamperedError, "line 2 does not follow", id="removed"),
        pytest.param(lambda lines: [lines[1], lines[0], lines[2]], TamperedError, "line 1 does not", id="reordered"),
        pytest.param(lambda lines: [b"nonsense\n", *lines[1:]], LedgerError, "line 1 is no JSON", id="no JSON"),
        pytest.param(lambda lines: [b"[]\n", *lines[1:]], LedgerError, "line 1 lacks entry", id="no object"),
        pytest.param(lambda lines: [b"{}\n", *lines[1:]], LedgerError, "line 1 lacks entry", id="no entry"),
    ],
)
def test_an_earlier_line_that_is_not_what_it_was_is_noticed(
    tmp_path: Path, spoil: object, error: type[LedgerError], said: str
) -> None:
    add(tmp_path, 1, 2, 3)
    path = journal.path_of(tmp_path, LEDGER)
    spoiled = b"".join(spoil(path.read_bytes().splitlines(keepends=True)))  # type: ignore[operator]
    path.write_bytes(spoiled)
    for look in (lambda: add(tmp_path, 4), lambda: journal.read(tmp_path, LEDGER)):
        with pytest.raises(error, match=said):
            look()
    assert path.read_bytes() == spoiled


@pytest.mark.parametrize("mended", ["corrected", "withdrawn"])
def test_an_entry_with_a_field_of_before_counts_until_it_is_put_right(tmp_path: Path, mended: str) -> None:
    before = replace(LEDGER, fields=(*LEDGER.fields, replace(LEDGER.fields[0], key="remark", kind="text")))
    append.add(tmp_path, before, [row(1) | {"remark": "As it was"}], ADA)
    path = journal.path_of(tmp_path, LEDGER)
    assert "line 1: remark: declared has no such field" in journal.check(path.read_bytes(), LEDGER)[0]
    if mended == "corrected":
        add(tmp_path, 1, corrects="declared-1")
    else:
        append.withdraw(tmp_path, LEDGER, "declared-1", ADA)
    assert journal.check(path.read_bytes(), LEDGER) == []


def test_a_line_that_was_added_by_hand_is_checked(tmp_path: Path) -> None:
    add(tmp_path, 1)
    path = journal.path_of(tmp_path, LEDGER)
    last = journal.read(tmp_path, LEDGER)[-1]
    by_hand = dict(last.content) | {"entry": "declared-2", "before": last.sha256, "org_id": "somebody"}
    path.write_bytes(path.read_bytes() + orjson.dumps(by_hand) + b"\n")
    assert "line 2: org_id: 'somebody' is not the code" in journal.check(path.read_bytes(), LEDGER)[0]


_WRITER = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from sql import append
from sql.ledger import BY_NAME
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 40):
    row = {"org_id": f"gm{number}", "category_a": "1", "as_of": "2025-08-25", "document": "A letter"}
    append.add(Path(sys.argv[1]), BY_NAME["declared"], [row], append.Signature("A", "B", datetime.now(UTC)))
"""


def test_two_processes_append_at_once(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path), start]) for start in ("100", "500")]
    assert [one.wait() for one in writers] == [0, 0]
    found = journal.read(tmp_path, LEDGER)
    assert [line.entry for line in found] == [f"declared-{number}" for number in range(1, 81)]
    assert len({line.values["org_id"] for line in found}) == 80
    assert journal.check(journal.path_of(tmp_path, LEDGER).read_bytes(), LEDGER) == []


_CRAMPED = """
import resource, sys
from pathlib import Path
from datetime import UTC, datetime
from sql import append
from sql.ledger import BY_NAME
path = Path(sys.argv[1], "ledgers", "declared.jsonl")
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 400,) * 2)
rows = [{"org_id": f"gm{n}", "category_a": "1", "as_of": "2025-08-25", "document": "A letter"} for n in range(9)]
try:
    append.add(Path(sys.argv[1]), BY_NAME["declared"], rows, append.Signature("A", "B", datetime.now(UTC)))
except OSError:
    sys.exit(0)
sys.exit(1)
"""


def test_when_the_disk_is_full_nothing_counts_and_later_it_goes_on(tmp_path: Path) -> None:
    add(tmp_path, 1)
    assert subprocess.run([sys.executable, "-c", _CRAMPED, str(tmp_path)], check=False).returncode == 0
    assert in_force(tmp_path) == [("gm0001", 1)]
    assert add(tmp_path, 2) == ["declared-2"]
    assert in_force(tmp_path) == [("gm0001", 1), ("gm0002", 1)]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_withdrawing_gives_back_what_was_before(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever was written: a step and its withdrawal leave in force what was, and the chain holds."""
    folder = tmp_path_factory.mktemp("ledger")
    add(folder, 1, 2)
    for count in range(3, data.draw(st.integers(3, 12))):
        live = [line.entry for line in journal.in_force(journal.read(folder, LEDGER))]
        before = in_force(folder)
        kind = data.draw(st.sampled_from(["add", "correct", "withdraw"] if live else ["add"]))
        entry = data.draw(st.sampled_from(live)) if live else ""
        if kind == "withdraw":
            (step,) = append.withdraw(folder, LEDGER, entry, ADA)
        else:
            (step,) = add(folder, 100 + count, count=count, corrects=entry if kind == "correct" else "")
        if data.draw(st.booleans()):
            append.withdraw(folder, LEDGER, step, ADA)
            assert in_force(folder) == before
    assert journal.check(journal.path_of(folder, LEDGER).read_bytes(), LEDGER) == []
