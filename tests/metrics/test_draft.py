"""What is said of a draft registration, as tables: what passes, what fails, what is not asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl
import pytest

from metrics.draft import Finding, findings, scores, to_check
from metrics.draft_advice import ADVICE
from metrics.families.completeness import REQUIREMENTS
from sql.fields import CATEGORIES, HIGH_RISK, IMPACTFUL, IN_USE, NOT_STATED, OTHER, STANDARDS

#: A draft of standard 1.0 in which there is nothing to fix.
GOOD = {
    "name": "Parkeercontrole",
    "organization": "Gemeente Voorbeeld",
    "description_short": "Leest kentekens.",
    "status": "In gebruik",
    "contact_email": "algoritmes@example.nl",
    "lang": "nld",
    "publication_category": IMPACTFUL,
}


@dataclass(frozen=True)
class Draft:
    """What a draft says beside or instead of the good one, and how it was read."""

    says: Mapping[str, str] = field(default_factory=dict)
    standard: str = "1.0"
    category: str = IMPACTFUL
    status: str = IN_USE

    @property
    def cells(self) -> dict[str, str]:
        return GOOD | dict(self.says)


def frame(*drafts: Draft) -> pl.DataFrame:
    rows = [
        {"row": row, "standard": one.standard, "category": one.category, "status": one.status}
        | {"body": json.dumps(one.cells)}
        for row, one in enumerate(drafts, start=2)
    ]
    return pl.DataFrame(rows)


def found(draft: Draft) -> list[Finding]:
    return findings(frame(draft), dict.fromkeys(draft.cells, 1))


#: By rule: drafts with the field that breaks it, and drafts that do not.
CASES: list[tuple[str, str, Draft, bool]] = [
    ("missing", "goal", Draft(), False),
    ("missing", "description_short", Draft({"description_short": " "}), True),
    ("missing", "publication_category", Draft({"publication_category": ""}, category=NOT_STATED), True),
    ("missing", "description_short", Draft({"description_short": ""}, standard="0.4"), False),
    ("missing", "name", Draft({"name": ""}, standard="0.1"), True),
    ("too_long", "name", Draft({"name": "x" * 100}), False),
    ("too_long", "name", Draft({"name": "x" * 101}), True),
    ("too_long", "name", Draft({"name": "x" * 101}, standard="0.1"), False),
    ("too_long", "description_short", Draft({"description_short": "x" * 251}, standard="0.4"), True),
    ("not_permitted", "publication_category", Draft(), False),
    ("not_permitted", "publication_category", Draft({"publication_category": "B"}, category=NOT_STATED), True),
    ("not_permitted", "publication_category", Draft({"publication_category": "B"}, standard="0.4"), False),
    ("not_permitted", "status", Draft({"status": "Pilot"}), True),
    ("not_permitted", "status", Draft({"status": "soms"}, status=NOT_STATED), True),
    ("not_permitted", "lang", Draft({"lang": "nl"}), True),
    ("not_permitted", "category", Draft({"category": "Werk, Verkeer"}), False),
    ("not_permitted", "category", Draft({"category": "Werk, Bestuur"}), True),
    ("not_permitted", "category", Draft({"category": "Werk, Bestuur"}, standard="0.4"), False),
    ("not_permitted", "category", Draft({"category": "Alles"}, standard="0.1"), False),
    ("date_form", "begin_date", Draft(), False),
    ("date_form", "begin_date", Draft({"begin_date": "2024-03"}), False),
    ("date_form", "begin_date", Draft({"begin_date": "2024"}), True),
    ("date_form", "begin_date", Draft({"begin_date": "2024"}, standard="0.1"), False),
    ("placeholder", "goal", Draft({"goal": "Parkeren regelen."}), False),
    ("placeholder", "goal", Draft({"goal": "N.v.t."}), True),
    ("placeholder", "human_intervention", Draft({"human_intervention": "Geen"}), False),
    ("link_form", "website", Draft(), False),
    ("link_form", "website", Draft({"website": "https://www.example.nl/algoritmes?a=1#b"}), False),
    ("link_form", "website", Draft({"website": "https://example.nl?a=1"}), False),
    ("link_form", "website", Draft({"website": "www.example.nl"}), True),
    ("link_form", "website", Draft({"website": "https://"}), True),
    ("link_form", "website", Draft({"website": "https://example.nl/a b"}), True),
    ("link_form", "website", Draft({"website": "n.v.t."}), False),
    ("link_form", "goal", Draft({"goal": "www.example.nl"}), False),
    ("contact_form", "contact_email", Draft(), False),
    ("contact_form", "contact_email", Draft({"contact_email": "https://example.nl/contact"}), False),
    ("contact_form", "contact_email", Draft({"contact_email": "14 030"}), True),
    ("contact_form", "contact_email", Draft({"contact_email": "a@b@example.nl"}), True),
    ("contact_form", "contact_email", Draft({"contact_email": "a@example"}), True),
    ("contact_form", "contact_email", Draft({"contact_email": "-"}), False),
    ("not_in_standard", "type", Draft({"type": ""}), False),
    ("not_in_standard", "type", Draft({"type": "Ja"}), True),
    ("not_in_standard", "type", Draft({"type": "Ja"}, standard="0.4"), False),
    ("not_in_standard", "lars", Draft({"lars": "12345678", "org_id": "gm0344"}), False),
    ("unknown_column", "naam", Draft({"naam": ""}), True),
    ("unknown_column", "name", Draft(), False),
    ("unknown_standard", "standard_version", Draft(standard="2.0"), True),
    ("unknown_standard", "standard_version", Draft(standard="0.1"), False),
]


@pytest.mark.parametrize(("rule", "key", "draft", "expected"), CASES)
def test_a_rule_finds_what_it_is_about_and_nothing_else(rule: str, key: str, draft: Draft, *, expected: bool) -> None:
    assert ((rule, key) in {(one.rule, one.field) for one in found(draft)}) == expected


def test_every_rule_has_a_case_that_passes_and_one_that_fails() -> None:
    assert {(rule, expected) for rule, _, _, expected in CASES} == {
        (rule, expected) for rule in ADVICE for expected in (False, True)
    }


def test_a_good_draft_has_nothing_to_fix() -> None:
    assert found(Draft()) == []


#: What texts are told beside; every impactful draft is asked for its assessment.
TO_CHECK: list[tuple[Draft, list[tuple[str, str, str]]]] = [
    (Draft(category=OTHER), []),
    (Draft(), [("impacttoetsen_grouping", "impactful_assessment", "warning")]),
    (Draft({"name": "PARKEREN"}, category=OTHER), [("name", "shouting", "information")]),
    # Of a field that was told of, and of what is empty, nothing more.
    (Draft({"name": "PARKEREN" * 13}, category=OTHER), []),
    (Draft({"goal": "", "name": "-"}, category=OTHER), []),
    (
        Draft({"begin_date": "2024-02", "end_date": "2024-01"}, category=OTHER),
        [("begin_date", "date_order", "warning"), ("end_date", "date_order", "warning")],
    ),
    (
        Draft({"risks": "-"}, category=HIGH_RISK),
        [
            ("impacttoetsen_grouping", "high_risk_assessment", "warning"),
            ("human_intervention", "high_risk_human_intervention", "warning"),
        ],
    ),
]


@pytest.mark.parametrize(("draft", "expected"), TO_CHECK)
def test_texts_are_checked_too_and_nothing_is_told_twice(draft: Draft, expected: list[tuple[str, str, str]]) -> None:
    told = to_check(frame(draft), found(draft))
    assert [(one.field, one.rule, one.severity) for one in told] == expected


def test_an_older_standard_is_to_be_left() -> None:
    told = to_check(frame(Draft(standard="0.4", category=OTHER)), [])
    assert ("standard_version", "standard", "information") in {(one.field, one.rule, one.severity) for one in told}


@pytest.mark.parametrize(
    ("draft", "severity", "nl", "en"),
    [
        (
            Draft({"name": "x" * 112}),
            "serious",
            "is 12 tekens te lang: er mogen er 100 zijn",
            "is 12 characters too long: 100 are allowed",
        ),
        (
            Draft({"description_short": ""}),
            "serious",
            "is leeg, en standaard 1.0 eist dit veld: vul het in",
            "is empty, and standard 1.0 requires it: fill it in",
        ),
        (
            Draft({"status": "Pilot"}),
            "serious",
            "'Pilot' is geen toegestane waarde: schrijf 'In gebruik'",
            "'Pilot' is not a permitted value: write 'In gebruik'",
        ),
        (
            Draft({"publication_category": "Hoog risico"}, category=NOT_STATED),
            "serious",
            "'Hoog risico' is geen toegestane waarde: schrijf 'Hoog-risico AI-systeem'",
            "'Hoog risico' is not a permitted value: write 'Hoog-risico AI-systeem'",
        ),
        (
            Draft({"publication_category": "c"}, category=NOT_STATED),
            "serious",
            "'c' is geen toegestane waarde: schrijf 'Overige algoritmes'",
            "'c' is not a permitted value: write 'Overige algoritmes'",
        ),
        (
            Draft({"publication_category": "?!"}, category=NOT_STATED),
            "serious",
            f"'?!' is geen toegestane waarde: schrijf een van: {'; '.join(CATEGORIES)}",
            f"'?!' is not a permitted value: write one of: {'; '.join(CATEGORIES)}",
        ),
        (
            Draft({"category": "Werk, Zorg"}),
            "serious",
            "'Zorg' is geen toegestane waarde: schrijf 'Zorg en gezondheid'",
            "'Zorg' is not a permitted value: write 'Zorg en gezondheid'",
        ),
        (
            Draft({"status": "soms"}, standard="0.1", status=NOT_STATED),
            "warning",
            "'soms' is geen toegestane waarde",
            "'soms' is not a permitted value",
        ),
        (
            Draft({"descripton_short": "x"}),
            "warning",
            "is geen veld van een publicatiestandaard en wordt niet gelezen: bedoelt u 'description_short'?",
            "is no field of any publication standard and is not read: do you mean 'description_short'?",
        ),
        (
            Draft({"zzz": "x"}),
            "warning",
            "is geen veld van een publicatiestandaard en wordt niet gelezen",
            "is no field of any publication standard and is not read",
        ),
        (
            Draft(standard="1.1"),
            "serious",
            "'1.1' is geen publicatiestandaard: schrijf een van: 0.1;",
            "'1.1' is no publication standard: write one of: 0.1;",
        ),
    ],
)
def test_a_finding_says_what_to_do(draft: Draft, severity: str, nl: str, en: str) -> None:
    told = [one for one in found(draft) if one.severity == severity]
    assert [one for one in told if one.advice.nl.startswith(nl) and one.advice.en.startswith(en)], told


def test_findings_stand_by_row_and_then_in_the_order_of_the_fields() -> None:
    drafts = frame(Draft({"goal": "-", "name": ""}), Draft({"risks": "x", "goal": "-", "name": ""}))
    told = [(one.row, one.field) for one in findings(drafts, {})]
    assert told == [(2, "name"), (2, "goal"), (3, "name"), (3, "goal"), (3, "risks")]


def test_the_score_says_what_is_owed_and_what_is_got() -> None:
    drafts = frame(
        Draft({"goal": "Parkeren.", "risks": "-", "website": "https://example.nl"}),
        Draft({"goal": "Parkeren."}, category=OTHER),
    )
    first, second = scores(drafts)
    assert (first.row, first.valid, first.filled) == (2, 4, 7)
    states = dict(first.requirements)
    assert (states["goal"], states["risks"], states["lawful_basis"], states["end_date"]) == (
        "valid",
        "filled",
        "empty",
        "not_asked",
    )
    assert (second.valid, second.requirements["goal"], second.requirements["website_or_url"]) == (
        0,
        "not_asked",
        "empty",
    )
    assert set(states) == {one.key for one in REQUIREMENTS}


def test_an_unknown_standard_is_told_and_the_newest_is_asked() -> None:
    told = [one.rule for one in found(Draft({"name": ""}, standard="9"))]
    assert told[0] == "unknown_standard"
    assert told[1:] == [one.rule for one in found(Draft({"name": ""}))]
    assert scores(frame(Draft(standard="9"))) == scores(frame(Draft()))


def test_every_standard_judges_the_good_draft() -> None:
    told = {standard: [one.rule for one in found(Draft(standard=standard))] for standard in STANDARDS}
    assert {rule for rules in told.values() for rule in rules} <= {"not_in_standard", "not_permitted"}
