"""Every check has its own table: an entry that passes, one that fails, and one that is not asked."""

from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from metrics.checks import CHECKS, Check
from metrics.checks.content import CONTENT
from metrics.checks.declare import Checks
from metrics.registry import BadDeclarationError, Text
from sql.fields import BY_KEY
from tests.metrics.checks.entries import BROKEN, FAILS, NOT_ASKED, PASSES, Table

#: What no table can have, and why.
IMPOSSIBLE = {("standard", NOT_ASKED): "It is asked of every registration."}
TABLES: dict[str, Any] = {}
for _path in sorted(Path(__file__).parent.glob("test_*.py")):
    if _path.name != Path(__file__).name:
        table: Table = getattr(import_module(f"tests.metrics.checks.{_path.stem}"), "TABLE", {})
        TABLES |= table


def test_there_is_a_table_for_every_check() -> None:
    assert set(TABLES) == {one.name for one in CHECKS}


@pytest.mark.parametrize("one", list(CHECKS), ids=lambda one: one.name)
def test_it_passes_it_fails_it_is_not_asked(one: Check) -> None:
    outcomes = {expected for expected, _ in TABLES[one.name]}
    wanted = {PASSES, FAILS, NOT_ASKED} | ({BROKEN} if one.broken is not None else set())
    assert outcomes == {each for each in wanted if (one.name, each) not in IMPOSSIBLE}


@pytest.mark.parametrize("one", [*CONTENT, *CHECKS], ids=lambda one: one.name)
def test_what_to_do_is_said_in_whole_sentences(one: Check) -> None:
    for text in (one.why, one.fix, one.not_asked, one.source):
        for language in ("nl", "en"):
            assert text[language].lstrip("'")[0].isupper()
            assert text[language].endswith(".")
    assert set(one.fields) <= BY_KEY.keys()


TEXT = Text("Tekst", "Text")
GOOD: dict[str, Any] = dict.fromkeys(("title", "why", "fix", "not_asked", "source"), TEXT) | {
    "name": "thing",
    "severity": "warning",
    "due": pl.lit(value=True),
    "fails": pl.lit(value=False),
}


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"name": "Thing"}, "a name is one word"),
        ({"name": "family.thing"}, "a name is one word"),
        ({"title": Text("", "Text")}, "check thing: title needs a text in both languages"),
        ({"fix": Text("Tekst", " ")}, "check thing: fix needs a text in both languages"),
        ({"severity": "grave"}, "check thing: no severity 'grave'"),
        ({"norm": 0}, "a norm is 1 to 100"),
        ({"norm": 101}, "a norm is 1 to 100"),
        ({"version": 0}, "versions start at 1"),
        ({"fields": ("goal", "goals")}, r"check thing: no field \['goals'\]"),
    ],
)
def test_a_bad_declaration_fails_when_it_is_written(bad: dict[str, Any], message: str) -> None:
    with pytest.raises(BadDeclarationError, match=message):
        Check(**GOOD | bad)


def test_a_name_is_taken_once_and_a_mask_holds_so_many() -> None:
    checks = Checks()
    for number in range(63):
        checks.declare(Check(**GOOD | {"name": f"thing_{number}"}))
    assert checks.bit("thing_62") == 62
    with pytest.raises(BadDeclarationError, match="thing_0: declared twice"):
        checks.declare(Check(**GOOD | {"name": "thing_0"}))
    with pytest.raises(BadDeclarationError, match="one_more: a mask holds 63 checks"):
        checks.declare(Check(**GOOD | {"name": "one_more"}))
