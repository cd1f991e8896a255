"""The quick way to judge texts gives what the plain way gives: by field, by check, in any company and order."""

import re
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import verdicts as module
from metrics.checks import CHECKS
from metrics.texts import DATE_FORM, PLACEHOLDER_START, PLACEHOLDERS, by_standard
from metrics.verdicts import looked_at, verdicts, with_checks
from sql.fields import (
    BIT,
    CATEGORIES,
    EXPORT_COLUMNS,
    FIELDS,
    HIGH_RISK,
    IMPACTFUL,
    IN_USE,
    NOT_STATED,
    OTHER,
    OUT_OF_USE,
    STANDARDS,
    Field,
)
from tests.metrics.checks.entries import Entry, rows

COLUMNS = sorted(EXPORT_COLUMNS - {"algorithm_id", "lars", "org_id", "publication_dt", "released", "standard_version"})
BLANK = "\u00a0\u200b\n"
WORDS = [
    *PLACEHOLDERS,
    *(word.upper() for word in PLACEHOLDERS),
    *(" " + word + BLANK for word in PLACEHOLDERS),
    *(word + "." for word in PLACEHOLDERS),
    "LOREM ipsum dolor sit amet, en nog veel meer dan in een plaatshouder past",
    "een lorem ipsum",
    *("é" * limit for limit in (7, 8, 100, 101, 250, 251, 400, 401, 500, 501, 1024, 1025, 2500, 2501, 5001)),
    "2023-01", "01-2023", "2023-13", "2023", "12-1949", "2099-01",
    "Recht", "Recht, Werk", "Recht, Landbouw", "Recht,Werk", ", ", "Werk, ",
    "Ja", "nee", "nld", "eng", *CATEGORIES, "In gebruik", "Pilot",
    "https://example.nl", "http://10.0.0.1/x", "www.example.nl", "1: Awb, https://x.nl. 2: Woo, www.y.nl",
    "jan.jansen@gmail.com", "noreply@example.nl", "Persoonsgegevens: BSN", "geen persoonsgegevens", "Een DPIA.",
    "<p>Tekst &amp; uitleg</p>", "=SOM(A1)", "coÃ¶rdinatie", "zacht\u200bkoppel",
    "Het systeem leest kentekens van auto's op straat.", "The system reads the number plates of cars.",
]  # fmt: skip
ENTRIES = st.builds(
    Entry,
    st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(WORDS) | st.text(max_size=30), max_size=12),
    st.sampled_from([*STANDARDS, NOT_STATED]),
    st.sampled_from([HIGH_RISK, IMPACTFUL, OTHER, NOT_STATED]),
    st.sampled_from([IN_USE, OUT_OF_USE, NOT_STATED]),
)
COMPANY = st.lists(ENTRIES, min_size=1, max_size=60)
TRIMMED = (
    "\t\n\r\x0b\x0c\x85 \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c"
    "\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


def text(one: Field, entry: Entry) -> str:
    said = (entry.cells.get(column, "").strip(TRIMMED) for column in one.sources(entry.standard))
    return next((each for each in said if each), "")


def asked(one: Field, entry: Entry) -> bool:
    by_key = {each.key: each for each in FIELDS}
    if entry.standard not in one.limits or (one.tier in {1, 2} and entry.category == OTHER):
        return False
    if one.key == "end_date":
        return entry.status == OUT_OF_USE
    parent = {"lawful_basis_grouping": "lawful_basis", "source_data_grouping": "source_data"}.get(one.key)
    return parent is None or bool(text(by_key[parent], entry))


def valid(one: Field, entry: Entry) -> bool:
    said, limit, permitted = text(one, entry), one.limits.get(entry.standard), one.permitted.get(entry.standard)
    folded = said.lower()
    if not said or (folded in PLACEHOLDERS and not (folded == "geen" and one.geen_is_answer)):
        return False
    if folded.startswith(PLACEHOLDER_START) or (limit and len(said) > limit):
        return False
    if one.key == "status":
        return entry.status != NOT_STATED
    if one.kind == "date" and not re.search(DATE_FORM.replace("$", r"\Z"), said, re.ASCII):
        return False
    values = said.split(", ") if one.kind == "list" else [said]
    return permitted is None or all(value in permitted for value in values)


def masks(entry: Entry) -> Mapping[str, int]:
    judges = {"asked": asked, "filled": lambda one, said: bool(text(one, said)), "valid": valid}
    return {name: sum(1 << BIT[one.key] for one in FIELDS if judge(one, entry)) for name, judge in judges.items()}


@given(COMPANY)
@settings(max_examples=15, deadline=None, derandomize=True)
def test_masks_of_fields(entries: list[Entry]) -> None:
    told = verdicts(rows(entries)).select("asked", "filled", "valid").to_dicts()
    assert told == [masks(entry) for entry in entries]


@given(COMPANY)
@settings(max_examples=8, deadline=None, derandomize=True)
def test_a_check_of_several_fields_fails_where_one_of_them_does(entries: list[Entry]) -> None:
    """And what is looked at once for all fields gives what each field would give."""
    for standard, said in by_standard(rows(entries)):
        judged = with_checks(looked_at(said, standard), CHECKS, standard)
        for place, one in enumerate(CHECKS):
            if one.at and one.asked_in(standard):
                bit = 1 << place
                blamed = pl.any_horizontal(one.at(key).fill_null(value=False) for key in one.fields)
                told = judged.filter(pl.col("due") & ~pl.col("broken") & bit != 0).select(
                    blamed.alias("blamed"), failed=(pl.col("failed") & bit) != 0
                )
                assert told["blamed"].to_list() == told["failed"].to_list(), one.name


@given(COMPANY, st.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None, derandomize=True)
def test_nobody_is_judged_by_their_company(entries: list[Entry], chance: Any) -> None:  # noqa: ANN401 - a random
    asked_about = rows(entries)
    order = list(range(len(entries)))
    chance.shuffle(order)
    told = verdicts(asked_about)
    assert told["content"].to_list() == asked_about["content"].to_list()
    assert verdicts(asked_about[order]).equals(told[order])


def test_a_large_register_is_judged_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [Entry({"name": f"Naam {place}"}, STANDARDS[place % 5]) for place in range(10)]
    told = verdicts(rows(entries))
    monkeypatch.setattr(module, "_TOGETHER", 3)
    assert verdicts(rows(entries)).equals(told)


def test_nothing_to_judge() -> None:
    told = verdicts(rows([Entry()]).clear())
    assert told.height == 0
    assert told.schema == verdicts(rows([Entry()])).schema
