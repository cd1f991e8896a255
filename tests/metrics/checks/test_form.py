"""The form of what is filled in, as tables."""

from sql.fields import HIGH_RISK, NOT_STATED
from tests.metrics.checks.entries import BROKEN, FAILS, NOT_ASKED, PASSES, Entry, Table, wrong

NAMED = {"name": "Parkeercontrole"}
TABLE: Table = {
    "placeholder": [
        (PASSES, Entry(NAMED)),
        (PASSES, Entry(NAMED | {"human_intervention": "Geen", "provider": "geen"})),
        # A field that counts for nothing may hold anything.
        (PASSES, Entry(NAMED | {"source_id": "-"})),
        (NOT_ASKED, Entry({"source_id": "-"})),
        (FAILS, Entry(NAMED | {"goal": "N.v.t."})),
        (FAILS, Entry({"goal": "n/a"})),
        (FAILS, Entry({"risks": "geen"})),
        (FAILS, Entry({"risks": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor."})),
        (FAILS, Entry({"contact_email": "NoReply@example.com"})),
        (FAILS, Entry({"description_short": "No description available"})),
        (NOT_ASKED, Entry()),
        (NOT_ASKED, Entry({"goal": " \u200b"})),
        (NOT_ASKED, Entry({"goal": "-"}, standard=NOT_STATED)),
    ],
    "too_long": [
        (PASSES, Entry({"name": "é" * 100})),
        (FAILS, Entry({"name": "é" * 101})),
        (PASSES, Entry({"name": f"  {'é' * 100}\n"})),
        (PASSES, Entry({"name": "n" * 1024}, standard="0.1")),
        (FAILS, Entry({"name": "n" * 1025}, standard="0.1")),
        (FAILS, Entry({"begin_date": "2023-01-01"})),
        # No limit is set for references.
        (NOT_ASKED, Entry({"lawful_basis_grouping": "1: " + "w" * 9000})),
        (NOT_ASKED, Entry()),
        (NOT_ASKED, Entry({"name": "n" * 2000}, standard="9.9")),
    ],
    "theme": [
        (PASSES, Entry({"category": "Recht"})),
        (PASSES, Entry({"category": "Recht, Werk"})),
        (FAILS, Entry({"category": "Recht, Landbouw"})),
        (PASSES, Entry({"category": "Recht, Landbouw"}, standard="0.4")),
        (FAILS, Entry({"category": "Recht,Werk"})),
        (FAILS, Entry({"category": "recht"})),
        (FAILS, Entry({"category": "Recht, "})),
        (FAILS, Entry({"category": "Recht, Werk, Recht en orde"})),
        (NOT_ASKED, Entry({"category": "Zorg en Welzijn; Jeugd"}, standard="0.1")),
        (NOT_ASKED, Entry()),
    ],
    "status_word": [
        (PASSES, Entry({"status": "In gebruik"})),
        (PASSES, Entry({"status": " Buiten gebruik "})),
        (FAILS, Entry({"status": "in gebruik"})),
        # It counts as the word that is meant, and is written in another way.
        (FAILS, Entry({"status": "Pilot"}, standard="0.1")),
        (NOT_ASKED, Entry()),
    ],
    "category_word": [
        (PASSES, Entry({"publication_category": HIGH_RISK})),
        (FAILS, Entry({"publication_category": "A"})),
        (FAILS, Entry({"publication_category": "hoog-risico"})),
        (NOT_ASKED, Entry()),
        (NOT_ASKED, Entry({"publication_category": "A"}, standard="0.4")),
    ],
    "language": [
        (PASSES, Entry({"lang": "nld"})),
        (FAILS, Entry({"lang": "NLD"})),
        (FAILS, Entry({"lang": "eng"})),
        (NOT_ASKED, Entry()),
        (NOT_ASKED, Entry({"lang": "eng"}, standard="0.4")),
    ],
    "self_learning": [
        (PASSES, Entry({"type": "Ja"}, standard="0.4")),
        (PASSES, Entry({"type": "Nee"}, standard="0.4")),
        (FAILS, Entry({"type": "Soms"}, standard="0.4")),
        (NOT_ASKED, Entry({}, standard="0.4")),
        (NOT_ASKED, Entry({"type": "Zelflerend"}, standard="0.1")),
        (NOT_ASKED, Entry({"type": "Ja"})),
    ],
    "lars": [
        (PASSES, Entry(lars="11111115")),
        # 3 * (1 + 3 + 5 + 7) + 2 + 4 + 6 = 60.
        (PASSES, Entry(lars="12345670")),
        (PASSES, Entry(lars="12345670", standard=NOT_STATED)),
        (FAILS, Entry(lars="12345678")),
        (FAILS, Entry(lars="21345670")),
        (FAILS, Entry(lars="10000003")),
        (FAILS, Entry(lars="1111111")),
        (FAILS, Entry(lars="111111150")),
        (FAILS, Entry(lars="1111111x")),
        (FAILS, Entry(lars="")),
        (NOT_ASKED, Entry(lars="~0123456789abcdef")),
        (NOT_ASKED, Entry(lars=None)),
    ],
    "standard": [
        (PASSES, Entry()),
        (FAILS, Entry(standard="0.4")),
        (FAILS, Entry(standard="9.9")),
        (BROKEN, Entry(standard=NOT_STATED)),
    ],
}


def test_form() -> None:
    assert not wrong(TABLE)
