"""The words: both catalogues agree, nothing is written elsewhere, numbers follow the language."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import dashboard
from dashboard.formats import DASH, Formats, Share, instant
from dashboard.receiving import Why
from dashboard.text import placeholders, words
from metrics.catalogue import CATALOGUE
from metrics.systems import STATES

ROOM = Path(dashboard.__file__).parent
NL, EN = words("nl"), words("en")


def test_both_languages_have_the_same_keys() -> None:
    assert set(NL.texts) == set(EN.texts)


@pytest.mark.parametrize("key", sorted(NL.texts))
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    assert placeholders(NL.texts[key]) == placeholders(EN.texts[key])
    assert NL.texts[key].strip()
    assert EN.texts[key].strip()


def literals(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[0].value.value = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


SHOWING = [
    "shell.py",
    "components.py",
    "freshness.py",
    "targets.py",
    "states.py",
    "growth.py",
    "backlog.py",
    "work.py",
    "work_table.py",
    "promises.py",
    "matching.py",
    "one_pair.py",
    "marks.py",
    "stacked.py",
    "trends.py",
    "groups.py",
    "entries.py",
    "router.py",
    "citing.py",
    "suggesting.py",
    "remarks.py",
    "writing.py",
    "entry_fixes.py",
    "entry_history.py",
    "entry_matches.py",
    "entry_peers.py",
    "entry_texts.py",
]


@pytest.mark.parametrize("path", [*sorted((ROOM / "pages").glob("*.py")), *(ROOM / name for name in SHOWING)], ids=str)
def test_no_text_is_written_in_a_page(path: Path) -> None:
    prose = [text for text in literals(path) if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", text)]
    assert [text for text in prose if text != "this page needs a published mart"] == []


def test_every_key_that_a_page_names_exists() -> None:
    named = set()
    for path in ROOM.rglob("*.py"):
        named |= set(re.findall(r"\bt\(\s*\"([a-z_]+\.[a-z_.0-9]+)\"", path.read_text("utf-8")))
    assert named
    assert named - set(NL.texts) == set()


@pytest.mark.parametrize(("desk", "texts"), [("posting.py", "refused.match"), ("remarking.py", "refused.reaction")])
def test_every_reason_to_refuse_has_words(desk: str, texts: str) -> None:
    code = "".join((ROOM / name).read_text("utf-8") for name in (desk, "receiving.py"))
    reasons = {Why[name].value[0] for name in re.findall(r"\bWhy\.([A-Z_]+)", code)}
    assert {key for key in NL.texts if key.startswith(texts)} == {
        texts,
        *(f"{texts}.{one}" for one in {*reasons, "back"}),
    }


def test_what_others_declare_has_words() -> None:
    needed = {f"family.{metric.family}" for metric in CATALOGUE}
    needed |= {f"unit.{metric.unit}" for metric in CATALOGUE} | {f"good.{metric.good}" for metric in CATALOGUE}
    needed |= {f"by.{by}" for metric in CATALOGUE for by in metric.by} | {f"on_time.{state}" for state in STATES}
    assert needed - set(NL.texts) == set()


@pytest.mark.parametrize("word", ["verborgen", "overtreding", "schend", "verplicht is", "hidden", "breach", "violat"])
def test_tone(word: str) -> None:
    assert not [text for text in (*NL.texts.values(), *EN.texts.values()) if word in text.lower()]


def test_numbers_and_dates_follow_the_language() -> None:
    nl, en = Formats("nl"), Formats("en")
    assert (nl.number(1530), en.number(1530), nl.number(None)) == ("1.530", "1,530", DASH)
    assert (nl.percent(Share(4, 7)), en.percent(Share(4, 7))) == ("57,1%", "57.1%")
    assert (nl.day(date(2026, 8, 8)), en.day(date(2026, 8, 8))) == ("8 augustus 2026", "8 August 2026")
    assert nl.moment(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)) == "1 januari 2026, 00:30"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(Share(0, 5), "0,0%"), (Share(4, 4), DASH), (Share(0, 0), DASH), (None, DASH), (Share(5, 5), "100,0%")],
)
def test_a_share_of_too_few_or_none_is_a_dash(share: Share | None, shown: str) -> None:
    assert Formats("nl").percent(share) == shown


@pytest.mark.parametrize(("text", "there"), [("2026-08-08T03:00:00+00:00", True), ("soon", False), (None, False)])
def test_instant(text: object, there: bool) -> None:
    assert (instant(text) is not None) == there
