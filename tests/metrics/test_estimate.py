"""The estimate with every way in which a line can be a registration: vectors worked out by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from metrics.engine import figures
from sql.fields import OTHER
from tests.metrics.cases.lists import numbered
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder, at

MARCH = date(2026, 3, 1)


def lists(lines: int, registrations: int) -> FactsBuilder:
    """Return so many lines that name no registration, and so many registrations."""
    builder = FactsBuilder("2025-01-02", "2025-06-02", "2026-03-01").target().body(MINISTRY, "ministerie")
    builder.body(AGENCY, "agentschap", MINISTRY).inventory(AGENCY, "2025-06-02")
    for number in range(lines):
        builder.line(str(number))
    for number in range(registrations):
        builder.registration(numbered(number), "2025-05-01")
    return builder


def decided(builder: FactsBuilder, line: int, lars: int, verdict: str = "same") -> None:
    about: dict[str, Any] = {"entry": f"{line}/{lars}", "org_id": AGENCY, "local_id": str(line), "verdict": verdict}
    builder.rows["matches"].append(about | {"lars": numbered(lars), "known_from": at("2025-06-02"), "known_to": None})


def by_number(builder: FactsBuilder, line: int, lars: int) -> None:
    builder.rows["inventory"][line]["lars"] = numbered(lars)


def unsure(builder: FactsBuilder, line: int, lars: int) -> None:
    decided(builder, line, lars, "unsure")


def denied(builder: FactsBuilder, line: int, lars: int) -> None:
    decided(builder, line, lars, "not_same")


def alike(builder: FactsBuilder, line: int, lars: int) -> None:
    builder.pair(numbered(lars), str(line))


def perhaps(builder: FactsBuilder, line: int, lars: int) -> None:
    builder.pair(numbered(lars), str(line), alone="possible")


Way = Callable[[FactsBuilder, int, int], None]


@pytest.mark.parametrize("way", [decided, by_number, alike])
@pytest.mark.parametrize(
    ("lines", "registrations", "both", "expected"),
    [
        # 10 * 10 / 9 - 1 = 10.1; 10 * 10 * 1 * 1 / (81 * 10) = 0.123, of which 1.96 times the root is 0.69.
        (9, 9, 8, (10, 10, 11, "ok")),
        # 13 * 11 / 8 - 1 = 16.9; 13 * 11 * 5 * 3 / (64 * 9) = 3.724, so 3.78; no less than 12 + 10 - 7 = 15.
        (12, 10, 7, (17, 15, 21, "ok")),
        # 31 * 21 / 16 - 1 = 39.7; 31 * 21 * 15 * 5 / (256 * 17) = 11.219, so 6.56; no less than 30 + 20 - 15 = 35.
        (30, 20, 15, (40, 35, 46, "ok")),
        # Every line is a registration, and no other is there.
        (8, 8, 8, (8, 8, 8, "ok")),
        (9, 9, 6, (None, None, None, "too_few")),
        (0, 9, 0, (None, None, None, "declared_zero")),
    ],
)
def test_by_hand(way: Way, lines: int, registrations: int, both: int, expected: tuple[Any, ...]) -> None:
    builder = lists(lines, registrations)
    for number in range(both):
        way(builder, number, number)
    assert estimated(builder) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        # 10 * 10 / 9 - 1, as above: eight of nine and nine.
        pytest.param([(decided, 7, 7)], (10, 10, 11, "ok"), id="an eighth"),
        # Seven: 10 * 10 / 8 - 1 = 11.5, halves to even; 400 / 576 = 0.694, so 1.63; no less than 11.
        pytest.param([], (12, 11, 13, "ok"), id="seven"),
        pytest.param([(unsure, 7, 7)], (12, 11, 13, "ok"), id="what is only possible is on one list"),
        pytest.param([(decided, 7, 6)], (12, 11, 13, "ok"), id="two lines that are one registration"),
        pytest.param([(decided, 6, 7)], (12, 11, 13, "ok"), id="one line that is two registrations"),
        pytest.param([(by_number, 7, 7), (denied, 7, 7)], (12, 11, 13, "ok"), id="decided against"),
        pytest.param([(alike, 7, 7)], (10, 10, 11, "ok"), id="by its texts"),
        pytest.param([(perhaps, 7, 7)], (12, 11, 13, "ok"), id="perhaps by its texts"),
    ],
)  # fmt: skip
def test_each_system_meets_once(more: list[tuple[Way, int, int]], expected: tuple[Any, ...]) -> None:
    builder = lists(9, 9)
    for number in range(7):
        decided(builder, number, number)
    for way, line, lars in more:
        way(builder, line, lars)
    assert estimated(builder) == expected


def test_what_meets_in_another_category_is_on_neither_list() -> None:
    builder = lists(9, 8)
    builder.registration(numbered(8), "2025-05-01", category=OTHER)
    for number in range(9):
        decided(builder, number, number)
    # Nine lines, eight registrations, eight of both: 10 * 9 / 9 - 1 = 9.
    assert estimated(builder) == (9, 9, 9, "ok")


def estimated(builder: FactsBuilder) -> tuple[Any, ...]:
    row = figures(builder.build(), "estimate.high_risk", [MARCH]).row(0, named=True)
    return tuple(row[one] for one in ("passed", "low", "high", "state"))
