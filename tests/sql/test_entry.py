"""Every kind of field: what is read, and what is said of what cannot be."""

import pytest

from sql.entry import read_entry
from sql.ledger import BY_NAME, LEDGERS, SHIPPED, Ledger, shipped

GOOD = {
    "targets": {
        "target": "b-2027", "title_nl": "B in het register", "title_en": "B in the register", "deadline": "2027-12-31",
        "category": "b", "source_nl": "Een brief", "source_en": "A letter", "stated_on": "2026-05-01",
    },
    "declared": {"org_id": "mnre1034", "category_a": "0", "as_of": "2025-08-25", "document": "A letter"},
    "scopes": {"target": "rijk-a-2025", "org_id": "zb0001", "stated_on": "2026-05-01", "document": "A letter"},
    "explanations": {
        "org_id": "mnre1034", "local_id": "7", "reason": "Being replaced.", "ground": "A decision",
        "valid_from": "2025-12-01", "valid_until": "2026-12-31",
    },
    "commitments": {
        "org_id": "government", "promise_nl": "Alles van B", "promise_en": "All of B", "date": "2027-12-31",
        "stated_on": "2026-05-01", "document_nl": "Een brief", "document_en": "A letter", "passage_nl": "alles van B",
        "passage_en": "all of B",
    },
    "successions": {"predecessor": "gm0001", "successor": "gm0002", "kind": "merger", "date": "2026-01-01"},
    "matches": {"org_id": "mnre1034", "local_id": "7", "lars": "12345678", "verdict": "same"},
    "corrections": {
        "subject": "figure/size.registrations", "valid_from": "2026-01-01", "text_nl": "Fout", "text_en": "Wrong",
    },
    "remarks": {
        "subject": "organisation/gm0344", "said_on": "2026-01-01", "text": "Twee staan er dubbel.", "name": "Team Data",
        "contact": "data@example.org", "reply": "Dat klopt.", "replied_on": "2026-01-05",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", BY_NAME)
def test_an_entry_of_each_ledger_can_be_read(name: str) -> None:
    values, problems = read_entry(BY_NAME[name], GOOD[name])
    assert problems == []
    assert set(GOOD[name]) <= set(values)


@pytest.mark.parametrize(
    ("name", "field", "text", "value"),
    [
        pytest.param("declared", "org_id", "MNRE1034", "mnre1034", id="a code in capitals"),
        pytest.param("declared", "org_id", "hv_12", "hv_12", id="a code with a line"),
        pytest.param("declared", "org_id", "total", "total", id="a word in the place of a code"),
        pytest.param("declared", "category_a", "162", 162, id="a number"),
        pytest.param("declared", "category_a", "000", 0, id="noughts"),
        pytest.param("declared", "state", " Partial ", "partial", id="a choice, however written"),
        pytest.param("declared", "state", "", "reported", id="a default"),
        pytest.param("declared", "link", "https://example.org/letter", "https://example.org/letter", id="a link"),
        pytest.param("declared", "as_of", "2024-02-29", "2024-02-29", id="a leap day"),
        pytest.param("declared", "quote", " said so ", "said so", id="a text"),
        pytest.param("targets", "category", "A", "Hoog-risico AI-systeem", id="a letter for a category"),
        pytest.param("targets", "lag_days", "", 0, id="no lag"),
        pytest.param("successions", "share", "0.25", 0.25, id="a share"),
        pytest.param("successions", "share", "1", 1.0, id="all of it"),
        pytest.param("matches", "lars", "00000001", "00000001", id="a lars with noughts"),
    ],
)
def test_what_is_read(name: str, field: str, text: str, value: object) -> None:
    values, problems = read_entry(BY_NAME[name], GOOD[name] | {field: text})
    assert (values.get(field), problems) == (value, [])


@pytest.mark.parametrize(
    ("name", "field", "text", "said"),
    [
        pytest.param("declared", "org_id", "Ministerie van Financiën", "code of an organisation", id="a name"),
        pytest.param("declared", "org_id", "", "is missing", id="nothing"),
        pytest.param("declared", "org_id", "government", "or total", id="another ledger's word"),
        pytest.param("declared", "category_a", "-1", "whole number", id="below nought"),
        pytest.param("declared", "category_a", "1.000", "without separators", id="a separator"),
        pytest.param("declared", "category_a", "²", "whole number", id="no digit"),
        pytest.param("declared", "category_a", "9" * 30, "whole number", id="more than there can be"),
        pytest.param("declared", "as_of", "2025-02-29", "YYYY-MM-DD", id="no leap year"),
        pytest.param("declared", "as_of", "25-08-2025", "YYYY-MM-DD", id="the day first"),
        pytest.param("declared", "as_of", "20250825", "YYYY-MM-DD", id="without lines"),
        pytest.param("declared", "state", "finished", "one of reported, partial, forthcoming", id="no choice"),
        pytest.param("declared", "link", "example.org", "https://", id="half a link"),
        pytest.param("declared", "categorie_a", "1", "did you mean category_a?", id="no field"),
        pytest.param("successions", "share", "1.5", "from 0 to 1", id="more than all"),
        pytest.param("matches", "lars", "1234567", "eight digits", id="seven digits"),
        pytest.param("matches", "verdict", "yes", "one of same, not_same, unsure", id="no verdict"),
        pytest.param("targets", "source", "A letter", "did you mean source_", id="a source in no language"),
        pytest.param("commitments", "promise", "All of B", "did you mean promise_", id="a promise in no language"),
        pytest.param("commitments", "passage_nl", "", "is missing", id="a passage in one language"),
        pytest.param("corrections", "subject", "figure/", "names nothing", id="about nothing"),
        pytest.param("corrections", "subject", "weather", "names nothing", id="about something else"),
        pytest.param("remarks", "subject", "figure/size.registrations", "names nothing", id="about a figure"),
        pytest.param("explanations", "valid_until", "", "is missing", id="without an end"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, field: str, text: str, said: str) -> None:
    _, problems = read_entry(BY_NAME[name], GOOD[name] | {field: text})
    assert [words for words in problems if words.startswith(f"{field}: ") and said in words], problems


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        pytest.param("explanations", {"local_id": ""}, "at least one of local_id, lars", id="of no system"),
        pytest.param("explanations", {"valid_until": "2025-11-30"}, "is before valid_from", id="ends before"),
        pytest.param("declared", {"category_a": ""}, "at least one of", id="no count at all"),
        pytest.param("declared", {"state": "forthcoming"}, "expected_on: is missing", id="announced for no day"),
        pytest.param("successions", {"kind": "split"}, "share: is missing", id="split without shares"),
        pytest.param("corrections", {"text_en": ""}, "text_en: is missing", id="in one language"),
        pytest.param("corrections", {"subject": "organisation/gm1"}, "value: is missing", id="corrected to nothing"),
        pytest.param("remarks", {"replied_on": ""}, "replied_on: is missing", id="a reply without a day"),
        pytest.param("remarks", {"reply": ""}, "reply: is missing", id="replied to with nothing"),
        pytest.param("remarks", {"replied_on": "2025-12-31"}, "is before said_on", id="replied before it was said"),
        pytest.param("declared", {"source": "Another"}, "given twice, and differs", id="two names of one field"),
    ],
)
def test_what_holds_between_fields(name: str, changed: dict[str, str], said: str) -> None:
    _, problems = read_entry(BY_NAME[name], GOOD[name] | changed)
    assert len(problems) >= 1
    assert said in "\n".join(problems)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    _, problems = read_entry(BY_NAME["declared"], {"org": "x", "category_a": "a", "as_of": "soon"})
    assert [words.split(":")[0] for words in problems] == ["org", "org_id", "category_a", "as_of", "document"]


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda one: one.name)
def test_a_declaration_speaks_of_its_own_fields(ledger: Ledger) -> None:
    keys = [field.key for field in ledger.fields]
    others = [alias for field in ledger.fields for alias in field.aliases]
    named = {*ledger.unique, *(key for group in (*ledger.one_of, *ledger.order) for key in group)}
    named |= {key for start, _, needed in ledger.needs for key in (start, *needed)}
    assert named <= set(keys)
    assert len(set(keys + others)) == len(keys) + len(others)
    assert all(field.title.nl and field.title.en for field in ledger.fields)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_comes_with_the_software_is_as_good_as_an_entry(name: str) -> None:
    rows = shipped(name).to_dicts()
    assert rows
    for row in rows:
        cells = {key: value or "" for key, value in row.items() if key != "entry"}
        assert read_entry(BY_NAME[name], cells)[1] == []
