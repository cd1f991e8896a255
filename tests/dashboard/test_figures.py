"""Figures: plain dicts, gaps stay gaps, check points never join the line."""

import json
from dataclasses import replace
from datetime import date

import pytest

from dashboard import trends
from dashboard.figures import HEIGHT, Labels, Point, Series, trend

DAYS = [date(2025, 12, 18), date(2025, 12, 25), date(2026, 1, 1)]
LABELS = Labels(",.", [(DAYS[0], "dec")], "rebuilt", "between", "checks", "end of 2025")


def line(*values: int | None, rebuilt: int = 0, spread: int = 0) -> Series:
    points = [
        Point(day, value, value, None if value is None else value + spread, f"{value}", rebuilt=place < rebuilt)
        for place, (day, value) in enumerate(zip(DAYS, values, strict=True))
    ]
    return Series("Registrations", points)


def test_figure_is_plain_and_starts_at_zero() -> None:
    figure = trend([line(10, 20, 30)], LABELS)
    assert json.loads(json.dumps(figure)) == figure
    assert figure["layout"]["yaxis"]["rangemode"] == "tozero"
    assert (figure["layout"]["height"], figure["layout"]["separators"]) == (HEIGHT, ",.")


def test_a_gap_stays_a_gap() -> None:
    (trace,) = trend([line(10, None, 30)], LABELS)["data"]
    assert (trace["y"], trace["connectgaps"]) == ([10, None, 30], False)


def test_what_was_rebuilt_is_drawn_apart() -> None:
    rebuilt, seen = trend([line(10, 20, 30, rebuilt=2)], LABELS)["data"]
    assert (rebuilt["line"]["dash"], rebuilt["y"], rebuilt["name"]) == ("dot", [10, 20], "Registrations, rebuilt")
    assert (seen["line"]["dash"], seen["y"]) == ("solid", [30])


def test_bounds_are_a_band_only_where_they_differ() -> None:
    assert len(trend([line(10, 20, 30)], LABELS)["data"]) == 1
    low, high, _ = trend([line(10, 20, 30, spread=2)], LABELS)["data"]
    assert (low["y"], high["y"], high["fill"]) == ([10, 20, 30], [12, 22, 32], "tonexty")


def test_check_points_are_marks_without_a_line() -> None:
    marks = trend([line(10, 20, 30)], LABELS, checks=[Point(DAYS[0], 9)])["data"][-1]
    assert (marks["mode"], marks["y"]) == ("markers", [9])


def test_deadline_is_a_labelled_line() -> None:
    layout = trend([line(10, 20, 30)], LABELS, deadline=date(2025, 12, 31))["layout"]
    assert layout["shapes"][0]["x0"] == "2025-12-31"
    assert layout["annotations"][0]["text"] == "end of 2025"


def test_the_label_of_a_deadline_takes_no_room_from_the_lines() -> None:
    named = replace(LABELS, deadline="deadline<br>31 December 2025")
    plain, layout = (trend([line(10, 20, 30)], one, deadline=DAYS[1])["layout"] for one in (LABELS, named))
    assert layout["xaxis"]["range"] == ["2025-12-18", "2026-01-01"]
    assert layout["margin"]["t"] > plain["margin"]["t"]
    assert "range" not in trend([line(10, 20, 30)], LABELS)["layout"]["xaxis"]


def test_few_have_whole_marks_only() -> None:
    assert trend([line(1, 2, 3)], LABELS)["layout"]["yaxis"]["dtick"] == 1
    assert "dtick" not in trend([line(10, 20, 30)], LABELS)["layout"]["yaxis"]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [(date(2026, 1, 1), date(2026, 1, 1), 1), (date(2026, 1, 1), date(2026, 1, 15), 3), (DAYS[2], DAYS[0], 1)],
)
def test_weeks_end_on_the_last_day(first: date, last: date, count: int) -> None:
    days = trends.weekly(first, last)
    assert (days[-1], len(days)) == (last, count)


def test_check_points_have_sources_in_both_languages() -> None:
    found = trends.checks()
    assert [check.day for check in found] == sorted(check.day for check in found)
    assert {(check.day.isoformat(), check.registrations) for check in found} >= {
        ("2026-08-08", 1530),
        ("2025-01-01", 675),
    }
    assert all(check.source("nl") and check.source("en") for check in found)
