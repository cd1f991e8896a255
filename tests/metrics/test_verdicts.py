"""Verdicts on one text, as tables: what passes, what fails, what is not asked."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.families.completeness import Step, score_of
from metrics.texts import PLACEHOLDERS
from metrics.verdicts import verdicts
from sql.fields import BIT, BY_KEY, FIELDS, HIGH_RISK, IMPACTFUL, IN_USE, NOT_STATED, OTHER, OUT_OF_USE, STANDARDS

PASSES, EMPTY, FILLED, NOT_ASKED = "valid", "empty", "filled, not valid", "not asked"


@dataclass(frozen=True)
class Entry:
    """What an entry says, and the words that it was read to say."""

    cells: dict[str, str]
    standard: str = "1.0"
    category: str = IMPACTFUL
    status: str = IN_USE


def judged(entries: Iterable[Entry]) -> pl.DataFrame:
    """Return the verdicts on entries, in their order: judging many at once costs what one does."""
    rows = [
        {"content": str(number), "body": json.dumps(one.cells)}
        | {"standard": one.standard, "category": one.category, "status": one.status}
        for number, one in enumerate(entries)
    ]
    return verdicts(pl.DataFrame(rows))


def word(key: str, row: dict[str, int]) -> str:
    bit = 1 << BIT[key]
    if not row["asked"] & bit:
        return NOT_ASKED
    if not row["filled"] & bit:
        return "empty, and yet valid" if row["valid"] & bit else EMPTY
    return PASSES if row["valid"] & bit else FILLED


Case: TypeAlias = tuple[str, Entry, str]


def hold(cases: Iterable[Case]) -> None:
    """Check a table of field, entry and expected verdict; name every row that does not hold."""
    table = list(cases)
    rows = judged(entry for _, entry, _ in table).to_dicts()
    told = [word(key, row) for (key, _, _), row in zip(table, rows, strict=True)]
    wrong = [
        (key, entry, expected, one) for (key, entry, expected), one in zip(table, told, strict=True) if one != expected
    ]
    assert not wrong


def column(key: str, standard: str) -> str:
    return BY_KEY[key].sources(standard)[0]


def sample(key: str, standard: str) -> str:
    """Return a text that fits a field: the first permitted value, a date, or a word."""
    one = BY_KEY[key]
    if one.permitted.get(standard):
        return one.permitted[standard][0]
    return "2023-01" if one.kind == "date" else "Ja."


EVERY = [(one.key, standard) for one in FIELDS for standard in one.limits]
#: What else an entry must say before it is asked for a field.
CONDITION = {"lawful_basis_grouping": {"lawful_basis": "Awb"}, "source_data_grouping": {"source_data": "BSN"}}


def every_field(key: str, standard: str) -> Iterator[Case]:
    name, limit = column(key, standard), BY_KEY[key].limits[standard]
    table = {sample(key, standard): PASSES, "": EMPTY, " \u00a0\u200b\n": EMPTY, " N.V.T. ": FILLED}
    if limit and BY_KEY[key].kind == "text":
        table |= {"é" * limit: PASSES, "é" * (limit + 1): FILLED, f"  {'é' * limit}\n": PASSES}
    for text, expected in table.items():
        status = OUT_OF_USE if key == "end_date" else IN_USE
        if key == "status" and expected != PASSES:
            status = NOT_STATED
        yield key, Entry({**CONDITION.get(key, {}), name: text}, standard, status=status), expected


def test_every_field_of_every_standard() -> None:
    """A fitting text passes; nothing, blanks and a placeholder fail; the limit is the last length that fits."""
    hold(case for key, standard in EVERY for case in every_field(key, standard))


def test_a_standard_without_the_field_does_not_ask_for_it() -> None:
    hold(
        (one.key, Entry({**CONDITION.get(one.key, {}), one.key: "Ja."}, standard, status=OUT_OF_USE), NOT_ASKED)
        for one in FIELDS
        for standard in (*STANDARDS, "9.9", NOT_STATED)
        if standard not in one.limits
    )


def test_category_c_owes_context_only() -> None:
    hold(
        (
            one.key,
            Entry(
                {**CONDITION.get(one.key, {}), one.key: sample(one.key, "1.0")}, category=category, status=OUT_OF_USE
            ),
            NOT_ASKED if category == OTHER and one.tier in {1, 2} else PASSES,
        )
        for one in FIELDS
        if one.tier
        for category in (HIGH_RISK, IMPACTFUL, NOT_STATED, OTHER)
    )


PLACED: list[tuple[str, str, str]] = [
    *(("goal", word, FILLED) for word in PLACEHOLDERS),
    *(("goal", f"  {word.upper()}\t", FILLED) for word in PLACEHOLDERS),
    ("goal", "Lorem ipsum dolor sit amet", FILLED),
    ("goal", "LOREM IPSUM", FILLED),
    # Only the whole text: what merely holds such a word says something.
    ("goal", "n.v.t. voor burgers", PASSES),
    ("goal", "---", PASSES),
    ("goal", "xx", PASSES),
    ("goal", "Geen.", PASSES),
    ("goal", "Een lorem ipsum", PASSES),
    # "geen" answers these two questions.
    ("human_intervention", "Geen", PASSES),
    ("human_intervention", "n.v.t.", FILLED),
    ("provider", " geen ", PASSES),
    ("provider", "onbekend", FILLED),
    ("risks", "geen", FILLED),
    ("contact_email", "noreply@example.com", FILLED),
    ("contact_email", "NoReply@Example.com", FILLED),
    ("name", "Unnamed Algorithm", FILLED),
    ("description_short", "No description available", FILLED),
]


def test_placeholders() -> None:
    hold((key, Entry({key: text}), expected) for key, text, expected in PLACED)


def test_the_list_of_placeholders_is_the_published_one() -> None:
    from tests.metrics import oracle  # noqa: PLC0415 - its list was copied from metrics.md by hand

    assert set(PLACEHOLDERS) == oracle.PLACEHOLDERS


DATES = [
    ("2023-01", PASSES),
    ("01-2023", PASSES),
    (" 2023-12 ", PASSES),
    ("", EMPTY),
    ("2023", FILLED),
    ("1-2023", FILLED),
    ("2023-13", FILLED),
    ("2023-00", FILLED),
    ("13-2018", FILLED),
    ("00-0000", FILLED),
    ("0001-01", PASSES),
    ("01/2023", FILLED),
    ("2023-12-01", FILLED),
    ("2023-12-01 00:00:00", FILLED),
    ("heden", FILLED),
    ("n.v.t.", FILLED),
    ("onb.", FILLED),
]


def test_dates() -> None:
    hold(("begin_date", Entry({"begin_date": text}), expected) for text, expected in DATES)
    hold(("end_date", Entry({"end_date": text}, status=OUT_OF_USE), expected) for text, expected in DATES)
    hold(("end_date", Entry({"end_date": text}), NOT_ASKED) for text, _ in DATES)


PERMITTED_VALUES: list[tuple[str, str, str, str]] = [
    ("publication_category", "1.0", HIGH_RISK, PASSES),
    ("publication_category", "1.0", "hoog-risico", FILLED),
    ("publication_category", "0.4", HIGH_RISK, NOT_ASKED),
    ("lang", "1.0", "nld", PASSES),
    ("lang", "1.0", "eng", FILLED),
    ("type", "0.4", "Ja", PASSES),
    ("type", "0.4", "Soms", FILLED),
    ("type", "0.1", "Zelflerend", PASSES),
    ("type", "1.0", "Ja", NOT_ASKED),
    ("category", "1.0", "Recht", PASSES),
    ("category", "1.0", "Recht, Werk", PASSES),
    ("category", "1.0", "Recht, Landbouw", FILLED),
    ("category", "0.4", "Recht, Landbouw", PASSES),
    ("category", "0.1", "Zorg en Welzijn; Jeugd", PASSES),
    ("impacttoetsen_grouping", "1.0", "1: Eigen toets, https://example.org", PASSES),
    ("impacttoetsen_grouping", "1.0", "-", FILLED),
]


def test_permitted_values() -> None:
    hold((key, Entry({key: text}, standard), expected) for key, standard, text, expected in PERMITTED_VALUES)


THE_SAME_QUESTION_IN_OTHER_STANDARDS: list[tuple[str, str, dict[str, str], str]] = [
    # A list in 0.4 names the assessments; before that they were two descriptions; in 1.0 both.
    ("impacttoetsen_grouping", "0.4", {"impacttoetsen": "DPIA"}, PASSES),
    ("impacttoetsen_grouping", "0.4", {"iama_description": "https://example.org"}, EMPTY),
    ("impact_link", "0.4", {"iama_description": "https://example.org"}, PASSES),
    ("impacttoetsen", "0.4", {"impacttoetsen": "DPIA"}, NOT_ASKED),
    ("impacttoetsen", "0.1", {"iama_description": "Gedaan."}, PASSES),
    ("impacttoetsen", "0.1", {"dpia_description": "Gedaan."}, PASSES),
    ("impacttoetsen", "0.1", {"iama": "Ja"}, EMPTY),
    ("impacttoetsen", "1.0", {"impacttoetsen": "Gedaan."}, PASSES),
    ("impacttoetsen", "1.0", {"impacttoetsen_grouping": "1: DPIA"}, EMPTY),
    # References are asked for once the text that they belong to says something.
    ("lawful_basis_grouping", "1.0", {"lawful_basis": "Awb"}, EMPTY),
    ("lawful_basis_grouping", "1.0", {"lawful_basis": "Awb", "lawful_basis_grouping": "1: Awb, x.nl"}, PASSES),
    ("lawful_basis_grouping", "1.0", {"lawful_basis": " "}, NOT_ASKED),
    ("lawful_basis_grouping", "1.0", {"lawful_basis_grouping": "1: Awb, x.nl"}, NOT_ASKED),
    ("lawful_basis_grouping", "0.4", {"lawful_basis": "Awb"}, NOT_ASKED),
    ("source_data_grouping", "1.0", {"source_data": "BSN"}, EMPTY),
    ("source_data_grouping", "1.0", {}, NOT_ASKED),
]


def test_the_same_question_in_other_standards() -> None:
    hold(
        (key, Entry(cells, standard), expected)
        for key, standard, cells, expected in THE_SAME_QUESTION_IN_OTHER_STANDARDS
    )


STATUS: list[tuple[str, str, str, str]] = [
    ("1.0", "In gebruik", IN_USE, PASSES),
    # An old spelling counts as the word that it was remapped to.
    ("0.1", "Pilot", IN_USE, PASSES),
    ("0.1", "In gebruik sinds 2019", IN_USE, PASSES),
    ("0.1", "Wie weet", NOT_STATED, FILLED),
    ("0.1", "", NOT_STATED, EMPTY),
]


def test_status() -> None:
    hold(
        ("status", Entry({"status": text}, standard, status=status), expected)
        for standard, text, status, expected in STATUS
    )


def points(step: Step, entry: Entry) -> tuple[int, int]:
    score = score_of(step)
    passed, asked = judged([entry]).select(score.passed.alias("passed"), score.owed.alias("asked")).row(0)
    return passed, asked


FULL = {one.key: sample(one.key, "1.0") for one in FIELDS if one.tier and "1.0" in one.limits}


@pytest.mark.parametrize(
    ("cells", "standard", "said", "valid", "filled"),
    [
        # Six of weight 3, two of 2, four of 1, and what depends on something else.
        ({}, "1.0", {}, (0, 26), (0, 26)),
        (FULL, "1.0", {}, (28, 28), (28, 28)),
        (FULL, "1.0", {"status": OUT_OF_USE}, (29, 29), (29, 29)),
        (FULL, "1.0", {"category": OTHER}, (6, 6), (6, 6)),
        ({}, "1.0", {"category": OTHER}, (0, 4), (0, 4)),
        ({"goal": "n.v.t."}, "1.0", {}, (0, 26), (3, 26)),
        ({"source_data": "BSN"}, "1.0", {}, (2, 27), (2, 27)),
        ({"impacttoetsen": "Gedaan."}, "1.0", {}, (3, 26), (3, 26)),
        ({"impacttoetsen": "-", "impacttoetsen_grouping": "1: DPIA"}, "1.0", {}, (3, 26), (3, 26)),
        # Either of two is enough, and both are not more.
        ({"website": "x.nl", "url": "y.nl", "tags": "a", "category": "Recht"}, "1.0", {}, (2, 26), (2, 26)),
        ({"website": "-", "url": "y.nl"}, "1.0", {}, (1, 26), (1, 26)),
        # The seven that the schema requires say nothing, and the supplier nobody can demand.
        ({"name": "A", "contact_email": "a@b.nl", "provider": "Zylab"}, "1.0", {}, (0, 26), (0, 26)),
        ({}, "0.4", {}, (0, 25), (0, 25)),
        ({}, "0.1", {}, (0, 24), (0, 24)),
        # A cell that the standard lacks gives nothing, whatever it holds.
        ({"begin_date": "2023-01", "tags": "a"}, "0.1", {}, (0, 24), (0, 24)),
        ({}, "9.9", {}, (0, 0), (0, 0)),
    ],
)
def test_points(
    cells: dict[str, str], standard: str, said: dict[str, str], valid: tuple[int, int], filled: tuple[int, int]
) -> None:
    entry = Entry(cells, standard, **said)
    assert points("valid", entry) == valid
    assert points("filled", entry) == filled


def texts(values: Iterable[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(sorted(FULL)), st.sampled_from([*values]) | st.text(max_size=12))


ENTRIES = st.builds(
    Entry,
    texts(["", "-", "Geen", "2023-01"]),
    st.sampled_from(STANDARDS),
    st.sampled_from([HIGH_RISK, OTHER, NOT_STATED]),
)


@given(st.lists(ENTRIES, min_size=1, max_size=20))
@settings(max_examples=10, deadline=None, derandomize=True)
def test_valid_is_filled_and_filled_is_asked(entries: list[Entry]) -> None:
    """Whatever they say: no more valid than filled, no more filled than asked."""
    rows = judged(entries)
    assert all(row["valid"] & ~row["filled"] == 0 for row in rows.to_dicts())
    valid, filled = (score_of("valid"), score_of("filled"))
    told = rows.select(valid=valid.passed, filled=filled.passed, asked=valid.asked, also_asked=filled.asked)
    for one in told.to_dicts():
        assert 0 <= one["valid"] <= one["filled"] <= one["asked"] == one["also_asked"]
