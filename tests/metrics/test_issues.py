"""What is to be resolved about organisations: when each kind is found, when not, and how it is resolved."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from dashboard.text import LANGUAGES
from metrics.issue_kinds import KINDS, SEVERITIES
from metrics.issues import ISSUE_SCHEMA, issues
from tests.metrics.facts_builder import FactsBuilder

DAY = date(2026, 6, 1)
Change = Callable[[FactsBuilder], FactsBuilder]


def world() -> FactsBuilder:
    """Return one body that registers, and that the register of organisations knows."""
    built = FactsBuilder("2026-01-05", "2026-06-01").body("ag1", "agentschap")
    return built.registration("10000000", "2025-05-01", org_id="ag1")


def found(built: FactsBuilder, *, every: bool = False) -> list[tuple[str, str, str]]:
    return issues(built.build(), DAY, every=every).select("severity", "kind", "org_id").rows()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(lambda b: b, [], id="no register of organisations: not asked"),
        pytest.param(lambda b: b.known_body("ag1", "agentschap"), [], id="all agree"),
        pytest.param(lambda b: b.known_body("ag1", ""), [], id="what is not said does not disagree"),
        pytest.param(lambda b: b.known_body("x"), [("warning", "code_unknown", "ag1")], id="code unknown"),
        pytest.param(
            lambda b: b.known_body("x", "agentschap", name="Body ag1"),
            [("warning", "code_unknown", "ag1")],
            id="a name alone is no identity",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", name="Iets"), [("warning", "name_differs", "ag1")], id="name"
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", name="Iets", other_name="body AG1"), [], id="one of its names"
        ),
        pytest.param(lambda b: b.known_body("ag1", "inspectie"), [("warning", "type_differs", "ag1")], id="kind"),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2026-02-23"),
            [("serious", "ended_without_successor", "ag1")],
            id="ended without a successor",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2026-06-02"), [], id="it has not ended yet"
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2026-02-23", successor="x").known_body("x"),
            [("warning", "ended_still_registering", "ag1")],
            id="ended, and it still registers",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2026-02-23", successor="y"),
            [("serious", "successor_unknown", "ag1")],
            id="successor unknown",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2026-02-23", successor="x y"),
            [("serious", "split_undecided", "ag1")],
            id="split up",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", successor="x").known_body("x"),
            [("warning", "successor_of_living", "ag1")],
            id="a successor and no end",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap").succession("ag1", "x").succession("x", "ag1"),
            [
                ("serious", "succession_circle", "ag1"),
                ("serious", "successor_unknown", "ag1"),
                ("information", "succession_circle", "x"),
            ],
            id="a circle, with one that nobody knows",
        ),
        pytest.param(
            lambda b: b.body("ag2", "agentschap").succession("ag1", "ag2").succession("ag1", "ag3"),
            [("serious", "split_undecided", "ag1")],
            id="split up in the ledger, and no register",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap").correction("ag1", "valid_until", "2026-02-30"),
            [("warning", "correction_unused", "ag1")],
            id="a correction that is no day",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap").correction("ag1", "kleur", "rood"),
            [("warning", "correction_unused", "ag1")],
            id="a correction of a field that there is not",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap").known_body("ag2", "agentschap", name="body  AG1"),
            [("warning", "same_name", "ag1"), ("information", "same_name", "ag2")],
            id="two bodies, one name",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap").known_body("ag2", "gemeente", name="Body ag1"),
            [],
            id="two kinds, one name",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap").known_body(
                "ag2", "agentschap", name="Body ag1", valid_until="2001-01-01"
            ),
            [("information", "ended_without_successor", "ag2")],
            id="one after the other, one name",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2020-01-01").known_body(
                "ag1", "agentschap", valid_from="2019-01-01"
            ),
            [("warning", "overlapping_validity", "ag1")],
            id="overlapping times",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2018-12-31").known_body(
                "ag1", "agentschap", valid_from="2019-01-01"
            ),
            [],
            id="one time after the other",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap").known_body("x", valid_until="2001-01-01"),
            [("information", "ended_without_successor", "x")],
            id="of a body that nobody names here",
        ),
    ],
)
def test_each_kind_is_found_where_it_is_and_nowhere_else(change: Change, expected: list[tuple[str, str, str]]) -> None:
    assert found(change(world()), every=True) == expected
    assert found(change(world())) == [one for one in expected if one[0] != "information"]


@pytest.mark.parametrize(
    ("change", "resolved"),
    [
        pytest.param(
            lambda b: b.known_body("oorg1", "agentschap", name="Anders"),
            lambda b: b.correction("ag1", "org_id", "oorg1"),
            id="code unknown",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", name="Iets"),
            lambda b: b.correction("ag1", "name", "Body ag1"),
            id="name",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "inspectie"), lambda b: b.correction("ag1", "type", "agentschap"), id="kind"
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2026-02-23"),
            lambda b: b.correction("ag1", "valid_until", "-"),
            id="it lives",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2026-02-23").known_body("x"),
            lambda b: b.succession("ag1", "x"),
            id="another took over",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", valid_until="2026-02-23", successor="x y").known_body("x"),
            lambda b: b.succession("ag1", "x"),
            id="split up, and decided",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap", successor="x").known_body("x"),
            lambda b: b.correction("ag1", "successor", "geen"),
            id="no successor after all",
        ),
        pytest.param(
            lambda b: b.known_body("ag1", "agentschap").known_body("x").succession("ag1", "x").succession("x", "ag1"),
            lambda b: b.succession("y", "x", corrects="0002"),
            id="no circle after all",
        ),
    ],
)
def test_an_entry_in_a_ledger_resolves_it_from_the_day_it_was_known(change: Change, resolved: Change) -> None:
    assert found(change(world()))
    assert found(resolved(change(world()))) == []


def test_an_issue_says_what_each_source_says_and_since_when() -> None:
    built = world().known_body("ag1", "agentschap", since="2026-03-01", name="Iets")
    row = issues(built.build(), DAY).row(0, named=True)
    assert row == {
        "severity": "warning",
        "kind": "name_differs",
        "org_id": "ag1",
        "name": "Body ag1",
        "register_says": "Iets",
        "said_here": "register: Body ag1",
        "first_seen": date(2026, 3, 1),
    }
    assert issues(built.build(), date(2026, 2, 1)).equals(pl.DataFrame(schema=ISSUE_SCHEMA))


def test_every_kind_has_words_in_both_languages() -> None:
    assert all(
        one[language].strip() for kind in KINDS.values() for one in (kind.title, kind.todo) for language in LANGUAGES
    )
    assert SEVERITIES[0] == "serious"
