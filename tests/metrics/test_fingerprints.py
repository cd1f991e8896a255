"""Fingerprints: equal where the words are, whatever markup, form of characters and blanks they come in."""

import html
import re
import unicodedata
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.fingerprints import _TO_COMPOSE, PRINTED, PROSE, link_of, links_of, plain, probe
from metrics.verdicts import verdicts
from sql.fields import FIELDS
from tests.metrics.checks.entries import Entry, rows

LONG = "Het systeem leest de kentekens van auto's op straat."


def printed(**cells: str) -> dict[str, Any]:
    return verdicts(rows([Entry(cells)])).row(0, named=True)


def test_another_polars_makes_other_numbers_and_then_every_text_is_judged_anew() -> None:
    """Its number is part of the version of verdicts: when this fails, change it and say so in the changelog."""
    assert probe() == PINNED


PINNED = 5428294796674409385

SAME = [
    (LONG, "Het  systeem\nleest de\u00a0kentekens van auto's op straat. "),
    (LONG, "<p>Het systeem leest</p><br/>de kentekens van auto's op straat."),
    (LONG, "Het systeem&nbsp;leest de kentekens van auto&#39;s op straat."),
    (
        "Coördinatie van ﬁnanciën bij de gemeente, in één systeem",
        "Coo\u0308rdinatie van financiën bij de gemeente, in één systeem",
    ),
    ("A & B doen dit samen, elk voor de eigen gemeente.", "A &amp; B doen dit samen, elk voor de eigen gemeente."),
]
OTHER = [
    (LONG, LONG + "."),
    (LONG, LONG.replace("leest", "leert")),
    (LONG, LONG.replace(" ", "")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_words(one: str, other: str) -> None:
    assert printed(goal=one) | {"valid": 0, "failed": 0, "traits": 0} == printed(goal=other) | {
        "valid": 0,
        "failed": 0,
        "traits": 0,
    }


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_words(one: str, other: str) -> None:
    for key in ("real", "prints"):
        assert printed(goal=one)[key] != printed(goal=other)[key]


def test_case_is_a_real_change_and_no_other_text() -> None:
    one, other = printed(goal=LONG), printed(goal=LONG.upper())
    assert one["real"] != other["real"]
    assert one["prints"] == other["prints"]


REAL = [
    # Order within a list or a grouping says nothing; the language of the export neither.
    ({"category": "Recht, Werk"}, {"category": "Werk, Recht"}, True),
    ({"tags": "a, b"}, {"tags": "b, a"}, False),
    (
        {"lawful_basis_grouping": "1: Awb, https://a.nl. 2: Woo"},
        {"lawful_basis_grouping": "1: Woo. 2: Awb, https://a.nl"},
        True,
    ),
    ({"lawful_basis_grouping": "1: Awb. 2: Woo"}, {"lawful_basis_grouping": "1: Awb"}, False),
    ({"lang": "nld", "goal": "x"}, {"lang": "eng", "goal": "x"}, True),
    ({"goal": "x", "standard_version": "1.0.0", "publication_dt": "a"}, {"goal": "x"}, True),
    # The same words in another field, and two fields that run together.
    ({"goal": "x"}, {"risks": "x"}, False),
    ({"goal": "x", "proportionality": "y"}, {"goal": "x y"}, False),
    ({"goal": ""}, {"goal": " \u200b"}, True),
]


@pytest.mark.parametrize(("one", "other", "same"), REAL)
def test_real(one: dict[str, str], other: dict[str, str], *, same: bool) -> None:
    assert (printed(**one)["real"] == printed(**other)["real"]) is same


def test_the_same_words_in_another_standard_are_no_real_change() -> None:
    said = {"name": "Parkeercontrole", "goal": LONG}
    told = verdicts(rows([Entry(said), Entry(said, standard="0.4"), Entry(said, standard="0.1")]))
    assert told["real"].n_unique() == 1


TITLES = [
    ("Parkeer-controle (v2)", "PARKEER  controle, V2", True),
    ("Parkeercontrole", "Parkeer controle", False),
    ("ﬁets", "Fiets", True),
    ("één", "e\u0301én", True),
    ("een", "één", False),
]


@pytest.mark.parametrize(("one", "other", "same"), TITLES)
def test_title(one: str, other: str, *, same: bool) -> None:
    assert (printed(name=one)["title"] == printed(name=other)["title"]) is same


def test_no_title() -> None:
    assert [printed(name=name)["title"] for name in ("", " - ")] == [None, None]


def test_prints_stand_in_the_order_of_their_fields() -> None:
    assert PROSE[1:] == PRINTED
    told = printed(name=LONG, goal=LONG, risks="e" * 40, source_data="e" * 39, provider=LONG)["prints"]
    assert [key for key, one in zip(PRINTED, told, strict=True) if one is not None] == ["goal", "risks"]
    assert told[PRINTED.index("goal")] == printed(source_data=LONG)["prints"][PRINTED.index("source_data")]


def test_links() -> None:
    said = {
        "website": "https://a.nl",
        "url": "www.b.nl",
        "publiccode": "https://a.nl",
        "goal": "https://elders.nl",
        "lawful_basis_grouping": "1: Awb, https://c.nl/x. 2: Woo, https://d.nl; 3: (http://e.nl)",
    }
    urls = ["https://a.nl", "https://c.nl/x", "https://d.nl", "http://e.nl"]
    found = links_of(rows([Entry(said), Entry(), Entry({"lawful_basis_link": "https://f.nl"}, "0.4")]))
    assert found.rows() == [*(("0", url) for url in urls), ("2", "https://f.nl")]
    numbers = pl.DataFrame({"url": urls}).select(link_of(pl.col("url"))).to_series().to_list()
    assert printed(**said)["links"] == numbers
    assert printed()["links"] == []


#: What is white space to Unicode; to Python four separators are too.
BLANK = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def slowly(text: str) -> str:
    """The same in plain Python, a step at a time."""
    out, start = [], 0
    while (begin := text.find("<", start)) >= 0:
        end = text.find(">", begin)
        inner = text.find("<", begin + 1)
        if end < 0:
            break
        if 0 <= inner < end:
            out.append(text[start:inner])
            start = inner
            continue
        out.append(text[start:begin] + " ")
        start = end + 1
    out.append(text[start:])
    composed = unicodedata.normalize("NFKC", html.unescape("".join(out)))
    return re.sub(f"[{BLANK}]+", " ", composed).strip(" ")


@given(
    st.lists(
        st.text("ab <>/&;#39 \n\t\u00a0éë½ﬁ\u2019\u0301…", max_size=20) | st.text(max_size=20), min_size=1, max_size=30
    )
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_plain_is_what_python_makes_of_it(texts: list[str]) -> None:
    assert plain(pl.Series(texts, dtype=pl.String)).to_list() == [slowly(text) for text in texts]


def test_what_is_not_composed_need_not_be() -> None:
    kept = [chr(point) for point in range(0x10FFFF) if not 0xD800 <= point <= 0xDFFF]
    told = pl.Series(kept).str.contains(_TO_COMPOSE)
    assert all(unicodedata.is_normalized("NFKC", one) for one, changes in zip(kept, told, strict=True) if not changes)


def test_every_prose_field_is_a_field() -> None:
    assert set(PROSE) <= {one.key for one in FIELDS}
